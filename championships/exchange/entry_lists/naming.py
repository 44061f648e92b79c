"""Names of a file or a form, matched to people on record. Exactly or not at all: what is close is only offered."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import NamedTuple

from championships.models import Driver, DriverAlias, Entrant, Team, TeamAlias, fold

_CLOSE = 0.72
_OFFERED = 4


class Person(NamedTuple):
    """A driver, a team or an entrant. `label` names one alone: namesakes carry their address in brackets."""

    pk: int
    name: str
    label: str
    about: str  # a country, to tell namesakes apart


@dataclass(frozen=True, slots=True)
class Question:
    """A name that is on nobody's record, or on several. `key` is what the answer is sent under."""

    kind: str  # "driver", "team" or "entrant"
    text: str
    candidates: tuple[Person, ...]
    namesakes: bool  # the candidates bear this very name; else they are only close

    @property
    def key(self) -> str:
        return f"{self.kind}:{fold(self.text)}"


class Directory:
    """Everybody of one kind, found by what people write: the name, an alias, case and accents aside."""

    def __init__(self, kind: str, people: Sequence[Person], spellings: Mapping[str, Iterable[int]]) -> None:
        self.kind = kind
        self.people = {person.pk: person for person in people}
        self._labels = {person.label: person.pk for person in people}
        self._spellings = {text: tuple(dict.fromkeys(keys)) for text, keys in spellings.items()}

    def label(self, pk: int | None) -> str:
        return self.people[pk].label if pk in self.people else ""

    def find(self, text: str) -> tuple[int, ...]:
        """The keys of everybody who bears this name: one is found, none and several are questions."""
        if text in self._labels:
            return (self._labels[text],)
        return self._spellings.get(fold(text), ())

    def ask(self, text: str) -> Question:
        """The question about a name that `find` does not settle."""
        found = self.find(text)
        if found:
            return Question(self.kind, text, tuple(self.people[pk] for pk in found), namesakes=True)
        return Question(self.kind, text, self.suggest(text), namesakes=False)

    def suggest(self, text: str) -> tuple[Person, ...]:
        """Those whose name is close: the same words in another order, a letter more or less."""
        wanted = fold(text)
        words = sorted(wanted.split())
        scored: list[tuple[float, str, int]] = []
        matcher = SequenceMatcher(autojunk=False)
        matcher.set_seq2(wanted)
        for spelling, keys in self._spellings.items():
            if sorted(spelling.split()) == words:
                score = 1.0
            else:
                matcher.set_seq1(spelling)
                if matcher.real_quick_ratio() < _CLOSE or matcher.quick_ratio() < _CLOSE:
                    continue
                score = matcher.ratio()
            if score >= _CLOSE:
                scored += [(score, spelling, pk) for pk in keys]
        scored.sort(key=lambda item: (-item[0], item[1], item[2]))
        return tuple(self.people[pk] for pk in dict.fromkeys(pk for _score, _text, pk in scored))[:_OFFERED]


@dataclass(frozen=True, slots=True)
class Names:
    """The three directories a list needs, and drivers by licence number."""

    drivers: Directory
    teams: Directory
    entrants: Directory
    licences: Mapping[str, tuple[int, ...]]

    def of(self, kind: str) -> Directory:
        return {"driver": self.drivers, "team": self.teams, "entrant": self.entrants}[kind]


def load_names() -> Names:
    """Everybody on record. Five queries."""
    drivers = list(Driver.objects.order_by("pk").values_list("pk", "name", "slug", "country", "licence"))
    licences: defaultdict[str, list[int]] = defaultdict(list)
    for pk, _name, _slug, _country, licence in drivers:
        if licence:
            licences[fold(licence)].append(pk)
    teams = list(Team.objects.order_by("pk").values_list("pk", "name", "slug", "country"))
    entrants = [
        (pk, name, slug, "") for pk, name, slug in Entrant.objects.order_by("pk").values_list("pk", "name", "slug")
    ]
    return Names(
        drivers=_build("driver", [row[:4] for row in drivers], DriverAlias.objects.values_list("text", "driver_id")),
        teams=_build("team", teams, TeamAlias.objects.values_list("text", "team_id")),
        entrants=_build("entrant", entrants, ()),
        licences={licence: tuple(keys) for licence, keys in licences.items()},
    )


def _build(kind: str, rows: Sequence[tuple[int, str, str, str]], aliases: Iterable[tuple[str, int]]) -> Directory:
    spellings: defaultdict[str, list[int]] = defaultdict(list)
    for pk, name, _slug, _country in rows:
        spellings[fold(name)].append(pk)
    alone = {keys[0] for keys in spellings.values() if len(keys) == 1}
    for text, pk in aliases:
        spellings[fold(text)].append(pk)
    people = [
        Person(pk, name, name if pk in alone else f"{name} ({slug})", country) for pk, name, slug, country in rows
    ]
    return Directory(kind, people, spellings)
