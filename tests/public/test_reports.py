"""The report of an event: published or not, its sentences, the tables after the event as they stood that day."""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from championships.models import Event, Preview, Report, Season, Sentence
from championships.queries.previews import load_preview
from championships.queries.reports import load_report
from tests.factories import make_driver, make_event, make_season
from tests.public.conftest import SetClock
from tests.public.pages import find, get_page, read_table, read_text
from tests.public.seasons import days, publish_order

pytestmark = pytest.mark.django_db

REPORT_QUERIES = 23


@pytest.fixture
def season() -> Season:
    """Two meetings are over, the report is about the first."""
    season = make_season("cup")
    for number, order in ((1, ("ann", "bob")), (2, ("bob", "ann"))):
        event = make_event(f"meeting-{number}", season=season, round_number=number)
        publish_order(event.sessions.get(), order, issued_at=days(number * 10))
    return season


SOON = days(11)


def write(model: Any = Report, published_at: datetime | None = SOON, **sentences: str) -> Any:
    """A text with one sentence a part, "fr …" and "en …"."""
    event = Event.objects.get(slug="meeting-1")
    text = model.objects.create(event=event, title_fr="Titre", title_en="Title", published_at=published_at)
    season = Season.objects.get()
    for order, (part, words) in enumerate(sentences.items()):
        Sentence.objects.create(
            **{text._meta.model_name: text},
            order=order,
            part=part,
            text_fr=f"fr {words}",
            text_en=f"en {words}",
            season=season if part in ("heading", "section", "class") else None,
            category="gentleman" if part == "class" else "",
            driver=make_driver("ann") if part == "highlight" else None,
        )
    return text


WHOLE = {
    "lead": "lead",
    "highlight": "ann",
    "heading": "heading",
    "section": "told",
    "class": "class",
    "moves": "moves",
    "closing": "closing",
}
ADDRESS = "events/2025/meeting-1/report/"


def test_a_report_is_read_in_both_languages_beside_its_tables(client: Client, season: Season) -> None:
    write(**WHOLE)
    for language in ("fr", "en"):
        root = get_page(client, f"/{language}/{ADDRESS}")
        text = read_text(find(root, "main"))
        for words in WHOLE.values():
            assert f"{language} {words}" in text
        assert read_text(find(root, "h1")) == ("Titre" if language == "fr" else "Title")
        section = find(root, "section", aria_labelledby="season-1")
        table = find(section, "table")
        assert [row[0] for row in read_table(table)] == ["1", "2"]
        assert f"{language} class" in read_text(section)


def test_its_tables_are_those_after_the_event_as_published_that_day(season: Season) -> None:
    write()
    publish_order(Event.objects.get(slug="meeting-1").sessions.get(), ("bob", "ann"), issued_at=days(30))
    page = load_report(2025, "meeting-1", at=days(40))
    assert page is not None
    (table,) = page.sections[0].tables
    assert [(row.driver.slug, row.points) for row in table.rows] == [("ann", 10), ("bob", 8)]
    assert table.after == "Meeting 1"


@pytest.mark.parametrize("published_at", [None, days(30)])
def test_a_draft_and_a_planned_report_are_not_there(
    client: Client, season: Season, set_clock: SetClock, published_at: datetime | None
) -> None:
    write(published_at=published_at, lead="secret words")
    set_clock(days(20))
    assert client.get(f"/en/{ADDRESS}").status_code == 404
    event = client.get("/en/events/2025/meeting-1/").content.decode()
    assert "Read the report" not in event
    assert "secret words" not in event


def test_the_event_leads_to_its_report(client: Client, season: Season) -> None:
    write()
    assert f'href="/en/{ADDRESS}"' in client.get("/en/events/2025/meeting-1/").content.decode()


def test_a_drafted_preview_prints_its_sentences_in_their_parts(client: Client, season: Season) -> None:
    write(Preview, **WHOLE)
    root = get_page(client, "/en/events/2025/meeting-1/preview/")
    where = {"watch": "ann", "season-1": "told", "moves": "moves", "season": "closing"}
    for name, words in where.items():
        assert f"en {words}" in read_text(find(root, "section", aria_labelledby=name))
    assert "en heading" in read_text(find(root, "section", aria_labelledby="season-1"))
    page = load_preview(2025, "meeting-1", at=days(40))
    assert page is not None
    assert (page.lead, page.more) == ("en lead", ())


def test_the_editor_s_own_words_come_before_the_drafted_ones(season: Season) -> None:
    preview = write(Preview, lead="drafted", heading="drafted", section="drafted")
    Preview.objects.update(lead_fr="À la main", lead_en="By hand")
    preview.sections.create(season=season, order=1, title_fr="Titre", title_en="Title", text_fr="x", text_en="x")
    page = load_preview(2025, "meeting-1", at=days(40))
    assert page is not None
    assert (page.lead, page.more) == ("By hand", ("en drafted",))
    assert (page.sections[0].title, page.sections[0].text) == ("Title", "x")
    assert page.sections[0].told is not None
    assert page.sections[0].told.paragraphs == ("en drafted",)


def test_sentences_of_one_paragraph_stand_together(season: Season) -> None:
    report = write()
    for order, (paragraph, words) in enumerate([(0, "A."), (0, "B."), (1, "C.")]):
        Sentence.objects.create(
            report=report, order=order, part="lead", paragraph=paragraph, text_fr=words, text_en=words
        )
    page = load_report(2025, "meeting-1", at=days(40))
    assert page is not None
    assert (page.lead, page.more) == ("A. B.", ("C.",))


@pytest.mark.parametrize("count", [1, 3])
def test_a_report_asks_the_same_number_of_queries_however_long_it_is(
    season: Season, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    report = write(published_at=days(25), **WHOLE)
    for order in range(count):
        Sentence.objects.create(
            report=report, order=order, part="highlight", driver=make_driver(f"d{order}"), text_fr="x", text_en="x"
        )
    with django_assert_num_queries(REPORT_QUERIES):  # thirteen more where a season was changed since
        load_report(2025, "meeting-1", at=days(40))
