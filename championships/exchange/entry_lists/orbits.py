"""The entrants of an event as MYLAPS Orbits takes them: tab-separated, one line a car.

Columns, in the order Orbits names them: Car Reg, Driver Reg, Car #, Class, Transponder, 2nd Transponder, First, Last,
Additional 1 to 6. Orbits is a Windows program without Unicode files: the text is Windows-1252, what that cannot write
loses its accents. A shared car is one line (Orbits times cars): its first driver, or who sits in it in the session
asked for; the others stand in Additional 4.
"""

import unicodedata

from championships.exchange.spreadsheets.tables import neutralise
from championships.queries.entry_lists import CrewRow, EntryListPage, EntryListRow

ENCODING = "cp1252"
HEADER = (
    *("Car Reg", "Driver Reg", "Car #", "Class", "Transponder", "2nd Transponder", "First", "Last"),
    *(f"Additional {n}" for n in range(1, 7)),
)


def export_orbits(page: EntryListPage, *, session: int | None = None) -> bytes:
    """The file, cars that are withdrawn left out. `session`: whose drivers come first."""
    lines = [HEADER, *(_build_line(row, page, session) for row in page.rows if not row.withdrawn)]
    return "".join("\t".join(map(_plain, cells)) + "\r\n" for cells in lines).encode(ENCODING)


def _build_line(row: EntryListRow, page: EntryListPage, session: int | None) -> tuple[str, ...]:
    seated = page.seats.get((session, row.pk), ()) if session is not None else ()
    by_key = {member.pk: member for member in row.crew}
    crew = [by_key[pk] for pk in seated if pk in by_key] or list(row.crew)
    driver: CrewRow | None = crew[0] if crew else None
    others = [member.name for member in row.crew if member is not driver]
    # One class a car: that of the first season that names one. Categories of people follow in a column of their own.
    parts = [row.parts[column.pk] for column in page.rounds if column.pk in row.parts]
    car_class = next((part.car_class for part in parts if part.car_class), "")
    letters = dict.fromkeys(category.letter for part in parts for category in part.categories)
    return (
        f"E{row.pk}",
        f"D{driver.pk}" if driver else "",
        row.number,
        car_class,
        row.transponder,
        row.second_transponder,
        driver.first if driver else "",
        driver.family if driver else "",
        row.team,
        row.car,
        row.entrant,
        " / ".join(others),
        " ".join(letters),
        driver.country if driver else "",
    )


def _plain(text: str) -> str:
    """A cell without tabs and line ends, in letters that Windows-1252 has."""
    flat = neutralise(" ".join(text.split()))
    kept = []
    for sign in flat:
        try:
            sign.encode(ENCODING)
        except UnicodeEncodeError:
            bare = unicodedata.normalize("NFKD", _LETTERS.get(sign, sign))
            sign = "".join(part for part in bare if part.isascii() and part.isprintable()) or "?"
        kept.append(sign)
    return "".join(kept)


_LETTERS = {"ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "ħ": "h", "’": "'"}
