"""What if? A form whose answer lives in its address: nothing is stored, and the page can be shared."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from championships import clock
from championships.formatting.places import write_ordinal
from championships.public.rendering import language, render_page
from championships.public.standings_table import write_movement
from championships.queries.competitors import CompetitorView
from championships.queries.what_if import Guess, Question, load_what_if

LIMIT = 200  # characters of a value that are read at all


@dataclass(frozen=True, slots=True)
class Choice:
    """One list of the form. `chosen` is the competitor selected; empty: left open."""

    name: str
    label: str
    chosen: str


@dataclass(frozen=True, slots=True)
class Fieldset:
    legend: str
    run: bool
    choices: tuple[Choice, ...]


@require_safe
def show_what_if(request: HttpRequest, championship: str, season: str, table: str) -> HttpResponse:
    now = clock.now()
    page = load_what_if(championship, season, table, at=now, guesses=read_guesses(request.GET))
    if page is None:
        raise Http404
    return render_page(
        request,
        "public/what_if.html",
        page,
        now=now,
        section="championships",
        demo=page.season.name if page.season.demo else "",
        rows=[(one, write_movement(one.movement)) for one in page.changes],
        fieldsets=[_build_fieldset(one) for one in page.questions],
        faults=_find_faults(page.questions, {one.id: one for one in page.choices}, request.GET),
    )


def read_guesses(query: QueryDict) -> Mapping[str, Guess]:
    """The guesses of an address: `4-race1=ann&4-race1=bob&4-race1-fl=bob`. What cannot be meant is left out."""
    guesses: dict[str, Guess] = {}
    for name in query:
        stem = name.removesuffix("-fl").removesuffix("-pole")
        order = []
        for value in query.getlist(stem)[:20]:
            order.append("" if value in order else value[:LIMIT])
        guesses[stem] = Guess(
            order=tuple(order),
            fastest_lap=query.get(f"{stem}-fl", "")[:LIMIT],
            pole=query.get(f"{stem}-pole", "")[:LIMIT],
        )
    return guesses


def _build_fieldset(question: Question) -> Fieldset:
    session = question.session
    choices = [
        Choice(
            name=question.name,
            label=_("%(place)s place") % {"place": write_ordinal(place, language(), feminine=True)},
            chosen=question.order[place - 1] if place <= len(question.order) else "",
        )
        for place in range(1, question.places + 1)
    ]
    if question.asks_fastest_lap:
        choices.append(Choice(f"{question.name}-fl", _("Fastest lap"), question.fastest_lap))
    if question.asks_pole:
        choices.append(Choice(f"{question.name}-pole", _("Pole position"), question.pole))
    return Fieldset(f"{session.event.name}, {session.name}", question.run, tuple(choices))


def _find_faults(questions: tuple[Question, ...], known: Mapping[str, CompetitorView], query: QueryDict) -> list[str]:
    """What of the address is not taken as it was sent, in sentences."""
    names = {one.name: one for one in questions}
    faults = []
    for name in query:
        question = names.get(name.removesuffix("-fl").removesuffix("-pole"))
        if question is None:
            faults.append(_("“%(name)s” is no session that can be imagined here.") % {"name": name[:40]})
            continue
        where = f"{question.session.event.name}, {question.session.name}"
        sent = [value for value in query.getlist(name) if value]
        for value in dict.fromkeys(sent):
            if value not in known:
                faults.append(_("%(where)s: “%(name)s” is not in this table.") % {"where": where, "name": value[:40]})
            elif sent.count(value) > 1:
                faults.append(
                    _("%(where)s: %(name)s is named twice; the better place counts.")
                    % {"where": where, "name": known[value].name}
                )
    return faults
