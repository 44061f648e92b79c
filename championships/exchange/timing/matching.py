"""Which entered car each row of a file is. Licence or transponder, number, exact name, alias; else a person is asked.

Nobody is guessed: two cars that fit, or a name and a number that lead to different cars, are a question.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from championships.exchange.timing.values import TimedCar
from championships.models import fold


@dataclass(frozen=True, slots=True)
class Person:
    """A driver of an entered car, with every spelling that is exactly him."""

    pk: int
    name: str
    names: frozenset[str]  # folded: the name, and family name first
    aliases: frozenset[str] = frozenset()  # folded: learnt
    licence: str = ""


@dataclass(frozen=True, slots=True)
class EnteredCar:
    entry_id: int
    number: str
    label: str
    people: tuple[Person, ...] = ()
    transponders: tuple[str, ...] = ()
    withdrawn: bool = False


class How(StrEnum):
    LICENCE = "licence"
    TRANSPONDER = "transponder"
    NUMBER = "number"
    NAME = "name"
    ALIAS = "alias"
    PERSON = "person"  # an official said so


class Doubt(StrEnum):
    UNKNOWN = "unknown"  # nothing of the row leads to an entered car
    SEVERAL = "several"  # more than one entered car fits
    CONFLICT = "conflict"  # number, name or transponder lead to different cars
    TWICE = "twice"  # another row is the same car
    WITHDRAWN = "withdrawn"  # the only car with that number is withdrawn


class Choice(StrEnum):
    """What an official may answer, beside an entered car."""

    OUT = "out"
    NEW = "new"


type Answer = int | Choice


@dataclass(frozen=True, slots=True)
class NameDoubt:
    """A name of the file that is none of the drivers the entry list has for that car."""

    index: int
    name: str


@dataclass(frozen=True, slots=True)
class Match:
    """A row and what became of it."""

    car: TimedCar
    entry_id: int | None = None
    how: How | None = None
    doubt: Doubt | None = None
    candidates: tuple[int, ...] = ()
    name_doubts: tuple[NameDoubt, ...] = ()
    choice: Choice | None = None

    @property
    def is_open(self) -> bool:
        """Whether an official must answer before anything can be written."""
        return self.doubt is not None


@dataclass(slots=True)
class _Keys:
    """Where each key leads: entries by licence, transponder, number and name."""

    licences: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    transponders: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    numbers: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    names: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    aliases: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))


def match_cars(
    cars: Sequence[TimedCar], entered: Sequence[EnteredCar], answers: Mapping[int, Answer] | None = None
) -> tuple[Match, ...]:
    """A match a row, in the order of the file. `answers`: line of the file -> what an official said."""
    by_entry = {car.entry_id: car for car in entered}
    keys = _collect(entered)
    matches = [_match(car, keys, by_entry, (answers or {}).get(car.line)) for car in cars]
    held: dict[int, list[int]] = defaultdict(list)
    for place, match in enumerate(matches):
        if match.entry_id is not None and not match.is_open:
            held[match.entry_id].append(place)
    for entry_id, places in held.items():
        if len(places) > 1:
            for place in places:
                matches[place] = Match(matches[place].car, None, None, Doubt.TWICE, (entry_id,))
    return tuple(matches)


def spell(text: str) -> frozenset[str]:
    """The folded spellings under which a full name is that name: as written, and "Family, First" turned round."""
    if "," in text:
        family, _comma, first = text.partition(",")
        return frozenset({fold(f"{first} {family}"), fold(text)})
    return frozenset({fold(text)})


def fits(name: str, person: Person) -> bool:
    """Whether a name of the file can be that driver's: exactly, by alias, or shortened ("S. Dolan", "Dolan").

    Only asked of the drivers of a car that was found otherwise.
    """
    spelt = spell(name)
    if spelt & (person.names | person.aliases):
        return True
    words, own = fold(name).split(), fold(person.name).split()
    whole = 0
    for word in words:
        if word in own:
            own.remove(word)
            whole += len(word) > 1
            continue
        initial = next((each for each in own if len(word) == 1 and each.startswith(word)), None)
        if initial is None:
            return False
        own.remove(initial)
    return whole > 0


def _collect(entered: Iterable[EnteredCar]) -> _Keys:
    keys = _Keys()
    for car in entered:
        if car.number:
            keys.numbers[car.number.casefold()].add(car.entry_id)
        for transponder in car.transponders:
            keys.transponders[_plain(transponder)].add(car.entry_id)
        for person in car.people:
            if person.licence:
                keys.licences[_plain(person.licence)].add(car.entry_id)
            for name in person.names:
                keys.names[name].add(car.entry_id)
            for name in person.aliases:
                keys.aliases[name].add(car.entry_id)
    return keys


def _plain(text: str) -> str:
    return "".join(text.split()).casefold()


def _find(index: Mapping[str, set[int]], keys: Iterable[str]) -> set[int]:
    return {entry for key in keys if key for entry in index.get(key, ())}


def _match(car: TimedCar, keys: _Keys, by_entry: Mapping[int, EnteredCar], answer: Answer | None) -> Match:
    if isinstance(answer, Choice):
        return Match(car, choice=answer)
    if answer is not None and answer in by_entry:
        return Match(car, answer, How.PERSON, name_doubts=_doubt_names(car, by_entry[answer]))
    numbers = set(keys.numbers.get(car.number.casefold(), ())) if car.number else set()
    numbers = {entry for entry in numbers if not by_entry[entry].withdrawn} or numbers
    strong = (
        (How.LICENCE, _find(keys.licences, map(_plain, car.licences))),
        (How.TRANSPONDER, _find(keys.transponders, map(_plain, car.transponders))),
        (How.NUMBER, numbers),
    )
    # For each name, the entered cars it leads to exactly.
    named = [
        _find(keys.names, spelt) | _find(keys.aliases, spelt) for spelt in (spell(name) for name in car.names) if spelt
    ]
    told = [(how, entries) for how, entries in strong if entries]
    if not told:
        exact = any(_find(keys.names, spell(name)) for name in car.names)
        return _match_by_name(car, named, by_entry, How.NAME if exact else How.ALIAS)
    agreed = set.intersection(*(entries for _how, entries in told))
    if len(agreed) > 1 and any(agreed & entries for entries in named):
        agreed &= set().union(*named)
    if not agreed:
        return Match(car, doubt=Doubt.CONFLICT, candidates=_list(*(entries for _how, entries in told)))
    if len(agreed) > 1:
        return Match(car, doubt=Doubt.SEVERAL, candidates=_list(agreed))
    entry = by_entry[next(iter(agreed))]
    leads_elsewhere = [bool(entries) and entry.entry_id not in entries for entries in named]
    fitting = [any(fits(name, person) for person in entry.people) for name in car.names]
    if any(leads_elsewhere) and not any(
        fit and not elsewhere for fit, elsewhere in zip(fitting, leads_elsewhere, strict=True)
    ):
        return Match(car, doubt=Doubt.CONFLICT, candidates=_list(agreed, *named))
    return _settle(car, entry, told[0][0])


def _match_by_name(car: TimedCar, named: Sequence[set[int]], by_entry: Mapping[int, EnteredCar], how: How) -> Match:
    told = [entries for entries in named if entries]
    if not told:
        return Match(car, doubt=Doubt.UNKNOWN)
    agreed = set.intersection(*told)
    if not agreed:
        return Match(car, doubt=Doubt.CONFLICT, candidates=_list(*told))
    if len(agreed) > 1:
        return Match(car, doubt=Doubt.SEVERAL, candidates=_list(agreed))
    return _settle(car, by_entry[next(iter(agreed))], how)


def _settle(car: TimedCar, entry: EnteredCar, how: How) -> Match:
    if entry.withdrawn:
        return Match(car, doubt=Doubt.WITHDRAWN, candidates=(entry.entry_id,))
    return Match(car, entry.entry_id, how, name_doubts=_doubt_names(car, entry))


def _list(*sets: set[int]) -> tuple[int, ...]:
    return tuple(sorted(set().union(*sets)))


def _doubt_names(car: TimedCar, entry: EnteredCar) -> tuple[NameDoubt, ...]:
    return tuple(
        NameDoubt(index, name)
        for index, name in enumerate(car.names)
        if not any(fits(name, person) for person in entry.people)
    )
