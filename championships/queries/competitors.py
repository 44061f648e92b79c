"""Who stands in a season's tables: names of today, number and team of the newest meeting, categories of people."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from championships.models import Category, Crew, Driver, Enrolment, Team
from championships.queries.frames import Frame
from championships.queries.histories import KnownTable
from championships.queries.refs import CategoryRef, TeamRef, refer_category
from championships.scoring.vocabulary import CompetitorKind

_SUFFIXES = frozenset({"jr", "sr", "ii", "iii"})
_PARTICLES = frozenset({"de", "du", "des", "la", "le", "van", "von", "der", "den", "di", "del", "della", "da", "dos"})


@dataclass(frozen=True, slots=True)
class CompetitorView:
    """A driver, a team or a car. `given` and `family` are the parts of a driver's name, as his list sorts it."""

    id: str
    kind: CompetitorKind
    name: str
    given: str = ""
    family: str = ""
    number: str = ""
    team: TeamRef | None = None
    categories: tuple[CategoryRef, ...] = ()


def read_competitors(
    frames: Mapping[int, Frame], histories: Mapping[int, Mapping[str, KnownTable]]
) -> dict[int, dict[str, CompetitorView]]:
    """Everybody named in these tables, by season and id. Four queries, whoever they are and however many."""
    named = {pk: _list_named(frames[pk], histories.get(pk, {})) for pk in frames}
    drivers = {
        driver.slug: driver for driver in Driver.objects.filter(slug__in=_slugs(named.values(), CompetitorKind.DRIVER))
    }
    teams = {team.slug: team for team in Team.objects.filter(slug__in=_slugs(named.values(), CompetitorKind.TEAM))}
    seats = _read_seats(frames)
    categories = _read_categories(frames)
    found: dict[int, dict[str, CompetitorView]] = {}
    for pk, by_kind in named.items():
        views: dict[str, CompetitorView] = {}
        for slug in sorted(by_kind[CompetitorKind.DRIVER]):
            number, team = seats.get((pk, slug), ("", None))
            held = tuple(categories.get((pk, slug), ()))
            views[slug] = _view_driver(slug, drivers.get(slug), number, team, held)
        for slug in sorted(by_kind[CompetitorKind.TEAM]):
            name = teams[slug].name if slug in teams else slug
            views[slug] = CompetitorView(slug, CompetitorKind.TEAM, name)
        for number in sorted(by_kind[CompetitorKind.CAR]):
            views[number] = CompetitorView(number, CompetitorKind.CAR, f"#{number}", number=number)
        found[pk] = views
    return found


def _list_named(frame: Frame, histories: Mapping[str, KnownTable]) -> dict[CompetitorKind, set[str]]:
    named: dict[CompetitorKind, set[str]] = {kind: set() for kind in CompetitorKind}
    for rule in frame.book.tables if frame.book else ():
        if rule.id not in histories:
            continue
        history = histories[rule.id].history
        for standing in (*history.standings, *([history.final] if history.final else [])):
            named[rule.competitor].update(row.competitor for row in standing.rows)
    return named


def _slugs(named: Iterable[Mapping[CompetitorKind, set[str]]], kind: CompetitorKind) -> list[str]:
    # Never empty: the number of queries is the same whoever is named.
    return ["", *sorted(set().union(*(by_kind[kind] for by_kind in named)))]


def _view_driver(
    slug: str, driver: Driver | None, number: str, team: TeamRef | None, categories: tuple[CategoryRef, ...]
) -> CompetitorView:
    name = driver.name if driver else slug
    given, family = split_name(name, driver.sort_key if driver else "")
    return CompetitorView(slug, CompetitorKind.DRIVER, name, given, family, number, team, categories)


def split_name(name: str, sort_key: str) -> tuple[str, str]:
    """ "Jean-Marc", "de La Tour": the family name is what the sort key begins with, else the last word.

    Particles and "Jr." belong to the family name.
    """
    words = name.split()
    if len(words) < 2:
        return "", name
    for at in range(1, len(words)):
        family = " ".join(words[at:])
        if sort_key and sort_key.casefold().startswith(family.casefold()):
            return " ".join(words[:at]), family
    start = len(words) - 1
    while start > 1 and (words[start].casefold().rstrip(".") in _SUFFIXES or words[start - 1].casefold() in _PARTICLES):
        start -= 1
    return " ".join(words[:start]), " ".join(words[start:])


def _read_seats(frames: Mapping[int, Frame]) -> dict[tuple[int, str], tuple[str, TeamRef | None]]:
    """(season, driver) → number and team of his newest meeting run by then; else of the first to come."""
    reached = {pk: max((one.round for one in frame.stops), default=0) for pk, frame in frames.items()}
    seats: dict[tuple[int, str], tuple[str, TeamRef | None]] = {}
    run: set[tuple[int, str]] = set()
    stored = (
        Crew.objects.filter(entry__participations__round__season__in=[0, *frames])
        .order_by("-entry__participations__round__number", "-entry__order", "entry_id", "pk")
        .values_list(
            "entry__participations__round__season_id",
            "entry__participations__round__number",
            "driver__slug",
            "entry__number",
            "entry__team__slug",
            "entry__team__name",
        )
    )
    for season, number, driver, plate, team_slug, team_name in stored:
        key = (season, driver)
        if key in run:
            continue
        seats[key] = (plate, TeamRef(team_slug, team_name) if team_slug else None)
        if number <= reached[season]:
            run.add(key)
    return seats


def _read_categories(frames: Mapping[int, Frame]) -> dict[tuple[int, str], list[CategoryRef]]:
    """(season, driver) → categories held in the newest round run by then (or from its start, before any)."""
    reached = {pk: max((one.round for one in frame.stops), default=1) for pk, frame in frames.items()}
    found: dict[tuple[int, str], list[CategoryRef]] = defaultdict(list)
    links = (
        Enrolment.categories.through.objects.filter(enrolment__season__in=[0, *frames], enrolment__driver__isnull=False)
        .select_related("category", "enrolment__driver")
        .order_by("category__slug", "pk")
    )
    for link in links:
        enrolment = link.enrolment
        now = reached[enrolment.season_id]
        begun = enrolment.from_round is None or enrolment.from_round <= now
        over = enrolment.to_round is not None and enrolment.to_round < now
        category = refer_category(link.category)
        key = (enrolment.season_id, enrolment.driver.slug if enrolment.driver else "")
        if begun and not over and category not in found[key]:
            found[key].append(category)
    for pk, held in _change_categories(frames, reached).items():
        found[pk] = held
    return found


def _change_categories(
    frames: Mapping[int, Frame], reached: Mapping[int, int]
) -> dict[tuple[int, str], list[CategoryRef]]:
    """Who is in other categories by a decision. One query where there are such decisions, else none."""
    decided = {
        (pk, driver): slugs
        for pk, frame in frames.items()
        for driver, (since, slugs) in frame.category_changes.items()
        if since <= reached[pk]
    }
    if not decided:
        return {}
    championships = {frames[pk].season.championship for pk, _driver in decided}
    known = {
        (category.championship.slug, category.slug): refer_category(category)
        for category in Category.objects.filter(championship__slug__in=championships).select_related("championship")
    }
    return {
        (pk, driver): [
            known[frames[pk].season.championship, slug]
            for slug in sorted(slugs)
            if (frames[pk].season.championship, slug) in known
        ]
        for (pk, driver), slugs in decided.items()
    }
