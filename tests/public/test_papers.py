"""Sheets for the notice board, and the page that says whether a sheet is still the current one."""

import re
from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from championships.models import Bulletin, Driver, Revision, Season, Session
from championships.officiating.decisions import decide
from championships.officiating.people import merge_drivers
from championships.officiating.publishing import confirm, withdraw
from championships.queries import papers
from championships.queries.papers import SHORT, check_bulletin, check_table, load_standings_paper
from tests.factories import after, make_driver, make_event, make_season, make_user, publish_results
from tests.public.pages import find, find_all, get_page, read_text
from tests.public.seasons import SetClock

pytestmark = pytest.mark.django_db
SHEET = "/en/events/2025/club-cup-meeting-1/race/print/"
TABLE = "/en/club-cup/2025/standings/drivers/print/"


def make_race(
    *, at: float = 0, number: int = 1, order: Sequence[str] = ("ann", "bob"), season: Season | None = None
) -> Session:
    home = season or make_season(protest_minutes=0)
    session = make_event(season=home, round_number=number).sessions.get()
    publish_results(session=session, order=order, at=after(at))
    return session


def read_proof(client: Client, address: str) -> str:
    """The address of the check a sheet carries."""
    page = get_page(client, address)
    link = find(find(page, "div", class_="code"), "a")
    return urlsplit(link.get("href") or "").path


def test_a_sheet_says_series_session_bulletin_state_time_zone_and_who(client: Client) -> None:
    make_user("publisher", last_name="Roe")
    make_race()
    page = get_page(client, SHEET)
    text = read_text(page)
    for words in ("Club Cup 2025", "Race", "Provisional", "1 June 2025, 12:00 (UTC) UTC", "Published by Publisher Roe"):
        assert words in text
    assert read_text(find(page, "tr", class_="running")).startswith("Race · Meeting 1 · bulletin 1 · Provisional")
    bulletin = Bulletin.objects.get()
    assert bulletin.hash[:SHORT] in text.replace(" ", "")


def test_the_code_is_drawn_inline_without_a_style_and_leads_to_the_check(client: Client) -> None:
    make_race()
    page = get_page(client, SHEET)  # refuses style attributes
    drawn = re.search(rb"<svg[^>]*class=\"qr\".*?</svg>", client.get(SHEET).content, re.DOTALL)
    assert drawn is not None
    assert b"<title>Code that leads to the check of this sheet</title>" in drawn[0]
    assert find(find(page, "div", class_="code"), "a").get("href") == (
        f"http://testserver/en/check/{Bulletin.objects.get().hash[:SHORT]}/"
    )


def test_who_has_no_name_is_not_called_by_the_account(client: Client) -> None:
    make_user("publisher", first_name="")
    make_race()
    assert "publisher" not in read_text(get_page(client, SHEET))
    assert find_all(get_page(client, SHEET), "dd")[-1].text is None  # a line to be signed


def test_the_newest_sheet_is_current_until_another_bulletin_is_issued(client: Client, set_clock: SetClock) -> None:
    session = make_race()
    set_clock(after(10))
    first = read_proof(client, SHEET)
    assert "This sheet is the current one" in read_text(get_page(client, first))
    bulletin = Bulletin.objects.get()
    confirm(bulletin=bulletin, by=make_user("confirmer"), now=after(5), recorded_at=after(5))
    text = read_text(get_page(client, first))
    assert "This sheet is no longer current" in text
    assert "this is bulletin 1 (provisional), issued 1 June 2025, 12:00 (UTC)" in text
    assert "Bulletin 2 (official) was issued 1 June 2025, 12:05 (UTC)" in text
    second = read_proof(client, SHEET)
    assert second != first
    assert "This sheet is the current one" in read_text(get_page(client, second))
    set_clock(after(4))  # what is still to come is not told
    assert "This sheet is the current one" in read_text(get_page(client, first))
    assert get_page(client, first.replace("/en/", "/fr/")) is not None
    assert session.bulletins.count() == 2


@pytest.mark.parametrize("short", ["0" * 16, "0" * 15, "g" * 16, "x", "0" * 400, "F" * 16])
def test_an_unknown_number_is_told_so(client: Client, short: str) -> None:
    make_race()
    answer = client.get(f"/en/check/{short}/")
    assert answer.status_code == 404
    assert "No sheet has this number" in answer.content.decode()


def test_a_number_that_two_sheets_share_vouches_for_neither(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(1, 40):
        make_race(number=number, season=Season.objects.first())
        shared = [short for short in map(str, range(10)) if Bulletin.objects.filter(hash__startswith=short).count() > 1]
        if shared:
            break
    # No two sheets begin alike in sixteen digits: with one digit they do.
    monkeypatch.setattr(papers, "SHORT", 1)
    assert check_bulletin(shared[0], at=after(60)) is None


def test_a_withdrawn_result_has_no_sheet_and_its_old_one_says_so(client: Client) -> None:
    make_race()
    address = read_proof(client, SHEET)
    withdraw(
        session=Session.objects.get(), reason="timing failed", by=make_user("publisher"), now=after(9),
        recorded_at=after(9),
    )  # fmt: skip
    assert client.get(SHEET).status_code == 404
    assert "timing failed" in read_text(get_page(client, address))


def test_what_is_not_published_has_no_sheet(client: Client) -> None:
    make_event(season=make_season())
    assert client.get(SHEET).status_code == 404
    assert client.get(TABLE).status_code == 404
    assert client.get("/en/club-cup/2025/standings/nobody/print/").status_code == 404


# --- Tables --------------------------------------------------------------------------------------


def test_a_table_carries_its_revision_and_a_check_that_computes_it_again(client: Client, set_clock: SetClock) -> None:
    set_clock(after(60))
    make_race()
    text = read_text(get_page(client, TABLE))
    assert "Revision 1" in text
    assert "Issued 1 June 2025, 14:00 (UTC+2) Europe/Paris" in text
    address = read_proof(client, TABLE)
    assert re.fullmatch(r"/en/check/club-cup/2025/drivers/1/1/[0-9a-f]{16}/", address)
    assert "This sheet is the current one" in read_text(get_page(client, address))


def test_a_table_that_changed_is_no_longer_current(client: Client, set_clock: SetClock) -> None:
    set_clock(after(60))
    session = make_race()
    address = read_proof(client, TABLE)
    set_clock(after(60 * 5))
    car = session.event.entries.order_by("order").first()
    decide(
        session=session, kind="disqualify", entry=car, document="4", reason="underweight", by=make_user("steward"),
        now=after(70), recorded_at=after(70),
    )  # fmt: skip
    text = read_text(get_page(client, address))
    assert "The table has changed since: revision 2 was issued" in text
    assert "This sheet is the current one" in read_text(get_page(client, read_proof(client, TABLE)))


def test_a_table_of_an_earlier_round_is_still_right_when_a_newer_one_stands(client: Client) -> None:
    season = make_season(protest_minutes=0)
    make_race(season=season)
    address = read_proof(client, TABLE)
    make_race(season=season, number=2, at=100)
    text = read_text(get_page(client, address))
    assert "This sheet is still right" in text
    older = read_proof(client, "/en/club-cup/2025/standings/drivers/after-1/print/")
    assert "/drivers/1/2/" in older
    assert get_page(client, older) is not None


@pytest.mark.parametrize(
    "change",
    [
        lambda path: path.replace("/drivers/", "/teams/"),
        lambda path: path.replace("/drivers/1/", "/drivers/2/"),
        lambda path: path.replace("/drivers/1/", "/drivers/x/"),
        lambda path: path.replace("/1/1/", "/1/2/"),
        lambda path: path[:-3] + "00/" if not path.endswith("00/") else path[:-3] + "11/",
        lambda path: path.replace("club-cup", "other-cup"),
    ],
)
def test_a_table_the_site_never_showed_is_told_so(client: Client, change: Callable[[str], str]) -> None:
    make_race()
    answer = client.get(change(read_proof(client, TABLE)))
    assert answer.status_code == 404
    assert "No sheet has this number" in answer.content.decode()


def test_after_a_merge_the_old_sheet_is_still_known(client: Client) -> None:
    season = make_season(protest_minutes=0)
    make_race(season=season, order=("anne", "bob"))
    make_driver("ann")
    paper = load_standings_paper("club-cup", "2025", "drivers", at=after(5))
    assert paper is not None
    rows = {row.slug: row for row in Driver.objects.all()}
    merge_drivers(
        kept=rows["ann"], lost=rows["anne"], kept_version=1, lost_version=1, by=make_user("chief"), now=after(9),
        recorded_at=after(9),
    )  # fmt: skip
    checked = check_table("club-cup", "2025", "drivers", paper.stop, paper.revision, paper.short, at=after(20))
    assert checked is not None
    assert checked.current


@pytest.mark.parametrize("count", [1, 3])
def test_a_sheet_takes_the_same_number_of_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    make_race(order=("ann", "bob", "cid", "dan")[: count + 1])
    with django_assert_num_queries(15):
        client.get(SHEET)
    with django_assert_num_queries(19):
        client.get(TABLE)
    short = Bulletin.objects.get().hash[:SHORT]
    with django_assert_num_queries(2):
        client.get(f"/en/check/{short}/")
    assert Revision.objects.count() == 1
