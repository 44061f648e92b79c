"""Who is enrolled in an imported season: everybody its package names, with categories of people round by round."""

from collections import defaultdict
from typing import NamedTuple

from championships.exchange.season_package.people import People
from championships.exchange.season_package.values import Package
from championships.models import Category, Enrolment, Nomination, Season


class _Enrolled(NamedTuple):
    driver: int | None
    team: int | None
    first: int | None
    last: int | None
    categories: frozenset[str]


def sync_enrolments(package: Package, season: Season, people: People) -> None:
    """Make the enrolments those of the package; people themselves are never removed."""
    wanted = set(_find_enrolled(package, people))
    held: dict[_Enrolled, int] = {}
    for row in Enrolment.objects.filter(season=season).prefetch_related("categories"):
        slugs = frozenset(category.slug for category in row.categories.all())
        held[_Enrolled(row.driver_id, row.team_id, row.from_round, row.to_round, slugs)] = row.pk
    gone = [pk for key, pk in held.items() if key not in wanted]
    if gone:
        Enrolment.objects.filter(pk__in=gone).delete()
    fresh = sorted(wanted - held.keys(), key=lambda item: (item.driver or 0, item.team or 0, item.first or 0))
    rows = Enrolment.objects.bulk_create(
        Enrolment(season=season, driver_id=item.driver, team_id=item.team, from_round=item.first, to_round=item.last)
        for item in fresh
    )
    named = {slug for item in fresh for slug in item.categories}
    if named:
        categories = _make_categories(season, named)
        holds = Enrolment.categories.through
        holds.objects.bulk_create(
            holds(enrolment_id=row.pk, category_id=categories[slug])
            for row, item in zip(rows, fresh, strict=True)
            for slug in sorted(item.categories)
        )


def _make_categories(season: Season, slugs: set[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for slug in sorted(slugs):
        name = slug.replace("-", " ").replace("_", " ").capitalize()
        row, _made = Category.objects.get_or_create(
            championship=season.championship,
            slug=slug,
            defaults={"name_fr": name, "name_en": name, "letter": slug[0].upper()},
        )
        found[slug] = row.pk
    return found


def _find_enrolled(package: Package, people: People) -> list[_Enrolled]:
    rounds: defaultdict[str, dict[int, frozenset[str]]] = defaultdict(dict)
    for row in package.results:
        held = rounds[row.driver].get(row.round, frozenset())
        rounds[row.driver][row.round] = held | row.categories
    found: list[_Enrolled] = []
    for competitor in package.competitors:
        if competitor.kind == "team":
            found.append(_Enrolled(None, people.teams[competitor.id], None, None, frozenset()))
            continue
        driver = people.drivers[competitor.id]
        spans = _find_spans(rounds.get(competitor.id, {}))
        found += [_Enrolled(driver, None, first, last, categories) for first, last, categories in spans]
    return found


def _find_spans(rounds: dict[int, frozenset[str]]) -> list[tuple[int | None, int | None, frozenset[str]]]:
    """Rounds with the same categories run together; the first and the last span are open."""
    spans: list[tuple[int | None, int | None, frozenset[str]]] = []
    for number, categories in sorted(rounds.items()):
        if not spans:
            spans.append((None, None, categories))
        elif spans[-1][2] != categories:
            first, _last, before = spans[-1]
            spans[-1] = (first, number - 1, before)
            spans.append((number, None, categories))
    return spans or [(None, None, frozenset())]


def sync_nominations(package: Package, season: Season, people: People) -> None:
    """The rows of entrants.csv, as they stand there."""
    wanted = [
        Nomination(
            season=season,
            order=order,
            entrant_id=people.entrants.get(row.entrant),
            team_id=people.teams.get(row.team),
            driver_id=people.drivers.get(row.driver),
            chassis=row.chassis,
            engine=row.engine,
            tyre=row.tyre,
            rounds=row.rounds,
        )
        for order, row in enumerate(package.entrants, start=1)
    ]
    Nomination.objects.filter(season=season).delete()
    Nomination.objects.bulk_create(wanted)
