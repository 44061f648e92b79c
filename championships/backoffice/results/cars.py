"""The cars entered in an event, as whoever types results sees them; a number typed is looked up here."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from championships.models import Entry, Session
from championships.officiating.crews import list_seated, read_grid_texts

_NEAR = 4


@dataclass(frozen=True, slots=True)
class Car:
    """An entered car. `label` is what is typed for it: its number, and "38/2" where two cars carry the same one."""

    pk: int
    number: str
    label: str
    name: str
    team: str
    withdrawn: bool
    crew: tuple[tuple[int, str], ...]
    seated: tuple[int, ...]  # the drivers of this session
    grid: str


class Field:
    """The cars of a session, in the order of the entry list."""

    def __init__(self, cars: Sequence[Car]) -> None:
        self.cars = tuple(cars)
        self.by_pk = {car.pk: car for car in self.cars}
        self._by_label = {_fold(car.label): car for car in self.cars if car.number}
        self._shared: dict[str, list[Car]] = {}
        for car in self.cars:
            self._shared.setdefault(_fold(car.number), []).append(car)

    def find(self, typed: str) -> Car | None:
        """The one car this number or label means. Numbers are text: "007" is not "7"."""
        return self._by_label.get(_fold(typed))

    def list_sharing(self, typed: str) -> tuple[Car, ...]:
        """The cars that carry this number, where they are several."""
        cars = self._shared.get(_fold(typed), ()) if typed.strip() else ()
        return tuple(cars) if len(cars) > 1 else ()

    def list_near(self, typed: str) -> tuple[Car, ...]:
        """Cars whose number is one slip away: a digit more, less, other, two exchanged, or zeros in front."""
        text = _fold(typed)
        near = [car for car in self.cars if car.number and _is_near(text, _fold(car.number))]
        return tuple(near[:_NEAR])


def read_field(session: Session) -> Field:
    """Four queries: entries, crews, seats, grid."""
    entries = list(
        Entry.objects.filter(event_id=session.event_id)
        .select_related("team")
        .prefetch_related("crew__driver")
        .order_by("order", "number", "pk")
    )
    seated = list_seated(session.pk)
    grid = read_grid_texts(session.pk)
    shared = Counter(_fold(entry.number) for entry in entries)
    counted: Counter[str] = Counter()
    cars = []
    for entry in entries:
        folded = _fold(entry.number)
        counted[folded] += 1
        crew = tuple((member.driver_id, str(member.driver)) for member in entry.crew.all())
        seats = tuple(seated.get(entry.pk) or [pk for pk, _name in crew])
        names = dict(crew)
        cars.append(
            Car(
                pk=entry.pk,
                number=entry.number,
                label=f"{entry.number}/{counted[folded]}" if entry.number and shared[folded] > 1 else entry.number,
                name=" · ".join(names[pk] for pk in seats if pk in names),
                team=entry.team.name if entry.team else "",
                withdrawn=entry.withdrawn,
                crew=crew,
                seated=seats,
                grid=grid.get(entry.pk, ""),
            )
        )
    return Field(cars)


def _fold(text: str) -> str:
    return text.strip().casefold()


def _is_near(typed: str, number: str) -> bool:
    if typed.lstrip("0") == number.lstrip("0"):
        return True
    if abs(len(typed) - len(number)) > 1 or not typed:
        return False
    if len(typed) == len(number):
        other = [index for index, pair in enumerate(zip(typed, number, strict=True)) if pair[0] != pair[1]]
        swapped = len(other) == 2 and sorted(typed) == sorted(number) and other[1] == other[0] + 1
        return len(other) == 1 or swapped
    longer, shorter = (typed, number) if len(typed) > len(number) else (number, typed)
    return any(longer[:index] + longer[index + 1 :] == shorter for index in range(len(longer)))
