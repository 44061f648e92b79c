"""What is said at once of an entry list."""

from datetime import date

import pytest

from championships.scoring.checks import Level
from championships.scoring.entry_checks import (
    CODES,
    AgeBound,
    EntryFacts,
    EntryPart,
    SeasonFrame,
    find_entry_problems,
)

CUP = EntryPart("cup")
FIRST_DAY = date(2025, 9, 6)


def _car(key: str, number: str, *drivers: str, **facts: object) -> EntryFacts:
    return EntryFacts(key, number, drivers, **{"parts": (CUP,), **facts})  # type: ignore[arg-type]


def _codes(*entries: EntryFacts, **frame: object) -> list[tuple[str, str]]:
    frames = [SeasonFrame("cup", 2025, **frame)]  # type: ignore[arg-type]
    return [(problem.car, problem.code) for problem in find_entry_problems(entries, frames)]


def test_a_plain_list_has_no_problem() -> None:
    assert _codes(_car("a", "7", "ann"), _car("b", "007", "bob")) == []


def test_a_number_used_twice_is_a_warning_on_each_of_its_cars() -> None:
    entries = [_car("a", "7", "ann"), _car("b", "7", "bob"), _car("c", "8", "cy")]
    found = find_entry_problems(entries, [SeasonFrame("cup", 2025)])
    assert [(problem.car, problem.code, dict(problem.params)) for problem in found] == [
        ("a", "number_shared", {"number": "7", "others": 1}),
        ("b", "number_shared", {"number": "7", "others": 1}),
    ]
    assert {problem.level for problem in found} == {Level.WARNING}


def test_a_withdrawn_car_takes_nobodys_number_and_no_driver() -> None:
    assert _codes(_car("a", "7", "ann"), _car("b", "7", "ann", withdrawn=True)) == []


def test_a_withdrawn_car_that_has_results_is_told() -> None:
    assert _codes(_car("a", "7", "ann", withdrawn=True, has_results=True)) == [("a", "withdrawn_with_results")]


def test_a_driver_in_two_cars_is_told_at_both() -> None:
    found = _codes(_car("a", "7", "ann"), _car("b", "8", "bob", "ann"))
    assert found == [("a", "driver_in_two_cars"), ("b", "driver_in_two_cars")]


def test_what_lacks_is_told() -> None:
    assert _codes(_car("a", "", parts=())) == [("a", "number_missing"), ("a", "crew_missing"), ("a", "part_missing")]


@pytest.mark.parametrize(
    ("part", "told"),
    [(CUP, True), (EntryPart("cup", guest=True), False), (EntryPart("cup", scores=False), False)],
)
def test_who_scores_must_be_enrolled_and_a_guest_need_not(part: EntryPart, told: bool) -> None:
    found = _codes(_car("a", "7", "ann", "bob", parts=(part,)), enrolled=frozenset({"ann"}))
    assert found == ([("a", "driver_not_enrolled")] if told else [])


def test_a_season_that_enrols_nobody_misses_nobody() -> None:
    assert _codes(_car("a", "7", "ann"), enrolled=None) == []
    assert _codes(_car("a", "7", "ann"), enrolled=frozenset()) == [("a", "driver_not_enrolled")]


def test_a_class_the_rules_do_not_name_is_told() -> None:
    gt3, gt9 = EntryPart("cup", car_class="GT3"), EntryPart("cup", car_class="GT9")
    cars = [_car("a", "7", "ann", parts=(gt3,)), _car("b", "8", "bob", parts=(gt9,))]
    assert _codes(*cars, classes=frozenset({"GT3"})) == [("b", "class_unknown")]
    assert _codes(*cars, classes=None) == []


@pytest.mark.parametrize(
    ("bound", "born", "admitted"),
    [
        (AgeBound("junior", max_age=20), date(2005, 12, 31), True),
        (AgeBound("junior", max_age=20), date(2004, 12, 31), False),  # 20 on the day, but 21 in the year
        (AgeBound("junior", max_age=20, by_year=False), date(2004, 12, 31), True),
        (AgeBound("gentleman", min_age=45), date(1980, 12, 31), True),
        (AgeBound("gentleman", min_age=45, by_year=False), date(1980, 9, 7), False),  # 45 the day after
        (AgeBound("gentleman", min_age=45, by_year=False), date(1980, 9, 6), True),  # 45 on that very day
        (AgeBound("junior", min_age=16, max_age=20), date(2009, 1, 1), True),
        (AgeBound("junior", min_age=16, max_age=20), date(2010, 1, 1), False),
    ],
)
def test_an_age_counts_in_the_year_or_on_the_first_day(bound: AgeBound, born: date, admitted: bool) -> None:
    frame = SeasonFrame("cup", 2025, bounds=(bound,), categories={"ann": frozenset({bound.category})})
    found = find_entry_problems([_car("a", "7", "ann")], [frame], first_day=FIRST_DAY, born={"ann": born})
    assert bound.admits(born, first_day=FIRST_DAY, year=2025) is admitted
    assert [problem.code for problem in found] == ([] if admitted else ["age_outside"])


def test_who_may_not_see_birth_dates_is_told_nothing_of_ages_and_nobody_is_told_the_age() -> None:
    frame = SeasonFrame(
        "cup", 2025, bounds=(AgeBound("junior", max_age=20),), categories={"ann": frozenset({"junior"})}
    )
    entries = [_car("a", "7", "ann")]
    assert find_entry_problems(entries, [frame], first_day=FIRST_DAY, born=None) == ()
    (told,) = find_entry_problems(entries, [frame], first_day=FIRST_DAY, born={"ann": date(1970, 1, 1)})
    assert dict(told.params) == {"driver": "ann", "category": "junior", "season": "cup"}


def test_the_order_of_the_problems_is_that_of_the_list() -> None:
    found = _codes(_car("z", "", "ann"), _car("a", ""))
    assert found == [("z", "number_missing"), ("a", "number_missing"), ("a", "crew_missing")]
    assert {code for _key, code in found} <= set(CODES)
