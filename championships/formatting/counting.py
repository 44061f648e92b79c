"""The counting of a table in words: which results count, which are dropped, how ties are broken."""

from collections.abc import Iterator, Sequence

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from championships.formatting.places import join_names
from championships.scoring.rules import Countback, CountbackPositions, Counting, DropsFrom, DropUnit, TableRule


def tell_counting(table: TableRule) -> Iterator[str]:
    """How many results count, which are dropped and when, and which may not be."""
    for segment in table.counting:
        yield from _tell_segment(segment, alone=len(table.counting) == 1)
    kept = table.not_droppable
    named = [
        *sorted(kept.statuses),
        *(_("round %(n)s") % {"n": n} for n in sorted(kept.rounds)),
        *sorted(kept.sessions),
    ]
    if named:
        yield _("These results cannot be dropped: %(names)s.") % {"names": join_words(named)}


def _tell_segment(segment: Counting, *, alone: bool) -> Iterator[str]:
    if not alone:
        if segment.to_round is None:
            yield _("From round %(first)s on:") % {"first": segment.from_round}
        else:
            yield _("From round %(first)s to round %(last)s:") % {
                "first": segment.from_round,
                "last": segment.to_round,
            }
    by_round = segment.unit is DropUnit.ROUND
    if segment.best is None and not segment.drop:
        yield _("All results count.")
        return
    if segment.best is not None:
        yield (
            ngettext("The best round counts.", "The best %(n)s rounds count.", segment.best)
            if by_round
            else ngettext("The best session counts.", "The best %(n)s sessions count.", segment.best)
        ) % {"n": segment.best}
    for step in segment.drop:
        if step.up_to is None and len(segment.drop) == 1:
            yield ngettext(
                "%(n)s result is dropped, the worst one.", "%(n)s results are dropped, the worst ones.", step.drop
            ) % {"n": step.drop}
        elif step.up_to is None:
            yield ngettext(
                "With more results, %(n)s is dropped.", "With more results, %(n)s are dropped.", step.drop
            ) % {"n": step.drop}
        else:
            yield ngettext(
                "Up to %(limit)s results, %(n)s is dropped.", "Up to %(limit)s results, %(n)s are dropped.", step.drop
            ) % {"n": step.drop, "limit": step.up_to}
    yield {
        DropsFrom.AT_ONCE: _("This holds from the first table on."),
        DropsFrom.AS_RUN: _("This follows the number of rounds run so far."),
        DropsFrom.FINAL: _("Results are dropped in the final table only."),
    }[segment.applies]


def tell_ties(table: TableRule) -> Iterator[str]:
    for number, step in enumerate(table.tie_break, start=1):
        words: dict[str, object] = {"number": number}
        if isinstance(step, Countback):
            words["sessions"] = join_words(step.sessions)
            sentence = (
                _(
                    "Level on points, step %(number)s: more first places in %(sessions)s, then more second places, "
                    "and so on."
                )
                if step.positions is CountbackPositions.CLASSIFIED
                else _(
                    "Level on points, step %(number)s: more first places that earned points in %(sessions)s, then more "
                    "second places, and so on."
                )
            )
            yield sentence % words
            if not step.dropped_count:
                yield _("Places of dropped results do not count for that.")
        else:
            yield _("Level on points, step %(number)s: who reached the best place in an earlier round.") % words
    if table.tie_break:
        yield _("Whoever is still level shares the place.")


def join_words(items: Sequence[object]) -> str:
    return join_names([str(item) for item in items], get_language() or "en")
