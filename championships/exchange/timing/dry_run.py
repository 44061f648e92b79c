"""The dry run: all that importing a file would do, and everything it asks, without writing anything."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from championships.exchange.timing.announcements import Proposal, read_announcement
from championships.exchange.timing.cells import compact
from championships.exchange.timing.field import Entered, Stands, read_entered, read_stands
from championships.exchange.timing.headings import sign_headings
from championships.exchange.timing.matching import Answer, Choice, Match, fits, match_cars
from championships.exchange.timing.merging import Plan, plan_sheet
from championships.exchange.timing.reading import read_timing
from championships.exchange.timing.values import Fault, Meaning, Options, Reading
from championships.models import ColumnMap, Session, TimingFile
from championships.officiating.timing import LapEntry, Spelling
from championships.scoring.vocabulary import SessionKind


class Suspicion(StrEnum):
    """Why this may be the wrong file for this session."""

    NUMBERS = "numbers"
    KIND = "kind"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What an official has answered so far."""

    options: Options = field(default_factory=Options)
    cars: Mapping[int, Answer] = field(default_factory=dict)  # line of the file -> car, out, new
    names: Mapping[tuple[int, int], int] = field(default_factory=dict)  # line, index -> driver, 0: not learnt
    trust_names: bool = False  # the names still open are the drivers of the entry list
    kept: frozenset[int] | None = None  # entries to keep though the file lacks them
    empty_unreadable: bool = False  # cells that cannot be read stay empty
    is_right_session: bool = False


@dataclass(frozen=True, slots=True)
class Offer:
    """A decision offered to the stewards, with the entered car its number is."""

    proposal: Proposal
    entry_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DryRun:
    reading: Reading
    entered: Entered
    stands: Stands
    matches: tuple[Match, ...]
    plan: Plan
    said: Said
    offers: tuple[Offer, ...] = ()
    suspicions: tuple[Suspicion, ...] = ()
    known_numbers: tuple[int, int] = (0, 0)  # found in the entry list, of how many
    elsewhere: str = ""  # the session that has this very file
    faults: tuple[Fault, ...] = ()
    signature: str = ""
    map_name: str = ""  # the timekeeper whose columns were found again
    laps_stored: int = 0

    @property
    def questions(self) -> tuple[Match, ...]:
        """Rows that wait for an answer about their car."""
        return tuple(match for match in self.matches if match.is_open)

    @property
    def open_names(self) -> tuple[Match, ...]:
        """Rows whose names wait for an answer."""
        if self.said.trust_names:
            return ()
        return tuple(
            match
            for match in self.matches
            if any((match.car.line, doubt.index) not in self.said.names for doubt in match.name_doubts)
        )

    @property
    def errors(self) -> tuple[Fault, ...]:
        """Faults that stop: those of rows left out do not, nor unreadable cells that may stay empty."""
        out = {match.car.line for match in self.matches if match.choice is Choice.OUT}
        found = (fault for fault in (*self.faults, *self.plan.faults) if fault.error and fault.line not in out)
        return tuple(fault for fault in found if not (self.said.empty_unreadable and fault.code in CELL_FAULTS))

    @property
    def new_cars(self) -> tuple[Match, ...]:
        return tuple(match for match in self.matches if match.choice is Choice.NEW)

    @property
    def has_laps_to_store(self) -> bool:
        return bool(self.reading.laps) and self.laps_stored != len(self.list_laps())

    @property
    def does_nothing(self) -> bool:
        """Whether importing would leave everything as it is."""
        asked = self.questions or self.open_names or self.new_cars or self.list_spellings()
        return self.plan.changes_nothing and not (asked or self.has_laps_to_store or self.errors)

    @property
    def is_ready(self) -> bool:
        sure = not self.suspicions or self.said.is_right_session
        return sure and not (self.questions or self.open_names or self.errors or self.does_nothing)

    def list_laps(self) -> list[LapEntry]:
        """The laps of the cars found, each with its driver where the file names one of the car's."""
        entry_of = {match.car.number: match.entry_id for match in self.matches if match.entry_id is not None}
        drivers = self.find_drivers()
        laps = []
        for lap in self.reading.laps:
            entry_id = entry_of.get(lap.number)
            if entry_id is None:
                continue
            laps.append(
                LapEntry(
                    entry_id=entry_id,
                    n=lap.n,
                    driver_id=drivers.get((entry_id, lap.driver)),
                    time_ms=lap.time_ms,
                    elapsed_ms=lap.elapsed_ms,
                    in_pit=lap.in_pit,
                    flag=lap.flag,
                )
            )
        return laps

    def find_drivers(self) -> dict[tuple[int, str], int]:
        """(entry, name in the file) -> the one driver of that car whom the name fits, or whom an official named."""
        return find_drivers(self.matches, self.entered, self.said)

    def list_spellings(self) -> list[Spelling]:
        """What an official has said about names: learnt with the import, where it names one driver."""
        learnt = []
        for match in self.matches:
            if match.entry_id is None:
                continue
            people = self.entered.find(match.entry_id).people
            for doubt in match.name_doubts:
                said = self.said.names.get((match.car.line, doubt.index))
                if said is None and self.said.trust_names and len(people) == 1 and len(match.car.names) == 1:
                    said = people[0].pk
                if said and any(person.pk == said for person in people):
                    learnt.append(Spelling(driver_id=said, text=doubt.name))
        return learnt


CELL_FAULTS = frozenset({"not_a_time", "not_a_place", "not_a_count", "unknown_status", "laps_impossible"})


def find_drivers(matches: Iterable[Match], entered: Entered, said: Said) -> dict[tuple[int, str], int]:
    found: dict[tuple[int, str], int] = {}
    for match in matches:
        if match.entry_id is None:
            continue
        people = entered.find(match.entry_id).people
        for index, name in enumerate(match.car.names):
            fitting = [person.pk for person in people if fits(name, person)]
            answer = said.names.get((match.car.line, index))
            if len(fitting) == 1:
                found[match.entry_id, name] = fitting[0]
            elif answer and any(person.pk == answer for person in people):
                found[match.entry_id, name] = answer
    return found


def run_dry(timing_file: TimingFile, *, session: Session, said: Said, now: datetime) -> DryRun:
    """Read, match and compare. A fixed number of queries; writes nothing."""
    kind = SessionKind(session.kind)
    options = replace(said.options, kind=kind)
    reading, signature, map_name = _read(timing_file, options)
    entered = read_entered(session)
    stands = read_stands(session, now)
    matches = match_cars(reading.cars, entered.cars, said.cars)
    drivers = find_drivers(matches, entered, said)
    plan = plan_sheet(
        reading,
        matches,
        stands=stands.lines,
        crews=entered.crews,
        drivers=drivers,
        kind=kind,
        kept=said.kept,
    )
    known = _count_known(reading, entered)
    elsewhere = (
        TimingFile.objects.filter(session__event=session.event_id, sha256=timing_file.sha256)
        .exclude(session=session)
        .select_related("session")
        .first()
    )
    faults = [*reading.faults, *_check_classes(matches, entered)]
    faults += [Fault("doubled_line", value=entered.find(entry_id).label) for entry_id in stands.doubled]
    suspicions = []
    if known[1] >= 2 and known[0] * 2 < known[1]:
        suspicions.append(Suspicion.NUMBERS)
    if reading.kind is not None and reading.kind is not kind:
        suspicions.append(Suspicion.KIND)
    if elsewhere is not None:
        suspicions.append(Suspicion.ELSEWHERE)
    return DryRun(
        reading=reading,
        entered=entered,
        stands=stands,
        matches=matches,
        plan=plan,
        said=said,
        offers=_list_offers(reading, entered),
        suspicions=tuple(suspicions),
        known_numbers=known,
        elsewhere=str(elsewhere.session.name) if elsewhere else "",
        faults=tuple(faults),
        signature=signature,
        map_name=map_name,
        laps_stored=timing_file.laps.count() if reading.laps else 0,
    )


def _read(timing_file: TimingFile, options: Options) -> tuple[Reading, str, str]:
    """The file, with the columns an official has set once for these headings unless he sets others now."""
    content = bytes(timing_file.content)
    reading = read_timing(content, name=timing_file.name, options=options)
    if not reading.columns or reading.laps:
        return reading, "", ""
    signature = sign_headings([column.heading for column in reading.columns])
    known = ColumnMap.objects.filter(signature=signature).first()
    if known is None:
        return reading, signature, ""
    if options.columns:
        return reading, signature, known.name
    return (
        read_timing(content, name=timing_file.name, options=replace(options, columns=read_map(known.columns))),
        signature,
        known.name,
    )


def read_map(columns: Mapping[str, str]) -> dict[int, Meaning | None]:
    """A column map as stored or as a form sends it: index -> meaning, "" for unknown. No meaning: left out."""
    words = {meaning.value: meaning for meaning in Meaning}
    return {
        int(index): words.get(word)
        for index, word in columns.items()
        if index.isdecimal() and len(index) <= 4 and (not word or word in words)
    }


def _count_known(reading: Reading, entered: Entered) -> tuple[int, int]:
    numbers = {car.number.casefold() for car in entered.cars}
    given = [car.number.casefold() for car in reading.cars if car.number]
    return sum(number in numbers for number in given), len(given)


def _check_classes(matches: Iterable[Match], entered: Entered) -> Iterable[Fault]:
    """A class the entry list does not know, or another one than it has for that car: said, never taken over."""
    known = {compact(name) for names in entered.classes.values() for name in names}
    if not known:
        return
    for match in matches:
        given = match.car.car_class
        if not given or match.entry_id is None:
            continue
        own = {compact(name) for name in entered.classes.get(match.entry_id, ())}
        if compact(given) not in known:
            yield Fault("unknown_class", match.car.line, match.car.number, given, error=False)
        elif own and compact(given) not in own:
            yield Fault("other_class", match.car.line, match.car.number, given, error=False)


def _list_offers(reading: Reading, entered: Entered) -> tuple[Offer, ...]:
    offers = []
    for text in reading.announcements:
        for proposal in read_announcement(text):
            found = [car.entry_id for car in entered.cars if car.number.casefold() == proposal.number.casefold()]
            offers.append(Offer(proposal, found[0] if len(found) == 1 else None))
    return tuple(offers)
