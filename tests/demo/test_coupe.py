"""The invented cup: its sheets are coherent, its tables add up, and it shows what a club season can hold."""

from collections import defaultdict
from datetime import datetime
from fractions import Fraction

from championships.adapters.sheets import load_sheet
from championships.exchange.demo.files import read_sheet, read_toml
from championships.models import (
    Award,
    Bulletin,
    Championship,
    ClassifiedLine,
    Decision,
    Driver,
    Event,
    Lap,
    LineDriver,
    Participation,
    PointsAdjustment,
    Standing,
    TimingFile,
)
from championships.officiating.sealing import verify_seal
from championships.scoring.checks import Level, find_problems
from tests.demo.demo_case import AT_THE_END, CHALLENGE, CUP, EVENING, DemoCase, rows_of, tables_of, tell


def state_at(event: str, session: str, at: str) -> list[tuple[int, str]]:
    found = Bulletin.objects.filter(session__event__slug=event, session__slug=session)
    return [(row.n, row.state) for row in found.in_force(datetime.fromisoformat(at))]


class TestTheInventedCup(DemoCase):
    def test_everything_of_the_cup_is_marked_as_a_demonstration(self) -> None:
        assert set(Championship.objects.filter(demo=True).values_list("slug", flat=True)) == {CUP, CHALLENGE}
        counted = Event.objects.filter(rounds__season__championship__demo=True)
        assert counted.exists()
        assert not counted.filter(demo=False).exists()
        driving = Driver.objects.filter(crews__entry__event__demo=True)
        assert driving.exists()
        assert not driving.filter(demo=False).exists()
        assert not Driver.objects.filter(crews__entry__event__demo=False, demo=True).exists()

    def test_every_sheet_is_free_of_problems_but_those_a_shared_grid_place_gives(self) -> None:
        bulletins = Bulletin.objects.filter(session__event__demo=True).select_related("sheet__session")
        problems = [problem for row in bulletins for problem in find_problems(load_sheet(row.sheet))]
        assert [problem for problem in problems if problem.level is Level.ERROR] == []
        assert {problem.code for problem in problems} == set()

    def test_best_laps_and_times_agree(self) -> None:
        for record in read_toml("coupe/results.toml")["result"]:
            for line in read_sheet(f"coupe/sheets/{record['sheet']}"):
                if line.time_ms is not None:
                    assert line.laps * line.best_lap_ms <= line.time_ms, (record["sheet"], line.number)
                if line.drivers:
                    assert sum(part.laps for part in line.drivers) == line.laps, (record["sheet"], line.number)

    def test_a_number_is_text(self) -> None:
        assert LineDriver.objects.filter(line__entry__number="007", driver__slug="noe-gravier").exists()

    def test_every_bulletin_keeps_its_seal(self) -> None:
        assert all(verify_seal(bulletin) for bulletin in Bulletin.objects.all())

    def test_one_result_is_still_provisional_on_the_evening_of_the_demo(self) -> None:
        assert state_at("haute-corniche", "race-2", EVENING) == [(1, "provisional")]
        assert state_at("haute-corniche", "race-2", "2025-09-04T22:45:00+02:00") == [(2, "official")]
        at = datetime.fromisoformat(EVENING)
        standing = Bulletin.objects.get(session__event__slug="haute-corniche", session__slug="race-2", n=1)
        assert standing.issued_at < at < standing.protest_until
        others = Bulletin.objects.filter(session__event__demo=True).in_force(at).exclude(pk=standing.pk)
        assert set(others.values_list("state", flat=True)) == {"official", "amended"}

    def test_a_result_was_amended_and_the_first_one_stays_readable(self) -> None:
        assert state_at("val-brulant", "race-2", "2025-04-13T18:00:00+02:00") == [(2, "official")]
        assert state_at("val-brulant", "race-2", EVENING) == [(3, "amended")]

        def eleventh(n: int) -> str:
            bulletin = Bulletin.objects.get(session__event__slug="val-brulant", session__slug="race-2", n=n)
            return bulletin.sheet.lines.get(road_order=11).entry.number

        assert (eleventh(1), eleventh(3)) == ("55", "21")

    def test_two_officials_stand_behind_every_official_result(self) -> None:
        final = Bulletin.objects.filter(session__event__demo=True, state__in=["official", "amended"])
        assert {(row.published_by.username, row.confirmed_by.username) for row in final} <= {
            ("timekeeper", "clerk"),
            ("steward", "clerk"),
        }
        assert not final.filter(per_source=True).exists()

    def test_later_rounds_are_not_run_yet(self) -> None:
        assert tables_of(CUP, EVENING).stop.round == 3
        assert tables_of(CHALLENGE, EVENING).stop.round == 4
        assert tables_of(CUP, AT_THE_END).finished
        assert tables_of(CHALLENGE, AT_THE_END).finished

    def test_points_are_conserved_in_every_table_after_every_session(self) -> None:
        """Awards so far = gross; gross − dropped − deducted = points."""
        for championship in (CUP, CHALLENGE):
            order = {one.pk: one.order for one in tables_of(championship, AT_THE_END).sessions}
            awards: defaultdict[tuple[int, str], list[tuple[int, Fraction]]] = defaultdict(list)
            held = {"table__season__championship__slug": championship}
            for award in Award.objects.filter(**held):
                awards[award.table_id, award.competitor].append((order[award.round_session_id], award.points))
            standings = Standing.objects.filter(**held, declared=False)
            assert standings.count() > 300
            for row in standings:
                run = order[row.round_session_id]
                gross = sum(
                    (points for when, points in awards[row.table_id, row.competitor] if when <= run), Fraction(0)
                )
                dropped = sum((Fraction(points) for _round, _session, points in row.dropped), Fraction(0))
                assert row.gross == gross, row
                assert row.points == gross - dropped - row.deducted, row

    def test_half_points_were_given_in_both_championships(self) -> None:
        overrides = Decision.objects.filter(kind="session_override")
        assert [item.terms["factor"] for item in overrides] == ["1/2", "1/2"]
        winner = Award.objects.get(
            table__season__championship__slug=CHALLENGE,
            table__key="general",
            round_session__key="race2",
            round_session__round__number=2,
            places=[1],
        )
        assert winner.points == Fraction(25, 2)

    def test_results_are_dropped_a_deduction_counts_and_places_are_shared(self) -> None:
        rows = {row.competitor: row for row in rows_of(CUP, "general", EVENING)}
        assert len(rows["gaspard-vibreur"].dropped) == 1
        assert (rows["leon-piston"].gross, rows["leon-piston"].deducted, rows["leon-piston"].points) == (44, 5, 39)
        assert PointsAdjustment.objects.count() == 1
        shared = [line for line in tell(list(rows.values())) if line[0].endswith("=")]
        assert [(place, name) for place, name, *_rest in shared] == [
            ("11 =", "helene-bougie"),
            ("11 =", "igor-bougie"),
        ]
        level = [rows["dorian-chicane"], rows["fulbert-culasse"]]
        assert [(row.position, row.points) for row in level] == [(8, 47), (9, 47)]  # split by better places

    def test_a_guest_stands_in_the_results_and_in_no_table(self) -> None:
        assert Participation.objects.filter(guest=True, scores=False).count() == 6
        guests = {"rosalie-paravent", "sacha-ailleurs"}
        assert ClassifiedLine.objects.filter(driver__slug__in=guests, place__isnull=False).exists()
        assert not Standing.objects.filter(competitor__in=guests).exists()
        assert not Award.objects.filter(competitor__in=guests, points__gt="0").exists()

    def test_the_laps_of_a_race_add_up_to_its_sheet(self) -> None:
        files = TimingFile.objects.order_by("name")
        assert [(kept.session.event.slug, kept.name) for kept in files] == [
            ("haute-corniche", "haute-corniche-race-1.csv"),
            ("trois-etangs", "trois-etangs-race-1.csv"),
        ]
        for kept in files:
            for line in read_sheet(f"coupe/sheets/{kept.name}"):
                laps = list(Lap.objects.filter(timing_file=kept, entry__number=line.number).order_by("n"))
                told = (len(laps), min(lap.time_ms or 0 for lap in laps), sum(lap.time_ms or 0 for lap in laps))
                assert told[:2] == (line.laps, line.best_lap_ms), line.number
                assert line.time_ms in (None, told[2], laps[-1].elapsed_ms), line.number

    def test_penalties_change_the_final_order(self) -> None:
        disqualified = ClassifiedLine.objects.filter(
            round_session__session__event__slug="trois-etangs",
            round_session__key="race1",
            driver__slug="capucine-damier",
        )
        assert {(row.status, row.place) for row in disqualified} == {("DSQ", None)}
        kinds = set(Decision.objects.values_list("kind", flat=True))
        assert kinds == {
            "time",
            "disqualify",
            "reprimand",
            "places",
            "grid",
            "laps",
            "licence",
            "session_override",
        }

    def test_who_drove_too_little_of_a_shared_car_scores_nothing(self) -> None:
        def points(driver: str) -> Fraction | None:
            awards = Award.objects.filter(
                table__season__championship__slug=CUP,
                table__key="general",
                round_session__round__number=2,
                round_session__key="race1",
                competitor=driver,
            )
            return next((award.points for award in awards), None)

        assert points("odile-embrayage") == 4  # twelfth of those who may score
        assert not points("paul-jante")

    def test_drivers_and_teams_and_both_categories_have_their_tables(self) -> None:
        assert [table.key for table in tables_of(CUP, EVENING).tables] == ["general", "gentleman", "junior", "teams"]
        assert all(rows_of(CUP, key, EVENING) for key in ("general", "gentleman", "junior", "teams"))
