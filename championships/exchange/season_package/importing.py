"""Importing a season package: one folder, one transaction."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from django.db import transaction

from championships.exchange.season_package.calendar import open_season, sync_calendar
from championships.exchange.season_package.collecting import Collected, collect_package
from championships.exchange.season_package.comparing import find_differences
from championships.exchange.season_package.enrolling import sync_enrolments, sync_nominations
from championships.exchange.season_package.entries import sync_entries, withdraw_left_entries
from championships.exchange.season_package.faults import AmendmentNeeded
from championships.exchange.season_package.people import match_people
from championships.exchange.season_package.planning import find_changes, make_plan
from championships.exchange.season_package.reading import read_package
from championships.exchange.season_package.values import Package
from championships.models import Season
from championships.officiating.packages import SeasonHasOfficials, find_work_of_officials, publish_package


class Outcome(StrEnum):
    IMPORTED = "imported"
    UNCHANGED = "unchanged"
    AMENDED = "amended"


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of a folder."""

    slug: str
    outcome: Outcome
    rounds: int
    sessions: int
    results: int
    tables: int
    bulletins: int = 0
    withdrawn: int = 0
    differences: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


def import_package(
    folder: Path, *, reason: str = "", operator: str, now: datetime, recorded_at: datetime
) -> ImportReport:
    """Import the season a folder holds; `reason` allows it to correct one that is there.

    Raises PackageRefused (faults in the files), AmendmentNeeded (it differs, and no reason was given) and
    SeasonHasOfficials (an official has entered or decided something there). Then nothing has changed.
    """
    package = read_package(folder)
    with transaction.atomic():
        return _import(package, reason=reason, operator=operator, now=now, recorded_at=recorded_at)


def _import(package: Package, *, reason: str, operator: str, now: datetime, recorded_at: datetime) -> ImportReport:
    season = find_season(package)
    stored: Collected | None = None
    differences: list[str] = []
    if season is not None and is_begun(season):
        if season.package_hash == package.digest:
            return _report(package, Outcome.UNCHANGED)
        if season.rule_books.exists():
            stored = collect_package(season)
            differences = find_differences(stored.package, package)
            if not differences:
                return _report(package, Outcome.UNCHANGED)
        if found := find_work_of_officials(season=season):
            raise SeasonHasOfficials(found)
        if stored is None:
            differences = ["the season has rounds, but no rules yet."]
        if not reason:
            raise AmendmentNeeded(package.slug, differences)
    season = season or open_season(package)
    people = match_people(package, season if stored else None)
    places = sync_calendar(package, season, people, recorded_at=recorded_at)
    sync_enrolments(package, season, people)
    if stored is None or stored.package.entrants != package.entrants:
        sync_nominations(package, season, people)
    changes = find_changes(stored, package)
    lines = sync_entries(package, changes.sheets, places, people)
    plan = make_plan(
        package, season, stored=stored, changes=changes, places=places, people=people, lines=lines, now=now
    )
    Season.objects.filter(pk=season.pk).update(
        package_hash=package.digest,
        package_notes={"flags": list(package.flag_columns), "spellings": people.spellings},
    )
    published = publish_package(
        season=season,
        plan=plan,
        operator=operator,
        now=now,
        recorded_at=recorded_at,
        reason=reason if differences else "",
        detail={"package": package.digest, "sessions": len(package.sessions), "results": len(package.results)},
    )
    if stored is not None:
        withdraw_left_entries(season)
    return _report(
        package,
        Outcome.AMENDED if differences else Outcome.IMPORTED,
        bulletins=published.bulletins,
        withdrawn=published.withdrawn,
        differences=tuple(differences),
        remarks=(*package.remarks, *people.remarks),
    )


def find_season(package: Package) -> Season | None:
    return (
        Season.objects.select_related("championship")
        .filter(championship__slug=package.championship, label=package.label)
        .first()
    )


def is_begun(season: Season) -> bool:
    """Whether the season holds anything a package would bring."""
    return season.rounds.exists() or season.rule_books.exists()


def _report(package: Package, outcome: Outcome, **figures: object) -> ImportReport:
    standings = package.document["standings"]
    return ImportReport(
        slug=package.slug,
        outcome=outcome,
        rounds=len({row.round for row in package.sessions}),
        sessions=len(package.sessions),
        results=len(package.results),
        tables=len(standings) if isinstance(standings, list) else 0,
        **figures,  # type: ignore[arg-type]
    )
