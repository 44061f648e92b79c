"""Which results count, which may not be dropped, and the chain that splits ties."""

from enum import StrEnum

from championships.scoring.phrases import phrase
from championships.scoring.rulebook.fields import Node, join_path
from championships.scoring.rules import (
    Countback,
    CountbackPositions,
    Counting,
    DropsFrom,
    DropStep,
    DropUnit,
    Earliest,
    NotDroppable,
    TieBreak,
)
from championships.scoring.vocabulary import FinishStatus


class _StepKind(StrEnum):
    COUNTBACK = "countback"
    EARLIEST = "earliest"


def read_counting(node: Node) -> tuple[Counting, ...]:
    """`counting`: segments of the season that do not overlap."""
    segments: list[Counting] = []
    for item in node.items():
        segment = _read_segment(item)
        for other in segments:
            if _overlap(segment, other):
                item.fail(
                    phrase("segments that do not overlap"),
                    phrase(
                        "rounds %(rounds)s although rounds %(counted)s are counted already",
                        rounds=_span(segment),
                        counted=_span(other),
                    ),
                )
        segments.append(segment)
    return tuple(segments)


def _overlap(one: Counting, other: Counting) -> bool:
    starts_in_time = other.to_round is None or one.from_round <= other.to_round
    ends_late = one.to_round is None or one.to_round >= other.from_round
    return starts_in_time and ends_late


def _span(segment: Counting) -> str:
    if segment.to_round is None:
        return phrase("%(first)s to the last", first=segment.from_round)
    return phrase("%(first)s to %(last)s", first=segment.from_round, last=segment.to_round)


def _read_segment(node: Node) -> Counting:
    fields = node.fields()
    start = fields.required("from").integer(1)
    end, best, drop = fields.optional("to"), fields.optional("best"), fields.optional("drop")
    unit, applies = fields.optional("unit"), fields.optional("applies")
    to_round = end.integer(1) if end else None
    if end and to_round is not None and to_round < start:
        end.fail(phrase("a round from %(start)s on", start=start))
        to_round = start
    if best and drop:
        node.fail(phrase('"best" or "drop", not both'), phrase("both"))
    segment = Counting(
        from_round=start,
        to_round=to_round,
        best=best.integer(1) if best else None,
        drop=_read_drop(drop) if drop else (),
        unit=unit.choice(DropUnit) if unit else DropUnit.ROUND,
        applies=applies.choice(DropsFrom) if applies else DropsFrom.AT_ONCE,
    )
    fields.close()
    return segment


def _read_drop(node: Node) -> tuple[DropStep, ...]:
    """A number, or steps by the number of units run; the last step has no upper end."""
    if isinstance(node.value, int) and not isinstance(node.value, bool):
        return (DropStep(up_to=None, drop=node.integer(0)),)
    if not isinstance(node.value, list | tuple):
        node.fail(phrase('a whole number, at least 0, or a list of steps with "up_to" and "drop"'))
        return ()
    steps: list[DropStep] = []
    for item in node.items(least=1):
        fields = item.fields()
        up_to = fields.optional("up_to")
        drop = fields.required("drop").integer(0)
        step = DropStep(up_to=up_to.integer(1) if up_to else None, drop=drop)
        fields.close()
        before = steps[-1].up_to if steps else 0
        if before is None or (step.up_to is not None and step.up_to <= before):
            Node(step.up_to, join_path(item.path, "up_to"), item.faults).fail(
                phrase('a larger "up_to" than in the step before (null only in the last step)')
            )
        steps.append(step)
    if steps and steps[-1].up_to is not None:
        node.fail(phrase('null as "up_to" of the last step'), phrase("the number %(number)s", number=steps[-1].up_to))
    return tuple(steps)


def read_not_droppable(node: Node | None) -> NotDroppable:
    """`not_droppable`: results that stay, by status, round or session."""
    if node is None:
        return NotDroppable()
    fields = node.fields()
    statuses, rounds = fields.optional("statuses"), fields.optional("rounds")
    sessions = fields.optional("sessions")
    kept = NotDroppable(
        statuses=frozenset(str(status) for status in statuses.distinct(lambda item: item.choice(FinishStatus)))
        if statuses
        else frozenset(),
        rounds=frozenset(rounds.distinct(lambda item: item.integer(1))) if rounds else frozenset(),
        sessions=frozenset(sessions.distinct(Node.name)) if sessions else frozenset(),
    )
    fields.close()
    return kept


def read_tie_break(node: Node) -> tuple[TieBreak, ...]:
    """`tie_break`: the steps in the order in which they are tried."""
    return tuple(_read_step(item) for item in node.items())


def _read_step(node: Node) -> TieBreak:
    fields = node.fields()
    kind = fields.kind("kind", _StepKind)
    if kind is _StepKind.EARLIEST:
        fields.close()
        return Earliest()
    sessions, positions = fields.required("sessions"), fields.required("positions")
    without = fields.optional("only_without_result_in")
    step = Countback(
        sessions=sessions.distinct(Node.name, least=1),
        positions=positions.choice(CountbackPositions),
        only_without_result_in=without.distinct(Node.name) if without else (),
        dropped_count=fields.flag("dropped_count", default=True),
    )
    fields.close()
    return step
