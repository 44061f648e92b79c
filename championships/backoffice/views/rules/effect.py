"""Before rules are issued: who would gain or lose places and points in the tables of today. Then the deed itself."""

from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from championships import clock
from championships.backoffice.permissions import PUBLISH, fetch_season
from championships.backoffice.views.pages import render_page
from championships.backoffice.views.rules.frame import DECISIONS, find_draft, list_crumbs, write_plain
from championships.formatting.numbers import write_points, write_signed
from championships.formatting.rule_differences import tell_differences
from championships.models import RuleBook, RuleDraft, Season, User
from championships.models.base import StaleVersion
from championships.officiating.errors import Refusal
from championships.officiating.rule_books import (
    check_rules,
    drop_rule_draft,
    had_a_hand,
    issue_rule_draft,
    needs_second_person,
    prepare_rules,
)
from championships.queries.rule_effects import RuleEffect, load_effect
from championships.scoring.rulebook import RuleBookError
from championships.scoring.rulebook.differences import compare_documents


@require_http_methods(["GET", "POST"])
def effect(request: HttpRequest, *, site: AdminSite, pk: int) -> HttpResponse:
    """The effect of the draft; POST issues it, prepares it for a second person, or drops it."""
    season, user = fetch_season(request, pk, PUBLISH)
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            return _do(request, season, user)
        except StaleVersion:
            messages.error(
                request,
                _("Somebody else changed this version of the rules meanwhile. Nothing was done: look at it again."),
            )
            return HttpResponseRedirect(reverse("admin:season_rules_effect", args=[season.pk]))
        except Refusal as found:
            refusal = found
    draft = find_draft(season)
    if draft is None:
        return HttpResponseRedirect(reverse("admin:season_rules", args=[season.pk]))
    return _show(request, site, season, user, draft, refusal)


def _do(request: HttpRequest, season: Season, user: User) -> HttpResponse:
    sent = request.POST.get("read_version", "")
    version = int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 9 else 0
    at = clock.real_now()
    overview = HttpResponseRedirect(reverse("admin:season_rules", args=[season.pk]))
    match request.POST.get("do", ""):
        case "issue":
            book = issue_rule_draft(season=season, version=version, by=user, now=clock.now(), recorded_at=at)
            messages.success(request, _("Version %(n)s of the rules is issued.") % {"n": book.n})
        case "prepare":
            prepare_rules(season=season, version=version, by=user, recorded_at=at)
            messages.success(request, _("Ready. A second person confirms it on this page, on a sign-in of their own."))
        case "drop":
            drop_rule_draft(season=season, version=version, by=user, recorded_at=at)
            messages.success(request, _("The version in preparation is dropped. Nothing was issued."))
    return overview


def _show(
    request: HttpRequest, site: AdminSite, season: Season, user: User, draft: RuleDraft, refusal: Refusal | None
) -> HttpResponse:
    now = clock.now()
    hindrance: Refusal | None = None
    found: RuleEffect | None = None
    try:
        check_rules(season=season, document=draft.document)
    except Refusal as error:
        hindrance = error
    with suppress(RuleBookError):  # the hindrance tells what is wrong
        found = load_effect(
            season,
            document=draft.document,
            standing=draft.standing,
            from_round=draft.from_round,
            corrects=draft.corrects_id,
            at=now,
        )
    second = needs_second_person(season, now=now)
    mine = had_a_hand(draft, user)
    return render_page(
        request,
        site,
        "backoffice/rules/effect.html",
        {
            "season": season,
            "draft": draft,
            "refusal": refusal,
            "hindrance": hindrance,
            "effect": found,
            "tables": _write_tables(found) if found else [],
            "differences": _tell(season, draft),
            "second": second,
            "mine": mine,
            "may_issue": hindrance is None and (not second or (draft.prepared_by_id is not None and not mine)),
            "may_prepare": hindrance is None and second and draft.prepared_by_id is None,
        },
        title=_("Effect of the new rules: %(season)s") % {"season": season},
        crumbs=list_crumbs(season),
    )


def _tell(season: Season, draft: RuleDraft) -> Any:
    """What the draft says otherwise than the version it follows, or corrects."""
    newest = draft.corrects or RuleBook.objects.filter(season=season).issued(clock.now()).order_by("-n").first()
    if newest is None:
        return ()
    draft_as_book = RuleBook(document=draft.document)
    before, after = write_plain(newest), write_plain(draft_as_book)
    return tell_differences(
        compare_documents(*({k: v for k, v in one.items() if k not in DECISIONS} for one in (before, after)))
    )


def _write_tables(found: RuleEffect) -> list[dict[str, Any]]:
    """The tables with their figures as text, changed rows only."""
    language = get_language() or "en"
    return [
        {
            "table": table,
            "rows": [
                {
                    "name": row.name,
                    "place_before": row.place_before or "–",
                    "place_after": row.place_after or "–",
                    "places": write_signed(row.gained, language) if row.gained is not None else "",
                    "points_before": write_points(row.points_before, language) or "–",
                    "points_after": write_points(row.points_after, language) or "–",
                    "points": write_signed(row.difference, language) if row.difference is not None else "",
                }
                for row in table.rows
                if row.changed
            ],
        }
        for table in found.tables
    ]
