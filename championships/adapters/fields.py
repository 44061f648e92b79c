"""The whole field of a session as the office and the public see it: every car, the decisions that count applied."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from championships.adapters.books import Version, choose_version, list_in_force, read_books
from championships.adapters.rulings import DecisionFacts, build_penalties
from championships.adapters.sheets import LineFacts, PartFacts, build_lines, build_sheet, read_lines, read_parts
from championships.models import Bulletin, Decision, LineDriver, RoundSession
from championships.scoring.classification import classify
from championships.scoring.rules import ClassificationRule
from championships.scoring.vocabulary import SessionKind


class PlacedCar(NamedTuple):
    """A car of a classification. `place` None: not classified, `status` says why."""

    entry_id: int
    number: str
    drivers: tuple[str, ...]
    place: int | None
    status: str
    laps: int | None
    time_ms: int | None  # as on the sheet, penalties not added
    best_lap_ms: int | None = None


type Field = tuple[PlacedCar, ...]

_PLAIN = ClassificationRule()


def read_fields(
    bulletins: Collection[Bulletin],
    *,
    at: datetime | None,
    decisions: Mapping[int, Sequence[DecisionFacts]] | None = None,
) -> dict[int, Field]:
    """Session -> the field of its bulletin, best first; the sheet and the session must be loaded with it.

    `decisions`: by session, in place of those each bulletin holds. Six queries. Raises UnrankableError.
    """
    sheets = [bulletin.sheet_id for bulletin in bulletins]
    lines, parts = read_lines(sheets), read_parts(sheets)
    rules = _read_rules([bulletin.session_id for bulletin in bulletins], at)
    names = _read_names(sheets)
    held = _read_held(bulletins) if decisions is None else decisions
    return {
        bulletin.session_id: _classify(
            bulletin,
            lines.get(bulletin.sheet_id, []),
            parts,
            names,
            held.get(bulletin.session_id, ()),
            (rules.get(bulletin.session_id) or _PLAIN) if bulletin.session.kind == SessionKind.RACE else None,
        )
        for bulletin in bulletins
    }


def _classify(
    bulletin: Bulletin,
    facts: Sequence[LineFacts],
    parts: Mapping[int, Sequence[PartFacts]],
    names: Mapping[int, tuple[str, ...]],
    decisions: Iterable[DecisionFacts],
    rule: ClassificationRule | None,
) -> Field:
    built = build_lines(facts, parts)
    rows = {id(line.drivers): one for line, one in zip(built, facts, strict=True)}
    cars: defaultdict[int, list[str]] = defaultdict(list)
    for one in facts:
        if one.car not in cars[one.entry_id]:
            cars[one.entry_id].append(one.car)
    sheet = build_sheet(
        built,
        origin=bulletin.sheet.origin,
        laps=bulletin.sheet.laps,
        scheduled_laps=bulletin.session.scheduled_laps,
        complete=bulletin.sheet.complete,
    )
    found = []
    for line in classify(sheet, build_penalties(decisions, cars), rule):
        row = rows[id(line.drivers)]
        found.append(
            PlacedCar(
                row.entry_id,
                row.number,
                names.get(row.pk, ()),
                line.place,
                line.status.value,
                line.laps,
                line.time_ms,
                line.best_lap_ms,
            )
        )
    return tuple(found)


def _read_held(bulletins: Collection[Bulletin]) -> dict[int, list[DecisionFacts]]:
    """The decisions each bulletin holds. One query."""
    columns = [f"decision__{name}" for name in DecisionFacts._fields]
    rows = (
        Bulletin.decisions.through.objects.filter(bulletin__in=[0, *(bulletin.pk for bulletin in bulletins)])
        .order_by("decision__issued_at", "decision__position", "decision_id")
        .values_list(*columns)
    )
    found: defaultdict[int, list[DecisionFacts]] = defaultdict(list)
    for row in rows:
        found[row[1]].append(DecisionFacts._make(row))
    return found


def _read_names(sheets: Collection[int]) -> dict[int, tuple[str, ...]]:
    """Line -> the names of its drivers, today's. One query."""
    rows = (
        LineDriver.objects.filter(line__sheet_id__in=[0, *sheets], driver__isnull=False)
        .order_by("line_id", "order", "pk")
        .values_list("line_id", "driver__name")
    )
    found: defaultdict[int, list[str]] = defaultdict(list)
    for line, name in rows:
        found[line].append(name)
    return {line: tuple(each) for line, each in found.items()}


def _read_rules(session_ids: Collection[int], at: datetime | None) -> dict[int, ClassificationRule]:
    """Session -> the classification rule of the first season that counts it and has one. Two queries."""
    counted = list(
        RoundSession.objects.filter(session__in=[0, *session_ids])
        .order_by("round__season__championship__order", "round__season__championship__slug", "round__season_id")
        .values_list("session_id", "round__season_id", "round__number")
    )
    books: Mapping[int, list[Version]] = read_books({season for _session, season, _number in counted}, at=at)
    found: dict[int, ClassificationRule] = {}
    for session, season, number in counted:
        version = choose_version(list_in_force(books.get(season, ())), number)
        if session not in found and version is not None and version.book.classification is not None:
            found[session] = version.book.classification
    return found


def describe_row(row: Decision, pk: int) -> DecisionFacts:
    """A decision that is not stored yet, as the core reads it, under a key of its own."""
    columns = {name: getattr(row, name) for name in DecisionFacts._fields}
    return DecisionFacts(**{**columns, "pk": pk})
