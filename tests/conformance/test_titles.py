"""When was each title really decided? The outlook after every round of the real seasons."""

from dataclasses import replace
from pathlib import Path

import pytest

from championships.scoring.facts import PlannedSession
from championships.scoring.outlook import find_conditions, look_ahead
from championships.scoring.vocabulary import CompetitorKind
from tests.conformance import reading
from tests.conformance.recount import Recount

SEASONS = reading.find_seasons()

pytestmark = pytest.mark.skipif(not SEASONS, reason=reading.WHY_SKIPPED)

# Season -> champion, and the round after which nobody could reach him any more, as the histories of the sport tell it.
DECIDED = {
    # Germany. Most histories name Switzerland, the race after it, which he won; but only the best four results counted:
    # with two wins and two fastest laps to come Farina could have had 9, 9, 8 and 6, 32 against the 33.5 of Ascari.
    "1953": ("alberto-ascari", 7),
    "1955": ("juan-manuel-fangio", 6),  # Great Britain
    "1956": ("juan-manuel-fangio", 8),  # Italy, the last
    "1958": ("mike-hawthorn", 11),  # Morocco, the last
    "1967": ("denny-hulme", 11),  # Mexico, the last
    "1979": ("jody-scheckter", 13),  # Italy
    "1987": ("nelson-piquet", 15),  # Japan
    "1991": ("ayrton-senna", 15),  # Japan
    "1997": ("jacques-villeneuve", 17),  # Europe, the last
    "2000": ("michael-schumacher", 16),  # Japan
    "2003": ("michael-schumacher", 16),  # Japan, the last
    "2014": ("lewis-hamilton", 19),  # Abu Dhabi, the last
    "2018": ("lewis-hamilton", 19),  # Mexico
    "2020": ("lewis-hamilton", 14),  # Turkey
    "2021": ("max-verstappen", 22),  # Abu Dhabi, the last
    "2024": ("max-verstappen", 22),  # Las Vegas
}


@pytest.mark.parametrize("folder", [f for f in SEASONS if f.name in DECIDED], ids=reading.name_season)
def test_the_title_is_decided_when_it_really_was(folder: Path) -> None:
    book, facts = reading.read_rules(folder).book, reading.read_facts(folder)
    table = next(table for table in book.tables if table.competitor is CompetitorKind.DRIVER)
    champion, decided = DECIDED[folder.name]
    planned = tuple(PlannedSession(result.round, result.session, result.order) for result in facts.results)
    found = {}
    for number in (decided - 1, decided):
        # What was decided about races to come nobody knew yet.
        known = tuple(one for one in facts.rulings.session_overrides if one.round <= number)
        rulings = replace(facts.rulings, session_overrides=known, exclusions=(), deductions=())
        so_far = replace(
            facts, planned=planned, rulings=rulings, results=tuple(one for one in facts.results if one.round <= number)
        )
        outlook = look_ahead(book, so_far, table.id)
        found[number] = (outlook.silence, outlook.champion)
    assert found == {decided - 1: (None, None), decided: (None, champion)}


@pytest.mark.parametrize("folder", SEASONS, ids=reading.name_season)
def test_who_can_still_win_and_with_which_places_is_what_counting_again_says(folder: Path) -> None:
    """The last three rounds, by brute force over the files: drops, countback and sprints included."""
    book, facts, count = reading.read_rules(folder).book, reading.read_facts(folder), Recount(folder)
    table = next(table for table in book.tables if table.competitor is CompetitorKind.DRIVER)
    planned = tuple(PlannedSession(result.round, result.session, result.order) for result in facts.results)
    for last in count.rounds[-4:-1]:
        known = tuple(one for one in facts.rulings.session_overrides if one.round <= last)
        rulings = replace(facts.rulings, session_overrides=known, exclusions=(), deductions=())
        results = tuple(one for one in facts.results if one.round <= last)
        so_far = replace(facts, planned=planned, rulings=rulings, results=results)
        outlook = look_ahead(book, so_far, table.id)
        if outlook.silence is not None or outlook.newcomer_open:
            continue
        able = set(outlook.contenders) or {outlook.champion}
        assert able == count.find_able(last), last
        for driver in outlook.contenders[:3]:
            found = {one.place: dict(one.rivals) for one in find_conditions(book, so_far, outlook, driver)}
            for place in (1, 2, 3, None):
                assert found.get(place) == count.find_limits(last, driver, place, outlook.contenders), (last, driver)
