"""Who stands in a table: the parts of a name, the seat and the categories of the newest meeting run."""

import pytest

from championships.models import Season
from championships.queries.competitors import split_name
from championships.queries.tables import load_tables
from tests.factories import make_category, make_enrolment, make_entry
from tests.public.seasons import days, make_published_season, publish_order


@pytest.mark.parametrize(
    ("name", "sort_key", "parts"),
    [
        ("Ann", "", ("", "Ann")),
        ("Max Example", "", ("Max", "Example")),
        ("Carlos Example Jr.", "", ("Carlos", "Example Jr.")),
        ("Jean-Marc de La Tour", "", ("Jean-Marc", "de La Tour")),
        ("Anna Maria Lopez Garcia", "Lopez Garcia Anna Maria", ("Anna Maria", "Lopez Garcia")),
    ],
)
def test_a_name_is_parted_as_lists_sort_it(name: str, sort_key: str, parts: tuple[str, str]) -> None:
    assert split_name(name, sort_key) == parts


@pytest.mark.django_db
def test_number_and_team_are_those_of_the_newest_meeting_run() -> None:
    season = make_published_season(["ann", "bob"], rounds=3, published=0)
    for number, plate, team in ((1, "7", "red-team"), (2, "8", "blue-team"), (3, "9", "green-team")):
        make_entry("ann", event=season.rounds.get(number=number).event, number=plate, team=team)
    for number in (1, 2):
        publish_first_race(season, number)
    view = load_tables([season.pk], at=days(1.5))[season.pk].competitors["ann"]
    assert (view.number, view.team and view.team.slug) == ("7", "red-team")
    view = load_tables([season.pk], at=days(9))[season.pk].competitors["ann"]
    assert (view.number, view.team and view.team.slug) == ("8", "blue-team")


@pytest.mark.django_db
def test_a_category_is_shown_while_it_is_held() -> None:
    season = make_published_season(["ann", "bob"], rounds=2, published=0)
    make_category("gentleman", championship=season.championship)
    make_enrolment(season=season, driver="ann", categories=["gentleman"], from_round=2)
    make_enrolment(season=season, driver="bob", categories=["gentleman"], to_round=1)
    held = {}
    for number in (1, 2):
        publish_first_race(season, number)
        names = load_tables([season.pk], at=days(number + 0.1))[season.pk].competitors
        held[number] = [slug for slug in ("ann", "bob") if names[slug].categories]
    assert held == {1: ["bob"], 2: ["ann"]}


def publish_first_race(season: Season, number: int) -> None:
    session = season.rounds.get(number=number).event.sessions.get(slug="race1")
    publish_order(session, ["ann", "bob"], issued_at=days(number))
