"""Gaps as a timing sheet prints them: `+3.377`, `3.377`, `1 lap`, `2 tours`, or a total time.

A gap is measured from the winner: the winner's total time and the gap give the total time, "n laps" gives the laps
covered when the flag fell. Which of the two a bare figure is follows from the sport: nobody on the winner's lap can
have needed less time than the winner, so a smaller figure is a gap.
"""

import re
from dataclasses import dataclass

from championships.scoring.times import read_time

_LAPS = re.compile(r"^\+?\s?(?P<count>\d{1,3})\s?(?:laps?|tours?|trs?|lps?|l|t)\.?$", re.IGNORECASE)
_SIGNED = re.compile(r"^\+\s?(?P<time>.+)$")


@dataclass(frozen=True, slots=True)
class TotalTime:
    """A time from the start to the flag, or a bare figure that may still be a gap (`bare`)."""

    ms: int
    bare: bool = False


@dataclass(frozen=True, slots=True)
class TimeBehind:
    ms: int


@dataclass(frozen=True, slots=True)
class LapsBehind:
    laps: int


type Gap = TotalTime | TimeBehind | LapsBehind


class NoTotal(ValueError):
    """The winner's own cell holds a gap: there is nothing to measure it from."""


class LapsDisagree(ValueError):
    """The laps typed and the laps behind the winner cannot both be right."""

    def __init__(self, expected: int) -> None:
        super().__init__(expected)
        self.expected = expected


@dataclass(frozen=True, slots=True)
class Distance:
    """What a car's cell says once the winner is known. `pending`: it waits for the winner's time or laps."""

    time_ms: int | None = None
    laps: int | None = None
    pending: bool = False


def read_gap(text: str) -> Gap:
    """What is written in a cell "total time or gap". Raises ValueError for what is neither.

    Without a sign it may be either, until the winner's time is known: see `measure`.
    """
    clean = " ".join(text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ").split())
    laps = _LAPS.match(clean)
    if laps is not None:
        if not int(laps["count"]):
            raise ValueError(text)
        return LapsBehind(int(laps["count"]))
    signed = _SIGNED.match(clean)
    if signed is not None:
        return TimeBehind(read_time(signed["time"]))
    return TotalTime(read_time(clean), bare=True)


def measure(
    gap: Gap | None,
    *,
    laps: int | None,
    winner: bool,
    winner_time: int | None,
    winner_laps: int | None,
    finished: bool = True,
) -> Distance:
    """Total time (ms) and laps of a car, from its cell and what is known of the winner.

    `winner`: the cell is the winner's own. `finished`: the car took the flag; who retired may have run for less time
    than the winner, so its bare figure is a total. A gap in time is one on the winner's lap: without laps typed, those
    of the winner. Raises NoTotal and LapsDisagree.
    """
    if gap is None:
        return Distance(laps=laps)
    if winner:
        if not isinstance(gap, TotalTime):
            raise NoTotal
        return Distance(time_ms=gap.ms, laps=laps)
    if isinstance(gap, LapsBehind):
        if winner_laps is None:
            return Distance(laps=laps, pending=laps is None)
        expected = winner_laps - gap.laps
        if expected < 0 or (laps is not None and laps != expected):
            raise LapsDisagree(max(expected, 0))
        return Distance(laps=expected)
    if isinstance(gap, TimeBehind):
        if winner_time is None:
            return Distance(laps=laps, pending=True)
        return Distance(time_ms=winner_time + gap.ms, laps=winner_laps if laps is None else laps)
    on_his_lap = finished and (laps is None or winner_laps is None or laps >= winner_laps)
    if on_his_lap and winner_time is not None and gap.ms < winner_time:
        return Distance(time_ms=winner_time + gap.ms, laps=winner_laps if laps is None else laps)
    return Distance(time_ms=gap.ms, laps=laps)


@dataclass(frozen=True, slots=True)
class Behind:
    """How far a car is behind the winner: laps, or milliseconds on the same lap; both None where it is not known."""

    laps: int | None = None
    ms: int | None = None


def find_behind(
    *, time_ms: int | None, laps: int | None, winner_time: int | None, winner_laps: int | None
) -> Behind | None:
    """The gap of a classified car to the winner. None where the figures do not give it, or give a negative one."""
    if laps is not None and winner_laps is not None and laps < winner_laps:
        return Behind(laps=winner_laps - laps)
    if time_ms is None or winner_time is None or time_ms < winner_time:
        return None
    return Behind(ms=time_ms - winner_time)
