"""The rules of a season: the versions issued, the one in preparation, and where a new one starts from."""

from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from championships import clock
from championships.backoffice.permissions import ADMINISTER, PUBLISH, fetch_season, may
from championships.backoffice.views.pages import render_page
from championships.backoffice.views.rules.frame import (
    adapt,
    find_draft,
    list_crumbs,
    start_empty,
    start_from_json,
    start_from_preset,
)
from championships.exchange.presets import list_presets
from championships.models import RuleBook, Season, User
from championships.models.base import StaleVersion
from championships.officiating.errors import Refusal
from championships.officiating.rule_books import needs_second_person, save_rule_draft
from championships.scoring.phrases import write_in
from championships.scoring.rulebook import RuleBookError

LIMIT = 500_000  # bytes of a rules.json


@require_http_methods(["GET", "POST"])
def rules(request: HttpRequest, *, site: AdminSite, pk: int) -> HttpResponse:
    """The overview; POST begins a draft from a preset, a version, another season, or JSON."""
    season, user = fetch_season(request, pk, PUBLISH)
    faults: list[str] = []
    typed = ""
    if request.method == "POST":
        typed = request.POST.get("json", "")
        try:
            document = _find_start(request, season)
            _begin(season, document, user)
        except RuleBookError as error:
            faults = [write_in(fault.text, _) for fault in error.errors]
        except StaleVersion:
            messages.warning(request, _("A version is in preparation already: here it is."))
            return HttpResponseRedirect(reverse("admin:season_rules_draft", args=[season.pk]))
        except Refusal as refusal:
            faults = [str(refusal.message), *(str(detail) for detail in refusal.details)]
        else:
            return HttpResponseRedirect(reverse("admin:season_rules_draft", args=[season.pk]))
    now = clock.now()
    books = (
        RuleBook.objects.filter(season=season)
        .issued(now)
        .select_related("author", "confirmed_by", "corrects")
        .order_by("-n")
    )
    return render_page(
        request,
        site,
        "backoffice/rules/overview.html",
        {
            "season": season,
            "books": list(books),
            "draft": find_draft(season),
            "presets": list_presets(),
            "others": _list_others(season, user),
            "faults": faults,
            "typed": typed,
            "second": needs_second_person(season, now=now),
            "may_copy": may(user, ADMINISTER, {season.pk}),
        },
        title=_("Rules: %(season)s") % {"season": season},
        crumbs=list_crumbs(season, deep=False),
    )


def _list_others(season: Season, user: User) -> list[Season]:
    """Seasons of the championship whose rules this person may take over."""
    others = (
        Season.objects.filter(championship=season.championship_id, rule_books__isnull=False)
        .exclude(pk=season.pk)
        .select_related("championship")
        .distinct()
        .order_by("-year")
    )
    return [other for other in others if may(user, PUBLISH, {other.pk})]


def _find_start(request: HttpRequest, season: Season) -> dict[str, Any]:
    """The document to start from. Raises RuleBookError for JSON that is not understood, Refusal for nothing chosen."""
    kind, _colon, name = request.POST.get("start", "").partition(":")
    newest = RuleBook.objects.filter(season=season).issued(clock.now()).order_by("-n").first()
    try:
        match kind:
            case "preset":
                return start_from_preset(name, season)
            case "newest" if newest is not None:
                return adapt(newest.document, season)
            case "season":
                other, _user = fetch_season(request, int(name), PUBLISH)
                book = RuleBook.objects.filter(season=other).issued(clock.now()).order_by("-n").first()
                if book is not None and other.championship_id == season.championship_id:
                    return adapt(book.document, season)
            case "json":
                return start_from_json(_read_text(request), season)
            case "empty":
                return start_empty(season)
    except (KeyError, ValueError) as error:
        if isinstance(error, RuleBookError):
            raise
    raise Refusal(_("Choose what the new version starts from."))


def _read_text(request: HttpRequest) -> str:
    upload = request.FILES.get("file")
    if upload is None:
        return request.POST.get("json", "")[:LIMIT]
    if upload.size is None or upload.size > LIMIT:
        raise Refusal(_("This file is too large for rules: at most %(limit)s bytes.") % {"limit": LIMIT})
    try:
        return upload.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refusal(
            _("This file is not UTF-8 text: the fault is at byte %(position)s.") % {"position": error.start + 1}
        ) from error


def _begin(season: Season, document: dict[str, Any], user: User) -> None:
    standing = RuleBook.Standing.HYPOTHESIS if document.get("hypothesis") else RuleBook.Standing.IN_FORCE
    save_rule_draft(
        season=season,
        version=None,
        document=document,
        standing=standing,
        from_round=1,
        corrects=None,
        by=user,
        recorded_at=clock.real_now(),
    )
