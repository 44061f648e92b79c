"""What both languages share when they name people: in full at first, then by the family name."""

from collections import Counter
from collections.abc import Sequence
from functools import cached_property

from championships.formatting.places import join_names
from championships.stories.picture import Label, Picture, SeasonPicture
from championships.stories.values import Values


class Voice:
    """Names the people and things of one picture in one language, and remembers whom it has named.

    Within a part of a draft a person is named in full once; within a whole draft the car is told once. `settle` is
    called with the sentence that was chosen, so that one thrown away has named nobody.
    """

    language = ""

    def __init__(self, picture: Picture) -> None:
        self.picture = picture
        self.seen: set[str] = set()
        self.tagged: set[str] = set()

    def begin_part(self) -> None:
        self.seen = set()

    def settle(self, text: str) -> None:
        for person in self.picture.people.values():
            if person.name in text:
                self.seen.add(person.id)
                if f"{person.name} (" in text:
                    self.tagged.add(person.id)

    # --- People ---

    def full(self, driver: str) -> str:
        person = self.picture.people.get(driver)
        return person.name if person else driver

    @cached_property
    def _families(self) -> Counter[str]:
        return Counter(self._family(driver) for driver in self.picture.people)

    @cached_property
    def _whole_names(self) -> Counter[str]:
        """Two people of one name are told apart by their cars alone."""
        return Counter(person.name for person in self.picture.people.values())

    def _family(self, driver: str) -> str:
        person = self.picture.people.get(driver)
        if person is None:
            return driver
        return person.family or person.name.split()[-1]

    def short(self, driver: str) -> str:
        """The family name; the full one where several bear it."""
        family = self._family(driver)
        return family if self._families[family] < 2 else self.full(driver)

    def name(self, driver: str) -> str:
        return self.short(driver) if driver in self.seen else self.full(driver)

    def names(self, drivers: Sequence[str]) -> str:
        return join_names([self.name(driver) for driver in drivers], self.language)

    def shorts(self, drivers: Sequence[str]) -> str:
        return join_names([self.short(driver) for driver in drivers], self.language)

    def with_car(self, driver: str, values: Values) -> str:
        """The name, with team and number in brackets where they have not been told yet."""
        car = values.part("cars").part(driver)
        inside = self.write_car(self.picture.teams.get(car.text("team"), ""), car.text("number"))
        if not inside or (driver in self.tagged and self._whole_names[self.full(driver)] < 2):
            return self.name(driver)
        return f"{self.full(driver)} ({inside})"

    def all_with_cars(self, drivers: Sequence[str], values: Values) -> str:
        return join_names([self.with_car(driver, values) for driver in drivers], self.language)

    def write_car(self, team: str, number: str) -> str:
        raise NotImplementedError

    def gender(self, driver: str) -> str:
        person = self.picture.people.get(driver)
        return person.gender if person else ""

    # --- Things ---

    def read(self, label: Label) -> str:
        return label.read(self.language)

    def season(self, season: str) -> SeasonPicture:
        return self.picture.season(season)

    def category_name(self, season: str, category: str) -> tuple[str, str]:
        """The name of a class, and its plural where one was given."""
        found = next((one for one in self.season(season).categories if one.id == category), None)
        if found is None:
            return category, ""
        return self.read(found.name), self.read(found.plural)

    def team(self, team: str) -> str:
        return self.picture.teams.get(team, team)
