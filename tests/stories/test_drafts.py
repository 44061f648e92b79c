"""Whole drafts over seasons made up at random: nothing told twice, no figure from nowhere, no broken French."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from championships.stories.draft import Draft, Sentence
from championships.stories.drafting import draft_preview, draft_report, find_facts
from championships.stories.picture import (
    CareerPicture,
    CarPicture,
    CategoryPicture,
    CircuitPicture,
    EntryPicture,
    EventPicture,
    KinshipPicture,
    Label,
    PersonPicture,
    Picture,
    ResultPicture,
    RoundPicture,
    RowPicture,
    SeasonPicture,
    SessionPicture,
    StandingPicture,
    StatedPicture,
    TablePicture,
)
from tests.stories.pictures import (
    AFTER_IMOLA,
    CUP,
    count_results,
    enter,
    look,
    make_picture,
    make_race,
    make_rounds,
    make_season,
    make_standing,
    with_table,
)

GIVEN = ("Ada", "Enzo", "Yvan", "Yann", "Hélène", "Harry", "Oscar", "Matys", "Éloïse", "Ulysse", "Jean-Marc", "Zoé")
FAMILY = ("Orsini", "Py", "Évrard", "Martin", "Roc", "Roc", "Ylan", "Haas", "Imbert", "Loiret-Fournier")
PLACES = (
    *("Le Castellet", "Les Ecoulets", "Imola", "Monza", "La Châtre", "Albi", "Spa-Francorchamps", "Finale du Vigeant"),
    *("Ouverture de Lédenon", "Grand Prix de Pau", "Nocturne de Haute-Saintonge", "MotorLand Aragón"),
)
SERIES = ("Trophée de l’Ouest", "Coupe de France", "European Cup", "Open d’Europe", "Mitjet", "Challenge du Midi")
CATEGORIES = ("Gentleman", "GT4", "Pro-Am", "Junior")
POINTS = st.fractions(min_value=0, max_value=300, max_denominator=2)


@st.composite
def pictures(draw: Any) -> Picture:
    """A season of three to five meetings, the event somewhere in it; tables whole or with holes."""
    count = draw(st.integers(3, 5))
    names = draw(st.permutations(PLACES))[:count]
    at = draw(st.integers(0, count - 1))
    start = date(2025, 3, 1).toordinal()
    gaps = draw(st.lists(st.integers(10, 80), min_size=count, max_size=count))
    events, rounds = {}, []
    for n, name in enumerate(names, start=1):
        start += gaps[n - 1]
        first, last = date.fromordinal(start), date.fromordinal(start + draw(st.integers(0, 2)))
        slug = f"event-{chr(96 + n)}"
        events[slug] = EventPicture(slug, Label(name, name), 2025, first, last, f"circuit-{chr(96 + n)}")
        rounds.append(RoundPicture(n, slug, first, last, races=2))
    here = rounds[at]
    drivers = [f"driver-{chr(97 + n)}" for n in range(draw(st.integers(3, 7)))]
    people = {
        slug: PersonPicture(
            slug,
            f"{given_name} {draw(st.sampled_from(FAMILY))}",
            gender=draw(st.sampled_from(["", "m", "f"])),
            born_on=draw(st.none() | st.dates(date(1960, 1, 1), date(2008, 1, 1))),
            categories={CUP: draw(st.sampled_from([(), ("class",)]))},
        )
        # Nobody has the name of somebody else: two sentences on two people are never the same.
        for slug, given_name in zip(drivers, draw(st.permutations(GIVEN)), strict=False)
    }
    whole = draw(st.booleans())
    done = rounds[: at + draw(st.integers(0, 1))]
    sessions, results = draw(_races(done, drivers))
    overall = TablePicture(
        "general",
        Label("Général"),
        standings=tuple(draw(_standing(held, drivers, whole)) for held in done),
        outlook=draw(st.none() | st.just(look(*drivers[:2], out=drivers[2:]))),
    )
    classed = TablePicture(
        "class", Label("Classe"), "class", standings=tuple(draw(_standing(held, drivers, whole)) for held in done)
    )
    season = SeasonPicture(
        season=CUP,
        rounds=tuple(rounds),
        championship="cup",
        name=Label(draw(st.sampled_from(SERIES)), ""),
        year=2025,
        history_complete_from=draw(st.sampled_from([None, 2019, 2025])),
        tables=(overall, classed),
        categories=(CategoryPicture("class", Label(draw(st.sampled_from(CATEGORIES)))),),
        results=results if draw(st.booleans()) else (),
        points_a_win=draw(st.none() | st.just(Fraction(20))),
    )
    return Picture(
        event=here.event,
        day=here.starts_on or date.min,
        seasons=(season, *draw(_others(season, done, drivers, whole))),
        events=events,
        circuits={
            events[here.event].circuit: CircuitPicture(
                events[here.event].circuit, draw(st.sampled_from(PLACES)), "ES", 5344
            )
        },
        people=people,
        teams={"team-a": "Atelier Rouge", "team-b": "Garage Bleu"},
        sessions=sessions,
        entries=tuple(draw(_entries(rounds[: at + 1], drivers))),
        kinships=(KinshipPicture(drivers[0], draw(st.sampled_from(["brother", "mother", "spouse"])), drivers[1]),),
        careers=tuple(CareerPicture("cup", one, draw(st.integers(0, 120)), 9, 24, 3, 2) for one in drivers),
    )


@st.composite
def _others(draw: Any, season: SeasonPicture, done: list[RoundPicture], drivers: list[str], whole: bool) -> Any:
    """Sometimes a second championship on the same weekends, with a table of its own."""
    if draw(st.booleans()):
        return ()
    standings = tuple(draw(_standing(held, drivers, whole)) for held in done)
    names = [name for name in SERIES if name != season.name.french]
    table = replace(season.tables[0], standings=standings)
    name = Label(draw(st.sampled_from(names)))
    return (replace(season, season="other-2025", championship="other", name=name, tables=(table,)),)


@st.composite
def _standing(draw: Any, held: RoundPicture, drivers: list[str], whole: bool) -> StandingPicture:
    """Drivers by points, level ones on one place; with holes where the table is not whole."""
    points = {driver: draw(POINTS) for driver in drivers}
    order = sorted(drivers, key=lambda driver: -points[driver])
    rows = []
    for driver in order:
        place = 1 + sum(1 for other in drivers if points[other] > points[driver])
        tied = sum(1 for other in drivers if points[other] == points[driver]) > 1
        hidden = not whole and draw(st.booleans())
        rows.append(
            RowPicture(
                driver,
                None if hidden else place,
                tied and not hidden,
                None if hidden else points[driver],
                None if hidden else draw(st.integers(0, 4)),
                draw(st.none() | st.integers(0, 4)),
                draw(st.none() | st.just(Fraction(3, 2))),
            )
        )
    return StandingPicture(held.number, held.event, "race-2", tuple(rows), declared=not whole, partial=not whole)


@st.composite
def _races(draw: Any, done: list[RoundPicture], drivers: list[str]) -> Any:
    sessions, results = [], []
    for held in done:
        for n in (1, 2):
            order = draw(st.permutations(drivers))
            cars = tuple(
                CarPicture(
                    str(10 + drivers.index(one)),
                    (one,),
                    place,
                    "CLASSIFIED",
                    grid=draw(st.integers(1, 20)),
                    best_lap_ms=draw(st.integers(60000, 130000)),
                    gap_ms=None if place == 1 else place * 1000,
                )
                for place, one in enumerate(order, start=1)
            )
            state = draw(st.sampled_from(["official", "provisional"]))
            sessions.append(
                SessionPicture(
                    f"race-{n}",
                    held.event,
                    Label(f"Course {n}", f"Race {n}"),
                    "race",
                    n,
                    complete=True,
                    state=state,
                    cars=cars,
                )
            )
            results += [
                ResultPicture(table, one, held.event, f"race-{n}", held.number, place)
                for table in ("general", "class")
                for place, one in enumerate(order, start=1)
            ]
    return tuple(sessions), tuple(results)


@st.composite
def _entries(draw: Any, rounds: list[RoundPicture], drivers: list[str]) -> list[EntryPicture]:
    entries = []
    seasons = draw(st.sampled_from([(CUP,), (CUP, "other-2025")]))
    for held in rounds:
        here = [driver for driver in drivers if draw(st.integers(0, 4))]
        if len(here) > 2 and draw(st.booleans()):
            entries.append(EntryPicture(held.event, "99", tuple(here[:2]), "team-b", seasons))
            here = here[2:]
        entries += [
            EntryPicture(
                held.event,
                str(10 + drivers.index(one)),
                (one,),
                draw(st.sampled_from(["", "team-a", "team-b"])),
                (CUP,),
            )
            for one in here
        ]
    return entries


def list_drafts(picture: Picture) -> Iterator[tuple[Draft, Picture]]:
    yield draft_preview(picture), picture
    yield draft_report(picture), picture


FRENCH_FAULTS = re.compile(
    r"  | ,| \.|\.\.|,,|;;| [:;!?]|\bNone\b|[{}]"
    r"|\b[dD]e [AEIOUÉÈYŒ](?!ann)|\b[qQ]ue [AEIOUÉŒ]|\b[lL][ea] [AEIOUÉŒ]"
    r"|\b(?:de|à|le|la|les|du|au|des) (?:le|les|Le|Les)\b|\b(\w+) \1\b|d’onze|(?<!\w)à (?:au|aux)\b"
)
ENGLISH_FAULTS = re.compile(r"  | ,| \.|\.\.|,,| [:;!?]|\bNone\b|[{}]|\b(\w+) \1\b|\b[aA] [aeiou8]")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(pictures())
def test_no_draft_holds_a_broken_sentence_a_fact_twice_or_a_figure_from_nowhere(picture: Picture) -> None:
    for draft, looked_at in list_drafts(picture):
        sentences = list(draft.sentences())
        keys = [one.key for one in sentences]
        assert len(keys) == len(set(keys))
        for one in sentences:
            assert not FRENCH_FAULTS.search(one.french), one
            assert not ENGLISH_FAULTS.search(one.english), one
            assert one.french[0].upper() == one.french[0]
            heading = one.kind in {"preview_title", "report_title", "section_title"}
            assert heading or one.french.endswith((".", "»")), one
            assert find_foreign(one.french, one, looked_at) == set(), one
            assert find_foreign(one.english, one, looked_at) == set(), one
        for part in (draft.lead, *(section.sentences for section in draft.sections), draft.moves, draft.closing):
            texts = [one.french for one in part]
            assert len(texts) == len(set(texts))


# What is "the first", "back", "the most" or a count over years: only a complete history can tell, or an official.
OF_HISTORY = {"debut", "return", "absence", "first_visit", "milestone", "record", "experience", "first_win", "field"}
BIG_WORDS = re.compile(
    r"\b(?:premi[eè]re? (?:victoire|apparition|visite)|jamais|depuis \d{4}|record|expérience|fait son retour)\b"
    r"|\b(?:first (?:win|appearance)|never|since \d{4}|record|experience|debut|makes a return)\b",
    re.IGNORECASE,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(pictures(), st.sampled_from([None, 2026]), st.booleans())
def test_without_a_complete_history_nothing_is_said_to_be_the_first_or_the_most(
    picture: Picture, since: int | None, stated: bool
) -> None:
    """Undeclared, or declared from a year to come; an official's word is told all the same."""
    said = tuple(
        StatedPicture(kind, driver=driver, event=picture.event)
        for kind, driver in (
            ("debut", "driver-a"),
            ("return", "driver-b"),
            ("absence", "driver-z"),
            ("first_visit", ""),
        )
    )
    unknown = replace(
        picture,
        seasons=tuple(replace(one, history_complete_from=since) for one in picture.seasons),
        stated=said if stated else (),
        most_wins_here={"cup": 3, "other": 3},
    )
    for after in (False, True):
        for fact in find_facts(unknown, after=after):
            by_an_official = stated and fact.kind in {"debut", "return", "absence", "first_visit"}
            assert fact.kind not in OF_HISTORY or by_an_official, fact
            assert fact.figures.get("everybody") is not True
            assert not by_an_official or fact.figures.get("since") is None
    for draft, _picture in list_drafts(unknown):
        for one in draft.sentences():
            claims = BIG_WORDS.search(f"{one.french} {one.english}")
            about_this_season = one.kind in {"winless", "lead_since"}  # "still without a first win this season"
            assert not claims or about_this_season or (stated and one.kind in {*OF_HISTORY, "preview_title"}), one


def test_every_kind_that_speaks_of_history_is_told_where_it_is_complete() -> None:
    """The other half: the kinds the property forbids do exist."""
    season = replace(make_season(), history_complete_from=2019)
    lists = (
        *enter("castellet", "ada", "enzo", "oscar"),
        *enter("imola", "ada"),
        *enter("aragon", "ada", "enzo", "lea"),
    )
    careers = tuple(CareerPicture("cup", one, n, 9, 24, 3, 3) for one, n in (("ada", 60), ("enzo", 5), ("lea", 0)))
    picture = make_picture(season, entries=lists, careers=careers, most_wins_here={"cup": 3})
    won = make_race("aragon", 1, "lea", "ada")
    over = replace(
        picture, sessions=(won,), seasons=(replace(season, results=count_results(won)),), careers=careers[:2]
    )
    found = {fact.kind for fact in (*find_facts(picture), *find_facts(over, after=True))}
    assert found >= OF_HISTORY - {"debut"}


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(pictures())
def test_the_same_picture_gives_the_same_draft(picture: Picture) -> None:
    assert draft_preview(picture) == draft_preview(picture)
    assert draft_report(picture) == draft_report(picture)


WORDS = (
    *("deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize"),
    *("quatorze", "quinze", "seize"),
)
ENGLISH_WORDS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
NUMBERS = {word: n for words in (WORDS, ENGLISH_WORDS) for n, word in enumerate(words, start=2)} | {
    "deuxième": 2, "troisième": 3, "quatrième": 4, "cinquième": 5, "sixième": 6, "septième": 7, "huitième": 8,
    "neuvième": 9, "dixième": 10, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
    "ninth": 9, "tenth": 10,
}  # fmt: skip


def find_foreign(text: str, sentence: Sentence, picture: Picture) -> set[Fraction]:
    """The numbers of a sentence that are not among the figures of its fact."""
    plain = text.replace("\N{NARROW NO-BREAK SPACE}", " ").replace("\N{NO-BREAK SPACE}", " ")
    for name in sorted(_list_names(picture), key=len, reverse=True):
        plain = plain.replace(name, "").replace(name[:1].lower() + name[1:], "")
    told = {Fraction(one.replace(",", ".")) for one in re.findall(r"\d+(?:[.,]\d+)?", plain)}
    told |= {Fraction(NUMBERS[word]) for word in re.findall(r"\w+", plain.casefold()) if word in NUMBERS}
    return told - set(_list_figures(sentence.figures))


def _list_names(picture: Picture) -> Iterator[str]:
    for label in (*(e.name for e in picture.events.values()), *(s.name for s in picture.seasons)):
        yield label.french
        yield label.read("en")
    yield from (person.name for person in picture.people.values())
    yield from (circuit.name for circuit in picture.circuits.values())
    yield from (label.name.french for season in picture.seasons for label in season.categories)


def _list_figures(value: Any) -> Iterator[Fraction]:
    """Every number a figure may be written as: itself, the parts of a day, the kilometres of metres."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name in ("time_ms", "gap_ms") and isinstance(inner, int):
                yield from (Fraction(inner, 1000), Fraction(inner // 60000), Fraction(inner % 60000, 1000))
            if name == "length_m" and isinstance(inner, int):
                yield Fraction(inner, 1000)
            yield from _list_figures(inner)
    elif isinstance(value, list):
        yield Fraction(len(value))
        for inner in value:
            yield from _list_figures(inner)
    elif isinstance(value, str):
        if re.fullmatch(r"\d+/\d+", value):
            yield Fraction(value)
        yield from (Fraction(one) for one in re.findall(r"\d+", value))
    elif isinstance(value, int) and not isinstance(value, bool):
        yield Fraction(value)


def read(draft: Draft) -> dict[str, str]:
    return {one.kind: one.english for one in draft.sentences()}


def test_a_preview_without_any_table_tells_the_meeting_and_no_more_than_is_known() -> None:
    season = replace(make_season(), tables=())
    draft = draft_preview(make_picture(season, entries=()))
    assert [one.kind for one in draft.lead] == ["meeting", "round", "break", "circuit"]
    assert [section.sentences for section in draft.sections] == [()]
    assert draft.highlights == ()


def test_a_changed_figure_keeps_the_key_of_its_fact() -> None:
    before = draft_preview(make_picture())
    after = draft_preview(make_picture(make_season(make_standing("imola", ("ada", 1, "81", 3), ("enzo", 2, "71", 1)))))
    old = {one.key: one.figures for one in before.sentences()}
    new = {one.key: one.figures for one in after.sentences()}
    key = f"lead:{CUP}:general"
    assert (old[key]["points"], new[key]["points"]) == ("80", "81")


def test_a_decided_title_silences_who_could_still_win() -> None:
    season = with_table(make_season(AFTER_IMOLA), outlook=look(champion="ada", out=("enzo", "oscar"), left=4))
    kinds = [one.kind for one in draft_preview(make_picture(season)).sentences()]
    assert "champion" in kinds
    assert "tight" not in kinds


def test_the_parts_of_a_preview_are_those_of_the_article() -> None:
    draft = draft_preview(make_picture())
    assert read(draft)["section_title"].startswith("French Cup: ")
    assert [highlight.driver for highlight in draft.highlights] == ["ada"]
    assert [section.season for section in draft.sections] == [CUP]
    assert [one.kind for one in draft.closing] == ["left", "next"]


def test_the_title_of_a_meeting_of_two_championships_names_the_one_it_speaks_of() -> None:
    season = make_season(AFTER_IMOLA, rounds=(*make_rounds(), RoundPicture(5, "valencia", date(2025, 11, 8))))
    other = replace(season, season="trophy-2025", name=Label("Trophée de l’Ouest", "West Trophy"), tables=())
    title = draft_preview(make_picture(season, other)).title
    assert title.english in (
        "Aragon: Pignon has nine points to defend in the French Cup",
        "Pignon leads the French Cup by nine points before Aragon",
    )
