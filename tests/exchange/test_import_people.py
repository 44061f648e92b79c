"""The same id is the same person; the same venue is the same circuit; real seasons are never refused."""

from pathlib import Path

import pytest

from championships.exchange.season_package.calendar import find_kind, name_session
from championships.exchange.season_package.entries import read_time
from championships.exchange.season_package.reading import read_package
from championships.models import Category, Circuit, Crew, Driver, Entry, Event, Line, Participation, Season, Session
from championships.officiating.people import merge_drivers
from championships.officiating.sealing import list_broken_seals
from tests.exchange.packages import (
    FILES,
    RULES,
    assert_nothing_changes,
    change,
    run_export,
    run_import,
    write_package,
)
from tests.factories import NOON, make_driver, make_user

pytestmark = pytest.mark.django_db

OTHER = change("rules.json", ('"paper-cup"', '"ink-cup"'), ('"season": 2024', '"season": 2025'))


def test_people_and_teams_with_the_same_id_are_the_same_in_another_season(tmp_path: Path) -> None:
    run_import(write_package(tmp_path / "a"), write_package(tmp_path / "b", rules=OTHER))
    assert Driver.objects.count() == 3
    assert Driver.objects.get(slug="ivo").line_parts.count() == 6
    assert {season.slug for season in Season.objects.all()} == {"paper-cup-2024", "ink-cup-2025"}


def test_a_name_stays_what_it_first_was_and_the_other_spelling_comes_out_again(tmp_path: Path) -> None:
    competitors = change("competitors.csv", ("Ana Ünal,", "Anna Unal,elsewhere"), ("Ivo Quill,nowhere", "Ivo Quill,"))
    first = write_package(tmp_path / "a")
    second = write_package(tmp_path / "b", rules=OTHER, competitors=competitors)
    code, out, err = run_import(first, second)
    assert (code, err) == (0, "")
    assert 'driver ana stays "Ana Ünal"; "Anna Unal" is kept as a spelling.' in out
    ana = Driver.objects.get(slug="ana")
    assert (ana.name, ana.country) == ("Ana Ünal", "elsewhere")
    assert [alias.text for alias in ana.aliases.all()] == ["Anna Unal"]
    run_export("ink-cup-2025", tmp_path / "out")
    assert read_package(tmp_path / "out") == read_package(second)
    assert_nothing_changes(lambda: run_import(first, second, tmp_path / "out"))


def test_a_package_that_names_a_record_merged_since_means_the_one_that_was_kept(tmp_path: Path) -> None:
    run_import(write_package(tmp_path / "a"))
    lost, kept = Driver.objects.get(slug="ivo"), make_driver("ivo-quill", name="Ivo Q.")
    merge_drivers(
        kept=kept, lost=lost, kept_version=kept.version, lost_version=lost.version, by=make_user("chief"),
        now=NOON, recorded_at=NOON,
    )  # fmt: skip
    code, out, err = run_import(write_package(tmp_path / "b", rules=OTHER))
    assert (code, err) == (0, "")
    assert "driver ivo is ivo-quill since the two records became one." in out
    assert not Driver.objects.filter(slug="ivo").exists()
    assert Driver.objects.get(slug="ivo-quill").line_parts.count() == 6
    assert not list(list_broken_seals())


def test_a_corrected_name_is_taken_where_nobody_else_knows_the_person(tmp_path: Path) -> None:
    folder = write_package(tmp_path)
    run_import(folder)
    write_package(folder, competitors=change("competitors.csv", ("Ana Ünal", "Ana Ünal-Weiß")))
    code, out, _err = run_import(folder, amend="married")
    assert code == 0
    assert "competitors.csv, driver ana: name Ana Ünal → Ana Ünal-Weiß." in out
    ana = Driver.objects.get(slug="ana")
    assert (ana.name, ana.search_name) == ("Ana Ünal-Weiß", "ana unal weiss")


def test_a_blank_country_matches_any_venue_of_that_name(tmp_path: Path) -> None:
    blank = change("rounds.csv", ("Paper Hills,Nowhere", "Paper Hills,"))
    elsewhere = change("rounds.csv", ("Paper Hills,Nowhere", "Paper Hills,Elsewhere"))
    third = change("rules.json", ('"paper-cup"', '"third-cup"'))
    run_import(write_package(tmp_path / "a", rounds=blank, rules=OTHER), write_package(tmp_path / "b"))
    assert [(row.slug, row.country) for row in Circuit.objects.order_by("pk")] == [
        ("ink-lake", ""),
        ("paper-hills", "Nowhere"),
    ]
    run_import(write_package(tmp_path / "c", rounds=elsewhere, rules=third))
    assert set(Circuit.objects.filter(name="Paper Hills").values_list("slug", "country")) == {
        ("paper-hills", "Nowhere"),
        ("paper-hills-elsewhere", "Elsewhere"),
    }
    for slug, folder in (("ink-cup-2025", "a"), ("paper-cup-2024", "b"), ("third-cup-2024", "c")):
        run_export(slug, tmp_path / "out" / folder)
        assert read_package(tmp_path / "out" / folder) == read_package(tmp_path / folder)


def test_a_venue_seen_twice_in_a_year_gives_two_events_with_addresses_of_their_own(tmp_path: Path) -> None:
    run_import(write_package(tmp_path))
    assert list(Event.objects.order_by("rounds__number").values_list("slug", "circuit__slug")) == [
        ("paper-hills", "paper-hills"),
        ("ink-lake", "ink-lake"),
        ("ink-lake-2", "ink-lake"),
    ]


def test_one_number_on_two_cars_makes_two_entries_and_a_car_keeps_its_entry_from_session_to_session(
    tmp_path: Path,
) -> None:
    run_import(write_package(tmp_path))
    entries = Entry.objects.filter(event__slug="paper-hills").order_by("order")
    assert [(row.number, row.team.slug if row.team else "", row.lines.count()) for row in entries] == [
        ("7", "quill", 2),
        ("7", "blot", 2),
        ("007", "blot", 1),
    ]
    shared = Entry.objects.get(event__slug="ink-lake", number="8")
    assert [crew.driver.slug for crew in Crew.objects.filter(entry=shared)] == ["ivo", "ana"]
    assert Participation.objects.count() == Entry.objects.count() == 5


def test_sessions_are_named_after_their_keys(tmp_path: Path) -> None:
    run_import(write_package(tmp_path))
    assert set(Session.objects.values_list("slug", "name_fr", "name_en", "kind")) == {
        ("sprint", "Sprint", "Sprint", "race"),
        ("race", "Course", "Race", "race"),
    }
    assert name_session("race2") == ("Course 2", "Race 2")
    assert name_session("qualifying") == ("Qualifications", "Qualifying")
    assert name_session("super_final") == ("Super final", "Super final")
    assert find_kind("qualifying").value == "qualifying"


# What happened in real seasons: a car with two entrants, places shared and missing, one driver in two cars and twice in
# one car, cars without a number, a place for a car that did not finish.
HARD = """\
round,session,order,car,number,driver,team,entrant,class,position,status,shared,laps,time,penalty,gap,grid,reason,fastest_lap,points_official
2,race,1,01,,uma,blot,quill-racing,A,1,CLASSIFIED,0,9,,,,,,1,
2,race,2,01,,ivo,,,A,1,CLASSIFIED,1,,,,,,,0,
2,race,3,01,,uma,quill,,A,1,CLASSIFIED,1,,,,,,,0,
2,race,4,02,,ana,blot,,B,3,CLASSIFIED,0,9,,,,,,1,
2,race,5,03,,uma,blot,,B,3,CLASSIFIED,0,9,,,,,,0,
2,race,6,04,1,ivo,blot,,,7,DNF,0,3,,+5.000,,PL,"engine, then fire",0,
2,race,7,04,1,ivo,quill,,B,,DSQ,0,3,,,,,,0,
2,race,9,05,,ana,,,,,WD,0,,,,,,,0,
"""


def test_the_oddities_of_real_seasons_come_out_as_they_went_in(tmp_path: Path) -> None:
    folder = write_package(tmp_path / "in", results=HARD)
    code, _out, err = run_import(folder)
    assert (code, err) == (0, "")
    assert Line.objects.count() == 6
    assert Line.objects.filter(car="04").count() == 2
    run_export("paper-cup-2024", tmp_path / "out")
    assert read_package(tmp_path / "out") == read_package(folder)
    assert_nothing_changes(lambda: run_import(tmp_path / "out"))


def test_guests_cars_that_may_not_score_and_categories_come_out_as_they_went_in(tmp_path: Path) -> None:
    lines = FILES["results.csv"].splitlines()
    told = [lines[0] + ",guest,scores,categories"]
    for line in lines[1:]:
        round_number, driver = line[0], line.split(",")[5]
        guest = "1" if driver == "uma" and round_number == "1" else ""
        scores = "0" if driver == "ana" and round_number == "1" else ""
        category = {"ana": "gentleman junior", "ivo": "junior" if round_number == "2" else ""}.get(driver, "")
        told.append(f"{line},{guest},{scores},{category}")
    folder = write_package(tmp_path / "in", results="\n".join(told))
    code, _out, err = run_import(folder)
    assert (code, err) == (0, "")
    assert set(Category.objects.values_list("slug", "letter")) == {("gentleman", "G"), ("junior", "J")}
    season = Season.objects.get()
    spans = season.enrolments.filter(driver__slug="ivo").order_by("from_round").values_list("from_round", "to_round")
    assert set(spans) == {(None, 1), (2, None)}
    run_export("paper-cup-2024", tmp_path / "out")
    assert read_package(tmp_path / "out") == read_package(folder)
    assert_nothing_changes(lambda: run_import(tmp_path / "out"))


def test_marks_and_line_ends_of_other_machines_are_read(tmp_path: Path) -> None:
    run_import(write_package(tmp_path / "plain"))
    folder = write_package(tmp_path / "other")
    for name in FILES:
        text = (folder / name).read_text(encoding="utf-8").replace("\n", "\r\n")
        (folder / name).write_bytes(b"\xef\xbb\xbf" + text.encode())
    (folder / "rules.json").write_bytes(b"\xef\xbb\xbf" + (folder / "rules.json").read_bytes())
    assert read_package(folder) == read_package(tmp_path / "plain")
    assert "unchanged" in assert_nothing_changes(lambda: run_import(folder))[1]  # type: ignore[index]


def test_columns_may_stand_in_any_order_and_standings_are_never_read(tmp_path: Path) -> None:
    lines = [line.split(",") for line in FILES["results.csv"].splitlines()]
    turned = "\n".join(",".join(reversed(line)) for line in lines)
    plain, other = write_package(tmp_path / "plain"), write_package(tmp_path / "turned", results=turned)
    (other / "standings_drivers.csv").write_bytes(b"\xff nonsense")
    assert read_package(other).results == read_package(plain).results


def test_entrants_need_not_be_known(tmp_path: Path) -> None:
    folder = write_package(tmp_path / "in", entrants=None)
    assert run_import(folder)[0] == 0
    run_export("paper-cup-2024", tmp_path / "out")
    assert not (tmp_path / "out" / "entrants.csv").exists()
    assert read_package(tmp_path / "out") == read_package(folder)


def test_times_are_read_where_they_are_times() -> None:
    assert [read_time(text) for text in ("3:01:04.600", "29:16.715", "58.2", "+1 lap", "", "60:00")] == [
        10_864_600,
        1_756_715,
        58_200,
        None,
        None,
        3_600_000,
    ]


def test_the_tables_of_a_championship_are_counted_in_the_progress(tmp_path: Path) -> None:
    _code, out, _err = run_import(write_package(tmp_path))
    assert f"3 rounds, 4 sessions, 8 results, {len(RULES['standings'])} tables (" in out
