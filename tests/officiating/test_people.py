"""Two records of one driver become one: everything moves, nothing counts otherwise, and seals still verify."""

from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from championships.models import (
    Bulletin,
    Crew,
    Decision,
    Driver,
    DriverAlias,
    DriverMerge,
    Enrolment,
    Kinship,
    LedgerEntry,
    LineDriver,
    OpeningBalance,
    PointsAdjustment,
    RoundSession,
    Season,
    Sheet,
    StaleVersion,
    Standing,
    StatedFact,
)
from championships.officiating import ledger
from championships.officiating.adjustments import adjust, bring_forward
from championships.officiating.errors import Refusal
from championships.officiating.merge_plans import plan_merge
from championships.officiating.merging import list_references, name_reference
from championships.officiating.people import merge_drivers
from championships.officiating.sealing import list_broken_seals, verify_seal
from tests.factories import (
    NOON,
    after,
    make_draft,
    make_driver,
    make_enrolment,
    make_entry,
    make_event,
    make_rule_book,
    make_rules,
    make_season,
    make_source,
    make_team,
    make_user,
    publish_results,
    read_everything,
)

pytestmark = pytest.mark.django_db


def merge(kept: str, lost: str, minutes: float = 600, **keys: Any) -> DriverMerge:
    rows = {driver.slug: driver for driver in Driver.objects.filter(slug__in=[kept, lost])}
    return merge_drivers(
        **{
            "kept": rows[kept],
            "lost": rows[lost],
            "kept_version": rows[kept].version,
            "lost_version": rows[lost].version,
            "by": make_user("chief"),
            "now": after(minutes),
            "recorded_at": after(minutes),
            **keys,
        }
    )


def make_two_rounds(first: list[str], second: list[str]) -> Season:
    season = make_season()
    for number, order in enumerate((first, second), start=1):
        event = make_event(season=season, round_number=number)
        publish_results(session=event.sessions.get(), order=order, at=after(number), official=True)
    return season


def read_table(season: Season, table: str = "drivers") -> list[tuple[Any, ...]]:
    rows = Standing.objects.filter(table__season=season, table__key=table).order_by("round_session", "final", "rank")
    return list(
        rows.values_list("round_session", "final", "rank", "competitor", "driver__slug", "position", "tied", "points")
    )


def test_the_lost_record_is_gone_and_its_name_is_a_spelling() -> None:
    make_two_rounds(["ann", "bob"], ["anne", "bob"])
    done = merge("ann", "anne")
    assert not Driver.objects.filter(slug="anne").exists()
    assert list(DriverAlias.objects.filter(driver__slug="ann").values_list("text", flat=True)) == ["Anne"]
    assert (done.lost_slug, done.kept.slug, done.actor.username) == ("anne", "ann", "chief")
    assert {part.driver.slug for part in LineDriver.objects.select_related("driver") if part.driver} == {"ann", "bob"}


def test_results_of_both_records_add_up_in_one_row_and_the_season_has_a_revision() -> None:
    season = make_two_rounds(["ann", "bob"], ["anne", "bob"])
    before = Season.objects.get(pk=season.pk).revision
    merge("ann", "anne")
    assert Season.objects.get(pk=season.pk).revision == before + 1
    newest = [row for row in read_table(season) if row[1]] or read_table(season)[-2:]
    assert [(row[3], str(row[7])) for row in newest] == [("ann", "20"), ("bob", "16")]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(orders=st.lists(st.permutations(["bob", "cid", "anne", "dan"]), min_size=1, max_size=3))
def test_standings_are_the_same_with_the_record_replaced(orders: list[list[str]], db: None) -> None:
    with transaction.atomic():
        season = make_season()
        make_driver("ann")
        for number, order in enumerate(orders, start=1):
            event = make_event(season=season, round_number=number)
            publish_results(session=event.sessions.get(), order=order, at=after(number))
        before = [
            tuple("ann" if value == "anne" else value for value in row) for table in ("drivers", "teams")
            for row in read_table(season, table)
        ]  # fmt: skip
        merge("ann", "anne")
        assert before
        assert [row for table in ("drivers", "teams") for row in read_table(season, table)] == before
        assert not list(list_broken_seals())
        transaction.set_rollback(True)


def test_every_table_that_names_a_driver_is_moved() -> None:
    """Asked of the tables themselves: no row may still name the lost record, whatever the table."""
    season = make_two_rounds(["ann", "bob"], ["anne", "bob"])
    anne = make_driver("anne")
    make_enrolment(season=season, driver="anne")
    StatedFact.objects.create(
        kind="note", driver=anne, source=make_source(), issued_at=NOON, recorded_at=NOON, value={"with": ["anne"]}
    )
    Kinship.objects.create(person=make_driver("bob"), relative=anne, relation="brother")
    pk = anne.pk
    done = merge("ann", "anne")
    columns = [name_reference(field) for field in list_references()]
    assert {"Crew.driver", "Crew.replaces", "LineDriver.driver", "Lap.driver", "DriverMerge.kept"} <= set(columns)
    for field in list_references():
        assert not field.model._base_manager.filter(**{field.name: pk}).exists(), name_reference(field)
    assert {"Crew.driver", "LineDriver.driver", "Enrolment.driver", "StatedFact.driver", "Kinship.relative"} <= set(
        done.detail["moved"]
    )
    assert StatedFact.objects.get().value == {"with": ["ann"]}


def test_the_record_of_a_merge_suffices_to_part_them_by_hand() -> None:
    make_two_rounds(["ann", "bob"], ["anne", "bob"])
    Driver.objects.filter(slug="anne").update(licence="F-77", country="FR", gender="feminine")
    parts = list(LineDriver.objects.filter(driver__slug="anne").values_list("pk", flat=True))
    detail = merge("ann", "anne").detail
    assert detail["moved"]["LineDriver.driver"] == parts
    assert detail["record"]["name"] == "Anne"
    assert (detail["record"]["licence"], detail["lost_slug"]) == ("F-77", "anne")
    kept = Driver.objects.get(slug="ann")
    assert (kept.licence, kept.country, kept.gender) == ("F-77", "FR", "feminine")


def test_the_ledger_says_who_and_what_and_nothing_private() -> None:
    make_two_rounds(["ann", "bob"], ["anne", "bob"])
    Driver.objects.filter(slug="anne").update(licence="F-77", born_on="2001-02-03")
    merge("ann", "anne")
    link = LedgerEntry.objects.get(verb="merge_drivers")
    assert (link.subject, link.detail["lost"], link.actor_name) == ("ann", "anne", "Chief")
    assert "F-77" not in str(link.detail)
    assert "2001" not in str(link.detail)
    assert ledger.verify() is None


# --- Seals ---------------------------------------------------------------------------------------


def test_seals_verify_after_a_merge_and_after_a_second_one_on_top() -> None:
    make_two_rounds(["ann", "bob"], ["anne", "bob"])
    make_driver("anna")
    merge("ann", "anne")
    assert not list(list_broken_seals())
    merge("anna", "ann", minutes=700)
    assert not list(list_broken_seals())
    assert list(DriverMerge.objects.order_by("lost_slug").values_list("lost_slug", "kept__slug")) == [
        ("ann", "anna"),
        ("anne", "anna"),
    ]


def test_a_bulletin_issued_after_the_merge_has_a_seal_of_its_own() -> None:
    season = make_two_rounds(["ann", "bob"], ["anne", "bob"])
    merge("ann", "anne")
    event = make_event(season=season, round_number=3)
    publish_results(session=event.sessions.get(), order=["bob", "ann"], at=after(700))
    assert not list(list_broken_seals())


def test_a_line_given_to_somebody_else_is_still_found_after_a_merge() -> None:
    make_two_rounds(["ann", "bob"], ["anne", "bob"])
    merge("ann", "anne")
    moved = LineDriver.objects.filter(driver__slug="ann").order_by("pk").last()
    assert moved is not None
    LineDriver.objects.filter(pk=moved.pk).update(driver=make_driver("zoe"))
    assert {item.session.event.slug for item in list_broken_seals()} == {"club-cup-meeting-2"}


def test_a_line_given_to_the_record_kept_is_still_found_after_a_merge() -> None:
    make_two_rounds(["ann", "bob"], ["anne", "bob"])
    merge("ann", "anne")
    LineDriver.objects.filter(driver__slug="bob", line__sheet__session__event__rounds__number=2).update(
        driver=make_driver("ann")
    )
    assert len(list(list_broken_seals())) == 2  # provisional and official bulletin of the second race


def test_a_merge_nobody_made_excuses_nothing() -> None:
    """A row of DriverMerge written around the office is not in the ledger: the seal stays broken."""
    make_two_rounds(["ann", "bob"], ["ann", "bob"])
    bob, zoe = make_driver("bob"), make_driver("zoe")
    part = LineDriver.objects.filter(driver=bob).order_by("pk").first()
    assert part is not None
    LineDriver.objects.filter(pk=part.pk).update(driver=zoe)
    DriverMerge.objects.create(
        kept=zoe, lost_slug="forged", lost_name="F", actor=make_user("evil"), recorded_at=after(5),
        detail={
            "kept": zoe.pk, "lost": bob.pk, "terms": {}, "moved": {"LineDriver.driver": [part.pk]},
            "bulletins": list(Bulletin.objects.values_list("pk", flat=True)),
        },
    )  # fmt: skip
    assert list(list_broken_seals())


def test_the_terms_of_a_sealed_decision_are_renamed_and_its_seal_verifies() -> None:
    season = make_season()
    event = make_event(season=season)
    session = event.sessions.get()
    Decision.objects.create(
        session=session,
        round_session=RoundSession.objects.get(session=session),
        kind="result_override",
        driver=make_driver("anne"),
        terms={"driver": "anne", "standings": ["drivers"], "ineligible": True},
        document="7",
        issued_at=NOON,
        recorded_at=NOON,
        effective_at=NOON,
    )
    publish_results(session=session, order=["anne", "bob"], at=after(1))
    make_driver("ann")
    merge("ann", "anne")
    decision = Decision.objects.get()
    assert decision.terms["driver"] == "ann"
    assert verify_seal(Bulletin.objects.get())
    Decision.objects.update(terms={**decision.terms, "ineligible": False})
    assert not verify_seal(Bulletin.objects.get())


# --- Terms that name a driver --------------------------------------------------------------------


def test_rulings_of_a_table_follow_and_a_team_of_that_address_does_not() -> None:
    season = make_two_rounds(["anne", "bob"], ["anne", "bob"])
    make_driver("ann")
    make_team("anne")
    keys = {"by": make_user("steward"), "now": after(5), "recorded_at": after(5)}
    for table in ("drivers", "teams"):
        adjust(
            season=season,
            kind="deduct",
            terms={"standings": table, "competitor": "anne", "points": 3, "effective_after": 1, "document": "1",
                   "reason": "conduct"},
            **keys,
        )  # fmt: skip
    bring_forward(
        season=season,
        terms={"standings": "drivers", "competitor": "anne", "points": 2, "source": "letter"},
        **keys,
    )
    merge("ann", "anne")
    named = {row.table: row.terms["competitor"] for row in PointsAdjustment.objects.all()}
    assert named == {"drivers": "ann", "teams": "anne"}
    assert OpeningBalance.objects.get().terms["competitor"] == "ann"
    assert "anne" not in {row[3] for row in read_table(season)}


# --- Refusals ------------------------------------------------------------------------------------


def refuse(kept: str = "ann", lost: str = "anne", **keys: Any) -> str:
    make_user("chief")
    before = read_everything()
    with pytest.raises(Refusal) as refused:
        merge(kept, lost, **keys)
    assert read_everything() == before
    return str(refused.value)


def test_two_who_stand_in_one_session_are_two_people() -> None:
    make_two_rounds(["ann", "anne"], ["ann", "bob"])
    assert "Both stand in the results of one session" in refuse()


def test_two_in_one_car_are_two_people() -> None:
    season = make_season()
    make_entry("ann", "anne", event=make_event(season=season), number="7")
    assert "Both are in the crew of one car" in refuse()


def test_a_substitute_for_the_other_is_another_person() -> None:
    season = make_season()
    entry = make_entry("ann", event=make_event(season=season))
    Crew.objects.filter(entry=entry).update(replaces=make_driver("anne"))
    assert "One stands in for the other" in refuse()


def test_relatives_and_different_birth_dates_and_invented_people_are_refused() -> None:
    Kinship.objects.create(
        person=make_driver("ann", born_on="2000-01-01"),
        relative=make_driver("anne", born_on="2001-01-01", demo=True),
        relation="sister",
    )
    said = refuse()
    assert "relatives" in said
    assert "birth dates differ" in said
    assert "invented" in said


def test_enrolments_in_different_categories_for_the_same_rounds_are_refused() -> None:
    season = make_season()
    make_enrolment(season=season, driver="ann", categories=["gentleman"])
    make_enrolment(season=season, driver="anne")
    assert "Both are enrolled in" in refuse()


def test_the_same_enrolment_twice_becomes_one() -> None:
    season = make_season()
    make_enrolment(season=season, driver="ann", categories=["gentleman"])
    make_enrolment(season=season, driver="anne", categories=["gentleman"])
    done = merge("ann", "anne")
    assert Enrolment.objects.get().driver == make_driver("ann")
    assert done.detail["dropped"]["Enrolment"][0]["season"] == season.pk


def test_a_rule_book_that_names_the_lost_record_stops_the_merge() -> None:
    season = make_season(with_rules=False)
    document = make_rules()
    document["adjustments"] = [{"standings": "drivers", "competitor": "anne", "type": "exclude"}]
    make_rule_book(season=season, rules=document)
    make_driver("ann")
    make_driver("anne")
    assert "a version of the rules is never altered" in refuse()


def test_two_balances_in_one_table_are_refused() -> None:
    season = make_two_rounds(["ann", "bob"], ["anne", "bob"])
    for slug in ("ann", "anne"):
        bring_forward(
            season=season,
            terms={"standings": "drivers", "competitor": slug, "points": 2, "source": "letter"},
            by=make_user("steward"),
            now=after(5),
            recorded_at=after(5),
        )
    assert "Both have points brought forward" in refuse()


def test_the_same_record_twice_is_refused() -> None:
    make_driver("ann")
    assert "the same one" in refuse("ann", "ann")


@pytest.mark.parametrize("which", ["kept_version", "lost_version"])
def test_a_record_changed_meanwhile_is_not_merged(which: str) -> None:
    make_driver("ann")
    make_driver("anne")
    make_user("chief")
    before = read_everything()
    with pytest.raises(StaleVersion):
        merge("ann", "anne", **{which: 99})
    assert read_everything() == before


def test_a_draft_somebody_has_open_is_out_of_date_after_a_merge() -> None:
    season = make_season()
    draft = make_draft(session=make_event(season=season).sessions.get(), order=["anne", "bob"])
    make_driver("ann")
    merge("ann", "anne")
    assert Sheet.objects.get(pk=draft.pk).version == draft.version + 1


def test_the_plan_counts_what_each_has_and_writes_nothing() -> None:
    season = make_two_rounds(["ann", "bob"], ["anne", "bob"])
    make_enrolment(season=season, driver="anne")
    before = read_everything()
    plan = plan_merge(kept=make_driver("ann"), lost=make_driver("anne"))
    counted = {holding.label: (holding.kept, holding.lost) for holding in plan.holdings}
    assert counted["Enrolments"] == (0, 1)
    assert counted["Cars entered"] == (1, 1)
    assert (plan.conflicts, plan.seasons) == ((), (season,))
    assert read_everything() == before


def test_leave_to_show_an_age_goes_with_its_birth_date() -> None:
    make_driver("ann", age_public=True)
    make_driver("anne", born_on="2001-02-03", age_public=False)
    merge("ann", "anne")
    kept = Driver.objects.get()
    assert (str(kept.born_on), kept.age_public) == ("2001-02-03", False)
