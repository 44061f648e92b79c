"""Sentences that were wrong once, or would have been, on the results of real seasons: what they must not say."""

from dataclasses import replace
from datetime import date
from typing import Any

from championships.stories.draft import Fact
from championships.stories.drafting import draft_preview, draft_report, find_facts
from championships.stories.english.voice import English
from championships.stories.french.grammar import name_event
from championships.stories.picture import (
    CareerPicture,
    CarPicture,
    DecisionPicture,
    EntryPicture,
    Label,
    Picture,
    ResultPicture,
    SeasonPicture,
    SessionPicture,
    TablePicture,
)
from championships.stories.values import Values
from championships.stories.writing import Writer
from tests.stories.pictures import (
    AFTER_CASTELLET,
    AFTER_IMOLA,
    CUP,
    PEOPLE,
    count_results,
    enter,
    figures,
    find,
    look,
    make_picture,
    make_race,
    make_rounds,
    make_season,
    make_standing,
    state,
    with_table,
)
from tests.stories.test_sentences import read

FIELD = ("ada", "enzo", "oscar", "yvan", "lea")
AFTER_ARAGON = make_standing("aragon", ("ada", 1, "120"), ("enzo", 2, "105"), ("oscar", 3, "80"))


def race(event: str, number: int, winner: str, **keys: Any) -> SessionPicture:
    return make_race(event, number, winner, *(driver for driver in FIELD if driver != winner), **keys)


def sprint(*results: ResultPicture) -> tuple[ResultPicture, ...]:
    return tuple(replace(one, counts=False) for one in results)


def report(*races: SessionPicture, results: tuple[ResultPicture, ...] | None = None, **changes: Any) -> Picture:
    counted = count_results(*races) if results is None else results
    return make_picture(
        make_season(AFTER_CASTELLET, AFTER_IMOLA, AFTER_ARAGON, results=counted), sessions=races, **changes
    )


# --- Sprints: their winner has not won as the table counts wins -------------------------------------------------------


def test_a_sprint_neither_makes_nor_ends_a_run_of_wins() -> None:
    def run(*winners: tuple[str, bool]) -> list[tuple[Any, ...]]:
        slots = (("castellet", 1), ("castellet", 2), ("imola", 1), ("imola", 2))
        races = [race(event, n, who) for (event, n), (who, _counts) in zip(slots, winners, strict=True)]
        results = tuple(
            result
            for one, (_who, counts) in zip(races, winners, strict=True)
            for result in (count_results(one) if counts else sprint(*count_results(one)))
        )
        return figures(
            make_picture(make_season(results=results), sessions=tuple(races)), "run", "drivers", "wins", "event"
        )

    assert run(("enzo", True), ("ada", True), ("ada", False), ("ada", True)) == []  # two wins and a sprint
    assert run(("ada", True), ("ada", True), ("enzo", False), ("ada", True)) == [(["ada"], 3, "castellet")]


def test_a_run_is_not_told_over_a_race_whose_result_is_not_known() -> None:
    slots = (("castellet", 1), ("castellet", 2), ("imola", 1), ("imola", 2))
    races = [race(event, n, "ada") for event, n in slots]
    missing = replace(races[2], state="", complete=False, cars=())
    known = [one for one in races if one is not races[2]]
    picture = make_picture(make_season(results=count_results(*known)), sessions=(races[0], races[1], missing, races[3]))
    assert find(picture, "run") == []


def test_who_won_a_sprint_is_not_said_to_have_no_win() -> None:
    standing = make_standing("imola", ("ada", 1, "80", 2), ("enzo", 2, "71", 0))
    rows = tuple(replace(row, podiums=3) for row in standing.rows)
    won = sprint(*count_results(race("imola", 1, "enzo")))
    season = make_season(replace(standing, rows=rows))
    assert figures(make_picture(season), "winless", "driver") == [("enzo",)]
    assert find(make_picture(replace(season, results=won)), "winless") == []


def test_a_first_win_is_not_that_of_a_sprint() -> None:
    first, second = race("aragon", 1, "enzo"), race("aragon", 2, "enzo")
    results = (*sprint(*count_results(first)), *count_results(second))
    assert figures(report(first, second, results=results), "first_win", "driver", "session", after=True) == [
        ("enzo", "race-2")
    ]


def test_a_start_to_come_is_counted_in_races_that_count() -> None:
    careers = (CareerPicture("cup", "ada", starts=98),)
    season = make_season(history_complete_from=2019)
    assert figures(make_picture(season, careers=careers), "milestone", "number") == [(100,)]
    assert figures(make_picture(replace(season, starts_here=1), careers=careers), "milestone", "number") == []


# --- Races ------------------------------------------------------------------------------------------------------------


def test_who_went_on_in_another_car_has_not_retired() -> None:
    sheet = race("aragon", 1, "enzo")
    gone = CarPicture("8", ("ada",), status="DNF")
    without = tuple(car for car in sheet.cars if car.drivers != ("ada",))
    picture = report(replace(sheet, cars=(*without, gone)))
    assert [f.drivers for f in find(picture, "retired", after=True)] == [("ada",)]
    went_on = replace(sheet, cars=(*sheet.cars, gone))
    assert find(report(went_on, results=count_results(sheet)), "retired", after=True) == []


def test_the_podium_is_not_told_where_somebody_drove_two_cars() -> None:
    sheet = race("aragon", 1, "ada")
    cars = (sheet.cars[0], sheet.cars[1], replace(sheet.cars[2], drivers=("enzo", "oscar")), *sheet.cars[3:])
    results = tuple(one for one in count_results(sheet) if one.driver != "oscar")
    results += (ResultPicture("general", "oscar", "aragon", "race-1", 3, 3),)
    assert figures(report(replace(sheet, cars=cars), results=results), "race", "second", after=True) == [([],)]


def test_the_best_comeback_is_not_told_where_the_pit_lane_may_have_made_a_better_one() -> None:
    sheet = race("aragon", 1, "ada")
    grids = (6, 1, 2, 3, 4)
    known = replace(sheet, cars=tuple(replace(car, grid=g) for car, g in zip(sheet.cars, grids, strict=True)))
    assert figures(report(known), "comeback", "gained", after=True) == [(5,)]
    from_the_lane = replace(known.cars[0], number="9", drivers=("zoe",), place=2, grid=None)
    many = tuple(
        CarPicture(str(50 + n), (f"other-{n}",), place=6 + n, status="CLASSIFIED", grid=6 + n) for n in range(4)
    )
    hidden = replace(known, cars=(*known.cars, from_the_lane, *many))
    assert find(report(hidden, results=count_results(known)), "comeback", after=True) == []


def test_pole_position_is_not_that_of_somebody_who_was_moved_back_on_the_grid() -> None:
    qualifying = replace(race("aragon", 1, "ada"), id="q", kind="qualifying", order=1)
    sheet = race("aragon", 1, "enzo")
    grids = {"ada": 4, "enzo": 1}
    moved = replace(sheet, cars=tuple(replace(car, grid=grids.get(car.drivers[0])) for car in sheet.cars))
    results = count_results(sheet)
    assert figures(report(qualifying, sheet, results=results), "pole", "drivers", "all", after=True) == [
        (["ada"], True)
    ]
    assert figures(report(qualifying, moved, results=results), "pole", "drivers", "all", after=True) == [
        (["ada"], False)
    ]


def test_two_cars_in_one_document_are_two_decisions_and_keep_their_keys() -> None:
    sheet = race("aragon", 1, "ada")
    one = DecisionPicture("aragon", "race-1", "time", ("enzo",), number="12", document="7")
    two = replace(one, drivers=("oscar",), number="79")
    spoken = replace(one, drivers=("lea",), number="21", document="")
    facts = find(report(sheet, decisions=(one, two, spoken)), "decision", after=True)
    assert len(facts) == 3
    # Another decision taken back: the key of the one without a document is still the same.
    again = find(report(sheet, decisions=(one, spoken)), "decision", after=True)
    assert {fact.key for fact in again} < {fact.key for fact in facts}


# --- Tables -----------------------------------------------------------------------------------------------------------


def test_within_one_win_is_not_said_of_somebody_who_cannot_win_the_title_any_more() -> None:
    season = make_season()
    assert figures(make_picture(season), "tight", "count") == [(3,)]
    closed = with_table(season, outlook=look("ada", "enzo", out=("oscar",)))
    assert find(make_picture(closed), "tight") == []


def test_the_best_climber_is_not_told_where_a_newcomer_may_have_come_from_further_back() -> None:
    before = make_standing("castellet", ("ada", 1, "40"), ("oscar", 2, "30"), ("enzo", 3, "28"), ("yvan", 4, "20"))
    after = make_standing(
        "imola", ("ada", 1, "80"), ("yvan", 2, "71"), ("oscar", 3, "60"), ("lea", 4, "50"), ("enzo", 5, "30")
    )
    assert figures(make_picture(make_season(before, after)), "climber", "driver", "gained") == [("yvan", 2)]
    newcomer = make_standing(
        "imola", ("ada", 1, "80"), ("yvan", 2, "71"), ("lea", 3, "60"), ("oscar", 4, "50"), ("enzo", 5, "30")
    )
    assert find(make_picture(make_season(before, newcomer)), "climber") == []


def test_two_level_neighbours_are_not_told_where_the_second_shares_his_place() -> None:
    standing = make_standing("imola", ("ada", 1, "80"), ("enzo", 2, "60"), ("oscar", "3=", "60"), ("lea", "3=", "60"))
    assert find(make_picture(make_season(standing)), "level") == []


# --- People -----------------------------------------------------------------------------------------------------------


def test_a_first_appearance_is_not_that_of_somebody_who_was_entered_and_did_not_start() -> None:
    def told(career: CareerPicture) -> list[tuple[Any, ...]]:
        season = make_season(history_complete_from=2019)
        lists = (*enter("castellet", "ada"), *enter("imola", "ada"), *enter("aragon", "ada", "lea"))
        return figures(make_picture(season, entries=lists, careers=(career,)), "debut", "driver")

    assert told(CareerPicture("cup", "lea")) == [("lea",)]
    assert told(CareerPicture("cup", "lea", entered=True)) == []


def test_the_double_names_only_those_who_can_win_the_same_titles() -> None:
    def season(name: str, *able: str) -> SeasonPicture:
        made = with_table(make_season(), outlook=look(*able, out=("yvan",)))
        return replace(made, season=name, championship=name)

    three = season("one", "ada", "enzo"), season("two", "ada", "enzo"), season("three", "ada")
    assert figures(make_picture(*three), "double", "drivers", "seasons") == [(["ada"], ["one", "two", "three"])]


def test_everybody_is_everybody_on_the_list_guests_too() -> None:
    other = replace(make_season(), season="other-2025", championship="other")
    both = tuple(replace(one, seasons=(CUP, "other-2025")) for one in enter("aragon", "ada", "enzo"))
    guest = replace(enter("aragon", "lea")[0], seasons=(), guest_in=(CUP,))
    assert figures(make_picture(make_season(), other, entries=both), "several", "everybody") == [(True,)]
    assert figures(make_picture(make_season(), other, entries=(*both, guest)), "several", "everybody") == [(False,)]


def test_a_car_that_was_withdrawn_was_not_shared() -> None:
    shared = enter("imola", ("ada", "enzo"))
    alone = enter("aragon", "ada")
    assert len(find(make_picture(entries=(*shared, *alone)), "alone")) == 1
    gone = tuple(replace(one, withdrawn=True) for one in shared)
    assert find(make_picture(entries=(*gone, *alone)), "alone") == []


def test_a_change_of_team_is_not_told_of_somebody_who_is_in_two_cars() -> None:
    before, now = enter("imola", "ada"), enter("aragon", "ada")
    moved = (replace(now[0], team="songes"),)
    assert len(find(make_picture(entries=(*before, *moved)), "change_team")) == 1
    second = EntryPicture("aragon", "77", ("ada",), team="mirage", seasons=(CUP,))
    assert find(make_picture(entries=(*before, *moved, second)), "change_team") == []


# --- The calendar -----------------------------------------------------------------------------------------------------


def move(picture: Picture, **dates: tuple[date, date] | None) -> Picture:
    """The picture with events on other days; None: postponed, and nobody knows to when."""
    events, rounds = dict(picture.events), []
    for held in picture.seasons[0].rounds:
        slug = held.event.replace("-", "_")
        if slug not in dates:
            rounds.append(held)
            continue
        days = dates[slug]
        start, end = days or (held.starts_on, held.ends_on)
        rounds.append(replace(held, starts_on=start, ends_on=end, postponed=days is None))
        events[held.event] = replace(events[held.event], starts_on=start, ends_on=end, postponed=days is None)
    return replace(picture, events=events, seasons=(replace(picture.seasons[0], rounds=tuple(rounds)),))


def list_kinds(picture: Picture, *, after: bool = False) -> set[str]:
    return {fact.kind for fact in find_facts(picture, after=after)}


def test_a_round_postponed_past_others_leaves_what_is_left_and_which_round_it_is_unsaid() -> None:
    later = move(make_picture(), imola=(date(2025, 11, 1), date(2025, 11, 2)))
    assert {"round", "left", "next"} <= list_kinds(make_picture())
    assert {"round", "left", "next"}.isdisjoint(list_kinds(later))
    assert {"round", "left", "next"}.isdisjoint(list_kinds(move(make_picture(), imola=None)))


def test_the_tables_of_a_round_run_after_those_of_higher_numbers_are_not_told() -> None:
    moved = move(make_picture(day=date(2025, 11, 20)), aragon=(date(2025, 11, 29), date(2025, 11, 30)))
    assert {"lead", "third", "gap_change"} <= list_kinds(make_picture())
    assert {"lead", "third", "gap_change"}.isdisjoint(list_kinds(moved))


def test_a_meeting_that_is_postponed_is_neither_the_next_nor_on_a_day() -> None:
    final = move(make_picture(), magny_cours=None)
    assert find(make_picture(), "next")
    assert not find(final, "next")
    here = move(make_picture(), aragon=None)
    assert figures(here, "meeting", "starts_on", "ends_on") == [(None, None)]


def test_a_cancelled_meeting_is_not_announced() -> None:
    picture = make_picture()
    gone = replace(picture, events={**picture.events, "aragon": replace(picture.events["aragon"], cancelled=True)})
    gone = replace(gone, seasons=(replace(make_season(), rounds=make_rounds(aragon=True)),))
    assert find(gone, "meeting") == []
    assert draft_preview(gone).title.english == "Aragon: the preview"


def test_the_only_meeting_of_a_season_is_no_final_and_the_first_of_two_no_last_but_one() -> None:
    season = make_season(AFTER_IMOLA)
    only = replace(season, rounds=(season.rounds[2],), tables=())
    assert find(make_picture(only), "round") == []
    two = replace(season, rounds=season.rounds[2:], tables=())
    (one,) = figures(make_picture(two), "round", "rounds")[0][0]
    assert (one["opening"], one["penultimate"], one["last"]) == (True, False, False)


def test_what_changed_since_an_older_table_did_not_change_at_one_event() -> None:
    before = make_standing("castellet", ("enzo", 1, "40"), ("ada", 2, "30"))
    now = make_standing("aragon", ("ada", 1, "120"), ("enzo", 2, "105"))
    told = {"new_leader", "climber", "gap_change"}
    between = make_standing("imola", ("enzo", 1, "80"), ("ada", 2, "71"))
    assert "new_leader" in list_kinds(make_picture(make_season(before, between, now)), after=True)
    assert told.isdisjoint(list_kinds(make_picture(make_season(before, now)), after=True))


def test_a_circuit_new_since_a_year_is_not_a_new_circuit() -> None:
    draft = draft_preview(make_picture(make_season(history_complete_from=2019)))
    assert any(one.kind == "first_visit" for one in draft.lead)
    assert "new circuit" not in draft.title.english
    assert "nouveau" not in draft.title.french
    stated = draft_preview(make_picture(stated=(state("first_visit", event="aragon"),)))
    assert "new circuit" in stated.title.english


def test_cars_are_not_counted_where_somebody_stands_on_the_list_twice() -> None:
    twice = (*enter("aragon", "ada", "enzo"), EntryPicture("aragon", "77", ("ada",), seasons=(CUP,)))
    assert figures(make_picture(entries=enter("aragon", "ada", "enzo")), "field", "cars") == [(2,)]
    assert find(make_picture(entries=twice), "field") == []


# --- Sentences --------------------------------------------------------------------------------------------------------


def test_the_winner_of_the_last_of_several_races_of_a_class_has_not_won_the_class() -> None:
    races = race("imola", 1, "yvan"), race("imola", 2, "enzo")
    table = TablePicture(
        "gentleman",
        Label("Gentleman"),
        "gentleman",
        standings=(make_standing("castellet", ("enzo", 1), ("yvan", 2)), make_standing("imola", ("enzo", 1))),
    )
    season = make_season(results=count_results(*races, table="gentleman"))
    season = replace(season, tables=(*season.tables, table))
    assert figures(make_picture(season, sessions=races), "class_winner", "only_last") == [(True,)]
    values = {"season": CUP, "category": "gentleman", "driver": "enzo", "event": "imola", "taken": False}
    assert read("class_winner", "en", {**values, "only_last": True}) == [
        "Enzo Roc won the last race of the Gentleman class at the meeting before, at Imola."
    ]


def test_a_crew_on_the_podium_is_parted_from_the_next() -> None:
    values = {
        "event": "aragon",
        "session": "race-1",
        "winner": ["ada"],
        "second": ["enzo", "oscar"],
        "third": ["lea"],
        "gap_ms": None,
        "provisional": False,
    }
    assert read("race", "fr", values)[0].endswith("devant Enzo Roc et Oscar Py, puis Léa Roc.")
    assert read("race", "en", values)[0].endswith("ahead of Enzo Roc and Oscar Py, then Léa Roc.")


def test_two_people_of_one_name_are_told_apart_by_their_cars_every_time() -> None:
    people = PEOPLE | {"oscar": replace(PEOPLE["oscar"], name="Ada Pignon")}
    values = Values({"cars": {"ada": {"number": "7"}, "oscar": {"number": "79"}}})
    voice = English(make_picture(people=people))
    voice.settle(voice.with_car("ada", values))
    assert voice.with_car("oscar", values) == "Ada Pignon (no. 79)".replace(". ", ".\N{NO-BREAK SPACE}")


def test_a_grand_prix_with_a_vowel_is_elided() -> None:
    assert name_event("Austrian Grand Prix").at == "lors de l’Austrian Grand Prix"
    assert name_event("Japanese Grand Prix").at == "lors du Japanese Grand Prix"


def test_no_sentence_begins_with_a_figure_where_it_can_be_helped() -> None:
    fact = Fact("left:x", "left", {"seasons": [CUP], "meetings": 13, "races": 13})
    for number in range(20):
        sentence = Writer(make_picture()).write(replace(fact, key=f"left:{number}"))
        assert not sentence.english[0].isdigit()
        assert not sentence.french[0].isdigit()


def test_a_title_decided_before_is_not_won_at_the_last_meeting() -> None:
    standing = make_standing("aragon", ("ada", 1, "120"), ("enzo", 2, "99"))
    season = with_table(
        make_season(AFTER_IMOLA, standing),
        outlook=look(champion="ada", left=0),
        outlook_before=look(champion="ada", left=2),
        finished=True,
    )
    (fact,) = find(make_picture(season), "champion", after=True)
    assert fact.figures["new"] is False
    assert "wins" not in read("champion", "en", fact.figures)[0]


def test_a_class_won_at_the_meeting_of_the_report_is_not_that_of_the_meeting_before() -> None:
    won = (state("class_win", driver="enzo", season=CUP, event="aragon", value={"category": "gentleman"}),)
    table = TablePicture(
        "gentleman", Label("Gentleman"), "gentleman", standings=(make_standing("aragon", ("enzo", 1), partial=True),)
    )
    season = make_season(AFTER_IMOLA, AFTER_ARAGON)
    season = replace(season, tables=(*season.tables, table))
    texts = [one.english for one in draft_report(make_picture(season, stated=won)).sentences()]
    assert "Enzo Roc won the Gentleman class at Aragon." in " ".join(texts).replace(
        "Roc (Écurie Mirage, no. 12)", "Roc"
    )
    assert not any("meeting before" in text for text in texts)
    both = (*won, state("class_win", driver="yvan", season=CUP, event="aragon", value={"category": "gentleman"}))
    assert find(make_picture(season, stated=both), "class_winner", after=True) == []
