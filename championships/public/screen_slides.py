"""The slides of the big screen: ten rows each, readable at ten metres, one after the other."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from championships.formatting.decisions import cite_document
from championships.formatting.numbers import write_gap, write_points
from championships.formatting.places import write_place
from championships.formatting.statuses import status_words
from championships.public.countdown import Countdown, count_down, count_to
from championships.public.languages import language
from championships.public.session_table import write_gap_to_winner
from championships.queries.next_event import NextEvent
from championships.queries.refs import CategoryRef
from championships.queries.screens import ScreenPage, ScreenTable
from championships.queries.session_lines import ResultLine
from championships.queries.sessions import SessionPage
from championships.queries.standing_lines import Line

ROWS = 10
SIDE_ROWS = 6
LONG = 24  # letters of a name from which a row is set smaller, so that it wraps instead of being cut


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it is painted. `figure`: gap or points; `note`: what is said beside it."""

    place: str
    number: str
    name: str
    figure: str
    note: str = ""
    signs: tuple[CategoryRef, ...] = ()

    @property
    def long(self) -> bool:
        return len(self.name) > LONG


@dataclass(frozen=True, slots=True)
class Slide:
    """`label`: its name in the row of slides. `state`: provisional, official, amended; empty where that is no matter.

    `part`, `parts`: which page of a long list. `issued_at`: since when the figures are what they are.
    """

    kind: str  # "session", "table", "next"
    label: str
    title: str
    under: str = ""
    state: str = ""
    issued_at: datetime | None = None
    rows: tuple[Row, ...] = ()
    part: int = 1
    parts: int = 1


@dataclass(frozen=True, slots=True)
class Side:
    """What stands beside each slide: the orange field (a countdown), and the head of the first table."""

    heading: str
    count: Countdown | None
    moment: datetime | None
    words: str
    table: str
    rows: tuple[Row, ...]


def build_slides(page: ScreenPage) -> list[Slide]:
    """In the order of turning; never empty."""
    slides: list[Slide] = []
    if page.session is not None and not page.session.withdrawn:
        slides += _show_session(page.session)
    for table in page.tables:
        slides += _show_table(table, named=len({one.season.pk for one in page.tables}) > 1)
    if page.next_event is not None or not slides:
        slides.append(_show_next(page.next_event))
    return slides


def build_side(page: ScreenPage, *, now: datetime) -> Side:
    """The protest window while it runs; else the next session or event."""
    main = next((table for table in page.tables if table.general), next(iter(page.tables), None))
    rows = tuple(_row_of_table(line) for line in main.lines[:SIDE_ROWS]) if main else ()
    title = main.season.name if main else ""
    until = page.session.bulletin.protest_until if page.session and not page.session.withdrawn else None
    if until is not None and until > now:
        return Side(_("End of protests"), count_to(until, now=now), until, "", title, rows)
    event = page.next_event
    if event is None:
        return Side("", None, None, "", title, rows)
    if event.days <= 0 and event.session is not None and event.session.starts_at is not None:
        start = event.session.starts_at
        return Side(event.session.name, count_to(start, now=now), start, event.event.name, title, rows)
    count = count_down(event, now=now)
    if count is not None and count.under_way:
        return Side(event.event.name, count, None, "", title, rows)
    return Side(_("Next event"), count, None, event.event.name, title, rows)


def _show_session(page: SessionPage) -> list[Slide]:
    words = status_words()
    placed = [line for line in page.lines if line.place is not None or line.status in words]
    under = page.event.name if page.complete else _("%(event)s, partial classification") % {"event": page.event.name}

    def fill(
        label: str, title: str, below: str, lines: Sequence[ResultLine], row: Callable[[ResultLine], Row]
    ) -> list[Slide]:
        head = Slide("session", label, title, below, page.bulletin.state, page.bulletin.issued_at)
        return _paginate(head, [row(line) for line in lines])

    slides = fill(page.name, page.name, under, placed, lambda line: _row_of_result(line, line.place, words))
    told = set()
    homes = {column.season.pk for column in page.columns}
    for index, column in enumerate(page.columns):
        ranked = sorted((line for line in placed if line.places[index]), key=lambda line: line.places[index] or 0)
        order = (column.category.name if column.category else "", tuple(line.number for line in ranked))
        if column.category is None or not ranked or order in told or not page.complete:
            continue
        told.add(order)
        name = column.category.name
        alone = len(homes) == 1 or len([one for one in page.columns if one.category and one.category.name == name]) == 1
        slides += fill(
            name if alone else f"{name}, {column.season.name}",
            f"{page.name}, {name}",
            under if alone else f"{column.season.name} · {under}",
            ranked,
            lambda line, index=index: _row_of_result(line, line.places[index], words),  # type: ignore[misc]
        )
    return slides


def _show_table(table: ScreenTable, *, named: bool) -> list[Slide]:
    label = table.season.name if named and table.general else table.title
    after = _("final table") if table.final else _("after %(event)s") % {"event": table.after}
    under = after if not table.declared else f"{after} · " + _("source: %(source)s") % {"source": table.declared}
    state = "provisional" if table.provisional else ""
    head = Slide("table", label, table.title, f"{table.season.name} · {under}" if named else under, state)
    return _paginate(head, [_row_of_table(line) for line in table.lines])


def _show_next(event: NextEvent | None) -> Slide:
    if event is None:
        return Slide("next", _("Next event"), _("No event is announced."))
    title = event.session.name if event.session and event.days <= 0 else event.event.name
    return Slide("next", _("Next"), title, event.circuit.name if event.circuit else "")


def _paginate(head: Slide, rows: Sequence[Row]) -> list[Slide]:
    """Pages of ten, evenly filled: twelve rows are six and six, not ten and two."""
    parts = max(-(-len(rows) // ROWS), 1)
    size = -(-len(rows) // parts) if rows else 0
    return [
        Slide(
            head.kind,
            head.label,
            head.title,
            head.under,
            head.state,
            head.issued_at,
            tuple(rows[part * size : (part + 1) * size]),
            part + 1,
            parts,
        )
        for part in range(parts)
    ]


def _row_of_result(line: ResultLine, place: int | None, words: dict[str, tuple[str, str]]) -> Row:
    names = [driver.driver.name for driver in line.drivers if driver.driver]
    signs: dict[str, CategoryRef] = {}
    for driver in line.drivers:
        signs |= {one.letter: one for one in driver.categories}
    classified = line.place is not None
    return Row(
        place=str(place) if classified and place is not None else words[line.status][0] if line.status in words else "",
        number=line.number,
        name=" / ".join(names) or _("driver not known"),
        figure=write_gap_to_winner(line) if classified else words[line.status][1] if line.status in words else "",
        note=_("decision %(document)s")
        % {"document": ", ".join(cite_document(one, language()) for one in line.documents)}
        if line.documents
        else "",
        signs=tuple(signs.values()),
    )


def _row_of_table(line: Line) -> Row:
    gap = write_gap(line.gap, language()) if line.gap else ""
    return Row(
        place=write_place(line.position, tied=line.tied, mark=line.mark),
        number=line.competitor.number,
        name=line.competitor.name,
        figure=write_points(line.points, language()) if line.points is not None else _("n/p"),
        note=gap,
        signs=_list_signs(line),
    )


def _list_signs(line: Line) -> tuple[CategoryRef, ...]:
    return tuple(dict.fromkeys(rank.category for rank in line.classes))


def list_labels(slides: Iterable[Slide], number: int) -> list[tuple[int, str, bool]]:
    """One entry a list, not one a page: (number of its first slide, label, whether the slide shown is of it)."""
    return [
        (first, slide.label, first <= number < first + slide.parts)
        for first, slide in enumerate(slides, start=1)
        if slide.part == 1
    ]
