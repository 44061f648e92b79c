"""One version of the rules: who issued it, what it changed, and its JSON."""

from django.contrib.admin import AdminSite
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from championships import clock
from championships.backoffice.permissions import LOOK, PUBLISH, fetch_season
from championships.backoffice.views.pages import render_page
from championships.backoffice.views.rules.frame import find_draft, list_crumbs, write_json, write_plain
from championships.formatting.rule_differences import tell_differences
from championships.models import RuleBook
from championships.scoring.rulebook.differences import compare_documents


@require_safe
def version(request: HttpRequest, *, site: AdminSite, pk: int, n: int) -> HttpResponse:
    """The version, and its differences from the one it corrects, else from the one before it."""
    season, _user = fetch_season(request, pk, LOOK)
    versions = RuleBook.objects.filter(season=season).issued(clock.now())
    book = get_object_or_404(versions.select_related("author", "confirmed_by", "corrects"), n=n)
    before = book.corrects or versions.filter(n__lt=n).order_by("-n").first()
    differences = tell_differences(compare_documents(write_plain(before), write_plain(book))) if before else ()
    return render_page(
        request,
        site,
        "backoffice/rules/version.html",
        {"season": season, "book": book, "before": before, "differences": differences},
        title=_("Rules of %(season)s, version %(n)s") % {"season": season, "n": n},
        crumbs=list_crumbs(season),
    )


@require_safe
def export(request: HttpRequest, *, site: AdminSite, pk: int, n: int) -> HttpResponse:
    """The version as a file (0: the one in preparation)."""
    season, _user = fetch_season(request, pk, LOOK if n else PUBLISH)
    held = RuleBook.objects.filter(season=season, n=n).issued(clock.now()).first() if n else find_draft(season)
    if held is None:
        raise Http404
    answer = HttpResponse(write_json(held.document), content_type="application/json; charset=utf-8")
    name = f"{season.slug}-rules-{n}.json" if n else f"{season.slug}-rules-draft.json"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
