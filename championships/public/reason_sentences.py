"""Why this place, in words: a sentence for each part of an award, for what was dropped, and for the sum."""

from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from championships.formatting.decisions import cite_document
from championships.formatting.numbers import write_number, write_points
from championships.formatting.places import join_names, write_ordinal
from championships.formatting.punctuation import join_clauses
from championships.formatting.statuses import status_words
from championships.public.languages import language
from championships.public.words import count_points
from championships.queries.reasons import Part, RaceReason, ReasonsPage
from championships.queries.row_decisions import RowDecision

_OF_THE_RESULT = frozenset({"place", "override", "class_change"})  # parts that tell what became of the result itself


@dataclass(frozen=True, slots=True)
class ReasonLine:
    """A race of the page: where, what it brought, and why."""

    event: str
    session: str
    href: tuple[int, str, str]  # year, event and session of the address; empty session: nothing published
    points: str
    words: str
    dropped: bool
    provisional: bool
    decisions: tuple[RowDecision, ...]


def tell_race(race: RaceReason) -> ReasonLine:
    session = race.session
    return ReasonLine(
        event=session.event.name,
        session=session.name,
        href=(session.event.year, session.event.slug, session.slug if session.state else ""),
        points="" if race.cell.points is None else write_points(race.cell.points, language()),
        words=_tell_words(race),
        dropped=race.cell.dropped and race.cell.points is not None,
        decisions=race.decisions,
        provisional=race.provisional,
    )


def _tell_words(race: RaceReason) -> str:
    if race.after_stop:
        return _("to come")
    if race.cell.unknown:
        return _("not published race by race")
    told = [tell_part(part) for part in race.parts]
    if not any(part.kind in _OF_THE_RESULT for part in race.parts):
        told.insert(0, _tell_nothing(race))
    if race.cell.dropped:
        told.append(_("dropped: it is not among the results that count"))
    return join_clauses((one for one in told if one), language())


def _tell_nothing(race: RaceReason) -> str:
    """Why a race brought no points."""
    words = status_words()
    statuses = [words[one][1] for one in race.cell.statuses if one in words]
    if statuses:
        return join_names(statuses, language())
    if race.places:
        return _("%(place)s: no points for this place") % {"place": _name_place(race.places[0])}
    return _("did not take part") if race.cell.points is None else _("no points for the result")


def tell_part(part: Part) -> str:
    """One reason for points: "2nd place: 8 points, half of them for the shared car"."""
    points = count_points(part.points)
    if part.kind == "place":
        text = _("%(place)s: %(points)s") % {"place": _name_place(part.place or 0), "points": points}
        return _add_figures(text, part)
    if part.kind == "override":
        document = _("decision of the organiser")
        if part.document:
            document = _("decision %(document)s") % {"document": cite_document(part.document, language())}
        text = _("%(points)s by %(document)s") % {"points": points, "document": document}
        return f"{text} ({part.reason})" if part.reason else text
    if part.kind == "class_change":
        text = _("%(points)s brought from the former class") % {"points": points}
        return _add_figures(text, part)
    names = {
        "pole": _("pole position"),
        "fastest_lap": _("fastest lap"),
        "start": _("start"),
        "places_gained": _("places gained"),
        "flag": part.flag.replace("_", " "),
    }
    text = _("%(bonus)s: %(points)s") % {"bonus": names[part.kind], "points": points}
    return _add_figures(text, part)


def _add_figures(text: str, part: Part) -> str:
    if part.factor is not None:
        text = _("%(text)s (points × %(factor)s)") % {"text": text, "factor": _write_share(part.factor)}
    if part.share is not None:
        text = _("%(text)s (a share of %(share)s)") % {"text": text, "share": _write_share(part.share)}
    return text


def _name_place(place: int) -> str:
    return _("%(ordinal)s place") % {"ordinal": write_ordinal(place, language(), feminine=True)}


def _write_share(value: Fraction) -> str:
    if value.denominator in (1, 2, 4, 5, 10):
        return write_number(value, language())
    return f"{value.numerator}/{value.denominator}"


def tell_sum(page: ReasonsPage) -> str:
    """The sum, said as a sum: "64 scored − 3 dropped = 61 points"."""
    if not page.adds_up or page.line.points is None:
        return ""
    lang = language()
    terms = [_("%(points)s scored") % {"points": write_number(page.scored, lang)}]
    if page.carried:
        terms.append(_("+ %(points)s brought forward") % {"points": write_number(page.carried, lang)})
    if page.line.dropped:
        terms.append(_("− %(points)s dropped") % {"points": write_number(page.line.dropped, lang)})
    if page.line.deducted:
        terms.append(_("− %(points)s deducted") % {"points": write_number(page.line.deducted, lang)})
    return f"{' '.join(terms)} = {count_points(page.line.points)}"


def tell_neighbours(page: ReasonsPage) -> list[str]:
    """Who stands just before and just after, and by how much."""
    told = []
    for other, near, far in (
        (page.ahead, _("%(name)s is just ahead, level on points."), _("%(name)s is just ahead, by %(gap)s.")),
        (page.behind, _("%(name)s is just behind, level on points."), _("%(name)s is just behind, by %(gap)s.")),
    ):
        if other is None or other.gap is None:
            continue
        words = {"name": other.competitor.name, "gap": count_points(other.gap)}
        told.append((far if other.gap else near) % words)
    return told


def tell_brought(page: ReasonsPage) -> list[str]:
    """Points brought forward, with their source."""
    return [
        _("Brought forward: %(points)s (%(source)s).") % {"points": count_points(one.points), "source": one.source}
        for one in page.brought
    ]


@dataclass(frozen=True, slots=True)
class RulingLine:
    """A decision on the total. `number`: of its page among the decisions of the season; 0: it has none."""

    document: str
    number: int
    words: str


def tell_rulings(page: ReasonsPage) -> list[RulingLine]:
    """Decisions on the total, with document and reason."""
    told = []
    for one in page.rulings:
        words = {"mark": one.mark, "points": count_points(abs(one.points))}
        if one.mark:
            text = _("struck from the table, %(mark)s") % words
        elif one.points < 0:
            text = _("%(points)s given") % words
        else:
            text = _("%(points)s deducted") % words
        told.append(RulingLine(one.document, one.number, f"{text}. {one.reason}" if one.reason else f"{text}."))
    return told
