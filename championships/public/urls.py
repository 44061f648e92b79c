"""The site map of the public pages, under /fr/ and /en/. Addresses last: a change here breaks links."""

from django.urls import path

from championships.public.views import (
    atom_feeds,
    calendar,
    calendar_feeds,
    cards,
    circuits,
    decisions,
    events,
    home,
    news,
    notices,
    papers,
    people,
    reasons,
    rules,
    seasons,
    standings,
    titles,
    versions,
    what_if,
)

_EVENT = "events/<int:year>/<slug:event>/"
_SEASON = "<slug:championship>/<slug:season>/"
_TABLE = _SEASON + "standings/<slug:table>/"
_CARD = "<slug:content>.png"

urlpatterns = [
    path("", home.show_home, name="home"),
    path("calendar/<int:year>/", calendar.show_calendar, name="calendar"),
    path(_EVENT, events.show_event, name="event"),
    path(_EVENT + "calendar.ics", calendar_feeds.send_event_calendar, name="event-calendar"),
    path(_EVENT + "preview/", events.show_preview, name="event-preview"),
    path(_EVENT + "entries/", events.show_entries, name="event-entries"),
    path(_EVENT + "notices/", notices.show_notices, name="notices"),
    path(_EVENT + "decisions/<int:number>/", decisions.show_event_decision, name="event-decision"),
    path(_EVENT + "<slug:session>/", events.show_session, name="session"),
    path(_EVENT + "<slug:session>/bulletins/<int:n>/", versions.show_version, name="session-bulletin"),
    path(_EVENT + "<slug:session>/print/", papers.print_session, name="session-paper"),
    path("news/", news.show_news_list, name="news-list"),
    path("news/of/<slug:championship>/", news.show_news_list, name="championship-news"),
    path("news/atom.xml", atom_feeds.send_news, name="news-feed"),
    path("news/of/<slug:championship>/atom.xml", atom_feeds.send_news, name="championship-news-feed"),
    path("results/atom.xml", atom_feeds.send_results, name="results-feed"),
    path("results/of/<slug:championship>/atom.xml", atom_feeds.send_results, name="championship-results-feed"),
    path("decisions/atom.xml", atom_feeds.send_decisions, name="decisions-feed"),
    path("decisions/of/<slug:championship>/atom.xml", atom_feeds.send_decisions, name="championship-decisions-feed"),
    path("news/<slug:slug>/", news.show_news, name="news"),
    path("check/<slug:short>/", papers.show_check, name="check"),
    path(
        "check/" + _SEASON + "<slug:table>/<slug:stop>/<int:revision>/<slug:short>/",
        papers.show_table_check,
        name="check-table",
    ),
    path("drivers/<slug:driver>/", people.show_driver, name="driver"),
    path("drivers/<slug:driver>/calendar.ics", calendar_feeds.send_driver_calendar, name="driver-calendar"),
    path("teams/<slug:team>/", people.show_team, name="team"),
    path("circuits/<slug:circuit>/", circuits.show_circuit, name="circuit"),
    path("<slug:championship>/calendar.ics", calendar_feeds.send_championship_calendar, name="championship-calendar"),
    path("cards/site/" + _CARD, cards.send_site_card, name="card-site"),
    path("cards/drivers/<slug:driver>/" + _CARD, cards.send_driver_card, name="card-driver"),
    path("cards/" + _EVENT + _CARD, cards.send_event_card, name="card-event"),
    path("cards/" + _EVENT + "preview/" + _CARD, cards.send_preview_card, name="card-preview"),
    path("cards/" + _EVENT + "sessions/<slug:session>/" + _CARD, cards.send_session_card, name="card-session"),
    path("cards/standings/" + _SEASON + "<slug:table>/" + _CARD, cards.send_standings_card, name="card-standings"),
    path(
        "cards/standings/" + _SEASON + "<slug:table>/after-<slug:stop>/" + _CARD,
        cards.send_standings_card,
        name="card-standings-after",
    ),
    path(_SEASON, seasons.show_season, name="season"),
    path(_SEASON + "calendar.ics", calendar_feeds.send_season_calendar, name="season-calendar"),
    path(_SEASON + "rules/", rules.show_rules, name="season-rules"),
    path(_SEASON + "decisions/<int:number>/", decisions.show_season_decision, name="season-decision"),
    path(_TABLE, standings.show_standings, name="standings"),
    path(_TABLE + "print/", papers.print_standings, name="standings-paper"),
    path(_TABLE + "after-<int:round_number>/print/", papers.print_standings, name="standings-paper-after"),
    path(
        _TABLE + "after-<int:round_number>-<slug:session>/print/", papers.print_standings, name="standings-paper-after"
    ),
    path(_TABLE + "after-<int:round_number>/", standings.show_standings, name="standings-after"),
    path(_TABLE + "after-<int:round_number>-<slug:session>/", standings.show_standings, name="standings-after"),
    path(_TABLE + "title/", titles.show_title, name="title"),
    path(_TABLE + "title/after-<int:round_number>/", titles.show_title, name="title-after"),
    path(_TABLE + "title/after-<int:round_number>-<slug:session>/", titles.show_title, name="title-after"),
    path(_TABLE + "why/<str:competitor>/", reasons.show_reasons, name="reasons"),
    path(_TABLE + "why/<str:competitor>/after-<int:round_number>/", reasons.show_reasons, name="reasons-after"),
    path(
        _TABLE + "why/<str:competitor>/after-<int:round_number>-<slug:session>/",
        reasons.show_reasons,
        name="reasons-after",
    ),
    path(_TABLE + "what-if/", what_if.show_what_if, name="what-if"),
]
