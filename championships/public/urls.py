"""The site map of the public pages, under /fr/ and /en/. Addresses last: a change here breaks links."""

from django.urls import path, register_converter

from championships.public.converters import FileForm
from championships.public.views import (
    calendar,
    championships,
    charts,
    circuits,
    decisions,
    events,
    guide,
    home,
    news,
    notices,
    papers,
    people,
    reasons,
    records,
    rivals,
    rules,
    screens,
    seasons,
    sessions,
    standings,
    statements,
    titles,
    versions,
    what_if,
)

register_converter(FileForm, "form")

_EVENT = "events/<int:year>/<slug:event>/"
_SEASON = "<slug:championship>/<slug:season>/"
_TABLE = _SEASON + "standings/<slug:table>/"

urlpatterns = [
    path("", home.show_home, name="home"),
    path("calendar/", calendar.show_current_calendar, name="calendar-now"),
    path("api/", guide.show_api_guide, name="api-guide"),
    path("calendar/<int:year>/", calendar.show_calendar, name="calendar"),
    path(_EVENT, events.show_event, name="event"),
    path(_EVENT + "preview/", events.show_preview, name="event-preview"),
    path(_EVENT + "report/", events.show_report, name="event-report"),
    path(_EVENT + "entries/", events.show_entries, name="event-entries"),
    path(_EVENT + "notices/", notices.show_notices, name="notices"),
    path(_EVENT + "decisions/<int:number>/", decisions.show_event_decision, name="event-decision"),
    path(_EVENT + "<slug:session>/", sessions.show_session, name="session"),
    path(_EVENT + "<slug:session>/laps/", sessions.show_laps, name="session-laps"),
    path(_EVENT + "<slug:session>/bulletins/<int:n>/", versions.show_version, name="session-bulletin"),
    path(_EVENT + "<slug:session>/print/", papers.print_session, name="session-paper"),
    path("championships/", championships.show_championships, name="championships"),
    path("results/", championships.show_results, name="results"),
    path("accessibility/", statements.show_accessibility, name="accessibility"),
    path("privacy/", statements.show_privacy, name="privacy"),
    path("news/", news.show_news_list, name="news-list"),
    path("news/of/<slug:championship>/", news.show_news_list, name="championship-news"),
    path("news/<slug:slug>/", news.show_news, name="news"),
    path("screen/", screens.show_screen, name="screen"),
    path("screen/" + _EVENT, screens.show_event_screen, name="event-screen"),
    path("screen/" + _SEASON, screens.show_season_screen, name="season-screen"),
    path("check/<slug:short>/", papers.show_check, name="check"),
    path(
        "check/" + _SEASON + "<slug:table>/<slug:stop>/<int:revision>/<slug:short>/",
        papers.show_table_check,
        name="check-table",
    ),
    path("drivers/<slug:driver>/", people.show_driver, name="driver"),
    path("teams/<slug:team>/", people.show_team, name="team"),
    path("circuits/<slug:circuit>/", circuits.show_circuit, name="circuit"),
    path("records/", records.show_all_records, name="records-all"),
    path("records/<slug:championship>/", records.show_records, name="records"),
    path("head-to-head/", rivals.choose_rivals, name="head-to-head-choice"),
    path("head-to-head/<slug:driver>/<slug:other>/", rivals.show_rivals, name="head-to-head"),
    path(_SEASON, seasons.show_season, name="season"),
    path(_SEASON + "calendar/", calendar.show_season_calendar, name="season-calendar"),
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
    path(_TABLE + "charts/", charts.show_standings_charts, name="standings-charts"),
    path(_TABLE + "table.<form:form>", standings.send_standings, name="standings-file"),
    path(_TABLE + "after-<int:round_number>/table.<form:form>", standings.send_standings, name="standings-file-after"),
    path(
        _TABLE + "after-<int:round_number>-<slug:session>/table.<form:form>",
        standings.send_standings,
        name="standings-file-after",
    ),
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
    # Last: a championship's own address is one word, like those above.
    path("<slug:championship>/", championships.show_championship, name="championship"),
]
