"""Which version of the rules holds for which round.

A later version holds from its round on; one that corrects an earlier version takes its place. Points of a session
follow the version for its round; counting, listing and ties follow the newest. A hypothesis stands only where
nothing is in force.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from json import dumps
from typing import Any

from championships.models import RuleBook as RuleBookRow
from championships.scoring.rulebook import parse_book, read_document
from championships.scoring.rules import RuleBook
from championships.scoring.wins import find_uncounted


@dataclass(frozen=True, slots=True)
class Version:
    """A rule-book row, read."""

    pk: int
    n: int
    from_round: int
    corrects: int | None
    hypothesis: bool
    book: RuleBook


def read_version(
    pk: int, n: int, from_round: int, corrects: int | None, standing: str, document: Mapping[str, Any]
) -> Version:
    """Raises RuleBookError where the stored document cannot be read: it was refused when it was issued."""
    book = _parse(dumps(document, ensure_ascii=False))
    hypothesis = book.hypothesis or standing == RuleBookRow.Standing.HYPOTHESIS
    return Version(pk, n, from_round, corrects, hypothesis, replace(book, hypothesis=hypothesis))


def read_books(season_ids: Collection[int], *, at: datetime | None) -> dict[int, list[Version]]:
    """One query: the versions issued by that instant, by season, oldest first."""
    rows = (
        RuleBookRow.objects.filter(season_id__in=[0, *season_ids])
        .issued(at)
        .order_by("season_id", "n")
        .values_list("season_id", "pk", "n", "from_round", "corrects_id", "standing", "document")
    )
    found: defaultdict[int, list[Version]] = defaultdict(list)
    for season_id, *columns in rows:
        found[season_id].append(read_version(*columns))
    return found


def read_uncounted(season_ids: Collection[int], *, at: datetime | None) -> dict[int, frozenset[str]]:
    """By season: its sessions in which nobody is called a winner of the championship. One query."""
    books = read_books(season_ids, at=at)
    return {season: find_uncounted(choose_book(list_in_force(versions))) for season, versions in books.items()}


@lru_cache(maxsize=256)
def _parse(text: str) -> RuleBook:
    # Rule books never change: one text is parsed once a process.
    return parse_book(read_document(text))


def list_in_force(versions: Iterable[Version]) -> list[tuple[int, Version]]:
    """(precedence, version) of those that hold: corrected ones are gone, hypotheses only where they are alone."""
    given = {version.pk: version for version in versions}
    if any(not version.hypothesis for version in given.values()):
        given = {pk: version for pk, version in given.items() if not version.hypothesis}
    corrected = {version.corrects for version in given.values()}
    ranked = []
    for version in given.values():
        if version.pk in corrected:
            continue
        root = version
        while root.corrects is not None and root.corrects in given:
            root = given[root.corrects]
        ranked.append((root.n, version.n, version))
    ranked.sort(key=lambda item: item[:2])
    return [(precedence, version) for precedence, (_root, _n, version) in enumerate(ranked)]


def choose_book(versions: Sequence[tuple[int, Version]]) -> RuleBook | None:
    """The newest version in force: counting, listing and ties."""
    return versions[-1][1].book if versions else None


def choose_version(versions: Sequence[tuple[int, Version]], round_number: int) -> Version | None:
    """The version for a round: the newest that holds from that round or an earlier one; else the newest of all."""
    held = [version for _precedence, version in versions if version.from_round <= round_number]
    if held:
        return held[-1]
    return versions[-1][1] if versions else None
