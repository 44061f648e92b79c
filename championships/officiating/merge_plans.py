"""What a merge of two drivers would do, before it is done: what each has, and why the two cannot be one person."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from championships.models import (
    Crew,
    DeclaredRow,
    Driver,
    DriverAlias,
    Enrolment,
    Kinship,
    LineDriver,
    OpeningBalance,
    Photo,
    PointsAdjustment,
    Season,
    Seat,
    StatedFact,
)
from championships.officiating.merging import find_ruled, list_terms, names_driver

_SESSION = ("line__sheet__session__event",)
_SEAT = ("session__event",)
_DECLARED = ("declared__season__championship", "declared__after__round")


@dataclass(frozen=True, slots=True)
class Holding:
    """How much of one kind each of the two records has."""

    label: str
    kept: int
    lost: int


@dataclass(frozen=True, slots=True)
class MergePlan:
    """What a merge would do. With a conflict it is refused; a remark is for the eye of the person."""

    kept: Driver
    lost: Driver
    holdings: tuple[Holding, ...]
    conflicts: tuple[str, ...]
    remarks: tuple[str, ...]
    seasons: tuple[Season, ...]


def plan_merge(*, kept: Driver, lost: Driver) -> MergePlan:
    """Look at two records before they become one. Nothing is written."""
    return MergePlan(
        kept=kept,
        lost=lost,
        holdings=tuple(_count_holdings(kept, lost)),
        conflicts=tuple(find_conflicts(kept, lost)),
        remarks=tuple(_find_remarks(kept, lost)),
        seasons=tuple(Season.objects.filter(pk__in=list_seasons(lost)).select_related("championship")),
    )


def list_seasons(driver: Driver) -> set[int]:
    """Every season whose tables, results or decisions may name this driver."""
    seasons = Season.objects
    found = {
        *seasons.filter(enrolments__driver=driver).values_list("pk", flat=True),
        *seasons.filter(rounds__participations__entry__crew__driver=driver).values_list("pk", flat=True),
        *seasons.filter(rounds__event__entries__crew__driver=driver).values_list("pk", flat=True),
        *seasons.filter(tables__standings__driver=driver).values_list("pk", flat=True),
        *seasons.filter(adjustments__driver=driver).values_list("pk", flat=True),
        *seasons.filter(declared_tables__rows__driver=driver).values_list("pk", flat=True),
        *seasons.filter(nominations__driver=driver).values_list("pk", flat=True),
    }
    sheets = LineDriver.objects.filter(driver=driver).values("line__sheet__session")
    found.update(seasons.filter(rounds__round_sessions__session__in=sheets).values_list("pk", flat=True))
    for row, column in list_terms():
        if not isinstance(row, Season | StatedFact) and names_driver(row, getattr(row, column), driver.slug):
            season_id = getattr(row, "season_id", None)
            if season_id is not None:
                found.add(season_id)
            elif (counted := getattr(row, "round_session", None)) is not None:
                found.add(counted.round.season_id)
    return found


def _count_holdings(kept: Driver, lost: Driver) -> Iterable[Holding]:
    def count(label: str, model: Any, **terms: Any) -> Holding:
        return Holding(
            label,
            model.objects.filter(driver=kept, **terms).count(),
            model.objects.filter(driver=lost, **terms).count(),
        )

    yield count(_("Results published or in a draft"), LineDriver)
    yield count(_("Enrolments"), Enrolment)
    yield count(_("Cars entered"), Crew)
    yield count(_("Other spellings"), DriverAlias)
    yield Holding(_("Family ties"), kept.kin.count() + kept.kin_of.count(), lost.kin.count() + lost.kin_of.count())
    yield count(_("Photographs"), Photo)
    yield count(_("Decisions on points"), PointsAdjustment)
    yield count(_("Rows of declared tables"), DeclaredRow)
    yield count(_("Stated facts"), StatedFact)


def find_conflicts(kept: Driver, lost: Driver) -> list[str]:
    """Why the two cannot be one person, a sentence each."""
    names = {"kept": kept.name, "lost": lost.name}
    found = []
    if kept.demo != lost.demo:
        found.append(_("One of them is invented (demonstration), the other is not."))
    if kept.born_on and lost.born_on and kept.born_on != lost.born_on:
        found.append(_("Their birth dates differ: correct the wrong one first."))
    if Kinship.objects.filter(person__in=[kept, lost], relative__in=[kept, lost]).exists():
        found.append(_("They are stated to be relatives of each other."))
    shared = LineDriver.objects.filter(driver=lost).filter(line__sheet__lines__drivers__driver=kept)
    for session in dict.fromkeys(str(part.line.sheet.session) for part in shared.select_related(*_SESSION)):
        found.append(_("Both stand in the results of one session: %(session)s.") % {"session": session})
    for member in Crew.objects.filter(driver=lost, entry__crew__driver=kept).select_related("entry__event"):
        found.append(_("Both are in the crew of one car: %(entry)s.") % {"entry": member.entry})
    for seat in Seat.objects.filter(driver=lost, session__seats__driver=kept).select_related(*_SEAT).distinct():
        found.append(_("Both have a seat in one session: %(session)s.") % {"session": seat.session})
    substitutes = Crew.objects.filter(driver__in=[kept, lost], replaces__in=[kept, lost]).select_related("entry__event")
    for member in substitutes:
        found.append(_("One stands in for the other: %(entry)s.") % {"entry": member.entry})
    for row in DeclaredRow.objects.filter(driver=lost, declared__rows__driver=kept).select_related(*_DECLARED):
        found.append(_say_declared(row))
    found += _find_enrolment_conflicts(kept, lost)
    found += _find_ruling_conflicts(kept, lost)
    for book in find_ruled(lost.slug):
        found.append(
            _("The rule book %(book)s names %(lost)s itself, and a version of the rules is never altered.")
            % {**names, "book": book}
        )
    return found


def _say_declared(row: DeclaredRow) -> str:
    declared = row.declared
    return _("Both stand in one published table: “%(table)s” of %(season)s after round %(round)s.") % {
        "table": declared.table,
        "season": declared.season,
        "round": declared.after.round.number,
    }


def _find_enrolment_conflicts(kept: Driver, lost: Driver) -> list[str]:
    found = []
    ours = list(read_enrolments(kept))
    for theirs in read_enrolments(lost):
        for our in ours:
            if our.season_id != theirs.season_id or not _overlap(our, theirs):
                continue
            if _say_terms(our) != _say_terms(theirs):
                found.append(
                    _("Both are enrolled in %(season)s for the same rounds, in another category or class.")
                    % {"season": our.season}
                )
    return found


def _find_ruling_conflicts(kept: Driver, lost: Driver) -> list[str]:
    """A table that names both: whose points, whose place, would be left to chance."""
    found = []
    balanced: dict[tuple[int, str], set[str]] = {}
    for row, column in list_terms():
        terms = getattr(row, column)
        if isinstance(row, OpeningBalance) and row.annulled_at is None:
            for slug in (kept.slug, lost.slug):
                if names_driver(row, terms, slug):
                    balanced.setdefault((row.season_id, row.table), set()).add(slug)
        is_tie = isinstance(row, PointsAdjustment) and row.kind == PointsAdjustment.Kind.TIE
        if is_tie and all(names_driver(row, terms, slug) for slug in (kept.slug, lost.slug)):
            found.append(_("A decision on a tie names both: %(decision)s.") % {"decision": row})
    for (season_id, table), slugs in balanced.items():
        if len(slugs) == 2:
            season = Season.objects.select_related("championship").get(pk=season_id)
            found.append(
                _("Both have points brought forward to the table %(table)s of %(season)s.")
                % {"table": table, "season": season}
            )
    return found


def _find_remarks(kept: Driver, lost: Driver) -> list[str]:
    """What does not stop a merge, and should be seen before it."""
    found = []
    if kept.country and lost.country and kept.country != lost.country:
        found.append(
            _("Their countries differ: %(kept)s stays, %(lost)s goes.") % {"kept": kept.country, "lost": lost.country}
        )
    if kept.licence and lost.licence and kept.licence != lost.licence:
        found.append(_("Their licence numbers differ: that of the record kept stays."))
    both = Crew.objects.filter(driver=lost, entry__event__entries__crew__driver=kept).select_related("entry__event")
    for event in dict.fromkeys(str(member.entry.event) for member in both):
        found.append(_("Both are entered at one event, in different cars: %(event)s.") % {"event": event})
    return found


def read_enrolments(driver: Driver) -> Iterable[Enrolment]:
    return (
        Enrolment.objects.filter(driver=driver)
        .select_related("season__championship")
        .prefetch_related("categories")
        .order_by("pk")
    )


def _say_terms(row: Enrolment) -> tuple[Any, ...]:
    return (frozenset(category.pk for category in row.categories.all()), row.car_class, row.guest)


def say_enrolment(row: Enrolment) -> tuple[Any, ...]:
    return (row.season_id, row.from_round, row.to_round, *_say_terms(row))


def _overlap(one: Enrolment, other: Enrolment) -> bool:
    last = 10**6
    return (one.from_round or 0) <= (other.to_round or last) and (other.from_round or 0) <= (one.to_round or last)
