"""The documents of the invented cup's stewards, signed in the office; on a season a second person confirms them."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from functools import partial

from championships.exchange.demo.acts import Act
from championships.exchange.demo.coupe import Office
from championships.exchange.demo.files import Record, read_toml
from championships.models import Event, Season, Verdict
from championships.officiating.measures import Measure
from championships.officiating.verdicts import confirm_verdict, sign


def list_document_acts(office: Office) -> Iterator[Act]:
    for record in read_toml("coupe/documents.toml")["document"]:
        yield Act(record["at"], partial(_sign, record, office))
        if "confirmed_at" in record:
            yield Act(record["confirmed_at"], partial(_confirm, record, office))


def _find_matter(record: Record, office: Office) -> Event | Season:
    if "event" in record:
        return office.calendar.events[record["event"]]
    return office.calendar.seasons[record["season"]]


def _sign(record: Record, office: Office, now: datetime) -> None:
    build = _measure_event if "event" in record else _measure_season
    sign(
        of=_find_matter(record, office),
        measures=[build(record, measure, office) for measure in record["measures"]],
        article=record["article"],
        facts=record["facts"],
        reason=record["reason"],
        stewards=record["stewards"],
        by=office.officials.steward,
        now=now,
        recorded_at=office.recorded_at,
    )


def _measure_event(record: Record, measure: Record, office: Office) -> Measure:
    """A penalty of a car, or (with a season) the points of a whole session in that championship."""
    calendar, event = office.calendar, record["event"]
    kind, session = measure["kind"], calendar.sessions[event, measure["session"]]
    if "season" in measure:
        counted = calendar.round_sessions[measure["season"], event, measure["session"]]
        terms = {"factor": measure["factor"], "reason": record["reason"]}
        return Measure(kind=kind, session_id=session.pk, round_session_id=counted.pk, terms=terms)
    return Measure(
        kind=kind,
        session_id=session.pk,
        entry_id=office.entries.by_number[event, measure["number"]].pk,
        amount=Decimal(measure["amount"]) if "amount" in measure else None,
    )


def _measure_season(_record: Record, measure: Record, _office: Office) -> Measure:
    terms = {name: value for name, value in measure.items() if name != "kind"}
    return Measure(kind=measure["kind"], terms=terms)


def _confirm(record: Record, office: Office, now: datetime) -> None:
    verdict = Verdict.objects.get(season=office.calendar.seasons[record["season"]], issued_at=record["at"])
    confirm_verdict(
        verdict=verdict,
        version=verdict.version,
        by=office.officials.clerk,
        now=now,
        recorded_at=office.recorded_at,
    )
