"""From a draft to a bulletin, and from one bulletin to the next."""

import os
import threading
from datetime import datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from championships.models import Bulletin, LedgerEntry, Protest, Revision, Sheet, StaleVersion, Standing, User
from championships.officiating import ledger
from championships.officiating.decisions import decide
from championships.officiating.entry import check_sheet, name_problem, save_draft, start_draft
from championships.officiating.errors import ClockBehind, ProblemsRemain, Refusal, SecondPersonNeeded
from championships.officiating.publishing import amend, confirm, publish, withdraw
from championships.officiating.sealing import verify_seal
from tests.factories import (
    NOON,
    after,
    find_entry,
    make_draft,
    make_entry,
    make_event,
    make_round,
    make_season,
    make_user,
    publish_results,
    read_everything,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def race():
    event = make_event(season=make_season())
    return event.sessions.get()


def read_points(table: str = "drivers") -> dict[str, str]:
    rows = Standing.objects.filter(table__key=table, final=True).order_by("rank")
    return {row.competitor: str(row.points) for row in rows}


def accept_all(draft: Sheet) -> list[str]:
    return [name_problem(problem) for problem in check_sheet(draft)]


def publish_seen(draft: Sheet, *, by: User, at: datetime = NOON) -> Bulletin:
    """Publish a draft, every warning looked at."""
    return publish(
        sheet=draft, version=draft.version, by=by, now=at, recorded_at=at, accepted_warnings=accept_all(draft)
    )


def test_a_published_draft_is_provisional_and_its_points_stand(race) -> None:
    bulletin = publish_results(session=race, order=["ann", "bob"])
    assert (bulletin.n, bulletin.state, bulletin.current) == (1, "provisional", True)
    assert (bulletin.entered_by.username, bulletin.published_by.username) == ("enterer", "publisher")
    assert bulletin.confirmed_by is None
    assert read_points() == {"ann": "10", "bob": "8"}


def test_publishing_raises_the_revision_of_the_season_and_writes_the_ledger(race) -> None:
    bulletin = publish_results(session=race, order=["ann", "bob"])
    revision = Revision.objects.get()
    assert (revision.n, revision.bulletin, revision.issued_at) == (1, bulletin, NOON)
    assert revision.season.revision == 1
    link = LedgerEntry.objects.get(verb="publish")
    assert link.detail["hash"] == bulletin.hash
    assert link.detail["revisions"] == {"club-cup-2025": 1}
    assert link.actor.username == "publisher"
    assert ledger.verify() is None


def test_the_protest_window_follows_the_season_and_the_session_may_say_otherwise() -> None:
    season = make_season(protest_minutes=45)
    event = make_event(season=season, sessions=("race1", "race2"))
    second = event.sessions.get(slug="race2")
    second.protest_minutes = 10
    second.save()
    assert publish_results(session=event.sessions.get(slug="race1"), order=["ann"]).protest_until == after(45)
    assert publish_results(session=second, order=["ann"]).protest_until == after(10)


def test_a_bulletin_keeps_the_warnings_that_were_accepted(race) -> None:
    draft = make_draft(session=race, places={"ann": 1, "bob": 3})
    bulletin = publish(
        sheet=draft,
        version=draft.version,
        by=make_user("publisher"),
        now=NOON,
        recorded_at=NOON,
        accepted_warnings=accept_all(draft),
    )
    assert [warning["code"] for warning in bulletin.warnings] == [
        "fastest_lap_missing",
        "place_hole",
        "points_differ",
        "winner_without_time",
    ]


def test_a_warning_nobody_accepted_refuses_the_sheet_and_changes_nothing(race) -> None:
    draft = make_draft(session=race, places={"ann": 1, "bob": 3})
    before = read_everything()
    seen = [name for name in accept_all(draft) if not name.startswith("place_hole")]
    with pytest.raises(ProblemsRemain) as refused:
        publish(
            sheet=draft,
            version=draft.version,
            by=make_user("enterer"),
            now=NOON,
            recorded_at=NOON,
            accepted_warnings=seen,
        )
    assert [problem.code for problem in refused.value.problems] == ["place_hole"]
    assert read_everything() == before


def test_an_error_refuses_the_sheet_even_when_accepted_and_changes_nothing(race) -> None:
    draft = make_draft(session=race)
    before = read_everything()
    with pytest.raises(ProblemsRemain):
        publish(
            sheet=draft,
            version=draft.version,
            by=make_user("enterer"),
            now=NOON,
            recorded_at=NOON,
            accepted_warnings=accept_all(draft),
        )
    assert read_everything() == before


def test_a_draft_somebody_saved_in_between_is_not_published(race) -> None:
    draft = make_draft(session=race, order=["ann"])
    before = read_everything()
    with pytest.raises(StaleVersion):
        publish(sheet=draft, version=draft.version - 1, by=make_user("enterer"), now=NOON, recorded_at=NOON)
    assert read_everything() == before


def test_a_sheet_of_cars_that_take_part_in_no_round_is_refused(race) -> None:
    entry = make_entry("ann", event=race.event, rounds=[])
    draft = make_draft(session=race, order=[entry])
    make_user("publisher")
    before = read_everything()
    with pytest.raises(Refusal):
        publish_seen(draft, by=make_user("publisher"), at=NOON)
    assert read_everything() == before


def test_a_corrected_sheet_makes_a_second_provisional_bulletin_with_its_own_window(race) -> None:
    first = publish_results(session=race, order=["ann", "bob"])
    second = publish_results(session=race, order=["bob", "ann"], at=after(20))
    first.refresh_from_db()
    assert (first.current, second.current, second.n) == (False, True, 2)
    assert (first.sheet.n, second.sheet.n) == (1, 2)
    assert second.protest_until == after(50)
    assert read_points() == {"bob": "10", "ann": "8"}
    assert [line.entry.crew.get().driver.slug for line in first.sheet.lines.all()] == ["ann", "bob"]


@pytest.mark.parametrize("person", ["enterer", "changer", "publisher"])
def test_who_entered_changed_or_published_cannot_confirm(race, person: str) -> None:
    make_draft(session=race, order=["bob", "ann"], by=make_user("enterer"))
    make_draft(session=race, order=["ann", "bob"], by=make_user("changer"))
    draft = Sheet.objects.get(draft=True)
    bulletin = publish_seen(draft, by=make_user("publisher"), at=NOON)
    before = read_everything()
    with pytest.raises(SecondPersonNeeded):
        confirm(bulletin=bulletin, by=make_user(person), now=after(40), recorded_at=after(40))
    assert read_everything() == before


def test_a_superuser_who_entered_cannot_confirm(race) -> None:
    chief = make_user("chief", is_superuser=True)
    bulletin = publish_results(session=race, order=["ann"], by=chief)
    with pytest.raises(SecondPersonNeeded):
        confirm(bulletin=bulletin, by=chief, now=after(40), recorded_at=after(40))
    assert Bulletin.objects.count() == 1


def test_who_published_an_earlier_bulletin_of_the_sheet_cannot_confirm_a_later_one(race) -> None:
    publish_results(session=race, order=["ann", "bob"])
    car = find_entry("ann", event=race.event)
    decide(
        session=race,
        kind="places",
        entry=car,
        amount=1,
        by=make_user("steward"),
        now=after(5),
        recorded_at=after(5),
    )
    newest = Bulletin.objects.get(current=True)
    assert newest.published_by.username == "steward"
    with pytest.raises(SecondPersonNeeded):
        confirm(bulletin=newest, by=make_user("publisher"), now=after(40), recorded_at=after(40))


def test_a_second_person_makes_the_result_official(race) -> None:
    provisional = publish_results(session=race, order=["ann", "bob"])
    official = confirm(bulletin=provisional, by=make_user("confirmer"), now=after(40), recorded_at=after(41))
    provisional.refresh_from_db()
    assert (official.state, official.n, official.current, provisional.current) == ("official", 2, True, False)
    assert official.sheet == provisional.sheet
    assert official.published_by.username == "publisher"
    assert official.confirmed_by.username == "confirmer"
    assert not official.one_person
    assert (official.issued_at, official.recorded_at) == (after(40), after(41))
    assert LedgerEntry.objects.get(verb="confirm").actor.username == "confirmer"


def test_a_one_person_crew_may_confirm_alone_and_the_bulletin_says_so() -> None:
    race = make_event(season=make_season(one_person_crew=True)).sessions.get()
    alone = make_user("alone")
    draft = make_draft(session=race, order=["ann"], by=alone)
    provisional = publish_seen(draft, by=alone, at=NOON)
    official = confirm(bulletin=provisional, by=alone, now=after(40), recorded_at=after(40))
    assert (official.state, official.one_person) == ("official", True)


def test_one_season_with_a_full_crew_is_enough_to_need_a_second_person() -> None:
    event = make_event(season=make_season(one_person_crew=True))
    make_round(season=make_season("other-cup"), event=event)
    alone = make_user("alone")
    draft = make_draft(session=event.sessions.get(), order=["ann"], by=alone)
    provisional = publish_seen(draft, by=alone, at=NOON)
    with pytest.raises(SecondPersonNeeded):
        confirm(bulletin=provisional, by=alone, now=after(40), recorded_at=after(40))
    assert Bulletin.objects.count() == 1


def test_only_the_bulletin_that_stands_can_be_confirmed(race) -> None:
    first = publish_results(session=race, order=["ann", "bob"])
    publish_results(session=race, order=["bob", "ann"], at=after(5))
    make_user("confirmer")
    before = read_everything()
    with pytest.raises(StaleVersion):
        confirm(bulletin=first, by=make_user("confirmer"), now=after(40), recorded_at=after(40))
    assert read_everything() == before


def test_an_open_protest_keeps_a_result_provisional(race) -> None:
    bulletin = publish_results(session=race, order=["ann"])
    protest = Protest.objects.create(
        session=race, received_at=after(10), recorded_at=after(10), from_whom="A team", subject="Ride height"
    )
    make_user("confirmer")
    before = read_everything()
    with pytest.raises(Refusal):
        confirm(bulletin=bulletin, by=make_user("confirmer"), now=after(40), recorded_at=after(40))
    assert read_everything() == before
    protest.closed_at = after(50)
    protest.save()
    assert (
        confirm(bulletin=bulletin, by=make_user("confirmer"), now=after(51), recorded_at=after(51)).state == "official"
    )


def test_a_final_result_cannot_be_published_over(race) -> None:
    publish_results(session=race, order=["ann", "bob"], official=True)
    draft = make_draft(session=race, order=["bob", "ann"])
    before = read_everything()
    with pytest.raises(Refusal):
        publish_seen(draft, by=make_user("publisher"), at=after(9))
    assert read_everything() == before


def test_an_amended_bulletin_carries_reason_author_and_second_person(race) -> None:
    publish_results(session=race, order=["ann", "bob"], official=True)
    draft = make_draft(session=race, order=["bob", "ann"])
    bulletin = amend(
        session=race,
        sheet=draft,
        reason="The transponders were exchanged.",
        by=make_user("author"),
        second=make_user("second"),
        now=after(90),
        recorded_at=after(91),
        accepted_warnings=accept_all(draft),
    )
    assert (bulletin.state, bulletin.n) == ("amended", 3)
    assert bulletin.reason == "The transponders were exchanged."
    assert (bulletin.published_by.username, bulletin.confirmed_by.username) == ("author", "second")
    assert read_points() == {"bob": "10", "ann": "8"}
    assert list(Bulletin.objects.order_by("n").values_list("state", flat=True)) == [
        "provisional",
        "official",
        "amended",
    ]


@pytest.mark.parametrize("second", ["author", "enterer", None])
def test_an_amendment_without_an_independent_second_person_is_refused(race, second: str | None) -> None:
    publish_results(session=race, order=["ann", "bob"], official=True)
    draft = make_draft(session=race, order=["bob", "ann"])
    author, other = make_user("author"), make_user(second) if second else None
    before = read_everything()
    with pytest.raises(SecondPersonNeeded):
        amend(
            session=race,
            sheet=draft,
            reason="A mistake",
            by=author,
            second=other,
            now=after(90),
            recorded_at=after(90),
            accepted_warnings=accept_all(draft),
        )
    assert read_everything() == before


def test_an_amendment_without_a_reason_is_refused(race) -> None:
    publish_results(session=race, order=["ann", "bob"], official=True)
    draft = make_draft(session=race, order=["bob", "ann"])
    author, second = make_user("author"), make_user("second")
    before = read_everything()
    with pytest.raises(Refusal):
        amend(session=race, sheet=draft, reason=" ", by=author, second=second, now=after(9), recorded_at=after(9))
    assert read_everything() == before


def test_a_withdrawn_session_has_no_result_any_more_and_may_be_published_again(race) -> None:
    publish_results(session=race, order=["ann", "bob"])
    gone = withdraw(session=race, reason="Wrong session", by=make_user("author"), now=after(5), recorded_at=after(5))
    assert gone.state == "withdrawn"
    assert read_points() == {}
    again = publish_results(session=race, order=["bob", "ann"], at=after(10))
    assert (again.n, again.state) == (3, "provisional")
    assert read_points() == {"bob": "10", "ann": "8"}


def test_a_final_result_is_not_withdrawn_by_one_person(race) -> None:
    publish_results(session=race, order=["ann", "bob"], official=True)
    author = make_user("author")
    before = read_everything()
    with pytest.raises(SecondPersonNeeded):
        withdraw(session=race, reason="Cancelled", by=author, now=after(5), recorded_at=after(5))
    assert read_everything() == before
    gone = withdraw(
        session=race, reason="Cancelled", by=author, second=make_user("two"), now=after(5), recorded_at=after(5)
    )
    assert (gone.state, gone.confirmed_by.username) == ("withdrawn", "two")


def test_a_clock_behind_the_last_bulletin_publishes_nothing(race) -> None:
    bulletin = publish_results(session=race, order=["ann"], at=after(10))
    make_user("confirmer")
    before = read_everything()
    with pytest.raises(ClockBehind):
        confirm(bulletin=bulletin, by=make_user("confirmer"), now=after(9), recorded_at=after(60))
    assert read_everything() == before


def test_in_an_invented_championship_a_result_may_be_published_before_one_the_demo_holds_ready() -> None:
    race = make_event(season=make_season(), demo=True).sessions.get()
    publish_results(session=race, order=["ann", "bob"], at=after(600), official=True)
    ours = publish_results(session=race, order=["bob", "ann"], at=NOON)
    assert (ours.n, ours.state, ours.current) == (3, "provisional", True)
    assert read_points() == {"bob": "10", "ann": "8"}


def test_a_published_sheet_cannot_be_saved_again(race) -> None:
    sheet = publish_results(session=race, order=["ann"]).sheet
    before = read_everything()
    with pytest.raises(Refusal):
        save_draft(sheet=sheet, version=sheet.version, lines=[], by=None, recorded_at=NOON)
    assert read_everything() == before


@pytest.mark.usefixtures("unguarded")
def test_the_seal_of_a_bulletin_covers_its_sheet_its_state_and_its_persons(race) -> None:
    bulletin = publish_results(session=race, order=["ann", "bob"], official=True)
    assert verify_seal(Bulletin.objects.get(pk=bulletin.pk))
    bulletin.sheet.lines.filter(order=1).update(laps=19)
    assert not verify_seal(Bulletin.objects.get(pk=bulletin.pk))
    bulletin.sheet.lines.filter(order=1).update(laps=20)
    Bulletin.objects.filter(pk=bulletin.pk).update(confirmed_by=make_user("impostor"))
    assert not verify_seal(Bulletin.objects.get(pk=bulletin.pk))


def test_a_session_of_two_championships_raises_both_revisions_with_one_bulletin() -> None:
    one, other = make_season(), make_season("other-cup")
    event = make_event(season=one)
    make_round(season=other, event=event)
    bulletin = publish_results(session=event.sessions.get(), order=["ann"])
    assert sorted(bulletin.revisions.values_list("season__championship__slug", flat=True)) == [
        "club-cup",
        "other-cup",
    ]
    assert Standing.objects.filter(final=True, table__key="drivers").count() == 2


def test_a_practice_that_counts_for_nothing_is_published_too() -> None:
    event = make_event(sessions=("practice",))
    bulletin = publish_results(session=event.sessions.get(), order=["ann"], official=True)
    assert (bulletin.state, bulletin.protest_until) == ("official", None)
    assert Revision.objects.count() == 0
    assert ledger.verify() is None


def test_a_new_draft_starts_from_what_stands_now(race) -> None:
    publish_results(session=race, order=["ann", "bob"])
    draft = start_draft(session=race, by=None, recorded_at=after(5), now=after(5))
    assert [line.road_order for line in draft.lines.all()] == [1, 2]
    assert [line.drivers.get().driver.slug for line in draft.lines.all()] == ["ann", "bob"]
    assert draft.version == 1
    assert draft.n == 2


@pytest.mark.usefixtures("unguarded")
def test_the_command_names_a_bulletin_that_was_altered(race) -> None:
    bulletin = publish_results(session=race, order=["ann", "bob"])
    out = StringIO()
    call_command("verify_ledger", "--bulletins", stdout=out)
    assert out.getvalue().endswith("Every bulletin says what was sealed.\n")
    Bulletin.objects.filter(pk=bulletin.pk).update(issued_at=after(-60))
    with pytest.raises(CommandError, match="club-cup-meeting-1/race 1") as refused:
        call_command("verify_ledger", "--bulletins")
    assert refused.value.returncode == 1


def test_a_closed_account_confirms_nothing(race) -> None:
    bulletin = publish_results(session=race, order=["ann"])
    gone = make_user("gone", is_active=False)
    before = read_everything()
    with pytest.raises(Refusal):
        confirm(bulletin=bulletin, by=gone, now=after(40), recorded_at=after(40))
    assert read_everything() == before


def test_an_amendment_without_a_new_sheet_keeps_the_facts(race) -> None:
    official = publish_results(session=race, order=["ann", "bob"], official=True)
    bulletin = amend(
        session=race,
        sheet=None,
        reason="Confirmed after the appeal",
        by=make_user("author"),
        second=make_user("second"),
        now=after(90),
        recorded_at=after(90),
    )
    assert (bulletin.state, bulletin.sheet) == ("amended", official.sheet)
    assert read_points() == {"ann": "10", "bob": "8"}


def test_a_sheet_of_another_session_does_not_amend_this_one(race) -> None:
    publish_results(session=race, order=["ann", "bob"], official=True)
    other = make_event("elsewhere", season=race.round_sessions.get().round.season, round_number=2).sessions.get()
    draft = make_draft(session=other, order=["ann"])
    author, second = make_user("author"), make_user("second")
    before = read_everything()
    with pytest.raises(Refusal):
        amend(session=race, sheet=draft, reason="Why", by=author, second=second, now=after(9), recorded_at=after(9))
    assert read_everything() == before


def test_a_provisional_result_is_not_amended_but_published_again(race) -> None:
    publish_results(session=race, order=["ann", "bob"])
    author, second = make_user("author"), make_user("second")
    before = read_everything()
    with pytest.raises(Refusal):
        amend(session=race, sheet=None, reason="Why", by=author, second=second, now=after(9), recorded_at=after(9))
    assert read_everything() == before


def test_a_session_without_a_result_cannot_be_amended_or_withdrawn(race) -> None:
    author, second = make_user("author"), make_user("second")
    before = read_everything()
    for verb, keys in ((amend, {"sheet": None}), (withdraw, {})):
        with pytest.raises(Refusal):
            verb(session=race, reason="Why", by=author, second=second, now=after(9), recorded_at=after(9), **keys)
    assert read_everything() == before


@pytest.mark.skipif(
    not os.environ["DATABASE_URL"].startswith("postgres"),
    reason="one in-memory SQLite database has one connection; test_ledger proves its lock with processes",
)
@pytest.mark.django_db(transaction=True)
def test_of_people_who_publish_one_draft_at_the_same_moment_one_does() -> None:
    race = make_event(season=make_season()).sessions.get()
    draft = make_draft(session=race, order=["ann", "bob"])
    people = [make_user(f"publisher-{number}") for number in range(4)]
    outcomes: list[str] = []
    start = threading.Barrier(len(people))

    def press(person: User) -> None:
        try:
            start.wait()
            publish_seen(draft, by=person, at=NOON)
            outcomes.append("published")
        except (Refusal, StaleVersion):
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["published", "refused", "refused", "refused"]
    assert Bulletin.objects.count() == 1
    assert ledger.verify() is None
