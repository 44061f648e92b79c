"""Sheets of paper: what a printed classification or table says of itself, and whether it is still the current one.

A classification is known by the beginning of its bulletin's hash. A table is known by where it stands (table, stop,
revision of the season) and by a hash of what it shows: to check it, the table is computed again as published then.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from typing import Any

from championships.models import Bulletin, Decision, DriverMerge, Revision, RoundSession, Session, Sheet, User
from championships.queries.events import DecisionRow
from championships.queries.refs import (
    EventRef,
    SourceList,
    day_of,
    find_zone,
    refer_circuit,
    refer_event,
    refer_season,
)
from championships.queries.session_lines import read_lines
from championships.queries.sessions import BulletinRef, SessionPage, load_session
from championships.queries.standings import StandingsPage, load_standings

# Sixteen hexadecimal digits: with a hundred thousand sheets the chance that two begin alike is under one in a billion.
SHORT = 16
_MERGE_LIMIT = 6


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who stands for a sheet. `role`: published, confirmed. A name that is not stored leaves the line to be signed."""

    role: str
    name: str


@dataclass(frozen=True, slots=True)
class SessionPaper:
    """A classification as it goes on the notice board. `draft`: it is none, and says so."""

    page: SessionPage
    signatories: tuple[Signatory, ...]
    short: str
    draft: bool = False


@dataclass(frozen=True, slots=True)
class StandingsPaper:
    """A table as it goes on the notice board. `stop`: "4", or "4-race1" after one session of the round."""

    page: StandingsPage
    revision: int
    issued_at: datetime
    signatories: tuple[Signatory, ...]
    stop: str
    short: str


@dataclass(frozen=True, slots=True)
class CheckedBulletin:
    """What the site says to who holds a printed classification: its bulletin, and the newest of that session."""

    event: EventRef
    session: str
    session_slug: str
    zone: str
    bulletin: BulletinRef
    newest: BulletinRef
    short: str

    @property
    def current(self) -> bool:
        return self.bulletin.n == self.newest.n


@dataclass(frozen=True, slots=True)
class CheckedTable:
    """What the site says to who holds a printed table. `current`: the same is shown today after the same session."""

    page: StandingsPage
    today: StandingsPage
    revision: int
    issued_at: datetime
    newest_revision: int
    newest_at: datetime
    current: bool
    short: str


def load_session_paper(year: int, event_slug: str, slug: str, *, at: datetime) -> SessionPaper | None:
    """The classification in force at that instant, for the notice board; None where nothing stands."""
    page = load_session(year, event_slug, slug, at=at)
    if page is None or page.withdrawn:
        return None
    bulletin = (
        Bulletin.objects.filter(session__event__year=year, session__event__slug=event_slug, session__slug=slug)
        .select_related("published_by", "confirmed_by")
        .get(n=page.bulletin.n)
    )
    return SessionPaper(page, sign(bulletin), shorten(bulletin.hash))


def load_draft_paper(session: Session, *, at: datetime) -> SessionPaper | None:
    """The draft of a session as it would be published now; None where there is none.

    Raises UnrankableError where a decision needs a figure the sheet does not hold.
    """
    sheet = Sheet.objects.filter(session=session, draft=True).select_related("source", "entered_by").first()
    if sheet is None:
        return None
    counted = list(
        RoundSession.objects.filter(session=session)
        .select_related("round__season__championship")
        .order_by("round__season__championship__order", "round__season__championship__slug", "round__season")
    )
    standing = Bulletin.objects.filter(session=session).order_by("-n").first()
    imagined = Bulletin(
        session=session, sheet=sheet, n=(standing.n if standing else 0) + 1, state="", issued_at=at, recorded_at=at
    )
    held = list(Decision.objects.filter(session=session).in_force(at).order_by("issued_at", "position", "pk"))
    _columns, lines = read_lines(imagined, counted, at=at, draft=held)
    seasons = tuple(refer_season(each.round.season) for each in counted)
    decisions: tuple[DecisionRow, ...] = ()
    page = SessionPage(
        pk=session.pk,
        event=refer_event(session.event),
        circuit=refer_circuit(session.event.circuit),
        slug=session.slug,
        name=str(session.name),
        kind=session.kind,
        zone=find_zone(session.event),
        on_date=day_of(session, find_zone(session.event)),
        starts_at=session.starts_at,
        demo=session.event.demo or any(season.demo for season in seasons),
        seasons=seasons,
        bulletin=_refer(imagined, at),
        earlier=(),
        withdrawn=False,
        complete=sheet.complete,
        laps=sheet.laps,
        scheduled_laps=session.scheduled_laps,
        distance_km=sheet.distance_km,
        note="",
        columns=(),
        lines=lines,
        decisions=decisions,
        sources=SourceList().listed(),
        has_laps=False,
    )
    return SessionPaper(page, (), "", draft=True)


def sign(bulletin: Bulletin) -> tuple[Signatory, ...]:
    """Who published and who confirmed it, once each."""
    signed = [("published", bulletin.published_by), ("confirmed", bulletin.confirmed_by)]
    if bulletin.confirmed_by_id == bulletin.published_by_id:
        signed = signed[:1]
    return tuple(Signatory(role, name_official(user)) for role, user in signed if user is not None)


def name_official(user: User | None) -> str:
    """A person as the public may read them: the full name; never the name of an account."""
    return user.get_full_name() if user else ""


def load_standings_paper(
    championship: str, label: str, table: str, *, at: datetime, after: tuple[int, str] | None = None
) -> StandingsPaper | None:
    """That table as published at that instant, for the notice board; None where there is none."""
    page = load_standings(championship, label, table, at=at, after=after)
    if page is None:
        return None
    revision = _newest_revision(page, at)
    if revision is None:
        return None
    stop = f"{page.stop.round}" if page.whole_round else f"{page.stop.round}-{page.stop.key}"
    signatories = (Signatory("published", name_official(revision.actor)),) if revision.actor else ()
    short = hash_table(page, stop, revision.n)
    return StandingsPaper(page, revision.n, revision.issued_at, signatories, stop, short)


def check_bulletin(short: str, *, at: datetime) -> CheckedBulletin | None:
    """The bulletin whose hash begins so; None where there is none (or, never seen, more than one)."""
    if len(short) != SHORT or not set(short) <= set("0123456789abcdef"):
        return None
    found = list(
        Bulletin.objects.issued(at)
        .filter(hash__gte=short, hash__lt=short + "g")
        .select_related("session__event__circuit")[:2]
    )
    if len(found) != 1:
        return None
    bulletin = found[0]
    newest = Bulletin.objects.filter(session=bulletin.session_id).issued(at).order_by("-n")[0]
    session = bulletin.session
    return CheckedBulletin(
        event=refer_event(session.event),
        session=str(session.name),
        session_slug=session.slug,
        zone=find_zone(session.event),
        bulletin=_refer(bulletin, at),
        newest=_refer(newest, at),
        short=short,
    )


def check_table(
    championship: str, label: str, table: str, stop: str, revision_number: int, short: str, *, at: datetime
) -> CheckedTable | None:
    """The printed table, computed again as published then; None where the site never showed a table of that hash."""
    after = _read_stop(stop)
    revision = (
        Revision.objects.filter(
            season__championship__slug=championship, season__label=label, n=revision_number, issued_at__lte=at
        )
        .order_by("n")
        .first()
    )
    if after is None or revision is None:
        return None
    page = load_standings(championship, label, table, at=revision.issued_at, after=after)
    today = load_standings(championship, label, table, at=at, after=after)
    if page is None or not _is_of(page, stop, revision, short):
        return None
    newest = _newest_revision(page, at)
    if newest is None:
        return None
    return CheckedTable(
        page=page,
        today=today or page,
        revision=revision.n,
        issued_at=revision.issued_at,
        newest_revision=newest.n,
        newest_at=newest.issued_at,
        current=today is not None and list_shown(today) == list_shown(page),
        short=short,
    )


def list_shown(page: StandingsPage) -> list[list[Any]]:
    """What a table says of each competitor, as plain values: the reader's names and languages left out."""
    return [
        [
            line.competitor.id,
            line.position,
            line.tied,
            line.mark,
            *(None if figure is None else str(figure) for figure in (line.points, line.gross, line.deducted)),
            None if line.wins_stated else line.wins,
        ]
        for line in page.lines
    ]


def hash_table(page: StandingsPage, stop: str, revision: int, rows: list[list[Any]] | None = None) -> str:
    """The short hash of a printed table. Whether it is the last of its season is left out: a calendar may grow."""
    said = {
        "championship": page.season.championship,
        "season": page.season.label,
        "table": page.key,
        "stop": stop,
        "revision": revision,
        "rows": list_shown(page) if rows is None else rows,
    }
    text = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:SHORT]


def _is_of(page: StandingsPage, stop: str, revision: Revision, short: str) -> bool:
    """Whether the table has that hash: as it reads today, or with records parted again that were merged since."""
    if hash_table(page, stop, revision.n) == short:
        return True
    rows = list_shown(page)
    named = {row[0] for row in rows}
    merges = DriverMerge.objects.filter(recorded_at__gt=revision.recorded_at).order_by("-pk")
    renamed = [
        (str(detail["kept_slug"]), str(detail["lost_slug"])) for detail in merges.values_list("detail", flat=True)
    ]
    near = [pair for pair in renamed if pair[0] in named or pair[0] in {lost for _kept, lost in renamed}]
    return any(
        hash_table(page, stop, revision.n, _rename(rows, chosen)) == short for chosen in _choose(near[:_MERGE_LIMIT])
    )


def _choose(pairs: list[tuple[str, str]]) -> Iterator[tuple[tuple[str, str], ...]]:
    for size in range(1, len(pairs) + 1):
        yield from combinations(pairs, size)


def _rename(rows: list[list[Any]], pairs: tuple[tuple[str, str], ...]) -> list[list[Any]]:
    renamed = []
    for competitor, *figures in rows:
        for kept, lost in pairs:
            if competitor == kept:
                competitor = lost
        renamed.append([competitor, *figures])
    return renamed


def shorten(long: str) -> str:
    return long[:SHORT]


def _read_stop(stop: str) -> tuple[int, str] | None:
    number, _dash, key = stop.partition("-")
    return (int(number), key) if number.isascii() and number.isdigit() and len(number) < 5 else None


def _newest_revision(page: StandingsPage, at: datetime) -> Revision | None:
    return (
        Revision.objects.filter(season=page.season.pk, issued_at__lte=at)
        .select_related("actor")
        .order_by("-issued_at", "-n")
        .first()
    )


def _refer(bulletin: Bulletin, at: datetime) -> BulletinRef:
    until = bulletin.protest_until
    return BulletinRef(
        n=bulletin.n,
        state=bulletin.state,
        issued_at=bulletin.issued_at,
        protest_until=until,
        protests_open=until is not None and at < until,
        per_source=bulletin.per_source,
        one_person=bulletin.one_person,
        reason=bulletin.reason,
        hash=bulletin.hash,
    )
