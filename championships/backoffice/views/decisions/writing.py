"""Writing a document: the effect is shown before it is signed, and what is signed is what was shown."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from secrets import token_hex
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from championships import clock
from championships.backoffice.decision_forms import (
    MOST_MEASURES,
    DocumentForm,
    EventMeasureForm,
    read_event_choices,
)
from championships.backoffice.forms import retype
from championships.backoffice.permissions import DECIDE, fetch_event, fetch_season
from championships.backoffice.season_decision_forms import SeasonMeasureForm, read_season_choices
from championships.backoffice.views.decisions.lists import lead_to_event, lead_to_season
from championships.backoffice.views.pages import Crumb, render_page
from championships.models import Event, Season, User, Verdict
from championships.officiating import verdicts
from championships.officiating.errors import Refusal, ShownChanged
from championships.officiating.measures import Measure
from championships.officiating.roles import list_scope
from championships.officiating.sandbox import Foreseen

type Matter = Event | Season
type MakeRow = Callable[[Any, str, dict[str, Any] | None], forms.Form]

# Query parameters that fill the first row: from a page of results, or from an announcement of the timekeepers.
_PREFILL = ("kind", "session", "entry", "driver", "amount", "competitor", "table", "points", "round")


def name_kept(of: Matter, user: User) -> str:
    """The name under which a browser keeps what this person types of a new document of this event or season."""
    return f"decision-{of._meta.model_name}-{of.pk}-{user.pk}"


@dataclass(frozen=True, slots=True)
class Page:
    """What the page of an event and that of a season differ in."""

    of: Matter
    user: User
    make_row: MakeRow
    title: str
    crumbs: Sequence[Crumb]
    back: str


@require_http_methods(["GET", "POST"])
def decision_new(request: HttpRequest, *, site: AdminSite, pk: int) -> HttpResponse:
    """A new document of an event. `do=show` shows its effect, `do=sign` signs it, `do=add` adds a row."""
    event, user = fetch_event(request, pk, DECIDE)
    choices = read_event_choices(event, list_scope(user, DECIDE))
    back = reverse("admin:event_decisions", args=[event.pk])
    return _answer(
        request,
        site,
        Page(
            of=event,
            user=user,
            make_row=lambda data, prefix, initial: EventMeasureForm(
                data, prefix=prefix, initial=initial, choices=choices
            ),
            title=_("New decision: %(event)s") % {"event": event},
            crumbs=[*lead_to_event(event), (_("Decisions"), back)],
            back=back,
        ),
    )


@require_http_methods(["GET", "POST"])
def season_decision_new(request: HttpRequest, *, site: AdminSite, pk: int) -> HttpResponse:
    """The same for a document on a season."""
    season, user = fetch_season(request, pk, DECIDE)
    choices = read_season_choices(season, clock.now())
    back = reverse("admin:season_decisions", args=[season.pk])
    return _answer(
        request,
        site,
        Page(
            of=season,
            user=user,
            make_row=lambda data, prefix, initial: SeasonMeasureForm(
                data, prefix=prefix, initial=initial, choices=choices
            ),
            title=_("New decision: %(season)s") % {"season": season},
            crumbs=[*lead_to_season(season), (_("Decisions"), back)],
            back=back,
        ),
    )


def _answer(request: HttpRequest, site: AdminSite, page: Page) -> HttpResponse:
    if request.method != "POST":
        form = DocumentForm(initial=_begin(page))
        prefill = {name: request.GET[name] for name in _PREFILL if name in request.GET}
        return _render(request, site, page, form, [page.make_row(None, "m1", prefill or None)])
    do = request.POST.get("do", "show")
    count = _count_rows(request.POST.get("rows", ""))
    if do == "add":
        return _add(request, site, page, count)
    form = DocumentForm(request.POST)
    rows = [page.make_row(request.POST, f"m{index}", None) for index in range(1, count + 1)]
    if not all([form.is_valid(), *(row.is_valid() for row in rows)]):
        messages.error(request, _("Nothing was signed: some fields cannot be read. They are marked below."))
        return _render(request, site, page, form, rows)
    measures = [measure for row in rows for measure in row.cleaned_data.get("measures", ())]
    try:
        if do == "sign":
            verdict = _sign(page, form, measures)
            messages.success(request, _tell_signed(verdict))
            return HttpResponseRedirect(reverse("admin:decision", args=[verdict.pk]))
        return _show(request, site, page, form, rows, measures)
    except ShownChanged as changed:
        messages.error(request, str(changed))
        return _show(request, site, page, form, rows, measures)
    except Refusal as refusal:
        return _render(request, site, page, form, rows, refusal=refusal)


def _add(request: HttpRequest, site: AdminSite, page: Page, count: int) -> HttpResponse:
    """The same form with one row more. What was typed stays, unread: nothing is wrong with it yet."""
    typed = request.POST
    rows = []
    for index in range(1, count + 1):
        prefix = f"m{index}-"
        values: dict[str, Any] = {name.removeprefix(prefix): typed[name] for name in typed if name.startswith(prefix)}
        values["categories"] = typed.getlist(f"{prefix}categories")
        rows.append(page.make_row(None, f"m{index}", values))
    if count < MOST_MEASURES:
        count += 1
        rows.append(page.make_row(None, f"m{count}", None))
    form = DocumentForm(initial={**{name: typed.get(name, "") for name in DocumentForm.base_fields}, "rows": count})
    return _render(request, site, page, form, rows)


def _show(
    request: HttpRequest,
    site: AdminSite,
    page: Page,
    form: DocumentForm,
    rows: list[forms.Form],
    measures: list[Measure],
) -> HttpResponse:
    try:
        foreseen = verdicts.preview(of=page.of, measures=measures, now=clock.now())
    except Refusal as refusal:
        return _render(request, site, page, form, rows, refusal=refusal)
    retype(form, "shown", foreseen.digest)
    return _render(request, site, page, form, rows, foreseen=foreseen)


def _sign(page: Page, form: DocumentForm, measures: list[Measure]) -> Verdict:
    typed = form.cleaned_data
    return verdicts.sign(
        of=page.of,
        measures=measures,
        article=typed["article"],
        facts=typed["facts"],
        reason=typed["reason"],
        stewards=typed["stewards"],
        shown=typed["shown"],  # nothing shown yet: never what would happen, so that it is shown first
        nonce=typed["nonce"],
        by=page.user,
        now=clock.now(),
        recorded_at=clock.real_now(),
    )


def _tell_signed(verdict: Verdict) -> str:
    words = {"number": verdict.number}
    if verdict.effective_at is None:
        return _("Decision %(number)s is signed and public. It is pending until a second person confirms it.") % words
    return _("Decision %(number)s is signed, public and in force.") % words


def _begin(page: Page) -> dict[str, Any]:
    """What a new form holds: its name, and the stewards of the last document."""
    same = (
        Verdict.objects.filter(event=page.of) if isinstance(page.of, Event) else Verdict.objects.filter(season=page.of)
    )
    last = same.order_by("-number").first()
    return {"nonce": token_hex(12), "rows": 1, "stewards": last.stewards if last else page.user.get_full_name()}


def _count_rows(text: str) -> int:
    return min(max(int(text), 1), MOST_MEASURES) if text.isascii() and text.isdigit() and len(text) < 4 else 1


def _render(
    request: HttpRequest,
    site: AdminSite,
    page: Page,
    form: DocumentForm,
    rows: list[forms.Form],
    *,
    foreseen: Foreseen | None = None,
    refusal: Refusal | None = None,
) -> HttpResponse:
    return render_page(
        request,
        site,
        "backoffice/decisions/new.html",
        {
            "form": form,
            "rows": rows,
            "foreseen": foreseen,
            "refusal": refusal,
            "back": page.back,
            "may_add": len(rows) < MOST_MEASURES,
            "of_season": isinstance(page.of, Season),
            "keep": name_kept(page.of, page.user),
        },
        title=page.title,
        crumbs=page.crumbs,
    )
