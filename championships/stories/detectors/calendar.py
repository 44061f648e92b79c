"""When and where: the meeting, the round, the circuit, the break before it, what follows, what is left."""

from collections.abc import Iterator
from datetime import date

from championships.scoring.vocabulary import SessionKind
from championships.stories.draft import Fact, Figure
from championships.stories.facts import count_remaining, find_final, find_next, list_own_rounds, measure_break
from championships.stories.picture import SeasonPicture
from championships.stories.scene import Scene

LONG_BREAK = 42  # days without a meeting that are worth a sentence


def find_meeting(scene: Scene) -> Iterator[Fact]:
    """Dates, place and championships of the event."""
    here = scene.picture.here
    circuit = scene.picture.circuit
    if here.cancelled:
        return
    yield Fact(
        key=f"meeting:{here.id}",
        kind="meeting",
        figures={
            "event": here.id,
            "starts_on": None if here.postponed else _iso(here.starts_on),
            "ends_on": None if here.postponed else _iso(here.ends_on),
            "circuit": here.circuit,
            "country": circuit.country if circuit else "",
            "framework": here.framework,
            "seasons": [season.season for season in scene.picture.seasons],
        },
        weight=100,
    )


def find_round(scene: Scene) -> Iterator[Fact]:
    """Round k of n of every championship that counts the event: opening, last but one, final."""
    rounds: list[Figure] = []
    for season in scene.picture.seasons:
        numbers = [held.number for held in season.run if held.event == scene.picture.event]
        # The only meeting of a season is neither its opening nor its final.
        if numbers and scene.in_order(season) and len({held.event for held in season.run}) > 1:
            opening = min(numbers) == season.run[0].number and not season.rounds[0].cancelled
            later = {held.event for held in season.run if held.number > max(numbers)} - {scene.picture.event}
            rounds.append(
                {
                    "season": season.season,
                    "numbers": list[Figure](numbers),
                    "of": len(season.rounds),
                    "penultimate": len(later) == 1 and not opening,
                    "last": not later,
                    "opening": opening,
                }
            )
    if rounds:
        yield Fact(
            key=f"round:{scene.picture.event}",
            kind="round",
            figures={"event": scene.picture.event, "rounds": rounds},
            weight=96,
        )


def find_circuit(scene: Scene) -> Iterator[Fact]:
    """Length and character of the circuit."""
    circuit = scene.picture.circuit
    if circuit is None or not (circuit.length_m or circuit.character):
        return
    yield Fact(
        key=f"circuit:{scene.picture.event}",
        kind="circuit",
        figures={
            "circuit": circuit.id,
            "length_m": circuit.length_m,
            "character_fr": circuit.character.french,
            "character_en": circuit.character.read("en"),
        },
        weight=70,
    )


def find_first_visit(scene: Scene) -> Iterator[Fact]:
    """The championships have never been there: as stated, or since the year their history is complete from."""
    event = scene.picture.event
    figures: dict[str, Figure] = {"event": event, "circuit": scene.picture.here.circuit}
    if next(scene.stated("first_visit", event=event), None) is not None:
        yield Fact(f"first_visit:{event}", "first_visit", figures | {"stated": True, "since": None}, weight=92)
        return
    if not scene.picture.here.circuit:
        return
    seen = {visit.championship for visit in scene.picture.visits}
    new = []
    for season in scene.picture.seasons:
        since = season.history_complete_from
        # In the first year everything is new: that tells nothing.
        if since is not None and since < season.year and season.championship not in seen:
            new.append((season.season, since))
    if new and len(new) == len(scene.picture.seasons):
        since = max(year for _season, year in new)
        yield Fact(f"first_visit:{event}", "first_visit", figures | {"stated": False, "since": since}, weight=92)


def find_second_visit(scene: Scene) -> Iterator[Fact]:
    """The same circuit earlier in the year, in one of the seasons of the event."""
    here = scene.picture.here
    earlier = [
        one
        for season in scene.picture.seasons
        for held in scene.earlier_rounds(season)
        if (one := scene.picture.events.get(held.event)) and one.circuit == here.circuit and one.id != here.id
        if not held.postponed and not (one.starts_on and here.starts_on and one.starts_on > here.starts_on)
    ]
    if here.circuit and earlier:
        newest = max(earlier, key=lambda one: one.starts_on or date.min)
        yield Fact(
            key=f"second_visit:{here.id}",
            kind="second_visit",
            figures={"event": newest.id, "circuit": here.circuit, "starts_on": _iso(newest.starts_on)},
            weight=60,
        )


def find_break(scene: Scene) -> Iterator[Fact]:
    """A long time since the newest meeting of any of the seasons; and one by season where theirs are longer."""
    pauses = []
    for season in scene.picture.seasons:
        this = scene.round(season)
        pause = measure_break(season, this.number) if this and scene.in_order(season) else None
        if pause is None or scene.picture.here.postponed:
            return  # the opening of a season, or a date that is not known
        pauses.append((pause, season))
    if not pauses:
        return
    shortest = min(pauses, key=lambda pair: pair[0].days)[0]
    if shortest.days < LONG_BREAK:
        return
    yield Fact(
        key=f"break:{scene.picture.event}",
        kind="break",
        figures={
            "event": shortest.since.event,
            "days": shortest.days,
            "weeks": shortest.weeks,
            "summer": all(scene.summer(season) for season in scene.picture.seasons),
        },
        weight=88,
    )
    for pause, season in pauses:
        if pause.days > shortest.days:
            yield Fact(
                key=f"season_break:{season.season}",
                kind="season_break",
                figures={"season": season.season, "event": pause.since.event, "days": pause.days},
                season=season.season,
                weight=30,
            )


def find_following(scene: Scene) -> Iterator[Fact]:
    """The next event of every season; the same one is told once."""
    groups: dict[str, list[SeasonPicture]] = {}
    for season in scene.picture.seasons:
        this = scene.round(season)
        coming = find_next(season, this.number) if this and scene.in_order(season) else None
        while coming is not None and (coming.event == scene.picture.event or coming.postponed):
            coming = find_next(season, coming.number)
        if coming is not None:
            groups.setdefault(coming.event, []).append(season)
    for event, seasons in groups.items():
        finals = [find_final(season) for season in seasons]
        known = scene.picture.events.get(event)
        yield Fact(
            key=f"next:{scene.picture.event}:{event}",
            kind="next",
            figures={
                "event": event,
                "starts_on": _iso(known.starts_on if known else None),
                "ends_on": _iso(known.ends_on if known else None),
                "final": all(final is not None and final.event == event for final in finals),
                "seasons": [season.season for season in seasons],
                "every": len(seasons) == len(scene.picture.seasons),
            },
            weight=20 - len(groups),
        )


def find_left(scene: Scene) -> Iterator[Fact]:
    """What is left to win in every season: meetings, races, and the points of winning them all."""
    found: dict[tuple[int, int, str], list[Fact]] = {}
    for season in scene.picture.seasons:
        this = scene.round(season)
        if this is None or not scene.in_order(season):
            continue
        number = this.number
        if scene.after:
            later = [held.number for held in season.run if held.event != scene.picture.event and held.number > number]
            if not later:
                continue
            number = min(later)
        left = count_remaining(season, number)
        if not scene.after and scene.over(season) != scene.earlier_rounds(season):
            continue  # something is run in between
        if not left.races or (not scene.after and left.meetings == len({r.event for r in season.run})):
            continue  # nothing has been run: it is the whole season
        stated = next(scene.stated("points_a_win", season=season.season), None)
        a_win = season.points_a_win
        fact = Fact(
            key=f"left:{season.season}",
            kind="left",
            figures={
                "season": season.season,
                "seasons": [season.season],
                "meetings": left.meetings,
                "races": left.races,
                "points_a_win": str(a_win) if a_win is not None else None,
                "points": str(left.points(a_win)) if a_win is not None else None,
                "published_for": str(stated.value.get("published_for", "")) if stated else "",
            },
            season=season.season,
            weight=40,
        )
        found.setdefault((left.meetings, left.races, str(a_win)), []).append(fact)
    for facts in found.values():
        if len(facts) == 1:
            yield facts[0]
            continue
        seasons = [fact.season for fact in facts]
        published = {str(fact.figures["published_for"]) for fact in facts}
        yield Fact(
            key=f"left:{'+'.join(seasons)}",
            kind="left",
            figures={
                **facts[0].figures,
                "season": "",
                "seasons": list[Figure](seasons),
                "published_for": published.pop() if len(published) == 1 else "",
            },
            weight=40,
        )


def find_own_rounds(scene: Scene) -> Iterator[Fact]:
    """Events of one season, run before this one, that none of the others counts."""
    if len(scene.picture.seasons) < 2:
        return
    for season in scene.picture.seasons:
        others = [other for other in scene.picture.seasons if other is not season]
        before = {held.event for held in scene.earlier_rounds(season)}
        own = [held.event for held in list_own_rounds(season, others) if held.event in before]
        if own and any(scene.last_event(other) for other in others):
            yield Fact(
                key=f"own_rounds:{season.season}",
                kind="own_rounds",
                figures={"season": season.season, "events": list(dict.fromkeys(own))},
                season=season.season,
                weight=12,
            )


def find_field_size(scene: Scene) -> Iterator[Fact]:
    """How many cars and drivers are entered, where the lists are held whole."""
    entries = scene.entries_of(scene.picture.event)
    if not entries or scene.after or not all(scene.history_known(season) for season in scene.picture.seasons):
        return
    seats = [driver for entry in entries for driver in entry.drivers]
    if len(seats) != len(set(seats)):
        return  # somebody stands on the list twice: how many cars will be there is not known
    yield Fact(
        key=f"field:{scene.picture.event}",
        kind="field",
        figures={
            "cars": len(entries),
            "drivers": len({driver for entry in entries for driver in entry.drivers}),
        },
        weight=50,
    )


def find_programme(scene: Scene) -> Iterator[Fact]:
    """How many races the event holds."""
    races = [one for one in scene.races(scene.picture.event) if one.kind == SessionKind.RACE]
    counts = {
        held.races for season in scene.picture.seasons for held in season.run if held.event == scene.picture.event
    }
    if races and not scene.after and counts == {len(races)}:
        yield Fact(
            key=f"programme:{scene.picture.event}",
            kind="programme",
            figures={"races": len(races), "days": len({one.on_date for one in races if one.on_date}) or None},
            weight=48,
        )


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


CALENDAR = (
    find_meeting,
    find_round,
    find_circuit,
    find_first_visit,
    find_second_visit,
    find_break,
    find_following,
    find_left,
    find_own_rounds,
    find_field_size,
    find_programme,
)
