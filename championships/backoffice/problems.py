"""Words for the problems of a sheet. Every code of `scoring.checks` has its sentence (a test proves it)."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from championships.scoring.checks import Problem

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
}


def write_problem(problem: Problem) -> str:
    """The problem as a sentence in the language in force, with the car it is about."""
    sentence = str(SENTENCES[problem.code]) % dict(problem.params)
    if not problem.car:
        return sentence
    return _("Car %(car)s: %(sentence)s") % {"car": problem.car, "sentence": sentence}
