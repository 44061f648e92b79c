"""A new season set up like the one before: its rules, its tables and settings, and, if wanted, calendar and entrants.

The categories of people and their bounds belong to the championship: the new season has them without a copy. Nothing
dated is copied: a meeting of the new year has its circuit and sessions, and no day yet.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from championships.adapters.books import choose_book, list_in_force, read_books
from championships.models import Category, Enrolment, Event, Round, RoundSession, RuleBook, Season, Session, User
from championships.officiating import ledger
from championships.officiating.errors import Refusal
from championships.officiating.rule_books import check_rules, issue_rule_book
from championships.officiating.seasons import open_season

_DECISIONS = ("session_overrides", "result_overrides", "adjustments", "tie_decisions", "opening_balances")
_SESSION = (
    *("slug", "kind", "name_fr", "name_en", "order", "scheduled_laps", "scheduled_km", "protest_minutes"),
    *("grid_by", "grid_reversed"),
)
_EVENT = ("slug", "name_fr", "name_en", "circuit", "layout", "framework", "protest_minutes", "demo")


@dataclass(frozen=True, slots=True)
class CopyPlan:
    """What copying a season would make. `shared` meetings exist in the new year already and are counted there too."""

    rule_book: RuleBook | None
    tables: tuple[str, ...]
    categories: tuple[str, ...]
    protest_minutes: int
    one_person_crew: bool
    meetings: tuple[str, ...]
    shared: tuple[str, ...]
    enrolments: int


def plan_copy(*, origin: Season, year: int, now: datetime) -> CopyPlan:
    """What `copy_season` would make of this season, calendar and entrants included. Nothing is written."""
    book = find_newest_book(origin, now=now)
    slugs = list(dict.fromkeys(origin.rounds.order_by("number").values_list("event__slug", flat=True)))
    held = set(Event.objects.filter(year=year, slug__in=slugs).values_list("slug", flat=True))
    blocks = book.document.get("standings", []) if book else []
    return CopyPlan(
        rule_book=book,
        tables=tuple(str(block.get("title") or block["id"]) for block in blocks),
        categories=tuple(str(one) for one in Category.objects.filter(championship=origin.championship_id)),
        protest_minutes=origin.protest_minutes,
        one_person_crew=origin.one_person_crew,
        meetings=tuple(slug for slug in slugs if slug not in held),
        shared=tuple(slug for slug in slugs if slug in held),
        enrolments=origin.enrolments.count(),
    )


def find_newest_book(season: Season, *, now: datetime) -> RuleBook | None:
    """The row of the newest version in force."""
    versions = list_in_force(read_books([season.pk], at=now).get(season.pk, ()))
    return RuleBook.objects.get(pk=versions[-1][1].pk) if choose_book(versions) is not None else None


@transaction.atomic
def copy_season(
    *,
    origin: Season,
    label: str,
    year: int,
    by: User | None,
    now: datetime,
    recorded_at: datetime,
    with_calendar: bool = False,
    with_enrolments: bool = False,
) -> Season:
    """Open a season like `origin`. Refused where the championship has one of that label; then nothing is made."""
    season = open_season(
        championship=origin.championship,
        label=label,
        year=year,
        time_zone=origin.time_zone,
        protest_minutes=origin.protest_minutes,
        one_person_crew=origin.one_person_crew,
        by=by,
        recorded_at=recorded_at,
    )
    book = find_newest_book(origin, now=now)
    if book is not None:
        _copy_rules(book, season, by=by, now=now, recorded_at=recorded_at)
    rounds = _copy_calendar(origin, season) if with_calendar else 0
    enrolments = _copy_enrolments(origin, season) if with_enrolments else 0
    ledger.append(
        verb="copy_season",
        subject=season.slug,
        detail={"from": origin.slug, "rules": book.n if book else None, "rounds": rounds, "enrolments": enrolments},
        actor=by,
        at=recorded_at,
    )
    return season


def _copy_rules(book: RuleBook, season: Season, *, by: User | None, now: datetime, recorded_at: datetime) -> None:
    document = {key: value for key, value in book.document.items() if key not in _DECISIONS}
    document["season"] = int(season.label) if season.label.isdigit() else season.label
    try:
        check_rules(season=season, document=document)
    except Refusal as refusal:
        raise Refusal(
            _("The rules of the season to copy are not fit to be issued. Issue a version that is, first."),
            [refusal.message, *refusal.details],
        ) from refusal
    issue_rule_book(season=season, document=document, standing=book.standing, by=by, now=now, recorded_at=recorded_at)


def _copy_calendar(origin: Season, season: Season) -> int:
    """The meetings in the new year, undated; one that stands there already (another series has it) is shared."""
    made: dict[int, Event] = {}
    sessions: dict[tuple[int, str], Session] = {}
    count = 0
    for old in origin.rounds.select_related("event").order_by("number"):
        event = made.get(old.event_id)
        if event is None:
            event = made[old.event_id] = _copy_event(old.event, season.year)
            for session in event.sessions.all():
                sessions[event.pk, session.slug] = session
        new = Round.objects.create(season=season, event=event, number=old.number)
        count += 1
        for link in old.round_sessions.select_related("session").order_by("order"):
            held = sessions.get((event.pk, link.session.slug))
            if held is not None:
                RoundSession.objects.create(round=new, session=held, key=link.key, order=link.order)
    return count


def _copy_event(old: Event, year: int) -> Event:
    values = {name: getattr(old, name) for name in _EVENT}
    event, created = Event.objects.get_or_create(year=year, slug=values.pop("slug"), defaults=values)
    if not created:
        return event
    made: dict[int, Session] = {}
    olds = list(old.sessions.order_by("order"))
    for session in olds:
        made[session.pk] = Session.objects.create(event=event, **{name: getattr(session, name) for name in _SESSION})
    for session in olds:
        if session.grid_from_id in made:
            Session.objects.filter(pk=made[session.pk].pk).update(grid_from=made[session.grid_from_id])
    return event


def _copy_enrolments(origin: Season, season: Season) -> int:
    """Who was enrolled when the season ended, with categories; bounds by round and guests are not carried over."""
    count = 0
    for old in origin.enrolments.filter(to_round__isnull=True, guest=False).prefetch_related("categories"):
        new = Enrolment.objects.create(
            season=season, driver=old.driver, team=old.team, car_number=old.car_number, car_class=old.car_class
        )
        new.categories.set(old.categories.all())
        count += 1
    return count
