"""What is said of the sheet as a whole: where its order comes from, whether it is whole, who is marked."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from championships.backoffice.results.page import Stored
from championships.backoffice.results.reading import AUTOMATIC, KEPT, NOBODY, Marks
from championships.scoring.vocabulary import SheetOrigin

type Choice = tuple[str, str]


@dataclass(slots=True)
class About:
    """As typed. `read_version`: of the draft the page was made from, "" where there was none."""

    origin: str = SheetOrigin.TIMING.value
    complete: bool = True
    laps: str = ""
    fastest: str = AUTOMATIC
    pole: str = NOBODY
    read_version: str = ""
    laps_fault: str = ""

    @property
    def version(self) -> int | None:
        return int(self.read_version) if self.read_version.isascii() and self.read_version.isdigit() else None

    @property
    def laps_run(self) -> int | None:
        return int(self.laps) if self.laps else None

    def marks(self, *, race: bool) -> Marks:
        return Marks(fastest=self.fastest if race else KEPT, pole=self.pole)

    def check(self) -> bool:
        """Whether all of it can be read; the sentence is noted."""
        if self.laps and not (self.laps.isascii() and self.laps.isdigit() and len(self.laps) < 5):
            self.laps_fault = _("“%(value)s” is not a number of laps.") % {"value": self.laps}
        return not self.laps_fault


def show_about(stored: Stored) -> About:
    """What is stored."""
    sheet, marks = stored.sheet, stored.marks
    return About(
        origin=stored.origin.value,
        complete=sheet.complete if sheet is not None else True,
        laps="" if sheet is None or sheet.laps is None else str(sheet.laps),
        fastest=marks.fastest,
        pole=marks.pole,
        read_version="" if stored.version is None else str(stored.version),
    )


def read_about(data: Mapping[str, Any], stored: Stored) -> About:
    """What was sent. An unknown choice is taken as the usual one: it can only come from a form not ours."""
    cars = {str(car.pk) for car in stored.field.cars}
    origin = str(data.get("origin", ""))
    fastest, pole = str(data.get("fastest", "")), str(data.get("pole", ""))
    return About(
        origin=origin if origin in {each.value for each in SheetOrigin} else SheetOrigin.TIMING.value,
        complete=bool(data.get("complete")),
        laps=str(data.get("laps", "")).strip()[:12],
        fastest=fastest if fastest in {AUTOMATIC, NOBODY, KEPT, *cars} else AUTOMATIC,
        pole=pole if pole in {NOBODY, KEPT, *cars} else NOBODY,
        read_version=str(data.get("read_version", ""))[:12],
    )


def list_origins() -> list[Choice]:
    return [
        (SheetOrigin.TIMING.value, _("order on the road (timing)")),
        (SheetOrigin.STATED.value, _("places as a source states them")),
    ]


def list_fastest(stored: Stored) -> list[Choice]:
    choices = [(AUTOMATIC, _("from the best laps")), (NOBODY, _("nobody"))]
    return choices + _list_kept(stored.marks.fastest) + _list_cars(stored)


def list_poles(stored: Stored) -> list[Choice]:
    return [(NOBODY, _("not marked")), *_list_kept(stored.marks.pole), *_list_cars(stored)]


def _list_kept(mark: str) -> list[Choice]:
    return [(KEPT, _("several, as stored"))] if mark == KEPT else []


def _list_cars(stored: Stored) -> list[Choice]:
    return [(str(car.pk), f"{car.label} {car.name}") for car in stored.field.cars if car.number]
