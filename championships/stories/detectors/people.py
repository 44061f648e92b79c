"""Crews, numbers, teams, families, ages; who drives in several championships."""

from collections.abc import Iterator
from datetime import date, timedelta

from championships.stories.draft import Fact, Figure
from championships.stories.facts import find_former_holder, find_in_both, find_shared_car
from championships.stories.picture import CrewPicture, EntryPicture
from championships.stories.scene import Scene

SHARED_CAR = "shared_car"
FIELD = 6  # drivers, before a field shows whether its numbers last
RECENT = 31  # days, for a birthday that has just been
NAMED = 6  # people one sentence names


def find_alone(scene: Scene) -> Iterator[Fact]:
    """Alone now in a car shared before: from the crews, else as stated."""
    for entry in scene.entries_of(scene.picture.event):
        if len(entry.drivers) != 1:
            continue
        (driver,) = entry.drivers
        shared = find_shared_car(driver, _crew(scene, entry), _earlier_crews(scene))
        # Alone in between, too: that is no longer new.
        alone = [one for one in scene.earlier_entries(driver) if one.drivers == (driver,)]
        if shared and any(scene.starts(one.event) > scene.starts(shared.event) for one in alone):
            shared = None
        mates, event = (shared.mates, shared.event) if shared else ((), "")
        if not mates and not scene.earlier_entries(driver):
            for fact in scene.stated("note", driver=driver):
                stated = fact.value.get("with")
                if fact.value.get("name") == SHARED_CAR and isinstance(stated, list | tuple):
                    mates = tuple(str(one) for one in stated)
                    break
        if mates:
            yield Fact(
                key=f"alone:{scene.picture.event}:{driver}",
                kind="alone",
                figures={
                    "driver": driver,
                    "mates": [{"driver": mate, "relation": _relation(scene, mate, driver)} for mate in mates],
                    "event": event or None,
                },
                drivers=(driver,),
                weight=58,
            )


def find_former_numbers(scene: Scene) -> Iterator[Fact]:
    """Numbers that were somebody else's when last seen this year, and are on another car now."""
    if scene.after or not _numbers_last(scene):
        return
    for entry in scene.entries_of(scene.picture.event):
        former = find_former_holder(_crew(scene, entry), _earlier_crews(scene))
        if former is not None and entry.drivers:
            yield Fact(
                key=f"former:{scene.picture.event}:{entry.number}",
                kind="former",
                figures={
                    "number": entry.number,
                    "drivers": list(entry.drivers),
                    "former": list(former.drivers),
                    "event": former.event,
                },
                drivers=entry.drivers,
                weight=22,
            )


def find_changes(scene: Scene) -> Iterator[Fact]:
    """Another team, or another number, than when the driver was last entered this year."""
    if scene.after:
        return
    lasting = _numbers_last(scene)
    for entry in scene.entries_of(scene.picture.event):
        for driver in entry.drivers:
            earlier = next(iter(scene.earlier_entries(driver)), None)
            if earlier is None or _sits_twice(scene, driver, entry.event) or _sits_twice(scene, driver, earlier.event):
                continue
            team = bool(entry.team and earlier.team and entry.team != earlier.team)
            number = lasting and bool(entry.number and earlier.number and entry.number != earlier.number)
            if team or number:
                yield Fact(
                    key=f"change:{scene.picture.event}:{driver}",
                    kind="change_team" if team else "change_number",
                    figures={
                        "driver": driver,
                        "team": entry.team,
                        "former_team": earlier.team,
                        "number": entry.number,
                        "former_number": earlier.number,
                        "new_number": number,
                    },
                    drivers=(driver,),
                    weight=46 if team else 24,
                )


def _sits_twice(scene: Scene, driver: str, event: str) -> bool:
    """Whether he is in several cars there: which of them is his cannot be told."""
    return sum(1 for entry in scene.entries_of(event) if driver in entry.drivers) > 1


def _numbers_last(scene: Scene) -> bool:
    """Whether half of a field has kept its numbers: where they are dealt out at every meeting, none is news."""
    seats = [(entry, driver) for entry in scene.entries_of(scene.picture.event) for driver in entry.drivers]
    known = [(entry, earlier[0]) for entry, driver in seats if (earlier := list(scene.earlier_entries(driver)))]
    kept = sum(1 for entry, earlier in known if entry.number == earlier.number)
    return len(known) < FIELD or 2 * kept >= len(known)


def find_families(scene: Scene) -> Iterator[Fact]:
    """Relatives both entered: in one car, or against each other."""
    told: set[frozenset[str]] = set()
    for tie in scene.picture.kinships:
        pair = frozenset((tie.person, tie.relative))
        mine, theirs = scene.entry(tie.person), scene.entry(tie.relative)
        if mine is None or theirs is None or pair in told:
            continue
        told.add(pair)
        yield Fact(
            key=f"family:{scene.picture.event}:{'+'.join(sorted(pair))}",
            kind="family",
            figures={
                "person": tie.person,
                "relation": tie.relation,
                "relative": tie.relative,
                "same_car": mine is theirs,
                "first_time": False,
                "cars": scene.cars(tie.person, tie.relative),
            },
            drivers=(tie.person, tie.relative),
            weight=56,
        )


def find_in_several(scene: Scene) -> Iterator[Fact]:
    """Who is entered in several of the championships: all of them, class by class where a class is run in both."""
    if len(scene.picture.seasons) < 2:
        return
    members = {
        season.season: [
            driver
            for entry in scene.entries_of(scene.picture.event)
            if season.season in entry.seasons
            for driver in entry.drivers
        ]
        for season in scene.picture.seasons
    }
    both = find_in_both(members)
    if not both or scene.after:
        return
    everybody = {driver for entry in scene.entries_of(scene.picture.event) for driver in entry.drivers}
    seasons = [season for season, drivers in members.items() if set(drivers) & set(both)]
    named = both if len(both) <= NAMED + 2 else ()
    # How many there are, and that there is nobody else, can only be said of whole lists.
    whole = all(scene.history_known(season) for season in scene.picture.seasons)
    if not named and not whole:
        return
    yield Fact(
        key=f"several:{scene.picture.event}",
        kind="several",
        figures={
            "count": len(both),
            "drivers": list[Figure](named),
            "seasons": list[Figure](seasons),
            "everybody": whole and len(both) == len(everybody),
            "cars": scene.cars(*named),
        },
        drivers=named,
        weight=44,
    )


def find_birthdays(scene: Scene) -> Iterator[Fact]:
    """A birthday since the newest event, or during this one; or an age stated as just reached."""
    here = scene.picture.here
    previous = [scene.picture.events.get(scene.last_event(season)) for season in scene.picture.seasons]
    last = max((one.ends_on for one in previous if one and one.ends_on), default=None)
    for driver in sorted({driver for entry in scene.entries_of(here.id) for driver in entry.drivers}):
        person = scene.picture.people.get(driver)
        if person and person.born_on and last and here.ends_on and here.starts_on:
            day = _find_birthday(person.born_on, last + timedelta(days=1), here.ends_on)
            # After a long break, a birthday of its first weeks is not one of just now.
            if day is not None and (day >= here.starts_on or (scene.picture.day - day).days <= RECENT):
                yield _write_birthday(
                    scene,
                    driver,
                    day.year - person.born_on.year,
                    day if day >= here.starts_on else None,
                    to_come=day > scene.picture.day,
                )
            continue
        ages = [fact for fact in scene.stated("age", driver=driver) if (fact.on_date or date.min) <= scene.picture.day]
        newest = max(ages, key=lambda fact: fact.on_date or date.min, default=None)
        recent = (
            newest is not None and newest.on_date is not None and (scene.picture.day - newest.on_date).days <= RECENT
        )
        if newest is not None and recent and newest.value.get("just_turned") and not scene.after:
            yield _write_birthday(scene, driver, int(str(newest.value["years"])), None, to_come=False)


def _write_birthday(scene: Scene, driver: str, years: int, day: date | None, *, to_come: bool) -> Fact:
    return Fact(
        key=f"birthday:{scene.picture.event}:{driver}",
        kind="birthday",
        figures={
            "driver": driver,
            "years": years,
            "on": day.isoformat() if day else None,
            "to_come": to_come,
        },
        drivers=(driver,),
        weight=42,
    )


def _find_birthday(born_on: date, start: date, end: date) -> date | None:
    for year in (start.year, end.year):
        try:
            day = born_on.replace(year=year)
        except ValueError:  # 29 February
            day = date(year, 3, 1)
        if start <= day <= end:
            return day
    return None


def _relation(scene: Scene, person: str, relative: str) -> str:
    """What `person` is of `relative`; empty where no tie may be told."""
    for tie in scene.picture.kinships:
        if (tie.person, tie.relative) == (person, relative):
            return tie.relation
    return ""


def _crew(scene: Scene, entry: EntryPicture) -> CrewPicture:
    return CrewPicture(
        order=scene.starts(entry.event).toordinal(), event=entry.event, number=entry.number, drivers=entry.drivers
    )


def _earlier_crews(scene: Scene) -> list[CrewPicture]:
    before = scene.starts(scene.picture.event)
    return [
        _crew(scene, entry)
        for entry in scene.picture.entries
        if scene.starts(entry.event) < before and not entry.withdrawn
    ]


OF_EVENT = (
    find_alone,
    find_former_numbers,
    find_changes,
    find_families,
    find_in_several,
    find_birthdays,
)
