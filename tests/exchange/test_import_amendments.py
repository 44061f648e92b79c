"""The same package again writes nothing; a corrected one shows its differences and needs a reason."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from championships.exchange.season_package.reading import read_package
from championships.models import (
    Bulletin,
    Decision,
    Driver,
    LedgerEntry,
    PointsAdjustment,
    Revision,
    RuleBook,
    Season,
    Session,
    Sheet,
    Standing,
)
from championships.officiating.ledger import verify
from championships.officiating.sealing import verify_seal
from championships.queries.tables import load_tables
from tests.exchange.packages import FILES, assert_nothing_changes, change, run_export, run_import, write_package
from tests.factories import make_user

pytestmark = pytest.mark.django_db

# In the second round Uma and Ivo change places.
CORRECTED = change(
    "results.csv",
    ("2,race,1,01,7,uma,blot,,,1,CLASSIFIED", "2,race,1,01,7,uma,blot,,,2,CLASSIFIED"),
    ("2,race,2,02,8,ivo,quill,quill-racing,,2,", "2,race,2,02,8,ivo,quill,quill-racing,,1,"),
    ("2,race,3,02,8,ana,blot,,,2,", "2,race,3,02,8,ana,blot,,,1,"),
)


def write_rows(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def read_table(table: str = "drivers") -> list[tuple[str, str, str]]:
    rows = Standing.objects.filter(table__key=table, final=True).order_by("rank")
    return [(str(row.position), row.competitor, str(row.points)) for row in rows]


@pytest.fixture
def imported(tmp_path: Path) -> Path:
    folder = write_package(tmp_path / "package")
    code, _out, err = run_import(folder)
    assert (code, err) == (0, "")
    return folder


def test_the_tables_follow_from_the_results(imported: Path) -> None:
    # Ivo: 5 sprint, 5 race; the shared car of round 2 scores nothing; 1 point deducted. Uma: 3, 3.5, 5.5.
    assert read_table() == [("1", "uma", "12"), ("2", "ivo", "9"), ("3", "ana", "0")]
    assert read_table("teams") == [("1", "blot", "8"), ("2", "quill", "5")]


def test_the_same_package_again_writes_no_row(imported: Path) -> None:
    code, out, _err = assert_nothing_changes(lambda: run_import(imported))  # type: ignore[misc]
    assert code == 0
    assert "paper-cup-2024: unchanged, nothing written" in out


def test_the_same_package_again_needs_no_reason_and_takes_none(imported: Path) -> None:
    code, out, _err = assert_nothing_changes(lambda: run_import(imported, amend="just to be sure"))  # type: ignore[misc]
    assert (code, "unchanged" in out) == (0, True)


def test_a_corrected_package_shows_its_differences_and_changes_nothing(imported: Path) -> None:
    write_package(imported, results=CORRECTED, rules=change("rules.json", ('"points": 1,', '"points": 2,')))
    code, _out, err = assert_nothing_changes(lambda: run_import(imported))  # type: ignore[misc]
    assert code == 1
    assert "results.csv, round 2 race, uma: position 1 → 2." in err
    assert "results.csv, round 2 race, ivo: position 2 → 1." in err
    assert "rules.json, adjustments: new: {standings: drivers, competitor: ivo, type: deduct, points: 2" in err
    assert "round 1" not in err
    assert "--amend REASON" in err


def test_a_correction_makes_new_bulletins_for_the_sessions_that_changed(imported: Path) -> None:
    entries = LedgerEntry.objects.count()
    write_package(imported, results=CORRECTED)
    code, out, _err = run_import(imported, amend="timing was read wrongly")
    assert code == 0
    assert "round 2 race, uma: position 1 → 2." in out
    assert "amended, 1 sessions issued again or anew, 0 withdrawn" in out
    changed = Bulletin.objects.filter(session__round_sessions__round__number=2).order_by("n")
    assert [(row.n, row.state, row.per_source, row.current) for row in changed] == [
        (1, "official", True, False),
        (2, "amended", True, True),
    ]
    assert changed[1].reason == "timing was read wrongly"
    assert Bulletin.objects.exclude(session__round_sessions__round__number=2).filter(n__gt=1).count() == 0
    assert all(verify_seal(row) for row in Bulletin.objects.all())
    assert verify() is None
    assert LedgerEntry.objects.count() == entries + 1
    entry = LedgerEntry.objects.order_by("n").last()
    assert entry is not None
    assert (entry.verb, entry.actor_name, entry.detail["reason"]) == ("import_season", "Op", "timing was read wrongly")
    # Nobody else won round 2: the car that did was shared, and shared cars score nothing here.
    assert read_table() == [("1", "uma", "10"), ("2", "ivo", "9"), ("3", "ana", "0")]
    assert_nothing_changes(lambda: run_import(imported))


def test_a_correction_is_issued_now_and_a_result_at_the_end_of_its_day(imported: Path) -> None:
    before = datetime.now(UTC)
    write_package(imported, results=CORRECTED)
    run_import(imported, amend="why")
    issued = [row.issued_at for row in Bulletin.objects.filter(n=1).order_by("session__round_sessions__order")]
    assert issued == [
        datetime(2024, 3, 2, 23, 59, 59, tzinfo=UTC),
        datetime(2024, 3, 3, 23, 59, 59, tzinfo=UTC),
        datetime(2024, 4, 7, 23, 59, 59, tzinfo=UTC),
    ]
    assert before <= Bulletin.objects.get(n=2).issued_at <= datetime.now(UTC)
    revisions = list(Revision.objects.order_by("n").values_list("n", "issued_at"))
    assert [n for n, _at in revisions] == list(range(1, len(revisions) + 1))
    assert [at for _n, at in revisions] == sorted(at for _n, at in revisions)
    assert Season.objects.get().revision == len(revisions)


def test_a_season_can_be_asked_for_as_it_stood_after_its_first_round(imported: Path) -> None:
    season = Season.objects.get()
    write_package(imported, results=CORRECTED)
    run_import(imported, amend="why")

    def read_at(at: datetime) -> list[tuple[str, str]]:
        table = load_tables([season.pk], at=at)[season.pk].table("drivers")
        return [(row.competitor, str(row.points)) for row in table.shown.rows] if table and table.shown else []

    assert read_at(datetime(2024, 3, 1, tzinfo=UTC)) == []
    # The point was taken with round 2.
    assert read_at(datetime(2024, 4, 1, tzinfo=UTC)) == [("ivo", "10"), ("uma", "13/2")]
    assert read_at(datetime(2024, 6, 1, tzinfo=UTC)) == [("uma", "12"), ("ivo", "9"), ("ana", "0")]
    assert read_at(datetime.now(UTC))[0] == ("uma", "10")


def test_a_result_without_a_date_is_issued_at_the_end_of_its_year(tmp_path: Path) -> None:
    rounds = FILES["rounds.csv"].replace("2024-04-07", "")
    run_import(write_package(tmp_path, rounds=rounds))
    row = Bulletin.objects.get(session__round_sessions__round__number=2)
    assert row.issued_at == datetime(2024, 12, 31, 23, 59, 59, tzinfo=UTC)


def test_a_session_that_vanished_is_withdrawn_and_nobody_is_deleted(imported: Path, tmp_path: Path) -> None:
    people = set(Driver.objects.values_list("slug", flat=True))
    sheets = Sheet.objects.count()
    keep = [line for line in FILES["results.csv"].splitlines() if not line.startswith("1,sprint")]
    rounds = [line for line in FILES["rounds.csv"].splitlines() if not line.startswith("1,sprint")]
    write_package(imported, results="\n".join(keep), rounds="\n".join(rounds))
    code, out, _err = run_import(imported, amend="there was no sprint")
    assert code == 0
    assert "rounds.csv, round 1 sprint: vanished." in out
    assert "0 sessions issued again or anew, 1 withdrawn" in out
    sprint = Session.objects.get(slug="sprint")
    assert sprint.state == "cancelled"
    assert list(sprint.bulletins.order_by("n").values_list("state", flat=True)) == ["official", "withdrawn"]
    assert set(Driver.objects.values_list("slug", flat=True)) == people
    assert Sheet.objects.count() == sheets
    assert read_table() == [("1", "uma", "9"), ("2", "ivo", "4"), ("3", "ana", "0")]
    run_export("paper-cup-2024", tmp_path / "out")
    assert read_package(tmp_path / "out") == read_package(imported)
    assert_nothing_changes(lambda: run_import(tmp_path / "out"))


def test_a_session_that_comes_back_is_published_again(imported: Path) -> None:
    keep = [line for line in FILES["results.csv"].splitlines() if not line.startswith("1,sprint")]
    write_package(imported, results="\n".join(keep))
    run_import(imported, amend="without the sprint")
    sprint = Session.objects.get(slug="sprint")
    assert (sprint.state, Bulletin.objects.get(session=sprint, current=True).state) == ("planned", "withdrawn")
    assert read_table()[0] == ("1", "uma", "9")
    write_package(imported)
    run_import(imported, amend="with the sprint")
    assert Bulletin.objects.get(session=sprint, current=True).state == "amended"
    assert read_table()[0] == ("1", "uma", "12")


def test_a_new_round_is_issued_in_its_own_time(imported: Path) -> None:
    more = FILES["results.csv"] + "3,race,1,01,7,ana,blot,,,1,CLASSIFIED,0,10,,,,,,0,0,\n"
    write_package(imported, results=more, rounds=FILES["rounds.csv"].replace("3,race,,", "3,race,2024-05-05,"))
    code, _out, _err = run_import(imported, amend="round 3")
    assert code == 0
    row = Bulletin.objects.get(session__round_sessions__round__number=3)
    assert (row.n, row.state, row.issued_at) == (1, "official", datetime(2024, 5, 5, 23, 59, 59, tzinfo=UTC))


def test_changed_rules_make_a_new_version_and_no_new_bulletin(imported: Path) -> None:
    bulletins = Bulletin.objects.count()
    write_package(imported, rules=change("rules.json", ("[5, 3, 2, 1]", "[10, 3, 2, 1]")))
    code, out, _err = run_import(imported, amend="the win counts 10")
    assert code == 0
    assert "rules.json, points_tables.race[0]: 5 → 10." in out
    assert Bulletin.objects.count() == bulletins
    assert [(row.n, row.corrects_id) for row in RuleBook.objects.order_by("n")] == [
        (1, None),
        (2, RuleBook.objects.get(n=1).pk),
    ]
    assert read_table() == [("1", "ivo", "19"), ("2", "uma", "17"), ("3", "ana", "0")]


def test_a_decision_on_a_session_makes_a_new_bulletin_of_the_same_sheet(imported: Path) -> None:
    override = '"session_overrides": [{"round": 2, "session": "race", "factor": "1/2", "reason": "rain"}]'
    write_package(imported, rules=change("rules.json", ('"session_overrides": []', override)))
    code, _out, _err = run_import(imported, amend="half points were given")
    assert code == 0
    first, second = Bulletin.objects.filter(session__round_sessions__round__number=2).order_by("n")
    assert (first.sheet_id, second.state) == (second.sheet_id, "amended")
    assert [row.terms["factor"] for row in second.decisions.all()] == ["1/2"]
    assert read_table()[0] == ("1", "uma", "19/2")
    write_package(imported)
    run_import(imported, amend="no, they were not")
    assert Decision.objects.get().annulled_at is not None
    assert read_table()[0] == ("1", "uma", "12")


def test_an_adjustment_that_vanished_is_annulled_not_deleted(imported: Path) -> None:
    rules = change("rules.json", ('"points": 1, "effective_after"', '"points": 3, "effective_after"'))
    write_package(imported, rules=rules)
    run_import(imported, amend="three points")
    rows = PointsAdjustment.objects.order_by("pk")
    assert [(row.terms["points"], row.annulled_at is None) for row in rows] == [(1, False), (3, True)]
    assert ("2", "ivo", "7") in read_table()


def test_a_corrected_calendar_changes_no_address(imported: Path) -> None:
    rounds = change("rounds.csv", ("2024-04-07,Ink Lake", "2024-04-14,Great Ink Lake"), ("1,sprint", "1,heat"))
    results = change("results.csv", ("1,sprint", "1,heat"))
    rules = change("rules.json", ('"sprint"', '"heat"'))
    write_package(imported, rounds=rounds, results=results, rules=rules)
    code, _out, err = run_import(imported, amend="names and dates")
    assert (code, err) == (0, "")
    event = Season.objects.get().rounds.get(number=2).event
    assert (event.slug, event.name_fr, str(event.starts_on)) == ("ink-lake", "Great Ink Lake", "2024-04-14")
    assert_nothing_changes(lambda: run_import(imported))


@pytest.mark.parametrize("work", ["draft", "decision", "bulletin", "adjustment"])
@pytest.mark.usefixtures("unguarded")
def test_a_package_never_overrules_an_official(imported: Path, work: str) -> None:
    clerk, now = make_user(), datetime(2024, 6, 1, tzinfo=UTC)
    season, session = Season.objects.get(), Session.objects.get(slug="sprint")
    times = {"issued_at": now, "recorded_at": now}
    if work == "draft":
        Sheet.objects.create(session=session, n=2, origin="timing", entered_by=clerk, recorded_at=now)
    elif work == "decision":
        entry = session.event.entries.first()
        Decision.objects.create(session=session, kind="time", entry=entry, amount=5, author=clerk, **times)
    elif work == "bulletin":
        Bulletin.objects.filter(session=session).update(per_source=False, state="provisional", published_by=clerk)
    else:
        PointsAdjustment.objects.create(season=season, kind="deduct", table="drivers", author=clerk, **times)
    write_package(imported, results=CORRECTED)
    code, _out, err = assert_nothing_changes(lambda: run_import(imported, amend="try"))  # type: ignore[misc]
    assert code == 1
    assert "An official has entered or decided something in this season" in err
    # The package as it was is still no correction.
    write_package(imported)
    assert run_import(imported)[0] == 0
