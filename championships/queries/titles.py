"""Who can still win a table, who is champion, and what the next session must bring: the engine's answer, named."""

from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction

from championships.adapters.seasons import load_seasons
from championships.adapters.values import LoadedSeason
from championships.queries.competitors import CompetitorView
from championships.queries.frames import SessionView
from championships.queries.refs import EventRef, SeasonRef
from championships.queries.standings import find_season
from championships.queries.tables import SeasonView, TableView, find_row, load_tables
from championships.queries.title_answers import TitleAnswers
from championships.queries.title_futures import DECIDERS as DECIDERS  # of what the page tells
from championships.queries.title_futures import Earliest, Grid, Margin, draw_grid, look_further
from championships.queries.title_lines import cut_facts, order_as_shown
from championships.scoring.outlook import (
    Chance,
    Condition,
    Silence,
    count_scoring_places,
    find_conditions,
    look_ahead,
)
from championships.scoring.vocabulary import BulletinState


@dataclass(frozen=True, slots=True)
class Contender:
    """A row of the table with its chance. `gap`: points to the leader; None: not known."""

    competitor: CompetitorView
    position: int | None
    tied: bool
    mark: str
    points: Fraction | None
    gap: Fraction | None
    chance: Chance


@dataclass(frozen=True, slots=True)
class Need:
    """With a place from `best` to `worst` in the next session the title is won, if each rival stays behind his limit.

    None is "without points": as `best` and `worst` of the contender, and as the limit of a rival.
    """

    best: int | None
    worst: int | None
    rivals: tuple[tuple[CompetitorView, int | None], ...]


@dataclass(frozen=True, slots=True)
class Decider:
    competitor: CompetitorView
    needs: tuple[Need, ...]  # best places first


@dataclass(frozen=True, slots=True)
class TitlePage:
    season: SeasonRef
    zone: str
    key: str
    title: str
    stop: SessionView
    silence: Silence | None
    finished: bool  # nothing is left that scores
    remaining: tuple[SessionView, ...]
    contenders: tuple[Contender, ...]
    newcomer_open: bool
    deciders: tuple[Decider, ...]
    provisional: bool
    whole_round: bool
    newest: bool
    at_stake: Fraction  # what one competitor can still score
    at_stake_next: Fraction  # at the event that comes next
    earliest: tuple[Earliest, ...]  # of the first who can still win
    margin: Margin | None
    grid: Grid | None

    @property
    def champions(self) -> tuple[Contender, ...]:
        """The champion; several where the title is shared; none while it is open."""
        return tuple(one for one in self.contenders if one.chance in (Chance.CHAMPION, Chance.SHARED))

    @property
    def open_to(self) -> tuple[Contender, ...]:
        return tuple(one for one in self.contenders if one.chance is Chance.OPEN)

    @property
    def next_event(self) -> EventRef | None:
        return self.remaining[0].event if self.remaining else None

    @property
    def next_session(self) -> SessionView | None:
        return self.remaining[0] if self.remaining else None


def load_title(
    championship: str, label: str, table: str, *, at: datetime, after: tuple[int, str] | None = None
) -> TitlePage | None:
    """The title of that table as published at `at`. None: unknown, unpublished, or still to come.

    `after`: as it stood after that round (session ""), or after that session of it, with what is published today.
    """
    pk = find_season(championship, label)
    if pk is None:
        return None
    season = load_tables([pk], at=at, after=after, awards=False).get(pk)
    view = season.table(table) if season else None
    if season is None or view is None or view.shown is None or season.stop is None:
        return None
    loaded = load_seasons([pk], at=at)[pk]
    return _build_page(season, view, season.stop, loaded, after)


def _build_page(
    season: SeasonView, view: TableView, stop: SessionView, loaded: LoadedSeason, after: tuple[int, str] | None
) -> TitlePage | None:
    if loaded.book is None or view.shown is None:
        return None
    facts = cut_facts(loaded.facts, stop.order)
    book, books = loaded.book, loaded.books_by_round
    answers = TitleAnswers(loaded, facts, view.key)
    looked = answers.ask("outlook", lambda: look_ahead(book, facts, view.key, books_by_round=books))
    outlook = order_as_shown(looked, view.shown)
    sessions = {(one.round, one.key): one for one in season.sessions}
    names = outlook.contenders[:DECIDERS]
    found = answers.ask(
        f"conditions of {names}",
        lambda: {name: find_conditions(book, facts, outlook, name, books_by_round=books) for name in names},
    )
    deciders = [Decider(season.competitors[name], _merge(season, one)) for name, one in found.items() if one]
    remaining = tuple(
        sessions[one.round, one.session] for one in outlook.remaining if (one.round, one.session) in sessions
    )
    ahead = look_further(season, loaded, facts, outlook, remaining, answers)
    lead = next((row.points for row in view.shown.rows if row.position == 1), None)
    contenders = []
    for one in outlook.prospects:
        row = find_row(view.shown, one.competitor)
        points = row.points if row else None
        contenders.append(
            Contender(
                competitor=season.competitors[one.competitor],
                position=row.position if row else None,
                tied=bool(row and row.tied),
                mark=row.mark if row else "",
                points=points,
                gap=lead - points if lead is not None and points is not None else None,
                chance=one.chance,
            )
        )
    return TitlePage(
        season=season.season,
        zone=season.zone,
        key=view.key,
        title=view.title,
        stop=stop,
        silence=outlook.silence,
        finished=not outlook.remaining,
        remaining=remaining,
        contenders=tuple(contenders),
        newcomer_open=outlook.newcomer_open,
        deciders=tuple(deciders),
        provisional=any(
            one.state == BulletinState.PROVISIONAL and one.order <= stop.order and one.state for one in season.sessions
        ),
        whole_round=after is None or not after[1],
        newest=stop == season.stops[-1],
        at_stake=ahead.at_stake,
        at_stake_next=ahead.at_stake_next,
        earliest=ahead.earliest,
        margin=ahead.margin,
        grid=draw_grid(season, outlook, found, count_scoring_places(loaded.book, outlook)),
    )


def _merge(season: SeasonView, conditions: tuple[Condition, ...]) -> tuple[Need, ...]:
    """Neighbouring places that ask the same of the rivals, as one line."""
    needs: list[Need] = []
    for one in conditions:
        rivals = tuple((season.competitors[name], limit) for name, limit in one.rivals)
        if needs and needs[-1].rivals == rivals:
            needs[-1] = replace(needs[-1], worst=one.place)
        else:
            needs.append(Need(one.place, one.place, rivals))
    return tuple(needs)
