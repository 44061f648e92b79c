"""The standings tables of seasons as published at an instant.

`load_tables(season_ids, at=…)` is the one door to them: pages of a table, of a season, of a driver, previews and the
home page all ask it. Where everything a season ever published was out by that instant, the rows come from the stored
projections; else they are computed on request from what was in force. Both ways give equal values.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language

from championships.queries.competitors import CompetitorView, read_competitors
from championships.queries.frames import DeclaredView, Frame, RoundView, SessionView, load_frames
from championships.queries.histories import KnownTable, Wanted, compute_histories, read_histories
from championships.queries.refs import CategoryRef, SeasonRef
from championships.scoring.parts import Award
from championships.scoring.rules import TableRule
from championships.scoring.tables import Row, Standing
from championships.scoring.vocabulary import CompetitorKind, TableSource
from championships.scoring.wins import find_groups


@dataclass(frozen=True, slots=True)
class TableView:
    """One table of a season. `standings` holds the stops that were asked for, oldest first, the final table last.

    `awards` are those of the whole season so far, in session order (empty where they were not asked for).
    """

    key: str
    title: str
    rule: TableRule
    standings: tuple[Standing, ...]
    awards: tuple[Award, ...]
    declared: tuple[DeclaredView, ...]
    shown: Standing | None  # what the page shows: the stop asked for, else the newest; final when the season is over
    before: Standing | None  # the table after the round before the one shown
    stops: tuple[SessionView, ...]  # every session after which this table stands, whatever was asked for

    @property
    def competitor(self) -> CompetitorKind:
        return self.rule.competitor

    @property
    def group(self) -> frozenset[str]:
        """The categories of people or classes of cars this table is for; empty: for everybody."""
        return find_groups(self.rule)

    def source_of(self, standing: Standing, order: int) -> DeclaredView | None:
        """The declared table that stands in that standing, whose stop has this order."""
        if standing.source is not TableSource.DECLARED:
            return None
        held = [one for one in self.declared if one.order <= order]
        return held[-1] if held else None


@dataclass(frozen=True, slots=True)
class SeasonView:
    """A season and its tables. `stop` is the session after which they stand (None: nothing published)."""

    season: SeasonRef
    year: int
    zone: str
    rounds: tuple[RoundView, ...]
    sessions: tuple[SessionView, ...]
    stops: tuple[SessionView, ...]
    stop: SessionView | None
    finished: bool
    hypothesis: bool  # the rules are a hypothesis: nothing is computed from them
    tables: tuple[TableView, ...]
    competitors: Mapping[str, CompetitorView]  # drivers, teams and cars by id
    categories: Mapping[str, CategoryRef]

    def table(self, key: str) -> TableView | None:
        return next((table for table in self.tables if table.key == key), None)

    def session(self, round_number: int, key: str) -> SessionView | None:
        return next((one for one in self.sessions if (one.round, one.key) == (round_number, key)), None)

    def name(self, competitor: str) -> str:
        view = self.competitors.get(competitor)
        return view.name if view else competitor


def load_tables(
    season_ids: Collection[int],
    *,
    at: datetime,
    after: tuple[int, str] | Mapping[int, tuple[int, str]] | None = None,
    history: bool = False,
    awards: bool | str = True,
) -> dict[int, SeasonView]:
    """The tables of these seasons as published at `at`, in a fixed number of queries whatever the field.

    `after`: the tables after that round (session ""), or after that session of it; of several seasons, by their keys.
    A round or session without results gives a season whose `stop` is None. `history`: every stop, not only the one
    shown and the one before.
    `awards=False` leaves the points per session out, the key of a table those of all others.
    Unknown seasons are left out.
    """
    frames = load_frames(season_ids, at=at)
    afters = after if isinstance(after, Mapping) else dict.fromkeys(frames, after)
    wanted = {pk: _choose_stops(frame, afters.get(pk), history=history) for pk, frame in frames.items()}
    stored = [pk for pk, frame in frames.items() if frame.stored]
    histories = read_histories({pk: frames[pk] for pk in stored}, wanted, awards=awards) if stored else {}
    late = [pk for pk in frames if pk not in stored]
    if late:
        histories |= compute_histories({pk: frames[pk] for pk in late}, wanted, at=at, awards=awards)
    competitors = read_competitors(frames, histories)
    return {
        pk: _build_season(frame, wanted[pk], histories.get(pk, {}), competitors[pk]) for pk, frame in frames.items()
    }


def _choose_stops(frame: Frame, after: tuple[int, str] | None, *, history: bool) -> Wanted:
    stops = list(frame.stops)
    if after is not None:
        number, key = after
        chosen = [one for one in stops if one.round == number and key in ("", one.key)]
        stops = [one for one in stops if chosen and one.order <= chosen[-1].order]
    if not stops:
        return Wanted(stop=None, before=None, final=False, every=())
    stop = stops[-1]
    earlier = [one for one in stops if one.round != stop.round]
    before = earlier[-1] if earlier else None
    final = stop == frame.stops[-1] and frame.finished and (after is None or after[1] == "")
    every = tuple(stops) if history else tuple(one for one in (before, stop) if one is not None)
    return Wanted(stop=stop, before=before, final=final, every=every)


def _build_season(
    frame: Frame, wanted: Wanted, histories: Mapping[str, KnownTable], names: Mapping[str, CompetitorView]
) -> SeasonView:
    book = frame.book
    tables = tuple(
        _build_table(rule, frame, wanted, histories[rule.id])
        for rule in (book.tables if book else ())
        if rule.id in histories
    )
    categories = {one.slug: one for view in names.values() for one in view.categories}
    return SeasonView(
        season=frame.season,
        year=frame.year,
        zone=frame.zone,
        rounds=frame.rounds,
        sessions=frame.sessions,
        stops=frame.stops,
        stop=wanted.stop,
        finished=frame.finished,
        hypothesis=bool(book and book.hypothesis),
        tables=tables,
        competitors=names,
        categories=categories,
    )


def _build_table(rule: TableRule, frame: Frame, wanted: Wanted, known: KnownTable) -> TableView:
    history = known.history

    def find(session: SessionView | None) -> Standing | None:
        if session is None:
            return None
        places = (session.round, session.key)
        return next((one for one in history.standings if (one.round, one.session) == places), None)

    french = (get_language() or "fr").startswith("fr")
    shown = history.final if wanted.final and history.final is not None else find(wanted.stop)
    return TableView(
        key=rule.id,
        title=(rule.title_fr or rule.title) if french else rule.title,
        rule=rule,
        standings=(*history.standings, *([history.final] if history.final else [])),
        awards=history.awards,
        declared=tuple(one for one in frame.declared if one.table == rule.id),
        shown=shown if shown is not None and shown.rows else None,
        before=find(wanted.before),
        stops=tuple(one for one in frame.stops if one.order in known.stops),
    )


def find_row(standing: Standing | None, competitor: str) -> Row | None:
    """The competitor's row of a standing, if it is in it."""
    if standing is None:
        return None
    return next((row for row in standing.rows if row.competitor == competitor), None)
