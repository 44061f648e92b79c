"""What the format cannot carry of a season, counted: told by the export, never dropped in silence."""

from collections.abc import Iterator
from typing import Any

from django.db.models import F, Q

from championships.exchange.season_package.collecting import Collected
from championships.models import (
    Bulletin,
    Circuit,
    Decision,
    DeclaredTable,
    Document,
    Driver,
    Enrolment,
    Entry,
    Event,
    Line,
    OpeningBalance,
    Photo,
    PointsAdjustment,
    Preview,
    Protest,
    Report,
    RuleBook,
    Season,
    Session,
    Sheet,
    StatedFact,
    Team,
)
from championships.scoring.vocabulary import BulletinState, SheetOrigin

_POINTS_KINDS = (Decision.Kind.SESSION_OVERRIDE, Decision.Kind.RESULT_OVERRIDE)


def find_losses(season: Season, collected: Collected) -> Iterator[str]:
    """One sentence for each kind of thing that does not come back from the files."""
    for text in collected.left_out:
        yield f"Left out: {text}"
    for count, one, many in _count(season, collected):
        if count:
            yield f"Not in the files: {count} {one if count == 1 else many}."


def _count(season: Season, collected: Collected) -> Iterator[tuple[int, str, str]]:
    """How many of each, with the noun for one and for several."""
    sessions = {"session__round_sessions__round__season": season}
    bulletins = list(collected.bulletins.values())
    events = Event.objects.filter(rounds__season=season).distinct()
    drivers = Driver.objects.filter(slug__in=[row.id for row in collected.package.competitors if row.kind == "driver"])
    teams = Team.objects.filter(slug__in=[row.id for row in collected.package.competitors if row.kind == "team"])
    provisional = sum(row.state == BulletinState.PROVISIONAL.value for row in bulletins)
    yield (
        provisional,
        "result that is provisional (it becomes official)",
        "results that are provisional (they become official)",
    )
    timed = sum(row.sheet.origin == SheetOrigin.TIMING.value and row.sheet.complete for row in bulletins)
    yield (
        timed,
        "order on the road (its final places are written)",
        "orders on the road (their final places are written)",
    )
    sheets = [row.sheet_id for row in bulletins if row.sheet.complete]
    yield _many(
        Line.objects.filter(sheet__in=sheets, best_lap_ms__isnull=False),
        "best lap time (the fastest is flagged)",
        "best lap times (the fastest of each session is flagged)",
    )
    yield _many(
        Decision.objects.in_force(None).filter(**sessions).exclude(kind__in=_POINTS_KINDS),
        "decision of the stewards on a car (its effect on the places is written)",
        "decisions of the stewards on cars (their effect on the places is written)",
    )
    yield _many(
        PointsAdjustment.objects.in_force(None).filter(season=season, kind=PointsAdjustment.Kind.CLASS_CHANGE),
        "change of category decided by the stewards",
        "changes of category decided by the stewards",
    )
    yield _many(
        Bulletin.objects.filter(current=False, **sessions), "earlier bulletin of a session", "earlier bulletins"
    )
    yield _many(Sheet.objects.filter(draft=True, **sessions), "draft", "drafts")
    yield _many(Protest.objects.filter(**sessions), "protest", "protests")
    annulled = sum(
        rows.distinct().count()
        for rows in (
            Decision.objects.filter(annulled_at__isnull=False, **sessions),
            PointsAdjustment.objects.filter(annulled_at__isnull=False, season=season),
            OpeningBalance.objects.filter(annulled_at__isnull=False, season=season),
        )
    )
    yield annulled, "annulled decision", "annulled decisions"
    yield _many(
        RuleBook.objects.filter(season=season).exclude(pk=collected.book.pk),
        "other version of the rules",
        "other versions of the rules",
    )
    yield _many(
        DeclaredTable.objects.in_force(None).filter(season=season),
        "declared table (its rows stand in the standings files, which no import reads)",
        "declared tables (their rows stand in the standings files, which no import reads)",
    )
    yield _many(
        Enrolment.objects.filter(season=season).filter(
            Q(guest=True) | ~Q(car_class="") | ~Q(car_number="") | Q(driver__isnull=True, from_round__isnull=False)
        ),
        "enrolment of a car, a guest or a class (the results say who took part how)",
        "enrolments of cars, guests or classes (the results say who took part how)",
    )
    entries = Entry.objects.filter(participations__round__season=season)
    yield _many(entries.filter(lines__isnull=True), "entry without a result", "entries without a result")
    yield _many(entries.exclude(car=""), "make or type of an entered car", "makes or types of entered cars")
    unused = season.rounds.exclude(number__in={row.round for row in collected.package.sessions})
    yield _many(unused, "round without a session", "rounds without a session")
    cancelled = Session.objects.filter(round_sessions__round__season=season, state=Session.State.CANCELLED)
    yield _many(cancelled, "cancelled session", "cancelled sessions")
    other = Session.objects.filter(event__in=events).exclude(round_sessions__round__season=season)
    yield _many(other, "session that does not count", "sessions that do not count")
    timed_sessions = Session.objects.filter(round_sessions__round__season=season, starts_at__isnull=False)
    yield _many(timed_sessions, "time of the start of a session", "times of the start of sessions")
    yield _many(
        events.exclude(name_fr=F("name_en")).exclude(name_en=""), "French name of an event", "French names of events"
    )
    changed = events.filter(~Q(state=Event.State.PLANNED) | Q(moved_from__isnull=False))
    yield _many(changed, "event moved, postponed or cancelled", "events moved, postponed or cancelled")
    yield _many(
        Circuit.objects.filter(events__in=events).filter(
            Q(layouts__isnull=False) | ~Q(character_fr="") | ~Q(time_zone="UTC")
        ),
        "circuit with its layouts, time zone or description",
        "circuits with their layouts, time zone or description",
    )
    yield from _count_people(drivers, teams)
    yield from _count_texts(season, events)


def _count_people(drivers: Any, teams: Any) -> Iterator[tuple[int, str, str]]:
    yield _many(drivers.filter(born_on__isnull=False), "date of birth", "dates of birth")
    yield _many(drivers.exclude(gender=""), "driver's grammatical gender", "drivers' grammatical genders")
    yield _many(drivers.filter(aliases__isnull=False), "driver's other spellings", "drivers' other spellings")
    yield _many(teams.filter(aliases__isnull=False), "team's other spellings", "teams' other spellings")
    kin = drivers.filter(Q(kin__isnull=False) | Q(kin_of__isnull=False))
    yield _many(kin, "driver's family ties", "drivers' family ties")


def _count_texts(season: Season, events: Any) -> Iterator[tuple[int, str, str]]:
    yield _many(StatedFact.objects.filter(Q(season=season) | Q(event__in=events)), "stated fact", "stated facts")
    yield _many(Preview.objects.filter(event__in=events), "preview", "previews")
    yield _many(Report.objects.filter(event__in=events), "report", "reports")
    yield _many(Document.objects.filter(event__in=events), "document", "documents")
    yield _many(Photo.objects.filter(event__in=events), "photograph", "photographs")


def _many(rows: Any, one: str, many: str) -> tuple[int, str, str]:
    return rows.distinct().count(), one, many
