"""One session as one season sees it: penalties applied, its participants ranked, each driver's place."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from championships.adapters.rulings import DecisionFacts, build_penalties
from championships.adapters.sheets import EntryInRound, LineFacts, PartFacts, Parts, build_lines, build_sheet
from championships.adapters.values import ClassifiedPart, ResultMeta
from championships.scoring.classification import classify, rank_participants
from championships.scoring.facts import Line
from championships.scoring.rules import ClassificationRule


@dataclass(frozen=True, slots=True)
class Outcome:
    """The whole field classified, and (`ranked`) the season's participants alone: best first."""

    field: tuple[Line, ...]
    ranked: tuple[Line, ...]
    rows: Mapping[int, LineFacts]  # identity of a line's drivers -> its row; `classify` keeps them


_PLAIN = ClassificationRule()


def classify_session(
    lines: Sequence[LineFacts],
    parts: Parts,
    *,
    meta: ResultMeta,
    scheduled_laps: int | None,
    is_race: bool,
    taking_part: Mapping[int, EntryInRound],
    categories: Callable[[int], frozenset[str]],
    decisions: Iterable[DecisionFacts],
    rule: ClassificationRule | None,
) -> Outcome:
    """Classify the whole field, then rank only the entries that take part in this round of this season.

    Raises UnrankableError where a decision needs a figure the sheet does not hold.
    """
    built = build_lines(lines, parts, taking_part=taking_part, categories=categories)
    # A driver's name is not unique in a session, nor is a car's to a line: the tuple of drivers is.
    rows = {id(line.drivers): facts for line, facts in zip(built, lines, strict=True)}
    sheet = build_sheet(
        built,
        origin=meta.origin,
        laps=meta.laps,
        scheduled_laps=scheduled_laps,
        complete=meta.complete,
    )
    cars: defaultdict[int, list[str]] = defaultdict(list)
    for line in lines:
        if line.car not in cars[line.entry_id]:
            cars[line.entry_id].append(line.car)
    race_rule = (rule or _PLAIN) if is_race else None
    field = classify(sheet, build_penalties(decisions, cars), race_rule)
    ranked = rank_participants(
        field, lambda line: rows[id(line.drivers)].entry_id in taking_part, complete=meta.complete
    )
    return Outcome(field, ranked, rows)


def read_classified_parts(outcome: Outcome, parts: Mapping[int, Sequence[PartFacts]]) -> tuple[ClassifiedPart, ...]:
    """Each driver of each participating line, with its place overall, in the season and in its categories."""
    overall = {id(line.drivers): line.place for line in outcome.field}
    ranks = _rank_categories(outcome.ranked)
    found: list[ClassifiedPart] = []
    for line in outcome.ranked:
        key = id(line.drivers)
        for part, driver in zip(parts.get(outcome.rows[key].pk, ()), line.drivers, strict=False):
            found.append(
                ClassifiedPart(
                    line_driver_pk=part.pk,
                    driver_pk=part.driver_id,
                    status=line.status.value,
                    overall_place=overall[key],
                    place=line.place,
                    category_places={
                        slug: ranks[slug][line.place] for slug in sorted(driver.categories) if line.place is not None
                    },
                    flags=tuple(sorted(driver.flags)),
                )
            )
    return tuple(found)


def _rank_categories(lines: Iterable[Line]) -> dict[str, dict[int, int]]:
    """Category -> place among the participants -> place inside the category. Shared places stay shared."""
    cars: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for line in lines:
        if line.place is None:
            continue
        for driver in line.drivers:
            for slug in driver.categories:
                cars[slug][line.car] = line.place
    ranks: dict[str, dict[int, int]] = {}
    for slug, places in cars.items():
        ordered = sorted(places.values())
        ranks[slug] = {place: ordered.index(place) + 1 for place in ordered}
    return ranks
