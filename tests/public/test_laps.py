"""The page of a session's laps: chart, leaders, best laps; nothing of a session whose result is not public."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from championships.models import Lap, Session, Sheet, TimingFile
from tests.factories import NOON, make_draft, make_event, make_season
from tests.public.pages import find, find_all, get_page, read_table, read_text
from tests.public.seasons import SetClock, days, publish_order

pytestmark = pytest.mark.django_db
PAGE = "/en/events/2025/spring/race/laps/"
TIMES = {"ann": (90000, 89000, 91000), "bob": (91000, 88500, 88500), "cid": (92000,)}


def run_race(
    *, published: bool = True, elapsed: bool = True, drivers: tuple[str, ...] = ("ann", "bob", "cid")
) -> Session:
    session: Session = make_event("spring", season=make_season(), round_number=1).sessions.get()
    if published:
        publish_order(session, drivers)
    else:
        publish_order(session, drivers, issued_at=days(100))
    kept = TimingFile.objects.create(
        session=session, name="laps.csv", format="alkamel_laps", content=b"x", size=1, sha256="0" * 64, recorded_at=NOON
    )
    for name in drivers:
        entry = session.event.entries.get(crew__driver__slug=name)
        for n, time in enumerate(TIMES[name], start=1):
            Lap.objects.create(
                timing_file=kept,
                entry=entry,
                n=n,
                time_ms=time,
                elapsed_ms=sum(TIMES[name][:n]) if elapsed else None,
            )
    return session


@pytest.mark.parametrize("language", ["fr", "en"])
def test_chart_leaders_and_best_laps_stand_on_one_page(client: Client, set_clock: SetClock, language: str) -> None:
    set_clock(days(1))
    run_race()
    page = get_page(client, PAGE.replace("/en/", f"/{language}/"))
    figures, best = find_all(page, "table")

    lap, unknown = "Lap" if language == "en" else "Tour", "–"
    assert read_table(figures) == [
        [f"{lap} 1", "2", "1", "3"],
        [f"{lap} 2", "2", "1", unknown],
        [f"{lap} 3", "1", "2", unknown],
    ]
    mark = "." if language == "en" else ","
    assert [row[2:4] for row in read_table(best)] == [
        [f"1:28{mark}500", ""],
        [f"1:29{mark}000", f"+0{mark}500"],
        [f"1:32{mark}000", f"+3{mark}500"],
    ]
    leaders = [read_text(item) for item in find_all(find(page, "ol", class_="list"), "li")]
    assert leaders == (["11 laps 1 to 2", "12 lap 3"] if language == "en" else ["11 tours 1 à 2", "12 tour 3"])


@pytest.mark.parametrize("address", ["/en/results/", "/en/calendar/2025/", "/en/events/2025/spring/"])
@pytest.mark.parametrize("withdrawn", [False, True])
@pytest.mark.usefixtures("unguarded")
def test_the_laps_are_linked_wherever_the_winner_is_told(
    client: Client, set_clock: SetClock, address: str, withdrawn: bool
) -> None:
    set_clock(days(1))
    session = run_race()
    if withdrawn:
        session.bulletins.update(state="withdrawn", reason="Wrong sheet")
    links = [link for link in find_all(get_page(client, address), "a") if link.get("href") == PAGE]

    assert [read_text(link) for link in links] == ([] if withdrawn else [f"Lap by lap, {session.name}, Spring"])


def test_a_car_is_followed_in_colour_by_the_address(client: Client, set_clock: SetClock) -> None:
    set_clock(days(1))
    session = run_race()
    number = session.event.entries.get(crew__driver__slug="bob").number
    page = get_page(client, f"{PAGE}?car={number}")

    assert f"In colour: number {number}, Bob." in read_text(page)
    assert client.get(f"{PAGE}?car=nobody").status_code == 404


def test_laps_of_a_session_whose_result_is_not_public_are_not_found(client: Client, set_clock: SetClock) -> None:
    set_clock(days(1))
    run_race(published=False)
    assert client.get(PAGE).status_code == 404


def test_the_laps_of_a_draft_are_not_public(client: Client, set_clock: SetClock) -> None:
    """A corrected file is imported after the publication: nothing of it is public before its sheet is."""
    set_clock(days(1))
    session = run_race()
    before = client.get(PAGE).content
    draft = make_draft(session=session, order=["bob", "ann", "cid"])
    corrected = TimingFile.objects.create(
        session=session, name="corrected.csv", format="alkamel_laps", content=b"y", size=1, sha256="1" * 64,
        recorded_at=days(1),
    )  # fmt: skip
    Sheet.objects.filter(pk=draft.pk).update(timing_file=corrected)
    entry = session.event.entries.get(crew__driver__slug="cid")
    Lap.objects.create(timing_file=corrected, entry=entry, n=1, time_ms=61234, elapsed_ms=61234)
    assert client.get(PAGE).content == before

    Lap.objects.exclude(timing_file=corrected).delete()
    assert client.get(PAGE).status_code == 404
    assert b"/laps/" not in client.get(PAGE.removesuffix("laps/")).content


def test_a_session_without_laps_has_no_such_page(client: Client, set_clock: SetClock) -> None:
    set_clock(days(1))
    publish_order(make_event("spring", season=make_season(), round_number=1).sessions.get(), ["ann"])
    assert client.get(PAGE).status_code == 404


def test_without_times_since_the_start_no_places_are_guessed(client: Client, set_clock: SetClock) -> None:
    set_clock(days(1))
    run_race(elapsed=False)
    page = get_page(client, PAGE)

    assert "places lap by lap are not known" in read_text(page)
    assert len(find_all(page, "table")) == 1


@pytest.mark.parametrize("count", [1, 3])
def test_one_car_and_three_take_the_same_queries(
    client: Client, set_clock: SetClock, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    set_clock(days(1))
    run_race(drivers=("ann", "bob", "cid")[:count])
    with django_assert_num_queries(18):
        get_page(client, PAGE)
