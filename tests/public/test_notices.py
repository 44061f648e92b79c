"""The notice board of an event: every document in order of issue, as it stands and as it stood."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from championships.models import Bulletin, Document, Event, Grid, Verdict
from championships.officiating.publishing import confirm
from tests.factories import NOON, after, make_event, make_season, make_user, publish_results
from tests.public.pages import find, find_all, get_page, read_text
from tests.public.seasons import SetClock

pytestmark = pytest.mark.django_db
BOARD = "/en/events/2025/club-cup-meeting-1/notices/"


def make_board(sessions: int = 1) -> Event:
    names = tuple(f"race{number}" for number in range(1, sessions + 1))
    event = make_event(season=make_season(protest_minutes=0), sessions=names)
    for number, session in enumerate(event.sessions.order_by("order")):
        publish_results(session=session, order=["ann", "bob"], at=after(10 * number))
        confirm(
            bulletin=Bulletin.objects.get(session=session), by=make_user("confirmer", last_name="Roe"),
            now=after(10 * number + 5), recorded_at=after(0),
        )  # fmt: skip
    Grid.objects.create(session=event.sessions.order_by("order")[0], issued_at=after(2), recorded_at=NOON)
    name = default_storage.save("documents/x.pdf", ContentFile(b"%PDF-1.4"))
    Document.objects.create(
        event=event, title_fr="Règl", title_en="Regulations", file=name, size=8, published_at=after(3)
    )
    Verdict.objects.create(
        event=event, number=7, reason="Overtook under yellow", author=make_user("steward"), issued_at=after(4),
        recorded_at=NOON,
    )  # fmt: skip
    return event


def read_heads(client: Client, address: str = BOARD) -> list[str]:
    return [read_text(head) for head in find_all(find(get_page(client, address), "ol", class_="notices"), "h2")]


def test_everything_stands_in_order_of_issue_and_the_newest_is_marked(client: Client) -> None:
    make_board()
    assert read_heads(client) == [
        "Race1, bulletin 1",
        "Starting grid, Race1",
        "Regulations",
        "Decision 7",
        "Race1, bulletin 2",
    ]
    root = get_page(client, BOARD)
    newest = find(root, "li", class_="newest")
    assert "1 June 2025, 12:05 (UTC) newest Race1, bulletin 2 Official" in read_text(newest)
    assert "Publisher, Confirmer Roe" in read_text(newest)
    assert "replaced by a later bulletin" in read_text(find(root, "li", class_="past"))
    assert "decision pending" in read_text(root)
    assert "Entry list" in read_text(root)


def test_what_is_not_issued_yet_is_not_on_the_board(client: Client, set_clock: SetClock) -> None:
    make_board()
    set_clock(after(3.5))
    assert read_heads(client) == ["Race1, bulletin 1", "Starting grid, Race1", "Regulations"]
    assert "replaced" not in read_text(get_page(client, BOARD))


def test_the_board_as_it_stood_at_an_instant(client: Client) -> None:
    make_board()
    page = BOARD + "?as-of=2025-06-01T12:02"
    assert read_heads(client, page) == ["Race1, bulletin 1", "Starting grid, Race1"]
    assert "As it stood 1 June 2025, 12:02 (UTC)" in read_text(get_page(client, page))
    assert len(read_heads(client, BOARD + "?as-of=2025-06-01T14:02%2B02:00")) == 2


@pytest.mark.parametrize("asked", ["yesterday", "9999-99-99", "2999-01-01T00:00", "0001-01-01T00:00+14:00"])
def test_an_instant_that_cannot_be_is_not_found(client: Client, asked: str) -> None:
    make_board()
    assert client.get(BOARD, {"as-of": asked}).status_code == 404


def test_an_empty_board_and_no_board(client: Client) -> None:
    make_event(season=make_season())
    assert "Nothing is on the notice board yet." in read_text(get_page(client, BOARD))
    assert client.get("/en/events/2025/nowhere/notices/").status_code == 404


def test_the_event_and_its_sessions_lead_to_the_board(client: Client) -> None:
    make_board()
    for address in ("/en/events/2025/club-cup-meeting-1/", "/en/events/2025/club-cup-meeting-1/race1/"):
        assert BOARD in {link.get("href") for link in find_all(get_page(client, address), "a")}


@pytest.mark.parametrize("sessions", [1, 3])
def test_the_board_takes_seven_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, sessions: int
) -> None:
    make_board(sessions)
    with django_assert_num_queries(7):
        client.get(BOARD)
