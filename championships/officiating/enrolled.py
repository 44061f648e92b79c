"""How a car takes part by default: as its drivers, or the car itself, are enrolled."""

from collections.abc import Iterable, Sequence

from championships.models import Enrolment, Round
from championships.officiating.entry_values import PartValues


class Enrolled:
    """The enrolments in force for some rounds. One query when it is made."""

    def __init__(self, rounds: Sequence[Round]) -> None:
        self.rounds = tuple(rounds)
        self._drivers: dict[tuple[int, int], Enrolment] = {}
        self._cars: dict[tuple[int, str], Enrolment] = {}
        rows = Enrolment.objects.filter(season__in=[0, *(row.season_id for row in rounds)]).order_by("pk")
        for enrolment in rows:
            for counted in rounds:
                if counted.season_id != enrolment.season_id or not _holds(enrolment, counted.number):
                    continue
                if enrolment.driver_id is not None:
                    self._drivers.setdefault((counted.pk, enrolment.driver_id), enrolment)
                elif enrolment.car_number:
                    self._cars.setdefault((counted.pk, enrolment.car_number), enrolment)

    def part_for(self, round_id: int, drivers: Iterable[int], number: str) -> PartValues:
        """Guest where every enrolled driver of the car is one; the class of the driver's enrolment, else the car's."""
        found = [row for driver in drivers if (row := self._drivers.get((round_id, driver)))]
        car = self._cars.get((round_id, number)) if number else None
        rows = [*found, *([car] if car else [])]
        return PartValues(
            round_id,
            guest=bool(rows) and all(row.guest for row in rows),
            car_class=next((row.car_class for row in rows if row.car_class), ""),
        )


def _holds(enrolment: Enrolment, number: int) -> bool:
    begun = enrolment.from_round is None or enrolment.from_round <= number
    return begun and (enrolment.to_round is None or number <= enrolment.to_round)
