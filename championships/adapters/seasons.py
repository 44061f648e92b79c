"""Whole seasons, as they stood at an instant, in a fixed number of queries.

In force at an instant: of each session the newest bulletin issued by then (withdrawn: none) with its sheet; decisions,
adjustments, opening balances and declared tables in effect by then and not annulled; rule books issued by then. Names,
participations and the calendar are always today's; so are enrolments, but for the changes of category decided on top.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from championships.adapters.books import Version, choose_book, choose_version, list_in_force, read_books
from championships.adapters.calendar import read_bulletins, read_round_sessions
from championships.adapters.classified import classify_session, read_classified_parts
from championships.adapters.declared import build_declared_table, read_declared_rows, read_declared_tables
from championships.adapters.enrolments import (
    EnrolmentFacts,
    build_memberships,
    change_classes,
    find_categories,
    read_categories,
    read_enrolments,
    read_participations,
)
from championships.adapters.rulings import (
    NOTHING,
    AdjustmentFacts,
    DecisionFacts,
    Imagined,
    build_balance,
    build_rulings,
    read_adjustments,
    read_decisions,
)
from championships.adapters.sheets import EntryInRound, LineFacts, PartFacts, read_lines, read_parts
from championships.adapters.values import (
    ClassifiedPart,
    DeclaredRef,
    LoadedSeason,
    PersonRef,
    ResultMeta,
    RoundSessionRef,
)
from championships.models import Driver, OpeningBalance, Season, Team
from championships.scoring.facts import (
    DeclaredRow,
    PlannedSession,
    SeasonFacts,
    SessionResult,
)
from championships.scoring.facts import OpeningBalance as OpeningBalanceFacts
from championships.scoring.rules import RuleBook as Book
from championships.scoring.vocabulary import SessionKind

_NOT_RUN = frozenset({"abandoned", "cancelled"})


@dataclass(frozen=True, slots=True)
class _Rows:
    """Everything the queries brought, by the key it is asked for."""

    books: Mapping[int, list[Version]]
    round_sessions: Mapping[int, tuple[RoundSessionRef, ...]]
    bulletins: Mapping[int, ResultMeta]
    lines: Mapping[int, list[LineFacts]]
    parts: Mapping[int, list[PartFacts]]
    participations: Mapping[int, dict[int, EntryInRound]]
    enrolments: Mapping[int, list[EnrolmentFacts]]
    categories: dict[int, frozenset[str]]
    decisions: Mapping[int, list[DecisionFacts]]
    adjustments: Mapping[int, list[AdjustmentFacts]]
    balances: Mapping[int, list[OpeningBalanceFacts]]
    declared: Mapping[int, list[tuple[DeclaredRef, int, str]]]
    declared_rows: Mapping[int, tuple[DeclaredRow, ...]]


def load_seasons(
    season_ids: Collection[int],
    *,
    at: datetime | None,
    instead: Mapping[int, ResultMeta] | None = None,
    imagined: Imagined = NOTHING,
    proposed: Mapping[int, Version] | None = None,
) -> dict[int, LoadedSeason]:
    """What was in force at `at` for each of these seasons; None: everything published, whatever the clock says.

    `instead`: by session, what stands there in place of the bulletin in force (a draft that may be published).
    `proposed`: by season, a version of the rules that is not issued yet and is taken as the newest.
    `imagined` decisions are added or left out, so that their effect can be seen before anything is written.
    Sixteen queries, whatever the seasons are and however many. Unknown ids are left out.
    """
    ids = sorted(set(season_ids))
    seasons = list(Season.objects.filter(pk__in=[0, *ids]).select_related("championship").order_by("pk"))
    round_sessions = read_round_sessions(ids)
    session_ids = {ref.session_pk for refs in round_sessions.values() for ref in refs}
    bulletins = {**read_bulletins(session_ids, at=at), **(instead or {})}
    sheet_ids = {meta.sheet_pk for meta in bulletins.values()}
    books = read_books(ids, at=at)
    for season_id, version in (proposed or {}).items():
        books[season_id] = [*books.get(season_id, ()), version]
    rows = _Rows(
        books=books,
        round_sessions=round_sessions,
        bulletins=bulletins,
        lines=read_lines(sheet_ids),
        parts=read_parts(sheet_ids),
        participations=read_participations(ids),
        enrolments=read_enrolments(ids),
        categories=read_categories(ids),
        decisions=read_decisions(session_ids, at=at, imagined=imagined),
        adjustments=read_adjustments(ids, at=at, imagined=imagined),
        balances=_read_balances(ids, at),
        declared=read_declared_tables(ids, at=at),
        declared_rows=read_declared_rows(ids),
    )
    built = {season.pk: _build_season(season, rows) for season in seasons}
    drivers, teams = _read_names(built)
    return {pk: _name_competitors(loaded, drivers, teams) for pk, loaded in built.items()}


def _build_season(season: Season, rows: _Rows) -> LoadedSeason:
    refs = rows.round_sessions.get(season.pk, ())
    versions = list_in_force(rows.books.get(season.pk, ()))
    adjustments = rows.adjustments.get(season.pk, [])
    enrolments, categories = change_classes(rows.enrolments.get(season.pk, []), rows.categories, adjustments)
    categories_in = find_categories(enrolments, categories)
    books_by_round: dict[int, Book] = {}
    for ref in refs:
        version = choose_version(versions, ref.round)
        if version is not None:
            books_by_round[ref.round] = version.book
    results: list[SessionResult] = []
    metas: dict[int, ResultMeta] = {}
    classified: dict[int, tuple[ClassifiedPart, ...]] = {}
    for ref in refs:
        meta = rows.bulletins.get(ref.session_pk)
        if meta is None:
            continue
        book = books_by_round.get(ref.round)
        facts = rows.lines.get(meta.sheet_pk, [])
        outcome = classify_session(
            facts,
            rows.parts,
            meta=meta,
            scheduled_laps=ref.scheduled_laps,
            is_race=ref.session_kind == SessionKind.RACE,
            taking_part=rows.participations.get(ref.round_pk, {}),
            categories=categories_in(ref.round),
            decisions=rows.decisions.get(ref.session_pk, ()),
            rule=book.classification if book else None,
        )
        metas[ref.pk] = meta
        classified[ref.pk] = read_classified_parts(outcome, rows.parts)
        results.append(
            SessionResult(
                round=ref.round,
                session=ref.key,
                order=ref.order,
                lines=outcome.ranked,
                laps=meta.laps,
                scheduled_laps=ref.scheduled_laps,
                complete=meta.complete,
            )
        )
    by_round_session = {ref.pk: ref for ref in refs}
    rulings = build_rulings(
        [
            (by_round_session[item.round_session_id].round, by_round_session[item.round_session_id].key, item)
            for ref in refs
            for item in rows.decisions.get(ref.session_pk, ())
            if item.round_session_id == ref.pk
        ],
        adjustments,
    )
    declared = rows.declared.get(season.pk, [])
    return LoadedSeason(
        season_id=season.pk,
        slug=season.slug,
        championship_slug=season.championship.slug,
        label=season.label,
        revision=season.revision,
        book=choose_book(versions),
        books_by_round=books_by_round,
        facts=SeasonFacts(
            results=tuple(results),
            rulings=rulings,
            opening_balances=tuple(rows.balances.get(season.pk, ())),
            declared=tuple(
                build_declared_table(ref, number, key, rows.declared_rows.get(ref.pk, ()))
                for ref, number, key in declared
            ),
            memberships=build_memberships(enrolments, categories),
            planned=tuple(
                PlannedSession(ref.round, ref.key, ref.order)
                for ref in refs
                if ref.session_state not in _NOT_RUN or ref.pk in metas
            ),
        ),
        round_sessions=refs,
        results_meta=metas,
        classified=classified,
        declared=tuple(ref for ref, _number, _key in declared),
    )


def _read_balances(season_ids: Collection[int], at: datetime | None) -> dict[int, list[OpeningBalanceFacts]]:
    rows = (
        OpeningBalance.objects.filter(season_id__in=[0, *season_ids])
        .in_force(at)
        .order_by("issued_at", "pk")
        .values_list("season_id", "terms", "source__title", "source__published_on")
    )
    found: defaultdict[int, list[OpeningBalanceFacts]] = defaultdict(list)
    for season_id, terms, title, published_on in rows:
        found[season_id].append(build_balance(terms, title or "", published_on.isoformat() if published_on else ""))
    return found


def _list_competitors(loaded: LoadedSeason) -> set[str]:
    """Every id of a driver or a team that may stand in a table or a result of this season."""
    facts = loaded.facts
    found = {item.competitor for item in facts.memberships}
    found.update(item.competitor for item in facts.opening_balances)
    found.update(item.competitor for item in facts.rulings.deductions)
    found.update(item.competitor for item in facts.rulings.exclusions)
    found.update(name for item in facts.rulings.tie_decisions for name in item.order)
    found.update(row.competitor for table in facts.declared for row in table.rows)
    for result in facts.results:
        for line in result.lines:
            for driver in line.drivers:
                found.update(name for name in (driver.driver, driver.team) if name)
    return found


def _read_names(built: Mapping[int, LoadedSeason]) -> tuple[dict[str, PersonRef], dict[str, PersonRef]]:
    slugs = ["", *sorted(set().union(*(_list_competitors(loaded) for loaded in built.values())))]
    drivers = Driver.objects.filter(slug__in=slugs).order_by("pk").values_list("pk", "slug", "name")
    teams = Team.objects.filter(slug__in=slugs).order_by("pk").values_list("pk", "slug", "name")
    return {row[1]: PersonRef(*row) for row in drivers}, {row[1]: PersonRef(*row) for row in teams}


def _name_competitors(
    loaded: LoadedSeason, drivers: Mapping[str, PersonRef], teams: Mapping[str, PersonRef]
) -> LoadedSeason:
    slugs = _list_competitors(loaded)
    return replace(
        loaded,
        drivers={slug: drivers[slug] for slug in slugs if slug in drivers},
        teams={slug: teams[slug] for slug in slugs if slug in teams},
    )
