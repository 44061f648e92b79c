"""Charts of lines with their competitors named at the end of each: points, gap to the leader, places."""

from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction

from championships.public.charts.scales import Ground, Scale, choose_step, join_runs, spread, write
from championships.public.charts.values import (
    Curve,
    Drawing,
    Figures,
    Heading,
    Label,
    Mark,
    Series,
    Shade,
    Stop,
    Tick,
    Value,
    Write,
)

TOP = 22  # px over the highest line, where its word stands
FOOT = 52  # px for two rows of labels under the curves
LABEL = 19  # px from one label to the next
HEIGHT = 300
STYLES = 6  # weights and dashes there are; more lines start again
END = 84  # per cent: the rest of the width belongs to the labels
START = 9  # per cent for the labels before the first stop


def draw_lines(
    heading: Heading,
    stops: Sequence[Stop],
    series: Sequence[Series],
    *,
    write_value: Write = str,
) -> Drawing:
    """Figures from zero upwards."""
    known = _list_known(series)
    step = choose_step(max(known, default=Fraction(1)) or 1)
    high = _round_up(max(known, default=Fraction(0)), step)
    values = list(range(0, int(high) + 1, step))
    height = _choose_height(series)
    scale = Scale(Fraction(0), Fraction(high or 1), Fraction(height), Fraction(TOP))
    ticks = [(value, write_value(value), value == 0) for value in values]
    return _draw(heading, stops, series, scale, ticks, write_value)


def draw_gap(
    heading: Heading,
    stops: Sequence[Stop],
    series: Sequence[Series],
    *,
    leader: str,
    write_value: Write = str,
) -> Drawing:
    """Distances to the leader, who is the solid line on top with the word `leader`; the further down, the further away.

    The values are distances: zero or more.
    """
    known = _list_known(series)
    step = choose_step(max(known, default=Fraction(1)) or 1)
    high = _round_up(max(known, default=Fraction(0)), step)
    height = _choose_height(series)
    scale = Scale(Fraction(0), Fraction(high or 1), Fraction(TOP), Fraction(height - 8))
    ticks = [(value, write_value(-value) if value else leader, value == 0) for value in range(0, int(high) + 1, step)]

    def write_distance(value: Value) -> str:
        return write_value(-value) if value else write_value(0)

    return _draw(heading, stops, series, scale, ticks, write_distance)


def draw_bump(
    heading: Heading,
    stops: Sequence[Stop],
    series: Sequence[Series],
    *,
    write_value: Write = str,
) -> Drawing:
    """Places, the first on top, every competitor named at both ends of his line."""
    known = _list_known(series)
    last = max(known, default=Fraction(1))
    height = max(int(last), len(series)) * LABEL + 12
    scale = Scale(Fraction(1), last, Fraction(14), Fraction(14 + (int(last) - 1) * LABEL))
    return _draw(heading, stops, series, scale, [], write_value, max(height, 60), both=True)


def _draw(
    heading: Heading,
    stops: Sequence[Stop],
    series: Sequence[Series],
    scale: Scale,
    grid: Sequence[tuple[int, str, bool]],
    write_value: Write,
    height: int = 0,
    *,
    both: bool = False,
) -> Drawing:
    for one in series:
        if len(one.values) != len(stops):
            raise ValueError(f"{one.name}: {len(one.values)} values for {len(stops)} stops")
    left = START if both else 0
    ground = Ground(left, END - left, tuple(stops))
    depth = height or _choose_height(series)
    groups, parting = ground.list_groups()
    ticks = ground.list_ticks()
    labels = [
        *_label_ends(ground, series, scale, depth),
        *(_label_starts(ground, series, scale, depth) if both else ()),
    ]
    return Drawing(
        key=heading.key,
        title=heading.title,
        description=heading.description,
        height=str(depth + (FOOT if ticks and groups else 30)),
        plot_x=str(left),
        plot_width=str(END - left),
        plot_end=str(END),
        plot_height=str(depth),
        ticks_x=ticks,
        groups=groups,
        parting=parting,
        ticks_y=tuple(
            Tick(write(scale.place(value)), words, write(scale.place(value) - 5), base=base)
            for value, words, base in grid
        ),
        shades=shade(ground, series, heading.unknown),
        curves=tuple(
            Curve(choose_style(index, one), cut_pieces(ground, one, scale), mark_points(ground, one, scale))
            for index, one in sorted(enumerate(series), key=lambda pair: _depth(pair[1]))
        ),
        labels=tuple(labels),
        figures=list_figures(heading, stops, series, write_value),
    )


def choose_style(index: int, one: Series) -> str:
    """Weight and dash by place in the list; the one in colour and the background have their own."""
    if one.accent:
        return "on"
    return "rest" if one.rest else f"s{index % STYLES}"


def cut_pieces(ground: Ground, one: Series, scale: Scale) -> tuple[str, ...]:
    """The stretches of two known figures and more, as points of polylines: nothing is drawn through a hole."""
    pieces: list[list[str]] = [[]]
    for index, value in enumerate(one.values):
        if value is None:
            pieces.append([])
        else:
            pieces[-1].append(f"{write(ground.inside(index))},{write(scale.place(value))}")
    return tuple(" ".join(piece) for piece in pieces if len(piece) > 1)


def mark_points(ground: Ground, one: Series, scale: Scale) -> tuple[Mark, ...]:
    """A dot where a figure stands alone or ends a stretch; a hollow one where the stop is marked."""
    marks = []
    for index, value in enumerate(one.values):
        if value is None:
            continue
        before = index > 0 and one.values[index - 1] is not None
        after = index + 1 < len(one.values) and one.values[index + 1] is not None
        if index in one.marked:
            marks.append(Mark(write(ground.across(index)), write(scale.place(value)), "open"))
        elif not (before and after):
            marks.append(Mark(write(ground.across(index)), write(scale.place(value))))
    return tuple(marks)


def shade(ground: Ground, series: Sequence[Series], words: str) -> tuple[Shade, ...]:
    """The stretches at which nobody's figure is known."""
    hidden = ["x" if all(one.values[index] is None for one in series) else "" for index in range(len(ground.stops))]
    found = []
    for key, start, end in join_runs(hidden):
        if key:
            x, width = ground.edge(start), ground.edge(end) - ground.edge(start)
            found.append(Shade(write(x), write(width), write(x + width / 2), words))
    return tuple(found)


def list_figures(heading: Heading, stops: Sequence[Stop], series: Sequence[Series], write_value: Write) -> Figures:
    """A row a stop, a column a competitor: as narrow as a phone."""
    rows = []
    for index, stop in enumerate(stops):
        values = [one.values[index] for one in series]
        told = heading.missing and any(value is not None for value in values)
        hole = None if told else ""
        rows.append((stop.name, tuple(hole if value is None else write_value(value) for value in values)))
    heads = tuple(one.number or one.name for one in series)
    return Figures(heading.corner, heads, tuple(rows), heading.missing)


def _label_ends(ground: Ground, series: Sequence[Series], scale: Scale, depth: int) -> list[Label]:
    """A label at the last known figure of each; at the last stop of all they stand in a column of their own."""
    by_end: dict[int, list[tuple[Series, Fraction]]] = defaultdict(list)
    for one in series:
        known = [(index, value) for index, value in enumerate(one.values) if value is not None]
        if known:
            by_end[known[-1][0]].append((one, scale.place(known[-1][1])))
    last = max(by_end, default=0)
    labels = []
    for end, members in sorted(by_end.items()):
        places = spread([at for _one, at in members], gap=LABEL, top=10, bottom=depth)
        column = end == last
        x = Fraction(END + 1) if column else ground.across(end) + 1
        for (one, at), place in zip(members, places, strict=True):
            labels.append(
                Label(
                    x=write(x),
                    y=write(place + 5),
                    number=one.number or one.name,
                    name=one.name if column and one.number else "",
                    kind="on" if one.accent else "rest" if one.rest else "",
                    tie_x=write(ground.across(end)) if column else "",
                    tie_y=write(at) if column else "",
                    tie_end=write(place) if column else "",
                )
            )
    return labels


def _label_starts(ground: Ground, series: Sequence[Series], scale: Scale, depth: int) -> list[Label]:
    """The numbers before the first stop, of those whose line begins there."""
    known = [index for one in series for index, value in enumerate(one.values) if value is not None]
    first = min(known, default=0)
    members = [
        (one, scale.place(one.values[first] or 0)) for one in series if one.values and one.values[first] is not None
    ]
    places = spread([at for _one, at in members], gap=LABEL, top=10, bottom=depth)
    return [
        Label(
            x=write(ground.across(first) - 1),
            y=write(place + 5),
            number=one.number or one.name,
            kind=" ".join(["first", *(["on"] if one.accent else ["rest"] if one.rest else [])]),
        )
        for (one, _at), place in zip(members, places, strict=True)
    ]


def _depth(one: Series) -> int:
    """What is drawn first lies below: the background, then the others, the accent on top."""
    return 2 if one.accent else 0 if one.rest else 1


def _list_known(series: Sequence[Series]) -> list[Fraction]:
    return [Fraction(value) for one in series for value in one.values if value is not None]


def _round_up(value: Fraction, step: int) -> int:
    return int(-(-value // step)) * step


def _choose_height(series: Sequence[Series]) -> int:
    return max(HEIGHT, len(series) * LABEL + TOP)
