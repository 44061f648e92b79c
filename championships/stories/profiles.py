"""The people put forward: what is known of the few whom most facts speak of, in one line each."""

from collections.abc import Iterable

from championships.stories.draft import Fact, Figure
from championships.stories.scene import Scene

MOST = 4


def find_profiles(scene: Scene, facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """One profile a driver: his places among the first three, the classes he leads, his last wins, a birthday.

    Two to four people, who are there: the leaders first, then whoever won most of the newest meeting, then the
    leaders of the classes.
    """
    facts = list(facts)
    chosen: list[str] = []
    for kind in ("lead", "meeting_wins", "class_lead"):
        for fact in facts:
            if fact.kind == kind and fact.drivers and not (kind == "meeting_wins" and (fact.category or _few(fact))):
                chosen.append(fact.drivers[0])
    known = set(scene.picture.people)
    listed = scene.entries_of(scene.picture.event) and not scene.after
    people = [driver for driver in dict.fromkeys(chosen) if driver in known and (not listed or scene.here(driver))]
    profiles = [_profile(scene, facts, driver) for driver in people[:MOST]]
    return tuple(profile for profile in profiles if profile is not None)


def _few(fact: Fact) -> bool:
    wins = fact.figures.get("wins")
    return not isinstance(wins, int) or wins < 2


def _profile(scene: Scene, facts: list[Fact], driver: str) -> Fact | None:
    places: list[Figure] = []
    classes: list[Figure] = []
    for season in scene.picture.seasons:
        now = scene.now(season.overall) if season.overall else None
        row = now.row(driver) if now else None
        if row is not None and row.position is not None and row.position <= 5:
            since = any(
                f.kind == "lead_since" and f.season == season.season and f.drivers == (driver,) and f.figures["opening"]
                for f in facts
            )
            places.append({"season": season.season, "position": row.position, "tied": row.tied, "opening": since})
        for fact in facts:
            if fact.kind == "class_lead" and fact.season == season.season and fact.figures["driver"] == driver:
                classes.append({"season": season.season, "category": fact.category})
    places.sort(key=lambda place: int(str(place["position"])) if isinstance(place, dict) else 0)
    wins = next(
        (f for f in facts if f.kind == "meeting_wins" and not f.category and f.drivers == (driver,) and not _few(f)),
        None,
    )
    birthday = next((f for f in facts if f.kind == "birthday" and f.drivers == (driver,)), None)
    young = birthday is not None and birthday.figures["on"] is None and birthday.figures["to_come"] is False
    if not places and not classes:
        return None
    return Fact(
        key=f"profile:{driver}",
        kind="profile",
        figures={
            "driver": driver,
            "places": places,
            "classes": classes,
            "wins": {name: wins.figures[name] for name in ("wins", "event", "on_end")} if wins else None,
            "years": birthday.figures["years"] if birthday and young else None,
        },
        drivers=(driver,),
    )
