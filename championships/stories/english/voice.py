"""Names the things of a picture in English."""

import re
from collections.abc import Sequence
from datetime import date

from championships.formatting.dates import write_day
from championships.stories.english.grammar import NBSP, join, name_circuit, name_event, name_series
from championships.stories.voice import Voice

_NUMBERED = re.compile(r"^(?P<noun>[^\d]+?) (?P<number>\d+)$")
_SESSIONS = frozenset(["race", "heat", "final", "sprint"])


class English(Voice):
    language = "en"

    def write_car(self, team: str, number: str) -> str:
        return ", ".join(part for part in (team, f"no.{NBSP}{number}" if number else "") if part)

    def event(self, event: str) -> str:
        found = self.picture.events.get(event)
        if found is None:
            return event
        return self.read(found.place) if found.place else name_event(self.read(found.name))

    def at(self, event: str) -> str:
        return f"at {self.event(event)}"

    def circuit(self, circuit: str) -> str:
        found = self.picture.circuits.get(circuit)
        return name_circuit(found.name if found else circuit)

    def series(self, season: str) -> str:
        return name_series(self.read(self.season(season).name))

    def all_series(self, seasons: Sequence[str]) -> str:
        return join([self.series(season) for season in seasons])

    def title(self, season: str, category: str) -> str:
        """ "the title of the Demonstration Cup", "the Gentleman title"."""
        if category:
            return f"the {self.category_name(season, category)[0]} title"
        return f"the title of {self.series(season)}"

    def table(self, season: str, category: str) -> str:
        """What is led: "the Demonstration Cup", "the Gentleman class"."""
        return self.the_class(season, category) if category else self.series(season)

    def the_class(self, season: str, category: str) -> str:
        return f"the {self.category_name(season, category)[0]} class"

    def session(self, event: str, session: str) -> str:
        name = self._name_session(event, session)
        match = _NUMBERED.match(name)
        if match and match["noun"].casefold() in _SESSIONS:
            return name[0].lower() + name[1:]
        if name.casefold() in _SESSIONS:
            return f"the {name.casefold()}"
        return f"the “{name}” session"

    def sessions(self, event: str, sessions: Sequence[str]) -> str:
        """ "race 1", "races 1 and 4"."""
        found = [_NUMBERED.match(self._name_session(event, one)) for one in sessions]
        nouns = {match["noun"].casefold() for match in found if match}
        if len(sessions) > 1 and all(found) and len(nouns) == 1 and nouns <= _SESSIONS:
            return f"{nouns.pop()}s {join([match['number'] for match in found if match])}"
        return join([self.session(event, one) for one in sessions])

    def _name_session(self, event: str, session: str) -> str:
        found = next((one for one in self.picture.sessions if (one.event, one.id) == (event, session)), None)
        return self.read(found.name) if found else session

    def day(self, day: date, *, year: bool = False) -> str:
        return write_day(day, "en", year=year).replace(" ", NBSP, 1)

    def days(self, start: date, end: date) -> str:
        """ "on 5 September", "on 6 and 7 September", "from 5 to 7 September"."""
        if start == end:
            return f"on {self.day(start)}"
        first = self.day(start)
        if (start.year, start.month) == (end.year, end.month):
            first = first.split(NBSP)[0]
            if (end - start).days == 1:
                return f"on {first} and {self.day(end)}"
        return f"from {first} to {self.day(end)}"


def verb(drivers: Sequence[str], one: str, many: str) -> str:
    return many if len(drivers) > 1 else one
