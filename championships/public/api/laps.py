"""The laps of a session as JSON: who led, and of each car its best laps and its place lap by lap."""

from dataclasses import dataclass
from typing import Annotated

from championships.public.api.addresses import Addresses
from championships.public.api.refs import Demo, EventLink, NextPage, Page, Slug, link_event
from championships.public.api.schema import Address, Says
from championships.queries.laps import LapCar, LapChart
from championships.queries.laps import Lead as Led
from championships.queries.sessions import SessionPage


@dataclass(frozen=True, slots=True)
class Lead:
    """A stretch of laps one car led at the line."""

    number: str
    from_lap: int
    to_lap: int


@dataclass(frozen=True, slots=True)
class CarLaps:
    """A car. `places[0]`: its place after the first lap; null: not known. Empty: the laps are no race."""

    number: Annotated[str, Says(example="007")]
    drivers: Annotated[str, Says("Names.")]
    laps: int
    best_ms: Annotated[int | None, Says("In milliseconds.", 94512)]
    best_lap: Annotated[int | None, Says("On which lap.")]
    second_best_ms: Annotated[int | None, Says("In milliseconds.", 94780)]
    laps_led: int
    places: tuple[Annotated[int | None, Says()], ...]
    pit_laps: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Laps:
    """A page of the cars of a session, by laps run, then by time since the start. Before penalties."""

    event: EventLink
    session: Slug
    name: str
    demo: Demo
    laps: Annotated[int, Says("Of the race; 0: the laps are no race.")]
    leads: Annotated[tuple[Lead, ...], Says("In order of the laps.")]
    items: tuple[CarLaps, ...]
    next: NextPage
    classification_url: Address
    page: Page


def tell_laps(
    page: SessionPage, chart: LapChart, cars: tuple[LapCar, ...], to: Addresses, following: str | None
) -> Laps:
    """`cars`: those of this page."""
    event = page.event
    where: dict[str, int | str] = {"year": event.year, "event": event.slug, "session": page.slug}
    return Laps(
        event=link_event(event, to),
        session=page.slug,
        name=page.name,
        demo=page.demo,
        laps=chart.laps,
        leads=tuple(_tell_lead(one) for one in chart.leads),
        items=tuple(_tell_car(one) for one in cars),
        next=following,
        classification_url=to.api("classification", **where),
        page=to.page("session-laps", event.year, event.slug, page.slug),
    )


def _tell_lead(one: Led) -> Lead:
    return Lead(one.number, one.from_lap, one.to_lap)


def _tell_car(car: LapCar) -> CarLaps:
    return CarLaps(
        number=car.number,
        drivers=car.drivers,
        laps=car.laps,
        best_ms=car.best_ms,
        best_lap=car.best_n,
        second_best_ms=car.second_best_ms,
        laps_led=car.laps_led,
        places=car.places,
        pit_laps=car.pit_laps,
    )
