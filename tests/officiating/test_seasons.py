"""Seasons are opened and ruled; rules change by a new version only."""

import pytest

from championships.models import LedgerEntry, RuleBook, Season, Standing
from championships.officiating.decisions import adjust
from championships.officiating.errors import Refusal
from championships.officiating.rule_books import issue_rule_book
from championships.officiating.seasons import open_season, refresh_season
from tests.factories import (
    NOON,
    after,
    make_championship,
    make_driver,
    make_enrolment,
    make_event,
    make_rules,
    make_season,
    make_user,
    publish_results,
    read_everything,
)

pytestmark = pytest.mark.django_db


def issue(season: Season, points: list[str], **keys: object) -> RuleBook:
    return issue_rule_book(
        season=season,
        document=make_rules(points=points),
        standing="in_force",
        by=make_user("clerk"),
        recorded_at=NOON,
        **{"now": NOON, **keys},
    )


def read_points() -> dict[str, str]:
    rows = Standing.objects.filter(table__key="drivers", final=True).order_by("rank")
    return {row.competitor: str(row.points) for row in rows}


def publish_two_rounds(season: Season) -> None:
    for number in (1, 2):
        event = make_event(season=season, round_number=number)
        publish_results(session=event.sessions.get(), order=["ann", "bob"], at=after(number))


def test_a_season_is_opened_once() -> None:
    home, clerk = make_championship(), make_user("clerk")
    season = open_season(championship=home, label="2025", year=2025, by=clerk, recorded_at=NOON, protest_minutes=45)
    assert (season.slug, season.protest_minutes) == ("club-cup-2025", 45)
    assert LedgerEntry.objects.get().subject == "club-cup-2025"
    before = read_everything()
    with pytest.raises(Refusal):
        open_season(championship=home, label="2025", year=2025, by=clerk, recorded_at=NOON)
    assert read_everything() == before


def test_points_follow_the_version_for_the_round_and_the_first_version_stays() -> None:
    season = make_season(with_rules=False)
    issue(season, ["10", "8"])
    issue(season, ["25", "18"], from_round=2)
    publish_two_rounds(season)
    assert read_points() == {"ann": "35", "bob": "26"}
    assert list(season.rule_books.values_list("n", "from_round")) == [(1, 1), (2, 2)]


def test_a_correction_takes_the_place_of_the_version_it_corrects() -> None:
    season = make_season(with_rules=False)
    first = issue(season, ["10", "8"])
    issue(season, ["25", "18"], from_round=2)
    publish_two_rounds(season)
    issue(season, ["12", "8"], corrects=first, now=after(9))
    assert read_points() == {"ann": "37", "bob": "26"}


def test_a_hypothesis_gives_no_points_and_gives_way_to_rules_in_force() -> None:
    season = make_season(standing=RuleBook.Standing.HYPOTHESIS)
    publish_two_rounds(season)
    assert read_points() == {}
    issue(season, ["10", "8"], now=after(9))
    assert read_points() == {"ann": "20", "bob": "16"}


def test_rules_that_are_not_understood_are_refused_with_the_path_of_the_fault() -> None:
    season, clerk = make_season(), make_user("clerk")
    wrong = make_rules()
    wrong["standings"][0]["competitor"] = "horse"
    before = read_everything()
    with pytest.raises(Refusal, match=r"standings\[0\]\.competitor"):
        issue_rule_book(season=season, document=wrong, standing="in_force", by=clerk, now=NOON, recorded_at=NOON)
    assert read_everything() == before


def test_rules_without_a_table_that_a_decision_in_force_names_are_refused() -> None:
    season, clerk = make_season(), make_user("clerk")
    make_driver("ann")
    adjust(
        season=season,
        kind="deduct",
        terms={"standings": "drivers", "competitor": "ann", "points": 3, "effective_after": 1},
        by=clerk,
        now=NOON,
        recorded_at=NOON,
    )
    rules = make_rules()
    rules["standings"].pop(0)
    before = read_everything()
    with pytest.raises(Refusal, match="drivers"):
        issue_rule_book(season=season, document=rules, standing="in_force", by=clerk, now=NOON, recorded_at=NOON)
    assert read_everything() == before


def test_a_version_of_another_season_cannot_be_corrected() -> None:
    season, other = make_season(), make_season("other-cup")
    make_user("clerk")
    before = read_everything()
    with pytest.raises(Refusal):
        issue(season, ["1"], corrects=other.rule_books.get())
    assert read_everything() == before


def test_an_enrolment_counts_from_the_revision_that_tells_of_it() -> None:
    rules = make_rules()
    rules["standings"][0]["may_score"] = {"categories": ["gentleman"]}
    season = make_season(rules=rules)
    publish_two_rounds(season)
    assert read_points() == {"ann": "0", "bob": "0"}
    make_enrolment(season=season, driver="bob", categories=["gentleman"])
    refresh_season(season=season, cause="enrolment of bob", by=make_user("clerk"), now=after(9), recorded_at=after(9))
    assert read_points()["bob"] == "16"
    season.refresh_from_db()
    assert season.revision == 3
