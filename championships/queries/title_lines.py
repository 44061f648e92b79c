"""The title line of a table: after which row nobody can still be champion, by the engine and never by subtraction."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from championships.adapters.values import LoadedSeason
from championships.queries.frames import SessionView
from championships.queries.tables import SeasonView, TableView
from championships.queries.title_answers import TitleAnswers
from championships.scoring.decisive import count_at_stake
from championships.scoring.facts import SeasonFacts
from championships.scoring.outlook import Chance, Outlook, Prospect, Silence, look_ahead
from championships.scoring.tables import Standing


@dataclass(frozen=True, slots=True)
class TitleLine:
    """What the engine says of the title, for the page of a table. With a `silence` it says nothing."""

    silence: Silence | None
    champions: tuple[str, ...] = ()  # ids; several where the title is shared
    open_to: tuple[str, ...] = ()  # ids of those who can still win it, in the order of the table
    # How many rows stand above the line. None: none is drawn, as everybody can still win, nobody any more, or somebody
    # who can stands below somebody who cannot.
    above: int | None = None
    remaining: tuple[SessionView, ...] = ()
    at_stake: Fraction = Fraction(0)  # what one competitor can still score, before anything is dropped
    newcomer_open: bool = False


def find_title_line(season: SeasonView, view: TableView, stop: SessionView, loaded: LoadedSeason) -> TitleLine | None:
    """The title of that table after that session. None: there are no rules yet."""
    if loaded.book is None:
        return None
    return tell_outlook(season, view, view.shown, cut_facts(loaded.facts, stop.order), loaded)


def tell_outlook(
    season: SeasonView, view: TableView, shown: Standing | None, facts: SeasonFacts, loaded: LoadedSeason
) -> TitleLine | None:
    """The title as these facts have it, run or imagined. None: there are no rules yet."""
    if loaded.book is None:
        return None
    book, books = loaded.book, loaded.books_by_round
    answers = TitleAnswers(loaded, facts, view.key)
    looked = answers.ask("outlook", lambda: look_ahead(book, facts, view.key, books_by_round=books))
    outlook = order_as_shown(looked, shown)
    if outlook.silence is not None:
        return TitleLine(outlook.silence)
    sessions = {(one.round, one.key): one for one in season.sessions}
    contenders = outlook.contenders
    stake = Fraction(0)
    if contenders:
        leader = contenders[0]
        stake = answers.ask(
            f"stake of {leader}", lambda: count_at_stake(book, facts, outlook, leader, books_by_round=books)
        )
    return TitleLine(
        silence=None,
        champions=tuple(one.competitor for one in outlook.prospects if one.chance in (Chance.CHAMPION, Chance.SHARED)),
        open_to=contenders,
        above=_count_above(outlook.prospects),
        remaining=tuple(
            sessions[one.round, one.session] for one in outlook.remaining if (one.round, one.session) in sessions
        ),
        at_stake=stake,
        newcomer_open=outlook.newcomer_open,
    )


def order_as_shown(outlook: Outlook, shown: Standing | None) -> Outlook:
    """The outlook in the order of the table on the page; the engine has that of the end, when results are dropped."""
    places = {row.competitor: number for number, row in enumerate(shown.rows)} if shown else {}
    last = len(places)
    return replace(
        outlook,
        prospects=tuple(sorted(outlook.prospects, key=lambda one: (places.get(one.competitor, last), one.competitor))),
    )


def _count_above(prospects: Sequence[Prospect]) -> int | None:
    chances = [one.chance for one in prospects]
    count = chances.count(Chance.OPEN)
    together = all(chance is Chance.OPEN for chance in chances[:count])
    return count if together and 0 < count < len(chances) else None


def cut_facts(facts: SeasonFacts, order: int) -> SeasonFacts:
    """The season up to a session: later results, and what was decided about later sessions, left out."""
    orders = {(one.round, one.session): one.order for one in facts.planned}
    orders |= {(one.round, one.session): one.order for one in facts.results}

    def is_known(round_: int, session: str) -> bool:
        return orders.get((round_, session), 0) <= order

    rulings = replace(
        facts.rulings,
        session_overrides=tuple(o for o in facts.rulings.session_overrides if is_known(o.round, o.session)),
        result_overrides=tuple(o for o in facts.rulings.result_overrides if is_known(o.round, o.session)),
    )
    return replace(
        facts,
        results=tuple(one for one in facts.results if one.order <= order),
        declared=tuple(one for one in facts.declared if is_known(one.round, one.session)),
        rulings=rulings,
    )
