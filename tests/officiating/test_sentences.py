"""Sentences keep their facts, drafts keep what editors wrote, and nothing published is drafted over."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from championships.models import Event, LedgerEntry, Preview, Report, Sentence, StaleVersion
from championships.officiating.editorial import PreviewText, publish_preview, start_preview
from championships.officiating.errors import Refusal
from championships.officiating.sentences import (
    Edited,
    SentenceText,
    draft_text,
    merge,
    publish_report,
    read_sentences,
    save_sentences,
    unschedule_report,
)
from tests.factories import after, make_event, make_season, make_user, read_everything

pytestmark = pytest.mark.django_db


def say(key: str, text: str = "", part: str = "lead", **fields: Any) -> SentenceText:
    """A drafted sentence: its words are its key unless others are given."""
    words = {"text_fr": f"fr {text or key}", "text_en": f"en {text or key}"}
    drafted = {"drafted_fr": words["text_fr"], "drafted_en": words["text_en"]}
    return SentenceText(part=part, key=key, kind="k", figures={"n": 1}, **words, **{**drafted, **fields})


def own(text: str, part: str = "lead", **fields: Any) -> SentenceText:
    return SentenceText(part=part, text_fr=text, text_en=text, **fields)


def edit(sentence: SentenceText, text: str) -> SentenceText:
    return replace(sentence, text_fr=text, text_en=text)


TITLE = say("title", part="title")
DRAFT = (TITLE, say("a"), say("b"), say("gap", part="section"))


@pytest.fixture
def event() -> Event:
    return make_event(season=make_season())


def draft(event: Event, *sentences: SentenceText, model: Any = Report, minute: float = 0, **keys: Any) -> Any:
    found = model.objects.filter(event=event).first()
    given = {"version": found.version if found else None, "edited": Edited.ASK, **keys}
    return draft_text(
        model=model,
        event=event,
        drafted=sentences,
        by=make_user("editor"),
        now=after(minute),
        recorded_at=after(minute),
        **given,
    )


def save(text: Any, *sentences: SentenceText, minute: float = 0, **keys: Any) -> Any:
    text.refresh_from_db()
    given = {"version": text.version, "title_fr": text.title_fr, "title_en": text.title_en, **keys}
    return save_sentences(
        model=type(text),
        event=text.event,
        sentences=sentences,
        by=make_user("editor"),
        now=after(minute),
        recorded_at=after(minute),
        **given,
    )


def publish(report: Report, minute: float, **keys: Any) -> Report:
    report.refresh_from_db()
    at = after(minute)
    return publish_report(report=report, version=report.version, by=make_user("editor"), now=at, recorded_at=at, **keys)


def refuse(verb: Callable[..., Any], *args: Any, **keys: Any) -> Refusal:
    """The refusal of a verb, which has changed nothing."""
    make_user("editor")
    before = read_everything()
    with pytest.raises(Refusal) as refused:
        verb(*args, **keys)
    assert read_everything() == before
    return refused.value


def words(text: Any) -> list[str]:
    text.refresh_from_db()
    return [one.text_en for one in read_sentences(text)]


# --- Drafting ------------------------------------------------------------------------------------


@pytest.mark.parametrize("model", [Preview, Report])
def test_a_draft_begins_a_text_and_every_sentence_remembers_its_fact(event: Event, model: Any) -> None:
    text = draft(event, *DRAFT, model=model)
    assert (text.title_fr, text.title_en, text.published_at) == ("fr title", "en title", None)
    assert [replace(one, pk=None) for one in read_sentences(text)] == list(DRAFT)
    assert Sentence.objects.filter(key="gap").values_list("part", "kind", "figures").get() == ("section", "k", {"n": 1})


def test_a_second_first_draft_is_stale(event: Event) -> None:
    draft(event, *DRAFT)
    with pytest.raises(StaleVersion):
        draft(event, *DRAFT, version=None)
    assert Report.objects.count() == 1


def test_a_new_draft_replaces_what_nobody_touched(event: Event) -> None:
    report = draft(event, *DRAFT)
    draft(event, TITLE, say("a", "new words"), say("c"))
    assert words(report) == ["en title", "en new words", "en c"]


def test_a_new_draft_asks_before_it_replaces_edited_sentences(event: Event) -> None:
    report = draft(event, *DRAFT)
    _title, first, second, gap = read_sentences(report)
    save(report, edit(first, "mine"), second, gap)
    refused = refuse(draft, event, *DRAFT)
    assert str(refused.message) == (
        "These sentences were edited. Say whether the draft may replace them: nothing was written."
    )
    assert refused.details == ("mine",)
    draft(event, *DRAFT, edited=Edited.KEEP)
    assert words(report) == ["en title", "mine", "en b", "en gap"]
    draft(event, *DRAFT, edited=Edited.REPLACE)
    assert words(report) == ["en title", "en a", "en b", "en gap"]


def test_a_new_draft_keeps_an_editor_s_own_sentences_and_title(event: Event) -> None:
    report = draft(event, *DRAFT)
    _title, first, second, gap = read_sentences(report)
    save(
        report, first, own("mine"), second, gap, own("last", part="closing"), title_en="My title", title_fr="Mon titre"
    )
    draft(event, TITLE, say("b"), say("a"), say("gap", part="section"))
    assert words(report) == ["My title", "en b", "en a", "mine", "en gap", "last"]
    report.refresh_from_db()
    assert (report.title_fr, report.title_en) == ("Mon titre", "My title")


@pytest.mark.parametrize(
    ("stored", "drafted", "merged"),
    [
        ([own("x"), say("a")], [say("a")], ["x", "a"]),
        ([say("a"), own("x"), own("y")], [say("a"), say("b")], ["a", "x", "y", "b"]),
        ([say("gone"), own("x")], [say("a")], ["x", "a"]),
        ([say("a"), say("gone"), own("x"), say("b")], [say("a"), say("b")], ["a", "x", "b"]),
        ([own("x", part="closing")], [say("a")], ["a", "x"]),
        ([edit(say("gone"), "mine"), say("a")], [say("a")], ["gone", "a"]),
        ([edit(say("a"), "mine"), own("x")], [say("b"), say("a")], ["b", "a", "x"]),
        ([say("gone")], [say("a")], ["a"]),
    ],
)
def test_where_an_editor_s_sentences_stand_in_a_new_draft(
    stored: list[SentenceText], drafted: list[SentenceText], merged: list[str]
) -> None:
    found = merge(stored, drafted, replace_edited=False)
    assert [one.key or one.text_en for one in found] == merged


def test_a_published_text_is_not_drafted_over(event: Event) -> None:
    publish(draft(event, *DRAFT), 1)
    refused = refuse(draft, event, *DRAFT, minute=2)
    assert str(refused.message) == "It is published: correct its sentences one by one."


def test_a_hand_written_preview_takes_a_draft_beside_its_own_words(event: Event) -> None:
    whole = PreviewText("Titre", "Title", "Chapeau", "Lead")
    start_preview(event=event, text=whole, by=make_user("editor"), recorded_at=after(0))
    preview = draft(event, *DRAFT, model=Preview)
    assert (preview.title_en, preview.lead_en) == ("Title", "Lead")
    assert words(preview)[1:] == ["en a", "en b", "en gap"]


# --- Editing -------------------------------------------------------------------------------------


def test_an_edited_sentence_keeps_its_fact_and_its_row(event: Event) -> None:
    report = draft(event, *DRAFT)
    _title, first, second, gap = read_sentences(report)
    save(report, gap, edit(first, "mine"), second, own("free"))
    found = read_sentences(report)
    assert [(one.text_en, one.key, one.edited) for one in found] == [
        ("en gap", "gap", False),
        ("mine", "a", True),
        ("en b", "b", False),
        ("free", "", True),
    ]
    assert [one.pk for one in found[:3]] == [gap.pk, first.pk, second.pk]


def test_a_sentence_left_out_or_emptied_is_gone(event: Event) -> None:
    report = draft(event, *DRAFT)
    title, first, second, _gap = read_sentences(report)
    save(report, title, first, edit(second, ""))
    assert words(report) == ["en title", "en a"]


def test_the_title_is_edited_with_the_fact_it_was_written_from(event: Event) -> None:
    report = draft(event, *DRAFT)
    save(report, *read_sentences(report), title_fr="Mon titre", title_en="My title")
    report.refresh_from_db()
    title = read_sentences(report)[0]
    assert (title.text_en, title.drafted_en, title.key, title.edited) == ("My title", "en title", "title", True)


def test_two_editors_do_not_overwrite_each_other(event: Event) -> None:
    report = draft(event, *DRAFT)
    save(report, own("hers"), version=report.version)
    before = read_everything()
    with pytest.raises(StaleVersion):
        save(report, own("mine"), version=1)
    assert read_everything() == before


def test_a_correction_says_when_and_stands_in_the_ledger(event: Event) -> None:
    report = publish(draft(event, *DRAFT), 1)
    sentences = read_sentences(report)
    save(report, *sentences, minute=2)  # the same words again
    report.refresh_from_db()
    assert report.updated_at is None
    assert LedgerEntry.objects.latest("n").verb == "publish_report"
    save(report, edit(sentences[1], "better"), *sentences[2:], minute=3)
    report.refresh_from_db()
    assert (report.published_at, report.updated_at) == (after(1), after(3))
    assert LedgerEntry.objects.latest("n").verb == "correct_report"


# --- Publishing ----------------------------------------------------------------------------------


def test_a_report_is_published_with_its_line_in_the_ledger(event: Event) -> None:
    report = publish(draft(event, *DRAFT), 1)
    line = LedgerEntry.objects.latest("n")
    assert report.published_at == after(1)
    assert (line.verb, line.subject) == ("publish_report", f"2025/{event.slug}")
    assert str(refuse(publish, report, 2).message) == "This report is published already."


def test_a_report_waits_for_both_languages(event: Event) -> None:
    report = draft(event, say("a"), say("gap", part="section"))
    save(report, replace(say("a"), text_fr=""), replace(say("gap", part="section"), text_en=""), title_en="Title")
    refused = refuse(publish, report, 1)
    assert str(refused.message) == "The report is not complete: it was not published."
    assert refused.details == (
        "The French title is missing.",
        "The French lead is missing.",
        "Not in French yet: “en a”",
        "Not in English yet: “fr gap”",
    )


def test_a_drafted_lead_is_a_lead(event: Event) -> None:
    preview = draft(event, *DRAFT, model=Preview)
    at = after(1)
    preview = publish_preview(preview=preview, version=preview.version, by=None, now=at, recorded_at=at)
    assert (preview.lead_fr, preview.published_at) == ("", at)


def test_a_planned_report_is_taken_back_while_it_is_not_out(event: Event) -> None:
    report = publish(draft(event, *DRAFT), 1, at=after(60))
    keys: dict[str, Any] = {"report": report, "by": make_user("editor"), "recorded_at": after(2)}
    unschedule_report(version=report.version, now=after(2), **keys)
    report.refresh_from_db()
    assert report.published_at is None
    publish(report, 3, at=after(60))
    report.refresh_from_db()
    refused = refuse(unschedule_report, version=report.version, now=after(61), **keys)
    assert str(refused.message) == "It is published already: correct it instead."
