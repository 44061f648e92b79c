"""Dates in both languages, instants in the time zone of the venue."""

from datetime import UTC, date, datetime

from championships.formatting.dates import (
    count_days,
    write_clock,
    write_day,
    write_days,
    write_iso,
    write_moment,
    write_month,
    write_offset,
    write_short_day,
    write_weekday_clock,
)

PARIS = "Europe/Paris"
EVENING = datetime(2025, 9, 4, 16, 5, tzinfo=UTC)  # 18:05 in Paris


def test_the_first_of_a_month_is_an_ordinal_in_french_only() -> None:
    assert write_day(date(2025, 9, 1), "fr") == "1er septembre 2025"
    assert write_day(date(2025, 9, 1), "en") == "1 September 2025"
    assert write_day(date(2025, 9, 5), "fr", year=False, weekday=True) == "vendredi 5 septembre"
    assert write_day(None, "fr") == ""


def test_the_days_of_a_meeting_are_a_range() -> None:
    text = write_days(date(2025, 9, 5), date(2025, 9, 7), "fr").replace("\N{THIN SPACE}", "")
    assert text == "5\N{EN DASH}7 sept. 2025"
    assert write_days(date(2025, 9, 5), date(2025, 9, 5), "en") == "5 September 2025"
    assert write_days(None, None, "en") == ""
    across = write_days(date(2025, 8, 30), date(2025, 9, 1), "fr", year=False)
    assert across.startswith("30 août")
    assert across.endswith("1er sept.")


def test_an_instant_is_told_at_the_venue() -> None:
    assert write_clock(EVENING, PARIS, "fr") == "18\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}05"
    assert write_clock(EVENING, PARIS, "en") == "18:05"
    assert write_moment(EVENING, PARIS, "en") == "4 September 2025, 18:05 (UTC+2)"
    assert write_weekday_clock(EVENING, PARIS, "fr").startswith("jeudi 18")
    assert write_iso(EVENING) == "2025-09-04T16:05:00Z"


def test_the_offset_is_the_one_in_force_that_day() -> None:
    assert write_offset(EVENING, PARIS) == "UTC+2"
    assert write_offset(datetime(2025, 1, 4, tzinfo=UTC), PARIS) == "UTC+1"
    assert write_offset(EVENING, "UTC") == "UTC"
    assert write_offset(EVENING, "America/St_Johns") == "UTC\N{MINUS SIGN}2:30"


def test_days_are_counted_at_the_venue() -> None:
    assert count_days(date(2025, 9, 5), EVENING, PARIS) == 1
    late = datetime(2025, 9, 4, 22, 30, tzinfo=UTC)  # half past midnight in Paris
    assert count_days(date(2025, 9, 5), late, PARIS) == 0


def test_the_head_of_a_column_takes_a_short_day() -> None:
    assert write_short_day(date(2025, 9, 1), "fr") == "1er sept."
    assert write_short_day(None, "fr") == ""


def test_a_month_begins_with_a_capital_as_a_heading() -> None:
    assert write_month(date(2025, 8, 1), "fr") == "Août 2025"
    assert write_month(date(2025, 8, 1), "en") == "August 2025"
