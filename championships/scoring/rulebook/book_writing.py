"""A rule book as JSON, in the one canonical form.

The keys that the seasons of the conformance data always carry are always written; any other key only where it says
something. Lists that are sets come out sorted.
"""

from fractions import Fraction

from championships.scoring.rulebook.amounts import write_amount, write_ratio
from championships.scoring.rules import (
    Bonus,
    BonusKind,
    ClassChange,
    ClassChangeRule,
    ClassificationRule,
    Countback,
    Counting,
    DropsFrom,
    DropStep,
    DropUnit,
    Example,
    Expectation,
    Filter,
    Guests,
    Ineligible,
    Listing,
    MinimumStarts,
    NotDroppable,
    PointsTable,
    PoleSource,
    RuleBook,
    SessionRule,
    SharedCar,
    Shortened,
    ShortenedStep,
    TableRule,
    TieBreak,
    TieShare,
)

type Json = dict[str, object]

SCHEMA = "championship-rules/1"


def write_book(book: RuleBook) -> Json:
    """The rule book alone, without decisions; `parse_book` reads it back to an equal value."""
    document: Json = {
        "schema": SCHEMA,
        "championship": book.championship,
        "season": book.season,
    }
    if book.hypothesis:
        document["hypothesis"] = True
    if book.protest_minutes is not None:
        document["protest_minutes"] = book.protest_minutes
    if book.note:
        document["note"] = book.note
    if book.source:
        document["source"] = book.source
    if book.classification is not None:
        document["classification"] = _write_classification(book.classification)
    document["points_tables"] = {name: _write_points_table(table) for name, table in book.points_tables.items()}
    document["standings"] = [_write_table(table) for table in book.tables]
    if book.examples:
        document["examples"] = [_write_example(example) for example in book.examples]
    return document


def _write_example(example: Example) -> Json:
    document: Json = {"title": example.title}
    if example.title_fr:
        document["title_fr"] = example.title_fr
    if example.source:
        document["source"] = example.source
    if example.timing:
        document["timing"] = True
    document["results"] = list(example.results)
    document["tables"] = [_write_expectation(expectation) for expectation in example.tables]
    return document


def _write_expectation(expectation: Expectation) -> Json:
    document: Json = {"standings": expectation.standings, "after": expectation.after}
    if expectation.champion:
        document["champion"] = expectation.champion
    if expectation.rows:
        document["rows"] = list(expectation.rows)
    return document


def _write_classification(rule: ClassificationRule) -> Json:
    document: Json = {}
    if rule.min_distance is not None:
        document["min_distance"] = write_ratio(rule.min_distance)
        document["of"] = rule.of
        document["rounding"] = rule.rounding.value
    document["flag_required"] = rule.flag_required
    return document


def _write_points_table(table: PointsTable) -> object:
    if table.by_starters:
        return {"by_starters": {str(least): _row(row) for least, row in table.by_starters}}
    return _row(table.points)


def _row(points: tuple[Fraction, ...]) -> list[int | float | str]:
    return [write_amount(figure) for figure in points]


def _write_table(table: TableRule) -> Json:
    document: Json = {"id": table.id}
    if table.title:
        document["title"] = table.title
    if table.title_fr:
        document["title_fr"] = table.title_fr
    document["competitor"] = table.competitor.value
    if table.extract_from is None:
        document["sessions"] = {key: _write_session(rule) for key, rule in table.sessions.items()}
    else:
        document["extract_from"] = table.extract_from
    document["exclude_rounds"] = sorted(table.exclude_rounds)
    classes = table.may_score.classes
    document["classes"] = None if classes is None else sorted(classes)
    if score := _write_filter(table.may_score, with_classes=False):
        document["may_score"] = score
    if appear := _write_filter(table.may_appear, with_classes=True):
        document["may_appear"] = appear
    if table.guests is not Guests.SKIPPED:
        document["guests"] = table.guests.value
    document["position_basis"] = table.position_basis.value
    document["combine"] = _write_combine(table.best_cars)
    document["shared_car"] = _write_shared_car(table.shared_car)
    if table.counting:
        document["counting"] = [_write_counting(segment) for segment in table.counting]
    if table.not_droppable != NotDroppable():
        document["not_droppable"] = _write_not_droppable(table.not_droppable)
    document["tie_break"] = [_write_tie_break(step) for step in table.tie_break]
    if table.class_change != ClassChangeRule():
        document["class_change"] = _write_class_change(table.class_change)
    if table.minimum_starts is not None:
        document["minimum_starts"] = _write_minimum_starts(table.minimum_starts)
    if table.listing != Listing():
        document["listing"] = _write_listing(table.listing)
    if table.rounding is not None:
        document["rounding"] = table.rounding
    if table.final_only:
        document["official"] = "final_only"
    return document


def _write_session(rule: SessionRule) -> Json:
    document: Json = {"table": rule.table}
    if rule.bonuses:
        document["bonuses"] = [_write_bonus(bonus) for bonus in rule.bonuses]
    if rule.shortened is not None:
        document["shortened"] = _write_shortened(rule.shortened)
    return document


def _write_bonus(bonus: Bonus) -> Json:
    document: Json = {"kind": bonus.kind.value}
    if bonus.kind is BonusKind.FLAG:
        document["column"] = bonus.column
    if bonus.kind is BonusKind.POLE:
        document["from"] = bonus.pole_from.value
        if bonus.pole_from is PoleSource.QUALIFYING:
            document["session"] = bonus.qualifying
    document["points"] = write_amount(bonus.points)
    # The seasons of the conformance data state `tie` for every fastest lap and for nothing else.
    if bonus.kind is BonusKind.FASTEST_LAP or bonus.tie is not TieShare.EACH:
        document["tie"] = bonus.tie.value
    if bonus.max_position is not None:
        document["max_position"] = bonus.max_position
    if bonus.min_distance_fraction is not None:
        document["min_distance_fraction"] = write_ratio(bonus.min_distance_fraction)
    if bonus.in_class:
        document["in_class"] = True
    if bonus.ineligible is not Ineligible.LAPSES:
        document["ineligible"] = bonus.ineligible.value
    if bonus.max_points is not None:
        document["max_points"] = write_amount(bonus.max_points)
    return document


def _write_shortened(shortened: Shortened) -> Json:
    document: Json = {"steps": [_write_step(step) for step in shortened.steps]}
    if shortened.only_if_not_resumed is not None:
        document["only_if_not_resumed"] = shortened.only_if_not_resumed
    return document


def _write_step(step: ShortenedStep) -> Json:
    document: Json = {"below": write_ratio(step.below)}
    if step.min_laps is not None:
        document["min_laps"] = step.min_laps
    if step.factor is not None:
        document["factor"] = write_ratio(step.factor)
    if step.table is not None:
        document["table"] = step.table
    return document


def _write_filter(conditions: Filter, *, with_classes: bool) -> Json:
    document: Json = {}
    if with_classes and conditions.classes is not None:
        document["classes"] = sorted(conditions.classes)
    if conditions.categories is not None:
        document["categories"] = sorted(conditions.categories)
    if not conditions.guests:
        document["guests"] = False
    return document


def _write_combine(best_cars: int | None) -> object:
    if best_cars is None:
        return "sum"
    return "best" if best_cars == 1 else {"best": best_cars}


def _write_shared_car(shared: SharedCar) -> Json:
    document: Json = {
        "points": shared.points.value,
        "several_results": shared.several_results.value,
    }
    if shared.minimum_share is not None:
        document["minimum_share"] = write_ratio(shared.minimum_share)
    return document


def _write_counting(segment: Counting) -> Json:
    document: Json = {"from": segment.from_round, "to": segment.to_round}
    if segment.drop:
        document["drop"] = _write_drop(segment.drop)
    else:
        document["best"] = segment.best
    if segment.unit is not DropUnit.ROUND:
        document["unit"] = segment.unit.value
    if segment.applies is not DropsFrom.AT_ONCE:
        document["applies"] = segment.applies.value
    return document


def _write_drop(steps: tuple[DropStep, ...]) -> object:
    if len(steps) == 1:
        return steps[0].drop
    return [{"up_to": step.up_to, "drop": step.drop} for step in steps]


def _write_not_droppable(kept: NotDroppable) -> Json:
    document: Json = {}
    if kept.statuses:
        document["statuses"] = sorted(kept.statuses)
    if kept.rounds:
        document["rounds"] = sorted(kept.rounds)
    if kept.sessions:
        document["sessions"] = sorted(kept.sessions)
    return document


def _write_tie_break(step: TieBreak) -> Json:
    if not isinstance(step, Countback):
        return {"kind": "earliest"}
    document: Json = {
        "kind": "countback",
        "sessions": list(step.sessions),
        "positions": step.positions.value,
    }
    if step.only_without_result_in:
        document["only_without_result_in"] = list(step.only_without_result_in)
    if not step.dropped_count:
        document["dropped_count"] = False
    return document


def _write_class_change(rule: ClassChangeRule) -> Json:
    document: Json = {"points": rule.points.value}
    if rule.from_tables:
        document["from_tables"] = list(rule.from_tables)
    if rule.points is ClassChange.SCALED:
        document["factor"] = write_ratio(rule.factor)
    return document


def _write_minimum_starts(rule: MinimumStarts) -> Json:
    return {"count": rule.count, "applies": rule.applies.value, "mark": rule.mark}


def _write_listing(listing: Listing) -> Json:
    document: Json = {}
    if listing.scored:
        document["scored"] = True
    if listing.classified_in:
        document["classified_in"] = list(listing.classified_in)
    return document
