"""The next version of the rules as a form. Everything typed is kept, understood or not; nothing here counts yet."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from championships import clock
from championships.backoffice.permissions import PUBLISH, fetch_season
from championships.backoffice.rule_form.faults import judge, list_kept, note_scales, place_faults
from championships.backoffice.rule_form.fields import Block
from championships.backoffice.rule_form.layout import Layout
from championships.backoffice.rule_form.reading import find_added, open_sheet, read_form
from championships.backoffice.views.pages import render_page
from championships.backoffice.views.rules.frame import find_draft, list_crumbs
from championships.formatting.rule_differences import DifferenceText, tell_differences
from championships.models import Category, Participation, RuleBook, RuleDraft, Season, User
from championships.models.base import StaleVersion
from championships.officiating.errors import Refusal
from championships.officiating.rule_books import explain_shortfall, save_rule_draft
from championships.scoring.examples import check_examples
from championships.scoring.rulebook.differences import compare_documents

_SALT = "championships.rules"


@dataclass(slots=True)
class Typed:
    """What stands in the form: the draft as it is stored, or as somebody has just typed it."""

    document: dict[str, Any]
    standing: str
    from_round: int
    corrects: RuleBook | None
    version: int | None
    head_faults: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Conflict:
    """Somebody else saved meanwhile: what they have otherwise than what is typed here."""

    draft: RuleDraft | None
    differences: tuple[DifferenceText, ...]


@require_http_methods(["GET", "POST"])
def draft(request: HttpRequest, *, site: AdminSite, pk: int) -> HttpResponse:
    """The form. POST saves, and goes on to the effect where that was asked for."""
    season, user = fetch_season(request, pk, PUBLISH)
    stored = find_draft(season)
    if request.method == "GET":
        if stored is None:
            return HttpResponseRedirect(reverse("admin:season_rules", args=[season.pk]))
        return _show(request, site, season, _read_stored(stored))
    typed = _read_typed(request, season, stored)
    if typed is None:
        messages.error(
            request, _("This form can no longer be matched to its version of the rules: here is what is stored.")
        )
        return HttpResponseRedirect(reverse("admin:season_rules", args=[season.pk]))
    if typed.head_faults:
        return _show(request, site, season, typed)
    try:
        _save(season, typed, user)
    except StaleVersion:
        current = find_draft(season)
        if not _is_same(current, typed):
            return _show(request, site, season, *_reconcile(typed, current))
        # The same form sent twice: the first time has saved it.
    except Refusal as refusal:
        typed.head_faults = [str(refusal.message), *(str(detail) for detail in refusal.details)]
        return _show(request, site, season, typed)
    do = request.POST.get("do", "")
    if do == "effect":
        return HttpResponseRedirect(reverse("admin:season_rules_effect", args=[season.pk]))
    if do.startswith("add "):
        messages.success(request, _("Saved, and added below."))
        anchor = find_added(typed.document, do)
        address = reverse("admin:season_rules_draft", args=[season.pk])
        return HttpResponseRedirect(f"{address}?{urlencode({'at': anchor})}#{anchor}" if anchor else address)
    messages.success(request, _("Saved. Nothing is issued yet."))
    return HttpResponseRedirect(reverse("admin:season_rules_draft", args=[season.pk]))


def _read_stored(stored: RuleDraft) -> Typed:
    return Typed(stored.document, stored.standing, stored.from_round, stored.corrects, stored.version)


def _read_typed(request: HttpRequest, season: Season, stored: RuleDraft | None) -> Typed | None:
    """What was sent, laid over the document its form was made from. None where that cannot be told."""
    sent = request.POST
    try:
        base = signing.loads(sent.get("base", ""), salt=f"{_SALT}.{season.pk}")
    except signing.BadSignature:
        return None
    version = sent.get("read_version", "")
    faults = []
    from_round = sent.get("from_round", "").strip()
    if not (from_round.isascii() and from_round.isdigit() and 1 <= int(from_round[:6]) <= 999):
        faults.append(_("“%(text)s” is not the number of a round, from 1 to 999.") % {"text": from_round[:20]})
        from_round = "1"
    corrects = None
    if chosen := sent.get("corrects", ""):
        corrects = RuleBook.objects.filter(season=season, n=int(chosen) if chosen.isdigit() else 0).first()
        if corrects is None:
            faults.append(_("There is no such version to correct."))
    standing = sent.get("standing", "")
    if standing not in RuleBook.Standing.values:
        faults.append(_("Rules are in force, or a hypothesis."))
        standing = RuleBook.Standing.IN_FORCE
    document = read_form(sent, base)
    document.pop("hypothesis", None)
    if standing == RuleBook.Standing.HYPOTHESIS:
        document["hypothesis"] = True
    return Typed(
        document=document,
        standing=standing,
        from_round=int(from_round),
        corrects=corrects,
        version=int(version) if version.isascii() and version.isdigit() and len(version) < 9 else None,
        head_faults=faults,
    )


def _save(season: Season, typed: Typed, user: User) -> None:
    save_rule_draft(
        season=season,
        version=typed.version,
        document=typed.document,
        standing=typed.standing,
        from_round=typed.from_round,
        corrects=typed.corrects,
        by=user,
        recorded_at=clock.real_now(),
    )


def _is_same(current: RuleDraft | None, typed: Typed) -> bool:
    return current is not None and (
        (current.document, current.standing, current.from_round, current.corrects_id)
        == (typed.document, typed.standing, typed.from_round, typed.corrects.pk if typed.corrects else None)
    )


def _reconcile(typed: Typed, current: RuleDraft | None) -> tuple[Typed, Conflict]:
    """The form with what was typed, on top of what is stored now: saving again is then meant."""
    typed.version = current.version if current else None
    differences = compare_documents(current.document if current else {}, typed.document) if current else ()
    return typed, Conflict(current, tell_differences(differences))


def _show(
    request: HttpRequest, site: AdminSite, season: Season, typed: Typed, conflict: Conflict | None = None
) -> HttpResponse:
    sheet = open_sheet(typed.document)
    blocks = Layout(sheet, categories=_list_categories(season), classes=_list_classes(season)).build()
    book, faults = judge(typed.document)
    rest = place_faults(blocks, sheet, faults)
    note_scales(blocks, book)
    shortfalls = check_examples(book) if book else ()
    for shortfall in shortfalls:
        for block in (inner for top in blocks for inner in top.walk()):
            if block.path == ("examples", shortfall.number - 1):
                block.faults.append(explain_shortfall(shortfall))
    at = request.GET.get("at", "")
    for block in (inner for top in blocks for inner in top.walk()):
        block.open = block.open or at == block.anchor or at.startswith(f"{block.anchor}-")
    versions = RuleBook.objects.filter(season=season).issued(clock.now()).order_by("-n")
    return render_page(
        request,
        site,
        "backoffice/rules/draft.html",
        {
            "season": season,
            "typed": typed,
            "blocks": blocks,
            "base": signing.dumps(typed.document, salt=f"{_SALT}.{season.pk}", compress=True),
            "rest": rest,
            "wrong": _list_wrong(blocks),
            "kept": list_kept(blocks, sheet),
            "standings": RuleBook.Standing.choices,
            "versions": list(versions),
            "conflict": conflict,
        },
        title=_("Rules in preparation: %(season)s") % {"season": season},
        crumbs=list_crumbs(season),
    )


def _list_wrong(blocks: list[Block]) -> list[tuple[str, str, str]]:
    """Every fault with the control it is about: (id, label, sentence)."""
    found = []
    for top in blocks:
        for block in top.walk():
            found += [(block.anchor, str(block.title), sentence) for sentence in block.faults]
            for one in block.fields:
                found += [(one.name, f"{block.title}, {one.label}", sentence) for sentence in one.faults]
    return found


def _list_categories(season: Season) -> list[str]:
    return list(Category.objects.filter(championship=season.championship_id).values_list("slug", flat=True))


def _list_classes(season: Season) -> list[str]:
    classes = Participation.objects.filter(round__season=season).exclude(car_class="").order_by("car_class")
    return list(classes.values_list("car_class", flat=True).distinct())
