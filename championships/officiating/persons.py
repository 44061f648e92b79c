"""The two-person rule: who makes a result final neither entered, changed nor published it.

It holds for everybody, superusers too. The one named exception is a season run by one person: its bulletins say so.
Who imports a season package is the other one; `packages` writes those bulletins.
"""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from championships.models import Bulletin, Season, Sheet, User
from championships.officiating.errors import Refusal, SecondPersonNeeded


def list_involved(sheet: Sheet) -> set[int]:
    """The persons who entered, changed or published this sheet, in any bulletin of it."""
    found = set(sheet.changed_by.values_list("pk", flat=True))
    found.update(
        Bulletin.objects.filter(sheet=sheet, published_by__isnull=False).values_list("published_by_id", flat=True)
    )
    if sheet.entered_by_id is not None:
        found.add(sheet.entered_by_id)
    return found


def allows_one_person(seasons: Sequence[Season]) -> bool:
    """Whether every season the session counts for is run by a one-person crew."""
    return bool(seasons) and all(season.one_person_crew for season in seasons)


def check_second(*, second: User | None, involved: set[int], seasons: Sequence[Season]) -> bool:
    """Whether the bulletin is of a one-person crew. Raises SecondPersonNeeded where a second person is missing."""
    if second is not None and second.pk not in involved:
        if not second.is_active:
            raise Refusal(_("This account is closed: it can no longer confirm a result."))
        return False
    if allows_one_person(seasons):
        return True
    raise SecondPersonNeeded
