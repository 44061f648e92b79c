"""A preview: published or not, its tables of that day, what is computed of the season and the people."""

from datetime import date, datetime
from fractions import Fraction

import pytest
from pytest_django import DjangoAssertNumQueries

from championships.models import Event, Highlight, Kinship, Preview, PreviewSection, Season, StatedFact
from championships.queries.previews import load_preview
from tests.factories import (
    NOON,
    make_driver,
    make_enrolment,
    make_entry,
    make_event,
    make_round,
    make_season,
    make_source,
)
from tests.public.seasons import days, declare, publish_order

pytestmark = pytest.mark.django_db

PREVIEW_QUERIES = 29
SPRING, SUMMER, AUTUMN = date(2025, 5, 1), date(2025, 6, 8), date(2025, 7, 20)


def run_season(slug: str = "cup", order: tuple[str, ...] = ("ann", "bob")) -> Season:
    """Spring was run at noon of 1 June's calendar; summer comes, autumn is the last."""
    season = make_season(slug)
    spring = make_event("spring", season=season, round_number=1, starts_on=SPRING)
    make_event("summer", season=season, round_number=2, starts_on=SUMMER, sessions=("race1", "race2"))
    make_event("autumn", season=season, round_number=3, starts_on=AUTUMN)
    publish_order(spring.sessions.get(), order, issued_at=days(-10))
    return season


def write_preview(published_at: datetime | None = NOON, slug: str = "summer") -> Preview:
    return Preview.objects.create(
        event=Event.objects.get(slug=slug),
        title_fr="Avant",
        title_en="Before",
        lead_fr="Bientôt.",
        lead_en="Soon.",
        published_at=published_at,
    )


def state(kind: StatedFact.Kind, driver: str = "", *, issued: float = -1, **fields: object) -> StatedFact:
    return StatedFact.objects.create(
        kind=kind,
        driver=make_driver(driver) if driver else None,
        source=make_source(),
        issued_at=days(issued),
        recorded_at=days(issued),
        **fields,
    )


def test_a_preview_is_none_until_it_is_published() -> None:
    run_season()
    preview = write_preview(published_at=None)
    assert load_preview(2025, "summer", at=days(99)) is None
    preview.published_at = days(1)
    preview.save()
    assert load_preview(2025, "summer", at=days(0.9)) is None
    assert load_preview(2025, "summer", at=days(1)) is not None
    assert load_preview(2025, "autumn", at=days(99)) is None


def test_its_tables_and_facts_are_those_of_its_day_whatever_came_since() -> None:
    run_season()
    write_preview(published_at=days(0))
    make_entry("ann", event=Event.objects.get(slug="summer"), number="7")
    make_entry("bob", event=Event.objects.get(slug="summer"), number="8")
    before = load_preview(2025, "summer", at=days(1))
    publish_order(Event.objects.get(slug="summer").sessions.get(slug="race1"), ("bob", "ann"), issued_at=days(7))
    state(StatedFact.Kind.DEBUT, "ann", event=Event.objects.get(slug="summer"), issued=7)
    after = load_preview(2025, "summer", at=days(8))
    assert before is not None
    assert after is not None
    assert after.sections == before.sections
    assert after.moves == before.moves == ()
    (table,) = [table for table in after.sections[0].tables if table.category is None]
    assert [(row.driver.slug, row.points, row.gap, row.wins) for row in table.rows] == [
        ("ann", Fraction(10), Fraction(0), 1),
        ("bob", Fraction(8), Fraction(2), 0),
    ]


def test_the_calendar_around_it_is_computed() -> None:
    run_season()
    write_preview()
    page = load_preview(2025, "summer", at=days(0))
    assert page is not None
    (placed,) = page.rounds
    assert (placed.number, placed.of, placed.penultimate) == (2, 3, True)
    assert [(row.since.slug, row.weeks, row.days_over) for row in page.breaks] == [("spring", 5, 3)]
    assert page.final is not None
    assert page.next_event == page.final
    assert page.final.slug == "autumn"
    assert page.days_to_go == 7
    assert (page.sections[0].left.meetings, page.sections[0].left.races) == (2, 3)
    assert page.sections[0].left.points is None


def test_points_left_follow_the_points_stated_for_a_win() -> None:
    season = run_season()
    write_preview()
    state(StatedFact.Kind.POINTS_A_WIN, season=season, value={"points": "20.5", "published_for": 2022})
    page = load_preview(2025, "summer", at=days(0))
    assert page is not None
    left = page.sections[0].left
    assert (left.points, left.points_a_win, left.published_for, left.source) == (
        Fraction(123, 2),
        Fraction(41, 2),
        "2022",
        1,
    )


@pytest.mark.usefixtures("unguarded")
def test_a_lead_is_computed_from_the_leaders_and_else_taken_as_stated() -> None:
    season = run_season()
    write_preview()
    page = load_preview(2025, "summer", at=days(0))
    assert page is not None
    lead = page.sections[0].lead
    assert lead is not None
    assert (lead.driver.slug, lead.since.slug, lead.opening, lead.source) == ("ann", "spring", True, None)
    other = make_season("trophy")
    make_round(season=other, event=Event.objects.get(slug="spring"), number=1)
    make_round(season=other, event=Event.objects.get(slug="summer"), number=2)
    make_enrolment(season=other, driver="bob")
    state(StatedFact.Kind.LEADER_SINCE, "bob", season=other, value={"round": 1})
    Event.objects.get(slug="spring").sessions.get().bulletins.update(state="withdrawn")
    page = load_preview(2025, "summer", at=days(0))
    assert page is not None
    stated = next(section.lead for section in page.sections if section.season.championship == "trophy")
    assert stated is not None
    assert (stated.driver.slug, stated.since.slug, stated.source) == ("bob", "spring", 1)
    assert season.pk != other.pk


def test_a_crew_that_shared_a_number_that_changed_and_a_family_are_told() -> None:
    season = run_season()
    write_preview()
    spring, summer = Event.objects.get(slug="spring"), Event.objects.get(slug="summer")
    make_entry("cid", "dan", event=spring, number="38")
    make_entry("eve", event=spring, number="76")
    make_entry("cid", event=summer, number="38", team="red-team")
    make_entry("fay", event=summer, number="76")
    make_entry("gus", event=summer, number="19")
    Kinship.objects.create(person=make_driver("dan"), relative=make_driver("cid"), relation="brother", public=True)
    Kinship.objects.create(person=make_driver("cid"), relative=make_driver("dan"), relation="brother", public=True)
    Kinship.objects.create(person=make_driver("gus"), relative=make_driver("cid"), relation="father", public=True)
    Kinship.objects.create(person=make_driver("gus"), relative=make_driver("fay"), relation="spouse", public=False)
    state(StatedFact.Kind.DEBUT, "fay", event=summer)
    page = load_preview(2025, "summer", at=days(0))
    assert page is not None
    moves = {move.driver.slug: move for move in page.moves}
    assert list(moves) == ["cid", "fay", "gus"]
    sharing = moves["cid"].sharing
    assert sharing is not None
    assert ([mate.slug for mate in sharing.mates], sharing.event and sharing.event.slug) == (["dan"], "spring")
    assert [(tie.person.slug, tie.relation, tie.relative.slug) for tie in moves["cid"].ties] == [
        ("dan", "brother", "cid")
    ]
    assert [(tie.person.slug, tie.both_here) for tie in moves["gus"].ties] == [("gus", True)]
    former = moves["fay"].former
    assert former is not None
    assert ([driver.slug for driver in former.drivers], former.event.slug) == (["eve"], "spring")
    assert moves["fay"].debut is not None
    assert season.pk


def test_a_shared_car_is_told_as_stated_where_no_crew_is_known() -> None:
    season = run_season()
    write_preview()
    make_entry("cid", event=Event.objects.get(slug="summer"), number="38")
    state(StatedFact.Kind.NOTE, "dan")
    state(StatedFact.Kind.NOTE, "cid", season=season, value={"name": "shared_car", "with": ["dan"]})
    make_entry("dan", event=Event.objects.get(slug="spring"), number="1")
    page = load_preview(2025, "summer", at=days(0))
    assert page is not None
    (move,) = page.moves
    assert move.sharing is not None
    assert ([mate.name for mate in move.sharing.mates], move.sharing.event) == (["Dan"], None)


def test_those_in_both_championships_stand_with_the_wins_of_each() -> None:
    cup = run_season()
    summer = Event.objects.get(slug="summer")
    trophy = make_season("trophy")
    own = make_event("own", season=trophy, round_number=1, starts_on=date(2025, 4, 1))
    make_round(season=trophy, event=summer, number=2)
    declare(
        trophy,
        [{"driver": "ann", "place": 2, "points": "5", "wins": 4}],
        after=own.rounds.get().round_sessions.get(),
        issued_at=days(-5),
        complete=False,
    )
    make_entry("ann", event=summer, number="7")
    make_entry("bob", event=summer, number="8", rounds=cup.rounds.filter(event=summer))
    write_preview()
    page = load_preview(2025, "summer", at=days(0))
    assert page is not None
    (both,) = page.in_both
    assert both.driver.slug == "ann"
    assert [(each.season.championship, each.position, each.wins) for each in both.standings] == [
        ("cup", 1, 1),
        ("trophy", 2, 4),
    ]
    assert [(row.season.championship, [event.slug for event in row.events]) for row in page.own_rounds] == [
        ("cup", ["spring", "autumn"]),
        ("trophy", ["own"]),
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_a_preview_asks_the_same_number_of_queries_whatever_the_field(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    drivers = tuple(f"driver-{number}" for number in range(count))
    season = run_season(order=drivers)
    summer = Event.objects.get(slug="summer")
    preview = write_preview()
    PreviewSection.objects.create(preview=preview, season=season, order=1, title_fr="Coupe", title_en="Cup")
    for order, slug in enumerate(drivers):
        make_entry(slug, event=summer, number=str(order), team=f"team-{order}")
        make_enrolment(season=season, driver=slug, categories=["gentleman"])
        state(StatedFact.Kind.RETURN, slug, event=summer)
        state(StatedFact.Kind.AGE, slug, on_date=date(2025, 5, 1), value={"years": 20 + order})
        Highlight.objects.create(preview=preview, order=order, driver=make_driver(slug), text_fr="Là", text_en="There")
    with django_assert_num_queries(PREVIEW_QUERIES):
        page = load_preview(2025, "summer", at=days(0))
    assert page is not None
    assert [row.age and row.age.years for row in page.highlights] == [20 + order for order in range(count)]
    assert len(page.moves) == len(page.teams) == len(page.sections[0].tables[0].rows) == count
