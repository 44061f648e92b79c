"""From a request that was understood to the value that answers it: one function a route."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from championships.public.api import (
    circuits,
    decisions,
    events,
    laps,
    people,
    records,
    seasons,
    sessions,
    standings,
    teams,
    texts,
    titles,
)
from championships.public.api.asked import Asked
from championships.public.api.schema import Address, Says
from championships.queries.circuits import load_circuit
from championships.queries.decisions import load_event_decision, load_season_decision
from championships.queries.documents import load_event_documents, load_season_documents
from championships.queries.entries import load_entries
from championships.queries.events import find_event_zone, load_event
from championships.queries.laps import read_lap_chart
from championships.queries.listings import (
    list_championships,
    list_circuits,
    list_drivers,
    list_events,
    list_news,
    list_teams,
)
from championships.queries.news import load_news
from championships.queries.people import load_driver
from championships.queries.previews import load_preview
from championships.queries.reasons import load_reasons
from championships.queries.record_values import Kind, RecordQuestion
from championships.queries.records import load_record_leaders, load_records
from championships.queries.reports import load_report
from championships.queries.revisions import find_revision
from championships.queries.seasons import load_season
from championships.queries.sessions import list_bulletins, load_session
from championships.queries.standings import find_season_zone, load_standings
from championships.queries.teams import load_team
from championships.queries.titles import load_title
from championships.queries.versions import find_session, load_version


@dataclass(frozen=True, slots=True)
class Start:
    """Where everything begins."""

    championships_url: Address
    events_url: Address
    drivers_url: Address
    teams_url: Address
    circuits_url: Address
    news_url: Address
    records_url: Address
    description_url: Annotated[str, Says("The description of the API, OpenAPI 3.1.", format="uri")]
    guide: Annotated[str, Says("The page of the API for people.", format="uri")]


def read_start(asked: Asked) -> Start:
    to = asked.to
    return Start(
        championships_url=to.api("championships"),
        events_url=to.api("events"),
        drivers_url=to.api("drivers"),
        teams_url=to.api("teams"),
        circuits_url=to.api("circuits"),
        news_url=to.api("news-list"),
        records_url=to.api("records-all"),
        description_url=to.api("description"),
        guide=to.page("api-guide"),
    )


def read_championships(asked: Asked) -> seasons.ChampionshipList:
    return seasons.ChampionshipList(tuple(seasons.tell_championship(row, asked.to) for row in list_championships()))


def read_championship(asked: Asked) -> seasons.Championship | None:
    found = list_championships(asked.path["championship"])
    return seasons.tell_championship(found[0], asked.to) if found else None


def read_season(asked: Asked) -> seasons.Season | None:
    where, moment = _find_season(asked)
    at = moment or asked.now
    page = load_season(*where, at=at)
    if page is None or (moment and page.stop is None):
        return None  # before the first publication there is no "as published then"
    return seasons.tell_season(page, asked.to, find_revision(page.season.pk, at=at), as_of=moment)


def read_standings(asked: Asked) -> standings.Standings | None:
    where, moment = _find_season(asked)
    at = moment or asked.now
    page = load_standings(*where, asked.path["table"], at=at, after=asked.after, explained=True)
    if page is None:
        return None
    return standings.tell_standings(page, asked.to, find_revision(page.season.pk, at=at), as_of=moment)


def read_title(asked: Asked) -> titles.TitleState | None:
    where, moment = _find_season(asked)
    page = load_title(*where, asked.path["table"], at=moment or asked.now, after=asked.after)
    return None if page is None else titles.tell_title(page, asked.to, as_of=moment, after=asked.after)


def read_reasons(asked: Asked) -> titles.Reasons | None:
    where, moment = _find_season(asked)
    table, competitor = asked.path["table"], asked.path["competitor"]
    page = load_reasons(*where, table, competitor, at=moment or asked.now, after=asked.after)
    return None if page is None else titles.tell_reasons(page, asked.to, as_of=moment, after=asked.after)


def read_season_decisions(asked: Asked) -> decisions.SeasonDecisions | None:
    found = load_season_documents(asked.path["championship"], asked.path["season"], at=asked.now)
    return None if found is None else decisions.SeasonDecisions(decisions.tell_documents(found, asked.to))


def read_season_decision(asked: Asked) -> decisions.DecisionDocument | None:
    number = int(asked.path["number"])
    page = load_season_decision(asked.path["championship"], asked.path["season"], number, at=asked.now)
    return None if page is None else decisions.tell_document(page, asked.to)


def read_events(asked: Asked) -> events.EventList:
    year, _slash, slug = asked.cursor.partition("/")
    if asked.cursor and not (year.isdigit() and len(year) < 5 and slug):
        raise asked.refuse_cursor()
    listing = list_events(
        at=asked.now,
        limit=asked.limit,
        after=(int(year), slug) if asked.cursor else None,
        year=int(asked.query["year"]) if "year" in asked.query else None,
        championship=asked.query.get("championship", ""),
    )
    if listing is None:
        raise asked.refuse_cursor()
    return events.tell_events(listing, asked.to, asked.find_next(listing.last))


def read_event(asked: Asked) -> events.Event | None:
    page = load_event(*_name_event(asked), at=asked.now)
    return None if page is None else events.tell_event(page, asked.to)


def read_entries(asked: Asked) -> events.EntryList | None:
    page = load_entries(*_name_event(asked), at=asked.now)
    return None if page is None else events.tell_entries(page, asked.to)


def read_preview(asked: Asked) -> texts.EventText | None:
    page = load_preview(*_name_event(asked), at=asked.now)
    return None if page is None else texts.tell_preview(page, asked.to)


def read_report(asked: Asked) -> texts.EventText | None:
    page = load_report(*_name_event(asked), at=asked.now)
    return None if page is None else texts.tell_report(page, asked.to)


def read_event_decisions(asked: Asked) -> decisions.EventDecisions | None:
    documents = load_event_documents(*_name_event(asked), at=asked.now)
    page = load_event(*_name_event(asked), at=asked.now)
    if documents is None or page is None:
        return None
    return decisions.tell_event_decisions(documents, page.decisions, asked.to)


def read_event_decision(asked: Asked) -> decisions.DecisionDocument | None:
    page = load_event_decision(*_name_event(asked), int(asked.path["number"]), at=asked.now)
    return None if page is None else decisions.tell_document(page, asked.to)


def read_session(asked: Asked) -> sessions.SessionDetail | None:
    year, event = _name_event(asked)
    page = load_event(year, event, at=asked.now)
    if page is None:
        return None
    session = asked.path["session"]
    return sessions.tell_detail(page, session, list_bulletins(year, event, session, at=asked.now), asked.to)


def read_classification(asked: Asked) -> sessions.Classification | None:
    year, event = _name_event(asked)
    moment = asked.read_moment(lambda: find_event_zone(year, event))
    page = load_session(year, event, asked.path["session"], at=moment or asked.now)
    return None if page is None else sessions.tell_classification(page, asked.to, as_of=moment)


def read_laps(asked: Asked) -> laps.Laps | None:
    page = load_session(*_name_event(asked), asked.path["session"], at=asked.now)
    chart = read_lap_chart(page.pk, at=asked.now) if page else None
    if page is None or chart is None:
        return None
    start = asked.offset
    shown = chart.cars[start : start + asked.limit]
    if start and not shown:
        raise asked.refuse_cursor()
    end = start + len(shown)
    following = asked.find_next(str(end)) if end < len(chart.cars) else None
    return laps.tell_laps(page, chart, shown, asked.to, following)


def read_bulletin(asked: Asked) -> sessions.Version | None:
    pk = find_session(*_name_event(asked), asked.path["session"])
    page = load_version(pk, int(asked.path["n"]), at=asked.now) if pk else None
    return None if page is None else sessions.tell_version(page, asked.to)


def read_drivers(asked: Asked) -> people.DriverList:
    listing = list_drivers(limit=asked.limit, after=asked.cursor)
    if listing is None:
        raise asked.refuse_cursor()
    return people.tell_drivers(listing, asked.to, asked.find_next(listing.last))


def read_driver(asked: Asked) -> people.Driver | None:
    page = load_driver(asked.path["driver"], at=asked.now)
    return None if page is None else people.tell_driver(page, asked.to)


def read_teams(asked: Asked) -> teams.TeamList:
    listing = list_teams(limit=asked.limit, after=asked.cursor)
    if listing is None:
        raise asked.refuse_cursor()
    return teams.tell_teams(listing, asked.to, asked.find_next(listing.last))


def read_team(asked: Asked) -> teams.Team | None:
    year = int(asked.query["year"]) if "year" in asked.query else None
    page = load_team(asked.path["team"], at=asked.now, year=year)
    return None if page is None else teams.tell_team(page, asked.to)


def read_circuits(asked: Asked) -> circuits.CircuitList:
    listing = list_circuits(limit=asked.limit, after=asked.cursor)
    if listing is None:
        raise asked.refuse_cursor()
    return circuits.tell_circuits(listing, asked.to, asked.find_next(listing.last))


def read_circuit(asked: Asked) -> circuits.Circuit | None:
    page = load_circuit(asked.path["circuit"], at=asked.now)
    return None if page is None else circuits.tell_circuit(page, asked.to)


def read_all_records(asked: Asked) -> records.AllRecords:
    return records.tell_all_records(load_record_leaders(at=asked.now), asked.to)


def read_records(asked: Asked) -> records.Records | None:
    question = RecordQuestion(
        kind=Kind(asked.query["kind"]),
        first=asked.query.get("from", ""),
        last=asked.query.get("to", ""),
        category=asked.query.get("category", ""),
        circuit=asked.query.get("circuit", ""),
        page=asked.offset or 1,
    )
    page = load_records(asked.path["championship"], question, at=asked.now)
    if page is None:
        return None
    following = asked.find_next(str(question.page + 1)) if question.page < page.pages else None
    return records.tell_records(page, asked.to, following)


def read_news_list(asked: Asked) -> texts.NewsList:
    listing = list_news(
        at=asked.now, limit=asked.limit, after=asked.cursor, championship=asked.query.get("championship", "")
    )
    if listing is None:
        raise asked.refuse_cursor()
    return texts.tell_news_list(listing, asked.to, asked.find_next(listing.last))


def read_news(asked: Asked) -> texts.News | None:
    page = load_news(asked.path["slug"], at=asked.now)
    return None if page is None else texts.tell_news(page, asked.to)


def _name_event(asked: Asked) -> tuple[int, str]:
    return int(asked.path["year"]), asked.path["event"]


def _find_season(asked: Asked) -> tuple[tuple[str, str], datetime | None]:
    """The season of the address, and the instant asked for."""
    where = asked.path["championship"], asked.path["season"]
    return where, asked.read_moment(lambda: find_season_zone(*where))
