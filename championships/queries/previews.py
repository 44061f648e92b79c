"""The preview of an event: everything on the page is computed or read from rows, never typed into a template.

`load_preview(year, slug, at=…)` answers None unless the preview is published by that instant. The tables, the stated
facts and the declared rows on the page are those *as published when the preview was* (`Preview.published_at`), so a
fact with a later `issued_at` does not show on it.

What the page reads, and the shape it expects (the numbers are those of the dossier's checklist):

- F1, F2, F5, F44 `Event` (dates, circuit, layout) and `Round` rows of every season that counts it; the penultimate and
  the last round are computed from the rounds of the season (cancelled events left out). Every event of both seasons
  needs its rounds, also the ones to come.
- F3 `StatedFact` FIRST_VISIT, `event` = this event. F4 `Event.layout.length_m` (+ `Layout.source`),
  `Circuit.country` (ISO code such as "ES", or the English name), `Circuit.character_fr/_en`.
- F6 computed from `Event.ends_on` of the round before, for each season.
- F7 `Highlight` rows (driver, one line each); their number and team come from the driver's `Entry` at this event.
- F8 `Preview.published_at`, aware.
- F9–F11, F13, F16, F19–F21, F34–F38, F43, F45 the season's tables at `published_at`. Wins: `DeclaredRow.wins`, else
  `StatedFact` SEASON_FIGURE with `driver`, `season`, value `{"name": "wins", "count": 3}` and, for a table of a class,
  `"table": "<table key>"`. A shared place: `DeclaredRow.place=7, tied=True`. The class tables are those whose rule has
  `may_appear.categories`; the rank in class of an overall row is looked up in them.
- F12 `StatedFact` AGE: `driver`, `on_date`, value `{"years": 19, "just_turned": true}`; the newest one on or before
  the day of the preview is shown with its date.
- F24 `StatedFact` ABSENCE: `driver`, `event` = this event (no `Entry` here). His number and team are those of his
  newest earlier `Entry`, or value `{"number": "81", "team": "<team slug>"}` where there is none.
- F25, F29, F30 `StatedFact` RETURN, OLDEST, DEBUT: `driver`, `event` = this event. NOTE: `driver`, `event`, and a
  sentence in `text_fr/_en`. Any of these facts may carry such a sentence.
- F26 the `Crew` of an earlier `Entry` of the same driver in the same year (two people in March, one in September); the
  page cites `Entry.source`. Where no meeting is known: `StatedFact` NOTE with `driver`, `season` and value
  `{"name": "shared_car", "with": ["matys-redcent"]}`.
- F27, F28 `Kinship` with `public=True`: `person` is the `relation` of `relative` (Fabien, father, Enzo). A tie between
  brothers is stored once.
- F31 the `Entry` with the same number at the newest earlier event, when its crew is somebody else.
- F33, F42 `Entry` (number, team) + `Crew` + `Participation` in the round of each season: two participations, both
  championships.
- F39 computed when the leader after every round so far is known, else `StatedFact` LEADER_SINCE: `driver`, `season`,
  value `{"round": 1}`.
- F40 `StatedFact` CLASS_WIN: `driver`, `event` = the earlier event (Imola), `season`, value
  `{"category": "gentleman"}`; with the class table's leader.
- F49 `StatedFact` POINTS_A_WIN: `season`, value `{"points": "20", "published_for": 2022}`; multiplied by the races left
  (`RoundSession` of kind race in the rounds from this event on; they must exist, without a time if none is known).

Every stated figure carries its `Source`; the sources are numbered in the order in which the page uses them, together
with `Preview.sources`.
"""

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Q

from championships.models import Driver, Event, Highlight, Preview, PreviewSection, Round, Source, StatedFact
from championships.queries.entries import Field, read_field
from championships.queries.events import count_races, picture_seasons, place_rounds, read_calendar
from championships.queries.preview_people import Moves, find_age, group_by_team, put_forward, read_kinships
from championships.queries.preview_sections import Material, list_in_both, write_sections
from championships.queries.preview_tables import Tables, read_tables
from championships.queries.preview_values import (
    BreakRow,
    HighlightRow,
    OwnRounds,
    PreviewPage,
    Remark,
)
from championships.queries.refs import (
    DriverRef,
    EventRef,
    SourceList,
    find_zone,
    is_demo,
    refer_circuit,
    refer_driver,
    refer_event,
    refer_season,
    refer_team,
)
from championships.queries.story_texts import read_body
from championships.stories.facts import (
    find_final,
    find_next,
    list_own_rounds,
    measure_break,
)

Kind = StatedFact.Kind


def load_preview(year: int, slug: str, *, at: datetime, unpublished: bool = False) -> PreviewPage | None:
    """The preview as published; None where there is none, or it is not published by that instant.

    `unpublished`: an editor looks at a draft, as it would look if it were published at that instant.
    """
    rows = Preview.objects.filter(event__year=year, event__slug=slug)
    if not unpublished:
        rows = rows.filter(published_at__lte=at)
    preview = rows.select_related("event__circuit", "event__layout__source", "event__source").first()
    if preview is None:
        return None
    event, then = preview.event, min(preview.published_at or at, at)
    sources = SourceList()
    for source in Source.objects.filter(previews=preview).order_by("published_on", "key"):
        sources.add(source)
    highlights = list(Highlight.objects.filter(preview=preview).select_related("driver").order_by("order", "pk"))
    written = {
        section.season_id: section for section in PreviewSection.objects.filter(preview=preview).order_by("-order")
    }
    calendar = read_calendar(event)
    own = [counted for counted in calendar if counted.event_id == event.pk]
    field = read_field(event, own)
    facts = _read_facts(event, own, then)
    kinships = read_kinships(event)
    tables = read_tables(own, at=then)
    people = _name_people(field, facts, tables)
    day = then.astimezone(ZoneInfo(find_zone(event))).date()
    body = read_body(preview, {counted.season.championship_id for counted in own})
    lead = [text for text in (str(preview.lead), *body.lead) if text]
    material = Material(
        event=event,
        preview=preview,
        own=own,
        calendar=calendar,
        pictures=picture_seasons(calendar, count_races(calendar)),
        events={counted.event.slug: refer_event(counted.event) for counted in calendar},
        field=field,
        rows=field.list_rows(sources),
        facts=facts,
        tables=tables,
        people=people,
        day=day,
        told=body.seasons,
        sources=sources,
    )
    moves = Moves(event=event, field=field, facts=facts, kinships=kinships, people=people, sources=sources)
    sections = write_sections(material, written)
    following, final = _look_ahead(material)
    today = at.astimezone(ZoneInfo(find_zone(event))).date()
    return PreviewPage(
        event=refer_event(event),
        title=str(preview.title),
        lead="".join(lead[:1]),
        more=tuple(lead[1:]),
        published_at=then,
        updated_at=preview.updated_at,
        zone=find_zone(event),
        demo=is_demo(event, own),
        circuit=refer_circuit(event.circuit),
        length_m=event.layout.length_m if event.layout else None,
        layout_name=event.layout.name if event.layout else "",
        length_source=sources.add(event.layout.source if event.layout else None),
        character=str(event.circuit.character) if event.circuit else "",
        framework=event.framework,
        days_to_go=(event.starts_on - today).days if event.starts_on else None,
        rounds=place_rounds(own, calendar),
        first_visit=_find_first_visit(material),
        next_event=following,
        final=final,
        breaks=_measure_breaks(material),
        own_rounds=_list_own_rounds(material),
        highlights=(
            *(_highlight(material, highlight) for highlight in highlights),
            *(put_forward(field, person) for person in body.people),
        ),
        sections=sections,
        in_both=list_in_both(material, sections),
        teams=group_by_team(material.rows),
        moves=moves.collect(),
        told_moves=body.moves,
        closing=body.closing,
        absences=field.list_absences((fact for fact in facts if fact.event_id == event.pk), sources),
        sources=sources.listed(),
    )


def _read_facts(event: Event, own: Iterable[Round], at: datetime) -> list[StatedFact]:
    """What was stated by then of this event, of its seasons, and the ages of the people entered. One query."""
    here = event.entries.values("crew__driver").filter(crew__driver__isnull=False)
    return list(
        StatedFact.objects.filter(
            Q(event=event) | Q(season__in=[counted.season_id for counted in own]) | Q(kind=Kind.AGE, driver__in=here)
        )
        .issued(at)
        .select_related("driver", "event", "source")
        .order_by("issued_at", "pk")
    )


def _name_people(field: Field, facts: Iterable[StatedFact], tables: Tables) -> dict[str, DriverRef]:
    drivers: dict[str, Driver] = {crew.driver.slug: crew.driver for crews in field.crews.values() for crew in crews}
    drivers |= {fact.driver.slug: fact.driver for fact in facts if fact.driver}
    return tables.people | {slug: refer_driver(driver) for slug, driver in drivers.items()}


def _find_first_visit(material: Material) -> Remark | None:
    fact = next((f for f in material.facts if f.kind == Kind.FIRST_VISIT and f.event_id == material.event.pk), None)
    return Remark(text=str(fact.text), source=material.sources.add(fact.source)) if fact else None


def _look_ahead(material: Material) -> tuple[EventRef | None, EventRef | None]:
    """The next event of the seasons, and the last one: the soonest and the latest where they differ."""
    coming, finals = [], []
    for counted in material.own:
        picture = material.pictures[counted.season_id]
        following, final = find_next(picture, counted.number), find_final(picture)
        if following and following.event != material.event.slug:
            coming.append(material.events[following.event])
        if final and final.event != material.event.slug:
            finals.append(material.events[final.event])

    def starting(event: EventRef) -> date:
        return event.starts_on or date.max

    return min(coming, key=starting, default=None), max(finals, key=starting, default=None)


def _measure_breaks(material: Material) -> tuple[BreakRow, ...]:
    rows = []
    for counted in material.own:
        pause = measure_break(material.pictures[counted.season_id], counted.number)
        if pause is not None:
            rows.append(
                BreakRow(
                    season=refer_season(counted.season),
                    since=material.events[pause.since.event],
                    days=pause.days,
                    weeks=pause.weeks,
                    days_over=pause.days_over,
                )
            )
    return tuple(rows)


def _list_own_rounds(material: Material) -> tuple[OwnRounds, ...]:
    rows = []
    for counted in material.own:
        others = [picture for season, picture in material.pictures.items() if season != counted.season_id]
        alone = list_own_rounds(material.pictures[counted.season_id], others) if others else ()
        if alone:
            events = tuple(dict.fromkeys(material.events[held.event] for held in alone))
            rows.append(OwnRounds(season=refer_season(counted.season), events=events))
    return tuple(rows)


def _highlight(material: Material, highlight: Highlight) -> HighlightRow:
    driver = highlight.driver
    entry = material.field.find_newest_entry(driver.pk) if driver else None
    return HighlightRow(
        driver=refer_driver(driver) if driver else None,
        number=entry.number if entry else "",
        team=refer_team(entry.team) if entry else None,
        text=str(highlight.text),
        age=find_age(driver.slug, material.facts, material.day, material.sources) if driver else None,
    )
