"""A small published season for the tests of pages: rows written directly, then projected as the office does."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from championships.models import (
    Bulletin,
    DeclaredRow,
    DeclaredTable,
    Line,
    LineDriver,
    Revision,
    RoundSession,
    Season,
    Session,
    Sheet,
)
from championships.officiating.projection import rebuild
from tests.factories import (
    NOON,
    POINTS,
    make_driver,
    make_entry,
    make_event,
    make_rules,
    make_season,
    make_source,
)

type SetClock = Callable[[datetime], None]


def publish_order(
    session: Session,
    order: Sequence[str],
    *,
    issued_at: datetime = NOON,
    state: str = "official",
    statuses: Mapping[str, str] | None = None,
    fastest: str = "",
    complete: bool = True,
    protest_until: datetime | None = None,
    team: str = "red-team",
) -> Bulletin:
    """Publish stated places: `order` are drivers, first to last; `statuses` those who are not classified."""
    status_of = dict(statuses or {})
    sheet = Sheet.objects.create(
        session=session,
        n=session.sheets.count() + 1,
        origin="stated",
        draft=False,
        complete=complete,
        laps=20,
        recorded_at=issued_at,
    )
    place = 0
    for position, slug in enumerate(order, start=1):
        entry = session.event.entries.filter(crew__driver__slug=slug).first() or make_entry(
            slug, event=session.event, number=str(10 + position), team=team
        )
        status = status_of.get(slug, "CLASSIFIED")
        place += status == "CLASSIFIED"
        line = Line.objects.create(
            sheet=sheet,
            entry=entry,
            order=position,
            car=entry.number,
            stated_place=place if status == "CLASSIFIED" else None,
            status=status,
            laps=20,
        )
        LineDriver.objects.create(
            line=line,
            order=position,
            driver=make_driver(slug),
            team=entry.team,
            flags=["fastest_lap"] if slug == fastest else [],
        )
    Bulletin.objects.filter(session=session).update(current=False)
    bulletin = Bulletin.objects.create(
        session=session,
        n=session.bulletins.count() + 1,
        state=state,
        sheet=sheet,
        per_source=state != "provisional",
        hash=f"{sheet.pk:064d}",
        issued_at=issued_at,
        recorded_at=issued_at,
        protest_until=protest_until,
    )
    for season in Season.objects.filter(rounds__round_sessions__session=session).distinct():
        project(season, issued_at=issued_at, bulletin=bulletin)
    return bulletin


def project(season: Season, *, issued_at: datetime = NOON, bulletin: Bulletin | None = None) -> None:
    """Raise the revision and rebuild, as every verb of the office does."""
    season.refresh_from_db()
    season.revision += 1
    season.save(update_fields=["revision"])
    Revision.objects.create(
        season=season,
        n=season.revision,
        cause="test",
        issued_at=issued_at,
        recorded_at=issued_at,
        bulletin=bulletin,
    )
    rebuild(season=season)


def declare(
    season: Season,
    rows: Sequence[Mapping[str, object]],
    *,
    after: RoundSession,
    table: str = "drivers",
    issued_at: datetime = NOON,
    complete: bool = True,
) -> DeclaredTable:
    """A table published elsewhere. Each row names its `driver` by slug and the columns that are known."""
    declared = DeclaredTable.objects.create(
        season=season,
        table=table,
        after=after,
        complete=complete,
        source=make_source("paddock-gazette", published_on=issued_at.date()),
        issued_at=issued_at,
        effective_at=issued_at,
        recorded_at=issued_at,
    )
    for order, row in enumerate(rows, start=1):
        columns = {**row, "driver": make_driver(str(row["driver"]))}
        DeclaredRow.objects.create(declared=declared, order=order, **columns)
    project(season, issued_at=issued_at)
    return declared


def days(count: float) -> datetime:
    """So many days after NOON."""
    return NOON + timedelta(days=count)


def make_table(table_id: str, title: str, **keys: Any) -> dict[str, Any]:
    """A block of `standings[]`: two races a round, everything counts, countback."""
    return {
        "id": table_id,
        "title": title,
        "competitor": "driver",
        "sessions": {"race1": {"table": "race"}, "race2": {"table": "race"}},
        "position_basis": "overall",
        "counting": [{"from": 1, "to": None, "best": None}],
        "tie_break": [{"kind": "countback", "sessions": ["race1", "race2"], "positions": "classified"}],
        "listing": {"classified_in": ["race1", "race2"]},
        **keys,
    }


def make_published_season(
    field: Sequence[str], *, rounds: int = 2, published: int = 1, tables: Sequence[Mapping[str, Any]] = (), **kept: Any
) -> Season:
    """A season of two races a round, the first rounds published in the order of `field`, round n on day n.

    The second race of a round ends with the field turned by one: the first goes to the end.
    """
    blocks = tables or [make_table("drivers", "Drivers", title_fr="Pilotes")]
    season = make_season(rules=make_rules(tables=blocks, points=kept.pop("points", POINTS)), **kept)
    for number in range(1, rounds + 1):
        event = make_event(season=season, round_number=number, sessions=("race1", "race2"))
        if number > published:
            continue
        turned = [*field[1:], field[0]]
        publish_order(event.sessions.get(slug="race1"), field, issued_at=days(number))
        publish_order(event.sessions.get(slug="race2"), turned, issued_at=days(number + 0.5))
    return season
