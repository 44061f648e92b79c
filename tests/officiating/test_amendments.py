"""Changes of a final result by two people from two accounts, and a database that keeps one of them open."""

import pytest
from django.db import IntegrityError, transaction

from championships.models import Amendment, Bulletin, LedgerEntry, Session, Sheet, StaleVersion, User
from championships.officiating import ledger
from championships.officiating.amendments import (
    confirm_amendment,
    drop_amendment,
    may_confirm,
    propose_amendment,
    propose_withdrawal,
)
from championships.officiating.decisions import decide
from championships.officiating.entry import check_sheet, discard_draft, name_problem
from championships.officiating.errors import ProblemsRemain, Refusal, SecondPersonNeeded
from tests.factories import (
    after,
    find_entry,
    make_draft,
    make_event,
    make_season,
    make_user,
    publish_results,
    read_everything,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def race() -> Session:
    session = make_event(season=make_season()).sessions.get()
    publish_results(session=session, order=["ann", "bob"], official=True)
    return session


def propose(race: Session, draft: Sheet | None = None, *, by: str = "author", reason: str = "Why") -> Amendment:
    accepted = [name_problem(problem) for problem in check_sheet(draft)] if draft else []
    return propose_amendment(
        session=race,
        sheet=draft,
        reason=reason,
        by=make_user(by),
        now=after(60),
        recorded_at=after(60),
        accepted_warnings=accepted,
    )


def sign(row: Amendment, by: User, *, version: int = 1) -> Bulletin:
    return confirm_amendment(amendment=row, version=version, by=by, now=after(90), recorded_at=after(90))


def test_preparing_publishes_nothing_and_stands_in_the_ledger(race) -> None:
    draft = make_draft(session=race, order=["bob", "ann"])
    row = propose(race, draft)
    draft.refresh_from_db()
    assert draft.draft
    assert (row.sheet, row.sheet_version, row.replaces.n) == (draft, draft.version, 2)
    assert Bulletin.objects.count() == 2
    assert LedgerEntry.objects.get(verb="propose_amend").actor.username == "author"
    assert ledger.verify() is None


@pytest.mark.parametrize("person", ["author", "enterer"])
def test_the_author_and_who_entered_the_facts_cannot_confirm(race, person: str) -> None:
    row = propose(race, make_draft(session=race, order=["bob", "ann"]))
    second = make_user(person)
    assert not may_confirm(row, second)
    before = read_everything()
    with pytest.raises(SecondPersonNeeded):
        sign(row, second)
    assert read_everything() == before


def test_the_second_person_publishes_exactly_what_was_prepared(race) -> None:
    row = propose(race, make_draft(session=race, order=["bob", "ann"]))
    second = make_user("second")
    assert may_confirm(row, second)
    bulletin = sign(row, second)
    assert (bulletin.state, bulletin.published_by.username, bulletin.confirmed_by) == ("amended", "author", second)
    row.refresh_from_db()
    assert (row.issued, row.closed_at, row.closed_by) == (bulletin, after(90), second)


def test_what_was_confirmed_is_not_confirmed_again(race) -> None:
    row = propose(race, make_draft(session=race, order=["bob", "ann"]))
    sign(row, make_user("second"))
    make_user("third")
    before = read_everything()
    for version in (1, 2):
        with pytest.raises(StaleVersion):
            sign(row, make_user("third"), version=version)
    assert read_everything() == before


def test_a_draft_saved_or_thrown_away_since_leaves_nothing_to_confirm(race) -> None:
    draft = make_draft(session=race, order=["bob", "ann"])
    row = propose(race, draft)
    changed = make_draft(session=race, order=["ann", "bob"], by=make_user("changer"))
    second = make_user("second")
    with pytest.raises(StaleVersion):
        sign(row, second)
    discard_draft(sheet=changed, version=changed.version, by=second, recorded_at=after(70))
    row.refresh_from_db()
    assert (row.sheet, row.sheet_version is None) == (None, False)
    before = read_everything()
    with pytest.raises(StaleVersion):
        sign(row, second)
    assert read_everything() == before


def test_a_result_amended_by_a_decision_since_leaves_nothing_to_confirm(race) -> None:
    row = propose(race)
    decide(
        session=race,
        kind="places",
        entry=find_entry("ann", event=race.event),
        amount=1,
        by=make_user("steward"),
        second=make_user("clerk"),
        now=after(70),
        recorded_at=after(70),
    )
    second = make_user("second")
    before = read_everything()
    with pytest.raises(StaleVersion):
        sign(row, second)
    assert read_everything() == before


def test_one_amendment_waits_at_a_time_and_a_dropped_one_makes_room(race) -> None:
    row = propose(race)
    before = read_everything()
    with pytest.raises(Refusal, match="waits for its second person"):
        propose(race)
    assert read_everything() == before
    drop_amendment(amendment=row, version=1, by=make_user("author"), now=after(61), recorded_at=after(61))
    assert propose(race).pk != row.pk
    with pytest.raises(IntegrityError), transaction.atomic():
        Amendment.objects.filter(pk=row.pk).update(closed_at=None)


def test_a_draft_with_errors_unseen_warnings_or_no_reason_is_not_prepared(race) -> None:
    empty = make_draft(session=race)
    make_user("author")
    before = read_everything()
    with pytest.raises(ProblemsRemain):
        propose(race, empty)
    assert read_everything() == before
    draft = make_draft(session=race, order=["bob", "ann"])
    before = read_everything()
    with pytest.raises(ProblemsRemain):
        propose_amendment(
            session=race, sheet=draft, reason="Why", by=make_user("author"), now=after(60), recorded_at=after(60)
        )
    with pytest.raises(Refusal, match="Say why"):
        propose(race, draft, reason=" ")
    assert read_everything() == before


def test_a_provisional_result_has_nothing_to_prepare() -> None:
    race = make_event(season=make_season()).sessions.get()
    publish_results(session=race, order=["ann"])
    author = make_user("author")
    before = read_everything()
    with pytest.raises(Refusal):
        propose(race)
    with pytest.raises(Refusal):
        propose_withdrawal(session=race, reason="Why", by=author, now=after(9), recorded_at=after(9))
    assert read_everything() == before


def test_a_withdrawal_is_prepared_and_confirmed_in_the_same_way(race) -> None:
    author = make_user("author")
    row = propose_withdrawal(session=race, reason="Annulled", by=author, now=after(60), recorded_at=after(60))
    with pytest.raises(SecondPersonNeeded):
        sign(row, author)
    gone = sign(row, make_user("second"))
    assert (gone.state, gone.reason, gone.published_by) == ("withdrawn", "Annulled", author)


def test_a_one_person_crew_confirms_its_own_amendment_and_the_bulletin_says_so() -> None:
    race = make_event(season=make_season(one_person_crew=True)).sessions.get()
    publish_results(session=race, order=["ann", "bob"], official=True)
    bulletin = sign(propose(race), make_user("author"))
    assert (bulletin.state, bulletin.one_person) == ("amended", True)
