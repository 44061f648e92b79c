"""Reasons survive the database: what is written is read back equal."""

import json
from fractions import Fraction

import pytest

from championships.adapters.explanations import (
    StandingNote,
    read_award,
    read_dropped,
    read_notes,
    read_parts,
    read_split,
    write_award_detail,
    write_dropped,
    write_notes,
    write_parts,
    write_split,
)
from championships.scoring.points import Award, Part
from championships.scoring.standings import Dropped, Split, Standing
from championships.scoring.vocabulary import PartKind, TableSource, TieStep


def store(value: object) -> object:
    """What the database makes of it."""
    return json.loads(json.dumps(value))


def test_parts_survive() -> None:
    parts = (
        Part(PartKind.PLACE, Fraction(25, 2), place=1, factor=Fraction(1, 2), table="race", car="7"),
        Part(PartKind.FASTEST_LAP, Fraction(1, 7), share=Fraction(1, 7), flag="fastest_lap"),
        Part(PartKind.OVERRIDE, Fraction(-3), document="12", reason="Poids insuffisant"),
    )
    assert read_parts(store(write_parts(parts))) == parts


def test_a_plain_part_is_written_in_a_few_characters() -> None:
    assert write_parts([Part(PartKind.PLACE, Fraction(10), place=1)]) == [{"kind": "place", "points": "10", "place": 1}]


@pytest.mark.parametrize(
    "award",
    [
        Award("t", "ann", 1, "race", Fraction(10), (), (1,), True, ("CLASSIFIED",), (1,), True),
        Award("t", "ann", 1, "race", Fraction(0), (), (), True, ("DNF",)),
        Award("t", "ann", 1, "race", Fraction(0), (), (), False, ("DNS",)),
        Award("t", "ann", 1, "race", Fraction(8), (), (2, 5), True, ("CLASSIFIED", "CLASSIFIED"), (2,), True),
        Award("t", "ann", 1, "race", Fraction(8), (), (2,), True, ("CLASSIFIED",), (), True, (5, "race")),
        Award("t", "ann", 1, "race", Fraction(0), ()),
    ],
)
def test_awards_survive(award: Award) -> None:
    read = read_award(
        table=award.table,
        competitor=award.competitor,
        round_number=award.round,
        session=award.session,
        points=award.points,
        places=store(list(award.places)),
        parts=store(write_parts(award.parts)),
        detail=store(write_award_detail(award)),
    )
    assert read == award


def test_the_usual_award_needs_no_detail() -> None:
    usual = Award("t", "ann", 1, "race", Fraction(10), (), (1,), True, ("CLASSIFIED",), (1,), True)
    assert write_award_detail(usual) == {}


def test_dropped_results_survive() -> None:
    dropped = (Dropped(3, "", Fraction(7, 3)), Dropped(4, "race2", Fraction(0)))
    assert read_dropped(store(write_dropped(dropped))) == dropped


@pytest.mark.parametrize(
    "split",
    [
        None,
        Split(TieStep.COUNTBACK, "bob", 0, ("place", 1, 5, 3)),
        Split(TieStep.SHARED, "bob", 2),
        Split(TieStep.DECISION, "bob", 1, ("order", ("ann", "bob"), Fraction(1, 3)), "Tirage au sort"),
    ],
)
def test_the_step_of_a_tie_survives(split: Split | None) -> None:
    assert read_split(store(write_split(split))) == split


def test_notes_of_declared_standings_survive_and_plain_ones_say_nothing() -> None:
    plain = Standing("t", 1, "race", False, TableSource.COMPUTED, ())
    declared = Standing("t", 2, "race", False, TableSource.DECLARED, (), (), "Gazette", True)
    final = Standing("t", 3, "", True, TableSource.DECLARED, (), ((3, "race"),), "Gazette", True)
    notes = read_notes(store(write_notes([plain, declared, final])))
    assert notes == {
        (2, "race", False): StandingNote(TableSource.DECLARED, (), "Gazette", True),
        (3, "", True): StandingNote(TableSource.DECLARED, ((3, "race"),), "Gazette", True),
    }
