"""Words for the problems of a sheet. Every code of `scoring.checks` has its sentence (a test proves it)."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from django.utils.translation import get_language, gettext_lazy, ngettext_lazy
from django.utils.translation import gettext as _

from championships.formatting.numbers import write_points
from championships.scoring.checks import CODES, Problem

SENTENCES = {
    "empty_sheet": gettext_lazy("The sheet holds no car."),
    "place_too_small": gettext_lazy("Places start at 1, not %(place)s."),
    "place_missing": gettext_lazy("Classified, but without a place."),
    "place_unexpected": gettext_lazy("Place %(place)s, although the status is %(status)s."),
    "place_shared": gettext_lazy("Place %(place)s is also given to car %(other)s."),
    "place_hole": gettext_lazy("Nobody holds place %(place)s."),
    "order_missing": gettext_lazy("Started, but has no order on the road."),
    "order_shared": gettext_lazy("Order %(order)s is also given to car %(other)s."),
    "lines_disagree": gettext_lazy("The lines of this car differ in place or status."),
    "driver_missing": gettext_lazy("No driver."),
    "driver_unknown": gettext_lazy("The driver is not known."),
    "driver_twice_in_car": gettext_lazy("%(driver)s stands twice in this car."),
    "driver_in_two_cars": gettext_lazy("%(driver)s also drives car %(other)s."),
    "number_missing": gettext_lazy("No number."),
    "number_shared": gettext_lazy("Number %(number)s is also on car %(other)s."),
    "laps_negative": gettext_lazy("%(laps)s laps is not possible."),
    "laps_above_winner": gettext_lazy("%(laps)s laps, more than the winner’s %(winner)s."),
    "laps_above_scheduled": gettext_lazy("%(laps)s laps, more than the %(scheduled)s scheduled."),
    "laps_out_of_order": gettext_lazy("%(laps)s laps, more than the %(other_laps)s of car %(other)s placed before."),
    "time_out_of_order": gettext_lazy("Quicker than car %(other)s placed before, on the same laps."),
    "driver_laps_exceed": gettext_lazy("%(driver)s: %(laps)s laps, more than the car’s %(car_laps)s."),
    "grid_shared": gettext_lazy("Grid place %(grid)s is also given to car %(other)s."),
    "fastest_lap_elsewhere": gettext_lazy("Marked as fastest lap, but car %(other)s has a quicker one."),
    "not_entered": gettext_lazy("Number %(number)s is not in the entry list."),
    "entry_withdrawn": gettext_lazy("The entry list says that this car is withdrawn."),
    "entries_absent": ngettext_lazy(
        "Car %(cars)s is entered and not on this sheet.",
        "%(count)s cars are entered and not on this sheet: %(cars)s.",
        "count",
    ),
    "takes_no_part": ngettext_lazy(
        "Car %(cars)s takes part in no championship that counts this session.",
        "%(count)s cars take part in no championship that counts this session: %(cars)s.",
        "count",
    ),
    "winner_without_time": gettext_lazy("First, but without a time."),
    "laps_above_leader": gettext_lazy("%(laps)s laps, more than the %(leader)s of the leader."),
    "gap_backwards": gettext_lazy("Its gap is smaller than that of car %(other)s placed before."),
    "fastest_lap_missing": gettext_lazy("No fastest lap: no best lap is known and no car is marked."),
    "pole_missing": gettext_lazy("%(championship)s gives points for pole position, and nobody holds it."),
    "points_differ": gettext_lazy(
        "%(championship)s, %(table)s: %(given)s points are handed out, and the scale can give %(scale)s."
    ),
    "decision_not_applicable": gettext_lazy(
        "A decision in force cannot be applied: a time, a number of laps or a best lap that it needs is missing."
    ),
}
_POINTS = ("given", "scale")  # exact figures, as "29/2"


def write_problem(problem: Problem) -> str:
    """The problem as a sentence in the language in force, with the car it is about."""
    sentence = str(SENTENCES[problem.code] % _translate(problem.params))
    if not problem.car:
        return sentence
    return _("Car %(car)s: %(sentence)s") % {"car": problem.car, "sentence": sentence}


def write_stored_problem(stored: Mapping[str, Any]) -> str:
    """The same for a problem as a bulletin keeps it (`officiating.entry.describe_problem`)."""
    code = stored.get("code", "")
    if code not in SENTENCES:
        return str(code)
    return write_problem(Problem(CODES[code], code, stored.get("car", ""), stored.get("params", {})))


def _translate(params: Mapping[str, str | int]) -> dict[str, str | int]:
    """The figures of a problem for the language in force: names that have a French form, points as they are written."""
    language = get_language() or "fr"
    shown = dict(params)
    if language.startswith("fr"):
        shown |= {name.removesuffix("_fr"): value for name, value in params.items() if name.endswith("_fr")}
    for name in _POINTS:
        if name in shown:
            shown[name] = write_points(Fraction(shown[name]), language)
    return shown
