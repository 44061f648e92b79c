"""Times as typed."""

import pytest

from championships.scoring.times import read_time


@pytest.mark.parametrize(
    ("text", "milliseconds"),
    [
        ("20:31.402", 1_231_402),
        ("20'31\"402", 1_231_402),
        ("20'31''402", 1_231_402),
        ("20’31”402", 1_231_402),
        ("1:02:03.4", 3_723_400),
        ("1231.402", 1_231_402),
        ("1231,402", 1_231_402),
        ("1:02:03.004", 3_723_004),
        ("4:00'04.690", 14_404_690),
        ("1h02'03.004", 3_723_004),
        ("58.9", 58_900),
        (" 1:26.913 ", 86_913),
        ("1:26.9139", 86_913),
    ],
)
def test_every_usual_way_to_write_a_time_is_read(text: str, milliseconds: int) -> None:
    assert read_time(text) == milliseconds


@pytest.mark.parametrize("text", ["", "abc", "1:60.000", "1:2:3:4", "-1:02.0", "1:62:03.0", "12.34567", "1 lap"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        read_time(text)
