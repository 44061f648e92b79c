"""One race, several tables: the classification of a session as one championship, or one of its categories, sees it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from championships.queries.refs import CategoryRef, SeasonRef
from championships.queries.session_lines import ResultLine, find_gap
from championships.queries.sessions import SessionPage
from championships.queries.tables import SeasonView, TableView, load_tables
from championships.scoring.parts import Award, Part
from championships.scoring.vocabulary import CompetitorKind


@dataclass(frozen=True, slots=True)
class TableChoice:
    """A table the session may be looked at in. `address`: how an address names it, "club-cup" or "club-cup:junior"."""

    season: SeasonRef
    category: CategoryRef | None

    @property
    def address(self) -> str:
        return f"{self.season.championship}:{self.category.slug}" if self.category else self.season.championship


@dataclass(frozen=True, slots=True)
class Scored:
    """What a driver of the car got from the session in the table, with its parts."""

    points: Fraction
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class TableLine:
    """A car of the field that takes part in the table. `place` and the gaps are among these cars alone.

    `scored`: one a driver of the car, None where he got none; empty where the points are not known.
    """

    line: ResultLine
    place: int | None
    gap_ms: int | None
    gap_laps: int | None
    scored: tuple[Scored | None, ...]


@dataclass(frozen=True, slots=True)
class SessionTable:
    """The session in one table. `table`, `title`: the standings it feeds, empty where there is none.

    `scores`: the points of the session are known. `hypothesis`: the rules are, too, only in part.
    """

    choice: TableChoice
    table: str
    title: str
    scores: bool
    hypothesis: bool
    lines: tuple[TableLine, ...]


def list_choices(page: SessionPage) -> tuple[TableChoice, ...]:
    """Each championship the session counts for, followed by its categories. No query."""
    choices = []
    for season in page.seasons:
        choices.append(TableChoice(season, None))
        choices += [
            TableChoice(season, column.category)
            for column in page.columns
            if column.season == season and column.category is not None
        ]
    return tuple(choices)


def load_session_table(page: SessionPage, address: str, *, at: datetime) -> SessionTable | None:
    """The session in the table of that address; None where it has no such table. The queries of `load_tables`."""
    choice = next((one for one in list_choices(page) if one.address == address), None)
    if choice is None or page.withdrawn:
        return None
    season = load_tables([choice.season.pk], at=at).get(choice.season.pk)
    view = _find_table(season, choice) if season else None
    awards = _find_awards(season, view, page.pk) if season and view else {}
    ranked = _rank(page, choice)
    first = ranked[0][0] if ranked and ranked[0][1] == 1 else None
    lines = []
    for line, place in ranked:
        gap_ms, gap_laps = find_gap(line, first)
        lines.append(TableLine(line, place, gap_ms, gap_laps, _find_scored(line, awards)))
    return SessionTable(
        choice=choice,
        table=view.key if view and view.shown is not None else "",
        title=view.title if view else "",
        scores=bool(awards),
        hypothesis=bool(season and season.hypothesis),
        lines=tuple(lines),
    )


def _find_table(season: SeasonView, choice: TableChoice) -> TableView | None:
    """The drivers' table of that category, else the one for everybody."""
    for view in season.tables:
        if view.competitor is not CompetitorKind.DRIVER:
            continue
        if (choice.category.slug in view.group) if choice.category else not view.group:
            return view
    return None


def _find_awards(season: SeasonView, view: TableView, session_pk: int) -> Mapping[str, Award]:
    """By driver. What was brought from an old class belongs to other sessions."""
    keys = {(one.round, one.key) for one in season.sessions if one.session_pk == session_pk}
    return {one.competitor: one for one in view.awards if (one.round, one.session) in keys and one.since is None}


def _rank(page: SessionPage, choice: TableChoice) -> list[tuple[ResultLine, int | None]]:
    """The cars that take part with their place in the table, best first; who has none stays in the final order."""
    index = next(
        (
            position
            for position, column in enumerate(page.columns)
            if column.season == choice.season and column.category == choice.category
        ),
        None,
    )
    ranked = [
        (line, line.place if index is None else line.places[index])
        for line in page.lines
        if choice.season.pk in line.seasons and _belongs(line, choice, index)
    ]
    return sorted(ranked, key=lambda pair: (pair[1] is None, pair[1] or 0))


def _belongs(line: ResultLine, choice: TableChoice, index: int | None) -> bool:
    if choice.category is None or (index is not None and line.places[index] is not None):
        return True
    return any(choice.category.slug == held.slug for driver in line.drivers for held in driver.categories)


def _find_scored(line: ResultLine, awards: Mapping[str, Award]) -> tuple[Scored | None, ...]:
    if not awards:
        return ()
    found = [awards.get(part.driver.slug) if part.driver else None for part in line.drivers]
    return tuple(Scored(one.points, one.parts) if one else None for one in found)
