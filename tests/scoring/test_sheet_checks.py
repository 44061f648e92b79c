"""Problems of a sheet: one test a code, and none on a sound sheet."""

from collections.abc import Sequence

import pytest

from championships.scoring.checks import CODES, Level, Problem, find_problems
from championships.scoring.facts import DriverLine, Line, Sheet
from championships.scoring.session_checks import Entered, Written, check_session
from championships.scoring.vocabulary import FinishStatus, SessionKind, SheetOrigin
from tests.scoring.building import line

DNF = FinishStatus.DNF


def stated(*lines: Line, **more: object) -> Sheet:
    return Sheet(SheetOrigin.STATED, lines, **more)  # type: ignore[arg-type]


def timed(*lines: Line, **more: object) -> Sheet:
    return Sheet(SheetOrigin.TIMING, lines, **more)  # type: ignore[arg-type]


def car(name: str, place: int | None = None, **more: object) -> Line:
    return line(name, place, **{"number": name, **more})


def road(name: str, order: int | None, **more: object) -> Line:
    return car(name, None, **{"road_order": order, "status": FinishStatus.CLASSIFIED, **more})


CASES: dict[str, tuple[Sheet, str, dict[str, str | int]]] = {
    "empty_sheet": (stated(), "", {}),
    "place_too_small": (stated(car("a", 0), car("b", 1)), "a", {"place": 0}),
    "place_missing": (stated(car("a", 1), car("b", None, status=FinishStatus.CLASSIFIED)), "b", {}),
    "place_unexpected": (stated(car("a", 1), car("b", 2, status=DNF)), "b", {"place": 2, "status": "DNF"}),
    "place_shared": (stated(car("a", 1), car("b", 2), car("c", 2)), "c", {"place": 2, "other": "b"}),
    "place_hole": (stated(car("a", 1), car("b", 2), car("c", 4)), "", {"place": 3}),
    "order_missing": (timed(road("a", 1), road("b", None)), "b", {}),
    "order_shared": (timed(road("a", 1), road("b", 1)), "b", {"order": 1, "other": "a"}),
    "lines_disagree": (stated(car("x", 1, car="7"), car("y", 2, car="7", number="x")), "7", {}),
    "driver_missing": (stated(Line("7", FinishStatus.CLASSIFIED, (), place=1, number="7")), "7", {}),
    "driver_unknown": (stated(Line("7", FinishStatus.CLASSIFIED, (DriverLine(None),), place=1, number="7")), "7", {}),
    "driver_twice_in_car": (stated(car("x", 1, car="7"), car("x", 1, car="7")), "7", {"driver": "x"}),
    "driver_in_two_cars": (stated(car("x", 1), car("x", 2, car="y", number="y")), "y", {"driver": "x", "other": "x"}),
    "number_missing": (stated(line("a", 1)), "a", {}),
    "number_shared": (stated(car("a", 1), car("b", 2, number="a")), "b", {"number": "a", "other": "a"}),
    "laps_negative": (timed(road("a", 1, laps=-1)), "a", {"laps": -1}),
    "laps_above_winner": (stated(car("a", 1, laps=11), laps=10), "a", {"laps": 11, "winner": 10}),
    "laps_above_scheduled": (stated(car("a", 1, laps=11), scheduled_laps=10), "a", {"laps": 11, "scheduled": 10}),
    "laps_out_of_order": (
        timed(road("a", 1, laps=9), road("b", 2, laps=10), laps=10),
        "b",
        {"laps": 10, "other": "a", "other_laps": 9},
    ),
    "time_out_of_order": (
        timed(road("a", 1, laps=9, time_ms=2), road("b", 2, laps=9, time_ms=1)),
        "b",
        {"other": "a"},
    ),
    "driver_laps_exceed": (
        stated(car("a", 1, laps=10, driven=11)),
        "a",
        {"driver": "a", "laps": 11, "car_laps": 10},
    ),
    "grid_shared": (stated(car("a", 1, grid=3), car("b", 2, grid=3)), "b", {"grid": 3, "other": "a"}),
    "fastest_lap_elsewhere": (
        stated(car("a", 1, best_lap_ms=90, flags=frozenset({"fastest_lap"})), car("b", 2, best_lap_ms=89)),
        "a",
        {"other": "b"},
    ),
}


def test_every_code_has_a_case() -> None:
    assert set(CASES) | set(BESIDE_THE_ENTRY_LIST) | UNDER_THE_RULES == set(CODES)


@pytest.mark.parametrize("code", CASES)
def test_a_problem_is_found_and_only_that_one(code: str) -> None:
    sheet, where, params = CASES[code]
    assert find_problems(sheet) == (Problem(CODES[code], code, where, params),)


RACE, QUALIFYING = SessionKind.RACE, SessionKind.QUALIFYING
WON = {"time_ms": 1000, "best_lap_ms": 90}
HERE = (Entered("a"), Entered("b"))

BESIDE_THE_ENTRY_LIST: dict[str, tuple[Sheet, Sequence[Entered], str, dict[str, str | int]]] = {
    "not_entered": (timed(road("a", 1, **WON), road("b", 2), road("c", 3)), HERE, "c", {"number": "c"}),
    "entry_withdrawn": (
        timed(road("a", 1, **WON), road("b", 2)),
        (Entered("a"), Entered("b", withdrawn=True)),
        "b",
        {"number": "b"},
    ),
    "entries_absent": (timed(road("a", 1, **WON)), HERE, "", {"cars": "b", "count": 1}),
    "takes_no_part": (
        timed(road("a", 1, **WON), road("b", 2)),
        (Entered("a"), Entered("b", counts=False)),
        "",
        {"cars": "b", "count": 1},
    ),
    "winner_without_time": (timed(road("a", 1, best_lap_ms=90), road("b", 2)), HERE, "a", {}),
    "laps_above_leader": (
        timed(road("a", 1, laps=9, **WON), road("b", 2, laps=10)),
        HERE,
        "b",
        {"laps": 10, "leader": 9},
    ),
    "gap_backwards": (
        timed(road("a", 1, **WON), road("b", 2), road("c", 3)),
        (*HERE, Entered("c")),
        "c",
        {"other": "b"},
    ),
    "fastest_lap_missing": (timed(road("a", 1, time_ms=1000), road("b", 2)), HERE, "", {}),
}
UNDER_THE_RULES = {"pole_missing", "points_differ", "decision_not_applicable"}  # test_points_checks, test_readiness


@pytest.mark.parametrize("code", BESIDE_THE_ENTRY_LIST)
def test_a_problem_beside_the_entry_list_is_found_and_only_that_one(code: str) -> None:
    sheet, entered, where, params = BESIDE_THE_ENTRY_LIST[code]
    written = Written(gaps={"b": 2000, "c": 1500}) if code == "gap_backwards" else Written()
    found = check_session(sheet, kind=RACE, entered=entered, written=written)
    assert found == (Problem(CODES[code], code, where, params),)


def test_a_sound_race_has_no_problem_beside_its_entry_list() -> None:
    lines = (road("a", 1, laps=9, **WON), road("b", 2, laps=8), road("c", None, status=FinishStatus.DNS))
    entered = (*HERE, Entered("c", withdrawn=True), Entered("x", counts=False), Entered("y", withdrawn=True))
    assert check_session(timed(*lines), kind=RACE, entered=entered) == ()


def test_a_time_in_words_is_a_time_and_a_marked_car_holds_the_fastest_lap() -> None:
    sheet = timed(road("a", 1), road("b", 2, flags=frozenset({"fastest_lap"})))
    assert check_session(sheet, kind=RACE, entered=HERE, written=Written(timed={"a"})) == ()


def test_qualifying_asks_for_a_best_lap_and_no_total_time() -> None:
    assert check_session(timed(road("a", 1, best_lap_ms=90), road("b", 2)), kind=QUALIFYING, entered=HERE) == ()
    (missing,) = check_session(timed(road("a", 1), road("b", 2)), kind=QUALIFYING, entered=HERE)
    assert missing.code == "winner_without_time"


def test_of_a_partial_sheet_nobody_is_absent_and_an_empty_one_has_no_problem_here() -> None:
    assert check_session(timed(road("a", 1, **WON), complete=False), kind=RACE, entered=HERE) == ()
    assert check_session(timed(), kind=RACE, entered=HERE) == ()


def test_where_no_championship_counts_the_session_nobody_is_missed() -> None:
    entered = (Entered("a", counts=False), Entered("b", counts=False))
    assert check_session(timed(road("a", 1, **WON)), kind=RACE, entered=entered) == ()


def test_gaps_of_cars_a_lap_apart_are_not_compared() -> None:
    sheet = timed(road("a", 1, laps=9, **WON), road("b", 2, laps=9), road("c", 3, laps=8))
    entered = (*HERE, Entered("c"))
    assert check_session(sheet, kind=RACE, entered=entered, written=Written(gaps={"b": 2000, "c": 1500})) == ()


def test_too_many_laps_are_said_once_however_many_cars_ran_them() -> None:
    found = find_problems(stated(car("b", 2, laps=11), car("a", 1, laps=11), car("c", 3, laps=11), scheduled_laps=10))
    assert [(problem.code, problem.car) for problem in found] == [("laps_above_scheduled", "a")]


def test_an_equal_place_explains_the_number_that_is_skipped() -> None:
    shared = stated(car("a", 1), car("b", 2), car("c", 2), car("d", 4))
    assert [problem.code for problem in find_problems(shared)] == ["place_shared"]


def test_a_sound_sheet_has_no_problem() -> None:
    assert (
        find_problems(stated(car("a", 1, laps=10, grid=1), car("b", 2, laps=9, grid=2), car("c", None), laps=10)) == ()
    )
    assert find_problems(timed(road("a", 1, laps=3), road("b", 2, laps=9))) == ()  # qualifying: laps say nothing
    assert find_problems(timed(road("a", 1), road("n", None, status=FinishStatus.DNS))) == ()


def test_a_partial_sheet_may_have_holes_and_unknown_places() -> None:
    assert (
        find_problems(stated(car("a", 1), car("b", 4), car("c", None, status=FinishStatus.CLASSIFIED), complete=False))
        == ()
    )


def test_errors_come_first_and_the_order_of_the_lines_does_not_matter() -> None:
    lines = [line("a", 1), car("b", 1), car("c", None, status=FinishStatus.CLASSIFIED)]
    found = find_problems(stated(*lines))
    assert [problem.code for problem in found] == ["place_missing", "number_missing", "place_shared"]
    assert [problem.level for problem in found] == [Level.ERROR, Level.WARNING, Level.WARNING]
    assert find_problems(stated(*lines[::-1])) == found
