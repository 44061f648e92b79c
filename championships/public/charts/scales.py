"""From figures to places on the paper, exactly: fractions until the last moment, then one decimal as text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from championships.public.charts.values import Stop, Tick, Value

STEPS = (1, 2, 5)


def write(value: Value) -> str:
    """A coordinate: at most one decimal, with a point, whatever the language of the page."""
    exact = Fraction(value)
    tenths = int(abs(exact) * 10 + Fraction(1, 2))
    whole, rest = divmod(tenths, 10)
    text = f"{whole}.{rest}" if rest else str(whole)
    return f"-{text}" if exact < 0 and tenths else text


@dataclass(frozen=True, slots=True)
class Scale:
    """Puts `low` at `at_low` and `high` at `at_high`. Where both are equal everything stands in the middle."""

    low: Fraction
    high: Fraction
    at_low: Fraction
    at_high: Fraction

    def place(self, value: Value) -> Fraction:
        if self.low == self.high:
            return (self.at_low + self.at_high) / 2
        return self.at_low + (Fraction(value) - self.low) / (self.high - self.low) * (self.at_high - self.at_low)


def choose_step(span: Value, most: int = 5) -> int:
    """The distance between lines of a grid: 1, 2 or 5, times a power of ten, so that at most `most` fit the span."""
    power = 1
    while True:
        for step in STEPS:
            if span <= step * power * most:
                return step * power
        power *= 10


def middle(index: int, count: int) -> Fraction:
    """Stop `index` of `count` stands in the middle of its band: a share of the width."""
    return Fraction(2 * index + 1, 2 * count)


def spread(wanted: Sequence[Value], *, gap: Value, top: Value, bottom: Value) -> tuple[Fraction, ...]:
    """Places for labels as near as can be to where they are wanted, in their order, at least `gap` apart.

    Neighbours that would touch are centred together on their mean. Where not all fit between `top` and `bottom`, they
    start at the top and run over the bottom: a drawing must be tall enough for its labels.
    """
    order = sorted(range(len(wanted)), key=lambda index: (wanted[index], index))
    blocks: list[tuple[Fraction, int]] = []  # sum and number of those that stand together, in steps taken off
    for rank, index in enumerate(order):
        total, count = Fraction(wanted[index]) - rank * Fraction(gap), 1
        while blocks and blocks[-1][0] * count >= total * blocks[-1][1]:
            before, size = blocks.pop()
            total, count = total + before, count + size
        blocks.append((total, count))
    highest = max(Fraction(bottom) - (len(order) - 1) * Fraction(gap), Fraction(top))
    settled = [min(max(total / count, Fraction(top)), highest) for total, count in blocks for _member in range(count)]
    placed = {index: settled[rank] + rank * Fraction(gap) for rank, index in enumerate(order)}
    return tuple(placed[index] for index in range(len(wanted)))


@dataclass(frozen=True, slots=True)
class Ground:
    """The part of the width that belongs to the curves, in per cent, and the stops on it."""

    left: int
    width: int
    stops: tuple[Stop, ...]

    def across(self, index: int) -> Fraction:
        return self.left + middle(index, len(self.stops)) * self.width

    def inside(self, index: int) -> Fraction:
        return middle(index, len(self.stops)) * 1000

    def edge(self, index: int) -> Fraction:
        """Where the band of that stop begins; that of the number of stops: where the last ends."""
        return self.left + Fraction(index, len(self.stops)) * self.width

    def list_ticks(self) -> tuple[Tick, ...]:
        return tuple(
            Tick(write(self.across(index)), f"{stop.label}*" if stop.provisional else stop.label, minor=stop.minor)
            for index, stop in enumerate(self.stops)
            if stop.label
        )

    def list_groups(self) -> tuple[tuple[Tick, ...], tuple[str, ...]]:
        """The names of the groups in the middle of their stops, and the lines between them."""
        runs = list(join_runs(stop.group for stop in self.stops))
        named = [run for run in runs if run[0]]
        ticks = tuple(
            Tick(write((self.edge(start) + self.edge(end)) / 2), group, minor=len(named) > 8 and position % 2 == 1)
            for position, (group, start, end) in enumerate(named)
        )
        return ticks, tuple(write(self.edge(start)) for _group, start, _end in runs[1:]) if named else ()


def join_runs(keys: Iterable[str]) -> Iterable[tuple[str, int, int]]:
    """Equal neighbours as (key, first, one after the last)."""
    start, held, index = 0, None, -1
    for index, key in enumerate(keys):
        if held is not None and key != held:
            yield held, start, index
            start = index
        held = key
    if held is not None:
        yield held, start, index + 1
