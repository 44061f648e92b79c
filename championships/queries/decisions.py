"""Documents of the stewards as the public and the office read them: what they impose, their state, their effect."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import get_language

from championships.adapters.effects import Effect, compare_fields, compare_tables
from championships.adapters.fields import read_fields
from championships.adapters.seasons import load_seasons
from championships.models import Bulletin, Category, Decision, Event, PointsAdjustment, Season, Session, Table, Verdict
from championships.queries.decision_values import (
    DatedEffect,
    DecisionPage,
    Document,
    DocumentState,
    MeasureView,
    TableNote,
)
from championships.queries.refs import find_zone, refer_event, refer_season

_POINTS = frozenset({Decision.Kind.SESSION_OVERRIDE.value, Decision.Kind.RESULT_OVERRIDE.value})
_QUIET = frozenset({Decision.Kind.GRID.value, Decision.Kind.REPRIMAND.value, Decision.Kind.LICENCE.value})
# What an adjustment is called here, apart from the exclusion from an event.
_SEASON_KINDS = {"exclude": "strike", "class": "category"}
_MOMENT = timedelta(microseconds=1)  # the instants the database tells apart


def list_documents(event: Event, *, at: datetime) -> tuple[Document, ...]:
    """The documents of an event signed by that instant, in order of issue. Five queries."""
    return read_documents(Verdict.objects.filter(event=event), at)


def list_season_documents(season: Season, *, at: datetime) -> tuple[Document, ...]:
    """The documents on a season signed by that instant, in order of issue. Five queries."""
    return read_documents(Verdict.objects.filter(season=season, event__isnull=True), at)


def list_table_notes(season: int, table: str, *, at: datetime, categories: Mapping[str, str]) -> tuple[TableNote, ...]:
    """The season's documents that touch a table, annulled ones left out. Changes of category touch all. One query.

    `categories`: names by slug, as far as the page knows them.
    """
    standing = Q(annulled_at__isnull=True) | Q(annulled_at__gt=at)
    here = Q(table=table) | Q(kind=PointsAdjustment.Kind.CLASS_CHANGE)
    rows = (
        PointsAdjustment.objects.filter(standing, here, season=season, verdict__isnull=False)
        .issued(at)
        .select_related("verdict", "driver", "team", "season__championship")
        .order_by("issued_at", "pk")
    )
    return tuple(
        TableNote(row.verdict.number, view, view.effective_at is None)
        for row in rows
        if row.verdict is not None
        for view in (
            _view_adjustment(row, {(row.season.championship_id, slug): name for slug, name in categories.items()}, at),
        )
    )


def load_event_decision(year: int, slug: str, number: int, *, at: datetime) -> DecisionPage | None:
    """A document of an event; None where there is none, or it was not signed by that instant."""
    return _load(Verdict.objects.filter(event__year=year, event__slug=slug, number=number), at)


def load_season_decision(championship: str, label: str, number: int, *, at: datetime) -> DecisionPage | None:
    """A document on a season; None where there is none, or it was not signed by that instant."""
    found = Verdict.objects.filter(
        season__championship__slug=championship, season__label=label, event__isnull=True, number=number
    )
    return _load(found, at)


def load_decision(pk: int, *, at: datetime) -> DecisionPage | None:
    """The same by its key, for the office."""
    return _load(Verdict.objects.filter(pk=pk), at)


def _load(found: Any, at: datetime) -> DecisionPage | None:
    verdict = _read(found, at).first()
    if verdict is None:
        return None
    measures = _read_measures([verdict.pk], at)[verdict.pk]
    event, season = verdict.event, verdict.season
    appealed, closed = _by(verdict.appealed_at, at), _by(verdict.appeal_closed_at, at)
    annulled = _by(verdict.annulled_at, at)
    return DecisionPage(
        document=_describe(verdict, measures, at),
        zone=find_zone(event) if event else season.time_zone,
        demo=event.demo if event else season.championship.demo,
        facts=verdict.facts,
        stewards=verdict.stewards,
        effective_at=_by(verdict.effective_at, at),
        one_person=verdict.one_person,
        appealed_at=appealed,
        appealed_by=verdict.appealed_by if appealed else "",
        appeal_closed_at=closed,
        appeal_outcome=verdict.appeal_outcome if closed else "",
        annulled_at=annulled,
        # Written when it is asked for, and no annulment until a second person has confirmed it.
        annulled_reason=verdict.annulled_reason if annulled else "",
        effects=_read_effects(verdict, at),
    )


def read_documents(found: Any, at: datetime) -> tuple[Document, ...]:
    """These rows of documents as signed by that instant, in order of issue. Five queries."""
    return describe_documents(list(_read(found, at)), at=at)


def describe_documents(verdicts: Collection[Verdict], *, at: datetime) -> tuple[Document, ...]:
    """Documents as a list shows them, in the order given; loaded with their event and season. Four queries."""
    measures = _read_measures([verdict.pk for verdict in verdicts], at)
    return tuple(_describe(verdict, measures[verdict.pk], at) for verdict in verdicts)


def _read(found: Any, at: datetime) -> Any:
    return (
        found.filter(issued_at__lte=at)
        .select_related("event__circuit", "season__championship")
        .order_by("issued_at", "number", "pk")
    )


def _describe(verdict: Verdict, measures: tuple[MeasureView, ...], at: datetime) -> Document:
    state, since = _find_state(verdict, at)
    return Document(
        pk=verdict.pk,
        number=verdict.number,
        event=refer_event(verdict.event) if verdict.event else None,
        season=refer_season(verdict.season) if verdict.season else None,
        article=verdict.article,
        reason=verdict.reason,
        issued_at=verdict.issued_at,
        state=state,
        since=since,
        measures=measures,
        annulment_asked=verdict.annulment_asked_at is not None and verdict.annulled_at is None,
    )


def _find_state(verdict: Verdict, at: datetime) -> tuple[DocumentState, datetime]:
    annulled, effective = _by(verdict.annulled_at, at), _by(verdict.effective_at, at)
    appealed, closed = _by(verdict.appealed_at, at), _by(verdict.appeal_closed_at, at)
    if annulled is not None:
        return DocumentState.ANNULLED, annulled
    if effective is None:
        return DocumentState.PENDING, verdict.issued_at
    if appealed is not None and closed is None:
        return DocumentState.APPEALED, appealed
    return DocumentState.IN_FORCE, effective


def _by(instant: datetime | None, at: datetime) -> datetime | None:
    """The instant, if it was reached by then."""
    return instant if instant is not None and instant <= at else None


def _read_measures(verdicts: Collection[int], at: datetime) -> dict[int, tuple[MeasureView, ...]]:
    """By document, in the order of the document. Four queries."""
    found: defaultdict[int, list[MeasureView]] = defaultdict(list)
    rows = (
        Decision.objects.filter(verdict__in=[0, *verdicts])
        .select_related("session", "entry", "driver", "round_session__round__season__championship")
        .order_by("pk")
    )
    decisions = list(rows)
    back = [row for row in decisions if row.kind == Decision.Kind.TAKEN_BACK]
    published = set(
        Bulletin.objects.filter(session__in=[0, *(row.session_id for row in back)])
        .issued(at)
        .values_list("session_id", "sheet__n")
    )
    excluded: set[tuple[int, int | None]] = set()
    for row in decisions:
        if row.verdict_id is None:
            continue
        view = view_decision(row, at)
        if row.kind == Decision.Kind.EXCLUDE:
            # One row a session of the event, told once.
            if (row.verdict_id, row.entry_id) in excluded:
                continue
            excluded.add((row.verdict_id, row.entry_id))
            view = replace(view, session="", session_slug="")
        if row.kind == Decision.Kind.TAKEN_BACK:
            waits = (row.session_id, row.terms.get("sheet")) not in published
            view = replace(view, waits_for_sheet=waits)
        found[row.verdict_id].append(view)
    adjustments: list[Any] = list(
        PointsAdjustment.objects.filter(verdict__in=[0, *verdicts])
        .select_related("driver", "team", "season__championship")
        .annotate(title_fr=_find_title("title_fr"), title_en=_find_title("title_en"))
        .order_by("pk")
    )
    championships = {row.season.championship_id for row in adjustments}
    names = {
        (category.championship_id, category.slug): str(category.name)
        for category in Category.objects.filter(championship__in=[0, *championships])
    }
    for adjustment in adjustments:
        if adjustment.verdict_id is not None:
            view = _view_adjustment(adjustment, names, at)
            title = adjustment.title_fr if (get_language() or "fr").startswith("fr") else adjustment.title_en
            found[adjustment.verdict_id].append(replace(view, table_title=title or ""))
    return defaultdict(tuple, {pk: tuple(views) for pk, views in found.items()})


def _find_title(column: str) -> Subquery:
    """What the table of an adjustment is called."""
    return Subquery(Table.objects.filter(season=OuterRef("season"), key=OuterRef("table")).values(column)[:1])


def view_decision(row: Decision, at: datetime) -> MeasureView:
    counted = row.round_session
    return MeasureView(
        kind=row.kind,
        session=str(row.session.name),
        session_slug=row.session.slug,
        number=row.entry.number if row.entry else "",
        person=row.driver.name if row.driver else "",
        amount=row.amount,
        terms=row.terms,
        championship=str(counted.round.season.championship.name) if counted else "",
        effective_at=_by(row.effective_at, at),
    )


def _view_adjustment(row: PointsAdjustment, names: Mapping[tuple[int, str], str], at: datetime) -> MeasureView:
    competitor = row.driver or row.team
    number = "" if competitor else str(row.terms.get("competitor", ""))
    return MeasureView(
        kind=_SEASON_KINDS.get(row.kind, row.kind),
        number=number,
        person=competitor.name if competitor else "",
        terms=row.terms,
        championship=str(row.season.championship.name),
        table=row.table,
        categories=tuple(
            names.get((row.season.championship_id, slug), slug) for slug in row.terms.get("categories", ())
        ),
        effective_at=_by(row.effective_at, at),
    )


def _read_effects(verdict: Verdict, at: datetime) -> tuple[DatedEffect, ...]:
    """Classifications and tables just before and just after each instant at which the document changed something."""
    decisions = list(Decision.objects.filter(verdict=verdict).exclude(kind__in=_QUIET).select_related("session"))
    adjustments = list(PointsAdjustment.objects.filter(verdict=verdict))
    moments: set[tuple[datetime, bool]] = set()
    counted: list[Decision | PointsAdjustment] = [*decisions, *adjustments]
    for row in counted:
        if isinstance(row, Decision) and row.kind == Decision.Kind.TAKEN_BACK:
            issued = _find_sheet(row, at)
            if issued is not None:
                moments.add((issued, False))
            continue
        began, ended = _by(row.effective_at, at), _by(row.annulled_at, at)
        if began is not None:
            moments.add((began, False))
            if ended is not None:
                moments.add((ended, True))
    sessions = {row.session_id: row.session for row in decisions}
    season_ids = set(Season.objects.filter(rounds__round_sessions__session__in=sessions).values_list("pk", flat=True))
    season_ids |= {row.season_id for row in adjustments}
    seasons = Season.objects.select_related("championship").in_bulk(season_ids)
    ordered = sorted(sessions.values(), key=lambda session: (session.order, session.pk))
    return tuple(
        DatedEffect(moment, annulment, _compare(ordered, seasons, moment)) for moment, annulment in sorted(moments)
    )


def _find_sheet(row: Decision, at: datetime) -> datetime | None:
    held = Bulletin.objects.filter(session=row.session_id, sheet__n=row.terms.get("sheet") or 0).issued(at)
    return held.order_by("n").values_list("issued_at", flat=True).first()


def _compare(sessions: Iterable[Session], seasons: Mapping[int, Season], at: datetime) -> Effect:
    ordered = list(sessions)
    states: list[dict[int, Bulletin]] = []
    for moment in (at - _MOMENT, at):
        rows = Bulletin.objects.filter(session__in=[0, *(session.pk for session in ordered)]).in_force(moment)
        states.append({one.session_id: one for one in rows.select_related("sheet", "session")})
    before, after = (
        read_fields(list(state.values()), at=moment) for state, moment in zip(states, (at - _MOMENT, at), strict=True)
    )
    return Effect(
        compare_fields(ordered, before, after, {pk: bulletin.state for pk, bulletin in states[1].items()}),
        compare_tables(load_seasons(seasons, at=at - _MOMENT), load_seasons(seasons, at=at), seasons),
    )
