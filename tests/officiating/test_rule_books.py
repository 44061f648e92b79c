"""Rules are drafted, tried against their examples, and issued; over official results, by two persons."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from championships.models import LedgerEntry, RuleBook, RuleDraft, Season, Standing, User
from championships.models.base import StaleVersion
from championships.officiating.errors import Refusal
from championships.officiating.rule_books import (
    ExamplesFail,
    RulesNeedAnother,
    drop_rule_draft,
    issue_rule_book,
    issue_rule_draft,
    prepare_rules,
    save_rule_draft,
)
from tests.factories import (
    NOON,
    after,
    make_event,
    make_rules,
    make_season,
    make_user,
    publish_results,
    read_everything,
)

pytestmark = pytest.mark.django_db

EXAMPLE = {
    "title": "A race",
    "results": ["1 race: ada basile"],
    "tables": [{"standings": "drivers", "rows": ["1 ada 10", "2 basile 8"]}],
}


def save(season: Season, *, by: User, version: int | None = None, **keys: Any) -> RuleDraft:
    given: dict[str, Any] = {"document": make_rules(points=["20", "18"]), "standing": "in_force", "from_round": 1}
    return save_rule_draft(
        season=season, version=version, by=by, recorded_at=NOON, **{"corrects": None, **given, **keys}
    )


def issue(season: Season, *, by: User, version: int = 1) -> RuleBook:
    return issue_rule_draft(season=season, version=version, by=by, now=after(60), recorded_at=after(60))


def publish_round(season: Season, *, official: bool) -> None:
    event = make_event(season=season)
    publish_results(session=event.sessions.get(), order=["ann", "bob"], official=official)


def read_points() -> dict[str, str]:
    rows = Standing.objects.filter(table__key="drivers", final=True).order_by("rank")
    return {row.competitor: str(row.points) for row in rows}


def test_one_person_issues_rules_while_nothing_is_official() -> None:
    season, clerk = make_season(), make_user("clerk")
    publish_round(season, official=False)
    save(season, by=clerk)
    book = issue(season, by=clerk)
    assert (book.n, book.author, book.confirmed_by) == (2, clerk, None)
    assert read_points() == {"ann": "20", "bob": "18"}
    assert not RuleDraft.objects.exists()


def test_over_official_results_who_wrote_the_draft_cannot_issue_it() -> None:
    season, clerk = make_season(), make_user("clerk")
    publish_round(season, official=True)
    save(season, by=clerk)
    prepare_rules(season=season, version=1, by=clerk, recorded_at=NOON)
    before = read_everything()
    with pytest.raises(RulesNeedAnother):
        issue(season, by=clerk, version=2)
    assert read_everything() == before


def test_over_official_results_a_helper_at_the_draft_is_no_second_person() -> None:
    season, clerk, helper = make_season(), make_user("clerk"), make_user("helper")
    publish_round(season, official=True)
    save(season, by=helper)
    save(season, by=clerk, version=1)
    prepare_rules(season=season, version=2, by=clerk, recorded_at=NOON)
    before = read_everything()
    with pytest.raises(RulesNeedAnother):
        issue(season, by=helper, version=3)
    assert read_everything() == before


def test_over_official_results_a_draft_nobody_prepared_is_not_issued_by_anybody() -> None:
    season, clerk = make_season(), make_user("clerk")
    publish_round(season, official=True)
    save(season, by=clerk)
    before = read_everything()
    with pytest.raises(RulesNeedAnother):
        issue(season, by=make_user("chief", is_superuser=True))
    assert {name: rows for name, rows in read_everything().items() if "User" not in name} == {
        name: rows for name, rows in before.items() if "User" not in name
    }


def test_a_second_person_confirms_and_both_names_stand_on_the_version() -> None:
    season, clerk, chief = make_season(), make_user("clerk"), make_user("chief")
    publish_round(season, official=True)
    save(season, by=clerk)
    prepare_rules(season=season, version=1, by=clerk, recorded_at=NOON)
    book = issue(season, by=chief, version=2)
    assert (book.author, book.confirmed_by) == (clerk, chief)
    assert read_points() == {"ann": "20", "bob": "18"}
    assert LedgerEntry.objects.order_by("n").last().detail["prepared_by"] == clerk.pk  # type: ignore[union-attr]


def test_a_season_of_one_person_issues_alone() -> None:
    season, clerk = make_season(one_person_crew=True), make_user("clerk")
    publish_round(season, official=True)
    save(season, by=clerk)
    assert issue(season, by=clerk).confirmed_by is None


def test_rules_over_official_results_are_refused_on_the_short_way_too() -> None:
    season, clerk = make_season(), make_user("clerk")
    publish_round(season, official=True)
    before = read_everything()
    for prepared_by in (None, clerk):
        with pytest.raises(RulesNeedAnother):
            issue_rule_book(
                season=season,
                document=make_rules(),
                standing="in_force",
                by=clerk,
                prepared_by=prepared_by,
                now=after(9),
                recorded_at=after(9),
            )
    assert read_everything() == before


def test_the_database_itself_refuses_one_person_twice() -> None:
    season, clerk = make_season(with_rules=False), make_user("clerk")
    with pytest.raises(IntegrityError), transaction.atomic():
        RuleBook.objects.create(
            season=season, n=1, standing="in_force", document={}, author=clerk, confirmed_by=clerk,
            issued_at=NOON, recorded_at=NOON,
        )  # fmt: skip
    assert not RuleBook.objects.exists()


def test_a_change_takes_a_prepared_draft_back_from_its_second_person() -> None:
    season, clerk, chief = make_season(), make_user("clerk"), make_user("chief")
    publish_round(season, official=True)
    save(season, by=clerk)
    prepare_rules(season=season, version=1, by=clerk, recorded_at=NOON)
    save(season, by=clerk, version=2, document=make_rules(points=["100"]))
    before = read_everything()
    with pytest.raises(RulesNeedAnother):
        issue(season, by=chief, version=3)
    with pytest.raises(StaleVersion):
        issue(season, by=chief, version=2)
    assert read_everything() == before


def test_of_two_who_save_the_same_draft_the_second_is_told() -> None:
    season, clerk, chief = make_season(), make_user("clerk"), make_user("chief")
    save(season, by=clerk)
    save(season, by=clerk, version=1)
    before = read_everything()
    for version in (None, 1):
        with pytest.raises(StaleVersion):
            save(season, by=chief, version=version)
    with pytest.raises(StaleVersion):
        drop_rule_draft(season=season, version=1, by=chief, recorded_at=NOON)
    assert read_everything() == before


def test_a_draft_may_hold_what_is_not_understood_and_is_not_issued_with_it() -> None:
    season, clerk = make_season(with_rules=False), make_user("clerk")
    draft = save(season, by=clerk, document=make_rules() | {"points_tables": {"race": "20-18-x"}})
    assert draft.document["points_tables"] == {"race": "20-18-x"}
    before = read_everything()
    with pytest.raises(Refusal, match=r"points_tables\.race"):
        issue(season, by=clerk)
    with pytest.raises(Refusal, match=r"points_tables\.race"):
        prepare_rules(season=season, version=1, by=clerk, recorded_at=NOON)
    assert read_everything() == before


def test_rules_whose_examples_come_out_otherwise_are_refused_with_the_difference() -> None:
    season, clerk = make_season(with_rules=False), make_user("clerk")
    save(season, by=clerk, document=make_rules(points=["9", "8"], examples=[EXAMPLE]))
    before = read_everything()
    with pytest.raises(ExamplesFail, match=r"should be 1 ada 10, 2 basile 8; these rules give 1 ada 9, 2 basile 8"):
        issue(season, by=clerk)
    assert read_everything() == before


def test_rules_whose_examples_come_out_are_issued_with_them() -> None:
    season, clerk = make_season(with_rules=False), make_user("clerk")
    save(season, by=clerk, document=make_rules(points=["10", "8"], examples=[EXAMPLE]))
    assert issue(season, by=clerk).document["examples"] == [EXAMPLE]


def test_a_dropped_draft_is_gone_and_the_ledger_knows_it() -> None:
    season, clerk = make_season(), make_user("clerk")
    save(season, by=clerk)
    drop_rule_draft(season=season, version=1, by=clerk, recorded_at=NOON)
    assert not RuleDraft.objects.exists()
    assert [entry.verb for entry in LedgerEntry.objects.order_by("n")] == ["save_rule_draft", "drop_rule_draft"]
