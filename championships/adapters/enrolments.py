"""Who is enrolled: categories of people and classes of cars, round by round."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from championships.adapters.rulings import AdjustmentFacts
from championships.adapters.sheets import EntryInRound
from championships.models import Enrolment, Participation, PointsAdjustment
from championships.scoring.facts import Membership

_NONE: frozenset[str] = frozenset()


class EnrolmentFacts(NamedTuple):
    """The columns of an Enrolment that count."""

    season_id: int
    pk: int
    driver_id: int | None
    driver: str | None
    team: str | None
    car_number: str
    from_round: int | None
    to_round: int | None
    car_class: str

    def holds_in(self, round_number: int) -> bool:
        return (self.from_round is None or self.from_round <= round_number) and (
            self.to_round is None or round_number <= self.to_round
        )


def read_enrolments(season_ids: Collection[int]) -> dict[int, list[EnrolmentFacts]]:
    """One query: the enrolments of these seasons, by season."""
    rows = (
        Enrolment.objects.filter(season_id__in=[0, *season_ids])
        .order_by("season_id", "pk")
        .values_list(
            "season_id",
            "pk",
            "driver_id",
            "driver__slug",
            "team__slug",
            "car_number",
            "from_round",
            "to_round",
            "car_class",
        )
    )
    enrolments: defaultdict[int, list[EnrolmentFacts]] = defaultdict(list)
    for row in rows:
        enrolments[row[0]].append(EnrolmentFacts._make(row))
    return enrolments


def read_categories(season_ids: Collection[int]) -> dict[int, frozenset[str]]:
    """One query: the categories of people of each enrolment that has any, by enrolment."""
    rows = Enrolment.categories.through.objects.filter(enrolment__season_id__in=[0, *season_ids]).values_list(
        "enrolment_id", "category__slug"
    )
    categories: defaultdict[int, set[str]] = defaultdict(set)
    for enrolment_id, slug in rows:
        categories[enrolment_id].add(slug)
    return {enrolment_id: frozenset(slugs) for enrolment_id, slugs in categories.items()}


def read_participations(season_ids: Collection[int]) -> dict[int, dict[int, EntryInRound]]:
    """One query: how each entry takes part, by round and entry."""
    rows = Participation.objects.filter(round__season_id__in=[0, *season_ids]).values_list(
        "round_id", "entry_id", "scores", "guest", "car_class"
    )
    parts: defaultdict[int, dict[int, EntryInRound]] = defaultdict(dict)
    for round_id, entry_id, scores, guest, car_class in rows:
        parts[round_id][entry_id] = EntryInRound(scores, guest, car_class)
    return parts


def build_memberships(
    enrolments: Iterable[EnrolmentFacts], categories: dict[int, frozenset[str]]
) -> tuple[Membership, ...]:
    return tuple(
        Membership(
            competitor=item.driver or item.team or item.car_number,
            from_round=item.from_round,
            to_round=item.to_round,
            categories=categories.get(item.pk, _NONE),
            car_class=item.car_class or None,
        )
        for item in enrolments
    )


def change_classes(
    enrolments: Iterable[EnrolmentFacts],
    categories: Mapping[int, frozenset[str]],
    adjustments: Iterable[AdjustmentFacts],
) -> tuple[list[EnrolmentFacts], dict[int, frozenset[str]]]:
    """The enrolments with the changes of category in force laid over them.

    From its round on a driver is in the categories the decision names, and in no others; before it, as enrolled. A
    later decision wins from its own round on. Overlaid rows carry negative keys.
    """
    found = list(enrolments)
    held = dict(categories)
    for change in adjustments:
        if change.kind != PointsAdjustment.Kind.CLASS_CHANGE:
            continue
        slug, since = str(change.terms["competitor"]), int(change.terms["from_round"])
        kept: list[EnrolmentFacts] = []
        car_class = ""
        for item in found:
            ends_before = item.to_round is not None and item.to_round < since
            if item.driver != slug or ends_before:
                kept.append(item)
                continue
            car_class = car_class or item.car_class
            if item.from_round is None or item.from_round < since:
                kept.append(item._replace(to_round=since - 1))
        key = -change.pk - 1  # one that is only imagined has the key 0
        new = EnrolmentFacts(change.season_id, key, change.driver_id, slug, None, "", since, None, car_class)
        held[key] = frozenset(str(name) for name in change.terms.get("categories", ()))
        found = [*kept, new]
    return found, held


def read_category_changes(
    season_ids: Collection[int], *, at: datetime | None
) -> dict[tuple[int, str], tuple[int, frozenset[str]]]:
    """(season, driver) -> the round and the categories of the newest change in force. One query."""
    rows = (
        PointsAdjustment.objects.filter(season_id__in=[0, *season_ids], kind=PointsAdjustment.Kind.CLASS_CHANGE)
        .in_force(at)
        .order_by("issued_at", "position", "pk")
        .values_list("season_id", "terms")
    )
    return {
        (season_id, str(terms["competitor"])): (int(terms["from_round"]), frozenset(terms.get("categories", ())))
        for season_id, terms in rows
    }


def find_categories(
    enrolments: Iterable[EnrolmentFacts], categories: dict[int, frozenset[str]]
) -> Callable[[int], Callable[[int], frozenset[str]]]:
    """round -> (driver key -> categories in force in that round). A driver's enrolments of a round add up."""
    held: defaultdict[int, list[EnrolmentFacts]] = defaultdict(list)
    for item in enrolments:
        if item.driver_id is not None and item.pk in categories:
            held[item.driver_id].append(item)

    def find_in(round_number: int) -> Callable[[int], frozenset[str]]:
        now = {
            driver_id: _NONE.union(*(categories[item.pk] for item in items if item.holds_in(round_number)))
            for driver_id, items in held.items()
        }
        return lambda driver_id: now.get(driver_id, _NONE)

    return find_in
