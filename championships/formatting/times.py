"""Lap times, race times and gaps on the road, given in whole milliseconds."""


def write_time(milliseconds: int | None, language: str) -> str:
    """98765 → "1:38,765" in French, "1:38.765" in English; an hour and more: "1:02:03,004"."""
    if milliseconds is None:
        return ""
    seconds, rest = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    mark = "," if language.startswith("fr") else "."
    head = f"{hours}:{minutes:02d}" if hours else str(minutes)
    return f"{head}:{seconds:02d}{mark}{rest:03d}"


def write_time_gap(milliseconds: int | None, language: str) -> str:
    """The gap to the winner: 1234 → "+1,234" in French; from a minute on "+1:02,345"."""
    if milliseconds is None:
        return ""
    mark = "," if language.startswith("fr") else "."
    if milliseconds < 60_000:
        return f"+{milliseconds // 1000}{mark}{milliseconds % 1000:03d}"
    return f"+{write_time(milliseconds, language)}"
