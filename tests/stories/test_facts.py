"""What a season's calendar, leaders and crews tell, worked out by hand."""

from datetime import date
from fractions import Fraction

from championships.stories.facts import (
    Lead,
    RoundPlace,
    count_remaining,
    find_final,
    find_former_holder,
    find_in_both,
    find_lead,
    find_next,
    find_shared_car,
    list_own_rounds,
    measure_break,
    place_round,
)
from championships.stories.picture import CrewPicture, LeaderPicture, RoundPicture, SeasonPicture


def make_round(number: int, month: int, day: int, *, races: int = 2, event: str = "", **keys: bool) -> RoundPicture:
    return RoundPicture(
        number=number,
        event=event or f"meeting-{number}",
        starts_on=date(2025, month, day),
        ends_on=date(2025, month, day + 1),
        races=races,
        **keys,
    )


SPRING, SUMMER, AUTUMN, WINTER = make_round(1, 4, 5), make_round(2, 6, 7), make_round(3, 9, 6), make_round(4, 11, 8)
SEASON = SeasonPicture(season="cup-2025", rounds=(WINTER, SPRING, SUMMER, AUTUMN))


def lead(*leaders: str | None) -> SeasonPicture:
    """A season whose rounds were led by these; None: not known; "a+b": shared."""
    known = tuple(
        LeaderPicture(round=number, leaders=frozenset(name.split("+")) if name else frozenset())
        for number, name in enumerate(leaders, start=1)
    )
    return SeasonPicture(season="cup-2025", rounds=SEASON.rounds, leaders=known)


def test_the_last_but_one_round_is_found_by_its_number_whatever_the_order_of_the_rows() -> None:
    assert place_round(SEASON, 3) == RoundPlace(number=3, of=4, penultimate=True, last=False)
    assert place_round(SEASON, 4) == RoundPlace(number=4, of=4, penultimate=False, last=True)
    assert place_round(SEASON, 2) == RoundPlace(number=2, of=4, penultimate=False, last=False)


def test_a_cancelled_last_round_makes_the_one_before_it_the_last() -> None:
    gone = make_round(4, 11, 8, cancelled=True)
    season = SeasonPicture(season="cup-2025", rounds=(SPRING, SUMMER, AUTUMN, gone))
    assert place_round(season, 3).last
    assert place_round(season, 2).penultimate
    assert find_final(season) == AUTUMN


def test_a_break_is_counted_from_the_last_day_of_one_round_to_the_first_of_the_next() -> None:
    pause = measure_break(SEASON, 3)
    assert pause is not None
    assert (pause.since, pause.days, pause.weeks, pause.days_over) == (SUMMER, 90, 12, 6)


def test_the_first_round_has_no_break_and_neither_has_one_without_a_date() -> None:
    undated = SeasonPicture(season="cup-2025", rounds=(RoundPicture(number=1, event="a"), SUMMER))
    assert measure_break(SEASON, 1) is None
    assert measure_break(undated, 2) is None


def test_what_is_left_counts_this_round_and_a_win_is_worth_its_points_each_time() -> None:
    left = count_remaining(SEASON, 3)
    assert (left.meetings, left.races, left.points(Fraction(41, 2))) == (2, 4, 82)


def test_two_rounds_of_one_event_are_one_meeting() -> None:
    season = SeasonPicture(
        season="cup-2025",
        rounds=(make_round(1, 4, 5, event="double"), make_round(2, 4, 5, event="double"), AUTUMN),
    )
    assert count_remaining(season, 1).meetings == 2
    assert count_remaining(season, 1).races == 6


def test_the_next_round_follows_and_the_last_has_none() -> None:
    assert find_next(SEASON, 2) == AUTUMN
    assert find_next(SEASON, 4) is None


def test_a_lead_goes_back_to_the_round_where_somebody_else_was_first() -> None:
    assert find_lead(lead("ann", "ann", "ann")) == Lead(competitor="ann", since_round=1)
    assert find_lead(lead("bob", "ann", "ann")) == Lead(competitor="ann", since_round=2)


def test_a_shared_first_place_ends_a_lead() -> None:
    assert find_lead(lead("ann", "ann+bob", "ann")) == Lead(competitor="ann", since_round=3)
    assert find_lead(lead("ann", "ann+bob")) is None


def test_a_lead_whose_beginning_is_not_known_is_not_told() -> None:
    assert find_lead(lead("ann", None, "ann")) is None
    assert find_lead(lead(None, "bob", "ann")) == Lead(competitor="ann", since_round=3)
    assert find_lead(lead()) is None


def test_who_is_entered_in_both_is_named_once() -> None:
    assert find_in_both({"cup": ["ann", "bob", "ann"], "trophy": ["bob", "cid"]}) == ("bob",)
    assert find_in_both({"cup": ["ann", "ann"]}) == ()


def test_rounds_of_ones_own_are_those_at_events_the_others_do_not_count() -> None:
    other = SeasonPicture(season="trophy-2025", rounds=(make_round(1, 6, 7, event="meeting-2"), make_round(2, 9, 6)))
    assert list_own_rounds(SEASON, [other]) == (SPRING, AUTUMN, WINTER)


CREWS = (
    CrewPicture(order=0, event="spring", number="38", drivers=("ann", "bob")),
    CrewPicture(order=1, event="summer", number="76", drivers=("cid",)),
)


def test_a_driver_alone_now_shared_the_car_earlier() -> None:
    shared = find_shared_car("ann", CrewPicture(order=2, event="autumn", number="38", drivers=("ann",)), CREWS)
    assert shared is not None
    assert (shared.event, shared.mates) == ("spring", ("bob",))


def test_a_crew_that_still_shares_and_a_driver_always_alone_have_nothing_to_tell() -> None:
    still = CrewPicture(order=2, event="autumn", number="38", drivers=("ann", "bob"))
    alone = CrewPicture(order=2, event="autumn", number="76", drivers=("cid",))
    assert find_shared_car("ann", still, CREWS) is None
    assert find_shared_car("cid", alone, CREWS) is None


def test_a_number_that_changed_hands_is_told_and_one_kept_is_not() -> None:
    new = CrewPicture(order=2, event="autumn", number="76", drivers=("dan",))
    kept = CrewPicture(order=2, event="autumn", number="38", drivers=("ann",))
    assert find_former_holder(new, CREWS) == CREWS[1]
    assert find_former_holder(kept, CREWS) is None
