"""Tables published elsewhere: how they read, and where computation differs from them."""

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction

from championships.scoring.facts import DeclaredRow, DeclaredTable
from championships.scoring.tables import Row, Standing


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure on which a declared and a computed table disagree.

    `field` is "competitor" (named in one table only), "position", "mark", "points" or "wins".
    What the declared table does not publish is no difference.
    """

    competitor: str
    field: str
    declared: object
    computed: object


def wins_of(row: DeclaredRow) -> int | None:
    """The wins a declared row publishes, directly or among its counts of places."""
    if row.wins is not None or row.places is None:
        return row.wins
    return row.places.get(1, 0)


def read_rows(declared: DeclaredTable) -> tuple[Row, ...]:
    """A declared table as rows: as published, unknowns left unknown; marks last."""
    shared = Counter(row.place for row in declared.rows if row.place is not None)
    ordered = sorted(
        declared.rows,
        key=lambda row: (row.mark != "", row.place is None, row.place or 0, row.order, row.competitor),
    )
    return tuple(
        Row(
            competitor=row.competitor,
            position=None if row.mark else row.place,
            tied=row.tied or (row.place is not None and shared[row.place] > 1),
            mark=row.mark,
            points=row.points,
            gross=row.points,
            dropped=(),
            deducted=Fraction(0),
            wins=wins_of(row),
            starts=0,
            split=None,
        )
        for row in ordered
    )


def differences(declared: Standing, computed: Standing) -> tuple[Difference, ...]:
    """Where a declared standing and the computed one it replaced disagree, by competitor.

    A competitor missing from a partial declared table is no difference.
    """
    found: list[Difference] = []
    ours = {row.competitor: row for row in computed.rows}
    theirs = {row.competitor: row for row in declared.rows}
    for competitor in sorted(ours.keys() | theirs.keys()):
        row, computed_row = theirs.get(competitor), ours.get(competitor)
        if row is None:
            if not declared.partial:
                found.append(Difference(competitor, "competitor", None, competitor))
            continue
        if computed_row is None:
            found.append(Difference(competitor, "competitor", competitor, None))
            continue
        pairs: tuple[tuple[str, object, object], ...] = (
            ("position", row.position, computed_row.position),
            ("mark", row.mark or None, computed_row.mark or None),
            ("points", row.points, computed_row.points),
            ("wins", row.wins, computed_row.wins),
        )
        for name, stated, worked_out in pairs:
            if stated is not None and stated != worked_out:
                found.append(Difference(competitor, name, stated, worked_out))
    return tuple(found)
