"""The seal of a bulletin: a hash over all it says, and over the seal of the bulletin before it.

What is sealed is text a stranger can write again from the database: facts of the sheet, decisions, rule-book versions,
state, instants, persons.

Two records of one driver may have become one since: then the lines name the record kept, and the seal the one that was
lost. The check puts back what the record of the merge says was there, in the rows it lists and nowhere else, and only
where that record is the one the ledger holds the hash of.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from championships.models import Bulletin, Decision, DriverMerge, LedgerEntry, Line, LineDriver, Sheet
from championships.officiating.ledger import hash_text, write_canonically, write_instant

_LINE = (
    "entry_id",
    "order",
    "car",
    "road_order",
    "stated_place",
    "status",
    "car_class",
    "laps",
    "time_ms",
    "best_lap_ms",
)
_PART = (
    "order",
    "driver_id",
    "team_id",
    "entrant_id",
    "shared",
    "laps",
    "grid",
    "time_text",
    "penalty_text",
    "gap_text",
    "reason",
    "flags",
)

_VERDICT = ("number", "article", "facts", "reason", "stewards", "author_id")


def describe_sheet(sheet: Sheet, lines: Sequence[Line], parts: Mapping[int, Sequence[LineDriver]]) -> dict[str, Any]:
    """The facts of a sheet as plain values. `parts`: line key -> its drivers, in order."""
    return {
        "n": sheet.n,
        "origin": sheet.origin,
        "complete": sheet.complete,
        "laps": sheet.laps,
        "distance_km": write_decimal(sheet.distance_km),
        "lines": [
            {
                **{name: getattr(line, name) for name in _LINE},
                # Older seals know nothing of second laps: it is sealed where there is one.
                **({"second_best_ms": line.second_best_ms} if line.second_best_ms is not None else {}),
                "drivers": [{name: getattr(part, name) for name in _PART} for part in parts.get(line.pk, ())],
            }
            for line in lines
        ],
    }


def read_sheet(sheet: Sheet, merges: Sequence[Mapping[str, Any]] = ()) -> dict[str, Any]:
    """`describe_sheet` of a stored sheet, as it was before these merges (newest first). Two queries."""
    lines = list(Line.objects.filter(sheet=sheet).order_by("order"))
    parts: dict[int, list[LineDriver]] = {}
    for part in LineDriver.objects.filter(line__sheet=sheet).order_by("line_id", "order", "pk"):
        for detail in merges:
            _part_again(part, detail, "LineDriver.driver")
        parts.setdefault(part.line_id, []).append(part)
    return describe_sheet(sheet, lines, parts)


def read_merges() -> list[dict[str, Any]]:
    """What each merge of two drivers moved, newest first; without those the ledger does not vouch for. Two queries."""
    vouched = {
        entry.get("merge")
        for entry in LedgerEntry.objects.filter(verb="merge_drivers").values_list("detail", flat=True)
    }
    details: list[dict[str, Any]] = list(DriverMerge.objects.order_by("-pk").values_list("detail", flat=True))
    return [detail for detail in details if hash_text(write_canonically(detail)) in vouched]


def _part_again(row: LineDriver | Decision, detail: Mapping[str, Any], column: str) -> None:
    """Put the record that was lost back into a row in memory, if the merge moved that row and it still stands so."""
    if row.driver_id == detail["kept"] and row.pk in detail["moved"].get(column, ()):
        row.driver_id = detail["lost"]
    if isinstance(row, Decision):
        terms = detail["terms"].get("decision", {}).get(str(row.pk))
        if terms is not None and row.terms == terms["after"]:
            row.terms = terms["before"]


def describe_decision(decision: Decision) -> dict[str, Any]:
    """A decision as plain values. Its document and the instant of its effect only where they say something more.

    So the seals of bulletins from before there were documents still hold.
    """
    found: dict[str, Any] = {
        "id": decision.pk,
        "kind": decision.kind,
        "entry": decision.entry_id,
        "driver": decision.driver_id,
        "amount": write_decimal(decision.amount),
        "terms": decision.terms,
        "document": decision.document,
        "reason": decision.reason,
    }
    if decision.effective_at != decision.issued_at:
        found["effective_at"] = _write_instant_or_none(decision.effective_at)
    if (verdict := decision.verdict) is not None:
        found["verdict"] = {name: getattr(verdict, name) for name in _VERDICT}
        found["issued_at"] = write_instant(decision.issued_at)
    return found


def write_decimal(figure: Any) -> str | None:
    """A figure as text with one spelling: the database may give 1.500 where 1.5 was written."""
    if figure is None:
        return None
    text = format(figure, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def seal_bulletin(
    bulletin: Bulletin,
    *,
    sheet: Mapping[str, Any],
    decisions: Sequence[Decision],
    rule_book_ids: Collection[int],
    previous_hash: str,
) -> str:
    """The hash of a bulletin whose columns are set. `sheet`: as `describe_sheet` gives it."""
    return hash_text(
        write_canonically(
            {
                "session": bulletin.session_id,
                "n": bulletin.n,
                "state": bulletin.state,
                "sheet": dict(sheet),
                "decisions": sorted((describe_decision(item) for item in decisions), key=lambda item: item["id"]),
                "rule_books": sorted(rule_book_ids),
                "reason": bulletin.reason,
                "per_source": bulletin.per_source,
                "one_person": bulletin.one_person,
                "entered_by": bulletin.entered_by_id,
                "published_by": bulletin.published_by_id,
                "confirmed_by": bulletin.confirmed_by_id,
                "issued_at": write_instant(bulletin.issued_at),
                "recorded_at": write_instant(bulletin.recorded_at),
                "protest_until": _write_instant_or_none(bulletin.protest_until),
                "warnings": bulletin.warnings,
                "previous": previous_hash,
            }
        )
    )


def verify_seal(bulletin: Bulletin, merges: Sequence[Mapping[str, Any]] | None = None) -> bool:
    """Whether a stored bulletin, its sheet and its decisions still say what was sealed.

    `merges`: as `read_merges` gives them, where many bulletins are verified.
    """
    known = read_merges() if merges is None else merges
    since = [detail for detail in known if bulletin.pk in detail["bulletins"]]
    previous = Bulletin.objects.filter(session_id=bulletin.session_id, n=bulletin.n - 1).first()
    decisions = list(bulletin.decisions.select_related("verdict"))
    for decision in decisions:
        for detail in since:
            _part_again(decision, detail, "Decision.driver")
    return bulletin.hash == seal_bulletin(
        bulletin,
        sheet=read_sheet(bulletin.sheet, since),
        decisions=decisions,
        rule_book_ids=list(bulletin.rule_books.values_list("pk", flat=True)),
        previous_hash=previous.hash if previous else "",
    )


def list_broken_seals() -> Iterator[Bulletin]:
    """The bulletins that no longer say what was sealed, oldest first."""
    merges = read_merges()
    for bulletin in Bulletin.objects.select_related("sheet", "session__event").order_by("pk").iterator(chunk_size=500):
        if not verify_seal(bulletin, merges):
            yield bulletin


def _write_instant_or_none(instant: datetime | None) -> str | None:
    return write_instant(instant) if instant else None
