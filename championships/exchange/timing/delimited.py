"""Comma, semicolon and tab files: Al Kamel classifications, MYLAPS Orbits exports, anything with headings.

One reader for the three, because all are read by their headings; which one wrote it is told by them.
"""

from collections.abc import Sequence
from dataclasses import replace

from championships.exchange.timing import alkamel_laps
from championships.exchange.timing.announcements import read_announcement
from championships.exchange.timing.cells import compact, is_blank
from championships.exchange.timing.headings import read_headings
from championships.exchange.timing.table import Gathered, read_table
from championships.exchange.timing.texts import (
    SEPARATORS,
    Row,
    decode,
    find_header,
    guess_separator,
    read_rows,
)
from championships.exchange.timing.values import (
    Column,
    Contents,
    Fault,
    Format,
    Meaning,
    Options,
    Reading,
    Unreadable,
    shorten,
)
from championships.scoring.vocabulary import SessionKind

_ORBITS = frozenset(
    {"totaltm", "besttm", "inlap", "pic", "2ndbesttm", "insession", "overallbesttm", "avgspeed", "difftm", "bestspeed"}
)
_ALKAMEL = frozenset({"gapfirst", "gapprevious", "flkph", "fltime", "bestlapkph", "classtype", "fllapnum"})
_FIGURES = frozenset(
    {Meaning.POSITION, Meaning.LAPS, Meaning.TOTAL_TIME, Meaning.BEST_LAP, Meaning.GAP, Meaning.STATUS}
)


def read_delimited(content: bytes, options: Options) -> Reading:
    """A file of rows. Raises Unreadable."""
    text, encoding = decode(content, options.encoding)
    separator = options.separator or guess_separator(text)
    if separator not in SEPARATORS:
        raise Unreadable(Fault("unknown_separator", value=shorten(separator)))
    rows = list(read_rows(text, separator))
    reading = read_rows_below(rows, options, written_by=Format.CSV)
    return replace(reading, encoding=encoding, separator=separator)


def read_rows_below(rows: Sequence[Row], options: Options, *, written_by: Format) -> Reading:
    """The cars of a table given as rows, its headings among the first of them. Raises Unreadable."""
    if not any(any(cells) for _line, cells in rows):
        raise Unreadable(Fault("empty_file"))
    place = find_header(rows)
    header_line, headings = rows[place]
    while headings and not headings[-1]:
        headings = headings[:-1]  # the separator that ends every line of Al Kamel
    if alkamel_laps.is_lap_file(headings):
        return alkamel_laps.read_laps(rows[place + 1 :], headings)
    if written_by is Format.CSV:
        written_by = _tell_format(headings)
    below = rows[place + 1 :]
    columns = _refine(read_headings(headings, chosen=options.columns, kind=options.kind), below, options)
    gathered = read_table(below, columns)
    titles = tuple(shorten(" ".join(filter(None, cells)), 200) for _line, cells in rows[:place] if any(cells))
    contents = _tell_contents(columns)
    # On a list of grid places a number and a name are all there is.
    faults = [fault for fault in gathered.faults if contents is not Contents.GRID or fault.code != "nothing_but_a_name"]
    if not gathered.cars:
        faults.append(Fault("no_cars", header_line))
    return Reading(
        format=written_by,
        contents=contents,
        columns=columns,
        cars=tuple(gathered.cars),
        announcements=tuple(note for note in gathered.notes if read_announcement(note)),
        faults=tuple(faults),
        kind=_tell_kind(headings, titles),
        titles=(*titles, *_list_notes(gathered)),
    )


def _list_notes(gathered: Gathered) -> tuple[str, ...]:
    return tuple(note for note in gathered.notes[:20] if not read_announcement(note))


def _tell_format(headings: Sequence[str]) -> Format:
    words = {compact(heading) for heading in headings}
    if len(words & _ALKAMEL) >= 2 or {"position", "number", "totaltime"} <= words:
        return Format.ALKAMEL
    if words & _ORBITS:
        return Format.ORBITS
    if words == {"pos", "number", "lap", "time"} or {"pos", "number", "lap", "time"} < words:
        return Format.ALKAMEL
    return Format.CSV


def _tell_contents(columns: Sequence[Column]) -> Contents:
    """A table of numbers and places on the grid, and no figures of a session, is a grid."""
    meanings = {column.meaning for column in columns}
    if Meaning.GRID in meanings and not meanings & (_FIGURES - {Meaning.POSITION}):
        return Contents.GRID
    return Contents.CLASSIFICATION


def _tell_kind(headings: Sequence[str], titles: Sequence[str]) -> SessionKind | None:
    text = compact(" ".join(titles))
    for kind, words in (
        (SessionKind.QUALIFYING, ("qualif", "qualifying", "zeittraining", "kwalificatie", "clasificacion")),
        (SessionKind.PRACTICE, ("practice", "essais", "training", "freietraining")),
        (SessionKind.RACE, ("race", "course", "rennen", "carrera", "gara")),
    ):
        if any(word in text for word in words):
            return kind
    words_of = {compact(heading) for heading in headings}
    return SessionKind.RACE if "totaltime" in words_of and "gapfirst" in words_of else None


def _refine(columns: tuple[Column, ...], rows: Sequence[Row], options: Options) -> tuple[Column, ...]:
    """A "Best Lap" of whole numbers is the lap it was set in, and not its time."""
    refined = []
    for column in columns:
        if column.meaning is Meaning.BEST_LAP and column.index not in options.columns:
            cells = [cells[column.index] for _line, cells in rows if len(cells) > column.index]
            given = [cell for cell in cells if not is_blank(cell)]
            if given and all(cell.isdigit() and len(cell) <= 3 for cell in given):
                column = replace(column, meaning=Meaning.BEST_LAP_N)
        refined.append(column)
    return tuple(refined)
