"""Who is enrolled in a season: entered many at a time, each change a revision where results exist."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from championships.models import Category, Enrolment, Season, User
from championships.officiating import ledger
from championships.officiating.bulletins import revise
from championships.officiating.entry_reading import has_results
from championships.officiating.entry_values import Who
from championships.officiating.errors import Refusal
from championships.officiating.reference import check_enrolment
from championships.officiating.registering import Register
from championships.officiating.revisions import lock_seasons


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How somebody is enrolled. Rounds: both ends included, None open."""

    from_round: int | None = None
    to_round: int | None = None
    car_class: str = ""
    guest: bool = False
    category_ids: frozenset[int] = frozenset()


@transaction.atomic
def enrol(
    *,
    season: Season,
    drivers: Sequence[Who] = (),
    teams: Sequence[Who] = (),
    cars: Sequence[str] = (),
    terms: Terms,
    by: User,
    now: datetime,
    recorded_at: datetime,
) -> tuple[int, ...]:
    """Enrol drivers, teams and cars on the same terms, all or none. Who is enrolled for one of these rounds is left.

    Returns the keys of the new enrolments. Refuses categories of another championship and rounds that end before they
    begin.
    """
    (season,) = lock_seasons([season.pk])
    categories = _check_terms(season, terms)
    register = Register(demo=season.championship.demo)
    rows = [
        *(Enrolment(season=season, driver_id=register.driver(who)) for who in dict.fromkeys(drivers)),
        *(Enrolment(season=season, team_id=register.team(who)) for who in dict.fromkeys(teams)),
        *(Enrolment(season=season, car_number=number) for number in dict.fromkeys(cars)),
    ]
    held = list(Enrolment.objects.filter(season=season))
    fresh = [row for row in rows if not any(_doubles(row, other, terms) for other in held)]
    for row in fresh:
        row.from_round, row.to_round = terms.from_round, terms.to_round
        row.car_class, row.guest = terms.car_class, terms.guest
        check_enrolment(before=None, after=row, terms_changed=True)
        row.save(force_insert=True)
        row.categories.set(categories)
    if not fresh:
        return ()
    detail = {
        "enrolments": [row.pk for row in fresh],
        "registered": register.list_made(),
        "rounds": [terms.from_round, terms.to_round],
        "class": terms.car_class,
        "guest": terms.guest,
        "categories": sorted(category.slug for category in categories),
    }
    subject = season.slug
    if has_results(season):
        revise(seasons=[season], verb="enrol", subject=subject, detail=detail, by=by, now=now, recorded_at=recorded_at)
    else:
        ledger.append(verb="enrol", subject=subject, detail=detail, actor=by, at=recorded_at)
    return tuple(row.pk for row in fresh)


def _check_terms(season: Season, terms: Terms) -> Collection[Category]:
    if terms.from_round is not None and terms.to_round is not None and terms.to_round < terms.from_round:
        raise Refusal(_("The last round comes before the first."))
    if len(terms.car_class) > 20:
        raise Refusal(_("The name of a class is longer than 20 characters: nothing was saved."))
    categories = list(Category.objects.filter(pk__in=terms.category_ids, championship=season.championship_id))
    if len(categories) != len(terms.category_ids):
        raise Refusal(_("A category belongs to another championship."))
    return categories


def _doubles(row: Enrolment, other: Enrolment, terms: Terms) -> bool:
    same = (row.driver_id, row.team_id, row.car_number) == (other.driver_id, other.team_id, other.car_number)
    before = terms.to_round is not None and other.from_round is not None and terms.to_round < other.from_round
    after = terms.from_round is not None and other.to_round is not None and other.to_round < terms.from_round
    return same and not before and not after
