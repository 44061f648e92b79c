"""The demonstration, loaded once for all tests of a class."""

from datetime import UTC, datetime

from django.test import TestCase

from championships.exchange.demo.loading import load_demo
from championships.models import Season
from championships.queries.tables import SeasonView, load_tables
from championships.scoring.tables import Row

RECORDED_AT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
EVENING = "2025-09-04T18:00:00+02:00"  # the demo's clock starts here
AFTER_ARAGON = "2025-09-11T18:00:00+02:00"
AT_THE_END = "2025-10-16T18:00:00+02:00"

FRANCE, EUROPE = "trophee-mitjet-france", "mitjet-european-cup"
CUP, CHALLENGE = "coupe-de-demonstration", "challenge-de-demonstration"


class DemoCase(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        load_demo(recorded_at=RECORDED_AT)


def season_of(championship: str) -> Season:
    return Season.objects.select_related("championship").get(championship__slug=championship)


def tables_of(championship: str, at: str, after: tuple[int, str] | None = None) -> SeasonView:
    season = season_of(championship)
    return load_tables([season.pk], at=datetime.fromisoformat(at), after=after)[season.pk]


def rows_of(championship: str, table: str, at: str, after: tuple[int, str] | None = None) -> list[Row]:
    """The rows shown of that table, best first; none where nothing is published."""
    view = tables_of(championship, at, after).table(table)
    return list(view.shown.rows) if view and view.shown else []


def tell(rows: list[Row]) -> list[tuple[str, str, str, int | None]]:
    """(place as text, competitor, points as text, wins): "?" where it is not known."""
    return [
        (
            "?" if row.position is None else f"{row.position}{' =' if row.tied else ''}",
            row.competitor,
            "?" if row.points is None else str(float(row.points)),
            row.wins,
        )
        for row in rows
    ]
