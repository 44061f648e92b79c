"""Many verbs in one go: their tables are rebuilt once, at the end, instead of after each.

Only for a caller that runs all of them in one transaction: nobody else ever reads tables that are behind.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import transaction

from championships.models import Season
from championships.officiating.projection import rebuild_seasons

_waiting: ContextVar[dict[int, Season] | None] = ContextVar("waiting", default=None)


@contextmanager
def rebuild_once() -> Iterator[None]:
    """Inside, verbs leave their tables behind; they are rebuilt on leaving. After an error nothing of it remains.

    A batch within a batch leaves them to the outer one.
    """
    if _waiting.get() is not None:
        with transaction.atomic():
            yield
        return
    with transaction.atomic():
        token = _waiting.set({})
        try:
            yield
            behind = list((_waiting.get() or {}).values())
        finally:
            _waiting.reset(token)
        rebuild_seasons(behind)


def bring_up_to_date(seasons: Collection[Season]) -> None:
    """Rebuild these seasons now, or at the end of the batch this verb belongs to."""
    waiting = _waiting.get()
    if waiting is None:
        rebuild_seasons(seasons)
    else:
        waiting.update({season.pk: season for season in seasons})
