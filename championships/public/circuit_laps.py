"""The layouts of a circuit with the best laps on each."""

from dataclasses import dataclass

from championships.queries.circuits import CircuitPage, LayoutRow
from championships.queries.lap_records import BestLap, LayoutLaps


@dataclass(frozen=True, slots=True)
class LayoutCard:
    """A layout with its best laps. No `layout`: that of events which do not say on which they were run."""

    layout: LayoutRow | None
    race: tuple[BestLap, ...]
    qualifying: tuple[BestLap, ...]


def list_laps(page: CircuitPage) -> list[LayoutCard]:
    """Every layout, the longest first; last the laps of no layout."""
    laps = {one.layout: one for one in page.laps}
    nothing = LayoutLaps(None, (), ())
    cards = []
    for row in page.layouts:
        held = laps.get(row.pk, nothing)
        cards.append(LayoutCard(row, held.race, held.qualifying))
    if None in laps:
        cards.append(LayoutCard(None, laps[None].race, laps[None].qualifying))
    return cards
