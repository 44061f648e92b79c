"""Names the things of a picture in French, each with the article and the preposition its place asks for."""

import re
from collections.abc import Sequence
from datetime import date

from championships.formatting.dates import write_day
from championships.stories.french.grammar import (
    NBSP,
    Noun,
    find_plural,
    join,
    name_circuit,
    name_event,
    name_place,
    name_series,
)
from championships.stories.voice import Voice

_NUMBERED = re.compile(r"^(?P<noun>[^\d]+?) (?P<number>\d+)$")
_SESSIONS = {"course": "f", "manche": "f", "finale": "f", "épreuve": "f", "sprint": "m", "séance": "f"}


class French(Voice):
    language = "fr"

    def write_car(self, team: str, number: str) -> str:
        return ", ".join(part for part in (team, f"n°{NBSP}{number}" if number else "") if part)

    # --- Events and places ---

    def event(self, event: str) -> Noun:
        found = self.picture.events.get(event)
        if found is None:
            return Noun(event)
        return name_place(found.place.french) if found.place else name_event(found.name.french)

    def circuit(self, circuit: str) -> Noun:
        found = self.picture.circuits.get(circuit)
        return name_circuit(found.name if found else circuit)

    # --- Championships and classes ---

    def series(self, season: str) -> Noun:
        return name_series(self.season(season).name.french)

    def all_series(self, seasons: Sequence[str]) -> str:
        return join([self.series(season).plain for season in seasons])

    def of_series(self, seasons: Sequence[str]) -> str:
        return join([self.series(season).of for season in seasons])

    def table(self, season: str, category: str) -> str:
        """ "du Trophée", or "des Gentlemen", "de la catégorie GT4"."""
        return self.of_class(season, category) if category else self.series(season).of

    def of_class(self, season: str, category: str) -> str:
        name, given = self.category_name(season, category)
        plural = find_plural(name, given)
        return f"des {plural}" if plural else f"de la catégorie {name}"

    def among(self, season: str, category: str) -> str:
        name, given = self.category_name(season, category)
        plural = find_plural(name, given)
        return f"chez les {plural}" if plural else f"dans la catégorie {name}"

    def the_class(self, season: str, category: str) -> str:
        return f"la catégorie {self.category_name(season, category)[0]}"

    # --- Sessions and days ---

    def session(self, event: str, session: str) -> Noun:
        name = self._name_session(event, session)
        first = name.split(" ")[0].casefold()
        if first in _SESSIONS:
            return Noun(name[0].lower() + name[1:], "la" if _SESSIONS[first] == "f" else "le")
        return Noun(f"séance « {name} »", "la")

    def sessions(self, event: str, sessions: Sequence[str]) -> str:
        """ "la course 1", "les courses 1 et 4"."""
        found = [_NUMBERED.match(self._name_session(event, one)) for one in sessions]
        nouns = {match["noun"].casefold() for match in found if match}
        if len(sessions) > 1 and all(found) and len(nouns) == 1 and nouns <= set(_SESSIONS):
            return f"les {nouns.pop()}s {join([match['number'] for match in found if match])}"
        return join([self.session(event, one).plain for one in sessions])

    def _name_session(self, event: str, session: str) -> str:
        found = next((one for one in self.picture.sessions if (one.event, one.id) == (event, session)), None)
        return found.name.french if found else session

    def day(self, day: date, *, year: bool = False) -> str:
        return write_day(day, "fr", year=year).replace(" ", NBSP, 1)

    def days(self, start: date, end: date) -> str:
        """ "le 5 septembre", "les 6 et 7 septembre", "du 5 au 7 septembre", "du 30 août au 1er septembre"."""
        if start == end:
            return f"le {self.day(start)}"
        first = self.day(start)
        if (start.year, start.month) == (end.year, end.month):
            first = first.split(NBSP)[0]
            if (end - start).days == 1:
                return f"les {first} et {self.day(end)}"
        return f"du {first} au {self.day(end)}"

    # --- Agreement ---

    def agree(self, drivers: Sequence[str], masculine: str, feminine: str, neutral: str) -> str:
        """For one person by the gender where it is known; otherwise the words that need none."""
        genders = {self.gender(driver) for driver in drivers}
        if "" in genders:
            return neutral
        return feminine if genders == {"f"} else masculine


def verb(drivers: Sequence[str], one: str, many: str) -> str:
    return many if len(drivers) > 1 else one
