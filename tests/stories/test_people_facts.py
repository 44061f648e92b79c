"""What the entry lists, families and ages tell, and where they are silent."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from championships.stories.picture import (
    CareerPicture,
    EntryPicture,
    KinshipPicture,
    Label,
    Picture,
    TablePicture,
)
from tests.stories.pictures import (
    CUP,
    PEOPLE,
    enter,
    figures,
    make_picture,
    make_season,
    make_standing,
    state,
)

UNDECLARED = make_season(history_complete_from=None)
EVERYBODY = ("ada", "enzo", "oscar", "yvan", "lea")


def entered(*lists: tuple[EntryPicture, ...], **changes: Any) -> Picture:
    return make_picture(entries=tuple(entry for one in lists for entry in one), **changes)


def test_somebody_of_the_field_who_is_not_on_the_list_is_absent() -> None:
    lists = enter("castellet", *EVERYBODY), enter("imola", *EVERYBODY), enter("aragon", "ada", "enzo", "oscar", "yvan")
    assert figures(entered(*lists), "absence", "driver", "position") == [("lea", 5)]
    # Lists that are not held whole name nobody absent; an official may.
    assert figures(entered(*lists, seasons=(UNDECLARED,)), "absence", "driver") == []
    stated = (state("absence", driver="lea", event="aragon"),)
    assert figures(entered(*lists, seasons=(UNDECLARED,), stated=stated), "absence", "driver") == [("lea",)]


def test_nobody_is_absent_from_a_list_that_is_not_published() -> None:
    assert figures(entered(enter("imola", *EVERYBODY)), "absence", "driver") == []


def test_a_stated_absence_is_not_told_of_somebody_who_is_entered() -> None:
    picture = make_picture(stated=(state("absence", driver="lea", event="aragon"),))
    assert figures(picture, "absence", "driver") == []


def test_an_absence_in_a_class_names_the_rivals_on_its_podium_who_are_there() -> None:
    table = TablePicture(
        "gentleman",
        Label("Gentleman"),
        "gentleman",
        standings=(make_standing("imola", ("yvan", 1), ("enzo", 2), ("lea", 3), partial=True),),
    )
    season = make_season()
    season = replace(season, tables=(*season.tables, table))
    lists = enter("imola", *EVERYBODY), enter("aragon", "ada", "yvan", "oscar")
    told = figures(entered(*lists, seasons=(season,)), "absence", "driver", "category", "rivals")
    assert ("enzo", "gentleman", ["yvan"]) in told
    assert ("lea", "", []) in told  # no category of hers is known


def test_a_return_counts_the_meetings_missed_on_whole_lists() -> None:
    lists = enter("castellet", *EVERYBODY), enter("imola", "ada", "oscar"), enter("aragon", "ada", "enzo", "oscar")
    assert figures(entered(*lists), "return", "driver", "event", "missed") == [("enzo", "castellet", 1)]
    assert figures(entered(*lists, seasons=(UNDECLARED,)), "return", "driver") == []
    stated = (state("return", driver="enzo", event="aragon"),)
    told = figures(entered(*lists, seasons=(UNDECLARED,), stated=stated), "return", "driver", "event", "missed")
    assert told == [("enzo", None, None)]


def test_a_list_missing_in_between_leaves_returns_and_debuts_unsaid() -> None:
    lists = enter("castellet", "ada"), enter("aragon", "ada", "enzo")
    assert figures(entered(*lists), "return", "driver") == []
    assert figures(entered(*lists), "debut", "driver") == []


def test_a_return_is_told_with_the_oldest_of_the_field() -> None:
    facts = (state("return", driver="yvan", event="aragon"), state("oldest", driver="yvan", event="aragon"))
    picture = make_picture(stated=facts)
    assert figures(picture, "return", "driver", "oldest") == [("yvan", True)]
    assert figures(picture, "oldest", "driver") == []
    assert figures(make_picture(stated=facts[1:]), "oldest", "driver") == [("yvan",)]


def test_a_debut_is_one_of_the_season_or_since_the_year_the_history_begins() -> None:
    lists = enter("castellet", "ada"), enter("imola", "ada"), enter("aragon", "ada", "lea")
    assert figures(entered(*lists), "debut", "driver", "since", "stated") == [("lea", None, False)]
    older = make_season(history_complete_from=2019)
    assert figures(entered(*lists, seasons=(older,)), "debut", "driver", "since") == [("lea", 2019)]
    known = (CareerPicture("cup", "lea", starts=3),)
    assert figures(entered(*lists, seasons=(older,), careers=known), "debut", "driver") == []
    assert figures(entered(*lists, seasons=(UNDECLARED,)), "debut", "driver") == []
    stated = (state("debut", driver="lea", event="aragon"),)
    told = figures(entered(*lists, seasons=(UNDECLARED,), stated=stated), "debut", "driver", "stated")
    assert told == [("lea", True)]


def test_at_the_opening_everybody_is_new_and_nobody_is_told_so() -> None:
    picture = replace(make_picture(entries=enter("castellet", "ada")), event="castellet", day=date(2025, 4, 4))
    assert figures(picture, "debut", "driver") == []


def test_alone_in_a_car_once_shared_is_told_with_the_family_tie() -> None:
    lists = enter("imola", ("enzo", "lea")), enter("aragon", "enzo")
    ties = (KinshipPicture("lea", "sister", "enzo"),)
    told = figures(entered(*lists, kinships=ties), "alone", "driver", "mates", "event")
    assert told == [("enzo", [{"driver": "lea", "relation": "sister"}], "imola")]


def test_alone_is_no_news_for_somebody_who_was_alone_in_between() -> None:
    lists = enter("castellet", ("enzo", "lea")), enter("imola", "enzo"), enter("aragon", "enzo")
    assert figures(entered(*lists), "alone", "driver") == []


def test_a_shared_car_is_told_as_stated_only_where_no_earlier_list_names_the_driver() -> None:
    note = state("note", driver="enzo", season=CUP, value={"name": "shared_car", "with": ["lea"]})
    told = figures(entered(enter("aragon", "enzo"), stated=(note,)), "alone", "mates", "event")
    assert told == [([{"driver": "lea", "relation": ""}], None)]
    lists = enter("imola", "enzo"), enter("aragon", "enzo")
    assert figures(entered(*lists, stated=(note,)), "alone", "mates") == []


def test_a_number_that_was_somebody_elses_is_told() -> None:
    mine = replace(enter("aragon", "lea")[0], number="76")
    theirs = replace(enter("imola", "oscar")[0], number="76")
    assert figures(entered((theirs,), (mine,)), "former", "number", "drivers", "former") == [("76", ["lea"], ["oscar"])]
    assert figures(make_picture(), "former", "number") == []


def test_another_team_or_number_than_last_time_is_told() -> None:
    now = replace(enter("aragon", "ada")[0], number="8", team="songes")
    lists = enter("imola", "ada"), (now,)
    names = ("driver", "team", "former_team", "number", "new_number")
    assert figures(entered(*lists), "change_team", *names) == [("ada", "songes", "mirage", "8", True)]
    unknown = replace(now, team="", number="")
    assert figures(entered(lists[0], (unknown,)), "change_team", *names) == []
    assert figures(entered(lists[0], (unknown,)), "change_number", *names) == []


@pytest.mark.parametrize(
    ("crews", "told"),
    [
        (("enzo", "lea"), [("lea", "enzo", False)]),
        ((("enzo", "lea"),), [("lea", "enzo", True)]),
        (("enzo",), []),
    ],
)
def test_relatives_are_told_once_where_both_are_entered(crews: tuple[Any, ...], told: list[tuple[Any, ...]]) -> None:
    ties = (KinshipPicture("lea", "sister", "enzo"), KinshipPicture("enzo", "brother", "lea"))
    assert figures(entered(enter("aragon", *crews), kinships=ties), "family", "person", "relative", "same_car") == told


def test_who_runs_in_several_championships_is_told_by_name_while_they_are_few() -> None:
    trophy = make_season(season="trophy-2025", name=Label("Trophée"))
    entries = tuple(
        replace(entry, seasons=(CUP, "trophy-2025") if entry.drivers[0] in ("ada", "enzo") else entry.seasons)
        for entry in enter("aragon", *EVERYBODY)
    )
    picture = make_picture(make_season(), trophy, entries=entries)
    assert figures(picture, "several", "drivers", "count", "everybody") == [(["ada", "enzo"], 2, False)]
    assert figures(make_picture(make_season(), trophy), "several", "drivers") == []


def test_that_everybody_runs_in_both_is_said_of_whole_lists_alone() -> None:
    trophy = make_season(season="trophy-2025", name=Label("Trophée"))
    entries = tuple(replace(one, seasons=(CUP, "trophy-2025")) for one in enter("aragon", *EVERYBODY))
    assert figures(make_picture(make_season(), trophy, entries=entries), "several", "count", "everybody") == [(5, True)]
    partial = make_picture(UNDECLARED, trophy, entries=entries)
    assert figures(partial, "several", "count", "everybody") == [(5, False)]


def birthday(born_on: date | None, **changes: Any) -> list[tuple[Any, ...]]:
    people = PEOPLE | {"ada": replace(PEOPLE["ada"], born_on=born_on)}
    return figures(make_picture(people=people, **changes), "birthday", "driver", "years", "on", "to_come")


def test_a_birthday_is_told_since_the_last_meeting_and_during_this_one() -> None:
    assert birthday(date(1994, 8, 10)) == [("ada", 31, None, False)]
    assert birthday(date(1994, 7, 1)) == []  # since the meeting before, but two months ago: no news
    assert birthday(date(1994, 6, 29)) == []  # the last day of the meeting before
    assert birthday(date(1994, 9, 6)) == [("ada", 31, "2025-09-06", True)]
    assert birthday(date(1994, 9, 8)) == []
    assert birthday(None) == []


def test_somebody_born_on_29_february_has_a_birthday_every_year() -> None:
    people = PEOPLE | {"ada": replace(PEOPLE["ada"], born_on=date(2000, 2, 29))}
    season = make_season()
    rounds = (
        replace(season.rounds[0], starts_on=date(2025, 2, 1), ends_on=date(2025, 2, 2)),
        replace(season.rounds[1], starts_on=date(2025, 2, 28), ends_on=date(2025, 3, 2)),
    )
    picture = make_picture(replace(season, rounds=rounds), people=people, day=date(2025, 3, 1), event="imola")
    events = dict(picture.events)
    for held in rounds:
        events[held.event] = replace(events[held.event], starts_on=held.starts_on, ends_on=held.ends_on)
    assert figures(replace(picture, events=events), "birthday", "years", "on") == [(25, "2025-03-01")]


def test_a_stated_age_is_told_only_where_it_was_just_reached() -> None:
    def told(**value: Any) -> list[tuple[Any, ...]]:
        fact = state("age", driver="oscar", on_date=date(2025, 9, 4), value={"years": 19, **value})
        return figures(make_picture(stated=(fact,)), "birthday", "driver", "years")

    assert told(just_turned=True) == [("oscar", 19)]
    assert told() == []


def test_notes_of_officials_are_told_but_not_those_the_page_reads_otherwise() -> None:
    facts = (
        state("note", driver="ada", season=CUP, text=Label("Première saison.", "First season.")),
        state("note", driver="ada", value={"name": "country"}, text=Label("Pilote belge.")),
        state("note", driver="nobody", season=CUP, text=Label("Absent.")),
        state("note", event="aragon", text=Label("Vingt voitures.", "Twenty cars.")),
        state("note", event="imola", text=Label("De la pluie.")),
    )
    told = figures(make_picture(stated=facts), "note", "driver", "text_fr")
    assert told == [("ada", "Première saison."), ("", "Vingt voitures.")]


def test_a_report_leaves_out_what_was_announced_before_the_meeting() -> None:
    facts = (
        state("note", event="aragon", text=Label("À venir."), issued_on=date(2025, 9, 4)),
        state("note", event="aragon", text=Label("Passé."), issued_on=date(2025, 9, 9)),
    )
    assert figures(make_picture(stated=facts), "note", "text_fr", after=True) == [("Passé.",)]
