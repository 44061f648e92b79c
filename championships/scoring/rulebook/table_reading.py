"""One block of `standings[]`: who appears, who scores, what counts, how ties are split."""

from dataclasses import replace

from championships.scoring.phrases import phrase
from championships.scoring.rulebook.counting_reading import (
    read_counting,
    read_not_droppable,
    read_tie_break,
)
from championships.scoring.rulebook.fields import Fields, Node
from championships.scoring.rulebook.session_reading import Known, read_session_rules
from championships.scoring.rules import (
    ClassChange,
    ClassChangeRule,
    DropsFrom,
    Filter,
    Guests,
    Listing,
    MinimumStarts,
    PositionBasis,
    SeveralResults,
    SharedCar,
    SharedPoints,
    TableRule,
)
from championships.scoring.vocabulary import CompetitorKind


def read_table(node: Node, known: Known) -> TableRule:
    """One standings table."""
    fields = node.fields()
    table_id = fields.required("id").name()
    competitor = fields.required("competitor").choice(CompetitorKind)
    extract = fields.optional("extract_from")
    sessions = fields.optional("sessions") if extract else fields.required("sessions")
    if extract and sessions:
        sessions.fail(phrase('no "sessions" in a table that is extracted from another'))
    exclude = fields.optional("exclude_rounds")
    basis, guests = fields.optional("position_basis"), fields.optional("guests")
    shared, counting = fields.optional("shared_car"), fields.optional("counting")
    kept, ties = fields.optional("not_droppable"), fields.optional("tie_break")
    listing, starts = fields.optional("listing"), fields.optional("minimum_starts")
    change, rounding = fields.optional("class_change"), fields.optional("rounding")
    appear = fields.optional("may_appear")
    table = TableRule(
        id=table_id,
        title=fields.free_text("title"),
        title_fr=fields.free_text("title_fr"),
        competitor=competitor,
        sessions=read_session_rules(sessions, known) if sessions and not extract else {},
        exclude_rounds=frozenset(exclude.distinct(lambda item: item.integer(1))) if exclude else frozenset(),
        may_appear=_read_filter(appear) if appear else Filter(),
        may_score=_read_may_score(fields),
        position_basis=basis.choice(PositionBasis) if basis else PositionBasis.OVERALL,
        guests=guests.choice(Guests) if guests else Guests.SKIPPED,
        extract_from=_refer_to_another(extract, table_id, known) if extract else None,
        best_cars=_read_combine(fields),
        shared_car=_read_shared_car(shared) if shared else SharedCar(),
        counting=read_counting(counting) if counting else (),
        not_droppable=read_not_droppable(kept),
        tie_break=read_tie_break(ties) if ties else (),
        listing=_read_listing(listing) if listing else Listing(),
        minimum_starts=_read_minimum_starts(starts) if starts else None,
        class_change=_read_class_change(change, table_id, known) if change else ClassChangeRule(),
        rounding=rounding.integer(0, 9) if rounding else None,
        final_only=_read_official(fields),
    )
    fields.close()
    return table


def check_class_changes(nodes: list[Node], tables: list[TableRule]) -> None:
    """A change of class is seen by who appears where: both tables must let only their own class appear."""
    by_id = {table.id: table for table in tables}
    for node, table in zip(nodes, tables, strict=True):
        change = table.class_change
        if change.points is ClassChange.SPLIT:
            continue
        for involved in (table, *(by_id[other] for other in change.from_tables if other in by_id)):
            appear = involved.may_appear
            if appear.classes is None and appear.categories is None:
                Node(None, f"{node.path}.class_change", node.faults).fail(
                    phrase('tables whose "may_appear" names classes or categories'),
                    phrase('everybody may appear in "%(id)s"', id=involved.id),
                )


def check_extractions(nodes: list[Node], tables: list[TableRule]) -> None:
    """An extracted table takes its points from a table that has its own, with the same competitors."""
    by_id = {table.id: table for table in tables}
    for node, table in zip(nodes, tables, strict=True):
        base = by_id.get(table.extract_from or "")
        if base is None:
            continue
        where = Node(table.extract_from, f"{node.path}.extract_from", node.faults)
        if base.extract_from is not None:
            where.fail(phrase("a table that is not extracted itself"))
        elif base.competitor is not table.competitor:
            where.fail(
                phrase('a table of competitors "%(competitor)s"', competitor=table.competitor),
                phrase('one of "%(competitor)s"', competitor=base.competitor),
            )


def _refer_to_another(node: Node, table_id: str, known: Known) -> str:
    table = known.table(node)
    if table and table == table_id:
        node.fail(phrase("another table than this one"))
    return table


def _read_filter(node: Node) -> Filter:
    fields = node.fields()
    classes, categories = fields.optional("classes"), fields.optional("categories")
    conditions = Filter(
        classes=_read_labels(classes) if classes else None,
        categories=_read_labels(categories) if categories else None,
        guests=fields.flag("guests", default=True),
    )
    fields.close()
    return conditions


def _read_labels(node: Node) -> frozenset[str]:
    return frozenset(node.distinct(Node.text, least=1))


def _read_may_score(fields: Fields) -> Filter:
    """`may_score`, whose classes may also stand in the key `classes` of the table itself."""
    outer, inner = fields.optional("classes"), fields.optional("may_score")
    conditions = _read_filter(inner) if inner else Filter()
    if outer is None:
        return conditions
    classes = _read_labels(outer)
    if conditions.classes is not None:
        outer.fail(phrase('the classes once, here or in "may_score"'), phrase("both"))
    return replace(conditions, classes=classes)


def _read_combine(fields: Fields) -> int | None:
    node = fields.optional("combine")
    if node is None or node.value == "sum":
        return None
    if node.value == "best":
        return 1
    if not isinstance(node.value, dict):
        node.fail(phrase('"sum", "best", or an object with "best"'))
        return None
    inner = node.fields()
    best = inner.required("best").integer(1)
    inner.close()
    return best


def _read_shared_car(node: Node) -> SharedCar:
    fields = node.fields()
    points, several = fields.optional("points"), fields.optional("several_results")
    share = fields.optional("minimum_share")
    shared = SharedCar(
        points=points.choice(SharedPoints) if points else SharedPoints.NONE,
        several_results=several.choice(SeveralResults) if several else SeveralResults.BEST,
        minimum_share=share.ratio() if share else None,
    )
    fields.close()
    return shared


def _read_listing(node: Node) -> Listing:
    fields = node.fields()
    classified = fields.optional("classified_in")
    listing = Listing(
        scored=fields.flag("scored"),
        classified_in=classified.distinct(Node.name, least=1) if classified else (),
    )
    fields.close()
    return listing


def _read_minimum_starts(node: Node) -> MinimumStarts:
    fields = node.fields()
    count = fields.required("count").integer(1)
    applies, mark = fields.optional("applies"), fields.optional("mark")
    rule = MinimumStarts(
        count=count,
        applies=applies.choice(DropsFrom, frozenset({DropsFrom.AT_ONCE, DropsFrom.FINAL}))
        if applies
        else DropsFrom.FINAL,
        mark=mark.text(limit=6) if mark else "NR",
    )
    fields.close()
    return rule


def _read_class_change(node: Node, table_id: str, known: Known) -> ClassChangeRule:
    fields = node.fields()
    points = fields.kind("points", ClassChange)
    carries = points in (ClassChange.KEPT, ClassChange.SCALED)
    origin = fields.required("from_tables") if carries else fields.optional("from_tables")
    factor = fields.required("factor") if points is ClassChange.SCALED else None
    rule = ClassChangeRule(
        points=points,
        from_tables=origin.distinct(lambda item: _refer_to_another(item, table_id, known), least=1) if origin else (),
        **({"factor": factor.ratio(zero=True, above_one=True)} if factor else {}),
    )
    fields.close()
    return rule


def _read_official(fields: Fields) -> bool:
    node = fields.optional("official")
    if node is None:
        return False
    if node.value != "final_only":
        node.fail(phrase('"final_only"'))
    return True
