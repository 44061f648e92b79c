"""From a sheet and the decisions in force to the classification.

A sheet of *stated* places is never ranked again: holes and equal places stay, and a decision works
on top of them. A *timing* sheet gives the order on the road: cars are ranked from it by laps, then
by time with penalties; places lost come last. A car is classified if it covered the share of the
winner's (or the class winner's) distance the rule asks for. The order in which decisions or lines
are given never matters.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from championships.scoring.facts import Decision, Line, Sheet
from championships.scoring.rules import ClassificationRule, Rounding
from championships.scoring.runners import (
    LAST,
    Runner,
    UnrankableError,
    passes,
    read_runners,
    write_lines,
)
from championships.scoring.vocabulary import FinishStatus, SheetOrigin

__all__ = ["UnrankableError", "classify", "laps_asked_for", "rank_participants"]


def classify(sheet: Sheet, decisions: Sequence[Decision], rule: ClassificationRule | None) -> tuple[Line, ...]:
    """The lines with their final `place` and `status`, best first, those not classified last.

    `rule` is the rule for races; pass None for qualifying and practice, where the road order is
    the order of the best laps and distance asks nothing. What each decision does:

    - disqualified, excluded: no place, behind everybody; those below move up by one;
    - time: added to the car's time; cars of the same lap that are then quicker pass it;
    - laps: taken off, cars with more laps (or as many, in less time) pass it;
    - lap deleted: in qualifying `amount` is the best lap that remains, in seconds, 0 for none; a race is not ranked by
      best laps, so that nobody moves there;
    - places: so many places lost after all that, at most down to the last place;
    - grid, reprimand, licence points: nothing here.

    Of two cars with the same laps and the same time after penalties the one that was ahead on the road stays ahead.
    Several cars that lose places each end that many below where they stood after all the rest, and the others close
    up in their order, as the FIA draws up a grid with several penalties (Formula One Sporting Regulations, the
    article on the starting grid: temporary positions first, then the unpenalised cars fill what is free). Where two
    would come to the same place the longer drop is served whole and the other car goes just ahead.

    Raises UnrankableError where a time, lap or gap is needed that the sheet does not know.
    """
    runners = read_runners(sheet, decisions, by_best_laps=rule is None)
    if sheet.origin is SheetOrigin.STATED:
        placed = _rank_stated(sheet, runners)
        last = max((runner.place or 0 for runner in placed), default=0)
    else:
        placed = _rank_timed(sheet, runners, rule)
        last = len(placed)
    _lose_places(placed, last)
    return write_lines(runners)


def _lose_places(placed: Sequence[Runner], last: int) -> None:
    """Each car takes the place so far below, or the next one above that no other drop has taken."""
    moved = sorted(
        (runner for runner in placed if runner.places_lost),
        key=lambda runner: ((runner.place or 0) + runner.places_lost, [-figure for figure in _standing(runner)[:3]]),
        reverse=True,
    )
    targets: dict[int, Runner] = {}
    for runner in moved:
        target = min((runner.place or 0) + runner.places_lost, last)
        while target in targets:
            target -= 1
        targets[target] = runner
    for target in sorted(targets, reverse=True):  # the lowest first: nobody who moves up later passes him again
        _move(targets[target], max(target, targets[target].place or 0), placed)


def _sink(order: list[Runner]) -> None:
    """Let every penalised car fall behind those that are now quicker, from the last one up."""
    for runner in [runner for runner in reversed(order) if runner.is_moved]:
        index = order.index(runner)
        while index + 1 < len(order) and passes(order[index + 1], runner):
            order[index], order[index + 1] = order[index + 1], order[index]
            index += 1


def _rank_stated(sheet: Sheet, runners: list[Runner]) -> list[Runner]:
    """Stated places with decisions on top of them: holes and equal places are kept."""
    struck = [runner.place for runner in runners if runner.was_struck and runner.place is not None]
    placed: list[Runner] = []
    for runner in runners:
        if runner.was_struck:
            runner.place = None
        elif runner.place is not None:
            here = runner.place
            runner.place = here - sum(1 for gone in struck if gone < here)
            placed.append(runner)
    for runner in sorted(placed, key=_standing, reverse=True):
        if runner.is_moved:
            _fall_back(sheet, runner, placed)
    return placed


def _standing(runner: Runner) -> tuple[int, int, int, str]:
    total = runner.total
    return (runner.place or 0, LAST if total is None else total, runner.road, runner.car)


def _fall_back(sheet: Sheet, runner: Runner, placed: list[Runner]) -> None:
    """Let one penalised car fall behind those that are now quicker, holes and shared places kept."""
    here = runner.place or 0
    below = [other for other in placed if other is not runner and (other.place or 0) >= here]
    passed: list[Runner] = []
    for other in sorted(below, key=_standing):
        if not passes(other, runner):
            break
        passed.append(other)
    if not passed:
        return
    last = passed[-1].place or 0
    if not sheet.complete and _has_hole(here, last, placed):
        raise UnrankableError(
            "unknown_between",
            runner.car,
            f"The penalty of car {runner.car} cannot be applied: a car it may fall behind is not on the sheet.",
        )
    level = sum(1 for other in passed if other.place == last)
    target = here + level if last == here else last - 1 + level
    _move(runner, target, placed)


def _has_hole(first: int, last: int, placed: Iterable[Runner]) -> bool:
    """Whether some place between two stated places is held by nobody on the sheet."""
    places = sorted(runner.place or 0 for runner in placed)
    inside = [place for place in places if first <= place <= last]
    return any(here + inside.count(here) < there for here, there in pairwise(inside) if here < there)


def _move(runner: Runner, target: int, placed: Iterable[Runner]) -> None:
    """Take a car out and put it back lower: those between move up by one."""
    here = runner.place or 0
    for other in placed:
        if other is not runner and other.place is not None and here < other.place <= target:
            other.place -= 1
    runner.place = target


def _rank_timed(sheet: Sheet, runners: list[Runner], rule: ClassificationRule | None) -> list[Runner]:
    """The order on the road, laps first where a race is classified, with penalties."""
    order = sorted(
        (runner for runner in runners if runner.status.started and not runner.is_struck),
        key=lambda runner: (runner.road, runner.car),
    )
    if rule is None:
        order = [runner for runner in order if runner.status is FinishStatus.CLASSIFIED]
    else:
        order = _list_classified(sheet, _by_laps(order), rule)
    _sink(order)
    for index, runner in enumerate(order):
        above = order[index - 1] if index else None
        level = above is not None and above.road == runner.road != LAST and not (above.is_moved or runner.is_moved)
        runner.place = above.place if above is not None and level else index + 1
        runner.status = FinishStatus.CLASSIFIED
    classified = {runner.car for runner in order}
    for runner in runners:
        if runner.car not in classified:
            runner.place = None
            if runner.status is FinishStatus.CLASSIFIED:
                runner.status = FinishStatus.NC
    return order


def _by_laps(order: list[Runner]) -> list[Runner]:
    """More laps first; a car whose laps are not known stays behind the car before it."""
    laps: int | None = None
    keyed: list[tuple[int, Runner]] = []
    for runner in order:
        laps = runner.laps if runner.laps is not None else laps
        keyed.append((-(laps or 0), runner))
    keyed.sort(key=lambda entry: entry[0])
    return [runner for _, runner in keyed]


def _list_classified(sheet: Sheet, order: list[Runner], rule: ClassificationRule) -> list[Runner]:
    """Those of the order on the road who are classified, still in that order.

    The distance is that of the winner (of the class winner) after the penalties; no time is asked for of a car that is
    not classified anyway.
    """
    finishers = [runner for runner in order if runner.status is FinishStatus.CLASSIFIED]
    _sink(finishers)
    winner = (finishers[0].counted_laps if finishers else None) or sheet.laps
    by_class: dict[str | None, int | None] = {}
    for runner in finishers:
        by_class.setdefault(runner.lines[0].car_class, runner.counted_laps)
    classified = []
    for runner in order:
        ahead = winner
        if rule.of == "class_winner":
            ahead = by_class.get(runner.lines[0].car_class)
        took_flag = runner.status is FinishStatus.CLASSIFIED
        if runner.status is FinishStatus.NC or (rule.flag_required and not took_flag):
            continue
        if rule.min_distance is None or ahead is None or runner.counted_laps is None:
            if took_flag:
                classified.append(runner)
        elif runner.counted_laps >= laps_asked_for(rule, ahead):
            classified.append(runner)
    return classified


def laps_asked_for(rule: ClassificationRule, winner: int) -> int:
    """The laps a car must have covered when the winner (of the race or the class) covered so many."""
    share = (rule.min_distance or Fraction(0)) * winner
    whole = share.numerator // share.denominator
    if rule.rounding is Rounding.UP:
        return -(-share.numerator // share.denominator)
    if rule.rounding is Rounding.NEAREST and 2 * (share - whole) >= 1:
        return whole + 1
    return whole


def rank_participants(
    lines: Sequence[Line], participates: Callable[[Line], bool], *, complete: bool
) -> tuple[Line, ...]:
    """The lines of one championship, with places among its participants only.

    The others are taken out and those below move up; shared places and holes stay. Of a partial
    sheet (`complete` False) places are derived only as far as the overall places run unbroken from
    the first: a car behind a hole has no place here, for nobody knows who stands in it.
    """
    cars: dict[str, int | None] = {}
    inside: set[str] = set()
    for line in lines:
        known = cars.get(line.car)
        if known is None or (line.place is not None and line.place < known):
            cars[line.car] = line.place
        if participates(line):
            inside.add(line.car)
    places = sorted(place for place in cars.values() if place is not None)
    known_to = _unbroken(places) if not complete else None
    others = [place for car, place in cars.items() if place is not None and car not in inside]
    ranked = []
    for line in lines:
        if not participates(line):
            continue
        place = cars[line.car]
        if place is not None:
            if known_to is not None and place > known_to:
                place = None
            else:
                place -= sum(1 for other in others if other < place)
        ranked.append(replace(line, place=place))
    return tuple(ranked)


def _unbroken(places: Sequence[int]) -> int:
    """The last place up to which sorted places run without a hole (1, 2, 2, 4 runs)."""
    last = 0
    for index, place in enumerate(places):
        if place != last and place != index + 1:
            break
        last = place
    return last
