"""The result entry: draft, publication, second person; with two people at one draft."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from championships.backoffice.problems import SENTENCES
from championships.models import Bulletin, LedgerEntry, Line, Revision, Session, Sheet, Standing
from championships.officiating import ledger
from championships.scoring.checks import CODES
from tests.factories import make_entry, make_event, make_official, make_season

pytestmark = pytest.mark.django_db


@pytest.fixture
def session() -> Session:
    season = make_season()
    event = make_event(season=season, round_number=1, sessions=("race",))
    for number, driver in (("7", "ann"), ("8", "bob"), ("9", "cy")):
        make_entry(driver, event=event, number=number)
    return event.sessions.get(slug="race")


@pytest.fixture
def timekeeper(client: Client) -> Client:
    client.force_login(make_official("timekeeper", "clerk"))
    return client


def _address(session: Session) -> str:
    return reverse("admin:session_results", args=[session.pk])


def _typed(page: str, places: dict[str, int], **extra: object) -> dict[str, object]:
    """The form as a browser would send it: hidden fields as found, places typed."""
    data: dict[str, object] = {"origin": "timing", "complete": "on", **extra}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page):
        data[name] = value
    for entry in re.findall(r'name="car-(\d+)-entry"', page):
        row = re.search(rf'name="car-{entry}-drivers" value="(\d+)"', page)
        if row:
            data[f"car-{entry}-drivers"] = row[1]
        number = re.search(rf'value="{entry}"[^>]*>\s*(\d+)', page)
        assert number
        if number[1] in places:
            data[f"car-{entry}-place"] = str(places[number[1]])
    data.pop("csrfmiddlewaretoken", None)
    return data


def test_every_problem_of_a_sheet_has_a_sentence() -> None:
    assert set(SENTENCES) == set(CODES)


def test_who_may_not_enter_results_does_not_know_that_the_page_exists(client: Client, session: Session) -> None:
    client.force_login(make_official("editor", "editor"))
    assert client.get(_address(session)).status_code == 404


def test_looking_at_the_page_writes_nothing(timekeeper: Client, session: Session) -> None:
    assert timekeeper.get(_address(session)).status_code == 200
    assert (Sheet.objects.count(), LedgerEntry.objects.count()) == (0, 0)


def test_a_race_goes_from_the_form_to_the_table_by_two_people(timekeeper: Client, session: Session) -> None:
    page = timekeeper.get(_address(session)).content.decode()
    data = _typed(page, {"8": 1, "7": 2, "9": 3}, do="save")
    assert timekeeper.post(_address(session), data).status_code == 302
    draft = Sheet.objects.get(session=session)
    assert (draft.draft, Line.objects.filter(sheet=draft).count()) == (True, 3)
    assert not Bulletin.objects.exists()

    page = timekeeper.get(_address(session)).content.decode()
    accepted = re.findall(r'name="accept" value="([^"]+)"', page)
    data = _typed(page, {"8": 1, "7": 2, "9": 3}, do="publish", accept=accepted)
    assert timekeeper.post(_address(session), data).status_code == 302
    provisional = Bulletin.objects.get(session=session)
    assert provisional.state == "provisional"
    rows = Standing.objects.filter(table__key="drivers", final=True).order_by("rank")
    assert [row.competitor for row in rows] == ["bob", "ann", "cy"]

    confirm = reverse("admin:session_confirm", args=[session.pk, provisional.n])
    timekeeper.post(confirm)
    assert Bulletin.objects.filter(session=session).count() == 1  # the same person is refused

    clerk = Client()
    clerk.force_login(make_official("clerk", "clerk"))
    clerk.post(confirm)
    newest = Bulletin.objects.get(session=session, current=True)
    assert (newest.state, newest.n, newest.confirmed_by and newest.confirmed_by.username) == ("official", 2, "clerk")
    assert Revision.objects.count() >= 2
    assert ledger.verify() is None


def test_of_two_people_at_one_draft_the_second_sees_both_and_loses_nothing(
    timekeeper: Client, session: Session
) -> None:
    page = timekeeper.get(_address(session)).content.decode()
    timekeeper.post(_address(session), _typed(page, {"7": 1}, do="save"))
    page = timekeeper.get(_address(session)).content.decode()
    other = Client()
    other.force_login(make_official("second-timekeeper", "timekeeper"))
    assert other.post(_address(session), _typed(page, {"8": 1}, do="save")).status_code == 302
    refused = timekeeper.post(_address(session), _typed(page, {"9": 1}, do="save"))
    text = refused.content.decode()
    assert refused.status_code == 200
    assert "Somebody else saved this draft" in text
    assert "Stored by somebody else" in text
    assert [line.entry.number for line in Line.objects.all()] == ["8"]
    again = _typed(text, {"9": 1}, do="save")
    assert timekeeper.post(_address(session), again).status_code == 302
    assert [line.entry.number for line in Line.objects.all()] == ["9"]


def test_an_unreadable_time_is_named_at_its_cell_and_nothing_is_saved(timekeeper: Client, session: Session) -> None:
    page = timekeeper.get(_address(session)).content.decode()
    data = _typed(page, {"7": 1}, do="save")
    entry = re.findall(r'name="car-(\d+)-entry"', page)[0]
    answer = timekeeper.post(_address(session), {**data, f"car-{entry}-time": "vingt minutes"})
    text = answer.content.decode()
    assert "“vingt minutes” is not a time" in text
    assert 'value="vingt minutes"' in text
    assert not Sheet.objects.exists()


def test_a_refused_publication_keeps_the_draft_and_says_why(timekeeper: Client, session: Session) -> None:
    page = timekeeper.get(_address(session)).content.decode()
    data = _typed(page, {"7": 1, "8": 1}, do="publish")
    answer = timekeeper.post(_address(session), data)
    assert answer.status_code == 200
    assert "nothing was published" in answer.content.decode()
    assert Sheet.objects.get().draft
    assert not Bulletin.objects.exists()


def test_who_only_enters_cannot_publish(client: Client, session: Session) -> None:
    client.force_login(make_official("timekeeper", "timekeeper"))
    page = client.get(_address(session)).content.decode()
    assert client.post(_address(session), _typed(page, {"7": 1}, do="publish")).status_code == 404
    assert not Sheet.objects.exists()
