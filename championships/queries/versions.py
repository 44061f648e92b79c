"""The bulletins of a session, each readable for ever, and what each changed of the one before it.

The office and the public read the same comparison; names of persons of the office are for the office alone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from championships.adapters.effects import CarChange
from championships.adapters.fields import Field, PlacedCar, read_fields
from championships.models import Bulletin, Session
from championships.queries.refs import EventRef, find_zone, refer_event
from championships.scoring.vocabulary import BulletinState

type Pair = tuple[int | str | None, int | str | None]  # before, after


@dataclass(frozen=True, slots=True)
class VersionRef:
    """A bulletin in the row of bulletins. `current`: it is what stands at the instant asked for."""

    n: int
    state: str
    issued_at: datetime
    protest_until: datetime | None
    per_source: bool
    one_person: bool
    reason: str
    hash: str
    current: bool
    entered_by: str = ""
    published_by: str = ""
    confirmed_by: str = ""


@dataclass(frozen=True, slots=True)
class CarDifference:
    """What differs of one car between two versions: pairs (before, after), None where nothing does.

    `known_before`, `known_after`: whether the car is on the sheet of either. `gained`: places, negative where lost.
    """

    number: str
    drivers: tuple[str, ...]
    known_before: bool
    known_after: bool
    gained: int = 0
    lost: int = 0
    place: Pair | None = None
    status: Pair | None = None
    laps: Pair | None = None
    time_ms: Pair | None = None
    best_lap_ms: Pair | None = None
    crew: Pair | None = None


@dataclass(frozen=True, slots=True)
class VersionPage:
    """One bulletin of a session, its classification, and what it changed of the bulletin before it."""

    session_pk: int
    event: EventRef
    slug: str
    name: str
    zone: str
    demo: bool
    version: VersionRef
    versions: tuple[VersionRef, ...]  # newest first
    before: VersionRef | None  # what it is compared with
    cars: tuple[PlacedCar, ...]
    differences: tuple[CarDifference, ...]
    warnings: tuple[dict[str, object], ...]
    documents: tuple[str, ...]  # of the decisions it holds
    complete: bool

    @property
    def withdrawn(self) -> bool:
        return self.version.state == BulletinState.WITHDRAWN

    @property
    def compared(self) -> bool:
        return self.before is not None


def find_session(year: int, event: str, slug: str) -> int | None:
    """The key of a session by its address. One query."""
    rows = Session.objects.filter(event__year=year, event__slug=event, slug=slug)
    return rows.values_list("pk", flat=True).first()


def load_version(session_pk: int, n: int, *, at: datetime) -> VersionPage | None:
    """Bulletin `n` of the session as issued by that instant; None where there is none. Fifteen queries at most."""
    rows = list(
        Bulletin.objects.filter(session=session_pk)
        .issued(at)
        .select_related("session__event__circuit", "sheet", "entered_by", "published_by", "confirmed_by")
        .order_by("-n")
    )
    chosen = next((row for row in rows if row.n == n), None)
    if chosen is None:
        return None
    versions = tuple(_refer(row, current=row is rows[0]) for row in rows)
    former = next((row for row in rows if row.n < n and not _is_withdrawn(row)), None)
    cars = () if _is_withdrawn(chosen) else _read_field(chosen)
    old = _read_field(former) if former is not None and not _is_withdrawn(chosen) else None
    event = chosen.session.event
    return VersionPage(
        session_pk=session_pk,
        event=refer_event(event),
        slug=chosen.session.slug,
        name=str(chosen.session.name),
        zone=find_zone(event),
        demo=event.demo,
        version=next(ref for ref in versions if ref.n == n),
        versions=versions,
        before=next((ref for ref in versions if former is not None and old is not None and ref.n == former.n), None),
        cars=cars,
        differences=() if old is None else compare_cars(old, cars),
        warnings=tuple(chosen.warnings),
        documents=tuple(chosen.decisions.order_by("issued_at", "pk").values_list("document", flat=True)),
        complete=chosen.sheet.complete,
    )


def compare_cars(before: Sequence[PlacedCar], after: Sequence[PlacedCar]) -> tuple[CarDifference, ...]:
    """The cars that differ, in the order after; those that are gone come last."""
    old, new = _key(before), _key(after)
    keys = [*new, *(key for key in old if key not in new)]
    changes = (CarChange(old.get(key), new.get(key)) for key in keys)
    return tuple(_describe(change) for change in changes if change.before != change.after)


def read_car(values: Sequence[Any]) -> PlacedCar:
    """A car as a form carried it, back from a list of its values."""
    car = PlacedCar(*values)
    return car._replace(drivers=tuple(car.drivers))


def _key(cars: Iterable[PlacedCar]) -> dict[tuple[int, int], PlacedCar]:
    """By entry; a car that stands on several lines is told apart by its order among them."""
    found: dict[tuple[int, int], PlacedCar] = {}
    for car in cars:
        index = 0
        while (car.entry_id, index) in found:
            index += 1
        found[car.entry_id, index] = car
    return found


def _describe(change: CarChange) -> CarDifference:
    before, after, car = change.before, change.after, change.car
    if before is None or after is None:
        return CarDifference(
            car.number,
            car.drivers,
            known_before=before is not None,
            known_after=after is not None,
            place=(before and before.place, after and after.place),
        )

    def pair(name: str) -> Pair | None:
        old, new = getattr(before, name), getattr(after, name)
        return None if old == new else (old, new)

    return CarDifference(
        car.number,
        car.drivers,
        known_before=True,
        known_after=True,
        gained=max(change.gained, 0),
        lost=max(-change.gained, 0),
        place=pair("place"),
        status=pair("status"),
        laps=pair("laps"),
        time_ms=pair("time_ms"),
        best_lap_ms=pair("best_lap_ms"),
        crew=None if before.drivers == after.drivers else (", ".join(before.drivers), ", ".join(after.drivers)),
    )


def _read_field(bulletin: Bulletin) -> Field:
    """The classification as it was published: under the decisions it holds and the rules of its day. Six queries."""
    return read_fields([bulletin], at=bulletin.issued_at).get(bulletin.session_id, ())


def _is_withdrawn(bulletin: Bulletin) -> bool:
    return bulletin.state == BulletinState.WITHDRAWN.value


def _refer(row: Bulletin, *, current: bool) -> VersionRef:
    return VersionRef(
        n=row.n,
        state=row.state,
        issued_at=row.issued_at,
        protest_until=row.protest_until,
        per_source=row.per_source,
        one_person=row.one_person,
        reason=row.reason,
        hash=row.hash,
        current=current,
        entered_by=_name(row.entered_by),
        published_by=_name(row.published_by),
        confirmed_by=_name(row.confirmed_by),
    )


def _name(user: object) -> str:
    return "" if user is None else str(getattr(user, "get_full_name", str)() or user)
