"""Reasons as JSON: the parts of an award, what was dropped, the step of a tie; and back, without loss.

Only what differs from its default is written, so that a plain award stays a few characters long. Fractions are text
("15/2"). Every `write_…` gives plain JSON values, every `read_…` the scoring value that was written.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from championships.scoring.points import Award, Part
from championships.scoring.standings import Dropped, Row, Split, Standing
from championships.scoring.vocabulary import PartKind, TableSource, TieStep

_FIGURES = ("factor", "share")
_PART_DEFAULTS = Part._field_defaults
# Columns of the Award row of their own, or keys of it.
_AWARD_COLUMNS = frozenset({"table", "competitor", "round", "session", "points", "parts", "places"})
_AWARD_DETAILS = {name: usual for name, usual in Award._field_defaults.items() if name not in _AWARD_COLUMNS}


def write_parts(parts: Sequence[Part]) -> list[dict[str, Any]]:
    """The parts of an award, in their order."""
    return [_write_part(part) for part in parts]


def _write_part(part: Part) -> dict[str, Any]:
    written: dict[str, Any] = {"kind": part.kind.value, "points": str(part.points)}
    for name, usual in _PART_DEFAULTS.items():
        value = getattr(part, name)
        if value != usual:
            written[name] = str(value) if name in _FIGURES else value
    return written


def read_parts(stored: Sequence[Mapping[str, Any]]) -> tuple[Part, ...]:
    return tuple(_read_part(item) for item in stored)


def _read_part(item: Mapping[str, Any]) -> Part:
    values: dict[str, Any] = {name: Fraction(value) if name in _FIGURES else value for name, value in item.items()}
    values.update(kind=PartKind(item["kind"]), points=Fraction(item["points"]))
    return Part(**values)


def write_award_detail(award: Award) -> dict[str, Any]:
    """What an award holds beyond its columns, where it is not the usual: statuses, whether it started, ..."""
    detail: dict[str, Any] = {}
    for name, usual in _find_usual(award.places).items():
        value = getattr(award, name)
        if value != usual:
            detail[name] = list(value) if isinstance(value, tuple) else value
    return detail


def _find_usual(places: tuple[int, ...]) -> dict[str, Any]:
    """What the details of an award mostly are: classified, in scoring places, in one car."""
    usual = dict(_AWARD_DETAILS)
    if places:
        usual.update(scoring_places=places, classified=True, statuses=("CLASSIFIED",))
    return usual


def read_award(
    *,
    table: str,
    competitor: str,
    round_number: int,
    session: str,
    points: Fraction,
    places: Sequence[int],
    parts: Sequence[Mapping[str, Any]],
    detail: Mapping[str, Any],
) -> Award:
    """The award an Award row was written from."""
    held = tuple(places)
    told = {name: tuple(value) if isinstance(value, list) else value for name, value in detail.items()}
    return Award(
        table=table,
        competitor=competitor,
        round=round_number,
        session=session,
        points=points,
        parts=read_parts(parts),
        places=held,
        **{**_find_usual(held), **told},
    )


def write_dropped(dropped: Sequence[Dropped]) -> list[list[Any]]:
    return [[item.round, item.session, str(item.points)] for item in dropped]


def read_dropped(stored: Sequence[Sequence[Any]]) -> tuple[Dropped, ...]:
    return tuple(Dropped(int(number), str(session), Fraction(points)) for number, session, points in stored)


def write_split(split: Split | None) -> dict[str, Any] | None:
    if split is None:
        return None
    written: dict[str, Any] = {"step": split.step.value, "other": split.other, "index": split.index}
    if split.detail:
        written["detail"] = [_write_figure(figure) for figure in split.detail]
    if split.reason:
        written["reason"] = split.reason
    return written


def read_split(stored: Mapping[str, Any] | None) -> Split | None:
    if stored is None:
        return None
    return Split(
        TieStep(stored["step"]),
        str(stored["other"]),
        int(stored["index"]),
        tuple(_read_figure(figure) for figure in stored.get("detail", ())),
        str(stored.get("reason", "")),
    )


def _write_figure(figure: object) -> Any:
    if isinstance(figure, Fraction):
        return {"fraction": str(figure)}
    if isinstance(figure, tuple):
        return [_write_figure(item) for item in figure]
    return figure


def _read_figure(figure: Any) -> object:
    if isinstance(figure, Mapping):
        return Fraction(figure["fraction"])
    if isinstance(figure, list):
        return tuple(_read_figure(item) for item in figure)
    return figure


@dataclass(frozen=True, slots=True)
class StandingNote:
    """What a standing says of itself as a whole, where there is something to say (mostly declared tables)."""

    source: TableSource = TableSource.COMPUTED
    missing: tuple[tuple[int, str], ...] = ()
    declared_source: str = ""
    partial: bool = False


_PLAIN = StandingNote()


def read_note_of(standing: Standing) -> StandingNote:
    return StandingNote(standing.source, standing.missing, standing.declared_source, standing.partial)


def write_notes(standings: Sequence[Standing]) -> list[dict[str, Any]]:
    """The notes of a table's standings (`Table.notes`); standings with nothing to say are left out."""
    notes = []
    for standing in standings:
        note = read_note_of(standing)
        if note == _PLAIN:
            continue
        notes.append(
            {
                "round": standing.round,
                "session": standing.session,
                "final": standing.final,
                "source": note.source.value,
                "missing": [list(pair) for pair in note.missing],
                "declared_source": note.declared_source,
                "partial": note.partial,
            }
        )
    return notes


def read_notes(stored: Sequence[Mapping[str, Any]]) -> dict[tuple[int, str, bool], StandingNote]:
    """(round, session, final) -> note. The final standing has an empty session. Absent: nothing to say."""
    return {
        (int(item["round"]), str(item["session"]), bool(item["final"])): StandingNote(
            TableSource(item["source"]),
            tuple((int(number), str(session)) for number, session in item["missing"]),
            str(item["declared_source"]),
            bool(item["partial"]),
        )
        for item in stored
    }


def read_row(
    *,
    competitor: str,
    position: int | None,
    tied: bool,
    mark: str,
    points: Fraction | None,
    gross: Fraction | None,
    dropped: Sequence[Sequence[Any]],
    deducted: Fraction,
    wins: int | None,
    starts: int,
    split: Mapping[str, Any] | None,
) -> Row:
    """The row of a standing that a Standing row was written from."""
    return Row(
        competitor,
        position,
        tied,
        mark,
        points,
        gross,
        read_dropped(dropped),
        deducted,
        wins,
        starts,
        read_split(split),
    )
