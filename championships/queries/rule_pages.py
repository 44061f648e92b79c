"""The rules of a season as the public reads them: the version in force, its examples, and every version issued."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from championships.adapters.books import list_in_force, read_version
from championships.models import Category, RoundSession, Season
from championships.models import RuleBook as RuleBookRow
from championships.queries.refs import SeasonRef, refer_season
from championships.scoring.examples import check_examples, compute_example, read_found
from championships.scoring.facts import RoundOrFinal
from championships.scoring.rulebook import write_book
from championships.scoring.rulebook.differences import Difference, compare_documents
from championships.scoring.rules import Example, RuleBook


@dataclass(frozen=True, slots=True)
class VersionView:
    """A version issued. `differences` are from the version it corrects, else from the one before it."""

    n: int
    from_round: int
    corrects: int | None
    issued_at: datetime
    hypothesis: bool
    in_force: bool
    follows: int | None
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class ExampleRow:
    place: str
    competitor: str
    points: Fraction


@dataclass(frozen=True, slots=True)
class ExampleTable:
    """What an example comes to in one table, as the rules give it."""

    standings: str
    after: RoundOrFinal
    champion: str
    rows: tuple[ExampleRow, ...]


@dataclass(frozen=True, slots=True)
class ExampleView:
    example: Example
    tables: tuple[ExampleTable, ...]


@dataclass(frozen=True, slots=True)
class RulesPage:
    season: SeasonRef
    zone: str
    book: RuleBook  # counting, listing and ties of the season follow it
    n: int
    issued_at: datetime
    from_round: int
    hypothesis: bool
    examples: tuple[ExampleView, ...]
    examples_hold: bool
    versions: tuple[VersionView, ...]  # newest first
    names: Mapping[str, str]  # of sessions and of categories of people, by what the rules call them


def load_rules(championship: str, label: str, *, at: datetime) -> RulesPage | None:
    """The rules of that season as issued by `at`, in four queries. None: unknown season, or no rules yet."""
    season = Season.objects.filter(championship__slug=championship, label=label).select_related("championship").first()
    if season is None:
        return None
    rows = list(RuleBookRow.objects.filter(season=season).issued(at).order_by("n"))
    versions = {
        row.pk: read_version(row.pk, row.n, row.from_round, row.corrects_id, row.standing, row.document) for row in rows
    }
    in_force = [version for _precedence, version in list_in_force(versions.values())]
    if not in_force:
        return None
    newest = in_force[-1]
    by_pk = {row.pk: row for row in rows}
    plain = {pk: write_book(version.book) for pk, version in versions.items()}
    standing = {version.pk for version in in_force}
    views = []
    for row, before in zip(rows, [None, *rows], strict=False):
        follows = by_pk.get(row.corrects_id or 0) or before
        views.append(
            VersionView(
                n=row.n,
                from_round=row.from_round,
                corrects=by_pk[row.corrects_id].n if row.corrects_id in by_pk else None,
                issued_at=row.issued_at,
                hypothesis=versions[row.pk].hypothesis,
                in_force=row.pk in standing,
                follows=follows.n if follows else None,
                differences=compare_documents(plain[follows.pk], plain[row.pk]) if follows else (),
            )
        )
    return RulesPage(
        season=refer_season(season),
        zone=season.time_zone,
        book=newest.book,
        n=newest.n,
        issued_at=by_pk[newest.pk].issued_at,
        from_round=newest.from_round,
        hypothesis=newest.hypothesis,
        examples=tuple(_compute(newest.book, example) for example in newest.book.examples),
        examples_hold=not check_examples(newest.book),
        versions=tuple(reversed(views)),
        names=_read_names(season),
    )


def _compute(book: RuleBook, example: Example) -> ExampleView:
    found = compute_example(book, example)
    return ExampleView(
        example,
        tuple(
            ExampleTable(
                standings=expectation.standings,
                after=expectation.after,
                champion=expectation.champion,
                rows=tuple(ExampleRow(row.place, row.competitor, row.points) for row in read_found(found, expectation)),
            )
            for expectation in example.tables
        ),
    )


def _read_names(season: Season) -> Mapping[str, str]:
    """Keys of sessions that every round calls alike, and slugs of categories, with today's names."""
    called: dict[str, set[str]] = {}
    for link in RoundSession.objects.filter(round__season=season).select_related("session"):
        called.setdefault(link.key, set()).add(str(link.session.name))
    names = {key: min(found) for key, found in called.items() if len(found) == 1}
    if len(set(names.values())) < len(names):
        names = {}  # two keys under one name would read as one session
    names |= {one.slug: str(one.name) for one in Category.objects.filter(championship=season.championship_id)}
    return names
