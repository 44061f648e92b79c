"""The seasons of a picture: their calendar, their tables after every session so far, who can still win."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from championships.adapters.values import LoadedSeason, RoundSessionRef
from championships.models import Category, Round, StatedFact
from championships.queries.events import picture_seasons
from championships.queries.stated import find_stated_wins
from championships.queries.story_material import Material, Moment
from championships.queries.title_futures import DECIDERS
from championships.queries.title_lines import cut_facts
from championships.scoring.facts import SeasonFacts
from championships.scoring.futures import Futures, Wish
from championships.scoring.outlook import Condition, Outlook, find_conditions, look_ahead
from championships.scoring.parts import Award
from championships.scoring.rules import RuleBook, TableRule
from championships.scoring.standings import compute
from championships.scoring.tables import Row, Standing, TableHistory
from championships.scoring.vocabulary import CompetitorKind, FinishStatus, SessionKind, TableSource
from championships.scoring.wins import find_category, find_group, find_overall, find_win_sessions
from championships.stories.picture import (
    CategoryPicture,
    Label,
    LeaderPicture,
    ResultPicture,
    RowPicture,
    SeasonPicture,
    StandingPicture,
    TablePicture,
)

PODIUM = 3
MOST_CONTENDERS = 8  # with more of them nobody asks who could settle the title at this event


@dataclass(frozen=True, slots=True)
class _Season:
    """One season while its picture is drawn."""

    counted: Round
    loaded: LoadedSeason
    facts: SeasonFacts
    before: SeasonFacts  # without this event
    stated: list[StatedFact]
    sessions: Mapping[tuple[int, str], RoundSessionRef]
    numbers: frozenset[int]  # of the rounds this event is
    finished: bool


def picture_tables(material: Material) -> tuple[SeasonPicture, ...]:
    """The seasons that count the event, in the order of their championships. No query."""
    plain = picture_seasons(material.calendar, dict(material.races))
    seen: dict[int, Round] = {}
    for counted in material.own:
        seen.setdefault(counted.season_id, counted)
    return tuple(_draw(material, counted, plain[pk]) for pk, counted in seen.items())


def _draw(material: Material, counted: Round, plain: SeasonPicture) -> SeasonPicture:
    pk = counted.season_id
    season = _prepare(material, counted)
    championship = counted.season.championship
    tables = _draw_tables(material, season)
    overall = next((one for one in tables if not one.category and not one.of_teams), None)
    rule = find_overall(season.loaded.book)
    return replace(
        plain,
        leaders=_list_leaders(overall),
        championship=championship.slug,
        name=Label(championship.name_fr, championship.name_en),
        year=counted.season.year,
        history_complete_from=championship.history_complete_from,
        tables=tables,
        categories=_list_categories(material.categories, championship.pk, season.loaded.book),
        results=_list_results(season),
        points_a_win=_find_win(season, pk),
        starts_here=_count_starts(season, rule) if rule else None,
        demo=championship.demo,
    )


def _count_starts(season: _Season, rule: TableRule) -> int:
    counted = find_win_sessions(rule)
    return sum(
        1
        for ref in season.loaded.round_sessions
        if ref.round in season.numbers and ref.key in counted and ref.session_kind == SessionKind.RACE
    )


def _prepare(material: Material, counted: Round) -> _Season:
    pk = counted.season_id
    loaded, cut = material.seasons[pk], material.cuts[pk]
    numbers = frozenset(one.number for one in material.own if one.season_id == pk)
    earlier = [ref.order for ref in loaded.round_sessions if ref.round < min(numbers)]
    planned = {(one.round, one.session) for one in loaded.facts.planned}
    ends = [ref.order for ref in loaded.round_sessions if (ref.round, ref.key) in planned]
    declared = {(one.round, one.session) for one in loaded.facts.declared}
    declared_to = max((r.order for r in loaded.round_sessions if (r.round, r.key) in declared), default=0)
    return _Season(
        counted=counted,
        loaded=loaded,
        facts=cut_facts(loaded.facts, cut),
        before=cut_facts(loaded.facts, min(cut, max(earlier, default=0))),
        stated=material.facts_of(pk),
        sessions={(ref.round, ref.key): ref for ref in loaded.round_sessions},
        numbers=numbers,
        finished=material.moment is Moment.AFTER
        and bool(ends)
        and cut >= max(ends)
        and all(
            ref.pk in loaded.results_meta or ref.order <= declared_to
            for ref in loaded.round_sessions
            if (ref.round, ref.key) in planned
        ),
    )


def _draw_tables(material: Material, season: _Season) -> tuple[TablePicture, ...]:
    book = season.loaded.book
    if book is None:
        return ()
    histories = compute(book, season.facts, books_by_round=season.loaded.books_by_round)
    return tuple(_draw_table(material, season, book, rule, histories[rule.id]) for rule in book.tables)


def _draw_table(
    material: Material, season: _Season, book: RuleBook, rule: TableRule, history: TableHistory
) -> TablePicture:
    of_teams = rule.competitor is not CompetitorKind.DRIVER
    standings = [
        _draw_standing(season, book, rule, one, history.awards)
        for one in history.standings
        if one.rows and not one.missing  # a table that lacks a race says nothing about the time after it
    ]
    if season.finished and history.final is not None and standings and not history.final.missing:
        standings.append(_draw_standing(season, book, rule, history.final, history.awards))
    outlook = before = None
    conditions: Mapping[str, tuple[Condition, ...]] = {}
    can_clinch = None
    if not of_teams and standings:
        versions = season.loaded.books_by_round
        outlook = look_ahead(book, season.facts, rule.id, books_by_round=versions)
        conditions = {
            name: found
            for name in outlook.contenders[:DECIDERS]
            if (found := find_conditions(book, season.facts, outlook, name, books_by_round=versions))
        }
        if material.moment is Moment.AFTER:
            before = look_ahead(book, season.before, rule.id, books_by_round=versions)
        else:
            can_clinch = _find_clinchers(season, book, rule, outlook)
    return TablePicture(
        key=rule.id,
        title=Label(rule.title_fr or rule.title, rule.title),
        category=find_category(book, rule),
        standings=tuple(standings),
        outlook=outlook,
        outlook_before=before,
        conditions=conditions,
        can_clinch=can_clinch,
        of_teams=of_teams,
        finished=season.finished,
    )


def _draw_standing(
    season: _Season, book: RuleBook, rule: TableRule, one: Standing, awards: Iterable[Award]
) -> StandingPicture:
    here = [ref for ref in season.loaded.round_sessions if ref.round == one.round]
    stop = season.sessions.get((one.round, one.session)) or (here[-1] if here else None)
    order = stop.order if stop else 0
    whole = one.final or (stop is not None and stop.pk == here[-1].pk)
    podiums = _count_podiums(season, rule, awards, order) if one.source is TableSource.COMPUTED else {}
    return StandingPicture(
        round=one.round,
        event=stop.event_slug if stop else season.counted.event.slug,
        session="" if one.final or stop is None else stop.session_slug,
        rows=tuple(
            RowPicture(
                competitor=row.competitor,
                position=row.position,
                tied=row.tied,
                points=row.points,
                wins=_count_wins(season, book, rule, one, row, whole=whole),
                podiums=podiums.get(row.competitor, 0) if one.source is TableSource.COMPUTED else None,
                dropped=sum((drop.points for drop in row.dropped), Fraction(0))
                if one.source is TableSource.COMPUTED
                else None,
                tie=row.split.step.value if row.split else "",
                mark=row.mark,
            )
            for row in one.rows
        ),
        declared=one.source is TableSource.DECLARED,
        partial=one.partial,
    )


def _count_podiums(season: _Season, rule: TableRule, awards: Iterable[Award], order: int) -> dict[str, int]:
    """Races among the first three of the table, up to a session: those that the wins are counted in, too."""
    found: dict[str, int] = {}
    counted = find_win_sessions(rule)
    for award in awards:
        ref = season.sessions[award.round, award.session]
        mine = award.session in counted and ref.session_kind == SessionKind.RACE
        if ref.order <= order and mine and award.since is None:
            found[award.competitor] = found.get(award.competitor, 0) + sum(1 for p in award.places[:1] if p <= PODIUM)
    return found


def _count_wins(
    season: _Season, book: RuleBook, rule: TableRule, standing: Standing, row: Row, *, whole: bool
) -> int | None:
    """As the table has them, else as stated for it after that round."""
    if row.wins is not None or not whole:
        return row.wins
    fact = find_stated_wins(
        season.stated,
        driver=row.competitor,
        table=rule.id,
        overall=not find_category(book, rule),
        after_round=standing.round,
    )
    return int(fact.value["count"]) if fact else None


def _find_clinchers(season: _Season, book: RuleBook, rule: TableRule, outlook: Outlook) -> tuple[str, ...] | None:
    """Who is champion after this event if everything goes his way there: he wins it all, nobody else scores.

    Where the first of the table could not, nobody could. None: it cannot be told.
    """
    if outlook.silence is not None or not outlook.remaining or outlook.newcomer_open:
        return None
    sessions = [one for one in outlook.remaining if one.round in season.numbers]
    if not sessions or not outlook.contenders:
        return ()
    futures = Futures(book, season.facts, rule)
    found = []
    for name in outlook.contenders[:MOST_CONTENDERS]:
        wishes = {one: [Wish(name, place=1, bonuses=True)] for one in sessions}
        after = look_ahead(
            book,
            futures.imagine(wishes, all_run=False),
            rule.id,
            books_by_round=season.loaded.books_by_round,
        )
        if after.champion == name:
            found.append(name)
        elif not found:
            return ()
    return tuple(found) if len(outlook.contenders) <= MOST_CONTENDERS else None


def _list_leaders(overall: TablePicture | None) -> tuple[LeaderPicture, ...]:
    """Who led after each round: of its last session; rounds whose leader is not known say so."""
    found: dict[int, LeaderPicture] = {}
    for one in overall.standings if overall else ():
        first = frozenset(row.competitor for row in one.rows if row.position == 1)
        found[one.round] = LeaderPicture(round=one.round, leaders=first)
    last = max(found, default=0)
    return tuple(found.get(number, LeaderPicture(round=number)) for number in range(1, last + 1))


def _list_categories(
    categories: Iterable[Category], championship: int, book: RuleBook | None
) -> tuple[CategoryPicture, ...]:
    """The categories of people, and those classes of cars that have a table."""
    found = {
        one.slug: CategoryPicture(id=one.slug, name=Label(one.name_fr, one.name_en))
        for one in categories
        if one.championship_id == championship
    }
    for rule in book.tables if book else ():
        group = find_group(rule)
        if group and group not in found:
            found[group] = CategoryPicture(id=group, name=Label(rule.title_fr or rule.title, rule.title))
    return tuple(found.values())


def _list_results(season: _Season) -> tuple[ResultPicture, ...]:
    """What every driver did in every complete race, as each table counts it."""
    book = season.loaded.book
    if book is None:
        return ()
    complete = {(one.round, one.session) for one in season.facts.results if one.complete}
    found = []
    for table, history in compute(book, season.facts, books_by_round=season.loaded.books_by_round).items():
        if book.table(table).competitor is not CompetitorKind.DRIVER:
            continue
        counted = find_win_sessions(book.table(table))
        for award in history.awards:
            ref = season.sessions[award.round, award.session]
            known = (award.round, award.session) in complete
            if known and award.since is None and ref.session_kind == SessionKind.RACE:
                found.append(
                    (
                        ref.order,
                        ResultPicture(
                            table=table,
                            driver=award.competitor,
                            event=ref.event_slug,
                            session=ref.session_slug,
                            round=award.round,
                            place=award.places[0] if award.places else None,
                            points=award.points,
                            started=award.started,
                            counts=award.session in counted,
                        ),
                    )
                )
    return tuple(result for _order, result in sorted(found, key=lambda pair: pair[0]))


def _find_win(season: _Season, pk: int) -> Fraction | None:
    """Points of a race win in the overall table: by the rules where every race still to come gives the same."""
    book = season.loaded.book
    if book is not None and not book.hypothesis:
        rule = find_overall(book)
        races = {r.key for r in season.loaded.round_sessions if r.session_kind == SessionKind.RACE}
        tables = {held.table for key, held in rule.sessions.items() if key in races} if rule else set()
        firsts = {points[0] for name in tables for points in [book.points_tables[name].points] if points}
        return firsts.pop() if len(firsts) == 1 and not any(book.points_tables[n].by_starters for n in tables) else None
    stated = [fact for fact in season.stated if fact.kind == StatedFact.Kind.POINTS_A_WIN]
    return Fraction(str(stated[-1].value["points"])) if stated else None


def has_started(status: str) -> bool:
    """Whether a status means that the car took the start."""
    return FinishStatus(status).started
