"""What the entry page stands on: the session, its cars, what is stored, what has been issued."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from championships.backoffice.results.cars import Field, read_field
from championships.backoffice.results.reading import Marks, read_marks
from championships.backoffice.results.rows import Row, read_stored
from championships.models import Bulletin, LedgerEntry, Line, Session, Sheet
from championships.scoring.vocabulary import SessionKind, SheetOrigin


@dataclass(frozen=True, slots=True)
class Stored:
    """The draft of a session, or, without one, the published sheet a new one starts from."""

    session: Session
    field: Field
    sheet: Sheet | None
    lines: Mapping[int, Line]
    bulletins: Sequence[Bulletin]  # issued by now, newest first
    crowded: bool  # a car stands on several lines: this form cannot hold it

    @property
    def has_draft(self) -> bool:
        return self.sheet is not None and self.sheet.draft

    @property
    def version(self) -> int | None:
        return self.sheet.version if self.sheet is not None and self.sheet.draft else None

    @property
    def standing(self) -> Bulletin | None:
        return self.bulletins[0] if self.bulletins else None

    @property
    def is_race(self) -> bool:
        return self.session.kind == SessionKind.RACE.value

    @property
    def origin(self) -> SheetOrigin:
        return SheetOrigin(self.sheet.origin) if self.sheet is not None else SheetOrigin.TIMING

    @property
    def marks(self) -> Marks:
        return read_marks(list(self.lines.values()))

    def make_rows(self) -> list[Row]:
        return read_stored(self.sheet, self.lines, self.field)

    def list_columns(self, rows: Sequence[Row]) -> tuple[str, ...]:
        """The cells of a row. A race has a time and a grid, qualifying a second best lap; what is known is shown."""
        race: tuple[str, ...] = ("place", "status", "laps", "time", "best", "grid")
        usual = race if self.is_race else ("place", "status", "laps", "best", "second")
        known = {cell for row in rows for cell in row.cells if row.get(cell) or row.theirs.get(cell)}
        extra = [cell for cell in ("time", "second") if cell in known and cell not in usual]
        return (*usual, *extra)


def read_page(session: Session, *, at: datetime) -> Stored:
    """Eight queries, whatever the field."""
    bulletins = list(
        Bulletin.objects.filter(session=session)
        .issued(at)
        .select_related("sheet", "published_by", "confirmed_by")
        .order_by("-n")
    )
    sheet = Sheet.objects.filter(session=session, draft=True).first()
    if sheet is None and bulletins:
        sheet = bulletins[0].sheet
    rows: list[Line] = []
    if sheet is not None:
        sheet.session = session
        rows = list(Line.objects.filter(sheet=sheet).prefetch_related("drivers").order_by("order"))
    lines = {line.entry_id: line for line in rows}
    return Stored(session, read_field(session), sheet, lines, bulletins, crowded=len(lines) != len(rows))


def name_last_writer(stored: Stored) -> tuple[str, datetime] | None:
    """Who saved the draft last, and when. One query."""
    if not stored.has_draft:
        return None
    subject = f"{stored.session.event.slug}/{stored.session.slug}"
    acts = LedgerEntry.objects.filter(subject=subject, verb__in=("save_draft", "start_draft"))
    return (
        acts.filter(detail__session=stored.session.pk).order_by("-n").values_list("actor_name", "recorded_at").first()
    )
