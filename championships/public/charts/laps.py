"""The lap chart of a race: the place of every car after every lap, its stops in the pits, and who led."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from championships.public.charts.lines import END, START, draw_bump
from championships.public.charts.scales import Ground, write
from championships.public.charts.values import Drawing, Heading, Series, Stop, Stretch
from championships.queries.laps import LapCar, LapChart, Lead

STEP = 5  # laps from one number under the chart to the next
NAMED = 3  # cars whose line stands out; all others lie in the background


def draw_laps(heading: Heading, chart: LapChart, *, grid: Mapping[str, int], followed: str = "") -> Drawing:
    """Cars in the order of `chart`. `grid`: places on the grid by number; drawn where every car has one.

    `followed`: the number of the car whose line is in colour.
    """
    started = bool(chart.cars) and all(car.number in grid for car in chart.cars)
    stops = list_laps(chart.laps, grid=started)
    series = [
        _draw_car(car, index, grid.get(car.number) if started else None, chart.laps, followed)
        for index, car in enumerate(chart.cars)
    ]
    drawing = draw_bump(heading, stops, series)
    return replace(drawing, strip=draw_leads(chart.leads, stops, offset=1 if started else 0))


def list_laps(laps: int, *, grid: bool) -> tuple[Stop, ...]:
    """The start where the grid is known, then every lap; every fifth has its number under the chart."""
    start = (Stop(_("grid"), _("Grid")),) if grid else ()
    return (
        *start,
        *(
            Stop(str(n) if n % STEP == 0 or (n == 1 and not grid) else "", _("Lap %(n)s") % {"n": n})
            for n in range(1, laps + 1)
        ),
    )


def _draw_car(car: LapCar, index: int, start: int | None, laps: int, followed: str) -> Series:
    places = [*car.places, *[None] * (laps - len(car.places))]
    offset = 0 if start is None else 1
    return Series(
        car.number,
        "",
        tuple(places if start is None else [start, *places]),
        accent=bool(followed) and car.number == followed,
        rest=index >= NAMED,
        marked=frozenset(lap - 1 + offset for lap in car.pit_laps),
    )


def draw_leads(leads: Sequence[Lead], stops: Sequence[Stop], *, offset: int) -> tuple[Stretch, ...]:
    """The strip of the leaders: a piece for each stretch of laps led at the line."""
    ground = Ground(START, END - START, tuple(stops))
    strip = []
    for position, lead in enumerate(leads):
        x, end = ground.edge(lead.from_lap - 1 + offset), ground.edge(lead.to_lap + offset)
        strip.append(Stretch(write(x), write(end - x), write((x + end) / 2), lead.number, position % 2 == 1))
    return tuple(strip)
