"""The pictures of shared links: drawn from what is published, with an address that follows what they show."""

from io import BytesIO

import pytest
from django.conf import settings
from django.test import Client
from PIL import Image
from pytest_django import DjangoAssertNumQueries

from championships.models import Driver, Event, Preview
from championships.public.cards.drawing import draw_card
from championships.public.cards.values import HEIGHT, WIDTH, Card, CardRow
from tests.factories import after, make_event, make_season, publish_results
from tests.public.pages import find, get_page
from tests.public.seasons import SetClock, make_published_season

pytestmark = pytest.mark.django_db
HOST = "http://testserver"
TABLE = "/fr/club-cup/2025/standings/drivers/"


def find_picture(client: Client, page: str) -> str:
    address = find(get_page(client, page), "meta", property="og:image").get("content") or ""
    return address.removeprefix(HOST)


def find_alt(client: Client, page: str) -> str:
    return find(get_page(client, page), "meta", property="og:image:alt").get("content") or ""


@pytest.mark.parametrize(
    "page",
    ["", "drivers/ann/", "club-cup/2025/standings/drivers/", "club-cup/2025/standings/drivers/after-1/",
     "events/2025/club-cup-meeting-1/", "events/2025/club-cup-meeting-1/race1/"],
)  # fmt: skip
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_page_has_a_picture_of_the_right_size_that_weighs_little(client: Client, page: str, language: str) -> None:
    make_published_season(["ann", "bob"])
    response = client.get(find_picture(client, f"/{language}/{page}"))
    assert response.status_code == 200
    assert (response["Content-Type"], response["Cache-Control"]) == (
        "image/png",
        "public, max-age=2592000, immutable",
    )
    assert not response.cookies
    picture = Image.open(BytesIO(response.content))
    assert (picture.format, picture.size) == ("PNG", (WIDTH, HEIGHT))
    assert len(response.content) < 60_000


def test_the_picture_is_told_in_words(client: Client) -> None:
    make_published_season(["ann", "bob"])
    assert find_alt(client, TABLE.replace("/fr/", "/en/")).startswith("Drivers, Club Cup 2025.")
    assert "Ann" in find_alt(client, "/en/events/2025/club-cup-meeting-1/race1/")
    assert find_alt(client, "/fr/drivers/ann/").startswith("Ann")


def test_the_address_follows_what_is_shown_and_an_old_one_leads_to_it(client: Client) -> None:
    make_published_season(["ann", "bob"])
    before = find_picture(client, "/fr/drivers/ann/")
    assert find_picture(client, "/fr/drivers/ann/") == before
    Driver.objects.filter(slug="ann").update(name="Anna")
    now = find_picture(client, "/fr/drivers/ann/")
    assert now != before
    assert client.get(before).headers["Location"] == now
    assert client.get(now).status_code == 200
    assert find_picture(client, "/en/drivers/ann/") != now.replace("/fr/", "/en/")  # another picture, other words


def test_who_has_the_picture_is_sent_nothing(client: Client) -> None:
    make_published_season(["ann"])
    address = find_picture(client, TABLE)
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.head(address).status_code == 200
    assert client.post(address).status_code == 405


def test_nothing_unpublished_has_a_picture(client: Client, set_clock: SetClock) -> None:
    event = make_event("meeting", season=make_season())
    publish_results(session=event.sessions.get(), order=["ann"], at=after(30))
    Preview.objects.create(event=event, title_fr="T", title_en="T", lead_fr="L", lead_en="L", published_at=after(40))
    for minutes, preview, session in ((29, 404, 404), (31, 404, 302), (41, 302, 302)):
        set_clock(after(minutes))
        asked = "0" * 16 + ".png"
        assert client.get(f"/fr/cards/events/2025/meeting/preview/{asked}").status_code == preview
        assert client.get(f"/fr/cards/events/2025/meeting/sessions/race/{asked}").status_code == session
        assert client.get(f"/fr/cards/standings/club-cup/2025/drivers/{asked}").status_code == session


@pytest.mark.parametrize("path", ["drivers/nobody", "events/2025/nowhere", "events/2025/nowhere/preview",
                                  "standings/club-cup/2025/nothing", "standings/club-cup/2025/drivers/after-99",
                                  "standings/club-cup/2025/drivers/after-x",
                                  "standings/club-cup/2025/drivers/after-1-x",
                                  "standings/club-cup/2025/drivers/after-999999999999999999999"])  # fmt: skip
def test_what_there_is_not_has_no_picture(client: Client, path: str) -> None:
    make_published_season(["ann"])
    assert client.get(f"/fr/cards/{path}/{'0' * 16}.png").status_code == 404


def test_an_older_table_has_its_own_picture(client: Client) -> None:
    season = make_published_season(["ann", "bob"])
    older = find_picture(client, f"{TABLE}after-1/")
    assert client.get(older).status_code == 200
    assert "/after-1/" in older or older == find_picture(client, TABLE)
    assert season.pk


@pytest.mark.parametrize(
    "text", ["", "x" * 500, "Ж" * 30, "\u202f\n\x00\ufffd", "🏁 Flag", "Łukasz Žižka-Őrsi, né à Čáslav"]
)
def test_any_text_is_drawn_without_complaint(text: str) -> None:
    row = CardRow(text, text, text, text, text)
    for rows in ((), (row,), (row,) * 5):
        card = Card("card-site", (), text, text, kicker=text, below=text, plate=text, mark=text, rows=rows, foot=text)
        assert Image.open(BytesIO(draw_card(card))).size == (WIDTH, HEIGHT)


def test_the_same_card_is_the_same_picture_to_the_byte() -> None:
    card = Card("card-site", (), "Paddock", "")
    first = draw_card(card)
    draw_card.cache_clear()
    assert draw_card(card) == first


def test_the_face_comes_with_the_site_and_with_its_licence() -> None:
    fonts = settings.BASE_DIR / "static" / "fonts"
    assert sorted(path.name for path in fonts.iterdir()) == [
        "BarlowCondensed-Bold.ttf",
        "BarlowCondensed-SemiBold.ttf",
        "OFL.txt",
    ]
    assert "SIL OPEN FONT LICENSE" in (fonts / "OFL.txt").read_text(encoding="utf-8")
    assert all(path.stat().st_size < 50_000 for path in fonts.iterdir())


def test_a_picture_asks_no_more_than_its_page(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_published_season(["ann", "bob", "cid"])
    address = find_picture(client, "/fr/events/2025/club-cup-meeting-1/")
    with django_assert_num_queries(5):
        client.get(address)


def test_a_cancelled_event_is_drawn_as_one(client: Client) -> None:
    event = make_event("meeting", season=make_season())
    before = find_picture(client, "/fr/events/2025/meeting/")
    Event.objects.filter(pk=event.pk).update(state=Event.State.CANCELLED)
    assert find_picture(client, "/fr/events/2025/meeting/") != before
    assert "Annulé" in find_alt(client, "/fr/events/2025/meeting/")
