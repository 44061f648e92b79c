"""Who comes, comes back, is new or stays away; families, ages, numbers, teams; who drives in several championships."""

from collections.abc import Iterator
from datetime import date, timedelta

from championships.stories.draft import Fact, Figure
from championships.stories.facts import find_former_holder, find_in_both, find_shared_car
from championships.stories.picture import CrewPicture, EntryPicture, StatedPicture
from championships.stories.scene import Scene

SHARED_CAR, COUNTRY = "shared_car", "country"
NAMED = 6  # people one sentence names


def find_absences(scene: Scene) -> Iterator[Fact]:
    """Drivers of a season who are not entered: as stated, or from lists that are held whole."""
    event = scene.picture.event
    told: set[str] = set()
    for fact in scene.stated("absence", event=event):
        if fact.driver and not scene.here(fact.driver) and fact.driver not in told:
            told.add(fact.driver)
            yield _write_absence(scene, fact.driver, fact)
    if scene.after:
        return
    for season in scene.picture.seasons:
        last = scene.last_event(season)
        entered = scene.entered(season)
        now = scene.now(season.overall) if season.overall else None
        if not (entered and last and now and scene.history_known(season)):
            continue
        for row in now.rows:
            # Somebody who counted: he ran at the event before, or is among the first ten.
            ran = any(row.competitor in entry.drivers for entry in scene.entries_of(last))
            matters = ran or (row.position is not None and row.position <= 10)
            if matters and not scene.here(row.competitor) and row.competitor not in told:
                told.add(row.competitor)
                yield _write_absence(scene, row.competitor, None)


def _write_absence(scene: Scene, driver: str, stated: StatedPicture | None) -> Fact:
    season, category, rivals = _find_class_fight(scene, driver, stated.season if stated else "")
    row = None
    for one in scene.picture.seasons:
        now = scene.now(one.overall) if one.overall else None
        if row is None and now is not None and season in ("", one.season):
            row = now.row(driver)
            season = one.season if row else season
    cars = scene.cars(driver)
    if stated and not cars:
        value = stated.value
        cars = {driver: {"number": str(value.get("number", "")), "team": str(value.get("team", ""))}}
    return Fact(
        key=f"absence:{scene.picture.event}:{driver}",
        kind="absence",
        figures={
            "driver": driver,
            "season": season,
            "category": category,
            "rivals": list[Figure](rivals),
            "position": row.position if row else None,
            "tied": bool(row and row.tied),
            "cars": cars,
        },
        season=season,
        category=category,
        drivers=(driver,),
        weight=72 if rivals else 55,
    )


def _find_class_fight(scene: Scene, driver: str, season_id: str) -> tuple[str, str, list[str]]:
    """The class he is missing from, and those on its podium who are there and have one rival less."""
    person = scene.picture.people.get(driver)
    for season in scene.picture.seasons:
        if season_id not in ("", season.season):
            continue
        for table in season.class_tables:
            now = scene.now(table)
            if person is None or now is None or table.category not in person.categories.get(season.season, ()):
                continue
            podium = [r.competitor for r in now.rows if r.position in (1, 2, 3) and r.competitor != driver]
            rivals = [one for one in podium if scene.here(one)]
            if rivals:
                return season.season, table.category, rivals
    return season_id, "", []


def find_returns(scene: Scene) -> Iterator[Fact]:
    """Back after an absence: as stated, or after events missed on lists that are held whole."""
    event = scene.picture.event
    told: set[str] = set()
    for fact in scene.stated("return", event=event):
        if fact.driver and scene.here(fact.driver) and fact.driver not in told:
            told.add(fact.driver)
            yield _write_return(scene, fact.driver, "", 0, stated=True)
    if scene.after:
        return
    for season in scene.picture.seasons:
        if not scene.history_known(season):
            continue
        rounds = list(dict.fromkeys(held.event for held in scene.earlier_rounds(season) if held.event != event))
        if not all(scene.entries_of(one) for one in rounds):
            continue
        for driver in sorted(scene.entered(season) - told):
            seen = [one for one in rounds if _scores_in(scene, driver, one, season.season)]
            missed = rounds[rounds.index(seen[-1]) + 1 :] if seen else []
            if missed:
                told.add(driver)
                yield _write_return(scene, driver, seen[-1], len(missed), stated=False)


def _write_return(scene: Scene, driver: str, last: str, missed: int, *, stated: bool) -> Fact:
    return Fact(
        key=f"return:{scene.picture.event}:{driver}",
        kind="return",
        figures={
            "driver": driver,
            "event": last or None,
            "missed": missed or None,
            "stated": stated,
            "oldest": next(scene.stated("oldest", event=scene.picture.event, driver=driver), None) is not None,
            "cars": scene.cars(driver),
        },
        drivers=(driver,),
        weight=66,
    )


def find_oldest(scene: Scene) -> Iterator[Fact]:
    """The oldest of the field, as stated; told with the return where there is one."""
    event = scene.picture.event
    for fact in scene.stated("oldest", event=event):
        if fact.driver and scene.here(fact.driver) and not any(scene.stated("return", event=event, driver=fact.driver)):
            yield Fact(
                key=f"oldest:{event}:{fact.driver}",
                kind="oldest",
                figures={"driver": fact.driver, "cars": scene.cars(fact.driver)},
                drivers=(fact.driver,),
                weight=50,
            )


def find_debuts(scene: Scene) -> Iterator[Fact]:
    """First races: as stated, or where lists held whole never named the driver before."""
    event = scene.picture.event
    told: set[str] = set()
    for fact in scene.stated("debut", event=event):
        if fact.driver and scene.here(fact.driver) and fact.driver not in told:
            told.add(fact.driver)
            yield _write_debut(scene, fact.driver, "", None, stated=True)
    for season in scene.picture.seasons:
        since = season.history_complete_from
        rounds = {held.event for held in scene.earlier_rounds(season)} - {event}
        if not scene.history_known(season) or not rounds or not all(scene.entries_of(one) for one in rounds):
            continue
        old = {c.driver for c in scene.picture.careers if c.championship == season.championship and c.starts}
        for driver in sorted(scene.entered(season) - told - old):
            if not any(_scores_in(scene, driver, one, season.season) for one in rounds):
                told.add(driver)
                first_year = since is not None and since == season.year
                yield _write_debut(scene, driver, season.season, None if first_year else since, stated=False)


def _write_debut(scene: Scene, driver: str, season: str, since: int | None, *, stated: bool) -> Fact:
    return Fact(
        key=f"debut:{scene.picture.event}:{driver}",
        kind="debut",
        figures={
            "driver": driver,
            "season": season,
            "since": since,
            "stated": stated,
            "cars": scene.cars(driver),
        },
        drivers=(driver,),
        weight=64,
    )


def _scores_in(scene: Scene, driver: str, event: str, season: str) -> bool:
    return any(
        driver in entry.drivers and (season in entry.seasons or season in entry.guest_in)
        for entry in scene.entries_of(event)
    )


def find_guests(scene: Scene) -> Iterator[Fact]:
    """Guests at this event: they run without scoring."""
    if scene.after:
        return
    guests = [e for e in scene.entries_of(scene.picture.event) if e.guest_in and not e.seasons and e.drivers]
    for entry in guests[:NAMED]:
        yield Fact(
            key=f"guest:{scene.picture.event}:{entry.drivers[0]}",
            kind="guest",
            figures={"drivers": list(entry.drivers), "number": entry.number, "cars": scene.cars(*entry.drivers)},
            drivers=entry.drivers,
            weight=32,
        )


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
    if scene.after:
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
    for entry in scene.entries_of(scene.picture.event):
        for driver in entry.drivers:
            earlier = next(iter(scene.earlier_entries(driver)), None)
            if earlier is None:
                continue
            team = bool(entry.team and earlier.team and entry.team != earlier.team)
            number = bool(entry.number and earlier.number and entry.number != earlier.number)
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
    everybody = {driver for drivers in members.values() for driver in drivers}
    seasons = [season for season, drivers in members.items() if set(drivers) & set(both)]
    named = both if len(both) <= NAMED + 2 else ()
    yield Fact(
        key=f"several:{scene.picture.event}",
        kind="several",
        figures={
            "count": len(both),
            "drivers": list[Figure](named),
            "seasons": list[Figure](seasons),
            "everybody": len(both) == len(everybody),
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
            if day is not None:
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
        recent = newest is not None and newest.on_date is not None and (scene.picture.day - newest.on_date).days <= 31
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


def find_notes(scene: Scene) -> Iterator[Fact]:
    """What officials wrote in their own words of the event, or of a driver who is there."""
    event = scene.picture.event
    seasons = {season.season for season in scene.picture.seasons}
    for number, fact in enumerate(scene.picture.stated):
        if fact.kind != "note" or not fact.text or fact.value.get("name") in (SHARED_CAR, COUNTRY):
            continue
        of_event = fact.event == event
        of_season = not fact.event and fact.season in seasons and not scene.after
        if not (of_event or of_season) or (fact.driver and not scene.here(fact.driver) and not scene.after):
            continue
        if not fact.driver and not of_event:
            continue
        if scene.after and fact.issued_on and fact.issued_on <= (scene.picture.here.ends_on or date.min):
            continue  # it announced what is now over
        same = sum(
            1
            for one in scene.picture.stated[:number]
            if (one.kind, one.driver, one.event, one.season) == ("note", fact.driver, fact.event, fact.season)
        )
        yield Fact(
            key=f"note:{fact.event or fact.season}:{fact.driver}:{same}",
            kind="note",
            figures={"driver": fact.driver, "text_fr": fact.text.french, "text_en": fact.text.read("en")},
            season=fact.season if not of_event else "",
            category=_note_category(scene, fact),
            drivers=(fact.driver,) if fact.driver else (),
            weight=48,
        )


def _note_category(scene: Scene, fact: StatedPicture) -> str:
    """The class somebody leads in that season: a note on him belongs to it, where he is nobody overall."""
    for season in scene.picture.seasons:
        if season.season != fact.season:
            continue
        overall = scene.now(season.overall) if season.overall else None
        if overall is not None and overall.row(fact.driver) is not None:
            return ""
        for table in season.class_tables:
            now = scene.now(table)
            if now is not None and now.row(fact.driver) is not None:
                return table.category
    return ""


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
    return [_crew(scene, entry) for entry in scene.picture.entries if scene.starts(entry.event) < before]


OF_EVENT = (
    find_absences,
    find_returns,
    find_oldest,
    find_debuts,
    find_guests,
    find_alone,
    find_former_numbers,
    find_changes,
    find_families,
    find_in_several,
    find_birthdays,
    find_notes,
)
