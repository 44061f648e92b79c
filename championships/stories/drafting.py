"""From a picture to a draft: the door of this room. What is found is ordered by weight, and told once."""

from collections.abc import Iterable, Iterator

from championships.stories.detectors import (
    arrivals,
    calendar,
    history,
    notes,
    people,
    places,
    races,
    results,
    standings,
    titles,
)
from championships.stories.draft import ClassDraft, Draft, Fact, Figure, HighlightDraft, SectionDraft, Sentence
from championships.stories.picture import Picture
from championships.stories.profiles import find_profiles
from championships.stories.scene import Scene
from championships.stories.writing import Writer

# Where facts of the event as a whole belong; what is named nowhere belongs to the lead.
MOVES = ("return", "alone", "family", "oldest", "debut", "absence", "change_team", "change_number", "guest")
MOVES_LAST = ("double", "two_tables", "several", "former", "birthday")
CLOSING = ("left", "next", "milestone")
LEAD_BEFORE = ("meeting", "round", "break", "first_visit", "second_visit", "circuit", "field")
LEAD_AFTER = ("meeting", "provisional", "pole", "fastest_lap", "comeback", "decision", "note")
# Told in another place already, or worth telling only before (or only after) the event.
ONLY_BEFORE = frozenset(
    (
        *("circuit", "field", "programme", "break", "season_break", "first_visit", "second_visit", "round"),
        *("lead_since", "own_rounds", "regular", "run", "meeting_wins", "birthday", "drops", "two_tables"),
        *("tight", "winless", *MOVES, *MOVES_LAST),
    )
)
NAMED_ROUNDS = ("finale", "ouverture")
# The same race, told again in the section of the next championship, is left out.
OF_RACES = {
    "race": ("session", "winner", "second", "third"),
    "first_win": ("session", "driver", "since"),
    "retired": ("sessions", "driver", "status"),
}
LENGTH = {"section": 9, "class": 5, "moves": 14, "lead": 7, "closing": 5}


def find_facts(picture: Picture, *, after: bool = False) -> tuple[Fact, ...]:
    """Everything worth telling of the event, with the figures that prove it; the same picture, the same facts.

    `after`: the event has been run. Heaviest first; every key once.
    """
    scene = Scene(picture, after=after)
    found: dict[str, Fact] = {}
    for fact in _detect(scene):
        found.setdefault(fact.key, fact)
    return tuple(sorted(found.values(), key=lambda fact: -fact.weight))


OF_EVENT = (
    *calendar.CALENDAR,
    *titles.OF_EVENT,
    *arrivals.OF_EVENT,
    *people.OF_EVENT,
    *races.OF_EVENT,
    *notes.OF_EVENT,
)
OF_TABLES = (*standings.OF_TABLES, *places.OF_TABLES, *titles.OF_TABLES, *results.OF_TABLES)
OF_SEASONS = (*standings.OF_SEASONS, *places.OF_SEASONS, *results.OF_SEASONS, *races.OF_SEASONS, *history.OF_SEASONS)


def _detect(scene: Scene) -> Iterator[Fact]:
    for find in OF_EVENT:
        yield from find(scene)
    for season in scene.picture.seasons:
        for table in season.tables:
            for ask in OF_TABLES:
                yield from ask(scene, season, table)
        for look in OF_SEASONS:
            yield from look(scene, season)


def draft_preview(picture: Picture) -> Draft:
    """What can be told before the event, in French and English."""
    return _Composer(picture, after=False).compose()


def draft_report(picture: Picture) -> Draft:
    """What can be told after the event, in French and English."""
    return _Composer(picture, after=True).compose()


class _Composer:
    """Puts facts into the parts of a draft, each of them once."""

    def __init__(self, picture: Picture, *, after: bool) -> None:
        self.scene = Scene(picture, after=after)
        self.picture = picture
        self.after = after
        self.facts = [f for f in find_facts(picture, after=after) if not (after and f.kind in ONLY_BEFORE)]
        self.told: set[str] = set()
        self.races: set[tuple[str, ...]] = set()
        self.writer = Writer(picture)

    def compose(self) -> Draft:
        title = self.writer.write(self._title())
        lead = self._write(self._choose_lead(), "lead")
        highlights = self._highlight()
        sections = tuple(self._write_section(season.season) for season in self.picture.seasons)
        moves = self._write(self._choose_moves(), "moves")
        return Draft(
            event=self.picture.event,
            title=title,
            lead=lead,
            highlights=highlights,
            sections=sections,
            moves=moves,
            closing=self._write(self._of_kinds(*CLOSING, ordered=True), "closing"),
        )

    # --- Choosing ---

    def _of_kinds(self, *kinds: str, ordered: bool = False) -> list[Fact]:
        """Facts of these kinds not told yet, heaviest first, or in the order of the kinds."""
        found = [fact for fact in self.facts if fact.kind in kinds and fact.key not in self.told]
        return sorted(found, key=lambda fact: kinds.index(fact.kind)) if ordered else found

    def _choose_lead(self) -> list[Fact]:
        kinds = LEAD_AFTER if self.after else LEAD_BEFORE
        named = self.picture.here.name.french.split(" ")[0].casefold()
        return [
            fact
            for fact in self._of_kinds(*kinds, ordered=True)
            # "The final of Magny-Cours" says by its name which round it is.
            if not fact.season and not (fact.kind == "round" and named in NAMED_ROUNDS)
        ]

    def _choose_moves(self) -> list[Fact]:
        found = self._of_kinds(*MOVES, *MOVES_LAST, ordered=True)
        able = {driver for fact in found if fact.kind == "double" for driver in fact.drivers}
        return [fact for fact in found if fact.kind != "two_tables" or not able & set(fact.drivers)]

    def _title(self) -> Fact:
        kind = "report_title" if self.after else "preview_title"
        return Fact(
            key=f"{kind}:{self.picture.event}",
            kind=kind,
            figures=self._figure_report() if self.after else self._figure_preview(),
        )

    def _figure_preview(self) -> dict[str, Figure]:
        rounds = next((fact.figures["rounds"] for fact in self.facts if fact.kind == "round"), [])
        statuses = set()
        for one in rounds if isinstance(rounds, list) else []:
            if isinstance(one, dict):
                named = [name for name in ("last", "penultimate", "opening") if one[name] is True]
                statuses.add(named[0] if named else "middle")
        status = statuses.pop() if len(statuses) == 1 else "middle"
        # The title speaks of one championship: the only one, or the first with a lead to defend.
        # Of one that is cancelled it tells nothing: there is nothing to defend at it.
        held = not self.picture.here.cancelled
        alone = self.picture.seasons[0].season if len(self.picture.seasons) == 1 and held else ""
        if status == "middle" and not alone and held:
            defended = (f for f in self.facts if f.kind == "lead" and f.figures["gap"] not in (None, "0"))
            alone = next((fact.season for fact in defended), "")
        lead = self._find("lead", alone) if alone else None
        open_to = self._find("contenders", alone) if alone else None
        pause = self._find("break")
        return {
            "event": self.picture.event,
            "seasons": [season.season for season in self.picture.seasons] if held else [],
            "status": status,
            # "A new circuit" is said where somebody stated it: the years that are held are not all years.
            "first_visit": any(fact.kind == "first_visit" and fact.figures["stated"] for fact in self.facts),
            "summer": bool(pause and pause.figures["summer"]),
            "season": alone,
            "driver": lead.figures["driver"] if lead else None,
            "gap": lead.figures["gap"] if lead else None,
            "contenders": open_to.figures["drivers"] if open_to and not open_to.category else [],
        }

    def _figure_report(self) -> dict[str, Figure]:
        champion = next((f for f in self.facts if f.kind == "champion" and not f.category and f.figures["new"]), None)
        leader = next((f for f in self.facts if f.kind == "new_leader" and not f.category), None)
        chosen = champion or leader
        races = self.scene.races(self.picture.event)
        cars = [next((car.drivers for car in race.cars if car.place == 1), ()) for race in races]
        crews = list(dict.fromkeys(crew for crew in cars if crew))
        whole = bool(crews) and all(cars)
        return {
            "event": self.picture.event,
            "season": chosen.season if chosen else "",
            "champion": champion.figures["driver"] if champion else "",
            "new_leader": leader.figures["driver"] if leader and not champion else "",
            "winners": list[Figure]([driver for crew in crews for driver in crew]) if whole or len(crews) == 1 else [],
            "crew": len(crews) == 1,
            "wins": sum(1 for crew in cars if crew) if len(crews) == 1 else None,
            "swept": whole and len(crews) == 1,
        }

    def _find(self, kind: str, season: str = "") -> Fact | None:
        return next((f for f in self.facts if f.kind == kind and season in ("", f.season) and not f.category), None)

    # --- Parts ---

    def _write(self, facts: Iterable[Fact], part: str) -> tuple[Sentence, ...]:
        self.writer.begin_part()
        return self._continue(facts, LENGTH[part])

    def _continue(self, facts: Iterable[Fact], length: int) -> tuple[Sentence, ...]:
        written: list[Sentence] = []
        for fact in facts:
            if fact.key not in self.told and len(written) < length and not self._repeats(fact):
                self.told.add(fact.key)
                written.append(self.writer.write(fact, phrase=self._phrase(fact.kind)))
        return tuple(written)

    def _repeats(self, fact: Fact) -> bool:
        names = OF_RACES.get(fact.kind)
        if names is None:
            return False
        told = (fact.kind, *(str(fact.figures[name]) for name in names))
        repeated = told in self.races
        self.races.add(told)
        return repeated

    def _phrase(self, kind: str) -> str:
        return f"{kind}_after" if self.after and kind in ("meeting", "next", "class_winner") else kind

    def _highlight(self) -> tuple[HighlightDraft, ...]:
        drafts = []
        for fact in find_profiles(self.scene, self.facts):
            self.writer.begin_part()
            drafts.append(HighlightDraft(fact.drivers[0], (self.writer.write(fact),)))
            if fact.figures["years"] is not None:
                self.told |= {one.key for one in self.facts if one.kind == "birthday" and one.drivers == fact.drivers}
        return tuple(drafts)

    def _write_section(self, season: str) -> SectionDraft:
        own = [
            fact
            for fact in self.facts
            if fact.season == season and fact.key not in self.told and fact.kind not in (*MOVES, *CLOSING)
        ]
        self.writer.begin_part()
        title = self._write_section_title(season)
        sentences = self._continue(
            _thin([fact for fact in own if not fact.category], after=self.after), LENGTH["section"]
        )
        classes = []
        for table in self.picture.season(season).class_tables:
            mine = [fact for fact in self.facts if self._is_of_class(fact, season, table.category)]
            inside = _thin(mine, after=self.after)
            self.writer.begin_part()
            told = self._continue(inside, LENGTH["class"])
            if told:
                classes.append(ClassDraft(table.category, told))
        return SectionDraft(season, title, sentences, tuple(classes))

    def _is_of_class(self, fact: Fact, season: str, category: str) -> bool:
        return fact.season == season and fact.category == category and fact.kind not in CLOSING

    def _write_section_title(self, season: str) -> Sentence:
        lead = self._find("lead", season)
        champion = self._find("champion", season)
        figures: dict[str, Figure] = {
            "season": season,
            "champion": champion.figures["driver"] if champion else None,
            "driver": lead.figures["driver"] if lead else None,
            "second": lead.figures["second"] if lead else None,
            "gap": lead.figures["gap"] if lead else None,
        }
        return self.writer.write(Fact(f"section_title:{season}", "section_title", figures, season=season))


def _thin(facts: list[Fact], *, after: bool) -> list[Fact]:
    """Leaves out what another fact of the same part says better."""
    kinds = {fact.kind for fact in facts}
    noted = {driver for fact in facts if fact.kind == "note" for driver in fact.drivers}
    won = {fact.drivers for fact in facts if fact.kind == "meeting_wins"}
    taken = any(fact.kind == "class_winner" and fact.figures["taken"] and fact.drivers not in won for fact in facts)
    drop: set[str] = set()
    if "champion" in kinds:
        drop |= {"contenders", "clinch", "tight", "out", "new_leader"}
    if "new_leader" in kinds:
        drop.add("lead_since")
    return [
        fact
        for fact in facts
        if fact.kind not in drop
        # An official wrote of it in his own words, or the wins of the meeting say it.
        and not (fact.kind == "winless" and fact.figures["podiums"] is None and set(fact.drivers) <= noted)
        and not (fact.kind == "class_winner" and (fact.drivers in won or "class_wins" in kinds))
        and not (fact.kind == "new_leader" and taken and not after)
    ]
