"""Texts are published by the server's clock, corrected with a date, and never overwrite each other."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from championships.models import Championship, LedgerEntry, News, Preview, StaleVersion
from championships.officiating import ledger
from championships.officiating.editorial import (
    HighlightText,
    NewsText,
    PreviewText,
    SectionText,
    publish_news,
    publish_preview,
    read_news,
    read_preview,
    save_news,
    save_preview,
    start_news,
    start_preview,
    unschedule_news,
    unschedule_preview,
)
from championships.officiating.errors import Refusal
from tests.factories import after, make_championship, make_driver, make_event, make_season, make_user, read_everything

pytestmark = pytest.mark.django_db

WHOLE = PreviewText("Titre", "Title", "Chapeau", "Lead")
NEWS = NewsText("L’été arrive", "Summer comes", "Texte.", "Text.")


def begin_preview(text: PreviewText = WHOLE) -> Preview:
    event = make_event(season=make_season())
    return start_preview(event=event, text=text, by=make_user("editor"), recorded_at=after(0))


def begin_news(text: NewsText = NEWS, championship: Championship | None = None) -> News:
    return start_news(championship=championship, text=text, by=make_user("editor"), recorded_at=after(0))


def act(verb: Callable[..., Any], minutes: float, **keys: Any) -> Any:
    """Call a verb on the row as stored, by the editor, at that minute."""
    name = "preview" if "preview" in keys else "news"
    row = keys[name]
    row.refresh_from_db()
    given = {"version": row.version, "by": make_user("editor"), "now": after(minutes), "recorded_at": after(minutes)}
    return verb(**{**given, **keys})


def refuse(verb: Callable[..., Any], minutes: float, **keys: Any) -> str:
    make_user("editor")
    before = read_everything()
    with pytest.raises(Refusal) as refused:
        act(verb, minutes, **keys)
    assert read_everything() == before
    return str(refused.value)


def test_what_is_written_is_read_back_with_its_parts_in_order() -> None:
    season = make_season()
    event = make_event(season=season)
    ann = make_driver("ann")
    text = PreviewText(
        *("Titre", "Title", "Chapeau", "Lead"),
        sections=(SectionText(season.pk, "S", "S", "t", "t"),),
        highlights=(HighlightText(None, "le circuit", "the circuit"), HighlightText(ann.pk, "elle", "her")),
    )
    preview = start_preview(event=event, text=text, by=make_user("editor"), recorded_at=after(0))
    assert read_preview(preview) == text
    fewer = PreviewText("T", "T", "C", "L", highlights=text.highlights[::-1][:1])
    act(save_preview, 1, preview=preview, text=fewer)
    assert read_preview(preview) != text
    preview.refresh_from_db()
    assert read_preview(preview) == fewer


def test_one_preview_an_event() -> None:
    preview = begin_preview()
    before = read_everything()
    with pytest.raises(StaleVersion):
        start_preview(event=preview.event, text=WHOLE, by=make_user("editor"), recorded_at=after(1))
    assert read_everything() == before


def test_a_save_over_somebody_elses_writes_nothing_also_of_its_parts() -> None:
    preview = begin_preview()
    mine = PreviewText("Mien", "Mine", "x", "x", highlights=(HighlightText(None, "x", "x"),))
    act(save_preview, 1, preview=preview, text=PreviewText("Sien", "Theirs", "y", "y"))
    before = read_everything()
    with pytest.raises(StaleVersion):
        act(save_preview, 2, preview=preview, text=mine, version=1)
    assert read_everything() == before


@pytest.mark.parametrize("column", ["title_fr", "title_en", "lead_fr", "lead_en"])
def test_a_preview_without_one_of_its_languages_is_not_published(column: str) -> None:
    preview = begin_preview(replace(WHOLE, **{column: ""}))
    assert "is missing" in refuse(publish_preview, 1, preview=preview)


@pytest.mark.parametrize("minutes", [-5, 0])
def test_a_publication_is_not_planned_for_the_past(minutes: float) -> None:
    assert "past" in refuse(publish_preview, 1, preview=begin_preview(), at=after(1 + minutes))
    assert "past" in refuse(publish_news, 1, news=begin_news(), at=after(1 + minutes))


def test_a_planned_publication_can_be_taken_back_and_planned_anew() -> None:
    preview = begin_preview()
    act(publish_preview, 1, preview=preview, at=after(60))
    act(unschedule_preview, 2, preview=preview)
    preview.refresh_from_db()
    assert preview.published_at is None
    act(publish_preview, 3, preview=preview, at=after(90))
    act(publish_preview, 4, preview=preview, at=after(30))  # moved, while it has not happened
    preview.refresh_from_db()
    assert preview.published_at == after(30)


def test_what_is_out_is_neither_taken_back_nor_published_again() -> None:
    preview, news = begin_preview(), begin_news()
    act(publish_preview, 1, preview=preview, at=after(2))
    act(publish_news, 1, news=news)
    assert "correct it instead" in refuse(unschedule_preview, 2, preview=preview)
    assert "published already" in refuse(publish_preview, 2, preview=preview)
    assert "correct it instead" in refuse(unschedule_news, 2, news=news)
    assert "published already" in refuse(publish_news, 2, news=news)


def test_nothing_planned_is_not_taken_back() -> None:
    assert "No publication" in refuse(unschedule_news, 1, news=begin_news())


def test_a_correction_keeps_the_date_and_says_when_it_was_made() -> None:
    news = begin_news()
    act(publish_news, 1, news=news)
    act(save_news, 2, news=news, text=NEWS)  # saved as it is: no correction
    news.refresh_from_db()
    assert (news.published_at, news.updated_at) == (after(1), None)
    act(save_news, 3, news=news, text=NewsText("L’été est là", "Summer", "Texte.", "Text."))
    news.refresh_from_db()
    assert (news.published_at, news.updated_at) == (after(1), after(3))
    assert LedgerEntry.objects.filter(verb="correct_news").count() == 1


def test_a_change_before_the_planned_time_is_no_correction() -> None:
    preview = begin_preview()
    act(publish_preview, 1, preview=preview, at=after(60))
    act(save_preview, 2, preview=preview, text=PreviewText("Autre", "Other", "C", "L"))
    preview.refresh_from_db()
    assert preview.updated_at is None
    act(save_preview, 61, preview=preview, text=WHOLE)
    preview.refresh_from_db()
    assert (preview.published_at, preview.updated_at) == (after(60), after(61))


def test_the_address_of_a_news_item_comes_from_its_title_and_stays() -> None:
    first, second = begin_news(), begin_news(replace(NEWS, body_fr="Autre texte."))
    assert (first.slug, second.slug) == ("l-ete-arrive", "l-ete-arrive-2")
    act(save_news, 1, news=first, text=NewsText("Autre titre", "", "x", ""))
    first.refresh_from_db()
    assert (first.slug, read_news(first).title_fr) == ("l-ete-arrive", "Autre titre")
    assert begin_news(NewsText(title_fr="New")).slug == "new-2"  # "new" is an address of the office


def test_a_button_pressed_twice_makes_one_news_item() -> None:
    assert begin_news().pk == begin_news().pk
    assert News.objects.count() == 1


def test_news_without_a_title_or_without_a_text() -> None:
    make_user("editor")
    with pytest.raises(Refusal):
        begin_news(NewsText(body_fr="x"))
    assert not News.objects.exists()
    assert "needs a title and a text" in refuse(publish_news, 1, news=begin_news(NewsText(title_fr="T")))


def test_every_publication_stands_in_the_ledger_with_its_time() -> None:
    championship = make_championship()
    news = begin_news(championship=championship)
    act(publish_news, 1, news=news, at=after(60))
    act(unschedule_news, 2, news=news)
    verbs = LedgerEntry.objects.order_by("n").values_list("verb", "detail__published_at")
    stamp: datetime = after(60)
    assert list(verbs) == [("publish_news", ledger.write_instant(stamp)), ("unschedule_news", None)]
    assert ledger.verify() is None
