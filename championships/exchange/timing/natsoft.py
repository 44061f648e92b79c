"""Natsoft pages: fixed width inside <PRE>. Cut where the headings stand, because names touch the next column."""

import re
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser

from championships.exchange.timing.alkamel_laps import sum_up
from championships.exchange.timing.announcements import read_announcement
from championships.exchange.timing.cells import clean_name, compact, find_status, is_blank, parse_count, parse_time
from championships.exchange.timing.table import find_oddities
from championships.exchange.timing.texts import decode
from championships.exchange.timing.values import (
    MAX_CARS,
    MAX_CELL,
    MAX_FAULTS,
    MAX_NUMBER,
    MAX_ROWS,
    MEBIBYTE,
    Column,
    Contents,
    Fault,
    Format,
    Meaning,
    Options,
    Reading,
    TimedCar,
    TimedLap,
    Unreadable,
    shorten,
)
from championships.scoring.vocabulary import FinishStatus, SessionKind

_MAX_PAGE = 2 * MEBIBYTE
_NUMBER = re.compile(r"^[0-9]{1,4}[A-Za-z]?$")
_RESULT_HEAD = re.compile(r"^Pos\s+Car\s+Driver\b")
_LAP_HEAD = re.compile(r"^Lap\s+-Sector#1")
_LAP_LINE = re.compile(r"^\s{0,4}(?P<n>\d{1,3})\s+[\d*-]{1,2}[:.]")
_CAR_LINE = re.compile(r"^\s{0,4}(?P<number>[0-9]{1,4}[A-Za-z]?)\s(?P<name>\S.*)$")
_FOOTS = ("____", "Fastest Sector", "Combined Fastest")
_TOKEN = re.compile(r"\S+")
_STATES = {"final": "official", "official": "official", "provisional": "provisional"}
_MEANINGS = {
    "pos": Meaning.POSITION,
    "car": Meaning.NUMBER,
    "driver": Meaning.NAME,
    "competitorteam": Meaning.TEAM,
    "vehicle": Meaning.CAR,
    "cl": Meaning.CAR_CLASS,
    "laps": Meaning.LAPS,
    "racetime": Meaning.TOTAL_TIME,
    "fastestlap": Meaning.BEST_LAP,
    "gap": Meaning.GAP,
}

type Line = tuple[int, str]


class _Page(HTMLParser):
    """The text of a page, with the line of the file each piece stands in."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: dict[int, str] = {}
        self.depth = 0
        self.closed = False

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.depth += tag == "pre"

    def handle_endtag(self, tag: str) -> None:
        self.closed = self.closed or tag == "html"

    def handle_data(self, data: str) -> None:
        line = self.getpos()[0]
        for offset, text in enumerate(data.split("\n")):
            self.lines[line + offset] = self.lines.get(line + offset, "") + text.rstrip("\r")


def read_natsoft(content: bytes, options: Options) -> Reading:
    """A page of results, of qualifying or of lap times. Raises Unreadable."""
    if len(content) > _MAX_PAGE:
        raise Unreadable(Fault("too_large"))
    text, encoding = decode(content, options.encoding)
    page = _Page()
    try:
        page.feed(text)
        page.close()
    except (AssertionError, ValueError) as error:  # what the parser of the standard library answers to broken marks
        raise Unreadable(Fault("broken_page", page.getpos()[0])) from error
    lines = sorted(page.lines.items())
    if len(lines) > MAX_ROWS:
        raise Unreadable(Fault("too_many_rows", MAX_ROWS))
    for place, (line, content_of) in enumerate(lines):
        if _RESULT_HEAD.match(content_of):
            return _read_result(lines, place, encoding)
        if _LAP_HEAD.match(content_of):
            return _read_laps(lines, place, encoding)
        if len(content_of) > 50 * MAX_CELL:
            raise Unreadable(Fault("cell_too_long", line))
    raise Unreadable(Fault("no_headings", 1))


def _read_result(lines: Sequence[Line], place: int, encoding: str) -> Reading:
    head_line, head = lines[place]
    headings = [(match.start(), match.end(), match[0]) for match in _TOKEN.finditer(head)]
    starts = {compact(word): (start, end) for start, end, word in headings}
    if not {"driver", "vehicle", "laps", "fastestlap"} <= set(starts):
        raise Unreadable(Fault("no_headings", head_line))
    cars: list[TimedCar] = []
    notes: list[str] = []
    faults: list[Fault] = []
    ended = False
    for line, text in lines[place + 1 :]:
        if not text.strip():
            continue
        if len(text) > 5 * MAX_CELL:
            raise Unreadable(Fault("cell_too_long", line, value=shorten(text, 30)))
        number = text[4 : starts["driver"][0]].strip()
        position = text[:4].strip()
        placed = not position or position.isdecimal() or find_status(position)
        if not ended and _NUMBER.match(number) and placed and text[starts["driver"][0] :].strip():
            car, found = _read_car(line, text, starts, number, position)
            cars.append(car)
            faults += found
            if len(cars) > MAX_CARS:
                raise Unreadable(Fault("too_many_cars", line))
        elif text.startswith("____"):
            ended = True
        elif not ended and _NUMBER.match(number) and text[starts["driver"][0] :].strip():
            faults.append(Fault("not_a_place", line, "Pos", shorten(position)))
        else:
            notes.append(shorten(text, 400))
    if not cars:
        faults.append(Fault("no_cars", head_line))
    elif not ended:
        faults.append(Fault("cut_off", cars[-1].line))
    titles = _list_titles(lines[:place])
    return Reading(
        format=Format.NATSOFT,
        encoding=encoding,
        columns=tuple(
            Column(index, word, _MEANINGS.get(compact(word))) for index, (_start, _end, word) in enumerate(headings)
        ),
        cars=tuple(cars),
        announcements=tuple(note for note in notes if read_announcement(note)),
        faults=(*faults, *find_oddities(cars))[:MAX_FAULTS],
        kind=_tell_kind(titles, "racetime" in starts),
        titles=titles[1:12],
        state=next((_STATES[word] for title in titles if (word := title.casefold()) in _STATES), ""),
        penalties_included=any("penalty applied" in note.casefold() for note in notes),
    )


def _read_car(
    line: int, text: str, starts: dict[str, tuple[int, int]], number: str, position: str
) -> tuple[TimedCar, list[Fault]]:
    faults: list[Fault] = []
    team = starts.get("competitorteam", starts["vehicle"])[0]
    tail = starts["cl"][0] if "cl" in starts else starts["laps"][0]
    edge = starts["cap"][0] if "cap" in starts else tail
    figures: list[str] = [name for name in ("cl", "laps", "racetime", "fastestlap", "gap") if name in starts]
    cells: dict[str, list[str]] = {name: [] for name in figures}
    for match in _TOKEN.finditer(text, tail):
        under = next((figure for figure in figures if match.end() <= starts[figure][1] + 2), figures[-1])
        if under == "laps" and not match[0].isdigit() and "cl" in cells and not cells["cl"]:
            under = "cl"
        cells[under].append(match[0])
    best = cells["fastestlap"]
    values = {
        "laps": " ".join(cells["laps"]),
        "racetime": " ".join(cells.get("racetime", ())),
        "fastestlap": best[-1].rstrip("*Rr") if best else "",
        "gap": " ".join(cells.get("gap", ())),
    }
    if len(best) > 2 or (len(best) == 2 and not best[0].isdigit()):
        faults.append(Fault("not_a_time", line, "Fastest...Lap", shorten(" ".join(best))))
    times = {}
    for name in ("racetime", "fastestlap", "gap"):
        time = parse_time(values[name])
        if time is None and find_status(values[name]) is None:
            faults.append(Fault("not_a_time", line, name, shorten(values[name])))
        times[name] = time.ms if time else None
    laps = parse_count(values["laps"])
    if laps is None and not is_blank(values["laps"]):
        faults.append(Fault("not_a_count", line, "Laps", shorten(values["laps"])))
    status = find_status(position)
    if status is None and not position:
        nothing = not laps and times["fastestlap"] is None
        status = FinishStatus.DNS if nothing else FinishStatus.NC
        faults.append(Fault("nothing_but_a_name" if nothing else "no_place", line, "", number, error=False))
    car = TimedCar(
        line=line,
        number=number[:MAX_NUMBER],
        position=int(position) if position.isdecimal() else None,
        status=status or FinishStatus.CLASSIFIED,
        laps=laps,
        time_ms=times["racetime"],
        time_text=values["racetime"][:24],
        gap_text=values["gap"][:24],
        best_lap_ms=times["fastestlap"],
        car_class=" ".join(cells.get("cl", ()))[:20],
        team=text[team : starts["vehicle"][0]].strip(),
        car=text[starts["vehicle"][0] : edge].strip()[:80],
        names=tuple(name for part in text[starts["driver"][0] : team].split("/") if (name := clean_name(part)[:120])),
    )
    return car, faults


def _list_titles(lines: Sequence[Line]) -> tuple[str, ...]:
    """What stands above the table, without the rules drawn there."""
    return tuple(shorten(text, 120) for _line, text in lines if text.strip() and not text.startswith("____"))


def _tell_kind(titles: Sequence[str], raced: bool) -> SessionKind:
    words = compact(" ".join(titles))
    if "qualifying" in words:
        return SessionKind.QUALIFYING
    return SessionKind.RACE if raced else SessionKind.PRACTICE


def _read_laps(lines: Sequence[Line], place: int, encoding: str) -> Reading:
    _head_line, head = lines[place]
    slots = list(_find_slots(head))
    laps: list[TimedLap] = []
    about: dict[str, TimedCar] = {}
    faults: list[Fault] = []
    seen: set[tuple[str, int]] = set()
    current: TimedCar | None = None
    ended = False
    for line, text in lines[place + 1 :]:
        if text.startswith(_FOOTS):
            ended = True
        if ended or not text.strip():
            continue
        if match := _LAP_LINE.match(text):
            if current is None:
                faults.append(Fault("lap_without_car", line, value=shorten(text)))
                continue
            for offset, (start, end) in enumerate(slots):
                written = text[start:end].strip()
                n = int(match["n"]) + offset
                if not written or n < 1:
                    continue
                in_pit = written.endswith("p")
                time = parse_time(written.rstrip("p*Rr") if not written.startswith("*") else written)
                if time is None or (current.number, n) in seen:
                    faults.append(Fault("lap_twice" if time else "not_a_time", line, f"{n}", shorten(written)))
                    continue
                seen.add((current.number, n))
                laps.append(TimedLap(line=line, number=current.number, n=n, time_ms=time.ms, in_pit=in_pit))
        elif match := _CAR_LINE.match(text):
            current = TimedCar(line=line, number=match["number"], names=(clean_name(match["name"])[:120],))
            if current.number in about:
                faults.append(Fault("number_twice", line, str(about[current.number].line), current.number))
            about[current.number] = current
        else:
            faults.append(Fault("broken_row", line, value=shorten(text)))
    if not laps:
        faults.append(Fault("no_cars", lines[place][0]))
    elif not ended:
        faults.append(Fault("cut_off", laps[-1].line))
    if len(about) > MAX_CARS:
        raise Unreadable(Fault("too_many_cars", lines[place][0]))
    titles = _list_titles(lines[:place])
    summed = sum_up(laps, about)
    return Reading(
        format=Format.NATSOFT_LAPS,
        contents=Contents.LAPS,
        encoding=encoding,
        cars=tuple(_name(car, about[car.number]) for car in summed),
        laps=tuple(laps),
        faults=tuple(faults[:MAX_FAULTS]),
        kind=None if not any("qualifying" in title.casefold() for title in titles) else SessionKind.QUALIFYING,
        titles=titles[1:12],
    )


def _name(car: TimedCar, heading: TimedCar) -> TimedCar:
    return TimedCar(
        line=heading.line,
        number=car.number,
        position=car.position,
        laps=car.laps,
        best_lap_ms=car.best_lap_ms,
        second_best_ms=car.second_best_ms,
        names=heading.names,
    )


def _find_slots(head: str) -> Iterator[tuple[int, int]]:
    """Where the lap times stand: under each "Lap.Time", up to the next group."""
    groups = [match.start() for match in re.finditer(r"-Sector#1", head)]
    for index, match in enumerate(re.finditer(r"Lap\.Time", head)):
        end = groups[index + 1] if index + 1 < len(groups) else match.end() + 4
        yield match.start() - 1, end
