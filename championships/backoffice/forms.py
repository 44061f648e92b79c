"""The result entry as a plain formset: one row an entered car."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from championships.formatting.statuses import status_words
from championships.formatting.times import write_time
from championships.models import Entry, Line, LineDriver, Sheet
from championships.officiating.entry import DriverEntry, LineEntry
from championships.scoring.times import read_time
from championships.scoring.vocabulary import FinishStatus, SheetOrigin

ORIGINS = [
    (SheetOrigin.TIMING.value, _("order on the road (timing)")),
    (SheetOrigin.STATED.value, _("places as a source states them")),
]


def list_statuses() -> list[tuple[str, str]]:
    """The statuses to choose from, in the language in force. The code stands first: an official types it."""
    words = {FinishStatus.CLASSIFIED.value: gettext("classified")}
    words |= {code: long for code, (_short, long) in status_words().items()}
    named = [(status.value, f"{status.value} – {words[status.value]}") for status in FinishStatus]
    return [("", gettext("not on the sheet")), *named]


def retype(form: forms.BaseForm, name: str, value: str) -> None:
    """Give a bound form another value for one field, as if it had been sent so."""
    typed: Any = form.data
    form.data = typed.copy()
    form.data[form.add_prefix(name)] = value  # type: ignore[index]


class TimeField(forms.CharField):
    """A time typed as 20:31.402, 20'31"402 or 1231.402, held in milliseconds."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return None
        try:
            return read_time(text)
        except ValueError:
            raise forms.ValidationError(
                _("“%(value)s” is not a time. Write it like 20:31.402."), params={"value": text}
            ) from None

    def prepare_value(self, value: Any) -> Any:
        return write_time(value, get_language() or "en") if isinstance(value, int) else value


class SheetForm(forms.Form):
    """What is said of the sheet as a whole."""

    read_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    origin = forms.ChoiceField(label=_("Kind of sheet"), choices=ORIGINS)
    complete = forms.BooleanField(
        label=_("Complete classification (a partial one is shown, and never scores)"), required=False
    )
    laps = forms.IntegerField(label=_("Laps run by the winner"), min_value=0, max_value=2000, required=False)


class LineForm(forms.Form):
    """One car. The row without a status is not on the sheet."""

    entry = forms.IntegerField(widget=forms.HiddenInput)
    place = forms.IntegerField(label=_("Place"), min_value=1, max_value=999, required=False)
    status = forms.ChoiceField(label=_("Status"), choices=list_statuses, required=False)
    laps = forms.IntegerField(label=_("Laps"), min_value=0, max_value=2000, required=False)
    time = TimeField(label=_("Total time"), required=False, max_length=16)
    best_lap = TimeField(label=_("Best lap"), required=False, max_length=16)
    grid = forms.CharField(label=_("Grid"), required=False, max_length=8)
    drivers = forms.MultipleChoiceField(label=_("Drivers"), required=False, widget=forms.CheckboxSelectMultiple)
    fastest_lap = forms.BooleanField(label=_("Fastest lap"), required=False)
    pole = forms.BooleanField(label=_("Pole"), required=False)

    def __init__(self, *args: Any, car: Entry, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.car = car
        self.stored = ""  # what somebody else has saved for this car meanwhile
        crew = [(str(member.driver_id), str(member.driver)) for member in car.crew.all()]
        drivers: Any = self.fields["drivers"]
        drivers.choices = crew
        for name, field in self.fields.items():
            if name == "drivers":
                continue
            label = _("%(field)s, car %(number)s") % {"field": field.label or name, "number": car.number or "?"}
            field.widget.attrs["aria-label"] = label

    def clean(self) -> dict[str, Any] | None:
        data = super().clean()
        if data is None or self.errors:
            return data
        typed = any(data.get(name) for name in ("place", "laps", "time", "best_lap"))
        if typed and not data.get("status"):
            if data.get("place"):
                data["status"] = FinishStatus.CLASSIFIED.value
            else:
                self.add_error("status", _("This car has a result but no status."))
        return data


def make_line_forms(
    *, entries: Sequence[Entry], lines: Mapping[int, Line], data: Mapping[str, Any] | None
) -> list[LineForm]:
    """A row for every entered car, filled from the stored line or from what was typed."""
    forms_made = []
    for entry in entries:
        line = lines.get(entry.pk)
        initial: dict[str, Any] = {
            "entry": entry.pk,
            "drivers": [str(member.driver_id) for member in entry.crew.all()],
        }
        if line is not None:
            initial |= read_line(line)
        forms_made.append(LineForm(data=data, prefix=f"car-{entry.pk}", initial=initial, car=entry))
    return forms_made


def read_line(line: Line) -> dict[str, Any]:
    """The fields of a stored line, as the form shows them."""
    parts = list(line.drivers.all())
    flags = {flag for part in parts for flag in part.flags}
    timing = line.sheet.origin == SheetOrigin.TIMING.value
    return {
        "place": line.road_order if timing else line.stated_place,
        "status": line.status,
        "laps": line.laps,
        "time": line.time_ms,
        "best_lap": line.best_lap_ms,
        "grid": parts[0].grid if parts else "",
        "drivers": [str(part.driver_id) for part in parts if part.driver_id],
        "fastest_lap": "fastest_lap" in flags,
        "pole": "pole" in flags,
    }


def build_lines(*, rows: Sequence[LineForm], stored: Mapping[int, Line], origin: str) -> list[LineEntry]:
    """What the office is given to save: cars with a place first, in order, then the others as they stand."""
    shown = [row for row in rows if row.cleaned_data.get("status")]
    shown.sort(key=lambda row: (row.cleaned_data.get("place") is None, row.cleaned_data.get("place") or 0))
    timing = origin == SheetOrigin.TIMING.value
    last = max((row.cleaned_data.get("place") or 0 for row in shown), default=0)
    lines = []
    for row in shown:
        typed = row.cleaned_data
        before = stored.get(row.car.pk)
        place = typed.get("place")
        if not place:
            last += 1  # cars without a place follow those that have one, in the order of the entry list
        lines.append(
            LineEntry(
                entry_id=row.car.pk,
                status=FinishStatus(typed["status"]),
                road_order=(place or last) if timing else None,
                stated_place=None if timing else place,
                car=before.car if before else "",
                car_class=before.car_class if before else "",
                laps=typed.get("laps"),
                time_ms=typed.get("time"),
                best_lap_ms=typed.get("best_lap"),
                drivers=_build_drivers(typed, before),
            )
        )
    return lines


def _build_drivers(typed: Mapping[str, Any], before: Line | None) -> tuple[DriverEntry, ...]:
    """The drivers ticked; what the form does not show of a stored part (team, texts, other flags) is kept."""
    kept: dict[int | None, LineDriver] = {part.driver_id: part for part in before.drivers.all()} if before else {}
    chosen: list[int | None] = [int(key) for key in typed.get("drivers", [])]
    if not chosen:
        chosen = [None]  # the car is known, its driver is not
    parts = []
    for index, driver_id in enumerate(chosen):
        part = kept.get(driver_id)
        flags = set(part.flags if part else ()) - {"fastest_lap", "pole"}
        if index == 0:
            flags |= {name for name in ("fastest_lap", "pole") if typed.get(name)}
        parts.append(
            DriverEntry(
                driver_id=driver_id,
                team_id=part.team_id if part else None,
                entrant_id=part.entrant_id if part else None,
                shared=part.shared if part else index > 0,
                laps=part.laps if part else None,
                grid=typed.get("grid", ""),
                time_text=part.time_text if part else "",
                penalty_text=part.penalty_text if part else "",
                gap_text=part.gap_text if part else "",
                reason=part.reason if part else "",
                flags=tuple(sorted(flags)),
            )
        )
    return tuple(parts)


def read_stored_lines(sheet: Sheet | None) -> dict[int, Line]:
    """The lines of a sheet by entry, with their drivers."""
    if sheet is None:
        return {}
    lines = Line.objects.filter(sheet=sheet).select_related("sheet").prefetch_related("drivers").order_by("order")
    return {line.entry_id: line for line in lines}
