"""What a file would do to an entry list: row by row, before anything is written.

A row belongs to the car its driver is entered in, else to the car with its number; where the two disagree, several cars
fit, or the number is that of a car with quite another crew, it is a question. A column the file lacks and a blank cell
leave a value as it is. A car the file does not name is left alone: no file removes anything.
"""

import hashlib
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from championships.exchange.entry_lists.naming import Names, Question
from championships.exchange.entry_lists.rows import Cells, RowFault, fold_answer, read_rows
from championships.exchange.entry_lists.words import fields_of
from championships.exchange.spreadsheets.headings import Columns, find_columns
from championships.exchange.spreadsheets.tables import Table
from championships.models import Entry, Event, Round
from championships.officiating.enrolled import Enrolled
from championships.officiating.entry_reading import read_entries
from championships.officiating.entry_values import (
    CrewMember,
    EntryChange,
    EntryValues,
    NewName,
    PartValues,
    Spelling,
    Who,
)

NEW = "new"  # the answer "this is somebody new", and "this is a new car"


@dataclass(frozen=True, slots=True)
class CarQuestion:
    """A row that could be several cars of the list."""

    line: int
    entry_ids: tuple[int, ...]

    @property
    def key(self) -> str:
        return f"line:{self.line}"


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """A row of the file. `status`: new, changed, same, unclear (a question is open) or faulty."""

    line: int
    status: str
    cells: Cells
    entry_id: int | None = None
    before: EntryValues | None = None
    values: EntryValues | None = None
    version: int | None = None
    faults: tuple[RowFault, ...] = ()


@dataclass(frozen=True, slots=True)
class ListPlan:
    """All a file would do, and what has to be answered first. `digest` names the list it was planned against."""

    table: Table
    columns: Columns
    understood: tuple[tuple[str, str], ...]  # (heading, field)
    rows: tuple[PlannedRow, ...]
    questions: tuple[Question, ...]
    cars: tuple[CarQuestion, ...]
    untouched: tuple[int, ...]  # entries the file does not name
    spellings: tuple[Spelling, ...]
    digest: str
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_ready(self) -> bool:
        """Nothing is asked and nothing is wrong: it can be written as it stands."""
        return not self.questions and not self.cars and not self.counts.get("faulty") and bool(self.changes)

    @property
    def changes(self) -> tuple[EntryChange, ...]:
        return tuple(
            EntryChange(values=row.values, entry_id=row.entry_id, version=row.version)
            for row in self.rows
            if row.status in {"new", "changed"} and row.values is not None
        )


def digest_list(event: Event) -> str:
    """A name for the list as it stands: another one as soon as any entry of it is saved."""
    rows = Entry.objects.filter(event=event).order_by("pk").values_list("pk", "version")
    return hashlib.sha256(repr(list(rows)).encode()).hexdigest()[:32]


def plan_list(
    *, event: Event, table: Table, names: Names, season_ids: Collection[int], answers: Mapping[str, str]
) -> ListPlan:
    """Plan a file against the list as stored. `answers`: question key -> NEW or a key, as an official gave them."""
    rounds = list(
        Round.objects.filter(event=event, season__in=season_ids).select_related("season__championship").order_by("pk")
    )
    keys = name_rounds(rounds)
    columns = find_columns(table, fields_of(keys.values()))
    # A file with one column for drivers says who is in a car, not who is not.
    whole_crews = any(
        name == "drivers" or (name.startswith("driver:") and name != "driver:1") for name in columns.places
    )
    planner = _Planner(event, rounds, keys, names, answers, whole_crews=whole_crews)
    rows = [planner.plan(cells) for cells in read_rows(columns, keys.values())]
    rows = _refuse_doubles(rows)
    named = {row.entry_id for row in rows}
    by_index = {index: name for name, index in columns.places.items()}
    return ListPlan(
        table=table,
        columns=columns,
        understood=tuple((columns.header.cells[index], by_index[index]) for index in sorted(by_index)),
        rows=tuple(rows),
        questions=tuple(planner.questions.values()),
        cars=tuple(planner.cars),
        untouched=tuple(pk for pk in planner.stored if pk not in named),
        spellings=tuple(planner.spellings.values()),
        digest=digest_list(event),
        counts=Counter(row.status for row in rows),
    )


def name_rounds(rounds: Sequence[Round]) -> dict[int, str]:
    """The key each round has in files: its championship, with the round's number where that is there twice."""
    slugs = Counter(row.season.championship.slug for row in rounds)
    return {
        row.pk: f"{slug} {row.number}" if slugs[slug := row.season.championship.slug] > 1 else slug for row in rounds
    }


def _refuse_doubles(rows: list[PlannedRow]) -> list[PlannedRow]:
    """Two rows for one car of the list are a fault of the second: only one of them can be right."""
    first: dict[int, int] = {}
    checked = []
    for row in rows:
        if row.entry_id is not None and row.entry_id in first:
            fault = RowFault("car_twice", line=first[row.entry_id])
            row = replace(row, status="faulty", faults=(*row.faults, fault))
        elif row.entry_id is not None:
            first[row.entry_id] = row.line
        checked.append(row)
    return checked


class _Planner:
    def __init__(
        self,
        event: Event,
        rounds: list[Round],
        keys: dict[int, str],
        names: Names,
        answers: Mapping[str, str],
        *,
        whole_crews: bool,
    ) -> None:
        self.whole_crews = whole_crews
        self.rounds = rounds
        self.keys = keys
        self.names = names
        self.answers = answers
        self.stored = read_entries(event)
        self.versions = dict(Entry.objects.filter(event=event).values_list("pk", "version"))
        self.enrolled = Enrolled(rounds)
        self.questions: dict[str, Question] = {}
        self.cars: list[CarQuestion] = []
        self.spellings: dict[tuple[str, str], Spelling] = {}
        self._open = False

    def plan(self, cells: Cells) -> PlannedRow:
        self._open = False
        faults = list(cells.faults)
        drivers = self._find_drivers(cells, faults)
        team = self._find("team", cells.team)
        entrant = self._find("entrant", cells.entrant)
        replaces = self._find("driver", cells.replaces)
        if isinstance(replaces, NewName):
            faults.append(RowFault("replaced_unknown", text=replaces.name))
        if not cells.number and not drivers and not self._open:
            faults.append(RowFault("nothing_to_match"))
        if faults:
            return PlannedRow(cells.line, "faulty", cells, faults=tuple(faults))
        if self._open:
            return PlannedRow(cells.line, "unclear", cells)
        stand_in = replaces if isinstance(replaces, int) else None
        found, unclear = self._match(cells, drivers, stand_in)
        if unclear:
            self.cars.append(CarQuestion(cells.line, unclear))
            return PlannedRow(cells.line, "unclear", cells)
        before = self.stored.get(found) if found is not None else None
        values = self._merge(cells, before, drivers, team, entrant, stand_in)
        if before is None:
            return PlannedRow(cells.line, "new", cells, values=values)
        own = replace(before, parts=tuple(part for part in before.parts if part.round_id in self.keys))
        status = "same" if own == values else "changed"
        return PlannedRow(cells.line, status, cells, found, own, values, self.versions[found or 0])

    def _find_drivers(self, cells: Cells, faults: list[RowFault]) -> list[Who]:
        found: list[Who] = []
        if cells.licence:
            holders = self.names.licences.get(fold_answer(cells.licence), ())
            named = [self._find("driver", text, ask=False) for text in cells.drivers[:1]]
            if len(holders) == 1 and len(cells.drivers) <= 1:
                if named and isinstance(named[0], int) and named[0] != holders[0]:
                    faults.append(RowFault("licence_of_another", text=cells.licence))
                return [holders[0]]
        for text in cells.drivers:
            # Of two people of that name, the one who is in the car with that number is meant.
            inside = self._list_drivers_of(cells.number) & set(self.names.drivers.find(text))
            who = inside.pop() if len(inside) == 1 else self._find("driver", text)
            if who is not None:
                found.append(who)
        if len(set(found)) < len(found):
            faults.append(RowFault("driver_twice"))
        return found

    def _list_drivers_of(self, number: str) -> set[int]:
        crews = [values.crew for values in self.stored.values() if number and values.number == number]
        return {member.driver for crew in crews for member in crew if isinstance(member.driver, int)}

    def _find(self, kind: str, text: str, *, ask: bool = True) -> Who | None:
        """Who bears that name. A question, and the row stays open, where it is nobody or several."""
        if not text:
            return None
        directory = self.names.of(kind)
        found = directory.find(text)
        if len(found) == 1:
            return found[0]
        if not ask:
            return None
        question = directory.ask(text)
        answer = self.answers.get(question.key, "")
        if answer == NEW:
            return NewName(text, len(found))
        if answer.isascii() and answer.isdigit() and int(answer) in directory.people:
            if not question.namesakes and kind != "entrant":
                self.spellings[kind, fold_answer(text)] = Spelling(kind, int(answer), text)
            return int(answer)
        self.questions.setdefault(question.key, question)
        self._open = True
        return None

    def _match(self, cells: Cells, drivers: list[Who], replaces: int | None) -> tuple[int | None, tuple[int, ...]]:
        """The car of the list a row belongs to (None: a new one), or the cars it could be."""
        answer = self.answers.get(f"line:{cells.line}", "")
        if answer == NEW:
            return None, ()
        if answer.isascii() and answer.isdigit() and int(answer) in self.stored:
            return int(answer), ()
        keys = {driver for driver in drivers if isinstance(driver, int)}
        by_driver = [pk for pk, values in self.stored.items() if keys & {member.driver for member in values.crew}]
        by_number = [pk for pk, values in self.stored.items() if cells.number and values.number == cells.number]
        both = [pk for pk in by_driver if pk in by_number]
        if len(both) == 1:
            return both[0], ()
        fitting = both or [*by_driver, *(pk for pk in by_number if pk not in by_driver)]
        if not fitting:
            return None, ()
        if len(fitting) == 1 and (by_driver or not self._is_another_crew(fitting[0], drivers, replaces)):
            return fitting[0], ()
        return None, tuple(fitting)

    def _is_another_crew(self, entry_id: int, drivers: list[Who], replaces: int | None) -> bool:
        """The number alone fits, and nobody of the crew is named: the same car with others in it, or another car?"""
        crew = {member.driver for member in self.stored[entry_id].crew}
        return bool(drivers and crew) and replaces not in crew

    def _merge(
        self,
        cells: Cells,
        before: EntryValues | None,
        drivers: list[Who],
        team: Who | None,
        entrant: Who | None,
        replaces: int | None,
    ) -> EntryValues:
        old = before or EntryValues()
        held = {member.driver: member.replaces for member in old.crew}
        crew = tuple(
            CrewMember(who, replaces if replaces is not None and index == 0 else held.get(who))
            for index, who in enumerate(drivers)
        )
        if not self.whole_crews and set(drivers) <= held.keys() and replaces is None:
            crew = old.crew
        values = EntryValues(
            number=cells.number or old.number,
            team=team if team is not None else old.team,
            entrant=entrant if entrant is not None else old.entrant,
            car=cells.car or old.car,
            withdrawn=old.withdrawn if cells.withdrawn is None else cells.withdrawn,
            transponder=cells.transponder or old.transponder,
            second_transponder=cells.second_transponder or old.second_transponder,
            crew=crew or old.crew,
        )
        return replace(values, parts=self._merge_parts(cells, before, values))

    def _merge_parts(self, cells: Cells, before: EntryValues | None, values: EntryValues) -> tuple[PartValues, ...]:
        held = {part.round_id: part for part in before.parts} if before else {}
        known = [member.driver for member in values.crew if isinstance(member.driver, int)]
        parts = []
        for counted in self.rounds:
            key = self.keys[counted.pk]
            part = held.get(counted.pk)
            if before is None:
                part = self.enrolled.part_for(counted.pk, known, values.number)
            if key in cells.parts:
                told = cells.parts[key]
                if told is None:
                    continue
                part = replace(part or PartValues(counted.pk), scores=told[0], guest=told[1])
            if part is None:
                continue
            parts.append(replace(part, car_class=cells.classes.get(key, "") or part.car_class))
        return tuple(parts)
