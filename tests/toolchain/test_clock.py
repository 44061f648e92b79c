"""The site's clock, and where the demo's clock starts."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.test import override_settings

from championships import clock
from championships.management.commands.demo_clock import choose_start
from championships.models import Revision
from championships.queries.publications import read_last_publication_by_hand
from tests.factories import make_season, make_user

REAL = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def test_outside_the_demo_the_clock_is_that_of_the_machine() -> None:
    with override_settings(PADDOCK_DEMO_CLOCK=""), time_machine.travel(REAL, tick=False):
        assert clock.now() == clock.real_now() == REAL


def test_the_clock_of_the_demo_starts_at_its_instant_and_runs() -> None:
    setting = f"2025-09-04T18:00:00+02:00@{REAL.timestamp()}"
    with override_settings(PADDOCK_DEMO_CLOCK=setting):
        with time_machine.travel(REAL, tick=False):
            assert clock.now() == datetime(2025, 9, 4, 16, 0, tzinfo=UTC)
        with time_machine.travel(REAL + timedelta(hours=3), tick=False):
            assert clock.now() == datetime(2025, 9, 4, 19, 0, tzinfo=UTC)
            assert clock.real_now() == REAL + timedelta(hours=3)
            assert clock.now().tzinfo is UTC


def test_a_machine_whose_clock_steps_back_does_not_take_the_demo_before_its_start() -> None:
    setting = f"2025-09-04T16:00:00+00:00@{REAL.timestamp()}"
    with override_settings(PADDOCK_DEMO_CLOCK=setting), time_machine.travel(REAL - timedelta(hours=1), tick=False):
        assert clock.now() == datetime(2025, 9, 4, 16, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "setting", ["2025-09-04", "2025-09-04T18:00:00@100", "yesterday@100", "2025-09-04T18:00Z@soon"]
)
def test_a_clock_that_cannot_be_read_is_refused(setting: str) -> None:
    with override_settings(PADDOCK_DEMO_CLOCK=setting), pytest.raises(ImproperlyConfigured, match="PADDOCK_DEMO_CLOCK"):
        clock.now()


@pytest.mark.parametrize(("demo", "expected"), [("1", "2025-09-04T16:00Z@0"), ("0", ""), ("", "")])
def test_a_clock_left_in_the_environment_acts_only_in_the_demo(demo: str, expected: str) -> None:
    env = {"PADDOCK_MODE": "test", "PADDOCK_DEMO_CLOCK": "2025-09-04T16:00Z@0", "PATH": os.environ["PATH"]}
    if demo:
        env["PADDOCK_DEMO"] = demo
    code = "from paddock import settings; print(settings.PADDOCK_DEMO_CLOCK)"
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == expected


def print_start(**options: str) -> str:
    out = StringIO()
    call_command("demo_clock", stdout=out, **options)
    return out.getvalue().strip()


@pytest.mark.django_db
def test_the_demo_starts_on_the_evening_before_aragon() -> None:
    assert print_start() == "2025-09-04T18:00:00+02:00"


@pytest.mark.parametrize(
    ("at", "start"),
    [
        ("2025-09-11", "2025-09-11T18:00:00+02:00"),
        ("2025-12-24", "2025-12-24T18:00:00+01:00"),  # winter time in Paris
        ("2025-09-11T14:30", "2025-09-11T14:30:00+02:00"),
        ("2025-09-11T14:30:00Z", "2025-09-11T16:30:00+02:00"),
        ("2025-09-11T14:30+01:00", "2025-09-11T15:30:00+02:00"),
    ],
)
def test_a_start_that_is_asked_for_is_honoured_exactly(at: str, start: str) -> None:
    assert print_start(at=at) == start


@pytest.mark.parametrize("at", ["tomorrow", "2025-13-01", "11/09/2025", ""])
def test_a_start_that_is_no_date_is_refused(at: str) -> None:
    with pytest.raises(CommandError, match="expected a day like 2025-09-11"):
        print_start(at=at)


def test_what_an_official_published_yesterday_is_still_visible_after_a_restart() -> None:
    evening = datetime(2025, 9, 4, 16, 0, tzinfo=UTC)
    later = datetime(2025, 9, 5, 11, 0, tzinfo=UTC)
    assert choose_start(None) == evening
    assert choose_start(evening - timedelta(days=30)) == evening
    assert choose_start(later) > later
    assert choose_start(later) - later <= timedelta(seconds=1)


@pytest.mark.django_db
def test_only_what_an_official_published_by_hand_moves_the_start_of_the_demo() -> None:
    season, official = make_season(), make_user()
    early, late = datetime(2025, 9, 5, 11, 0, tzinfo=UTC), datetime(2025, 10, 20, 11, 0, tzinfo=UTC)
    # The loader and the imports publish without an account.
    Revision.objects.create(season=season, n=901, issued_at=late, recorded_at=REAL, cause="loaded", actor=None)
    assert read_last_publication_by_hand() is None
    assert print_start() == "2025-09-04T18:00:00+02:00"
    Revision.objects.create(season=season, n=902, issued_at=early, recorded_at=REAL, cause="amended", actor=official)
    assert read_last_publication_by_hand() == early
    assert print_start() == "2025-09-05T13:00:01+02:00"
    assert print_start(at="2025-09-11") == "2025-09-11T18:00:00+02:00"
