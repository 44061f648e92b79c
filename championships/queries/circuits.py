"""A circuit: its layouts and the events held there."""

from dataclasses import dataclass
from datetime import datetime

from championships.models import Circuit, Event, Layout, Round
from championships.queries.refs import EventRef, SourceList, SourceRef, refer_event


@dataclass(frozen=True, slots=True)
class LayoutRow:
    name: str
    length_m: int
    source: int | None


@dataclass(frozen=True, slots=True)
class CircuitEvent:
    """An event here, with the championships it belongs to ("Trophée 2025")."""

    event: EventRef
    state: str
    championships: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CircuitPage:
    slug: str
    name: str
    country: str
    character: str
    demo: bool
    layouts: tuple[LayoutRow, ...]
    events: tuple[CircuitEvent, ...]
    sources: tuple[SourceRef, ...]


def load_circuit(slug: str, *, at: datetime) -> CircuitPage | None:
    """The circuit; None where there is none. Four queries. Calendars are today's whatever the instant."""
    circuit = Circuit.objects.filter(slug=slug).first()
    if circuit is None:
        return None
    sources = SourceList()
    layouts = Layout.objects.filter(circuit=circuit).select_related("source").order_by("-length_m", "name", "pk")
    belongs: dict[int, list[str]] = {}
    for counted in (
        Round.objects.filter(event__circuit=circuit)
        .select_related("season__championship")
        .order_by("season__championship__order", "season__championship__slug")
    ):
        names = belongs.setdefault(counted.event_id, [])
        name = f"{counted.season.championship.name} {counted.season.label}"
        if name not in names:
            names.append(name)
    events = Event.objects.filter(circuit=circuit).order_by("-year", "-starts_on", "slug")
    return CircuitPage(
        slug=circuit.slug,
        name=circuit.name,
        country=circuit.country,
        character=str(circuit.character),
        demo=circuit.demo,
        layouts=tuple(
            LayoutRow(name=layout.name, length_m=layout.length_m, source=sources.add(layout.source))
            for layout in layouts
        ),
        events=tuple(
            CircuitEvent(event=refer_event(event), state=event.state, championships=tuple(belongs.get(event.pk, ())))
            for event in events
        ),
        sources=sources.listed(),
    )
