"""The frame of a season's tables: its rounds and sessions, what was published of them by an instant, and its rules."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Exists, Max, OuterRef
from django.utils.translation import get_language

from championships.adapters.books import choose_book, list_in_force, read_version
from championships.adapters.enrolments import read_category_changes
from championships.models import (
    Bulletin,
    DeclaredTable,
    Event,
    PointsAdjustment,
    Revision,
    Round,
    RoundSession,
    RuleBook,
    Season,
    Session,
    Source,
)
from championships.queries.refs import EventRef, SeasonRef, day_of, find_zone, refer_event, refer_season
from championships.scoring.rules import RuleBook as Rules


@dataclass(frozen=True, slots=True)
class SessionView:
    """A session as the season counts it. `state` is that of the bulletin in force; empty: nothing published."""

    pk: int  # of the RoundSession
    session_pk: int
    round: int
    key: str
    order: int
    slug: str
    name: str
    kind: str
    event: EventRef
    on_date: date | None
    state: str = ""
    per_source: bool = False
    complete: bool = True
    issued_at: datetime | None = None
    protest_until: datetime | None = None
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class RoundView:
    number: int
    event: EventRef
    circuit: str
    zone: str
    state: str  # of the event: planned, moved, postponed, cancelled
    sessions: tuple[SessionView, ...]


@dataclass(frozen=True, slots=True)
class SourceView:
    title: str
    url: str
    published_on: date | None
    deduced: bool
    reasoning: str


@dataclass(frozen=True, slots=True)
class DeclaredView:
    """A declared table in force: at which session it stands, and where it was read."""

    table: str
    round: int
    session: str
    order: int
    complete: bool
    issued_at: datetime
    note: str
    source: SourceView


@dataclass(frozen=True, slots=True)
class Frame:
    """A season at an instant, without its figures. `stops`: sessions after which tables are written."""

    season: SeasonRef
    year: int
    zone: str
    rounds: tuple[RoundView, ...]
    sessions: tuple[SessionView, ...]
    stops: tuple[SessionView, ...]
    declared: tuple[DeclaredView, ...]
    book: Rules | None
    stored: bool  # the stored projections are those of this instant
    published: bool  # something of the season was published by then
    # driver -> round and categories of the change decided last, where any was
    category_changes: Mapping[str, tuple[int, frozenset[str]]] = field(default_factory=dict)

    @property
    def finished(self) -> bool:
        """Whether the final table stands: every session that counts is published or will never be run."""
        declared_to = max((one.order for one in self.declared), default=0)
        return bool(self.stops) and all(
            session.state or session.cancelled or session.order <= declared_to for session in self.sessions
        )


def load_frames(season_ids: Collection[int], *, at: datetime) -> dict[int, Frame]:
    """The frames of these seasons, in the order of their keys; seven queries whatever their number.

    One more where a change of category was decided in one of them.
    """
    ids = [0, *sorted(set(season_ids))]  # never empty: the number of queries is the same for no season at all
    changed = PointsAdjustment.objects.filter(season=OuterRef("pk"), kind=PointsAdjustment.Kind.CLASS_CHANGE)
    seasons = list(
        Season.objects.select_related("championship")
        .filter(pk__in=ids)
        .annotate(changes_categories=Exists(changed))
        .order_by("pk")
    )
    changes = (
        read_category_changes(ids, at=at)
        if any(season.changes_categories for season in seasons)  # type: ignore[attr-defined]  # annotated above
        else {}
    )
    rounds = _group(
        Round.objects.filter(season__in=ids).select_related("event__circuit").order_by("number"), "season_id"
    )
    counted = list(
        RoundSession.objects.filter(round__season__in=ids)
        .select_related("session")
        .order_by("order", "round__number", "session__order", "pk")
    )
    bulletins = {
        bulletin.session_id: bulletin
        for bulletin in Bulletin.objects.in_force(at)
        .filter(session__round_sessions__round__season__in=ids)
        .select_related("sheet")
        .distinct()
    }
    revisions = {
        row["season"]: row
        for row in Revision.objects.filter(season__in=ids).order_by().values("season").annotate(newest=Max("issued_at"))
    }
    books = _group(RuleBook.objects.issued(at).filter(season__in=ids).order_by("n"), "season_id")
    declared = _group(
        DeclaredTable.objects.in_force(at)
        .filter(season__in=ids)
        .select_related("source", "after__round")
        .order_by("issued_at", "pk"),
        "season_id",
    )
    season_of = {round_.pk: round_.season_id for rows in rounds.values() for round_ in rows}
    # Numbered afresh, as the core does: two sessions may carry the same order in the calendar, never here.
    order_of: dict[int, int] = {}
    run: dict[int, int] = defaultdict(int)
    for one in counted:
        season_id = season_of[one.round_id]
        run[season_id] += 1
        order_of[one.pk] = run[season_id]
    by_round = _group(counted, "round_id")
    frames = {}
    for season in seasons:
        revision = revisions.get(season.pk)
        frames[season.pk] = _build_frame(
            season,
            rounds[season.pk],
            by_round,
            order_of,
            bulletins,
            declared[season.pk],
            _choose_rules(books[season.pk]),
            stored=revision is not None and revision["newest"] <= at,
            changes={driver: change for (held, driver), change in changes.items() if held == season.pk},
        )
    return frames


def _build_frame(
    season: Season,
    rounds: Iterable[Round],
    by_round: Mapping[int, list[RoundSession]],
    order_of: Mapping[int, int],
    bulletins: Mapping[int, Bulletin],
    declared: Iterable[DeclaredTable],
    book: Rules | None,
    *,
    stored: bool,
    changes: Mapping[str, tuple[int, frozenset[str]]],
) -> Frame:
    views = tuple(
        RoundView(
            number=round_.number,
            event=refer_event(round_.event),
            circuit=round_.event.circuit.name if round_.event.circuit else "",
            zone=find_zone(round_.event),
            state=round_.event.state,
            sessions=tuple(
                _view_session(counted, round_, order_of[counted.pk], bulletins.get(counted.session_id))
                for counted in by_round[round_.pk]
            ),
        )
        for round_ in rounds
    )
    sessions = tuple(sorted((one for view in views for one in view.sessions), key=lambda one: one.order))
    tables = tuple(sorted((_view_declared(one, order_of[one.after_id]) for one in declared), key=lambda one: one.order))
    standing_at = {(one.round, one.session) for one in tables}
    stops = tuple(one for one in sessions if one.state or (one.round, one.key) in standing_at)
    return Frame(
        season=refer_season(season),
        year=season.year,
        zone=season.time_zone,
        rounds=views,
        sessions=sessions,
        stops=stops,
        declared=tables,
        book=book,
        stored=stored,
        published=bool(stops),
        category_changes=changes,
    )


def _view_session(counted: RoundSession, round_: Round, order: int, bulletin: Bulletin | None) -> SessionView:
    session, event = counted.session, round_.event
    dead = {Session.State.CANCELLED.value, Session.State.ABANDONED.value}
    return SessionView(
        pk=counted.pk,
        session_pk=session.pk,
        round=round_.number,
        key=counted.key,
        order=order,
        slug=session.slug,
        name=str(session.name),
        kind=session.kind,
        event=refer_event(event),
        on_date=day_of(session, find_zone(event)),
        state=bulletin.state if bulletin else "",
        per_source=bool(bulletin and bulletin.per_source),
        complete=bulletin.sheet.complete if bulletin else True,
        issued_at=bulletin.issued_at if bulletin else None,
        protest_until=bulletin.protest_until if bulletin else None,
        cancelled=session.state in dead or event.state == Event.State.CANCELLED,
    )


def _view_declared(declared: DeclaredTable, order: int) -> DeclaredView:
    source, after = declared.source, declared.after
    french, english = declared.note_fr, declared.note_en
    note = (french or english) if (get_language() or "fr").startswith("fr") else (english or french)
    return DeclaredView(
        table=declared.table,
        round=after.round.number,
        session=after.key,
        order=order,
        complete=declared.complete,
        issued_at=declared.issued_at,
        note=note,
        source=view_source(source),
    )


def view_source(source: Source) -> SourceView:
    return SourceView(
        title=source.title,
        url=source.url,
        published_on=source.published_on,
        deduced=source.standing == Source.Standing.DEDUCED,
        reasoning=str(source.reasoning),
    )


def _choose_rules(rows: Iterable[RuleBook]) -> Rules | None:
    versions = [
        read_version(row.pk, row.n, row.from_round, row.corrects_id, row.standing, row.document) for row in rows
    ]
    return choose_book(list_in_force(versions))


def _group[Row](rows: Iterable[Row], key: str) -> dict[int, list[Row]]:
    groups: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        groups[getattr(row, key)].append(row)
    return groups
