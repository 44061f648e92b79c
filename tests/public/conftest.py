"""The clock of the public pages, set by the test."""

from datetime import datetime

import pytest

from championships import clock
from tests.public.seasons import SetClock


@pytest.fixture
def set_clock(monkeypatch: pytest.MonkeyPatch) -> SetClock:
    """`set_clock(instant)`: what time the site believes it is."""

    def set_to(instant: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: instant)

    return set_to
