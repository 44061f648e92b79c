"""What drafts claim of real seasons, counted again from the files of results by other means (`recount.py`)."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from championships.models import Championship, Event
from championships.queries.story_material import Moment
from championships.queries.story_pictures import load_picture
from championships.stories.drafting import find_facts
from tests.conformance import reading
from tests.conformance.recount import NOT_STARTED, Recount

# Two consecutive seasons (shared cars, dropped scores), and one with sprints, half points and a title at the last race.
SEASONS = [
    folder for folder in reading.find_seasons() if reading.name_season(folder) in ("f1-1955", "f1-1956", "f1-2021")
]
SINCE = {"1955": 1955, "1956": 1955, "2021": 2021}
EVENTS_OF_2021 = {10, 13, 14, 21, 22}  # the others tell no other story, and take time

pytestmark = [pytest.mark.skipif(len(SEASONS) < 3, reason=reading.WHY_SKIPPED), pytest.mark.django_db]

type Told = tuple[str, str, int, bool, dict[str, Any]]  # season, kind, round, after, figures


@pytest.fixture(scope="module")
def told(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[list[Told]]:
    """Every fact of a preview and of a report of these events, with the history declared where it is held."""
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        call_command("import_season", *map(str, SEASONS), operator="the tests", verbosity=0)
        yield list(_find_all())
        transaction.set_rollback(True)


def _find_all() -> Iterator[Told]:
    now = timezone.now()
    for folder in SEASONS:
        Championship.objects.update(history_complete_from=SINCE[folder.name])
        events = Event.objects.filter(rounds__season__year=folder.name).select_related("circuit", "layout")
        for number, event in sorted((one.rounds.get().number, one) for one in events.distinct()):
            if folder.name == "2021" and number not in EVENTS_OF_2021:
                continue
            for moment in Moment:
                picture = load_picture(event, moment, at=now)
                for fact in find_facts(picture, after=moment is Moment.AFTER):
                    yield folder.name, fact.kind, number, moment is Moment.AFTER, dict(fact.figures)


def of_kind(told: list[Told], kind: str) -> list[tuple[str, int, int, dict[str, Any]]]:
    """(season, round of the event, last round that counts, figures)."""
    found = [(s, n, n if after else n - 1, f) for s, k, n, after, f in told if k == kind and not f.get("category")]
    assert found, f"no {kind} at all: nothing was compared"
    return found


@pytest.fixture(scope="module")
def seasons() -> dict[str, Recount]:
    return {folder.name: Recount(folder) for folder in SEASONS}


@pytest.fixture(scope="module")
def deviating() -> set[tuple[str, str, str]]:
    """(season, after_round, competitor): rows where the source departs from its own rules."""
    return {
        (folder.name, after, who)
        for folder in SEASONS
        for table, after, who in reading.read_deviations(folder)
        if table == "drivers"
    }


def test_leaders_gaps_thirds_and_wins_are_those_of_the_official_tables(
    told: list[Told], seasons: dict[str, Recount], deviating: set[Any]
) -> None:
    for season, _number, last, f in of_kind(told, "lead"):
        count, table = seasons[season], seasons[season].tables[str(last)]
        assert [who for who, (place, _points) in table.items() if place == "1"] == [f["driver"]]
        assert f["wins"] == count.count_places(f["driver"], last, 1)
        if f["second"] and (season, str(last), f["second"]) not in deviating:
            assert table[f["second"]][0] == "2"
            assert abs(Fraction(f["gap"]) - table[f["driver"]][1] + table[f["second"]][1]) <= Fraction(1, 50)
            assert f["second_wins"] == count.count_places(f["second"], last, 1)
    for season, _number, last, f in of_kind(told, "third"):
        for row in f["rows"]:
            if (season, str(last)) not in {(s, after) for s, after, _who in deviating}:
                assert seasons[season].tables[str(last)][row["driver"]][0] == str(row["position"])


def test_winners_podiums_and_margins_are_those_of_the_sheets(told: list[Told], seasons: dict[str, Recount]) -> None:
    for season, number, _last, f in of_kind(told, "race"):
        rows = seasons[season].rows[number, f["session"]]
        for name, place in (("winner", "1"), ("second", "2"), ("third", "3")):
            assert not f[name] or set(f[name]) == {row["driver"] for row in rows if row["position"] == place}
        assert f["gap_ms"] is None or f["gap_ms"] > 0
    for season, number, _last, f in of_kind(told, "retired"):
        for session in f["sessions"]:
            mine = {r["status"] for r in seasons[season].rows[number, session] if r["driver"] == f["driver"]}
            assert mine == {f["status"]}, (season, number, f, mine)


def test_runs_first_wins_milestones_and_missing_wins_are_counted_right(
    told: list[Told], seasons: dict[str, Recount]
) -> None:
    for season, _number, last, f in of_kind(told, "run"):
        count = 0
        for key in reversed(seasons[season].list_races(last)):
            if seasons[season].winners(key) != set(f["drivers"]):
                break
            count += 1
        assert f["wins"] == count
    for season, _number, last, f in of_kind(told, "winless"):
        count_of = seasons[season].count_places
        assert (count_of(f["driver"], last, 1), f["podiums"]) == (0, count_of(f["driver"], last, 3))
    for season, number, _last, f in of_kind(told, "first_win"):
        key = number, f["session"]
        before = [
            seasons[year].winners(other)
            for year in seasons
            if SINCE[season] <= int(year) <= int(season)
            for other in seasons[year].list_races(99)
            if year < season or seasons[year].order.index(other) < seasons[year].order.index(key)
        ]
        assert f["driver"] in seasons[season].winners(key)
        assert not any(f["driver"] in won for won in before)
    for season, _number, last, f in of_kind(told, "milestone"):
        within = {"wins": 1, "podiums": 3}.get(f["name"])
        years = [year for year in seasons if SINCE[season] <= int(year) <= int(season)]
        if within:
            total = sum(
                seasons[year].count_places(f["driver"], 99 if year < season else last, within) for year in years
            )
            assert f["number"] == total + 1


def test_debuts_returns_absences_and_climbs_are_those_of_the_lists(
    told: list[Told], seasons: dict[str, Recount]
) -> None:
    for season, number, _last, f in of_kind(told, "debut"):
        for year in seasons:
            if SINCE[season] <= int(year) <= int(season):
                rounds = {int(r["round"]) for r in seasons[year].results if r["driver"] == f["driver"]}
                assert not rounds or (year == season and min(rounds) == number)
    for season, number, _last, f in of_kind(told, "return"):
        seen = [int(r["round"]) for r in seasons[season].results if r["driver"] == f["driver"]]
        assert f["missed"] == number - 1 - max(one for one in seen if one < number)
    for season, number, _last, f in of_kind(told, "absence"):
        assert not any(r["driver"] == f["driver"] and r["round"] == str(number) for r in seasons[season].results)
    for season, number, _last, f in of_kind(told, "comeback"):
        for rows in (rows for (n, _session), rows in seasons[season].rows.items() if n == number):
            placed = [r for r in rows if r["position"]]
            known = [int(r["grid"]) - int(r["position"]) for r in placed if r["grid"].isdigit()]
            assert all(gain <= f["gained"] for gain in known)
            hidden = [r for r in placed if not r["grid"].isdigit() and r["shared"] == "0"]
            assert all(len(rows) - int(r["position"]) < f["gained"] for r in hidden)


def test_starts_of_a_milestone_are_races_that_were_started(told: list[Told], seasons: dict[str, Recount]) -> None:
    for season, _number, last, f in ((s, n, n - 1, f) for s, k, n, _after, f in told if k == "milestone"):
        if f["name"] == "starts":
            started = sum(
                any(r["driver"] == f["driver"] and r["status"] not in NOT_STARTED for r in seasons[season].rows[key])
                for key in seasons[season].list_races(last)
            )
            assert 0 < f["number"] - started <= 3
