"""What the big screen in the paddock turns through: the newest session, the tables, and what comes next."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef

from championships.models import Bulletin, Event, Round, Session
from championships.queries.next_event import NextEvent, find_next_event
from championships.queries.refs import EventRef, SeasonRef, find_zone, is_demo, refer_event
from championships.queries.sessions import SessionPage, load_session
from championships.queries.standing_lines import Line, build_lines
from championships.queries.standings import find_season
from championships.queries.tables import load_tables
from championships.queries.winners import list_run_events
from championships.scoring.vocabulary import BulletinState


@dataclass(frozen=True, slots=True)
class ScreenTable:
    """A table of a season, whole. `after`: the event after which it stands; `provisional`: so is its last race."""

    season: SeasonRef
    key: str
    title: str
    general: bool
    final: bool
    provisional: bool
    after: str
    declared: str  # where it was published elsewhere
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class ScreenPage:
    """`title`: the event, else the championship. `zone`: of the venue, in which the screen tells the time."""

    title: str
    zone: str
    demo: bool
    event: EventRef | None
    session: SessionPage | None
    tables: tuple[ScreenTable, ...]
    next_event: NextEvent | None


def load_screen(*, at: datetime) -> ScreenPage:
    """The screen of the site: the meeting under way, else the one run last, else the one to come; real ones first."""
    now = find_next_event(at=at)
    held = list_run_events(at=at, count=1, demo=False)
    if now is None and not held:
        now, held = find_next_event(at=at, demo=True), list_run_events(at=at, count=1, demo=True)
    if now is not None and (now.days <= 0 or not held):
        event = _find_event(now.event.year, now.event.slug)
    else:
        event = _find_event(held[0].year, held[0].slug) if held else None
    if event is None:
        return ScreenPage("Paddock", "UTC", False, None, None, (), None)
    return _build(event, at=at)


def load_event_screen(year: int, slug: str, *, at: datetime) -> ScreenPage | None:
    """The screen of one meeting. None: there is no such event."""
    event = _find_event(year, slug)
    return None if event is None else _build(event, at=at)


def load_season_screen(championship: str, label: str, *, at: datetime) -> ScreenPage | None:
    """The screen of one season: the newest session of any of its meetings. None: unknown, or without a round."""
    pk = find_season(championship, label)
    rounds = list(
        Round.objects.filter(season=pk or 0).select_related("season__championship", "event__circuit").order_by("number")
    )
    if not rounds:
        return None
    session = _find_newest(Session.objects.filter(round_sessions__round__season=pk), at)
    event = session.event if session else rounds[0].event
    title = f"{rounds[0].season.championship.name} {label}"
    return _read(title, event, rounds, session, [rounds[0].season_id], at)


def _find_event(year: int, slug: str) -> Event | None:
    return Event.objects.filter(year=year, slug=slug).select_related("circuit").first()


def _build(event: Event, *, at: datetime) -> ScreenPage:
    rounds = list(
        Round.objects.filter(event=event)
        .select_related("season__championship")
        .order_by("season__championship__order", "season__championship__slug")
    )
    session = _find_newest(Session.objects.filter(event=event), at)
    return _read(str(event.name), event, rounds, session, [one.season_id for one in rounds], at)


def _find_newest(sessions: object, at: datetime) -> Session | None:
    """The one run last of those with a bulletin in force."""
    published = Bulletin.objects.in_force(at).filter(session=OuterRef("pk"))
    found: Session | None = (
        sessions.filter(Exists(published))  # type: ignore[attr-defined]
        .select_related("event__circuit")
        .order_by("-event__starts_on", "-order")
        .first()
    )
    return found


def _read(
    title: str, event: Event, rounds: list[Round], session: Session | None, seasons: Collection[int], at: datetime
) -> ScreenPage:
    own = session.event if session else event
    return ScreenPage(
        title=title,
        zone=find_zone(own),
        demo=is_demo(event, rounds),
        event=refer_event(own),
        session=load_session(own.year, own.slug, session.slug, at=at) if session else None,
        tables=_read_tables(seasons, at),
        next_event=find_next_event(at=at, seasons=seasons),
    )


def _read_tables(seasons: Collection[int], at: datetime) -> tuple[ScreenTable, ...]:
    found = []
    for view in load_tables(seasons, at=at, awards=False).values():
        for table in view.tables:
            if table.shown is None or view.stop is None:
                continue
            declared = table.source_of(table.shown, view.stop.order)
            found.append(
                ScreenTable(
                    season=view.season,
                    key=table.key,
                    title=table.title,
                    general=not table.group and table.competitor == "driver",
                    final=table.shown.final,
                    provisional=view.stop.state == BulletinState.PROVISIONAL.value,
                    after=view.stop.event.name,
                    declared=declared.source.title if declared else "",
                    lines=build_lines(view, table, table.shown),
                )
            )
    return tuple(sorted(found, key=lambda one: (one.season.order, one.season.championship)))
