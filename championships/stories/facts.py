"""Facts worth telling, each with the figures that prove it. Unknown stays unknown: None, never a guess."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from championships.stories.picture import CrewPicture, RoundPicture, SeasonPicture


@dataclass(frozen=True, slots=True)
class RoundPlace:
    """Where a round stands in its season: "4 of 5, the last but one"."""

    number: int
    of: int
    penultimate: bool
    last: bool


@dataclass(frozen=True, slots=True)
class Break:
    """The days between the end of the round before and the start of this one."""

    since: RoundPicture
    days: int

    @property
    def weeks(self) -> int:
        return self.days // 7

    @property
    def days_over(self) -> int:
        return self.days % 7


@dataclass(frozen=True, slots=True)
class Remaining:
    """What is left to run, this round included."""

    meetings: int
    races: int

    def points(self, a_win: Fraction) -> Fraction:
        """The most one driver can still score from wins alone."""
        return a_win * self.races


@dataclass(frozen=True, slots=True)
class Lead:
    """Somebody has led, alone, after every round from this one to the newest."""

    competitor: str
    since_round: int


@dataclass(frozen=True, slots=True)
class SharedCar:
    """A driver alone in his car now, who shared it at earlier events of the year."""

    event: str  # the newest event at which it was shared
    mates: tuple[str, ...]


def place_round(season: SeasonPicture, number: int) -> RoundPlace:
    """Number, count, and whether the round is the last or the last but one that is run."""
    numbers = [held.number for held in season.run]
    later = sum(1 for other in numbers if other > number)
    return RoundPlace(number=number, of=len(season.rounds), penultimate=later == 1, last=later == 0)


def measure_break(season: SeasonPicture, number: int) -> Break | None:
    """Time since the round before; None where there is none, or a date is unknown."""
    earlier = [held for held in season.run if held.number < number]
    this = next((held for held in season.run if held.number == number), None)
    if not earlier or this is None or this.starts_on is None or earlier[-1].ends_on is None:
        return None
    days = (this.starts_on - earlier[-1].ends_on).days
    return Break(since=earlier[-1], days=days) if days > 0 else None


def count_remaining(season: SeasonPicture, number: int) -> Remaining:
    """Meetings and races from that round to the end, both included."""
    left = [held for held in season.run if held.number >= number]
    return Remaining(meetings=len({held.event for held in left}), races=sum(held.races for held in left))


def find_final(season: SeasonPicture) -> RoundPicture | None:
    return season.run[-1] if season.run else None


def find_next(season: SeasonPicture, number: int) -> RoundPicture | None:
    """The round after this one."""
    return next((held for held in season.run if held.number > number), None)


def find_lead(season: SeasonPicture) -> Lead | None:
    """Who has led alone, and since which round, where the leader after every round since is known.

    Where a round with an unknown leader comes before anybody else is known to lead, the beginning is not known: None.
    """
    known = sorted(season.leaders, key=lambda after: after.round, reverse=True)
    if not known or len(known[0].leaders) != 1:
        return None
    (leader,) = known[0].leaders
    since = known[0].round
    for after in known[1:]:
        if not after.leaders:
            return None
        if after.leaders != {leader}:
            break
        since = after.round
    return Lead(competitor=leader, since_round=since)


def find_in_both(members: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """Who is entered in more than one of the seasons (season -> ids), in the order of first naming."""
    seen: dict[str, int] = {}
    for ids in members.values():
        for one in dict.fromkeys(ids):
            seen[one] = seen.get(one, 0) + 1
    return tuple(one for one, count in seen.items() if count > 1)


def list_own_rounds(season: SeasonPicture, others: Iterable[SeasonPicture]) -> tuple[RoundPicture, ...]:
    """Rounds at events that none of the other seasons counts."""
    elsewhere = {held.event for other in others for held in other.run}
    return tuple(held for held in season.run if held.event not in elsewhere)


def find_shared_car(driver: str, now: CrewPicture, earlier: Iterable[CrewPicture]) -> SharedCar | None:
    """The car this driver shared earlier, where he is alone in one now; None where nothing changed."""
    if now.drivers != (driver,):
        return None
    shared = [crew for crew in earlier if driver in crew.drivers and len(crew.drivers) > 1 and crew.order < now.order]
    if not shared:
        return None
    newest = max(shared, key=lambda crew: crew.order)
    return SharedCar(event=newest.event, mates=tuple(mate for mate in newest.drivers if mate != driver))


def find_former_holder(now: CrewPicture, earlier: Iterable[CrewPicture]) -> CrewPicture | None:
    """Who drove under this number when it was last seen, where that was somebody else altogether."""
    same = [crew for crew in earlier if crew.number and crew.number == now.number and crew.order < now.order]
    if not same:
        return None
    newest = max(same, key=lambda crew: crew.order)
    return newest if newest.drivers and not set(newest.drivers) & set(now.drivers) else None
