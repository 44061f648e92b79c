"""An entry list as a table of text, for CSV and XLSX: what is written here can be read back and changes nothing."""

from championships.exchange.entry_lists.words import MOST_DRIVERS, write_heading, write_part
from championships.exchange.spreadsheets.writing import write_csv, write_xlsx
from championships.queries.entry_lists import EntryListPage, EntryListRow


def build_table(page: EntryListPage, language: str) -> tuple[list[str], list[list[str]]]:
    """Header and rows, in the language. No birth date and no licence: this file goes from hand to hand."""
    crews = max([2, *(len(row.crew) for row in page.rows)])
    drivers = min(crews, MOST_DRIVERS)
    alone = len(page.rounds) == 1
    keys = [("" if alone else f":{column.key}", column.pk) for column in page.rounds]
    fields = [
        "number",
        *(f"driver:{place}" for place in range(1, drivers + 1)),
        "replaces",
        "team",
        "entrant",
        "car",
        "transponder",
        "second_transponder",
        *(name for suffix, _pk in keys for name in (f"part{suffix}", f"car_class{suffix}")),
        "withdrawn",
    ]
    header = [write_heading(field, language) for field in fields]
    return header, [_build_row(row, drivers, [pk for _suffix, pk in keys], language) for row in page.rows]


def _build_row(row: EntryListRow, drivers: int, rounds: list[int], language: str) -> list[str]:
    crew = [member.name for member in row.crew[:drivers]]
    parts: list[str] = []
    for pk in rounds:
        part = row.parts.get(pk)
        parts += [
            write_part((part.scores, part.guest) if part else None, language),
            part.car_class if part else "",
        ]
    return [
        row.number,
        *crew,
        *[""] * (drivers - len(crew)),
        row.crew[0].replaced if row.crew else "",
        row.team,
        row.entrant,
        row.car,
        row.transponder,
        row.second_transponder,
        *parts,
        ("oui" if language.startswith("fr") else "yes") if row.withdrawn else "",
    ]


def export_csv(page: EntryListPage, language: str) -> bytes:
    """A semicolon in French, where spreadsheets expect it; a comma in English."""
    header, rows = build_table(page, language)
    return write_csv(header, rows, separator=";" if language.startswith("fr") else ",")


def export_xlsx(page: EntryListPage, language: str) -> bytes:
    header, rows = build_table(page, language)
    return write_xlsx(page.name, header, rows)
