"""Al Kamel "23 Analysis": a row a lap. The headings have spaces behind some separators; extra sections vary."""

from collections.abc import Iterable, Sequence

from championships.exchange.timing.cells import clean_name, clean_number, compact, is_blank, parse_count, parse_time
from championships.exchange.timing.texts import Row
from championships.exchange.timing.values import (
    MAX_CARS,
    MAX_FAULTS,
    MAX_LAPS,
    MAX_NUMBER,
    Column,
    Contents,
    Fault,
    Format,
    Meaning,
    Reading,
    TimedCar,
    TimedLap,
    Unreadable,
    shorten,
)
from championships.scoring.laps import RunLap, rank_by_laps

_NEEDED = ("number", "lapnumber", "laptime")
_USED = {
    "number": Meaning.NUMBER,
    "drivername": Meaning.NAME,
    "class": Meaning.CAR_CLASS,
    "team": Meaning.TEAM,
    "manufacturer": Meaning.CAR,
    "laptime": Meaning.BEST_LAP,
    "lapnumber": Meaning.LAPS,
    "elapsed": Meaning.TOTAL_TIME,
}
_FLAGS = frozenset({"GF", "SF", "FCY", "SC", "RF", "YF", "FF", "VSC"})


def is_lap_file(headings: Sequence[str]) -> bool:
    return {compact(heading) for heading in headings}.issuperset(_NEEDED)


def read_laps(rows: Iterable[Row], headings: Sequence[str]) -> Reading:
    """The laps, and a car for each number: laps run, time since the start, best laps. Its order is that of both."""
    place = {compact(heading): index for index, heading in reversed(list(enumerate(headings)))}
    faults: list[Fault] = []
    laps: list[TimedLap] = []
    about: dict[str, TimedCar] = {}
    seen: dict[tuple[str, int], int] = {}
    width = max(place[word] for word in (*_NEEDED, *(set(place) & {"elapsed", "flagatfl", "drivername"}))) + 1

    def cell(cells: Sequence[str], word: str) -> str:
        index = place.get(word)
        return cells[index] if index is not None and index < len(cells) else ""

    for line, cells in rows:
        if not any(cells):
            continue
        if len(cells) < width:
            faults.append(Fault("row_short", line, value=shorten(" ".join(cells), 30)))
            continue
        number, n = clean_number(cell(cells, "number")), parse_count(cell(cells, "lapnumber"))
        if not number or len(number) > MAX_NUMBER:
            faults.append(Fault("not_a_number", line, "NUMBER", shorten(cell(cells, "number"))))
            continue
        if n is None or not 0 < n <= MAX_LAPS:
            faults.append(Fault("not_a_count", line, "LAP_NUMBER", shorten(cell(cells, "lapnumber"))))
            continue
        times = {}
        for word in ("laptime", "elapsed"):
            time = parse_time(cell(cells, word))
            if time is None:
                faults.append(Fault("not_a_time", line, headings[place[word]], shorten(cell(cells, word))))
            times[word] = time.ms if time else None
        if seen.setdefault((number, n), line) != line:
            faults.append(Fault("lap_twice", line, str(seen[number, n]), f"#{number}, {n}"))
            continue
        name = clean_name(cell(cells, "drivername"))
        flag = cell(cells, "flagatfl").upper()
        laps.append(
            TimedLap(
                line=line,
                number=number,
                n=n,
                time_ms=times["laptime"],
                elapsed_ms=times["elapsed"],
                in_pit=cell(cells, "crossingfinishlineinpit").upper() == "B",
                flag=flag if flag in _FLAGS else "",
                driver="" if is_blank(name) else name[:120],
            )
        )
        if number not in about:
            about[number] = TimedCar(
                line=line,
                number=number,
                car_class=cell(cells, "class")[:20],
                team=shorten(cell(cells, "team"), 120),
                car=shorten(cell(cells, "manufacturer"), 80),
            )
            if len(about) > MAX_CARS:
                raise Unreadable(Fault("too_many_cars", line))
    if not laps:
        faults.append(Fault("no_cars"))
    return Reading(
        format=Format.ALKAMEL_LAPS,
        contents=Contents.LAPS,
        columns=tuple(
            Column(index, shorten(heading), _USED.get(compact(heading)) or _known(heading))
            for index, heading in enumerate(headings)
        ),
        cars=sum_up(laps, about),
        laps=tuple(laps),
        faults=tuple(faults[:MAX_FAULTS]),
    )


def _known(heading: str) -> Meaning | None:
    used = {"drivernumber", "crossingfinishlineinpit", "flagatfl"}
    return Meaning.IGNORED if compact(heading) in used else None


def sum_up(laps: Sequence[TimedLap], about: dict[str, TimedCar]) -> tuple[TimedCar, ...]:
    """A car for each number, in the order of laps run and time since the start."""
    people: dict[str, dict[str, None]] = {}
    for lap in laps:
        people.setdefault(lap.number, {})
        if lap.driver:
            people[lap.number][lap.driver] = None
    runs = rank_by_laps([RunLap(lap.number, lap.n, lap.time_ms, lap.elapsed_ms) for lap in laps])
    return tuple(
        TimedCar(
            line=about[run.car].line,
            number=run.car,
            position=place,
            laps=run.laps,
            time_ms=run.elapsed_ms,
            best_lap_ms=run.best_ms,
            second_best_ms=run.second_best_ms,
            car_class=about[run.car].car_class,
            team=about[run.car].team,
            car=about[run.car].car,
            names=tuple(people[run.car]),
        )
        for place, run in enumerate(runs, start=1)
    )
