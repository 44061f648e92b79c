"""Calendars to subscribe to."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from championships import clock
from championships.public.answers import answer_bytes
from championships.public.icalendar_feed import write_calendar
from championships.public.languages import language
from championships.queries.calendar_feeds import (
    CalendarFeed,
    Meeting,
    load_championship_feed,
    load_driver_feed,
    load_event_feed,
    load_season_feed,
    load_whole_feed,
)


@require_safe
def send_whole_calendar(request: HttpRequest) -> HttpResponse:
    return _answer(request, load_whole_feed(at=clock.now()))


@require_safe
def send_season_calendar(request: HttpRequest, championship: str, season: str) -> HttpResponse:
    return _answer(request, load_season_feed(championship, season, at=clock.now()))


@require_safe
def send_championship_calendar(request: HttpRequest, championship: str) -> HttpResponse:
    return _answer(request, load_championship_feed(championship, at=clock.now()))


@require_safe
def send_event_calendar(request: HttpRequest, year: int, event: str) -> HttpResponse:
    return _answer(request, load_event_feed(year, event, at=clock.now()))


@require_safe
def send_driver_calendar(request: HttpRequest, driver: str) -> HttpResponse:
    return _answer(request, load_driver_feed(driver, at=clock.now()))


def _answer(request: HttpRequest, feed: CalendarFeed | None) -> HttpResponse:
    if feed is None:
        raise Http404

    def link(meeting: Meeting) -> str:
        if meeting.event is None:
            return ""
        name = "event-preview" if meeting.preview else "event"
        return request.build_absolute_uri(reverse(name, args=[meeting.event.year, meeting.event.slug]))

    source = request.build_absolute_uri(request.path)
    text = write_calendar(feed, language=language(), name=feed.name or _("All championships"), link=link, source=source)
    return answer_bytes(request, text.encode(), "text/calendar; charset=utf-8", saved_as="calendar.ics")
