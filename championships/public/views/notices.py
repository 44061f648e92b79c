"""The notice board of an event."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from championships import clock
from championships.public.rendering import render_page
from championships.queries.notices import load_notices


@require_safe
def show_notices(request: HttpRequest, year: int, event: str) -> HttpResponse:
    """As it stands now; `?as-of=2025-09-06T15:00`: as it stood then, in the time of the venue where no zone is said."""
    now = clock.now()
    page = load_notices(year, event, at=now)
    asked = request.GET.get("as-of", "")
    moment = read_moment(asked, page.zone) if page and asked else None
    if page is None or (asked and (moment is None or moment > now)):
        raise Http404
    if moment is not None:
        page = load_notices(year, event, at=moment)
    demo = page.event.name if page and page.demo else ""
    return render_page(request, "public/notices.html", page, now=now, section="calendar", demo=demo, moment=moment)


def read_moment(text: str, zone: str) -> datetime | None:
    """An instant as written in an address; None where it cannot be read."""
    try:
        moment = datetime.fromisoformat(text.replace(" ", "+"))
        return (moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
