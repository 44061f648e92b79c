"""A rule book in words: scales, bonuses, classes, and with `counting` the rest. Only what the book says is told."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from championships.formatting.counting import join_words, tell_counting, tell_ties
from championships.formatting.numbers import is_single, write_number
from championships.scoring.rules import (
    Bonus,
    BonusKind,
    ClassChange,
    ClassificationRule,
    Countback,
    Filter,
    Guests,
    Ineligible,
    PoleSource,
    PositionBasis,
    Rounding,
    RuleBook,
    SessionRule,
    SeveralResults,
    SharedPoints,
    Shortened,
    TableRule,
    TieShare,
)
from championships.scoring.vocabulary import CompetitorKind


@dataclass(frozen=True, slots=True)
class ScaleText:
    """A points scale: (place, points) a row; `starters` where it holds from so many starters on."""

    name: str
    starters: str
    cells: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class TableText:
    """The rules of one table, a sentence each."""

    key: str
    title: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RulesText:
    scales: tuple[ScaleText, ...]
    tables: tuple[TableText, ...]
    sentences: tuple[str, ...]  # of the book as a whole


def tell_rules(book: RuleBook, names: Mapping[str, str] | None = None) -> RulesText:
    """The book in the language in force. `names`: of sessions and categories, by what the book calls them."""
    book = _rename(book, names or {})
    titles = {table.id: write_title(table) for table in book.tables}
    return RulesText(
        scales=tuple(_tell_scales(book)),
        tables=tuple(
            TableText(table.id, titles[table.id], tuple(_tell_table(table, titles, book))) for table in book.tables
        ),
        sentences=tuple(_tell_whole(book)),
    )


def _rename(book: RuleBook, names: Mapping[str, str]) -> RuleBook:
    """The same book with the names people use for its sessions and categories: for reading only."""

    def name(key: str) -> str:
        return names.get(key, key)

    def rename(table: TableRule) -> TableRule:
        appear, score = table.may_appear, table.may_score
        return replace(
            table,
            sessions={
                name(key): replace(
                    rule, bonuses=tuple(replace(one, qualifying=name(one.qualifying)) for one in rule.bonuses)
                )
                for key, rule in table.sessions.items()
            },
            may_appear=replace(appear, categories=_map(name, appear.categories)),
            may_score=replace(score, categories=_map(name, score.categories)),
            tie_break=tuple(
                replace(step, sessions=tuple(map(name, step.sessions))) if isinstance(step, Countback) else step
                for step in table.tie_break
            ),
        )

    return replace(book, tables=tuple(rename(table) for table in book.tables))


def _map(name: Callable[[str], str], keys: frozenset[str] | None) -> frozenset[str] | None:
    return None if keys is None else frozenset(map(name, keys))


def write_title(table: TableRule) -> str:
    """The title of a table in the language in force."""
    french = (get_language() or "fr").startswith("fr")
    return (table.title_fr if french else table.title) or table.title or table.title_fr or table.id


def _number(value: Fraction | int) -> str:
    return write_number(value, get_language() or "en")


def _share(value: Fraction) -> str:
    if (value * 100).denominator == 1:
        return _("%(number)s%%") % {"number": _number(value * 100)}
    return f"{value.numerator}/{value.denominator}"


def _points(value: Fraction) -> str:
    # Half a point is singular in French; the catalogue knows how a language counts whole numbers only.
    counted = 1 if is_single(value, get_language() or "fr") else 2
    return ngettext("%(points)s point", "%(points)s points", counted) % {"points": _number(value)}


def _tell_scales(book: RuleBook) -> Iterator[ScaleText]:
    for name, table in book.points_tables.items():
        rows = table.by_starters or ((0, table.points),)
        for least, points in rows:
            starters = (
                ngettext("from %(n)s starter on", "from %(n)s starters on", least) % {"n": least} if least else ""
            )
            yield ScaleText(
                name, starters, tuple((place, _number(figure)) for place, figure in enumerate(points, start=1))
            )


def _tell_whole(book: RuleBook) -> Iterator[str]:
    if book.classification is not None:
        yield from _tell_classification(book.classification)
    if book.protest_minutes is not None:
        yield ngettext(
            "A provisional result may be protested for %(n)s minute after its publication, unless the event says "
            "otherwise.",
            "A provisional result may be protested for %(n)s minutes after its publication, unless the event says "
            "otherwise.",
            book.protest_minutes,
        ) % {"n": book.protest_minutes}


def _tell_classification(rule: ClassificationRule) -> Iterator[str]:
    if rule.min_distance is not None:
        sentence = (
            _("To be classified, a car must run %(share)s of the distance of the winner of its class.")
            if rule.of == "class_winner"
            else _("To be classified, a car must run %(share)s of the distance of the winner.")
        )
        yield sentence % {"share": _share(rule.min_distance)}
        yield {
            Rounding.DOWN: _("The laps asked for are rounded down."),
            Rounding.UP: _("The laps asked for are rounded up."),
            Rounding.NEAREST: _("The laps asked for are rounded to the nearest."),
        }[rule.rounding]
    if rule.flag_required:
        yield _("To be classified, a car must take the flag.")


def _tell_table(table: TableRule, titles: dict[str, str], book: RuleBook) -> Iterator[str]:
    yield {
        CompetitorKind.DRIVER: _("It ranks drivers."),
        CompetitorKind.TEAM: _("It ranks teams."),
        CompetitorKind.CAR: _("It ranks cars, by their numbers."),
    }[table.competitor]
    if table.extract_from:
        yield _("Points are those of the table “%(table)s”.") % {
            "table": titles.get(table.extract_from, table.extract_from)
        }
    yield from _tell_sessions(table, book)
    yield from _tell_filter(table.may_appear, appear=True)
    yield from _tell_filter(table.may_score, appear=False)
    if not table.may_score.guests and table.guests is Guests.KEEP_PLACE:
        yield _("A guest keeps the place: nobody takes the points.")
    elif not table.may_score.guests:
        yield _("A guest is passed over: the next one takes the points.")
    if table.position_basis is PositionBasis.ELIGIBLE:
        yield _("Places that earn points are counted among those who may score in this table.")
    yield from _tell_several(table)
    yield from tell_counting(table)
    yield from tell_ties(table)
    if table.exclude_rounds:
        yield _("Rounds that do not count here: %(rounds)s.") % {"rounds": join_words(sorted(table.exclude_rounds))}
    if table.minimum_starts is not None:
        yield ngettext(
            "To be ranked, %(n)s start is needed.", "To be ranked, %(n)s starts are needed.", table.minimum_starts.count
        ) % {"n": table.minimum_starts.count}
    if table.class_change.points is not ClassChange.SPLIT:
        yield {
            ClassChange.KEPT: _("A competitor who changes class keeps the points."),
            ClassChange.LOST: _("Who changes class starts again without points."),
            ClassChange.SCALED: _("Who changes class brings the points along, times %(factor)s."),
        }[table.class_change.points] % {"factor": table.class_change.factor}
    if table.final_only:
        yield _("Only the final table is official.")


def _tell_sessions(table: TableRule, book: RuleBook) -> Iterator[str]:
    groups: dict[SessionRule, list[str]] = {}
    for key, rule in table.sessions.items():
        groups.setdefault(rule, []).append(key)
    for rule, keys in groups.items():
        words = {"sessions": join_words(keys), "scale": rule.table}
        several = len(book.points_tables) > 1
        if several:
            yield (
                ngettext(
                    "%(sessions)s gives points by the scale “%(scale)s”.",
                    "%(sessions)s give points by the scale “%(scale)s”.",
                    len(keys),
                )
                % words
            )
        else:
            yield ngettext("%(sessions)s gives points.", "%(sessions)s give points.", len(keys)) % words
        for bonus in rule.bonuses:
            yield _tell_bonus(bonus, keys)
        if rule.shortened is not None:
            yield from _tell_shortened(rule.shortened)


def _tell_bonus(bonus: Bonus, keys: Sequence[str]) -> str:
    words = {
        "points": _points(bonus.points),
        "sessions": join_words(keys),
        "session": bonus.qualifying,
        "column": bonus.column,
        "limit": _points(bonus.max_points) if bonus.max_points is not None else "",
        "place": bonus.max_position,
        "share": _share(bonus.min_distance_fraction) if bonus.min_distance_fraction is not None else "",
    }
    match bonus.kind:
        case BonusKind.FASTEST_LAP:
            sentence = _("Fastest lap of %(sessions)s: %(points)s.")
        case BonusKind.POLE if bonus.pole_from is PoleSource.QUALIFYING:
            sentence = _("First place of %(session)s: %(points)s.")
        case BonusKind.POLE:
            sentence = _("Pole of %(sessions)s: %(points)s.")
        case BonusKind.START:
            sentence = _("Starting in %(sessions)s: %(points)s.")
        case BonusKind.PLACES_GAINED if bonus.max_points is not None:
            sentence = _("Each place gained in %(sessions)s: %(points)s, at most %(limit)s.")
        case BonusKind.PLACES_GAINED:
            sentence = _("Each place gained in %(sessions)s: %(points)s.")
        case _:
            sentence = _("Mark “%(column)s” in %(sessions)s: %(points)s.")
    told = [sentence % words]
    if bonus.in_class:
        told.append(_("The bonus goes to the best among those who may score in this table."))
    if bonus.tie is TieShare.SPLIT:
        told.append(_("Several holders share the bonus."))
    if bonus.ineligible is Ineligible.PASSES_ON:
        told.append(_("Where the holder may not score, the next one gets it."))
    if bonus.max_position is not None:
        told.append(_("Only if classified at or above place %(place)s.") % words)
    if bonus.min_distance_fraction is not None:
        told.append(_("Only if the race ran at least %(share)s of its distance.") % words)
    return " ".join(told)


def _tell_shortened(shortened: Shortened) -> Iterator[str]:
    for step in shortened.steps:
        words = {"share": _share(step.below), "factor": step.factor, "scale": step.table, "laps": step.min_laps}
        if step.factor is not None:
            yield _("When less than %(share)s of the distance was run: points times %(factor)s.") % words
        elif step.table is not None:
            yield _("When less than %(share)s of the distance was run: points by the scale “%(scale)s”.") % words
        if step.min_laps is not None:
            yield ngettext("Under %(laps)s lap, nothing.", "Under %(laps)s laps, nothing.", step.min_laps) % words


def _tell_filter(conditions: Filter, *, appear: bool) -> Iterator[str]:
    if conditions.categories is not None:
        words = {"names": join_words(sorted(conditions.categories))}
        yield (
            _("Only people of the category %(names)s are in the table.")
            if appear
            else _("Only people of the category %(names)s score.")
        ) % words
    if conditions.classes is not None:
        words = {"names": join_words(sorted(conditions.classes))}
        yield (
            _("Only cars of the class %(names)s are in the table.")
            if appear
            else _("Only cars of the class %(names)s score.")
        ) % words
    if appear and not conditions.guests:
        yield _("Guests are not in the table.")


def _tell_several(table: TableRule) -> Iterator[str]:
    if table.best_cars is not None:
        yield ngettext(
            "Only the best car of a competitor counts.",
            "Only the best %(n)s cars of a competitor count.",
            table.best_cars,
        ) % {"n": table.best_cars}
    if table.shared_car.points is SharedPoints.SPLIT:
        yield _("Drivers of a shared car divide the points.")
    elif table.shared_car.points is SharedPoints.FULL:
        yield _("Drivers of a shared car each score in full.")
    if table.shared_car.points is not SharedPoints.NONE and table.shared_car.several_results is SeveralResults.SUM:
        yield _("A driver of several cars adds up the points of those cars.")
    if table.shared_car.minimum_share is not None:
        yield _("To score, a driver must have driven %(share)s of the car’s laps.") % {
            "share": _share(table.shared_car.minimum_share)
        }
