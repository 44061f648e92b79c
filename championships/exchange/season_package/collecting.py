"""A season of the tables as a package: what an export writes, and what a corrected package is compared with."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from championships.adapters.books import list_in_force, read_version
from championships.exchange.season_package.collected_results import collect_results
from championships.exchange.season_package.values import (
    RULINGS,
    Competitor,
    EntrantRow,
    Package,
    ResultRow,
    SessionKey,
    SessionRow,
)
from championships.models import (
    Bulletin,
    Decision,
    Driver,
    Nomination,
    OpeningBalance,
    PointsAdjustment,
    RoundSession,
    RuleBook,
    Season,
    Session,
    Team,
)


class NoRuleBook(Exception):
    """The season has no rule book: nothing says what its tables are."""


@dataclass(frozen=True, slots=True)
class Collected:
    """A season's package with the keys of its rows."""

    package: Package
    round_sessions: Mapping[SessionKey, RoundSession]
    bulletins: Mapping[SessionKey, Bulletin]  # in force, whatever the clock says
    book: RuleBook
    left_out: tuple[str, ...]  # results the format cannot carry, one sentence each


def find_rule_book(season: Season) -> RuleBook | None:
    """The newest rule book in force; a hypothesis where there is nothing else."""
    rows = list(season.rule_books.order_by("n"))
    versions = [
        read_version(row.pk, row.n, row.from_round, row.corrects_id, row.standing, row.document) for row in rows
    ]
    ranked = list_in_force(versions)
    return next((row for row in rows if ranked and row.pk == ranked[-1][1].pk), None)


def collect_package(season: Season) -> Collected:
    """Everything published of a season. Raises NoRuleBook."""
    book = find_rule_book(season)
    if book is None:
        raise NoRuleBook
    held = {
        (row.round.number, row.key): row
        for row in RoundSession.objects.filter(round__season=season)
        .select_related("round", "session__event__circuit")
        .order_by("round__number", "order", "pk")
    }
    in_force = {
        row.session_id: row
        for row in Bulletin.objects.in_force(None)
        .filter(session__round_sessions__round__season=season)
        .select_related("sheet")
    }
    held = {
        key: row
        for key, row in held.items()
        if row.session_id in in_force or row.session.state != Session.State.CANCELLED
    }
    bulletins = {key: in_force[row.session_id] for key, row in held.items() if row.session_id in in_force}
    notes: Mapping[str, Any] = season.package_notes
    spellings: Mapping[str, list[str]] = notes.get("spellings", {})
    results, left_out = collect_results(season, held, bulletins)
    run = {row.key for row in results}
    entrants = _collect_entrants(season, spellings)
    rulings = collect_rulings(season)
    package = Package(
        championship=season.championship.slug,
        label=season.label,
        document=_name_document(season, book.document),
        rulings={name: tuple(terms for _row, terms in items) for name, items in rulings.items() if items},
        sessions=tuple(
            _collect_session(key, row, bulletins.get(key) if key in run else None, spellings)
            for key, row in held.items()
        ),
        results=results,
        competitors=_collect_competitors(season, results, entrants, spellings),
        entrants=entrants,
        flag_columns=_find_flag_columns(notes, results),
    )
    return Collected(package, held, bulletins, book, left_out)


def _name_document(season: Season, document: Mapping[str, Any]) -> dict[str, Any]:
    """The rules under the season's own name: a book that was copied from another season may still bear the old one."""
    label: int | str = int(season.label) if season.label.isdigit() else season.label
    named = {**document, "championship": season.championship.slug}
    if str(document.get("season")) != season.label:
        named["season"] = label
    return named


def _find_flag_columns(notes: Mapping[str, Any], results: Iterable[ResultRow]) -> tuple[str, ...]:
    kept = tuple(notes.get("flags", ("fastest_lap",)))
    seen = {name for row in results for name in row.flags}
    return kept + tuple(sorted(seen - set(kept)))


def _collect_session(
    key: SessionKey, row: RoundSession, bulletin: Bulletin | None, spellings: Mapping[str, list[str]]
) -> SessionRow:
    session, event = row.session, row.session.event
    circuit = event.circuit
    country = circuit.country if circuit else ""
    if circuit and f"venue:{circuit.name}" in spellings:
        country = ""
    return SessionRow(
        round=key[0],
        session=key[1],
        date=session.on_date,
        event=event.name_en or event.name_fr,
        official_name=event.official_name,
        venue=circuit.name if circuit else "",
        country=country,
        laps=bulletin.sheet.laps if bulletin else None,
        distance_km=bulletin.sheet.distance_km if bulletin else None,
        scheduled_laps=session.scheduled_laps,
        scheduled_distance_km=session.scheduled_km,
    )


def _collect_entrants(season: Season, spellings: Mapping[str, list[str]]) -> tuple[EntrantRow, ...]:
    rows = Nomination.objects.filter(season=season).select_related("entrant", "team", "driver").order_by("order")
    return tuple(
        EntrantRow(
            entrant=row.entrant.slug if row.entrant else "",
            entrant_name=spellings.get(f"entrant:{row.entrant.slug}", [row.entrant.name])[0] if row.entrant else "",
            team=row.team.slug if row.team else "",
            chassis=row.chassis,
            engine=row.engine,
            tyre=row.tyre,
            driver=row.driver.slug if row.driver else "",
            rounds=row.rounds,
        )
        for row in rows
    )


def _collect_competitors(
    season: Season,
    results: Iterable[ResultRow],
    entrants: Iterable[EntrantRow],
    spellings: Mapping[str, list[str]],
) -> tuple[Competitor, ...]:
    """Everybody enrolled, classified, nominated or decided on."""
    named: list[ResultRow | EntrantRow] = [*results, *entrants]
    found: list[Competitor] = []
    for kind, model, slugs in (
        ("driver", Driver, {row.driver for row in named}),
        ("team", Team, {row.team for row in named}),
    ):
        enrolled = Q(enrolments__season=season) | Q(adjustments__season=season, adjustments__annulled_at=None)
        rows = model.objects.filter(Q(slug__in=slugs - {""}) | enrolled).distinct()  # type: ignore[attr-defined]
        for slug, name, country in rows.values_list("slug", "name", "country"):
            found.append(Competitor(kind, slug, *spellings.get(f"{kind}:{slug}", [name, country])))
    return tuple(sorted(found))


def collect_rulings(season: Season) -> dict[str, list[tuple[Any, dict[str, Any]]]]:
    """The decisions in force, list by list: the row and its terms, in the order of rules.json."""
    lists: defaultdict[str, list[tuple[Any, dict[str, Any]]]] = defaultdict(list)
    in_order = ("position", "issued_at", "pk")
    decisions = Decision.objects.in_force(None).filter(round_session__round__season=season)
    for row in decisions.select_related("round_session__round").order_by(*in_order):
        assert row.round_session is not None  # noqa: S101 - the filter asks for it
        terms = {"round": row.round_session.round.number, "session": row.round_session.key}
        lists["session_overrides" if row.kind == Decision.Kind.SESSION_OVERRIDE else "result_overrides"].append(
            (row, _name_terms(row, {**row.terms, **terms}))
        )
    adjustments = PointsAdjustment.objects.in_force(None).filter(season=season)
    # A change of category is no part of rules.json: the enrolments are those of before it.
    for adjustment in adjustments.exclude(kind=PointsAdjustment.Kind.CLASS_CHANGE).order_by(*in_order):
        name = "tie_decisions" if adjustment.kind == PointsAdjustment.Kind.TIE else "adjustments"
        lists[name].append((adjustment, _name_terms(adjustment, dict(adjustment.terms))))
    for balance in OpeningBalance.objects.in_force(None).filter(season=season).order_by("issued_at", "pk"):
        lists["opening_balances"].append((balance, dict(balance.terms)))
    return {name: lists[name] for name in RULINGS if lists[name]}


def _name_terms(row: Decision | PointsAdjustment, terms: dict[str, Any]) -> dict[str, Any]:
    """Terms with the document and reason of the row, where an official gave them beside the terms."""
    for name in ("document", "reason"):
        text = getattr(row, name)
        if text and name not in terms:
            terms[name] = text
    return terms
