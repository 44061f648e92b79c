"""What is still to come of a title: when it can be decided, how far ahead is enough, and the grid of two contenders."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from championships.adapters.values import LoadedSeason
from championships.queries.competitors import CompetitorView
from championships.queries.frames import SessionView
from championships.queries.refs import EventRef
from championships.queries.tables import SeasonView
from championships.queries.title_answers import TitleAnswers
from championships.scoring.decisive import count_at_stake, find_earliest, find_margin
from championships.scoring.facts import SeasonFacts
from championships.scoring.outlook import Condition, Outlook
from championships.scoring.standings import compute_final

DECIDERS = 3  # for whom the next sessions are worked out: the first of those who can still win


@dataclass(frozen=True, slots=True)
class PlaceRange:
    """From the better place to the worse. None is "without points"."""

    best: int | None
    worst: int | None


@dataclass(frozen=True, slots=True)
class Earliest:
    """When a contender can be champion at the earliest. `session` None: only on how those level are parted."""

    competitor: CompetitorView
    session: SessionView | None
    next_event: bool  # at the event that comes next


@dataclass(frozen=True, slots=True)
class Margin:
    """After the next event the title is won with more than `points` over everybody; `lead`: what it is now."""

    competitor: CompetitorView
    event: EventRef
    points: Fraction
    lead: Fraction


@dataclass(frozen=True, slots=True)
class Grid:
    """The next session for the only two who can still win. `rows`: places of the first, ranges merged; `columns`:
    places of the second; `cells`: who is then champion, None: it is still open, "" where both have one place.
    """

    first: CompetitorView
    second: CompetitorView
    rows: tuple[PlaceRange, ...]
    columns: tuple[PlaceRange, ...]
    cells: tuple[tuple[str | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Ahead:
    at_stake: Fraction = Fraction(0)
    at_stake_next: Fraction = Fraction(0)
    earliest: tuple[Earliest, ...] = ()
    margin: Margin | None = None


def look_further(
    season: SeasonView,
    loaded: LoadedSeason,
    facts: SeasonFacts,
    outlook: Outlook,
    remaining: tuple[SessionView, ...],
    answers: TitleAnswers,
) -> Ahead:
    """What is left to be won, when the title can be decided, and how far ahead is enough after the next event."""
    if loaded.book is None or not outlook.contenders or len(remaining) != len(outlook.remaining):
        return Ahead()
    book, books = loaded.book, loaded.books_by_round
    leader = outlook.contenders[0]
    event = remaining[0].event
    length = next((n for n, one in enumerate(remaining) if one.event != event), len(remaining))
    at_stake = answers.ask(
        f"stake of {leader}", lambda: count_at_stake(book, facts, outlook, leader, books_by_round=books)
    )
    later = answers.ask(
        f"stake of {leader} after {length}",
        lambda: count_at_stake(book, facts, outlook, leader, after=length, books_by_round=books),
    )
    earliest = []
    if len(outlook.contenders) > 1 and not outlook.newcomer_open:
        places = {(one.round, one.key): one for one in remaining}
        names = outlook.contenders[:DECIDERS]
        found = answers.ask(
            f"earliest of {names}",
            lambda: {name: find_earliest(book, facts, outlook, name, books_by_round=books) for name in names},
        )
        for name, planned in found.items():
            session = places[planned.round, planned.session] if planned else None
            earliest.append(Earliest(season.competitors[name], session, session is not None and session.event == event))
    margin = None
    if earliest and earliest[0].next_event and length < len(remaining):
        points = answers.ask(
            f"margin of {leader} after {length}",
            lambda: find_margin(book, facts, outlook, leader, after=length, books_by_round=books),
        )
        finals = compute_final(book, facts, outlook.table, books_by_round=books)
        totals = {row.competitor: row.points for row in finals.rows} if finals else {}
        own, others = totals.get(leader), [totals.get(name) for name in outlook.contenders[1:]]
        if points is not None and own is not None and None not in others:
            lead = own - max(other for other in others if other is not None)
            margin = Margin(season.competitors[leader], event, points, lead)
    return Ahead(at_stake, at_stake - later, tuple(earliest), margin)


def draw_grid(
    season: SeasonView, outlook: Outlook, found: Mapping[str, tuple[Condition, ...]], last: int
) -> Grid | None:
    """None unless two can still win, and the next session may decide between them."""
    if len(outlook.contenders) != 2 or not any(found.values()):
        return None
    first, second = outlook.contenders
    places = [*range(1, last + 1), None]

    def wins(winner: str, place: int | None, other: str, behind: int | None) -> bool:
        held = next((one for one in found.get(winner, ()) if one.place == place), None)
        if held is None:
            return False
        limit = dict(held.rivals).get(other, 1)
        return behind is None or (limit is not None and behind >= limit)

    def tell(own: int | None, theirs: int | None) -> str | None:
        if own is not None and own == theirs:
            return ""
        if wins(first, own, second, theirs):
            return first
        return second if wins(second, theirs, first, own) else None

    cells = [[tell(own, theirs) for theirs in places] for own in places]
    rows, cells = _merge_lines(places, cells)
    columns, turned = _merge_lines(places, [list(column) for column in zip(*cells, strict=True)])
    return Grid(
        season.competitors[first],
        season.competitors[second],
        rows,
        columns,
        tuple(tuple(row) for row in zip(*turned, strict=True)),
    )


def _merge_lines(
    places: Sequence[int | None], lines: list[list[str | None]]
) -> tuple[tuple[PlaceRange, ...], list[list[str | None]]]:
    """Neighbouring lines that say the same, as one; a cell that cannot be ("") agrees with every other."""
    ranges: list[PlaceRange] = []
    merged: list[list[str | None]] = []
    for place, line in zip(places, lines, strict=True):
        if merged and all("" in pair or pair[0] == pair[1] for pair in zip(merged[-1], line, strict=True)):
            ranges[-1] = replace(ranges[-1], worst=place)
            merged[-1] = [new if held == "" else held for held, new in zip(merged[-1], line, strict=True)]
        else:
            ranges.append(PlaceRange(place, place))
            merged.append(line)
    return tuple(ranges), merged
