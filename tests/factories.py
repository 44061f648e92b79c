"""Plain functions that make rows for tests: sensible defaults, keyword-only, nothing random.

    season = make_season()
    event = make_event(season=season, round_number=1, sessions=("race",))
    publish_results(session=event.sessions.get(slug="race"), order=["ann", "bob"])

Names are invented. Drivers and teams are found again by slug, so several events share them.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.apps import apps

from championships.models import (
    Appointment,
    Bulletin,
    Category,
    Championship,
    Circuit,
    Crew,
    Driver,
    Enrolment,
    Entry,
    Event,
    Participation,
    Round,
    RoundSession,
    RuleBook,
    Season,
    Session,
    Sheet,
    Source,
    Team,
    User,
)
from championships.officiating.entry import (
    DriverEntry,
    LineEntry,
    SheetEntry,
    check_sheet,
    name_problem,
    save_draft,
    start_draft,
)
from championships.officiating.publishing import confirm, publish
from championships.scoring.vocabulary import FinishStatus, SheetOrigin

NOON = datetime(2025, 6, 1, 12, 0, tzinfo=UTC)

POINTS = ("10", "8", "6", "5", "4", "3", "2", "1")


def after(minutes: float) -> datetime:
    """An instant so many minutes after NOON."""
    return NOON + timedelta(minutes=minutes)


def make_user(username: str = "clerk", **fields: Any) -> User:
    """An official, found again by name. The password is the name."""
    found = User.objects.filter(username=username).first()
    if found:
        return found
    fields = {"is_staff": True, "first_name": username.capitalize(), **fields}
    return User.objects.create_user(username=username, password=username, **fields)


def make_championship(slug: str = "club-cup", **fields: Any) -> Championship:
    names = {"name_fr": slug.replace("-", " ").title(), "name_en": slug.replace("-", " ").title()}
    return Championship.objects.get_or_create(slug=slug, defaults={**names, **fields})[0]


def make_rules(
    *,
    championship: str = "club-cup",
    season: int | str = 2025,
    points: Sequence[str] = POINTS,
    sessions: Sequence[str] = ("race",),
    tables: Sequence[Mapping[str, Any]] | None = None,
    **keys: Any,
) -> dict[str, Any]:
    """A rule book document: points by place, a drivers' and a teams' table (or `tables`)."""

    def make_block(table_id: str, title: str, competitor: str) -> dict[str, Any]:
        return {
            "id": table_id,
            "title": title,
            "competitor": competitor,
            "sessions": {key: {"table": "race"} for key in sessions},
            "position_basis": "overall",
            "counting": [{"from": 1, "to": None, "best": None}],
            "tie_break": [{"kind": "countback", "sessions": list(sessions), "positions": "classified"}],
            "listing": {"classified_in": list(sessions)},
        }

    blocks = tables or [make_block("drivers", "Drivers", "driver"), make_block("teams", "Teams", "team")]
    return {
        "schema": "championship-rules/1",
        "championship": championship,
        "season": season,
        "points_tables": {"race": list(points)},
        "standings": [dict(block) for block in blocks],
        **keys,
    }


def make_season(
    slug: str = "club-cup",
    label: str = "2025",
    *,
    rules: Mapping[str, Any] | None = None,
    with_rules: bool = True,
    standing: str = RuleBook.Standing.IN_FORCE,
    issued_at: datetime = NOON - timedelta(days=100),
    championship: Championship | None = None,
    **fields: Any,
) -> Season:
    """A season with a rule book in force (`with_rules=False`: none). Nothing is published by it."""
    home = championship or make_championship(slug)
    season = Season.objects.create(championship=home, label=label, **{"year": int(label[:4]), **fields})
    if with_rules:
        make_rule_book(season=season, rules=rules, standing=standing, issued_at=issued_at)
    return season


def make_rule_book(
    *,
    season: Season,
    rules: Mapping[str, Any] | None = None,
    standing: str = RuleBook.Standing.IN_FORCE,
    from_round: int = 1,
    corrects: RuleBook | None = None,
    issued_at: datetime = NOON - timedelta(days=100),
) -> RuleBook:
    document = rules or make_rules(championship=season.championship.slug, season=season.label)
    return RuleBook.objects.create(
        season=season,
        n=season.rule_books.count() + 1,
        from_round=from_round,
        corrects=corrects,
        standing=standing,
        document=dict(document),
        issued_at=issued_at,
        recorded_at=issued_at,
    )


def make_circuit(slug: str = "hilltop", **fields: Any) -> Circuit:
    return Circuit.objects.get_or_create(slug=slug, defaults={"name": slug.replace("-", " ").title(), **fields})[0]


def make_event(
    slug: str = "",
    *,
    season: Season | None = None,
    round_number: int = 1,
    sessions: Sequence[str] = ("race",),
    circuit: Circuit | None = None,
    starts_on: date | None = None,
    year: int = 2025,
    **fields: Any,
) -> Event:
    """An event with its sessions; where a season is given, its round too, each session under its own name as key.

    Round n of a season starts n weeks after 1 June 2025.
    """
    day = starts_on or date(year, 6, 1) + timedelta(weeks=round_number)
    name = slug.replace("-", " ").title() if slug else f"Meeting {round_number}"
    prefix = f"{season.championship.slug}-" if season else ""
    defaults = {
        "name_fr": name,
        "name_en": name,
        "circuit": circuit or make_circuit(),
        "starts_on": day,
        "ends_on": day,
    }
    event = Event.objects.create(year=year, slug=slug or f"{prefix}meeting-{round_number}", **{**defaults, **fields})
    for order, key in enumerate(sessions, start=1):
        make_session(key, event=event, order=order, on_date=day)
    if season:
        make_round(season=season, event=event, number=round_number)
    return event


def make_session(slug: str = "race", *, event: Event, order: int | None = None, **fields: Any) -> Session:
    kind = "qualifying" if slug.startswith("quali") else "practice" if slug.startswith("practice") else "race"
    title = slug.capitalize()
    number = order if order is not None else event.sessions.count() + 1
    defaults = {"kind": kind, "name_fr": title, "name_en": title, "scheduled_laps": 20}
    return Session.objects.create(event=event, slug=slug, order=number, **{**defaults, **fields})


def make_round(*, season: Season, event: Event, number: int = 1, keys: Mapping[str, str] | None = None) -> Round:
    """A round of a season at an event. `keys`: session slug -> rule key (default: all its races, under their slugs)."""
    round_ = Round.objects.create(season=season, event=event, number=number)
    names = keys or {session.slug: session.slug for session in event.sessions.all() if session.kind != "practice"}
    for position, (slug, key) in enumerate(names.items(), start=1):
        RoundSession.objects.create(
            round=round_, session=event.sessions.get(slug=slug), key=key, order=number * 10 + position
        )
    return round_


def make_driver(slug: str = "ann", **fields: Any) -> Driver:
    name = slug.replace("-", " ").title()
    return Driver.objects.get_or_create(slug=slug, defaults={"name": name, **fields})[0]


def make_team(slug: str = "red-team", **fields: Any) -> Team:
    return Team.objects.get_or_create(slug=slug, defaults={"name": slug.replace("-", " ").title(), **fields})[0]


def make_category(slug: str = "gentleman", *, championship: Championship | None = None, letter: str = "G") -> Category:
    return Category.objects.get_or_create(
        championship=championship or make_championship(),
        slug=slug,
        defaults={"name_fr": slug.capitalize(), "name_en": slug.capitalize(), "letter": letter},
    )[0]


def make_enrolment(*, season: Season, driver: str, categories: Sequence[str] = (), **fields: Any) -> Enrolment:
    enrolment = Enrolment.objects.create(season=season, driver=make_driver(driver), **fields)
    enrolment.categories.set([make_category(slug, championship=season.championship) for slug in categories])
    return enrolment


def make_entry(
    *drivers: str,
    event: Event,
    number: str = "",
    team: str = "",
    rounds: Sequence[Round] | None = None,
    scores: bool = True,
    guest: bool = False,
    car_class: str = "",
    **fields: Any,
) -> Entry:
    """A car with its crew, taking part in every round of the event (or in `rounds`)."""
    order = event.entries.count() + 1
    entry = Entry.objects.create(
        event=event, number=number or str(order), team=make_team(team) if team else None, order=order, **fields
    )
    for position, slug in enumerate(drivers):
        Crew.objects.create(entry=entry, driver=make_driver(slug), order=position)
    for round_ in event.rounds.all() if rounds is None else rounds:
        Participation.objects.create(entry=entry, round=round_, scores=scores, guest=guest, car_class=car_class)
    return entry


def make_source(key: str = "a-gazette", **fields: Any) -> Source:
    defaults = {"title": key.replace("-", " ").capitalize(), "url": "https://example.org/" + key}
    return Source.objects.get_or_create(key=key, defaults={**defaults, **fields})[0]


def make_draft(
    *,
    session: Session,
    order: Sequence[str | Entry] = (),
    retired: Sequence[str | Entry] = (),
    places: Mapping[str, int | None] | None = None,
    flags: Mapping[str, Sequence[str]] | None = None,
    complete: bool = True,
    by: User | None = None,
    at: datetime = NOON,
    laps: int = 20,
    lines: Sequence[LineEntry] | None = None,
) -> Sheet:
    """A draft sheet. Competitors are driver slugs (entered by themselves where they are not yet) or entries.

    `order` is the order on the road; `places` (slug -> place) makes it a sheet of stated places instead.
    """
    official = by or make_user("enterer")
    draft = start_draft(session=session, by=official, recorded_at=at)
    built: list[LineEntry] = []
    for position, name in enumerate((*order, *retired), start=1):
        entry = name if isinstance(name, Entry) else find_entry(name, event=session.event)
        slugs = [member.driver.slug for member in entry.crew.select_related("driver")]
        built.append(
            LineEntry(
                entry_id=entry.pk,
                status=FinishStatus.DNF if name in retired else FinishStatus.CLASSIFIED,
                road_order=None if places else position,
                stated_place=None,
                laps=None if places else laps,
                drivers=tuple(
                    DriverEntry(driver_id=make_driver(slug).pk, flags=tuple((flags or {}).get(slug, ())))
                    for slug in slugs
                ),
            )
        )
    for slug, place in (places or {}).items():
        entry = find_entry(slug, event=session.event)
        built.append(
            LineEntry(
                entry_id=entry.pk,
                status=FinishStatus.DNF if place is None else FinishStatus.CLASSIFIED,
                stated_place=place,
                drivers=(DriverEntry(driver_id=make_driver(slug).pk, flags=tuple((flags or {}).get(slug, ()))),),
            )
        )
    return save_draft(
        sheet=draft,
        version=draft.version,
        lines=lines if lines is not None else built,
        by=official,
        recorded_at=at,
        about=SheetEntry(
            origin=SheetOrigin.STATED if places else SheetOrigin.TIMING,
            complete=complete,
            laps=None if places else laps,
        ),
    )


def find_entry(slug: str, *, event: Event) -> Entry:
    """The entry of a driver at an event; he is entered, in every round of the event, where he is not yet."""
    found = event.entries.filter(crew__driver__slug=slug).first()
    return found or make_entry(slug, event=event)


def publish_results(
    *,
    session: Session,
    order: Sequence[str | Entry] = (),
    at: datetime = NOON,
    official: bool = False,
    **keys: Any,
) -> Bulletin:
    """Enter and publish a session as provisional (or official, by a second person), warnings accepted.

    Keys: those of `make_draft`. Entered by "enterer", published by "publisher", confirmed by "confirmer". An official
    one has no protest window: both bulletins are issued at `at`.
    """
    draft = make_draft(session=session, order=order, at=at, **keys)
    window = Session.objects.values_list("protest_minutes", flat=True).get(pk=session.pk)
    if official and session.round_sessions.exists():
        Session.objects.filter(pk=session.pk).update(protest_minutes=0)
    bulletin = publish(
        sheet=draft,
        version=draft.version,
        by=make_user("publisher"),
        now=at,
        recorded_at=at,
        accepted_warnings=[name_problem(problem) for problem in check_sheet(draft, at=at)],
    )
    if not official:
        return bulletin
    Session.objects.filter(pk=session.pk).update(protest_minutes=window)
    return confirm(bulletin=bulletin, by=make_user("confirmer"), now=at, recorded_at=at)


def read_everything() -> dict[str, list[str]]:
    """Every row of every table of ours, as text: equal before and after means that nothing changed."""
    return {
        model._meta.label: sorted(repr(sorted(row.items())) for row in model._base_manager.order_by("pk").values())
        for model in apps.get_app_config("championships").get_models(include_auto_created=True)
    }


def make_official(username: str, *roles: str, season: Season | None = None, championship: Any = None) -> User:
    """A person of the office with these roles: for a season, a championship, or (neither given) the whole site."""
    user = make_user(username)
    for role in roles:
        Appointment.objects.get_or_create(user=user, role=role, season=season, championship=championship)
    return user
