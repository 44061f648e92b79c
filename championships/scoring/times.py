"""Times as people and timing systems write them, read into whole milliseconds."""

import re

_SHAPES = (
    # 1:02:03.004, 1:02'03"004, 20:31.402, 20'31"402, 20'31''402, 1231.402, 58.9
    re.compile(
        r"""^(?:(?P<hours>\d{1,2})[:h]\s?(?=\d{1,2}[:'′’]))?   # hours only before minutes
            (?:(?P<minutes>\d{1,3})[:'′’]\s?)?
            (?P<seconds>\d{1,5})
            (?:(?:[.,"″”]|''|’’|′′)(?P<fraction>\d{1,4}))?$""",
        re.VERBOSE | re.ASCII,
    ),
)


def read_time(text: str) -> int:
    """Milliseconds of a time such as `20:31.402`, `20'31"402`, `1231.402` or `1:02:03.004`.

    A fourth decimal is cut, never rounded: timing that is finer must not change an order by being read.
    Raises ValueError for anything else, and for 60 seconds or more after a minute.
    """
    match = _SHAPES[0].match(text.strip())
    if match is None:
        raise ValueError(text)
    hours, minutes, seconds = (int(match[name] or 0) for name in ("hours", "minutes", "seconds"))
    if match["minutes"] is not None and (seconds > 59 or len(match["seconds"]) > 2):
        raise ValueError(text)
    if match["hours"] is not None and minutes > 59:
        raise ValueError(text)
    fraction = int((match["fraction"] or "0").ljust(3, "0")[:3])
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + fraction
