"""As published at an instant: what the parameter means, what is not found, and that every link keeps it."""

from datetime import UTC, datetime
from urllib.parse import quote

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from championships.public.as_of import NoSuchMomentError, read_as_of
from tests.public.pages import find, find_all, get_page, read_table, read_text
from tests.public.seasons import SetClock, days, make_published_season

PAGE = "/en/club-cup/2025/standings/drivers/"
NOW = datetime(2025, 9, 10, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2025-09-04", datetime(2025, 9, 4, 21, 59, 59, 999999, UTC)),
        ("2025-03-30", datetime(2025, 3, 30, 21, 59, 59, 999999, UTC)),  # the day summer time begins has 23 hours
        ("2025-01-01", datetime(2025, 1, 1, 22, 59, 59, 999999, UTC)),
        ("2025-09-04T18:00:00+02:00", datetime(2025, 9, 4, 16, tzinfo=UTC)),
        ("2025-09-04T18:00:00 02:00", datetime(2025, 9, 4, 16, tzinfo=UTC)),
        ("2025-09-04T18:00+0200", datetime(2025, 9, 4, 16, tzinfo=UTC)),
        ("2025-09-04T18:00:00-03:30", datetime(2025, 9, 4, 21, 30, tzinfo=UTC)),
        ("2025-09-04T18:00:00.25Z", datetime(2025, 9, 4, 18, 0, 0, 250000, UTC)),
        ("2025-09-10T12:00:00Z", NOW),
        ("2025-09-10", NOW),  # today, as far as it has gone
    ],
)
def test_a_day_means_its_end_and_an_instant_itself(text: str, instant: datetime) -> None:
    assert read_as_of(text, zone="Europe/Paris", now=NOW) == instant


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "now", "2025-9-4", "2025-02-30", "20250904", "2025-W36-4", "04/09/2025", "2025-09-04T18:00:00"),
        *("2025-09-04T25:00:00Z", "2025-09-04T18:00:00+99:00", "2025-09-04 18:00:00Z", "2025-09-04T18Z", "٢٠٢٥-٠٩-٠٤"),
        *("2025-09-11", "2025-09-10T12:00:00.000001Z", "9999-12-31", "0000-01-01", "9999-12-31T23:59:59-12:00"),
        *("2025-09-04\n", "2025-09-04T18:00:00+02:00\n", "1\x00"),
    ],
)
def test_the_future_and_what_cannot_be_read_are_refused(text: str) -> None:
    with pytest.raises(NoSuchMomentError):
        read_as_of(text, zone="Europe/Paris", now=NOW)


@pytest.mark.django_db
def test_the_table_of_a_day_shows_what_was_published_by_its_end(client: Client, set_clock: SetClock) -> None:
    """Meeting 1 was published on 2 June and in the night after it, meeting 2 a day later."""
    make_published_season(["ann", "bob"], rounds=2, published=2)
    set_clock(days(9))

    def read_points(query: str) -> list[str]:
        return [row[2] for row in read_table(find(get_page(client, PAGE + query), "table"))]

    assert read_points("?as-of=2025-06-02") == ["10\N{EN DASH}", "8\N{MINUS SIGN}2"]
    assert read_points("?as-of=2025-06-03T02:00:00%2B02:00") == ["18\N{EN DASH}", "18\N{EN DASH}"]
    assert read_points("after-1/?as-of=2025-06-04") == read_points("after-1/")
    assert client.get(PAGE + "after-2/?as-of=2025-06-02").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["", "after-1/", "title/", "why/ann/", "why/ann/after-1/", "what-if/"])
def test_a_page_of_the_past_says_so_and_leads_back(client: Client, set_clock: SetClock, path: str) -> None:
    make_published_season(["ann", "bob"], rounds=2, published=2)
    set_clock(days(9))
    page = get_page(client, f"{PAGE}{path}?as-of=2025-06-04")
    mark = find(page, "p", role="note")
    assert read_text(mark).startswith("As published Until the end of 4 June 2025 (UTC+2).")
    assert find(mark, "a").get("href") == f"http://testserver{PAGE}{path}"
    assert find(page, "link", rel="canonical").get("href") == f"http://testserver{PAGE}{path}"
    for link in find_all(find(page, "main"), "a"):
        address = link.get("href") or ""
        # The charts are drawn of the newest state alone.
        if "/standings/" in address and "charts" not in address and link not in find_all(mark, "a"):
            assert "as-of=2025-06-04" in address, address
    french = get_page(client, f"{PAGE.replace('/en/', '/fr/')}{path}?as-of=2025-06-04")
    assert "Jusqu’à la fin du 4 juin 2025 (UTC+2)." in read_text(find(french, "p", role="note"))


@pytest.mark.django_db
def test_today_is_answered_as_far_as_it_has_gone_and_says_so(client: Client, set_clock: SetClock) -> None:
    make_published_season(["ann", "bob"])
    set_clock(days(3))
    note = read_text(find(get_page(client, f"{PAGE}?as-of=2025-06-04"), "p", role="note"))
    assert "On 4 June 2025, so far (4 June 2025, 14:00 (UTC+2)): the day is not over." in note


@pytest.mark.django_db
@pytest.mark.parametrize(
    "asked",
    ["2025-06-01", "2025-06-11", "2025-06-11T12:00:00Z", "yesterday", "", "2025-06-04&as-of=2025-06-04"],
)
@pytest.mark.parametrize("path", ["", "after-1/", "title/", "why/ann/"])
def test_before_the_first_publication_and_after_now_nothing_is_found(
    client: Client, set_clock: SetClock, path: str, asked: str
) -> None:
    make_published_season(["ann", "bob"])
    set_clock(days(9))
    assert client.get(f"{PAGE}{path}?as-of={asked}").status_code == 404
    assert client.get(f"/en/unknown/2025/standings/drivers/{path}?as-of=2025-06-04").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["%00", "%ff%fe", quote("’" * 5000), "2025-09-04%0a", "0001-01-01T00:00:00%2B14:00"])
def test_no_text_breaks_the_page(client: Client, text: str) -> None:
    make_published_season(["ann"])
    assert client.get(f"{PAGE}?as-of={text}").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("field", [["ann"], ["ann", "bob", "cid"]])
def test_an_older_table_takes_a_fixed_number_of_queries(
    client: Client, set_clock: SetClock, django_assert_num_queries: DjangoAssertNumQueries, field: list[str]
) -> None:
    make_published_season(field, rounds=2, published=2)
    set_clock(days(9))
    with django_assert_num_queries(47):
        client.get(f"{PAGE}?as-of=2025-06-03")
