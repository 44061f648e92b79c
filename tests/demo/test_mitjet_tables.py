"""Every Mitjet table of the site is a published one, shown from the day and as far as it was published."""

from championships.models import Award, RuleBook
from championships.scoring.vocabulary import TableSource
from tests.demo.demo_case import (
    AFTER_ARAGON,
    AT_THE_END,
    EUROPE,
    EVENING,
    FRANCE,
    DemoCase,
    rows_of,
    tables_of,
    tell,
)


class TestMitjetTables(DemoCase):
    def test_the_french_table_is_the_published_one(self) -> None:
        assert tell(rows_of(FRANCE, "general", EVENING)) == [
            ("1", "oscar-py", "205.0", 5),
            ("2", "romain-damiani", "196.0", None),
            ("3", "jeremy-lourenco", "?", 0),
            ("4", "arnaud-malizia", "?", None),
            ("6", "thomas-laisne", "?", None),
            ("7 =", "xavier-bourlard", "?", None),
        ]

    def test_the_french_gentlemen_are_the_published_three(self) -> None:
        assert tell(rows_of(FRANCE, "gentleman", EVENING)) == [
            ("1", "jeremy-lourenco", "?", None),
            ("2", "thomas-laisne", "?", None),
            ("3", "xavier-bourlard", "?", None),
        ]

    def test_nobody_has_published_a_junior_table_yet(self) -> None:
        assert rows_of(FRANCE, "junior", EVENING) == []

    def test_the_european_table_names_two(self) -> None:
        assert tell(rows_of(EUROPE, "general", EVENING)) == [
            ("1", "romain-damiani", "369.5", 11),
            ("2", "arnaud-malizia", "328.0", 8),
        ]
        assert tell(rows_of(EUROPE, "gentleman", EVENING)) == [("1", "thomas-laisne", "?", None)]

    def test_damiani_leads_europe_after_every_round(self) -> None:
        leaders = [rows_of(EUROPE, "general", EVENING, (number, ""))[0] for number in range(1, 6)]
        assert [(row.position, row.competitor) for row in leaders] == [(1, "romain-damiani")] * 5

    def test_earlier_tables_stand_as_they_were_named(self) -> None:
        assert rows_of(FRANCE, "general", EVENING, (1, "")) == []
        assert [place for place, *_rest in tell(rows_of(FRANCE, "general", EVENING, (2, "")))] == ["1", *"????"]
        assert [row.competitor for row in rows_of(FRANCE, "general", EVENING, (2, ""))] == [
            "oscar-py",
            "romain-damiani",
            "jeremy-lourenco",
            "lorenzo-gatti",
            "arnaud-malizia",
        ]
        assert [row.competitor for row in rows_of(EUROPE, "gentleman", EVENING, (4, ""))] == [
            "jesper-b-jensen",
            "thomas-laisne",
        ]

    def test_every_table_shown_is_declared_and_no_point_is_computed(self) -> None:
        for championship in (FRANCE, EUROPE):
            for at in (EVENING, AFTER_ARAGON, AT_THE_END):
                view = tables_of(championship, at)
                assert view.hypothesis
                shown = [table.shown for table in view.tables if table.shown]
                assert {standing.source for standing in shown} == {TableSource.DECLARED}
        assert not Award.objects.filter(table__season__championship__demo=False).exists()
        books = RuleBook.objects.filter(season__championship__demo=False)
        assert list(books.values_list("standing", flat=True)) == ["hypothesis", "hypothesis"]

    def test_the_tables_after_aragon_appear_with_their_report(self) -> None:
        assert tell(rows_of(FRANCE, "general", AFTER_ARAGON)) == [
            ("1", "oscar-py", "268.0", None),
            ("2", "romain-damiani", "266.0", None),
        ]
        assert tell(rows_of(EUROPE, "general", AFTER_ARAGON)) == [
            ("1", "romain-damiani", "?", None),
            ("?", "arnaud-malizia", "?", None),
        ]

    def test_the_final_tables_appear_with_the_last_report(self) -> None:
        assert tell(rows_of(FRANCE, "general", AT_THE_END)) == [
            ("1", "romain-damiani", "?", None),
            ("2", "oscar-py", "?", None),
            ("3", "jeremy-lourenco", "?", None),
        ]
        assert tell(rows_of(FRANCE, "gentleman", AT_THE_END)) == [("1", "jeremy-lourenco", "?", None)]
        assert tell(rows_of(FRANCE, "junior", AT_THE_END)) == [("1", "oscar-py", "?", None)]
        assert tell(rows_of(EUROPE, "general", AT_THE_END)) == [("1", "romain-damiani", "?", None)]

    def test_what_was_published_before_stays_readable_afterwards(self) -> None:
        assert tell(rows_of(FRANCE, "general", AT_THE_END, (3, "")))[0] == ("1", "oscar-py", "205.0", 5)

    def test_nothing_is_known_a_minute_before_its_source_was_published(self) -> None:
        before_report = "2025-09-10T11:59:00+02:00"
        assert tell(rows_of(FRANCE, "general", before_report))[0] == ("1", "oscar-py", "205.0", 5)
        before_preview = "2025-09-04T11:59:00+02:00"
        assert tell(rows_of(FRANCE, "general", before_preview))[:2] == [
            ("1", "oscar-py", "?", None),
            ("?", "romain-damiani", "?", None),
        ]
        assert rows_of(EUROPE, "general", before_preview)[0].points is None
        before_end = "2025-10-15T11:59:00+02:00"
        assert rows_of(FRANCE, "junior", before_end) == []
