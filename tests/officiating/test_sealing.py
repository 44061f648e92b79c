"""What the seal of a bulletin covers."""

import pytest

from championships.models import Line
from championships.officiating.sealing import verify_seal
from tests.factories import make_event, make_season, publish_results

pytestmark = pytest.mark.django_db


@pytest.mark.usefixtures("unguarded")
def test_a_second_best_lap_is_sealed_because_a_grid_may_follow_from_it() -> None:
    session = make_event(season=make_season(), round_number=1, sessions=("race",)).sessions.get(slug="race")
    bulletin = publish_results(session=session, order=["ann", "bob"])
    assert verify_seal(bulletin)
    Line.objects.filter(sheet=bulletin.sheet, order=1).update(second_best_ms=83_004)
    assert not verify_seal(bulletin)
