"""The race cells of a standings table: heads, and one ready string a row. Everything is escaped here."""

from collections.abc import Iterable, Mapping, Sequence

from django.urls import reverse
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from championships.formatting.abbreviations import abbreviate_all
from championships.formatting.dates import write_days
from championships.formatting.numbers import write_points
from championships.formatting.statuses import status_words
from championships.public.languages import language
from championships.public.tables import EMPTY, not_published
from championships.public.words import label_race
from championships.queries.standing_lines import Cell, Column


class RaceCells:
    """Writes the cells of one table. `write` is the only function that makes markup of a cell."""

    def __init__(self, columns: Sequence[Column], last_round: int = 0) -> None:
        """`last_round`: the meeting that a table in short still shows."""
        self.language = language()
        self.statuses = status_words()
        self.unknown = not_published()
        self.fastest = format_html('<span class="vh"> {}</span>', _("fastest lap"))
        self.dropped = format_html('<span class="vh"> {}</span>', _("dropped"))
        self.classes = [_class_of(column, last_round) for column in columns]

    def write(self, cells: Iterable[Cell]) -> SafeString:
        """`<td>` elements, one a race, as one string. Texts are escaped; figures are made here."""
        written = []
        for css, cell in zip(self.classes, cells, strict=True):
            content = self._write_content(cell)
            written.append(f'<td class="{css}{" f" if cell.fastest_lap else ""}">{content}</td>')
        return mark_safe("".join(written))  # noqa: S308 - made of escaped texts, two lines above

    def _write_content(self, cell: Cell) -> str:
        if cell.unknown:
            return self.unknown
        text: str = escape(self._write_text(cell))
        if not text:
            return ""
        if cell.best_place == 1:
            text = f'<b class="w">{text}</b>'
        elif cell.best_place is not None and cell.best_place <= 3:
            text = f"<b>{text}</b>"
        if cell.dropped:
            text = f"<s>({text})</s>{self.dropped}"
        return f"{text}{self.fastest}" if cell.fastest_lap else text

    def _write_text(self, cell: Cell) -> str:
        if cell.statuses and cell.best_place is None and not cell.points:
            status = cell.statuses[0]
            return self.statuses.get(status, (status.lower(), ""))[0]
        return write_points(cell.points, self.language)


def list_statuses(rows: Iterable[Iterable[Cell]]) -> list[tuple[str, str]]:
    """(letters, words) of every status that stands in a cell: the legend."""
    shown = {
        cell.statuses[0]
        for cells in rows
        for cell in cells
        if cell.statuses and cell.best_place is None and not cell.points
    }
    return [words for status, words in status_words().items() if status in shown]


def _class_of(column: Column, last_round: int) -> str:
    return (
        "rc"
        + (" lm" if column.session.round == last_round else "")
        + (" e" if column.opens_round else "")
        + (" pv" if column.provisional else "")
    )


def write_heads(columns: Sequence[Column], last_round: int = 0) -> tuple[SafeString, SafeString]:
    """Head cells of the races: one row where every meeting has one race, else meetings above their races."""
    if not columns:
        return EMPTY, EMPTY
    short = _shorten(columns)
    if max(column.round_size for column in columns) == 1:
        heads = [
            _write_race(column, short[column.session.round], column.session.event.name, last_round)
            for column in columns
        ]
        return _join(heads), EMPTY
    meetings = [
        _write_meeting(column, short[column.session.round], last_round) for column in columns if column.opens_round
    ]
    races = [
        _write_race(column, label_race(column.session.key, column.session.name), column.session.event.name, last_round)
        for column in columns
    ]
    return _join(meetings), _join(races)


def _shorten(columns: Sequence[Column]) -> Mapping[int, str]:
    events = {column.session.round: column.session.event.name for column in columns if column.opens_round}
    return dict(zip(events, abbreviate_all(list(events.values())), strict=True))


def _write_meeting(column: Column, short: str, last_round: int) -> SafeString:
    event = column.session.event
    href = reverse("event", args=[event.year, event.slug])
    label = event.name if column.round_size > 2 and len(event.name) <= 6 * column.round_size else short
    # A short label is explained; the address stays the whole name's.
    name = (
        format_html("{}", label)
        if label == event.name
        else format_html('<span aria-hidden="true">{}</span><span class="vh">{}</span>', label, event.name)
    )
    days = write_days(event.starts_on, event.ends_on, language(), year=False) if column.round_size > 2 else ""
    return format_html(
        '<th scope="colgroup" colspan="{}" class="rc e ev{}"><a href="{}">{}</a>{}</th>',
        column.round_size,
        " lm" if column.session.round == last_round else "",
        href,
        name,
        format_html("<small>{}</small>", days) if days else EMPTY,
    )


def _write_race(column: Column, label: str, event: str, last_round: int) -> SafeString:
    session = column.session
    css = _class_of(column, last_round)
    said = format_html('<span aria-hidden="true">{}</span><span class="vh">{}, {}</span>', label, event, session.name)
    if column.provisional:
        said = format_html('{}*<span class="vh"> {}</span>', said, _("provisional"))
    if not session.state:
        return format_html('<th scope="col" class="{}">{}</th>', css, said)
    href = reverse("session", args=[session.event.year, session.event.slug, session.slug])
    return format_html('<th scope="col" class="{}"><a href="{}">{}</a></th>', css, href, said)


def _join(parts: Iterable[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))
