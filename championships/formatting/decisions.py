"""What a document of the stewards imposes and changes, in words: whole phrases, in the language in force."""

from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from championships.formatting.numbers import is_single, write_number
from championships.formatting.places import join_names
from championships.formatting.statuses import status_words
from championships.formatting.times import write_time


def cite_document(document: str, language: str) -> str:
    """ "n° 12" after « décision » where a document has a number; its name, and all English, as it is."""
    if language.startswith("fr") and document[:1].isdigit():
        return f"n°\N{NO-BREAK SPACE}{document}"
    return document


def state_words() -> dict[str, str]:
    """State of a document → what it is called."""
    return {
        "pending": _("Decision pending"),
        "in_force": _("In force"),
        "appealed": _("Under appeal"),
        "annulled": _("Annulled"),
    }


def write_measure(measure: Any, language: str) -> str:
    """What is imposed, without the car or the person: "time penalty of 10 seconds"."""
    figure = Fraction(measure.amount) if measure.amount is not None else Fraction(0)
    count = _count(figure, language)
    words = {"amount": write_number(figure, language)}
    kind = measure.kind
    if kind == "time":
        return ngettext("time penalty of %(amount)s second", "time penalty of %(amount)s seconds", count) % words
    if kind == "places":
        return ngettext("%(amount)s place lost", "%(amount)s places lost", count) % words
    if kind == "laps":
        return ngettext("%(amount)s lap taken off", "%(amount)s laps taken off", count) % words
    if kind == "grid":
        return (
            ngettext(
                "%(amount)s place back on the grid of the next race",
                "%(amount)s places back on the grid of the next race",
                count,
            )
            % words
        )
    if kind == "licence":
        return ngettext("%(amount)s licence point", "%(amount)s licence points", count) % words
    if kind == "lap_deleted":
        if not figure:
            return _("lap times deleted: no lap remains")
        time = write_time(int(figure * 1000), language)
        return _("lap time deleted: the best one that remains is %(time)s") % {"time": time}
    if kind == "taken_back":
        return _("result taken back to lap %(amount)s") % words
    plain = {
        "reprimand": _("reprimand"),
        "disqualify": _("disqualification from the session"),
        "exclude": _("disqualification from the event"),
        "strike": _("exclusion from the championship"),
    }
    return plain.get(kind) or _write_points(measure, language)


def _write_points(measure: Any, language: str) -> str:
    terms = measure.terms or {}
    if measure.kind == "session_override":
        if terms.get("factor") is not None:
            return _("points of the session multiplied by %(factor)s") % {
                "factor": _write_term(terms["factor"], language)
            }
        return _("points of the session changed")
    if measure.kind == "result_override":
        if terms.get("points") is None:
            return _("no points for this result")
        points = _read(terms["points"])
        return ngettext(
            "%(points)s point for this result", "%(points)s points for this result", _count(points, language)
        ) % {"points": write_number(points, language)}
    if measure.kind == "deduct":
        points = _read(terms.get("points", 0))
        return ngettext("%(points)s point deducted", "%(points)s points deducted", _count(points, language)) % {
            "points": write_number(points, language)
        }
    if measure.kind == "category":
        words = {"categories": join_names(measure.categories, language), "round": terms.get("from_round")}
        if measure.categories:
            return _("in %(categories)s from round %(round)s on") % words
        return _("in no category from round %(round)s on") % words
    return _("order of competitors level on everything")


def tell_car(change: Any) -> str:
    """What becomes of a car, as a sentence."""
    words = {
        "car": change.car.number,
        "names": " / ".join(change.car.drivers) or "–",
        "before": write_outcome(change.before),
        "after": write_outcome(change.after),
    }
    placed_before = change.before is not None and change.before.place is not None
    placed_after = change.after is not None and change.after.place is not None
    if placed_before and placed_after:
        return _("Car %(car)s (%(names)s) goes from place %(before)s to place %(after)s.") % words
    if placed_before:
        return _("Car %(car)s (%(names)s) loses place %(before)s: %(after)s.") % words
    if placed_after:
        return _("Car %(car)s (%(names)s), %(before)s before, is classified in place %(after)s.") % words
    return _("Car %(car)s (%(names)s): %(before)s before, %(after)s now.") % words


def write_outcome(car: Any) -> str:
    """The place, or the word for the status of a car that has none."""
    if car is None:
        return "–"
    if car.place is not None:
        return str(car.place)
    words = status_words()
    return words[car.status][1] if car.status in words else _("not placed")


def _count(figure: Fraction, language: str) -> int:
    """The number after which the language chooses its form: 1.5 is singular in French, plural in English."""
    return 1 if is_single(figure, language) else 2


def _read(value: object) -> Fraction:
    try:
        return Fraction(str(value))
    except (ValueError, ZeroDivisionError):
        return Fraction(0)


def _write_term(value: object, language: str) -> str:
    text = str(value)
    return text if "/" in text else write_number(_read(text), language)
