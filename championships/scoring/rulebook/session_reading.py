"""What one session gives: points tables, bonuses, shortened races, and who is classified."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from championships.scoring.phrases import phrase
from championships.scoring.rulebook.fields import Fields, Node, join_path
from championships.scoring.rules import (
    Bonus,
    BonusKind,
    ClassificationRule,
    Ineligible,
    PointsTable,
    PoleSource,
    Rounding,
    SessionRule,
    Shortened,
    ShortenedStep,
    TieShare,
)

# Bonuses that go to a holder: only there do a shared bonus, a class or an ineligible holder mean something.
HELD = frozenset({BonusKind.FASTEST_LAP, BonusKind.FLAG, BonusKind.POLE})


@dataclass(frozen=True, slots=True)
class Known:
    """The names a reference may point to. None: the rule book is not at hand, references are not checked."""

    points_tables: frozenset[str] | None = None
    tables: tuple[str, ...] | None = None
    sessions: frozenset[str] | None = None

    def points_table(self, node: Node) -> str:
        """A reference to a points table."""
        return _refer(
            node,
            self.points_tables,
            node.text(),
            lambda known: phrase("the name of a points table of this rule book (%(known)s)", known=known),
        )

    def table(self, node: Node) -> str:
        """A reference to a standings table."""
        tables = None if self.tables is None else frozenset(self.tables)
        return _refer(
            node,
            tables,
            node.name(),
            lambda known: phrase("the name of a standings table of this rule book (%(known)s)", known=known),
        )

    def session(self, node: Node) -> str:
        """A reference to a session that some table names."""
        return _refer(
            node,
            self.sessions,
            node.name(),
            lambda known: phrase("the name of a session of this rule book (%(known)s)", known=known),
        )


def _refer(node: Node, known: frozenset[str] | None, value: str, expect: Callable[[str], str]) -> str:
    if value and known is not None and value not in known:
        node.fail(expect(", ".join(sorted(known)) or phrase("none")))
    return value


def read_points_tables(node: Node) -> Mapping[str, PointsTable]:
    """`points_tables`: name -> points of place 1, 2, 3, ..., or such rows by number of starters."""
    tables: dict[str, PointsTable] = {}
    for name, entry in node.entries():
        if not name.strip():
            entry.fail(phrase("a points table with a name"), phrase("an empty name"))
        tables[name] = _read_points_table(entry)
    return tables


def _read_points_table(node: Node) -> PointsTable:
    if isinstance(node.value, list | tuple):
        return PointsTable(points=tuple(item.amount() for item in node.items()))
    if not isinstance(node.value, Mapping):
        node.fail(phrase('a list of points, or an object with "by_starters"'))
        return PointsTable()
    fields = node.fields()
    rows = fields.required("by_starters")
    fields.close()
    by_starters: dict[int, tuple[Fraction, ...]] = {}
    for key, row in rows.entries():
        if not (key.isascii() and key.isdigit() and len(key) < 5 and not key.startswith("0")):
            row.fail(phrase("a number of starters as key, at least 1"), phrase('the key "%(key)s"', key=key))
            continue
        by_starters[int(key)] = tuple(item.amount() for item in row.items())
    if rows.value == {}:
        rows.fail(phrase("at least one number of starters"))
    return PointsTable(by_starters=tuple(sorted(by_starters.items(), reverse=True)))


def read_session_rules(node: Node, known: Known) -> Mapping[str, SessionRule]:
    """`sessions` of a table: session key -> what it gives."""
    rules: dict[str, SessionRule] = {}
    for key, entry in node.entries():
        Node(key, join_path(node.path, key), node.faults).name()
        fields = entry.fields()
        table = known.points_table(fields.required("table"))
        bonuses = fields.optional("bonuses")
        shortened = fields.optional("shortened")
        rules[key] = SessionRule(
            table=table,
            bonuses=tuple(_read_bonus(item) for item in bonuses.items()) if bonuses else (),
            shortened=_read_shortened(shortened, known) if shortened else None,
        )
        fields.close()
    return rules


def _read_bonus(node: Node) -> Bonus:
    fields = node.fields()
    kind = fields.kind("kind", BonusKind)
    points = fields.required("points").amount()
    position = fields.optional("max_position")
    fraction = fields.optional("min_distance_fraction")
    tie, in_class, ineligible = TieShare.EACH, False, Ineligible.LAPSES
    if kind in HELD:
        tie_node, ineligible_node = fields.optional("tie"), fields.optional("ineligible")
        tie = tie_node.choice(TieShare) if tie_node else tie
        in_class = fields.flag("in_class")
        ineligible = ineligible_node.choice(Ineligible) if ineligible_node else ineligible
    pole_from, qualifying = _read_pole(fields) if kind is BonusKind.POLE else (PoleSource.GRID, "")
    column = fields.required("column").text() if kind is BonusKind.FLAG else ""
    ceiling = fields.optional("max_points") if kind is BonusKind.PLACES_GAINED else None
    bonus = Bonus(
        kind=kind,
        points=points,
        tie=tie,
        column=column,
        max_position=position.integer(1) if position else None,
        min_distance_fraction=fraction.ratio() if fraction else None,
        in_class=in_class,
        pole_from=pole_from,
        qualifying=qualifying,
        ineligible=ineligible,
        max_points=ceiling.amount() if ceiling else None,
    )
    fields.close()
    return bonus


def _read_pole(fields: Fields) -> tuple[PoleSource, str]:
    """What pole means; the qualifying session is named where it decides, and only there."""
    source = fields.optional("from")
    pole_from = source.choice(PoleSource) if source else PoleSource.GRID
    if pole_from is PoleSource.QUALIFYING:
        return pole_from, fields.required("session").name()
    return pole_from, ""


def _read_shortened(node: Node, known: Known) -> Shortened:
    fields = node.fields()
    steps_node = fields.required("steps")
    steps: list[ShortenedStep] = []
    for item in steps_node.items(least=1):
        step = _read_step(item, known)
        if steps and step.below <= steps[-1].below:
            # The first step whose "below" exceeds the distance applies: a smaller one after it never would.
            Node(
                item.value["below"] if isinstance(item.value, Mapping) else None,
                join_path(item.path, "below"),
                item.faults,
            ).fail(phrase('more than the "below" of the step before (%(below)s)', below=steps[-1].below))
        steps.append(step)
    resumed = fields.optional("only_if_not_resumed")
    shortened = Shortened(steps=tuple(steps), only_if_not_resumed=resumed.flag() if resumed else None)
    fields.close()
    return shortened


def _read_step(node: Node, known: Known) -> ShortenedStep:
    fields = node.fields()
    below = fields.required("below").ratio()
    laps, factor, table = (
        fields.optional("min_laps"),
        fields.optional("factor"),
        fields.optional("table"),
    )
    if factor and table:
        node.fail(phrase('"factor" or "table", not both'), phrase("both"))
    if fields.readable and not (laps or factor or table):
        node.fail(phrase('one of "factor", "table", "min_laps"'), phrase("none of them"))
    step = ShortenedStep(
        below=below,
        min_laps=laps.integer(0) if laps else None,
        factor=factor.ratio(zero=True, above_one=True) if factor else None,
        table=known.points_table(table) if table else None,
    )
    fields.close()
    return step


def read_classification(node: Node) -> ClassificationRule:
    """`classification`: the share of the distance asked for, and whether the flag must be taken."""
    fields = node.fields()
    distance = fields.optional("min_distance")
    flag_required = fields.flag("flag_required")
    if fields.readable and not distance and not fields.holds("flag_required"):
        node.fail(phrase('"min_distance" or "flag_required"'), phrase("neither"))
    of, rounding = "winner", Rounding.DOWN
    if distance:
        of_node, rounding_node = fields.optional("of"), fields.optional("rounding")
        if of_node:
            of = of_node.text()
            if of not in ("", "winner", "class_winner"):
                of_node.fail(phrase('one of "winner", "class_winner"'))
        rounding = rounding_node.choice(Rounding) if rounding_node else rounding
    rule = ClassificationRule(
        min_distance=distance.ratio() if distance else None,
        of=of,
        rounding=rounding,
        flag_required=flag_required,
    )
    fields.close()
    return rule
