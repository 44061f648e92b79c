"""Ready to publish, publishing, confirming, amending, withdrawing, bringing back: by the pages of the office."""

import html
import re
from collections.abc import Callable
from datetime import datetime

import pytest
from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from championships import clock
from championships.backoffice.problems import SENTENCES
from championships.models import Amendment, Bulletin, LedgerEntry, Session, Sheet, Standing
from championships.officiating import ledger
from championships.scoring.checks import CODES
from tests.factories import (
    NOON,
    after,
    make_draft,
    make_entry,
    make_event,
    make_official,
    make_season,
    make_user,
    publish_results,
    read_everything,
)

pytestmark = pytest.mark.django_db

type SetClock = Callable[[datetime], None]


@pytest.fixture
def set_clock(monkeypatch: pytest.MonkeyPatch) -> SetClock:
    def set_to(instant: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: instant)

    set_to(NOON)
    return set_to


@pytest.fixture
def race(set_clock: SetClock) -> Session:
    return make_event(season=make_season()).sessions.get()


def sign_in(username: str, *roles: str) -> Client:
    client = Client()
    client.force_login(make_official(username, *(roles or ("clerk",))))
    return client


def address(session: Session, name: str = "session_publish", *more: object) -> str:
    return reverse(f"admin:{name}", args=[session.pk, *more])


def read_form(page: str, form: str = "publish-form") -> dict[str, object]:
    """The publish form as a browser would send it with every box ticked."""
    inside = page[page.index(f'id="{form}"') :]
    inside = inside[: inside.index("</form>")]
    data: dict[str, object] = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', inside))
    data.pop("csrfmiddlewaretoken", None)
    data["accept"] = [unescape(value) for value in re.findall(r'name="accept" value="([^"]*)"', inside)]
    button = re.search(r'<button type="submit" name="do" value="(\w+)"', inside)
    data["do"] = button[1] if button else "publish"
    return data


def unescape(text: str) -> str:
    return html.unescape(text)


def press(client: Client, session: Session, **more: object) -> HttpResponse:
    """Open the page, tick every warning, press the button."""
    page = client.get(address(session)).content.decode()
    answer: HttpResponse = client.post(address(session), {**read_form(page), **more})
    return answer


def told(answer: HttpResponse) -> str:
    return " ".join(str(message) for message in get_messages(answer.wsgi_request))  # type: ignore[attr-defined]


def test_every_problem_of_a_sheet_has_a_sentence() -> None:
    assert set(SENTENCES) == set(CODES)


def test_who_may_not_know_the_session_gets_404(race: Session) -> None:
    stranger = Client()
    stranger.force_login(make_official("stranger", "clerk", season=make_season("other-cup")))
    for name in ("session_publish", "session_withdraw", "session_protests"):
        assert stranger.get(address(race, name)).status_code == 404
    assert stranger.post(address(race), {}).status_code == 404


def test_looking_writes_nothing(race: Session) -> None:
    make_draft(session=race, order=["ann", "bob"])
    client = sign_in("clerk")
    before = read_everything()
    assert client.get(address(race)).status_code == 200
    assert read_everything() == before


def test_the_page_shows_the_warnings_the_classification_and_who_moves(race: Session) -> None:
    publish_results(session=race, order=["ann", "bob", "cy"])
    make_draft(session=race, order=["bob", "ann", "cy"])
    page = sign_in("clerk").get(address(race)).content.decode()
    text = re.sub(r"\s+", " ", page)
    assert "First, but without a time." in text
    assert "1 place gained" in text
    assert '<span>Bob</span> <span class="num"><del>2</del> → <b>1</b>' in text
    assert '<span>Ann</span> <span class="num"><del>1</del> → <b>2</b>' in text
    assert "<span>Cy</span>" not in text


def test_points_that_differ_from_the_scale_are_said_with_both_figures(race: Session) -> None:
    make_draft(session=race, places={"ann": 1, "bob": 3})
    page = sign_in("clerk").get(address(race)).content.decode()
    assert "Club Cup, Drivers: 16 points are handed out, and the scale can give 18." in page


def test_an_error_leaves_no_button_and_a_forced_post_publishes_nothing(race: Session) -> None:
    make_draft(session=race)
    client = sign_in("clerk")
    page = client.get(address(race)).content.decode()
    assert re.search(r'value="publish" class="default" disabled', page)
    before = read_everything()
    answer = client.post(address(race), read_form(page))
    assert "The sheet has errors: nothing was published." in answer.content.decode()
    assert read_everything() == before


def test_a_warning_not_ticked_publishes_nothing_and_the_other_ticks_are_kept(race: Session) -> None:
    make_draft(session=race, order=["ann", "bob"])
    client = sign_in("clerk")
    form = read_form(client.get(address(race)).content.decode())
    names = form["accept"]
    assert isinstance(names, list)
    assert len(names) == 2
    before = read_everything()
    page = client.post(address(race), {**form, "accept": names[:1]}).content.decode()
    assert "nobody has accepted" in page
    assert len(re.findall(r'name="accept"[^>]*checked', page)) == 1
    assert read_everything() == before


def test_publishing_keeps_the_ticked_warnings_and_the_bulletin_shows_them(race: Session) -> None:
    make_draft(session=race, order=["ann", "bob"])
    client = sign_in("clerk")
    answer = press(client, race)
    bulletin = Bulletin.objects.get()
    assert answer.status_code == 302
    assert (bulletin.state, bulletin.published_by.username, bulletin.issued_at) == ("provisional", "clerk", NOON)
    assert {warning["code"] for warning in bulletin.warnings} == {"winner_without_time", "fastest_lap_missing"}
    page = client.get(address(race, "bulletin", 1)).content.decode()
    assert "Warnings accepted on publication" in page
    assert "First, but without a time." in page


def test_a_double_click_publishes_once_and_the_second_press_says_so(race: Session) -> None:
    make_draft(session=race, order=["ann", "bob"])
    client = sign_in("clerk")
    form = read_form(client.get(address(race)).content.decode())
    assert client.post(address(race), form).status_code == 302
    again = client.post(address(race), form, follow=True)
    assert again.status_code == 200
    assert "published already: bulletin 1" in again.content.decode()
    assert Bulletin.objects.count() == 1
    assert LedgerEntry.objects.filter(verb="publish").count() == 1


def test_a_draft_saved_meanwhile_is_not_published_and_both_are_shown(race: Session) -> None:
    make_draft(session=race, order=["ann", "bob"])
    client = sign_in("clerk")
    form = read_form(client.get(address(race)).content.decode())
    make_draft(session=race, order=["bob", "ann"], by=make_user("other"))
    before = read_everything()
    page = client.post(address(race), form).content.decode()
    assert "nothing was published" in page
    assert "What changed since you read it" in page
    assert re.search(r"<del>.*?1</del>\s*<ins>.*?2</ins>", page)
    assert read_everything() == before
    assert client.post(address(race), read_form(page)).status_code == 302
    assert Standing.objects.get(table__key="drivers", final=True, rank=1).competitor == "bob"


def test_a_hand_made_form_publishes_nothing(race: Session) -> None:
    make_draft(session=race, order=["ann"])
    client = sign_in("clerk")
    before = read_everything()
    for data in ({}, {"sheet": "x", "version": "-1"}, {"sheet": "99999999999999999999", "version": "٣"}):
        assert client.post(address(race), data).status_code == 200
    assert read_everything() == before


def test_a_timekeeper_and_a_steward_look_and_cannot_publish(race: Session) -> None:
    make_draft(session=race, order=["ann"])
    for role in ("timekeeper", "steward"):
        client = sign_in(role, role)
        page = client.get(address(race)).content.decode()
        assert 'value="publish"' not in page
        assert client.post(address(race), {"sheet": Sheet.objects.get().pk, "version": 2}).status_code == 404
    assert not Bulletin.objects.exists()


def test_official_is_offered_and_allowed_only_after_the_window_to_somebody_else(
    race: Session, set_clock: SetClock
) -> None:
    publish_results(session=race, order=["ann", "bob"])
    other, publisher = sign_in("other"), sign_in("publisher")
    official = address(race, "session_official", 1)
    set_clock(after(29))
    assert official not in other.get(address(race)).content.decode()
    before = read_everything()
    assert "12:30 (UTC)" in told(other.post(official))
    assert read_everything() == before
    set_clock(after(30))
    assert official not in publisher.get(address(race)).content.decode()
    assert "second person" in told(publisher.post(official))
    assert read_everything() == before
    assert official in other.get(address(race)).content.decode()
    other.post(official)
    newest = Bulletin.objects.get(current=True)
    assert (newest.state, newest.confirmed_by.username) == ("official", "other")
    assert "official already" in told(other.post(official))
    assert Bulletin.objects.count() == 2


def test_an_amendment_is_prepared_by_one_person_and_published_by_another(race: Session, set_clock: SetClock) -> None:
    publish_results(session=race, order=["ann", "bob"], official=True)
    make_draft(session=race, order=["bob", "ann"])
    set_clock(after(60))
    author, second = sign_in("author"), sign_in("second")
    assert "nothing" not in told(press(author, race, reason="The transponders were exchanged."))
    row = Amendment.objects.get()
    assert (Bulletin.objects.count(), row.author.username, row.closed_at) == (2, "author", None)
    confirm = address(race, "amendment_confirm", row.pk)
    assert confirm not in author.get(address(race)).content.decode()
    before = read_everything()
    assert "second person" in told(author.post(confirm, {"version": row.version}))
    assert read_everything() == before
    assert confirm in second.get(address(race)).content.decode()
    second.post(confirm, {"version": row.version})
    newest = Bulletin.objects.get(current=True)
    assert (newest.state, newest.published_by.username, newest.confirmed_by.username) == ("amended", "author", "second")
    assert newest.reason == "The transponders were exchanged."
    row.refresh_from_db()
    assert (row.issued, row.closed_by.username) == (newest, "second")
    assert "Nothing was published twice" in told(second.post(confirm, {"version": 1}))
    assert Bulletin.objects.count() == 3
    assert ledger.verify() is None


def test_an_amendment_without_a_reason_is_not_prepared_and_nothing_typed_is_lost(race: Session) -> None:
    publish_results(session=race, order=["ann", "bob"], official=True)
    make_draft(session=race, order=["bob", "ann"])
    page = press(sign_in("author"), race, reason="  ").content.decode()
    assert "Say why" in page
    assert not Amendment.objects.exists()


def test_a_draft_changed_after_the_preparation_is_not_published_by_the_second_person(race: Session) -> None:
    publish_results(session=race, order=["ann", "bob"], official=True)
    make_draft(session=race, order=["bob", "ann"])
    press(sign_in("author"), race, reason="Why")
    make_draft(session=race, order=["ann", "bob"], by=make_user("changer"))
    row = Amendment.objects.get()
    second = sign_in("second")
    page = second.get(address(race)).content.decode()
    assert address(race, "amendment_confirm", row.pk) not in page
    before = read_everything()
    assert "changed since" in told(second.post(address(race, "amendment_confirm", row.pk), {"version": 1}))
    assert read_everything() == before
    second.post(address(race, "amendment_drop", row.pk), {"version": 1})
    row.refresh_from_db()
    assert (row.issued, row.closed_by.username) == (None, "second")
    assert Sheet.objects.filter(draft=True).exists()


def test_a_provisional_result_is_withdrawn_by_one_person_with_a_reason(race: Session) -> None:
    publish_results(session=race, order=["ann", "bob"])
    client = sign_in("clerk")
    here = address(race, "session_withdraw")
    assert "Say why" in client.post(here, {"n": 1, "reason": ""}).content.decode()
    assert "Another bulletin" in client.post(here, {"n": 9, "reason": "Wrong session"}).content.decode()
    assert Bulletin.objects.count() == 1
    client.post(here, {"n": 1, "reason": "Wrong session"})
    assert Bulletin.objects.get(current=True).state == "withdrawn"


def test_a_final_result_is_withdrawn_by_two_people(race: Session) -> None:
    publish_results(session=race, order=["ann", "bob"], official=True)
    author, second = sign_in("author"), sign_in("second")
    author.post(address(race, "session_withdraw"), {"n": 2, "reason": "The race is annulled."})
    row = Amendment.objects.get()
    assert (row.kind, Bulletin.objects.get(current=True).state) == ("withdraw", "official")
    confirm = address(race, "amendment_confirm", row.pk)
    author.post(confirm, {"version": row.version})
    assert Bulletin.objects.get(current=True).state == "official"
    second.post(confirm, {"version": row.version})
    newest = Bulletin.objects.get(current=True)
    assert (newest.state, newest.published_by.username, newest.confirmed_by.username) == (
        "withdrawn",
        "author",
        "second",
    )


def test_an_earlier_bulletin_comes_back_as_a_draft_and_then_as_a_new_bulletin(race: Session) -> None:
    publish_results(session=race, order=["ann", "bob"])
    publish_results(session=race, order=["bob", "ann"], at=after(0))
    client = sign_in("clerk")
    answer = client.post(address(race, "bulletin_bring_back", 1))
    assert answer.headers["Location"] == address(race)
    draft = Sheet.objects.get(draft=True)
    assert [line.entry.crew.get().driver.slug for line in draft.lines.order_by("order")] == ["ann", "bob"]
    assert (draft.n, draft.entered_by.username) == (3, "clerk")
    assert Bulletin.objects.count() == 2
    press(client, race)
    assert Bulletin.objects.get(current=True).n == 3
    assert Standing.objects.get(table__key="drivers", final=True, rank=1).competitor == "ann"


def test_a_draft_being_written_is_not_thrown_away_unasked(race: Session) -> None:
    publish_results(session=race, order=["ann", "bob"])
    draft = make_draft(session=race, order=["bob", "ann"])
    client = sign_in("clerk")
    here = address(race, "bulletin_bring_back", 1)
    before = read_everything()
    assert "A draft is being written" in told(client.post(here))
    assert "Nothing was thrown away" in told(client.post(here, {"replacing": "1"}))
    assert read_everything() == before
    client.post(here, {"replacing": str(draft.version)})
    assert not Sheet.objects.filter(pk=draft.pk, entered_by__username="enterer").exists()


def test_old_bulletins_stay_readable_with_what_they_changed(race: Session) -> None:
    publish_results(session=race, order=["ann", "bob"])
    publish_results(session=race, order=["bob", "ann"], at=after(0))
    client = sign_in("clerk")
    page = client.get(address(race, "bulletin", 2)).content.decode()
    assert "What it changed of bulletin 1" in page
    assert page.count("<del>") == 2
    first = client.get(address(race, "bulletin", 1)).content.decode()
    assert "replaced" in first
    assert "What it changed" not in first
    assert client.get(address(race, "bulletin", 3)).status_code == 404


def test_a_bulletin_that_is_not_issued_yet_is_not_there(race: Session, set_clock: SetClock) -> None:
    publish_results(session=race, order=["ann", "bob"], at=after(60))
    assert sign_in("clerk").get(address(race, "bulletin", 1)).status_code == 404


def test_a_one_person_crew_is_said_before_and_after(set_clock: SetClock) -> None:
    race = make_event(season=make_season(one_person_crew=True)).sessions.get()
    make_draft(session=race, order=["ann", "bob"], by=make_official("alone", "clerk"))
    client = sign_in("alone")
    press(client, race)
    set_clock(after(40))
    assert "one-person crew" in client.get(address(race)).content.decode()
    client.post(address(race, "session_official", 1))
    assert Bulletin.objects.get(current=True).one_person
    assert "one-person crew" in client.get(address(race, "bulletin", 2)).content.decode()
    event = race.event
    public = Client().get(reverse("session", args=[event.year, event.slug, race.slug])).content.decode()
    assert "one-person crew" in public


@pytest.mark.parametrize("cars", [1, 3])
def test_the_page_asks_the_same_number_of_queries_whatever_the_field(
    race: Session, cars: int, django_assert_num_queries
) -> None:
    for number in range(3):
        make_entry(f"driver-{number}", event=race.event)
    publish_results(session=race, order=[f"driver-{number}" for number in range(cars)])
    make_draft(session=race, order=[f"driver-{number}" for number in range(cars)])
    client = sign_in("clerk")
    client.get(address(race))
    with django_assert_num_queries(90):
        client.get(address(race))
