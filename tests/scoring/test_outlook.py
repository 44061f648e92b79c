"""Who can still be champion: against every future there is, one by one, and against titles that were really won."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from championships.scoring.decisive import count_at_stake, find_earliest, find_margin
from championships.scoring.facts import (
    DeclaredRow,
    DeclaredTable,
    DriverLine,
    Line,
    PlannedSession,
    SeasonFacts,
    SessionResult,
)
from championships.scoring.outlook import Chance, Condition, Outlook, Silence, find_conditions, look_ahead
from championships.scoring.rules import (
    BonusKind,
    Counting,
    DropsFrom,
    Filter,
    MinimumStarts,
    NotDroppable,
    PositionBasis,
    RuleBook,
)
from championships.scoring.standings import compute
from championships.scoring.title_engine import TitleEngine
from championships.scoring.vocabulary import FinishStatus
from tests.scoring.building import COUNTBACK, TEAM, bonus, book, line, plan, points, result, rule, season, table

SCALE = {"race": points(5, 3, 2)}
LAST = 3  # scoring places
type Future = tuple[tuple[int | None, ...], ...]  # race -> place of each driver


def _facts(*finishers: str, races: int) -> SeasonFacts:
    return SeasonFacts(results=tuple(season(*finishers)), planned=plan(*range(1, races + 1)))


def _look(rules: RuleBook, facts: SeasonFacts, name: str = "drivers") -> Outlook:
    return look_ahead(rules, facts, name)


def _chances(outlook: Outlook) -> dict[str, str]:
    return {one.competitor: one.chance.value for one in outlook.prospects}


def test_who_leads_by_more_than_is_left_is_champion() -> None:
    outlook = _look(book(tables_of_points=SCALE), _facts("a b c", "a b c", races=2 + 1))
    assert _chances(outlook) == {"a": "open", "b": "open", "c": "out"}
    outlook = _look(book(tables_of_points=SCALE), _facts("a b c", "a c b", "a b c", races=4))
    assert (outlook.champion, outlook.contenders) == ("a", ())


def test_points_left_would_be_wrong_where_results_are_dropped() -> None:
    """The best two count: a 10, b 6 and 5 to come; but of b's results one more must then be dropped."""
    best_two = table(counting=(Counting(1, None, best=2),))
    facts = _facts("a b", "a b", "a b", races=4)
    assert _chances(_look(book(best_two, tables_of_points=SCALE), facts)) == {"a": "champion", "b": "out"}


def test_a_bonus_may_keep_a_title_open() -> None:
    facts = _facts("a b", "a b", "b a", races=4)  # a 13, b 11
    plain = book(table(tie_break=()), tables_of_points={"race": points(5, 3)})
    assert _chances(_look(plain, facts)) == {"a": "open", "b": "open"}
    facts = _facts("a b", "a b", "a b", races=4)  # a 15, b 9: six behind
    assert _look(plain, facts).champion == "a"
    richer = table(tie_break=(), sessions={"race": rule(bonus(BonusKind.FASTEST_LAP), bonus(BonusKind.POLE))})
    assert _chances(_look(book(richer, tables_of_points={"race": points(5, 3)}), facts)) == {"a": "open", "b": "open"}


def test_the_tie_break_decides_who_is_out() -> None:
    """b can draw level on points, and would have fewer wins."""
    facts = _facts("a b", "a b", "c a b", races=4)  # a 13, b 8 (two second places): 13 at best, one win
    assert _look(book(tables_of_points=SCALE), facts).champion == "a"
    assert _look(book(table(tie_break=()), tables_of_points=SCALE), facts).champion is None


def test_starts_still_needed_keep_a_leader_from_being_sure() -> None:
    facts = _facts("a b", "a b", "a b", races=4)
    least = table(minimum_starts=MinimumStarts(4))
    outlook = _look(book(least, tables_of_points=SCALE), facts)
    assert _chances(outlook) == {"a": "open", "b": "open"}


def test_a_disqualification_that_must_count_can_hurt() -> None:
    """The best three of four count; a has 5 5 5 and leads by six: a disqualification would take one of the three."""
    counting = {"counting": (Counting(1, None, best=3),)}
    facts = _facts("a b", "a b", "a b", races=4)
    assert _look(book(table(**counting), tables_of_points=SCALE), facts).champion == "a"
    strict = table(**counting, not_droppable=NotDroppable(statuses=frozenset({"DSQ"})))
    assert _chances(_look(book(strict, tables_of_points=SCALE), facts)) == {"a": "open", "b": "open"}


def test_with_nothing_left_the_table_says_it() -> None:
    assert _look(book(tables_of_points=SCALE), _facts("a b", "b a", races=2)).prospects[0].chance is Chance.SHARED
    assert _look(book(tables_of_points=SCALE), _facts("a b", "a b", races=2)).champion == "a"


def test_somebody_new_may_still_win_it() -> None:
    outlook = _look(book(tables_of_points=SCALE), _facts("a b", races=4))
    assert outlook.newcomer_open
    assert not _look(book(tables_of_points=SCALE), _facts("a b", "a b", "a b", races=4)).newcomer_open


def test_a_class_table_looks_at_its_own_people() -> None:
    gentlemen = table("g", may_score=Filter(categories=frozenset({"g"})), position_basis=PositionBasis.ELIGIBLE)
    g = frozenset({"g"})
    races = tuple(
        result(number, [line("pro", 1), line("x", 2, categories=g), line("y", 3, categories=g)]) for number in (1, 2, 3)
    )
    facts = SeasonFacts(results=races, planned=plan(1, 2, 3, 4))
    assert _chances(_look(book(gentlemen, tables_of_points=SCALE), facts, "g"))["x"] == "champion"


def test_a_driver_lent_a_car_of_another_class_can_still_win_in_his_own() -> None:
    own = table("f1", may_score=Filter(classes=frozenset({"F1"})))
    races = (
        result(1, [line("a", 1, car_class="F1"), line("b", 2, car_class="F1"), line("c", 3, car_class="F1")]),
        result(2, [line("a", 1, car_class="F1"), line("c", 2, car_class="F1"), line("b", 3, car_class="F2")]),
    )
    facts = SeasonFacts(results=races, planned=plan(1, 2, 3, 4))
    assert _chances(_look(book(own, tables_of_points=SCALE), facts, "f1"))["b"] == "open"


def test_a_team_wins_with_all_its_cars() -> None:
    teams = {"a": "red", "b": "red", "c": "blue", "d": "blue"}
    races = tuple(result(number, "a b c d", teams=teams) for number in (1, 2))
    facts = SeasonFacts(results=races, planned=plan(1, 2, 3))
    # red 16, blue 4: two cars bring 8 a race.
    outlook = _look(book(table("teams", TEAM), tables_of_points=SCALE), facts, "teams")
    assert outlook.champion == "red"
    assert find_conditions(book(table("teams", TEAM), tables_of_points=SCALE), facts, outlook, "red") == ()


@pytest.mark.parametrize(
    ("rules", "silence"),
    [
        (book(hypothesis=True), Silence.HYPOTHESIS),
        (book(tables_of_points={"race": points(5, -1)}), Silence.NEGATIVE_POINTS),
        (book(tables_of_points={"race": points(3, 5)}), Silence.RISING_SCALE),
        (book(table(sessions={"race": rule(bonus(BonusKind.PLACES_GAINED))})), Silence.PLACES_GAINED),
        (book(table(sessions={"race": rule(bonus(BonusKind.FASTEST_LAP, -1))})), Silence.NEGATIVE_POINTS),
    ],
)
def test_where_more_points_could_hurt_nothing_is_said(rules: RuleBook, silence: Silence) -> None:
    outlook = _look(rules, _facts("a b", races=2))
    assert (outlook.silence, outlook.prospects) == (silence, ())


def test_where_a_total_is_not_known_nothing_is_said() -> None:
    rows = (DeclaredRow("a", 1, points=Fraction(20)), DeclaredRow("b", 2))
    facts = SeasonFacts(declared=(DeclaredTable("drivers", 1, "race", rows),), planned=plan(1, 2))
    assert _look(book(), facts).silence is Silence.UNKNOWN_POINTS
    assert _look(book(), SeasonFacts(planned=plan(1))).silence is Silence.NO_TABLE


def test_the_condition_says_how_far_behind_the_rival_must_stay() -> None:
    """a 10, b 11, one race left (5 3 2), and whoever is level shares the title."""
    rules = book(table(tie_break=()), tables_of_points=SCALE)
    facts = _facts("a b", "a b", "b c", races=4)
    outlook = look_ahead(rules, facts, "drivers")
    assert find_conditions(rules, facts, outlook, "a") == (
        Condition(1, ()),
        Condition(2, (("b", None),)),
        Condition(3, (("b", None),)),
    )
    assert find_conditions(rules, facts, outlook, "b") == (
        Condition(1, ()),
        Condition(2, (("a", 3),)),
        Condition(3, (("a", None),)),
        Condition(None, (("a", None),)),
    )


# --- Every future there is -------------------------------------------------------------------------

NAMES = ("a", "b", "c")


def _list_races() -> list[tuple[int | None, ...]]:
    """Every way in which the three may finish: a place each or none, strangers on the places between."""
    choices = [1, 2, 3, None]
    return [
        found
        for found in product(choices, repeat=len(NAMES))
        if len({place for place in found if place}) == sum(1 for place in found if place)
    ]


RACES = _list_races()


def _run(planned: PlannedSession, places: Sequence[int | None], flagged: str | None) -> SessionResult:
    lines = []
    for name, place in zip(NAMES, places, strict=True):
        flags = frozenset({"fastest_lap"}) if name == flagged else frozenset()
        status = FinishStatus.CLASSIFIED if place else FinishStatus.DNF
        if place or flagged == name:
            lines.append(Line(name, status, (DriverLine(name, flags=flags),), place))
    for place in (1, 2, 3):
        if place not in places:
            lines.append(Line(f"s{place}", FinishStatus.CLASSIFIED, (DriverLine(None),), place))
    return SessionResult(planned.round, planned.session, planned.order, tuple(lines))


def _enumerate(
    rules: RuleBook, facts: SeasonFacts, left: Sequence[PlannedSession], bonuses: bool
) -> Iterator[tuple[Future, dict[str, tuple[int | None, bool]]]]:
    """(what happened, competitor -> place and whether it is shared) for every future."""
    holders: tuple[str | None, ...] = (None, *NAMES) if bonuses else (None,)
    for futures in product(RACES, repeat=len(left)):
        for flagged in product(holders, repeat=len(left)):
            run = tuple(_run(one, *what) for one, *what in zip(left, futures, flagged, strict=True))
            full = SeasonFacts(results=(*facts.results, *run), planned=facts.planned)
            final = compute(rules, full)["drivers"].final
            assert final is not None
            yield futures, {row.competitor: (row.position, row.tied) for row in final.rows}


@st.composite
def _championships(draw: st.DrawFn) -> tuple[RuleBook, SeasonFacts, tuple[PlannedSession, ...], bool]:
    run = draw(st.integers(1, 4))
    left = draw(st.sampled_from([1, 1, 2]))
    bonuses = left == 1 and draw(st.booleans())
    scale = sorted(draw(st.lists(st.sampled_from([0, 1, 2, 3, Fraction(5, 2), 4, 6]), min_size=3, max_size=3)))[::-1]
    best = draw(st.sampled_from([None, None, 2, 3]))
    rules = book(
        table(
            sessions={"race": rule(*([bonus(BonusKind.FASTEST_LAP)] if bonuses else []))},
            counting=(Counting(1, None, best=best, applies=draw(st.sampled_from(DropsFrom))),),
            tie_break=draw(st.sampled_from([(), (COUNTBACK,)])),
            minimum_starts=draw(st.sampled_from([None, None, None, MinimumStarts(run + 1)])),
        ),
        tables_of_points={"race": points(*scale)},
    )
    races = [
        _run(PlannedSession(number, "race", number * 10 + 5), draw(st.sampled_from(RACES)), None)
        for number in range(1, run + 1)
    ]
    planned = plan(*range(1, run + left + 1))
    return rules, SeasonFacts(results=tuple(races), planned=planned), planned[run:], bonuses


@settings(max_examples=60, deadline=None)
@given(_championships())
def test_the_outlook_agrees_with_every_future_there_is(case) -> None:  # type: ignore[no-untyped-def]
    rules, facts, left, bonuses = case
    outlook = look_ahead(rules, facts, "drivers")
    if outlook.silence is not None:
        assert outlook.silence is Silence.NO_TABLE
        return
    first: set[str] = set()
    always: set[str] = set(NAMES)
    for _future, places in _enumerate(rules, facts, left, bonuses):
        leaders = {name for name, (place, _tied) in places.items() if place == 1}
        first |= leaders
        always &= {name for name in leaders if not places[name][1]}
    shown = set(_chances(outlook))
    assert {name for name, chance in _chances(outlook).items() if chance != "out"} == first & shown
    if not outlook.newcomer_open and outlook.champion:
        assert always == {outlook.champion}
    if always:
        assert outlook.newcomer_open or outlook.champion in always


@settings(max_examples=40, deadline=None)
@given(_championships())
def test_a_condition_is_enough_and_none_is_weaker(case) -> None:  # type: ignore[no-untyped-def]
    rules, facts, left, bonuses = case
    outlook = look_ahead(rules, facts, "drivers")
    if rules.tables[0].minimum_starts:
        return  # "without points" is then not one thing: a start may be wanting
    if len(outlook.contenders) < 2 or outlook.newcomer_open or set(outlook.contenders) != set(_chances(outlook)):
        return
    for leader in outlook.contenders:
        conditions = {one.place: dict(one.rivals) for one in find_conditions(rules, facts, outlook, leader)}
        sure: dict[tuple[int | None, ...], bool] = {}
        for future, places in _enumerate(rules, facts, left, bonuses):
            champion = places.get(leader) == (1, False)
            sure[future[0]] = sure.get(future[0], True) and champion
        for happened, decided in sure.items():
            where = dict(zip(NAMES, happened, strict=True))
            limits = conditions.get(where[leader])
            promised = limits is not None and all(
                (limit is None and where[rival] is None) or (limit is not None and (where[rival] or 9) >= limit)
                for rival, limit in limits.items()
            )
            assert promised == decided, (leader, happened, conditions)


@settings(max_examples=40, deadline=None)
@given(_championships())
def test_the_earliest_session_is_the_first_after_which_nothing_can_change_it(case) -> None:  # type: ignore[no-untyped-def]
    rules, facts, left, bonuses = case
    outlook = look_ahead(rules, facts, "drivers")
    if rules.tables[0].minimum_starts or len(outlook.contenders) < 2 or outlook.newcomer_open:
        return
    if set(outlook.contenders) != set(_chances(outlook)):
        return
    for leader in outlook.contenders:
        # What happened in the first sessions -> whether he was alone in front in every future that begins so.
        sure: dict[tuple[Future, tuple[str | None, ...]], bool] = {}
        for begun, places in _enumerate_begun(rules, facts, left, bonuses):
            sure[begun] = sure.get(begun, True) and places.get(leader) == (1, False)
        lengths = [len(future) for (future, _flagged), decided in sure.items() if decided]
        found = find_earliest(rules, facts, outlook, leader)
        assert found == (left[min(lengths) - 1] if lengths else None)


def _enumerate_begun(
    rules: RuleBook, facts: SeasonFacts, left: Sequence[PlannedSession], bonuses: bool
) -> Iterator[tuple[tuple[Future, tuple[str | None, ...]], dict[str, tuple[int | None, bool]]]]:
    """Every future with each of its beginnings, who held the bonus included."""
    holders: tuple[str | None, ...] = (None, *NAMES) if bonuses else (None,)
    for futures in product(RACES, repeat=len(left)):
        for flagged in product(holders, repeat=len(left)):
            run = tuple(_run(one, *what) for one, *what in zip(left, futures, flagged, strict=True))
            final = compute(rules, replace(facts, results=(*facts.results, *run)))["drivers"].final
            assert final is not None
            places = {row.competitor: (row.position, row.tied) for row in final.rows}
            for length in range(1, len(left) + 1):
                yield (futures[:length], flagged[:length]), places


@settings(max_examples=40, deadline=None)
@given(_championships())
def test_a_margin_is_enough_and_one_point_less_than_it_is_not(case) -> None:  # type: ignore[no-untyped-def]
    """After the first of two races: who is more than the margin ahead is champion; who is less ahead can be passed."""
    rules, facts, left, bonuses = case
    outlook = look_ahead(rules, facts, "drivers")
    if len(left) < 2 or len(outlook.contenders) != len(NAMES) or bonuses:
        return
    for leader in outlook.contenders:
        margin = find_margin(rules, facts, outlook, leader, after=1)
        if margin is None:
            continue
        passed: dict[Future, bool] = {}
        for future, places in _enumerate(rules, facts, left, bonuses):
            passed[future[:1]] = passed.get(future[:1], False) or places.get(leader) != (1, False)
        for future, can_pass in passed.items():
            run = replace(facts, results=(*facts.results, _run(left[0], future[0], None)))
            table = compute(rules, run)["drivers"].standings[-1]
            points = {row.competitor: row.points or Fraction(0) for row in table.rows}
            lead = points.pop(leader, Fraction(0)) - max(points.values())
            if lead > margin:
                assert not can_pass
            elif lead < margin:
                assert can_pass


def test_where_results_are_dropped_no_margin_is_told() -> None:
    facts = _facts("a b", "a b", races=4)
    rules = book(table(counting=(Counting(1, None, best=2),)), tables_of_points=SCALE)
    outlook = look_ahead(rules, facts, "drivers")
    assert find_margin(rules, facts, outlook, "a", after=1) is None


def test_what_is_at_stake_is_every_win_and_every_bonus_left() -> None:
    facts = _facts("a b", "a b", races=4)
    richer = table(sessions={"race": rule(bonus(BonusKind.FASTEST_LAP), bonus(BonusKind.POLE))})
    rules = book(richer, tables_of_points=SCALE)
    outlook = look_ahead(rules, facts, "drivers")
    assert count_at_stake(rules, facts, outlook, "a") == 2 * (5 + 2)
    assert count_at_stake(rules, facts, outlook, "b", after=1) == 5 + 2


def test_a_long_scale_is_asked_about_once_a_place_not_once_a_pair_of_places(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every question is a whole season: with forty places and all pairs of them, a page would take a minute."""
    scale = {"race": points(*range(40, 0, -1))}
    facts = _facts("a b c d", "b a c d", "c b a d", "a c b d", races=5)
    outlook = _look(book(tables_of_points=scale), facts)
    asked = []
    finish = TitleEngine.finish
    monkeypatch.setattr(TitleEngine, "finish", lambda self, wishes: asked.append(1) or finish(self, wishes))
    conditions = find_conditions(book(tables_of_points=scale), facts, outlook, "a")
    assert len(outlook.contenders) == 4
    assert len(conditions) > 30
    assert len(asked) < 40 * 3 * 3


def test_a_scale_of_one_place_has_conditions_too() -> None:
    """Whoever wins keeps everybody else from scoring: no rival is named."""
    rules = book(tables_of_points={"race": points(5)})
    facts = _facts("a b", "b a", "a b", races=4)
    assert find_conditions(rules, facts, _look(rules, facts), "a")[0] == Condition(1, ())
