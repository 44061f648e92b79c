"""The page of sentences: drafted, edited, moved, flagged where the facts have moved, never lost."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from championships.models import Event, Preview, Report, Season, Sentence
from championships.officiating.sentences import read_sentences
from championships.queries.story_drafts import compare_text
from tests.backoffice.test_previews_and_news import sign_in
from tests.factories import NOON, make_entry, make_event, make_season, read_everything
from tests.public.seasons import days, publish_order

pytestmark = pytest.mark.django_db

KINDS = {"preview": Preview, "report": Report}


@pytest.fixture
def season() -> Season:
    """Ann leads Bob by two points after the first of three meetings; the second is the one written about."""
    season = make_season("cup")
    first = make_event("first", season=season, round_number=1)
    event = make_event("second", season=season, round_number=2)
    make_event("third", season=season, round_number=3)
    publish_order(first.sessions.get(), ("ann", "bob"), issued_at=days(9))
    make_entry("ann", event=event, number="7")
    make_entry("bob", event=event, number="8")
    return season


@pytest.fixture
def event(season: Season) -> Event:
    return Event.objects.get(slug="second")


@pytest.fixture
def office(client: Client, season: Season) -> Client:
    return sign_in(client, season=season)


def find_address(event: Event, kind: str = "preview") -> str:
    return reverse(f"admin:{kind}_sentences", args=[event.pk])


def fill(context: Any) -> dict[str, Any]:
    """What the form of the page would send, as it stands."""
    sheet = context["sheet"]
    version = "" if sheet.version is None else str(sheet.version)
    sent: dict[str, Any] = {"read_version": version, "title_fr": sheet.title_fr, "title_en": sheet.title_en}
    sent["rows"] = str(context["rows"])
    known = []
    for group in context["groups"]:
        for row in group.rows:
            name = f"s{row.n}"
            sent |= {f"{name}-text_fr": row.sentence.text_fr, f"{name}-text_en": row.sentence.text_en}
            sent |= {f"{name}-id": str(row.sentence.pk or ""), f"{name}-place": group.place.code}
            if row.begins:
                sent[f"{name}-begins"] = "1"
            known.append(str(row.sentence.pk))
        if group.spare is not None:
            sent[f"s{group.spare}-place"] = group.place.code
    return {**sent, "known": known}


def press(client: Client, address: str, do: str = "save", **typed: Any) -> Any:
    """Open the page, type, press a button."""
    return client.post(address, {**fill(client.get(address).context), **typed, "do": do})


def draft(client: Client, event: Event, kind: str = "preview") -> Any:
    answer = press(client, find_address(event, kind), "draft")
    assert answer.status_code == 302, answer.content.decode()
    return KINDS[kind].objects.get(event=event)


def find_row(client: Client, address: str, key: str) -> Any:
    groups = client.get(address).context["groups"]
    return next(row for group in groups for row in group.rows if row.sentence.key == key)


LEAD = "lead:cup-2025:drivers"


# --- Drafting ------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_looking_writes_nothing_and_one_press_drafts(office: Client, event: Event, kind: str) -> None:
    before = read_everything()
    assert office.get(find_address(event, kind)).status_code == 200
    assert read_everything() == before
    text = draft(office, event, kind)
    sentences = read_sentences(text)
    assert text.title_fr
    assert text.title_en
    assert {one.part for one in sentences} >= {"title", "lead"}
    assert all(one.key and one.text_fr and one.text_en and not one.edited for one in sentences)


def test_each_sentence_stands_with_its_fact_in_words(office: Client, event: Event) -> None:
    draft(office, event)
    row = find_row(office, find_address(event), LEAD)
    assert row.fact.kind == "leader and gap"
    assert dict(row.fact.figures) | {"driver": "Ann", "second": "Bob", "points": "10", "gap": "2"} == dict(
        row.fact.figures
    )
    page = office.get(find_address(event)).content.decode()
    assert row.sentence.text_fr.replace("’", "’") in page
    assert row.sentence.text_en in page


def test_an_edited_sentence_is_not_replaced_before_the_editor_has_said_so(office: Client, event: Event) -> None:
    preview = draft(office, event)
    address = find_address(event)
    row = find_row(office, address, LEAD)
    press(office, address, **{f"s{row.n}-text_en": "Ann, of course."})
    answer = press(office, address, "draft")
    assert answer.status_code == 409
    assert "Draft anew, keep these" in answer.content.decode()
    press(office, address, "draft-keep")
    assert Sentence.objects.get(preview=preview, key=LEAD).text_en == "Ann, of course."
    press(office, address, "draft-replace")
    assert Sentence.objects.get(preview=preview, key=LEAD).text_en == row.sentence.text_en


def test_drafting_saves_what_was_typed(office: Client, event: Event) -> None:
    draft(office, event)
    address = find_address(event)
    page = office.get(address)
    spare = next(group.spare for group in page.context["groups"] if group.place.part == "closing")
    typed = {f"s{spare}-text_fr": "À demain.", f"s{spare}-text_en": "See you tomorrow."}
    press(office, address, "draft", **typed)
    mine = Sentence.objects.get(key="")
    assert (mine.part, mine.text_fr, mine.text_en) == ("closing", "À demain.", "See you tomorrow.")


def test_a_published_text_offers_sentences_and_is_not_drafted_over(office: Client, event: Event) -> None:
    preview = draft(office, event)
    Preview.objects.filter(pk=preview.pk).update(published_at=days(10))
    address = find_address(event)
    assert b'value="draft"' not in office.get(address).content
    row = find_row(office, address, LEAD)
    press(office, address, f"remove:{row.n}")
    assert not Sentence.objects.filter(key=LEAD).exists()
    offers = office.get(address).context["offers"]
    assert LEAD in [offer.key for offer in offers]
    press(office, address, f"add:{LEAD}")
    assert Sentence.objects.get(key=LEAD).text_en == row.sentence.text_en
    assert Preview.objects.get().updated_at is not None
    assert press(office, address, "draft").status_code == 409


# --- Editing -------------------------------------------------------------------------------------


def test_sentences_change_places_and_paragraphs(office: Client, event: Event) -> None:
    draft(office, event)
    address = find_address(event)
    lead = next(group for group in office.get(address).context["groups"] if group.place.part == "lead")
    first, second = lead.rows[:2]
    press(office, address, f"down:{first.n}")
    keys = [one.key for one in read_sentences(Preview.objects.get()) if one.part == "lead"]
    assert keys[:2] == [second.sentence.key, first.sentence.key]
    press(office, address, **{f"s{second.n}-begins": "1"})
    assert [one.paragraph for one in read_sentences(Preview.objects.get()) if one.part == "lead"][:2] == [0, 1]


def test_somebody_is_put_forward_without_a_draft(office: Client, event: Event) -> None:
    address = find_address(event, "report")
    page = office.get(address)
    (ann, _name), *_rest = page.context["people"]
    row = f"s{page.context['spare']}"
    typed = {f"{row}-place": "highlight|||", f"{row}-driver": str(ann), f"{row}-text_fr": "Elle gagne."}
    answer = office.post(address, {**fill(page.context), "title_fr": "Titre", **typed})
    assert answer.status_code == 302
    sentence = Sentence.objects.get(report__event=event)
    assert (sentence.part, str(sentence.driver), sentence.text_fr, sentence.key) == (
        *("highlight", "Ann", "Elle gagne.", ""),
    )


def test_two_editors_both_see_both_and_nothing_is_lost(office: Client, event: Event, season: Season) -> None:
    draft(office, event)
    address = find_address(event)
    mine = fill(office.get(address).context)
    row = find_row(office, address, LEAD)
    other = sign_in(Client(), name="olga", season=season)
    spare = next(g.spare for g in other.get(address).context["groups"] if g.place.part == "closing")
    press(other, address, **{f"s{row.n}-text_en": "Hers", f"s{spare}-text_en": "Also hers", f"s{spare}-text_fr": "x"})
    answer = office.post(address, {**mine, f"s{row.n}-text_en": "Mine", "title_en": "My title"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Hers" in page
    assert "Mine" in page
    assert Sentence.objects.get(key=LEAD).text_en == "Hers"
    assert office.post(address, fill(answer.context)).status_code == 302
    assert Sentence.objects.get(key=LEAD).text_en == "Mine"
    assert Sentence.objects.filter(text_en="Also hers").exists()
    assert Preview.objects.get().title_en == "My title"


def test_a_sentence_somebody_else_removed_comes_back_as_the_editor_s_own(office: Client, event: Event) -> None:
    draft(office, event)
    address = find_address(event)
    mine = fill(office.get(address).context)
    row = find_row(office, address, LEAD)
    press(office, address, f"remove:{row.n}")
    answer = office.post(address, {**mine, f"s{row.n}-text_en": "Mine"})
    assert answer.status_code == 409
    office.post(address, fill(answer.context))
    assert Sentence.objects.get(text_en="Mine").key == ""


def test_a_button_pressed_twice_saves_once(office: Client, event: Event) -> None:
    draft(office, event)
    address = find_address(event)
    sent = {**fill(office.get(address).context), "title_en": "New"}
    assert office.post(address, sent).status_code == 302
    version = Preview.objects.get().version
    assert office.post(address, sent).status_code == 302
    assert (Preview.objects.get().version, Preview.objects.get().title_en) == (version, "New")


# --- Facts that move -----------------------------------------------------------------------------


def test_a_sentence_whose_figures_moved_is_flagged_with_the_new_wording(office: Client, event: Event) -> None:
    draft(office, event)
    address = find_address(event)
    assert office.get(address).context["stale"] == 0
    was = find_row(office, address, LEAD).sentence.text_en
    publish_order(Event.objects.get(slug="first").sessions.get(), ("bob", "ann"), issued_at=days(10))
    row = find_row(office, address, LEAD)
    assert ("driver", "Ann", "Bob") in row.stale.moved
    assert not row.stale.gone
    assert row.stale.offer_en.startswith("Bob") or "Bob" in row.stale.offer_en
    press(office, address, f"take:{row.sentence.pk}")
    taken = Sentence.objects.get(key=LEAD)
    assert taken.text_en == row.stale.offer_en != was
    assert find_row(office, address, LEAD).stale is None


def test_an_editor_keeps_words_that_stand_for_the_new_figures(office: Client, event: Event) -> None:
    draft(office, event)
    address = find_address(event)
    was = find_row(office, address, LEAD).sentence.text_en
    publish_order(Event.objects.get(slug="first").sessions.get(), ("bob", "ann"), issued_at=days(10))
    row = find_row(office, address, LEAD)
    press(office, address, f"keep:{row.sentence.pk}")
    kept = find_row(office, address, LEAD)
    assert (kept.sentence.text_en, kept.stale) == (was, None)


def test_a_fact_that_is_gone_is_said_to_be(office: Client, event: Event) -> None:
    draft(office, event)
    address = find_address(event)
    publish_order(Event.objects.get(slug="first").sessions.get(), ("bob", "ann"), issued_at=days(10), state="withdrawn")
    row = find_row(office, address, LEAD)
    assert (row.stale.gone, row.stale.offer_en) == (True, "")
    assert "The data no longer say this" in office.get(address).content.decode()
    press(office, address, f"keep:{row.sentence.pk}")
    assert Sentence.objects.get(text_en=row.sentence.text_en).key == ""


def test_a_published_preview_is_flagged_by_a_correction_not_by_what_came_later(office: Client, event: Event) -> None:
    preview = draft(office, event)
    Preview.objects.filter(pk=preview.pk).update(published_at=days(10))
    address = find_address(event)
    publish_order(event.sessions.get(), ("bob", "ann"), issued_at=days(15))  # the event itself was run
    assert office.get(address).context["stale"] == 0
    publish_order(Event.objects.get(slug="first").sessions.get(), ("bob", "ann"), issued_at=days(16))
    assert find_row(office, address, LEAD).stale.moved
    page = office.get(reverse("admin:preview_list")).content.decode()
    assert "Facts that have moved" in page
    assert address in page


def test_a_report_is_flagged_when_a_result_is_amended(office: Client, event: Event) -> None:
    publish_order(event.sessions.get(), ("bob", "ann"), issued_at=days(15))
    draft(office, event, "report")
    Report.objects.update(published_at=days(16))
    address = find_address(event, "report")
    assert office.get(address).context["stale"] == 0
    publish_order(event.sessions.get(), ("ann", "bob"), issued_at=days(17))
    assert office.get(address).context["stale"] > 0


def test_a_figure_that_is_kept_only_since_flags_nothing(office: Client, event: Event) -> None:
    draft(office, event)
    address = find_address(event)
    sentence = Sentence.objects.get(key=LEAD)
    older = {name: value for name, value in sentence.figures.items() if name != "second_wins"}
    Sentence.objects.filter(pk=sentence.pk).update(figures=older)
    assert office.get(address).context["stale"] == 0
    Sentence.objects.filter(pk=sentence.pk).update(figures={**older, "gap": "99"})
    assert office.get(address).context["stale"] == 1


def test_nothing_is_flagged_by_time_alone_or_by_publishing_the_same_again(office: Client, event: Event) -> None:
    publish_order(event.sessions.get(), ("bob", "ann"), issued_at=days(15))
    for kind, model, at in (("preview", Preview, 12), ("report", Report, 16)):
        text = draft(office, event, kind)
        model.objects.filter(pk=text.pk).update(published_at=days(at))
    for instant in (16, 40, 400):
        for model in (Preview, Report):
            assert compare_text(find_text(model), at=days(instant))[1] == {}
    publish_order(event.sessions.get(), ("bob", "ann"), issued_at=days(18))
    assert compare_text(find_text(Report), at=days(20))[1] == {}


def test_a_decision_after_publication_flags_every_sentence_it_touches_and_no_other(
    office: Client, event: Event
) -> None:
    session = event.sessions.get()
    publish_order(session, ("bob", "ann"), issued_at=days(15))
    report = draft(office, event, "report")
    Report.objects.filter(pk=report.pk).update(published_at=days(16))
    decided = {row.key: row for row in Sentence.objects.filter(report=report).exclude(key="")}
    publish_order(session, ("ann", "bob"), issued_at=days(17), state="amended")
    _draft, changes = compare_text(find_text(Report), at=days(18))
    touched = {row.key for row in decided.values() if row.pk in changes}
    assert {key.split(":")[0] for key in touched} >= {"race", "report_title", "section_title"}
    assert not {"meeting", "next"} & {key.split(":")[0] for key in touched}


def find_text(model: Any) -> Any:
    return model.objects.select_related("event__circuit", "event__layout").get()


# --- Reports -------------------------------------------------------------------------------------


def test_a_report_is_looked_at_and_published(office: Client, event: Event) -> None:
    publish_order(event.sessions.get(), ("bob", "ann"), issued_at=days(15))
    report = draft(office, event, "report")
    look = office.get(reverse("admin:report_look", args=[report.pk, "fr"])).content.decode()
    assert report.title_fr in look
    assert "noindex" in look
    address = reverse("admin:report_publish", args=[report.pk])
    assert office.get(address).status_code == 200
    answer = office.post(address, {"read_version": report.version, "when": "now", "do": "publish"})
    assert (answer.status_code, answer["Location"]) == (302, find_address(event, "report"))
    assert Report.objects.get().published_at is not None
    assert Client().get(f"/en/events/2025/{event.slug}/report/").status_code == 200
    assert Report.objects.get().published_at > NOON
