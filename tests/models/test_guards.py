"""The database itself refuses the same person twice, and changes to what was published."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from championships.models import (
    Bulletin,
    Decision,
    LedgerEntry,
    LedgerHead,
    Line,
    LineDriver,
    Revision,
    RuleBook,
    Season,
    Sheet,
    TimingFile,
    Verdict,
    guards,
)
from championships.officiating.publishing import confirm
from tests.factories import (
    NOON,
    after,
    make_draft,
    make_driver,
    make_event,
    make_round,
    make_season,
    make_user,
    publish_results,
    read_everything,
)

pytestmark = pytest.mark.django_db


def test_every_trigger_is_there() -> None:
    missing = guards.list_names() - guards.find_installed(connection)
    assert missing == set(), "A migration remade these tables: it must wrap its operations in guards.lifted(...)."


def test_the_triggers_can_be_lifted_and_put_back() -> None:
    guards.remove(connection)
    assert guards.find_installed(connection) == set()
    guards.install(connection)
    assert guards.find_installed(connection) == guards.list_names()


def refuse(act: Callable[[], Any], sentence: str) -> None:
    """The act fails with that sentence, and nothing has changed."""
    before = read_everything()
    with pytest.raises(IntegrityError, match=sentence), transaction.atomic():
        act()
    assert read_everything() == before


# --- the second person --------------------------------------------------------------------------------------------


def issue(model: Bulletin, **changes: Any) -> Bulletin:
    """A next bulletin written past the verbs."""
    Bulletin.objects.filter(session=model.session).update(current=False)
    values = {
        "session": model.session,
        "n": model.session.bulletins.count() + 1,
        "state": "official",
        "sheet": model.sheet,
        "published_by": model.published_by,
        "entered_by": model.entered_by,
        "hash": "0" * 64,
        "issued_at": after(60),
        "recorded_at": after(60),
    }
    return Bulletin.objects.create(**{**values, **changes})


@pytest.fixture
def race() -> Any:
    return make_event(season=make_season()).sessions.get()


@pytest.mark.parametrize("state", ["official", "amended"])
@pytest.mark.parametrize("who", ["enterer", "changer", "publisher", "earlier", None])
def test_who_entered_changed_or_published_a_result_cannot_make_it_final(race: Any, state: str, who: str | None) -> None:
    draft = make_draft(session=race, order=["ann"], by=make_user("enterer"))
    draft.changed_by.add(make_user("changer"))
    Sheet.objects.filter(pk=draft.pk).update(draft=False)
    first = Bulletin.objects.create(
        session=race,
        n=1,
        state="provisional",
        sheet=draft,
        published_by=make_user("earlier"),
        hash="0" * 64,
        issued_at=NOON,
        recorded_at=NOON,
    )
    second = make_user(who) if who else None
    # `entered_by` is what the bulletin says of itself: left out, it would let the row's own constraint pass.
    refuse(
        lambda: issue(first, state=state, confirmed_by=second, published_by=make_user("publisher"), entered_by=None),
        "neither entered|confirmed_by_a_second_person",
    )
    assert issue(first, state=state, confirmed_by=make_user("another")).state == state


def test_a_one_person_bulletin_needs_a_season_that_is_configured_so(race: Any) -> None:
    first = publish_results(session=race, order=["ann"])
    refuse(lambda: issue(first, one_person=True, confirmed_by=make_user("enterer")), "one-person crew")
    Season.objects.update(one_person_crew=True)
    assert issue(first, one_person=True, confirmed_by=make_user("enterer")).one_person


def test_one_season_with_a_full_crew_is_enough_to_need_two_persons() -> None:
    event = make_event(season=make_season(one_person_crew=True))
    make_round(season=make_season("other-cup"), event=event)
    first = publish_results(session=event.sessions.get(), order=["ann"])
    refuse(lambda: issue(first, one_person=True, confirmed_by=make_user("enterer")), "one-person crew")


def test_a_session_nobody_counts_needs_two_persons_too() -> None:
    first = publish_results(session=make_event(sessions=("practice",)).sessions.get(), order=["ann"])
    refuse(lambda: issue(first, one_person=True, confirmed_by=make_user("enterer")), "one-person crew")


def test_a_season_of_one_person_still_says_so_on_the_bulletin(race: Any) -> None:
    first = publish_results(session=race, order=["ann"])
    Season.objects.update(one_person_crew=True)
    refuse(lambda: issue(first, confirmed_by=make_user("enterer"), entered_by=None), "neither entered")


def test_what_a_source_calls_official_is_the_one_exception(race: Any) -> None:
    first = publish_results(session=race, order=["ann"])
    assert issue(first, per_source=True).per_source


def test_a_final_result_does_not_become_provisional_again(race: Any) -> None:
    final = publish_results(session=race, order=["ann"], official=True)
    refuse(lambda: issue(final, state="provisional"), "followed by an amended")


@pytest.mark.parametrize("second", [None, "publisher"])
def test_a_final_result_is_withdrawn_by_two_persons(race: Any, second: str | None) -> None:
    final = publish_results(session=race, order=["ann"], official=True)
    person = make_user(second) if second else None
    refuse(lambda: issue(final, state="withdrawn", confirmed_by=person), "withdrawn by two")
    assert issue(final, state="withdrawn", confirmed_by=make_user("two")).state == "withdrawn"


# --- what was published -------------------------------------------------------------------------------------------


@pytest.fixture
def published(race: Any) -> Bulletin:
    return publish_results(session=race, order=["ann", "bob"], official=True)


CHANGES: dict[str, Callable[[], Any]] = {
    "the state of a bulletin": lambda: Bulletin.objects.filter(n=2).update(state="amended"),
    "the second person of a bulletin": lambda: Bulletin.objects.filter(n=2).update(confirmed_by=make_user("publisher")),
    "the accepted warnings": lambda: Bulletin.objects.filter(n=1).update(warnings=["x"]),
    "the hash of a bulletin": lambda: Bulletin.objects.filter(n=1).update(hash="f" * 64),
    "a bulletin away": lambda: Bulletin.objects.filter(n=2)._raw_delete("default"),
    "the rules of a bulletin": lambda: Bulletin.objects.get(n=2).rule_books.clear(),
    "a sheet": lambda: Sheet.objects.update(laps=3),
    "a sheet made a draft again": lambda: Sheet.objects.update(draft=True),
    "who changed a sheet": lambda: Sheet.objects.get().changed_by.clear(),
    "a line": lambda: Line.objects.filter(order=1).update(laps=19),
    "a line away": lambda: Line.objects.filter(order=2)._raw_delete("default"),
    "a driver's part of a line": lambda: LineDriver.objects.update(grid="1"),
    "a driver away": lambda: LineDriver.objects.all()._raw_delete("default"),
    "a line more": lambda: Line.objects.create(
        sheet=Sheet.objects.get(), entry=Line.objects.get(order=1).entry, order=9, car="9", status="DNF"
    ),
    "a driver more": lambda: LineDriver.objects.create(line=Line.objects.get(order=1), order=9),
    "a row of the ledger": lambda: LedgerEntry.objects.filter(n=1).update(verb="x"),
    "a row of the ledger away": lambda: LedgerEntry.objects.filter(n=1)._raw_delete("default"),
    "the head of the ledger away": lambda: LedgerHead.objects.all()._raw_delete("default"),
    "the head of the ledger put back": lambda: LedgerHead.objects.update(n=1),
    "a revision": lambda: Revision.objects.filter(n=1).update(cause="x"),
    "a revision away": lambda: Revision.objects.filter(n=1)._raw_delete("default"),
    "the rules": lambda: RuleBook.objects.update(document={}),
    "the rules away": lambda: RuleBook.objects.all()._raw_delete("default"),
}


@pytest.mark.parametrize("what", CHANGES)
def test_what_was_published_stays_as_it_was(published: Bulletin, what: str) -> None:
    make_user("publisher")
    refuse(CHANGES[what], "paddock: ")


def test_a_line_of_a_draft_is_not_moved_into_a_published_sheet(published: Bulletin) -> None:
    draft = make_draft(session=published.session, order=["bob"])
    refuse(lambda: Line.objects.filter(sheet=draft).update(sheet=published.sheet, order=9), "published facts")
    assert Line.objects.filter(sheet=draft).update(laps=3) == 1


def test_a_draft_may_be_changed_and_thrown_away(race: Any) -> None:
    draft = make_draft(session=race, order=["ann"])
    assert Line.objects.filter(sheet=draft).update(laps=3) == 1
    draft.delete()
    assert not Sheet.objects.exists()


def test_the_newest_bulletin_gives_its_mark_to_the_next_and_a_merge_renames_a_driver(published: Bulletin) -> None:
    assert Bulletin.objects.filter(n=2).update(current=False) == 1
    assert LineDriver.objects.filter(driver__slug="bob").update(driver=make_driver("robert")) == 1


def test_a_document_of_the_stewards_is_annulled_and_never_changed(published: Bulletin) -> None:
    steward = make_user("steward")
    times = {"issued_at": NOON, "recorded_at": NOON}
    verdict = Verdict.objects.create(event=published.session.event, number=1, reason="Cut", author=steward, **times)
    entry = published.session.event.entries.order_by("pk")[0]
    decision = Decision.objects.create(
        session=published.session, verdict=verdict, kind="time", amount=5, entry=entry, author=steward, **times
    )
    for change in ({"reason": "x"}, {"facts": "x"}, {"article": "x"}, {"number": 2}, {"issued_at": after(1)}):
        refuse(lambda change=change: Verdict.objects.update(**change), "annulled, never changed")  # type: ignore[misc]
    for change in ({"amount": 10}, {"kind": "laps"}, {"reason": "x"}, {"author": None}):
        refuse(lambda change=change: Decision.objects.update(**change), "annulled, never changed")  # type: ignore[misc]
    refuse(decision.delete, "annulled, never changed")
    refuse(lambda: Verdict.objects.all()._raw_delete("default"), "annulled, never changed")
    assert Verdict.objects.update(annulled_at=after(1), annulled_reason="Appeal", appealed_at=NOON) == 1
    assert Decision.objects.update(annulled_at=after(1), effective_at=NOON) == 1


def test_the_bytes_of_a_timing_file_stay(race: Any) -> None:
    TimingFile.objects.create(
        session=race, name="a.csv", format="csv", content=b"1;2", size=3, sha256="0" * 64, recorded_at=NOON
    )
    refuse(lambda: TimingFile.objects.update(content=b"1;3"), "as it came")
    refuse(lambda: TimingFile.objects.all()._raw_delete("default"), "as it came")
    assert TimingFile.objects.update(columns={"a": "b"}) == 1


def test_the_verbs_pass(race: Any) -> None:
    publish_results(session=race, order=["ann"], official=True)
    later = make_event(season=Season.objects.get(), round_number=2).sessions.get()
    bulletin = publish_results(session=later, order=["bob"], at=after(10))
    Season.objects.update(one_person_crew=True)
    done = confirm(bulletin=bulletin, by=make_user("enterer"), now=after(90), recorded_at=after(90))
    assert (done.state, done.one_person) == ("official", True)
