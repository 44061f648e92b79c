"""Charts of two competitors: the gap between them on both sides of zero, and their places race by race."""

from collections.abc import Sequence
from fractions import Fraction

from championships.public.charts.lines import cut_pieces, list_figures, shade
from championships.public.charts.scales import Ground, Scale, write
from championships.public.charts.values import Curve, Drawing, Heading, Mark, Pair, Series, Stop, Tick, Value, Write

HEIGHT = 280
FOOT = 62  # px under the lowest point: its figure, then what that side means
WRITTEN = 7  # stops at which every figure is written; of more only the first, the extremes and the last
PLACE = 20  # px from a place to the next


def draw_duel(
    heading: Heading,
    stops: Sequence[Stop],
    values: Sequence[Value | None],
    *,
    head: str,
    above: str,
    below: str,
    write_value: Write = str,
) -> Drawing:
    """The gap between two, positive where the first is ahead. `above`, `below`: what each side of zero means, in words.

    `head`: the head of the figures' column.
    """
    one = Series("", head, tuple(values))
    ground = Ground(0, 100, tuple(stops))
    known = [Fraction(value) for value in values if value is not None]
    reach = max((abs(value) for value in known), default=Fraction(1)) or Fraction(1)
    lowest, highest = min([*known, Fraction(0)]), max([*known, Fraction(0)])
    if lowest == highest:
        lowest, highest = -reach, reach
    scale = Scale(lowest, highest, Fraction(HEIGHT - FOOT), Fraction(46))
    zero = scale.place(0)
    groups, parting = ground.list_groups()
    ticks = ground.list_ticks()
    return Drawing(
        key=heading.key,
        title=heading.title,
        description=heading.description,
        height=str(HEIGHT + (52 if ticks and groups else 30)),
        plot_x="0",
        plot_width="100",
        plot_end="100",
        plot_height=str(HEIGHT),
        ticks_x=ticks,
        groups=groups,
        parting=parting,
        ticks_y=(Tick(write(zero), "", base=True),),
        shades=shade(ground, [one], heading.unknown),
        curves=(Curve("s0", cut_pieces(ground, one, scale), _mark(ground, one, scale, write_value)),),
        labels=(),
        figures=list_figures(heading, stops, [one], write_value),
        above=above,
        below=below,
    )


def _mark(ground: Ground, one: Series, scale: Scale, write_value: Write) -> tuple[Mark, ...]:
    """A dot a known figure, filled where the first is ahead, else hollow; figures where there is room."""
    known = [(index, value) for index, value in enumerate(one.values) if value is not None]
    said = {index for index, _value in known}
    if len(known) > WRITTEN:
        ordered = sorted(known, key=lambda pair: (pair[1], pair[0]))
        said = {known[0][0], known[-1][0], ordered[0][0], ordered[-1][0]}
    marks = []
    for index, value in known:
        at = scale.place(value)
        marks.append(
            Mark(
                write(ground.across(index)),
                write(at),
                "open" if value < 0 else "",
                write_value(value) if index in said else "",
                write(at + 28 if value < 0 else at - 12),
            )
        )
    return tuple(marks)


def draw_pairs(
    heading: Heading,
    stops: Sequence[Stop],
    first: Series,
    second: Series,
    *,
    write_value: Write = str,
) -> Drawing:
    """The places of two, race by race: a filled mark for the first, a hollow one for the second, a stroke between.

    `above` and `below` of the drawing name the two, for its key.
    """
    ground = Ground(9, 91, tuple(stops))
    known = [Fraction(value) for one in (first, second) for value in one.values if value is not None]
    last = int(max(known, default=Fraction(1)))
    height = max((last - 1) * PLACE + 40, 80)
    scale = Scale(Fraction(1), Fraction(last), Fraction(20), Fraction(20 + (last - 1) * PLACE))
    groups, parting = ground.list_groups()
    ticks = ground.list_ticks()
    return Drawing(
        key=heading.key,
        title=heading.title,
        description=heading.description,
        height=str(height + (52 if ticks and groups else 30)),
        plot_x="9",
        plot_width="91",
        plot_end="100",
        plot_height=str(height),
        ticks_x=ticks,
        groups=groups,
        parting=parting,
        ticks_y=tuple(
            Tick(write(scale.place(place)), write_value(place), write(scale.place(place) - 5), base=place == 1)
            for place in (1, *range(5, last + 1, 5))
        ),
        shades=shade(ground, [first, second], heading.unknown),
        curves=(),
        labels=(),
        figures=list_figures(heading, stops, [first, second], write_value),
        above=first.name,
        below=second.name,
        pairs=tuple(
            Pair(
                write(ground.across(index)),
                "" if (one := first.values[index]) is None else write(scale.place(one)),
                "" if (other := second.values[index]) is None else write(scale.place(other)),
            )
            for index in range(len(stops))
        ),
    )
