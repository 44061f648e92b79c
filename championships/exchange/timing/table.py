"""Rows under headings become cars: what CSV files, spreadsheets and any other table have in common."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from championships.exchange.timing.cells import (
    Time,
    clean_name,
    clean_number,
    find_laps_behind,
    find_leading_status,
    find_status,
    is_blank,
    parse_count,
    parse_place,
    parse_time,
    split_names,
)
from championships.exchange.timing.texts import Row
from championships.exchange.timing.values import (
    MAX_CARS,
    MAX_LAPS,
    MAX_NUMBER,
    RESULT_COLUMNS,
    Column,
    Fault,
    Meaning,
    TimedCar,
    Unreadable,
    shorten,
)
from championships.scoring.vocabulary import FinishStatus

_TIMES = (Meaning.TOTAL_TIME, Meaning.BEST_LAP, Meaning.SECOND_BEST)
_PEOPLE = (Meaning.NAME, Meaning.FIRST_NAME, Meaning.LAST_NAME)
_RANK = (FinishStatus.DSQ, FinishStatus.EX, FinishStatus.DNS, FinishStatus.DNQ, FinishStatus.WD, FinishStatus.DNF)


@dataclass(slots=True)
class Gathered:
    """What a table gave."""

    cars: list[TimedCar] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)  # lines that are no car: announcements, margins, signatories
    faults: list[Fault] = field(default_factory=list)


def read_table(rows: Iterable[Row], columns: Sequence[Column]) -> Gathered:
    """The cars of the rows below the headings. Raises Unreadable where no column tells the cars apart."""
    meanings = {column.meaning for column in columns}
    if not meanings & {Meaning.NUMBER, Meaning.NAME, Meaning.LAST_NAME, Meaning.TRANSPONDER, Meaning.LICENCE}:
        raise Unreadable(Fault("no_car_column"))
    needed = max((column.index for column in columns if column.meaning not in (None, Meaning.IGNORED)), default=0)
    width = len(columns)
    gathered = Gathered()
    section: FinishStatus | None = None
    for line, cells in rows:
        filled = [cell for cell in cells if cell]
        if not filled:
            continue
        announced = find_leading_status(filled[0]) if len(filled) == 1 else None
        if announced:
            section = announced
            continue
        reader = _RowReader(line, _pad(cells, width), columns)
        if not reader.names_a_car() or len(filled) == 1:
            gathered.notes.append(shorten(" ".join(filled), 400))
            continue
        if len(cells) <= needed:
            gathered.faults.append(Fault("row_short", line, value=shorten(" ".join(filled), 30)))
        elif any(cells[width:]):
            gathered.faults.append(Fault("row_long", line, value=shorten(" ".join(filled), 30)))
        gathered.cars.append(reader.read(section))
        gathered.faults += reader.faults
        if len(gathered.cars) > MAX_CARS:
            raise Unreadable(Fault("too_many_cars", line))
    gathered.faults += find_oddities(gathered.cars)
    return gathered


def _pad(cells: list[str], width: int) -> list[str]:
    return cells if len(cells) >= width else [*cells, *[""] * (width - len(cells))]


class _RowReader:
    """One row: its cells by meaning, and what cannot be read of it."""

    def __init__(self, line: int, cells: Sequence[str], columns: Sequence[Column]) -> None:
        self.line = line
        self.faults: list[Fault] = []
        self.cells: dict[Meaning, list[tuple[Column, str]]] = {}
        for column in columns:
            if column.meaning not in (None, Meaning.IGNORED):
                self.cells.setdefault(column.meaning, []).append((column, cells[column.index]))  # type: ignore[arg-type]

    def names_a_car(self) -> bool:
        keys = (Meaning.NUMBER, Meaning.TRANSPONDER, Meaning.LICENCE, *_PEOPLE)
        return any(not is_blank(text) for meaning in keys for _column, text in self.cells.get(meaning, ()))

    def text(self, meaning: Meaning) -> str:
        return next((text for _column, text in self.cells.get(meaning, ())), "")

    def texts(self, meaning: Meaning) -> tuple[str, ...]:
        found = (text for _column, text in self.cells.get(meaning, ()))
        return tuple(text for text in found if not is_blank(text))

    def complain(self, code: str, meaning: Meaning, value: str = "") -> None:
        column = next((column for column, _text in self.cells.get(meaning, ())), None)
        given = value or self.text(meaning)
        self.faults.append(Fault(code, self.line, column.heading if column else "", shorten(given)))

    def read(self, section: FinishStatus | None) -> TimedCar:
        number = clean_number(self.text(Meaning.NUMBER))
        if len(number) > MAX_NUMBER:
            self.complain("number_too_long", Meaning.NUMBER)
        position = self._read_count(Meaning.POSITION, parse_place)
        self._read_count(Meaning.CLASS_POSITION, parse_place)
        laps = self._read_count(Meaning.LAPS, parse_count)
        if laps is not None and laps > MAX_LAPS:
            self.complain("laps_impossible", Meaning.LAPS)
            laps = None
        times = {meaning: self._read_time(meaning) for meaning in _TIMES}
        gap = self._read_gap()
        self._check_status()
        status = self._find_status(section)
        if status is None:
            plain = position is None and not laps and not any(times.values())
            status = FinishStatus.DNS if plain else FinishStatus.CLASSIFIED
            if plain:
                self.faults.append(Fault("nothing_but_a_name", self.line, value=number, error=False))
        total = self.text(Meaning.TOTAL_TIME)
        return TimedCar(
            line=self.line,
            number=number,
            position=position,
            status=status,
            laps=laps,
            time_ms=times[Meaning.TOTAL_TIME],
            time_text=total[:24] if times[Meaning.TOTAL_TIME] is not None else "",
            gap_text=gap[:24],
            best_lap_ms=times[Meaning.BEST_LAP],
            second_best_ms=times[Meaning.SECOND_BEST],
            grid=self._read_grid(),
            car_class=self.text(Meaning.CAR_CLASS)[:20],
            team=shorten(self.text(Meaning.TEAM), 120),
            car=shorten(" ".join(self.texts(Meaning.CAR)), 80),
            names=self._read_names(),
            licences=self.texts(Meaning.LICENCE),
            transponders=self.texts(Meaning.TRANSPONDER),
        )

    def _read_count(self, meaning: Meaning, parse: object) -> int | None:
        text = self.text(meaning)
        if is_blank(text) or find_status(text):
            return None
        value: int | None = parse(text)  # type: ignore[operator]
        if value is None and meaning is not Meaning.CLASS_POSITION:
            self.complain("not_a_place" if meaning is Meaning.POSITION else "not_a_count", meaning)
        return value

    def _read_time(self, meaning: Meaning) -> int | None:
        text = self.text(meaning)
        if find_status(text) or find_laps_behind(text) is not None:
            return None
        time = parse_time(text)
        if time is None:
            self.complain("not_a_time", meaning)
        return time.ms if time else None

    def _read_gap(self) -> str:
        """The gap as written. A total time or a place may hold "1 lap" instead."""
        for meaning in (Meaning.GAP, Meaning.TOTAL_TIME, Meaning.POSITION, Meaning.INTERVAL):
            text = self.text(meaning)
            if find_laps_behind(text) is not None:
                if meaning is not Meaning.INTERVAL:
                    return text
            elif meaning in (Meaning.GAP, Meaning.INTERVAL) and not find_status(text) and not _is_gap(text):
                self.complain("not_a_time", meaning)
            elif meaning is Meaning.GAP and not find_status(text) and parse_time(text) != Time(None):
                return text
        return ""

    def _check_status(self) -> None:
        text = self.text(Meaning.STATUS)
        if not is_blank(text) and find_status(text) is None and find_laps_behind(text) is None:
            self.complain("unknown_status", Meaning.STATUS)

    def _find_status(self, section: FinishStatus | None) -> FinishStatus | None:
        """DNF, DNS, DSQ… wherever it stands; the gravest where several stand. None: nothing says anything."""
        found = {
            status
            for meaning in RESULT_COLUMNS
            for _column, text in self.cells.get(meaning, ())
            if (status := find_status(text))
        }
        grave = found - {FinishStatus.CLASSIFIED}
        for status in _RANK:
            if status in grave:
                return status
        if grave:
            return FinishStatus.NC
        return section or (FinishStatus.CLASSIFIED if found else None)

    def _read_grid(self) -> str:
        text = self.text(Meaning.GRID)
        if is_blank(text) or find_status(text):
            return ""
        place = parse_place(text)
        if place is None and len(text) > 8:
            self.complain("not_a_place", Meaning.GRID)
            return ""
        return str(place) if place is not None else text

    def _read_names(self) -> tuple[str, ...]:
        parts: dict[int, dict[Meaning, str]] = {}
        names: list[str] = []
        for meaning in _PEOPLE:
            for column, text in self.cells.get(meaning, ()):
                if is_blank(text):
                    continue
                if meaning is Meaning.NAME:
                    names += split_names(text)
                else:
                    parts.setdefault(column.driver, {})[meaning] = clean_name(text)
        for driver in sorted(parts):
            part = parts[driver]
            names.append(" ".join(filter(None, (part.get(Meaning.FIRST_NAME), part.get(Meaning.LAST_NAME)))))
        return tuple(dict.fromkeys(name[:120] for name in names if name))


def _is_gap(text: str) -> bool:
    given = text.strip().lstrip("+-").strip()
    return parse_time(given) is not None or (given.isdigit() and len(given) <= 3)


def find_oddities(cars: Sequence[TimedCar]) -> Iterator[Fault]:
    """What the rows say against each other: notices, with the line of the later row."""
    numbers: dict[str, int] = {}
    places: dict[int, int] = {}
    overall = not restarts(cars)
    if not overall:
        yield Fault("places_by_class", cars[0].line, error=False)
    leader = next((car for car in cars if car.position == 1), None)
    for car in cars:
        if car.number and numbers.setdefault(car.number, car.line) != car.line:
            yield Fault("number_twice", car.line, str(numbers[car.number]), car.number, error=False)
        if overall and car.position and places.setdefault(car.position, car.line) != car.line:
            yield Fault("place_twice", car.line, str(places[car.position]), str(car.position), error=False)
        ahead = leader is not None and leader.time_ms and leader.laps and car.laps and car.laps > leader.laps
        if ahead and leader is not None:
            yield Fault("more_laps_than_first", car.line, car.number, f"{car.laps} > {leader.laps}", error=False)


def restarts(cars: Sequence[TimedCar]) -> bool:
    """Whether the places start again: a file by class, whose places are no order of the whole field."""
    held = Counter(car.position for car in cars if car.position is not None)
    return sum(count - 1 for count in held.values()) * 3 > held.total()


def spell_order(cars: Sequence[TimedCar]) -> Mapping[int, int]:
    """Line of the file -> order given by timing. A row without a place follows in the order of the file.

    In a file by class the order is that of laps and times where every classified car has both, else that of the file.
    """
    if restarts(cars):
        running = [car for car in cars if car.status is FinishStatus.CLASSIFIED]
        if all(car.laps and car.time_ms for car in running):
            running.sort(key=lambda car: (-(car.laps or 0), car.time_ms or 0, car.line))
            others = [car for car in cars if car.status is not FinishStatus.CLASSIFIED]
            return {car.line: order for order, car in enumerate([*running, *others], start=1)}
        return {car.line: order for order, car in enumerate(cars, start=1)}
    order = {car.line: car.position for car in cars if car.position is not None}
    last = max(order.values(), default=0)
    for car in cars:
        if car.line not in order:
            last += 1
            order[car.line] = last
    return order
