"""The season line as a page draws it: short names for a narrow screen, and in words what the marks say by shape."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from championships.formatting.abbreviations import abbreviate_all
from championships.queries.refs import EventRef, SeasonRef
from championships.queries.season_lines import Phase, SeasonLine, Stop

SHAPES = 4  # square, circle, two leaves; a fifth track begins again


@dataclass(frozen=True, slots=True)
class DrawnMark:
    """A mark of a track. `shape`: which of the shapes. Empty `rounds`: the championship does not stop here."""

    shape: int
    name: str
    rounds: str


@dataclass(frozen=True, slots=True)
class DrawnStop:
    event: EventRef
    short: str
    phase: str
    words: str  # of the phase
    marks: tuple[DrawnMark, ...]


@dataclass(frozen=True, slots=True)
class DrawnTrack:
    shape: int
    season: SeasonRef


@dataclass(frozen=True, slots=True)
class DrawnLine:
    tracks: tuple[DrawnTrack, ...]
    stops: tuple[DrawnStop, ...]
    demo: bool


def draw_line(line: SeasonLine | None) -> DrawnLine | None:
    """None where there is no calendar yet."""
    if line is None or not line.stops:
        return None
    shorts = abbreviate_all([stop.event.name for stop in line.stops])
    words = {
        Phase.RUN: _("run"),
        Phase.NEXT: _("next"),
        Phase.TO_COME: _("to come"),
        Phase.CANCELLED: _("cancelled"),
        Phase.POSTPONED: _("postponed"),
    }
    return DrawnLine(
        tracks=tuple(DrawnTrack(track % SHAPES, season) for track, season in enumerate(line.tracks)),
        stops=tuple(
            DrawnStop(stop.event, short, stop.phase.value, words[stop.phase], _draw_marks(line, stop))
            for stop, short in zip(line.stops, shorts, strict=True)
        ),
        demo=line.demo,
    )


def _draw_marks(line: SeasonLine, stop: Stop) -> tuple[DrawnMark, ...]:
    return tuple(
        DrawnMark(track % SHAPES, season.name, "+".join(map(str, mark.rounds)) if mark else "")
        for track, (season, mark) in enumerate(zip(line.tracks, stop.marks, strict=True))
    )
