"""A table as a file to keep: the rows of the page, figures exact, headings in the language of the address."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, quote_etag
from django.utils.translation import gettext as _

from championships.exchange.spreadsheets.writing import Cell, write_csv, write_xlsx
from championships.formatting.numbers import find_decimal
from championships.formatting.statuses import status_words
from championships.public.api.addresses import address
from championships.public.api.schema import encode
from championships.public.api.standings import tell_standings
from championships.public.as_of import Moment
from championships.public.languages import language
from championships.public.standings_table import name_kind
from championships.queries.revisions import find_revision
from championships.queries.standing_lines import Cell as RaceCell
from championships.queries.standing_lines import Line
from championships.queries.standings import StandingsPage


def write_standings_csv(page: StandingsPage) -> bytes:
    """As the spreadsheets of the reader's country take it: semicolon and decimal comma in French."""
    french = language() == "fr"
    return write_csv(
        list_heads(page), list_rows(page), separator=";" if french else ",", decimal="," if french else "."
    )


def write_standings_xlsx(page: StandingsPage) -> bytes:
    return write_xlsx(page.title, list_heads(page), list_rows(page))


def name_file(page: StandingsPage, form: str) -> str:
    """ "coupe-2025-general-after-4-race4.csv": what the table is, without the site."""
    stop = f"after-{page.stop.round}" if page.whole_round else f"after-{page.stop.round}-{page.stop.key}"
    return f"{page.season.championship}-{page.season.label}-{page.key}-{stop}.{form}"


def list_heads(page: StandingsPage) -> list[str]:
    return [
        _("Place"),
        _("Shared"),
        name_kind(page.kind),
        _("Number"),
        _("Team"),
        _("Class"),
        *([_("Overall")] if page.has_overall else []),
        _("Points"),
        _("Gross"),
        _("Dropped"),
        _("Deducted"),
        _("Gap"),
        _("To next"),
        _("Wins"),
        _("Podiums"),
        _("Places gained"),
        *(f"{column.session.event.name}, {column.session.name}" for column in page.columns),
        _("Results dropped"),
    ]


def list_rows(page: StandingsPage) -> Iterable[Sequence[Cell]]:
    """The rows in the order of the table. What is not published or not yet run is an empty cell."""
    words = status_words()
    for line in page.lines:
        yield [
            *_write_head(page, line),
            *(_write_race(cell, words) for cell in line.cells),
            "; ".join(
                f"{column.session.event.name}, {column.session.name}"
                for column, cell in zip(page.columns, line.cells, strict=True)
                if cell.dropped
            ),
        ]


def _write_head(page: StandingsPage, line: Line) -> Iterable[Cell]:
    competitor = line.competitor
    yield line.mark or ("" if line.position is None else line.position)
    yield _("yes") if line.tied else ""
    yield competitor.name
    yield competitor.number
    yield competitor.team.name if competitor.team else ""
    yield ", ".join(rank.category.name for rank in line.classes)
    if page.has_overall:
        yield "" if line.overall is None else line.overall.mark or _write_figure(line.overall.position)
    for figure in (line.points, line.gross):
        yield _write_figure(figure)
    known = line.gross is not None
    yield _write_figure(line.dropped if known else None)
    yield _write_figure(line.deducted if known else None)
    for value in (line.gap, line.ahead, line.wins, line.podiums, line.movement):
        yield _write_figure(value)


def _write_race(cell: RaceCell, words: dict[str, tuple[str, str]]) -> Cell:
    if cell.statuses and cell.best_place is None and not cell.points:
        return words.get(cell.statuses[0], (cell.statuses[0].lower(), ""))[0]
    return _write_figure(cell.points)


def _write_figure(value: Fraction | int | None) -> Cell:
    """A figure, exact: "50/3" where no decimal is; empty where it is not known."""
    if value is None:
        return ""
    if isinstance(value, int):
        return value
    exact = find_decimal(value)
    return f"{value.numerator}/{value.denominator}" if exact is None else exact


def write_standings_json(page: StandingsPage, request: HttpRequest, moment: Moment) -> bytes:
    """The same shape as the answer of the API."""
    revision = find_revision(page.season.pk, at=moment.at)
    return encode(tell_standings(page, address(request), revision, as_of=moment.at if moment else None))


type Writer = Callable[[StandingsPage, HttpRequest, Moment], bytes]

# Ending -> kind of the file, and who writes it.
WRITERS: dict[str, tuple[str, Writer]] = {
    "csv": ("text/csv; charset=utf-8", lambda page, _request, _moment: write_standings_csv(page)),
    "xlsx": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        lambda page, _request, _moment: write_standings_xlsx(page),
    ),
    "json": ("application/json", write_standings_json),
}


def answer_file(request: HttpRequest, page: StandingsPage, form: str, moment: Moment) -> HttpResponse:
    """The file, to be saved under a name that says what it is; not sent again to who holds it."""
    media_type, write = WRITERS[form]
    content = write(page, request, moment)
    answer = HttpResponse(content, content_type=media_type)
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name_file(page, form))
    # A workbook holds the time it was written at: it is told by what it says.
    said = content if form != "xlsx" else repr((list_heads(page), list(list_rows(page)))).encode()
    answer["ETag"] = quote_etag(hashlib.sha256(said).hexdigest()[:32])
    answer["X-Content-Type-Options"] = "nosniff"
    return get_conditional_response(request, etag=answer["ETag"], response=answer) or answer
