"""Who stays away, comes back, is new, the oldest, or a guest."""

from collections.abc import Iterator

from championships.stories.draft import Fact, Figure
from championships.stories.picture import StatedPicture
from championships.stories.scene import Scene

MOST_GUESTS = 6  # that are told


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
        if not scene.history_known(season) or not scene.in_order(season):
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
        if not scene.history_known(season) or not scene.in_order(season):
            continue
        if not rounds or not all(scene.entries_of(one) for one in rounds):
            continue
        old = {
            c.driver for c in scene.picture.careers if c.championship == season.championship and (c.starts or c.entered)
        }
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
    for entry in guests[:MOST_GUESTS]:
        yield Fact(
            key=f"guest:{scene.picture.event}:{entry.drivers[0]}",
            kind="guest",
            figures={"drivers": list(entry.drivers), "number": entry.number, "cars": scene.cars(*entry.drivers)},
            drivers=entry.drivers,
            weight=32,
        )


OF_EVENT = (find_absences, find_returns, find_oldest, find_debuts, find_guests)
