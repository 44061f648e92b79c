"""What if? The table under races guessed or changed by the reader, answered by the rules themselves."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction

from championships.adapters.seasons import load_seasons
from championships.adapters.values import LoadedSeason
from championships.queries.competitors import CompetitorView
from championships.queries.frames import SessionView
from championships.queries.refs import SeasonRef
from championships.queries.standing_lines import scoring_keys
from championships.queries.standings import find_season
from championships.queries.tables import SeasonView, TableView, load_tables
from championships.queries.title_lines import TitleLine, tell_outlook
from championships.scoring.facts import SeasonFacts
from championships.scoring.futures import Futures, Wish, list_remaining, reorder
from championships.scoring.rules import BonusKind, PositionBasis, RuleBook, SessionRule, TableRule
from championships.scoring.standings import compute
from championships.scoring.tables import Row
from championships.scoring.vocabulary import FinishStatus

CHOICES = 10  # places offered a session, at most
SESSIONS = 4  # sessions to come that are offered


@dataclass(frozen=True, slots=True)
class Guess:
    """What a reader imagines of one session: the first places (empty: left open), and who holds the bonuses."""

    order: tuple[str, ...] = ()
    fastest_lap: str = ""
    pole: str = ""

    def __bool__(self) -> bool:
        return bool(any(self.order) or self.fastest_lap or self.pole)


@dataclass(frozen=True, slots=True)
class Question:
    """A session the reader may imagine. `order`: how it stands in the address, or how it was run."""

    session: SessionView
    run: bool
    places: int
    order: tuple[str, ...]
    fastest_lap: str
    pole: str
    asks_fastest_lap: bool
    asks_pole: bool

    @property
    def name(self) -> str:
        """What the session is called in the address."""
        return f"{self.session.round}-{self.session.key}"


@dataclass(frozen=True, slots=True)
class Change:
    """A row of the imagined table, and where the same competitor stands now."""

    competitor: CompetitorView
    position: int | None
    tied: bool
    mark: str
    points: Fraction | None
    before: int | None
    points_before: Fraction | None

    @property
    def movement(self) -> int | None:
        return None if self.before is None or self.position is None else self.before - self.position

    @property
    def gained(self) -> Fraction | None:
        return None if self.points is None or self.points_before is None else self.points - self.points_before


@dataclass(frozen=True, slots=True)
class WhatIfPage:
    season: SeasonRef
    key: str
    title: str
    stop: SessionView
    questions: tuple[Question, ...]
    choices: tuple[CompetitorView, ...]  # in the order of the table
    changes: tuple[Change, ...]  # empty: nothing was asked
    title_line: TitleLine | None  # the title as it would then be; None: nothing was asked
    whole_field: bool  # the places asked for are those in the whole field, not in the class
    silent: bool  # the rules are a hypothesis: nothing can be answered


def load_what_if(
    championship: str, label: str, table: str, *, at: datetime, guesses: Mapping[str, Guess]
) -> WhatIfPage | None:
    """The table as published at `at` under these guesses (session name -> guess). None: unknown or unpublished."""
    pk = find_season(championship, label)
    if pk is None:
        return None
    season = load_tables([pk], at=at, awards=table).get(pk)
    view = season.table(table) if season else None
    if season is None or view is None or view.shown is None or season.stop is None:
        return None
    loaded = load_seasons([pk], at=at)[pk]
    if loaded.book is None:
        return None
    silent = loaded.book.hypothesis
    known = frozenset(row.competitor for row in view.shown.rows)
    guesses = {name: _keep_known(guess, known) for name, guess in guesses.items()}
    questions = () if silent else tuple(_list_questions(season, view, loaded, loaded.book, guesses))
    changes, title = _answer(season, view, loaded, loaded.book, questions, guesses)
    return WhatIfPage(
        season=season.season,
        key=view.key,
        title=view.title,
        stop=season.stop,
        questions=questions,
        choices=tuple(season.competitors[row.competitor] for row in view.shown.rows),
        changes=changes,
        title_line=title,
        whole_field=ranks_everybody(view),
        silent=silent,
    )


def _keep_known(guess: Guess, known: Collection[str]) -> Guess:
    """The guess without those the table does not know: their places stay open."""
    return Guess(
        order=tuple(one if one in known else "" for one in guess.order),
        fastest_lap=guess.fastest_lap if guess.fastest_lap in known else "",
        pole=guess.pole if guess.pole in known else "",
    )


def _list_questions(
    season: SeasonView, view: TableView, loaded: LoadedSeason, book: RuleBook, guesses: Mapping[str, Guess]
) -> Sequence[Question]:
    """The last race that was run, and the next ones."""
    keys = scoring_keys(season, view)
    sessions = {(one.round, one.key): one for one in season.sessions if one.key in keys}
    left = [(one.round, one.session) for one in list_remaining(book, loaded.facts, view.rule)][:SESSIONS]
    run = [key for key, one in sessions.items() if one.state and one.complete]
    last = max(run, key=lambda key: sessions[key].order, default=None)
    questions = []
    for key in [*([last] if last else []), *left]:
        session = sessions.get(key)
        if session is None:
            continue
        guess = guesses.get(f"{session.round}-{session.key}", Guess())
        actual = _read_order(view, session) if key == last else ()
        kinds = {bonus.kind for rule in _rules_of(book, view.rule, session.key) for bonus in rule.bonuses}
        questions.append(
            Question(
                session=session,
                run=key == last,
                places=CHOICES if ranks_everybody(view) else min(CHOICES, len(view.shown.rows) if view.shown else 0),
                order=guess.order if any(guess.order) else actual,
                fastest_lap=guess.fastest_lap,
                pole=guess.pole,
                asks_fastest_lap=BonusKind.FASTEST_LAP in kinds and key != last,
                asks_pole=BonusKind.POLE in kinds and key != last,
            )
        )
    return questions


def ranks_everybody(view: TableView) -> bool:
    """Whether the points of a class follow the places in the whole field, so that its places are those of everybody."""
    return bool(view.group) and view.rule.position_basis is PositionBasis.OVERALL


def _rules_of(book: RuleBook, table: TableRule, session: str) -> Sequence[SessionRule]:
    found: list[SessionRule] = []
    rule: TableRule | None = table
    while rule is not None:
        if session in rule.sessions:
            found.append(rule.sessions[session])
        rule = book.table(rule.extract_from) if rule.extract_from else None
    return found


def _read_order(view: TableView, session: SessionView) -> tuple[str, ...]:
    placed = [
        (award.places[0], award.competitor)
        for award in view.awards
        if (award.round, award.session) == (session.round, session.key) and award.places and award.since is None
    ]
    return tuple(competitor for _place, competitor in sorted(placed))[:CHOICES]


def _answer(
    season: SeasonView,
    view: TableView,
    loaded: LoadedSeason,
    book: RuleBook,
    questions: Sequence[Question],
    guesses: Mapping[str, Guess],
) -> tuple[tuple[Change, ...], TitleLine | None]:
    asked = {one.name: one for one in questions if guesses.get(one.name)}
    if not asked:
        return (), None
    now = {row.competitor: row for row in (view.shown.rows if view.shown else ())}
    facts = _change_run(loaded.facts, view.rule, [one for one in asked.values() if one.run], frozenset(now))
    futures = Futures(book, facts, view.rule)
    wishes = {
        planned: _make_wishes(guesses[name])
        for planned in futures.remaining
        if (name := f"{planned.round}-{planned.session}") in asked
    }
    imagined = futures.imagine(wishes, all_run=False)
    history = compute(book, imagined, books_by_round=loaded.books_by_round)[view.key]
    if not history.standings:
        return (), None
    # With nothing left to come the final table stands, as it will on its page: results may be dropped only there.
    over = not list_remaining(book, imagined, view.rule)
    shown = history.final if over and history.final is not None else history.standings[-1]
    changes = tuple(_compare(season, row, now.get(row.competitor)) for row in shown.rows)
    return changes, tell_outlook(season, view, shown, imagined, loaded)


def _change_run(
    facts: SeasonFacts, rule: TableRule, asked: Sequence[Question], members: Collection[str]
) -> SeasonFacts:
    orders = {(one.session.round, one.session.key): one.order for one in asked}
    return replace(
        facts,
        results=tuple(
            reorder(result, rule.competitor, orders[result.round, result.session], members)
            if (result.round, result.session) in orders
            else result
            for result in facts.results
        ),
    )


def _make_wishes(guess: Guess) -> list[Wish]:
    named = dict.fromkeys(one for one in (*guess.order, guess.fastest_lap, guess.pole) if one)
    places = {competitor: place for place, competitor in enumerate(guess.order, 1) if competitor}
    wishes = []
    for competitor in named:
        held = {
            name for name, holder in (("fastest_lap", guess.fastest_lap), ("pole", guess.pole)) if holder == competitor
        }
        wishes.append(Wish(competitor, places.get(competitor), FinishStatus.DNF, holds=frozenset(held)))
    return wishes


def _compare(season: SeasonView, row: Row, now: Row | None) -> Change:
    fallback = CompetitorView(row.competitor, season.tables[0].competitor, row.competitor)
    return Change(
        competitor=season.competitors.get(row.competitor, fallback),
        position=row.position,
        tied=row.tied,
        mark=row.mark,
        points=row.points,
        before=now.position if now else None,
        points_before=now.points if now else None,
    )
