"""The words of the vocabulary as an official reads them. An empty choice is what holds where nothing is said."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from championships.backoffice.rule_form.codecs import ABSENT, Codec
from championships.backoffice.rule_form.fields import Label

type Words = list[tuple[str, Label]]

COMPETITORS: Words = [("driver", _("drivers")), ("team", _("teams")), ("car", _("cars, by number"))]
BONUSES: dict[str, Label] = {
    "pole": _("Bonus for pole"),
    "fastest_lap": _("Bonus for the fastest lap"),
    "start": _("Points for starting"),
    "places_gained": _("Points for each place gained"),
    "flag": _("Bonus for a mark on the sheet"),
}
SHARES: Words = [("", _("each gets all of it")), ("split", _("divided"))]
IN_CLASS: Words = [("", _("in the whole field")), ("1", _("among those who may score in this table"))]
INELIGIBLE: Words = [
    ("", _("nobody gets it")),
    ("passes_on", _("the next one who may")),
]
POLES: Words = [
    ("", _("the first place on the grid")),
    ("qualifying", _("the first place of a qualifying session")),
    ("flag", _("the mark “pole” on the sheet")),
]
GUESTS: Words = [
    ("", _("is passed over: the next one takes the points")),
    ("keep_place", _("keeps the place: nobody takes the points")),
]
BASES: Words = [
    ("", _("of the whole classification")),
    ("eligible", _("among those who may score in this table")),
]
SHARED: Words = [
    ("", _("score nothing")),
    ("split", _("divide the points")),
    ("full", _("each score in full")),
]
SEVERAL: Words = [
    ("", _("keeps the best result")),
    ("sum", _("adds the results")),
]
STARTS_APPLY: Words = [
    ("", _("in the final table")),
    ("at_once", _("from the first table on")),
]
UNITS: Words = [("", _("a round")), ("session", _("a session"))]
APPLIES: Words = [
    ("", _("from the first table on")),
    ("as_run", _("as the rounds are run")),
    ("final", _("in the final table only")),
]
TIES: dict[str, Label] = {
    "countback": _("More first places, then more second places, and so on"),
    "earliest": _("Who reached the best place first"),
}
POSITIONS: Words = [("classified", _("every classified place")), ("scoring", _("places that earned points"))]
DROPPED: Words = [("", _("count")), ("no", _("do not count"))]
OFFICIAL: Words = [("", _("after every session")), ("final_only", _("only the final table"))]
DISTANCES_OF: Words = [
    ("", _("the winner")),
    ("class_winner", _("the winner of the class")),
]
ROUNDINGS: Words = [
    ("", _("down")),
    ("up", _("up")),
    ("nearest", _("to the nearest")),
]
YES_OR_NO: Words = [("", _("included")), ("no", _("left out"))]


def _show_false(value: Any) -> str | None:
    return "no" if value is False else ""


def _read_false(text: str) -> Any:
    return False if text == "no" else ABSENT


WITH_GUESTS = Codec(_show_false, _read_false)
DROPPED_COUNT = Codec(_show_false, _read_false)
