"""Forms of the stewards at an event: the words of a document, and one row for each thing it imposes."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from championships.models import Decision, Entry, Event, RoundSession, Session
from championships.officiating.measures import Measure
from championships.scoring.times import read_time

Kind = Decision.Kind
MOST_MEASURES = 12

EVENT_KINDS = [
    ("", gettext_lazy("choose")),
    (Kind.TIME.value, gettext_lazy("time penalty (seconds)")),
    (Kind.PLACES.value, gettext_lazy("places lost")),
    (Kind.LAPS.value, gettext_lazy("laps taken off")),
    (Kind.LAP_DELETED.value, gettext_lazy("lap time deleted (best lap that remains)")),
    (Kind.GRID.value, gettext_lazy("places lost on the grid of the next race")),
    (Kind.REPRIMAND.value, gettext_lazy("reprimand")),
    (Kind.LICENCE.value, gettext_lazy("licence points")),
    (Kind.DISQUALIFY.value, gettext_lazy("disqualification from the session")),
    (Kind.EXCLUDE.value, gettext_lazy("disqualification from the event")),
    (Kind.TAKEN_BACK.value, gettext_lazy("result taken back to an earlier lap")),
    (Kind.SESSION_OVERRIDE.value, gettext_lazy("factor on the points of the session")),
    (Kind.RESULT_OVERRIDE.value, gettext_lazy("points of one result")),
]
_SECONDS = re.compile(r"^\s*(?P<figure>[0-9]+(?:[.,][0-9]{1,3})?)\s*(?:s|sec|\")?\s*$", re.ASCII | re.IGNORECASE)


class DocumentForm(forms.Form):
    """The words of a document."""

    nonce = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)
    shown = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)
    rows = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=MOST_MEASURES, required=False)
    article = forms.CharField(label=gettext_lazy("Article of the rules"), max_length=120, required=False)
    facts = forms.CharField(
        label=gettext_lazy("Facts"), widget=forms.Textarea(attrs={"rows": 3}), max_length=4000, required=False
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
        help_text=gettext_lazy("Published with the decision and with the classification that follows."),
        error_messages={"required": gettext_lazy("Say why: the reason is part of the document.")},
    )
    stewards = forms.CharField(
        label=gettext_lazy("Stewards"),
        max_length=240,
        required=False,
        help_text=gettext_lazy("Their names as they stand under the document."),
    )


@dataclass(frozen=True, slots=True)
class EventChoices:
    """What the rows of an event's document choose from, read once."""

    sessions: list[tuple[str, str]]
    entries: list[tuple[str, str]]
    drivers: list[tuple[str, str]]
    seasons: list[tuple[str, str]]
    crews: Mapping[int, Sequence[int]]
    slugs: Mapping[int, str]  # of drivers
    counted: Sequence[RoundSession]


def read_event_choices(event: Event, season_ids: frozenset[int] | None) -> EventChoices:
    """`season_ids`: the seasons whose points this official may change; None: all. Four queries."""
    sessions = list(Session.objects.filter(event=event).order_by("order", "pk"))
    entries = list(Entry.objects.filter(event=event).prefetch_related("crew__driver").order_by("order", "number", "pk"))
    counted = RoundSession.objects.filter(session__event=event).select_related("round__season__championship")
    if season_ids is not None:
        counted = counted.filter(round__season__in=season_ids)
    rows = list(counted.order_by("round__season__championship__order", "round__season_id", "order", "pk"))
    seasons = {row.round.season_id: str(row.round.season) for row in rows}
    crews = {entry.pk: [member.driver_id for member in entry.crew.all()] for entry in entries}
    people = {member.driver_id: member.driver for entry in entries for member in entry.crew.all()}
    return EventChoices(
        sessions=[("", _("choose")), *((str(one.pk), str(one.name)) for one in sessions)],
        entries=[("", _("choose")), *((str(entry.pk), _label_entry(entry)) for entry in entries)],
        drivers=[
            ("", _("the whole crew")),
            *(
                (str(member.driver_id), f"{entry.number} – {member.driver.name}")
                for entry in entries
                for member in entry.crew.all()
            ),
        ],
        seasons=[("", _("every championship it counts for")), *((str(pk), name) for pk, name in seasons.items())],
        crews=crews,
        slugs={pk: driver.slug for pk, driver in people.items()},
        counted=rows,
    )


def _label_entry(entry: Entry) -> str:
    names = " / ".join(member.driver.name for member in entry.crew.all())
    return f"{entry.number or '?'} – {names}" if names else entry.number or "?"


class EventMeasureForm(forms.Form):
    """One thing a document of an event imposes. An empty kind: nothing."""

    kind = forms.ChoiceField(label=gettext_lazy("Decision"), choices=EVENT_KINDS, required=False)
    session = forms.ChoiceField(label=gettext_lazy("Session"), required=False)
    entry = forms.ChoiceField(label=gettext_lazy("Car"), required=False)
    driver = forms.ChoiceField(label=gettext_lazy("Driver"), required=False)
    amount = forms.CharField(
        label=gettext_lazy("Figure"),
        max_length=20,
        required=False,
        help_text=gettext_lazy("Seconds, places, laps, points; a factor like 1/2; a lap like 1:42.318."),
    )
    season = forms.ChoiceField(
        label=gettext_lazy("Championship"),
        required=False,
        help_text=gettext_lazy("Only for decisions on points."),
    )

    def __init__(self, *args: Any, choices: EventChoices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choices = choices
        for name, values in (
            ("session", choices.sessions),
            ("entry", choices.entries),
            ("driver", choices.drivers),
            ("season", choices.seasons),
        ):
            field: Any = self.fields[name]
            field.choices = values

    def clean(self) -> dict[str, Any] | None:
        data = super().clean()
        if data is None or self.errors or not data.get("kind"):
            return data
        kind = data["kind"]
        session, entry = _number(data.get("session")), _number(data.get("entry"))
        driver = _number(data.get("driver"))
        if kind != Kind.EXCLUDE and session is None:
            self.add_error("session", _("Name the session this decision is about."))
        if kind not in (Kind.TAKEN_BACK, Kind.SESSION_OVERRIDE) and entry is None:
            self.add_error("entry", _("Name the car this decision is about."))
        if driver is not None and entry is not None and driver not in self.choices.crews.get(entry, ()):
            self.add_error("driver", _("This driver is not in the crew of this car."))
        if self.errors:
            return data
        try:
            data["measures"] = self._build(kind, session, entry, driver, data.get("amount", "").strip())
        except ValueError as error:
            self.add_error("amount", str(error))
        except LookupError as error:
            self.add_error("driver", str(error.args[0]))
        return data

    def _build(self, kind: str, session: int | None, entry: int | None, driver: int | None, text: str) -> list[Measure]:
        if kind not in (Kind.SESSION_OVERRIDE, Kind.RESULT_OVERRIDE):
            amount = read_figure(kind, text)
            return [Measure(kind=kind, session_id=session, entry_id=entry, driver_id=driver, amount=amount)]
        terms: dict[str, Any]
        if kind == Kind.SESSION_OVERRIDE:
            terms = {"factor": str(read_fraction(text))}
        else:
            crew = self.choices.crews.get(entry or 0, ())
            if driver is None and len(crew) != 1:
                raise LookupError(_("Several people drive this car: name the one whose points change."))
            terms = {
                "driver": self.choices.slugs[driver if driver is not None else crew[0]],
                "points": str(read_fraction(text)),
            }
        season = _number(self.cleaned_data.get("season"))
        counted = [
            row for row in self.choices.counted if row.session_id == session and season in (None, row.round.season_id)
        ]
        if not counted:
            raise ValueError(_("This session counts for no championship whose points you may change."))
        return [
            Measure(
                kind=kind, session_id=session, entry_id=entry, driver_id=driver, round_session_id=row.pk, terms=terms
            )
            for row in counted
        ]


def read_figure(kind: str, text: str) -> Decimal | None:
    """Seconds, places, laps or points as typed; of a lap deleted the best one that remains, in seconds."""
    if not text:
        return None
    if kind == Kind.LAP_DELETED:
        try:
            return Decimal(read_time(text.replace(",", "."))) / 1000
        except ValueError:
            raise ValueError(_("“%(text)s” is not a lap time. Write it like 1:42.318.") % {"text": text}) from None
    match = _SECONDS.match(text)
    try:
        if match is not None:
            return Decimal(match["figure"].replace(",", "."))
    except InvalidOperation:
        pass
    raise ValueError(_("“%(text)s” is not a figure. Write it like 10 or 5.5.") % {"text": text})


def read_fraction(text: str) -> Fraction:
    """A factor or points: 1/2, 0.5, 0,5."""
    try:
        if text and len(text) <= 12 and re.fullmatch(r"[0-9]+(?:[.,/][0-9]+)?", text, re.ASCII):
            return Fraction(text.replace(",", "."))
    except (ValueError, ZeroDivisionError):
        pass
    raise ValueError(_("“%(text)s” is not a figure. Write it like 1/2 or 0.5.") % {"text": text})


def _number(text: Any) -> int | None:
    return int(text) if text else None
