"""The sessions of a picture: their cars in the order of the classification, and what the stewards changed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from championships.adapters.classified import Outcome, classify_session
from championships.adapters.rulings import DecisionFacts
from championships.adapters.sheets import LineFacts
from championships.models import Entry, Session
from championships.queries.refs import day_of, find_zone
from championships.queries.story_material import Material, Moment
from championships.scoring.facts import Line
from championships.scoring.rules import ClassificationRule
from championships.scoring.vocabulary import SessionKind
from championships.stories.picture import CarPicture, DecisionPicture, Label, SessionPicture

_DEAD = frozenset({Session.State.CANCELLED.value, Session.State.ABANDONED.value})


@dataclass(frozen=True, slots=True)
class Results:
    """The sessions so far, and the decisions on this event."""

    sessions: tuple[SessionPicture, ...]
    decisions: tuple[DecisionPicture, ...]


def picture_results(material: Material) -> Results:
    """Every session of the event and of those before it. No query."""
    entries = {entry.pk: entry for entry in material.entries}
    rules = _find_rules(material)
    shown: list[SessionPicture] = []
    decided: list[DecisionPicture] = []
    for session in material.sessions:
        out = material.moment is Moment.AFTER or session.event_id != material.event.pk
        outcome = _classify(material, session, rules.get(session.pk)) if out else None
        shown.append(_draw_session(material, session, len(shown) + 1, outcome, entries))
        if outcome is not None and session.event_id == material.event.pk:
            decided += _draw_decisions(material, session, rules.get(session.pk), outcome, entries)
    return Results(tuple(shown), tuple(decided))


def _find_rules(material: Material) -> dict[int, ClassificationRule]:
    """By session: the classification rule of the first season that counts it."""
    found: dict[int, ClassificationRule] = {}
    for loaded in material.seasons.values():
        for ref in loaded.round_sessions:
            book = loaded.books_by_round.get(ref.round)
            if book is not None and book.classification is not None:
                found.setdefault(ref.session_pk, book.classification)
    return found


def _is_known(material: Material, session: Session) -> bool:
    """Whether its result belongs to the story: counted sessions by the cuts, others with the bulletin."""
    if session.pk not in material.bulletins:
        return False
    counted = [
        ref.order <= material.cuts[pk]
        for pk, loaded in material.seasons.items()
        for ref in loaded.round_sessions
        if ref.session_pk == session.pk
    ]
    return any(counted) if counted else material.bulletins[session.pk].issued_at <= material.until


def _classify(
    material: Material,
    session: Session,
    rule: ClassificationRule | None,
    *,
    without: frozenset[int] = frozenset(),
) -> Outcome | None:
    """The whole field; `without`: keys of decisions imagined away."""
    if not _is_known(material, session):
        return None
    meta = material.bulletins[session.pk]
    return classify_session(
        material.lines.get(meta.sheet_pk, []),
        material.parts,
        meta=meta,
        scheduled_laps=session.scheduled_laps,
        is_race=session.kind == SessionKind.RACE,
        taking_part={},
        categories=lambda _driver: frozenset(),
        decisions=[one for one in material.decisions.get(session.pk, ()) if one.pk not in without],
        rule=rule,
    )


def _draw_session(
    material: Material, session: Session, order: int, outcome: Outcome | None, entries: Mapping[int, Entry]
) -> SessionPicture:
    meta = material.bulletins.get(session.pk) if outcome is not None else None
    winner = next((line for line in outcome.field if line.place == 1), None) if outcome else None
    return SessionPicture(
        id=session.slug,
        event=session.event.slug,
        name=Label(session.name_fr, session.name_en),
        kind=session.kind,
        order=order,
        on_date=day_of(session, find_zone(material.event)),
        cancelled=session.state in _DEAD,
        complete=bool(meta and meta.complete),
        state=meta.state if meta else "",
        cars=tuple(_draw_car(material, session, outcome, line, winner, entries) for line in outcome.field)
        if outcome
        else (),
    )


def _draw_car(
    material: Material,
    session: Session,
    outcome: Outcome,
    line: Line,
    winner: Line | None,
    entries: Mapping[int, Entry],
) -> CarPicture:
    facts = outcome.rows[id(line.drivers)]
    entry = entries.get(facts.entry_id)
    grid = material.grids.get((session.pk, facts.entry_id)) or next(
        (driver.grid for driver in line.drivers if driver.grid is not None), None
    )
    flags = frozenset(flag for driver in line.drivers for flag in driver.flags)
    laps = winner.laps - line.laps if winner and winner.laps is not None and line.laps is not None else None
    return CarPicture(
        number=line.number,
        drivers=tuple(driver.driver for driver in line.drivers if driver.driver),
        place=line.place,
        status=line.status.value,
        grid=grid,
        pole="pole" in flags,
        fastest_lap="fastest_lap" in flags,
        best_lap_ms=line.best_lap_ms,
        gap_ms=find_gap(line, winner) if laps == 0 else None,
        gap_laps=laps,
        team=entry.team.slug if entry and entry.team else "",
    )


def find_gap(line: Line, winner: Line | None) -> int | None:
    """Milliseconds behind the winner, of a car on his lap; None where times and places do not tally.

    On his lap nobody finishes before the winner, nor a whole lap behind him: such times are those of another session,
    or of a race that was restarted.
    """
    if winner is None or line.place is None or winner.time_ms is None or line.time_ms is None:
        return None
    gap = line.time_ms - winner.time_ms
    whole_lap = bool(winner.laps) and gap * (winner.laps or 0) > winner.time_ms
    return None if gap < 0 or whole_lap else gap


def _draw_decisions(
    material: Material,
    session: Session,
    rule: ClassificationRule | None,
    outcome: Outcome,
    entries: Mapping[int, Entry],
) -> Iterable[DecisionPicture]:
    """The penalties in force on one session, each with the place it cost where both are known."""
    held: dict[int, list[DecisionFacts]] = defaultdict(list)
    for one in material.decisions.get(session.pk, ()):
        if one.is_penalty and one.entry_id is not None:
            held[one.entry_id].append(one)
    after = {facts.entry_id: place for facts, place in _list_places(outcome)}
    for entry_pk, decisions in held.items():
        entry = entries.get(entry_pk)
        for one in decisions:
            free = _classify(material, session, rule, without=frozenset({one.pk}))
            before = {facts.entry_id: place for facts, place in _list_places(free)} if free else {}
            yield DecisionPicture(
                event=session.event.slug,
                session=session.slug,
                kind=one.kind,
                drivers=tuple(crew.driver.slug for crew in material.crews.get(entry_pk, ())),
                number=entry.number if entry else "",
                document=one.document,
                amount=Fraction(one.amount) if one.amount is not None else None,
                reason=one.reason,
                place_before=before.get(entry_pk),
                place_after=after.get(entry_pk),
            )


def _list_places(outcome: Outcome) -> Iterable[tuple[LineFacts, int | None]]:
    return [(outcome.rows[id(line.drivers)], line.place) for line in outcome.field]
