"""What the Atom feeds tell: news, results and the stewards' decisions, the newest first, as published at an instant.

A result is one entry for ever, however often it is amended: its newest bulletin says when it was updated.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Min, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Greatest

from championships.models import Bulletin, Championship, LineDriver, News, RoundSession, Verdict
from championships.queries.classified import read_placings
from championships.queries.decision_values import Document
from championships.queries.decisions import read_documents
from championships.queries.identity import name_thing, read_site_key
from championships.queries.refs import EventRef, refer_event
from championships.scoring.vocabulary import BulletinState

ENTRIES = 30


@dataclass(frozen=True, slots=True)
class FeedSource:
    """`championship`: the name of the only one it tells of; empty: the whole site."""

    uid: uuid.UUID
    championship: str
    slug: str


@dataclass(frozen=True, slots=True)
class NewsEntry:
    uid: uuid.UUID
    slug: str
    title: str
    body: str
    author: str  # the championship; empty: the site
    published_at: datetime
    updated_at: datetime
    demo: bool


@dataclass(frozen=True, slots=True)
class ResultEntry:
    """A session's result. `winners`: number and name of who is first of the whole field, where that is known."""

    uid: uuid.UUID
    event: EventRef
    slug: str
    session: str
    kind: str
    state: str
    number: int
    reason: str
    complete: bool
    seasons: tuple[str, ...]
    winners: tuple[tuple[str, str], ...]
    published_at: datetime
    updated_at: datetime
    demo: bool


@dataclass(frozen=True, slots=True)
class DecisionEntry:
    uid: uuid.UUID
    document: Document
    published_at: datetime
    updated_at: datetime
    demo: bool


def find_feed(kind: str, championship: str) -> FeedSource | None:
    """What a feed is of; None where there is no such championship. Two queries, one for the whole site."""
    site = read_site_key()
    if not championship:
        return FeedSource(name_thing(site, "feed", kind), "", "")
    home = Championship.objects.filter(slug=championship).first()
    return None if home is None else FeedSource(name_thing(site, "feed", kind, home.pk), str(home.name), home.slug)


def list_news(championship: str, *, at: datetime) -> tuple[NewsEntry, ...]:
    """The newest news published by then. Two queries."""
    site = read_site_key()
    rows = News.objects.filter(published_at__lte=at).select_related("championship")
    if championship:
        rows = rows.filter(championship__slug=championship)
    entries = []
    for row in rows.order_by("-published_at", "-pk")[:ENTRIES]:
        if row.published_at is None:
            continue
        corrected = row.updated_at if row.updated_at is not None and row.updated_at <= at else None
        entries.append(
            NewsEntry(
                uid=name_thing(site, "news", row.pk),
                slug=row.slug,
                title=str(row.title),
                body=str(row.body),
                author=str(row.championship.name) if row.championship else "",
                published_at=row.published_at,
                updated_at=max(corrected or row.published_at, row.published_at),
                demo=bool(row.championship and row.championship.demo),
            )
        )
    return tuple(entries)


def list_results(championship: str, *, at: datetime) -> tuple[ResultEntry, ...]:
    """The sessions whose result was published, amended or withdrawn last. A fixed number of queries."""
    site = read_site_key()
    out = Bulletin.objects.issued(at)
    if championship:
        out = out.filter(session__round_sessions__round__season__championship__slug=championship)
    newest = list(
        out.order_by()
        .values("session")
        .annotate(last=Max("issued_at"), first=Min("issued_at"))
        .order_by("-last", "-session")[:ENTRIES]
    )
    times = {row["session"]: (row["first"], row["last"]) for row in newest}
    last = Bulletin.objects.issued(at).filter(session=OuterRef("session")).order_by("-n").values("pk")[:1]
    bulletins = list(
        Bulletin.objects.filter(session__in=[0, *times], pk=Subquery(last)).select_related(
            "session__event__circuit", "sheet"
        )
    )
    counted = list(
        RoundSession.objects.filter(session__in=[0, *times])
        .select_related("session", "round__season__championship")
        .order_by("round__season__championship__order", "round__season__championship__slug", "pk")
    )
    winners = _find_winners([one for one in counted if one.session.kind == "race"], at=at)
    entries = [
        _tell_result(
            bulletin, [one for one in counted if one.session_id == bulletin.session_id], winners, times, site=site
        )
        for bulletin in bulletins
    ]
    return tuple(sorted(entries, key=lambda entry: (entry.updated_at, str(entry.uid)), reverse=True))


def _tell_result(
    bulletin: Bulletin,
    counted: list[RoundSession],
    winners: dict[int, tuple[tuple[str, str], ...]],
    times: dict[int, tuple[datetime, datetime]],
    *,
    site: uuid.UUID,
) -> ResultEntry:
    session = bulletin.session
    first, last = times[session.pk]
    withdrawn = bulletin.state == BulletinState.WITHDRAWN.value
    return ResultEntry(
        uid=name_thing(site, "result", session.pk),
        event=refer_event(session.event),
        slug=session.slug,
        session=str(session.name),
        kind=session.kind,
        state=bulletin.state,
        number=bulletin.n,
        reason=bulletin.reason,
        complete=bulletin.sheet.complete,
        seasons=tuple(f"{one.round.season.championship.name} {one.round.season.label}" for one in counted),
        winners=() if withdrawn else winners.get(session.pk, ()),
        published_at=first,
        updated_at=last,
        demo=session.event.demo or any(one.round.season.championship.demo for one in counted),
    )


def _find_winners(counted: Iterable[RoundSession], *, at: datetime) -> dict[int, tuple[tuple[str, str], ...]]:
    """By session: number and name of who is first of the whole field. Those whose driver is not known are left out."""
    rows = list(counted)
    session_of = {one.pk: one.session_id for one in rows}
    first: dict[int, int] = {}
    for counting, placings in read_placings(rows, at=at).items():
        for part, placing in placings.items():
            if placing.overall == 1:
                first[part] = session_of[counting]
    found: dict[int, list[tuple[str, str]]] = {}
    parts = LineDriver.objects.filter(pk__in=[0, *first], driver__isnull=False)
    for row in parts.select_related("driver", "line__entry").order_by("order", "pk"):
        if row.driver is not None:
            found.setdefault(first[row.pk], []).append((row.line.entry.number, row.driver.name))
    return {session: tuple(winners) for session, winners in found.items()}


def list_decisions(championship: str, *, at: datetime) -> tuple[DecisionEntry, ...]:
    """The documents of the stewards that were signed, came into force or were annulled last. A fixed number of queries.

    Of a championship: on its seasons, and on events that are rounds of them.
    """
    site = read_site_key()
    rows = Verdict.objects.filter(issued_at__lte=at)
    if championship:
        ours = Q(season__championship__slug=championship) | Q(event__rounds__season__championship__slug=championship)
        rows = rows.filter(pk__in=Verdict.objects.filter(ours).values("pk"))
    touched = Greatest("issued_at", Coalesce("effective_at", "issued_at"), Coalesce("annulled_at", "issued_at"))
    invented = Count("event__rounds", filter=Q(event__rounds__season__championship__demo=True), distinct=True)
    found = rows.annotate(touched=touched, rounds_invented=invented).order_by("-touched", "-pk")
    demo = dict(found.values_list("pk", "rounds_invented")[:ENTRIES])
    documents = read_documents(Verdict.objects.filter(pk__in=[0, *demo]), at)
    entries = [
        DecisionEntry(
            uid=name_thing(site, "decision", document.pk),
            document=document,
            published_at=document.issued_at,
            updated_at=max(document.since, document.issued_at),
            demo=bool(demo.get(document.pk)) or bool(document.season and document.season.demo),
        )
        for document in documents
    ]
    return tuple(sorted(entries, key=lambda entry: (entry.updated_at, entry.document.pk), reverse=True))
