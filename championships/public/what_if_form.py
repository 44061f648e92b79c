"""The form of What if?: one list a place, what was sent, and what is wrong with it beside the field it is wrong in."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from championships.formatting.places import write_ordinal
from championships.public.as_of import PARAMETER
from championships.public.languages import language
from championships.queries.competitors import CompetitorView
from championships.queries.what_if import Question, WhatIfPage

SHOWN = 40  # characters of what was sent that are shown back


@dataclass(frozen=True, slots=True)
class Choice:
    """One list of the form. `chosen` is the competitor selected; empty: left open. `id` names the field on the page."""

    id: str
    name: str
    label: str
    chosen: str
    fault: str


@dataclass(frozen=True, slots=True)
class Fieldset:
    legend: str
    run: bool
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """`faults`: of what belongs to no field. `query`: what was asked, without what was left open at the end."""

    fieldsets: tuple[Fieldset, ...]
    faults: tuple[str, ...]
    query: str

    @property
    def has_faults(self) -> bool:
        return bool(self.faults) or any(choice.fault for one in self.fieldsets for choice in one.choices)


def build_form(page: WhatIfPage, query: QueryDict) -> Form:
    known = {one.id: one for one in page.choices}
    fieldsets = tuple(
        _build_fieldset(number, question, query, known) for number, question in enumerate(page.questions, start=1)
    )
    return Form(fieldsets, tuple(_find_strangers(page.questions, query)), _write_query(fieldsets, query))


def _build_fieldset(number: int, question: Question, query: QueryDict, known: Mapping[str, CompetitorView]) -> Fieldset:
    session = question.session
    sent = query.getlist(question.name)
    choices = []
    for place in range(1, question.places + 1):
        value = sent[place - 1] if place <= len(sent) else ""
        choices.append(
            Choice(
                id=f"f{number}-{place}",
                name=question.name,
                label=_("%(place)s place") % {"place": write_ordinal(place, language(), feminine=True)},
                chosen=question.order[place - 1] if place <= len(question.order) else "",
                fault=_find_fault(value, sent[: place - 1], known),
            )
        )
    if question.asks_fastest_lap:
        choices.append(_build_bonus(number, question, "fl", _("Fastest lap"), question.fastest_lap, query, known))
    if question.asks_pole:
        choices.append(_build_bonus(number, question, "pole", _("Pole position"), question.pole, query, known))
    return Fieldset(f"{session.event.name}, {session.name}", question.run, tuple(choices))


def _build_bonus(
    number: int,
    question: Question,
    ending: str,
    label: str,
    chosen: str,
    query: QueryDict,
    known: Mapping[str, CompetitorView],
) -> Choice:
    name = f"{question.name}-{ending}"
    return Choice(f"f{number}-{ending}", name, label, chosen, _find_fault(query.get(name, ""), [], known))


def _find_fault(value: str, before: list[str], known: Mapping[str, CompetitorView]) -> str:
    if not value:
        return ""
    if value not in known:
        return _("“%(name)s” is not in this table: the place stays open.") % {"name": value[:SHOWN]}
    if value in before:
        return _("%(name)s is named twice: the better place counts.") % {"name": known[value].name}
    return ""


def _find_strangers(questions: tuple[Question, ...], query: QueryDict) -> list[str]:
    """What of the address belongs to no field, in sentences."""
    fields = {f"{one.name}{ending}" for one in questions for ending in ("", "-fl", "-pole")}
    faults = [
        _("“%(name)s” is no session that can be imagined here.") % {"name": name[:SHOWN]}
        for name in query
        if name not in fields and name != PARAMETER
    ]
    for question in questions:
        if len(query.getlist(question.name)) > question.places:
            words = {"session": f"{question.session.event.name}, {question.session.name}", "count": question.places}
            faults.append(_("%(session)s: only the first %(count)s places are read.") % words)
    return faults


def _write_query(fieldsets: tuple[Fieldset, ...], query: QueryDict) -> str:
    """The address that asks the same, without what was not understood and without open places at the end."""
    pairs = [(PARAMETER, query[PARAMETER])] if PARAMETER in query else []
    for fieldset in fieldsets:
        places = [(one.name, one.chosen) for one in fieldset.choices if any(query.getlist(one.name))]
        while places and not places[-1][1]:
            places.pop()
        pairs += places
    return f"?{urlencode(pairs)}" if pairs else ""
