"""What a story may look at, filled from the database."""

from datetime import datetime

from championships.models import Event
from championships.queries.story_material import Material, Moment, read_material
from championships.queries.story_people import (
    count_most_wins,
    picture_careers,
    picture_entries,
    picture_kinships,
    picture_people,
    picture_stated,
)
from championships.queries.story_results import picture_results
from championships.queries.story_tables import picture_tables
from championships.stories.picture import CircuitPicture, EventPicture, Label, Picture, VisitPicture


def load_picture(event: Event, moment: Moment, *, at: datetime, until: datetime | None = None) -> Picture:
    """The event in its seasons as published at `at`. The event comes with its circuit and its layout.

    `until`: the story was written then, and is looked at again with what is known at `at`: a result corrected since is
    seen as corrected, one published since is not seen at all.
    """
    material = read_material(event, moment, at=at, until=until)
    results = picture_results(material)
    circuits = {}
    if event.circuit is not None:
        circuits[event.circuit.slug] = CircuitPicture(
            id=event.circuit.slug,
            name=event.circuit.name,
            country=event.circuit.country,
            length_m=event.layout.length_m if event.layout else None,
            character=Label(event.circuit.character_fr, event.circuit.character_en),
        )
    return Picture(
        event=event.slug,
        day=material.day,
        seasons=picture_tables(material),
        events=_list_events(material),
        circuits=circuits,
        people=picture_people(material),
        teams={entry.team.slug: entry.team.name for entry in material.entries if entry.team},
        sessions=results.sessions,
        entries=picture_entries(material),
        kinships=picture_kinships(material),
        stated=picture_stated(material),
        visits=tuple(
            VisitPicture(
                championship=counted.season.championship.slug,
                event=counted.event.slug,
                year=counted.event.year,
                starts_on=counted.event.starts_on,
            )
            for counted in material.visits
        ),
        careers=picture_careers(material),
        most_wins_here=count_most_wins(material),
        decisions=results.decisions,
    )


def _list_events(material: Material) -> dict[str, EventPicture]:
    events = [material.event, *(counted.event for counted in material.calendar)]
    return {
        event.slug: EventPicture(
            id=event.slug,
            name=Label(event.name_fr, event.name_en),
            year=event.year,
            starts_on=event.starts_on,
            ends_on=event.ends_on,
            circuit=event.circuit.slug if event.circuit else "",
            framework=event.framework,
            cancelled=event.state == Event.State.CANCELLED,
            postponed=event.state == Event.State.POSTPONED,
        )
        for event in events
    }
