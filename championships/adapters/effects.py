"""What changes between two states: classifications and tables before and after, line by line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from championships.adapters.fields import Field, PlacedCar
from championships.adapters.values import LoadedSeason
from championships.models import Season, Session
from championships.scoring.standings import compute
from championships.scoring.tables import Row
from championships.scoring.tables import Standing as StandingValue


@dataclass(frozen=True, slots=True)
class CarChange:
    """A car before and after. Either may be missing where a sheet has it and the other has not."""

    before: PlacedCar | None
    after: PlacedCar | None

    @property
    def car(self) -> PlacedCar:
        found = self.after or self.before
        assert found is not None  # noqa: S101  one of the two is always there
        return found

    @property
    def changed(self) -> bool:
        if self.before is None or self.after is None:
            return True
        return (self.before.place, self.before.status) != (self.after.place, self.after.status)

    @property
    def gained(self) -> int:
        """Places gained; negative: lost; 0 where one of the two is not classified."""
        if self.before is None or self.after is None or self.before.place is None or self.after.place is None:
            return 0
        return self.before.place - self.after.place

    @property
    def lost(self) -> int:
        return -self.gained


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A session's classification before and after, in the order after. A session without a result has none."""

    session_pk: int
    session: str
    slug: str
    state: str  # of the bulletin that stands; empty: nothing published
    rows: tuple[CarChange, ...]

    @property
    def changed(self) -> bool:
        return any(row.changed for row in self.rows)

    @property
    def moved(self) -> tuple[CarChange, ...]:
        return tuple(row for row in self.rows if row.changed)


@dataclass(frozen=True, slots=True)
class RowChange:
    """A competitor of a table before and after."""

    competitor: str
    name: str
    before: Row | None
    after: Row | None

    @property
    def changed(self) -> bool:
        return _figures(self.before) != _figures(self.after)

    @property
    def difference(self) -> Fraction | None:
        """Points gained; None where one of the totals is not known."""
        if self.before is None or self.after is None or self.before.points is None or self.after.points is None:
            return None
        return self.after.points - self.before.points


@dataclass(frozen=True, slots=True)
class TableChange:
    """A table before and after, in the order after. Only tables in which something changed are kept."""

    season_pk: int
    season: str
    championship_slug: str
    label: str
    key: str
    title_fr: str
    title_en: str
    rows: tuple[RowChange, ...]

    @property
    def moved(self) -> tuple[RowChange, ...]:
        return tuple(row for row in self.rows if row.changed)


@dataclass(frozen=True, slots=True)
class Effect:
    """What a document changes."""

    fields: tuple[FieldChange, ...]
    tables: tuple[TableChange, ...]

    @property
    def changed(self) -> bool:
        return bool(self.tables) or any(field.changed for field in self.fields)


def compare_fields(
    sessions: Sequence[Session],
    before: Mapping[int, Field],
    after: Mapping[int, Field],
    states: Mapping[int, str],
) -> tuple[FieldChange, ...]:
    """One entry a session, in the order given."""
    changes = []
    for session in sessions:
        old = {(car.entry_id, car.drivers): car for car in before.get(session.pk, ())}
        new = {(car.entry_id, car.drivers): car for car in after.get(session.pk, ())}
        keys = [*new, *(key for key in old if key not in new)]
        changes.append(
            FieldChange(
                session.pk,
                str(session.name),
                session.slug,
                states.get(session.pk, ""),
                tuple(CarChange(old.get(key), new.get(key)) for key in keys),
            )
        )
    return tuple(changes)


def compare_tables(
    before: Mapping[int, LoadedSeason], after: Mapping[int, LoadedSeason], names: Mapping[int, Season]
) -> tuple[TableChange, ...]:
    """The newest standing of each table of these seasons, where anything in it differs."""
    changes = []
    for pk in sorted(after):
        old, new = _newest(before[pk]), _newest(after[pk])
        for key, standing in new.items():
            rule = after[pk].book.table(key)  # type: ignore[union-attr]  # a table has a book
            rows = _compare_rows(old.get(key), standing, after[pk])
            if any(row.changed for row in rows):
                season = names[pk]
                changes.append(
                    TableChange(
                        pk,
                        str(season),
                        season.championship.slug,
                        season.label,
                        key,
                        rule.title_fr or rule.title,
                        rule.title,
                        rows,
                    )
                )
    return tuple(changes)


def _newest(loaded: LoadedSeason) -> dict[str, StandingValue]:
    if loaded.book is None:
        return {}
    histories = compute(loaded.book, loaded.facts, books_by_round=loaded.books_by_round)
    return {
        key: history.final or history.standings[-1]
        for key, history in histories.items()
        if history.final or history.standings
    }


def _compare_rows(before: StandingValue | None, after: StandingValue, loaded: LoadedSeason) -> tuple[RowChange, ...]:
    old = {row.competitor: row for row in before.rows} if before else {}
    new = {row.competitor: row for row in after.rows}
    people = {**loaded.drivers, **loaded.teams}
    return tuple(
        RowChange(name, people[name].name if name in people else name, old.get(name), new.get(name))
        for name in [*new, *(name for name in old if name not in new)]
    )


def _figures(row: Row | None) -> tuple[object, ...]:
    return () if row is None else (row.position, row.tied, row.mark, row.points)
