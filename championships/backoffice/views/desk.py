"""The weekend desk: what stands at an event, what is missing, and one sensible next action for each session."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.contrib.admin import AdminSite
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import NoReverseMatch, URLPattern, path, reverse
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from championships import clock
from championships.backoffice.permissions import (
    DECIDE,
    EDIT,
    ENTER,
    LOOK,
    PUBLISH,
    fetch_event,
    fetch_official,
    list_season_ids,
    may,
)
from championships.backoffice.views.pages import guard, render_page
from championships.formatting.dates import write_clock, write_weekday_clock
from championships.officiating.roles import list_scope
from championships.queries.desk import Desk, DeskSession, Missing, load_desk
from championships.queries.weekends import list_weekends


def urls(site: AdminSite) -> list[URLPattern]:
    """The addresses of these pages, inside the admin."""
    return [
        path("events/", guard(site, list_events), name="desks"),
        path("events/<int:pk>/", guard(site, show_desk), name="desk"),
    ]


@dataclass(frozen=True, slots=True)
class Rights:
    """What the person who looks may do at this event."""

    enter: bool
    publish: bool
    decide: bool
    edit: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Row:
    """A session as the desk shows it. `tag`: class of its state; `next`: the one button, where there is one."""

    session: DeskSession
    state: str
    tag: str
    since: str
    missing: tuple[str, ...]
    next: Link | None
    links: tuple[Link, ...]


@require_safe
def list_events(request: HttpRequest, *, site: AdminSite) -> HttpResponse:
    """The weekends of this person: now, next, past."""
    user = fetch_official(request, LOOK)
    weekends = list_weekends(list_scope(user, LOOK), at=clock.now())
    return render_page(request, site, "backoffice/desk/events.html", {"weekends": weekends}, title=_("Race weekends"))


@require_safe
def show_desk(request: HttpRequest, *, site: AdminSite, pk: int) -> HttpResponse:
    """One event. The number of queries does not depend on its sessions."""
    event, user = fetch_event(request, pk, LOOK, ENTER, PUBLISH, DECIDE, EDIT)
    now = clock.now()
    desk = load_desk(event.pk, user_pk=user.pk, at=now)
    if desk is None:
        raise Http404
    seasons = list_season_ids(event)
    rights = Rights(*(may(user, ability, seasons) for ability in (ENTER, PUBLISH, DECIDE, EDIT)))
    rows = [_read_row(desk, session, rights, now) for session in desk.sessions]
    context = {"desk": desk, "rows": rows, "links": _list_event_links(desk, rights), "now": now}
    crumbs = [(_("Race weekends"), reverse("admin:desks"))]
    return render_page(request, site, "backoffice/desk/desk.html", context, title=desk.name, crumbs=crumbs)


def _read_row(desk: Desk, session: DeskSession, rights: Rights, now: datetime) -> Row:
    tag, state = _tell_state(session)
    chosen = _choose_next(desk, session, rights, now)
    links = tuple(link for link in _list_links(desk, session, rights) if chosen is None or link.href != chosen.href)
    return Row(
        session=session,
        state=state,
        tag=tag,
        since=_tell_since(session, desk.zone),
        missing=tuple(_tell_missing(session)),
        next=chosen,
        links=links,
    )


def _tell_state(session: DeskSession) -> tuple[str, str]:
    """The class of the tag and its word."""
    if session.is_cancelled:
        return "withdrawn", _("cancelled")
    if session.pending and session.is_final:
        return "pending", _("decision pending")
    words = {
        "provisional": ("prov", _("provisional")),
        "official": ("official", _("official")),
        "amended": ("amended", _("amended")),
        "withdrawn": ("withdrawn", pgettext("bulletin", "withdrawn")),
    }
    if session.state:
        return words[session.state]
    return ("draft", _("draft")) if session.draft else ("none", _("nothing yet"))


def _tell_since(session: DeskSession, zone: str) -> str:
    """Since when it stands, and how long it may be protested, in the time of the venue."""
    language = get_language() or "en"
    if session.issued_at is None:
        return ""
    since = write_clock(session.issued_at, zone, language)
    if session.state == "provisional" and session.protest_until is not None:
        venue = ZoneInfo(zone)
        same_day = session.issued_at.astimezone(venue).date() == session.protest_until.astimezone(venue).date()
        until = (write_clock if same_day else write_weekday_clock)(session.protest_until, zone, language)
        if session.window_open:
            return _("since %(since)s, protests until %(until)s") % {"since": since, "until": until}
        return _("since %(since)s, the time for protests ended at %(until)s") % {"since": since, "until": until}
    return _("since %(since)s") % {"since": since}


def _tell_missing(session: DeskSession) -> list[str]:
    errors = session.draft.errors if session.draft else 0
    words = {
        Missing.ENTRIES: _("The event has no entry list."),
        Missing.GRID: _("The grid is not drawn up."),
        Missing.ERRORS: ngettext("The draft has %(count)s error.", "The draft has %(count)s errors.", errors)
        % {"count": errors},
        Missing.PROTEST: ngettext("%(count)s protest is open.", "%(count)s protests are open.", session.protests)
        % {"count": session.protests},
        Missing.SECOND: _("A second person is needed: you had a hand in this result."),
        Missing.DECISION: _("A decision waits for an amended bulletin."),
    }
    return [words[code] for code in session.missing]


def _choose_next(desk: Desk, session: DeskSession, rights: Rights, now: datetime) -> Link | None:
    """The next sensible action of a person with these rights; None: nothing to do but to wait."""
    if session.is_cancelled:
        return None
    publish = reverse("admin:session_publish", args=[session.pk])
    enter = reverse("admin:session_results", args=[session.pk])
    protests = reverse("admin:session_protests", args=[session.pk])
    if session.protests and rights.decide:
        return Link(_("Settle the protest"), protests)
    if session.amendment and rights.publish and not session.amendment_mine:
        return Link(_("Confirm the amendment"), publish)
    if session.draft is not None and not session.amendment:
        return _choose_for_draft(session, rights, publish, enter)
    if session.state in ("", "withdrawn"):
        return _choose_first(desk, session, rights, enter, now)
    if session.state == "provisional" and not session.window_open and not session.protests:
        if rights.publish and not session.involved:
            return Link(_("Make it official"), publish)
    elif session.state == "provisional" and rights.decide:
        return _write_decision(desk, session)
    return None


def _choose_for_draft(session: DeskSession, rights: Rights, publish: str, enter: str) -> Link | None:
    if session.draft is not None and session.draft.errors and rights.enter:
        return Link(_("Correct the draft"), enter)
    if rights.publish:
        label = _("Prepare the amendment") if session.is_final else _("Check and publish")
        return Link(label, publish)
    return Link(_("Go on entering"), enter) if rights.enter else None


def _choose_first(desk: Desk, session: DeskSession, rights: Rights, enter: str, now: datetime) -> Link | None:
    """Before the first bulletin: the entry list, the grid, and from its start on the results."""
    if not rights.enter:
        return None
    if Missing.ENTRIES in session.missing:
        return _link(_("Make the entry list"), "admin:entry_list", desk.pk)
    ahead = session.starts_at is not None and now < session.starts_at
    if Missing.GRID in session.missing and ahead:
        return _link(_("Draw up the grid"), "admin:session_grid", session.pk)
    return None if ahead else Link(_("Enter the results"), enter)


def _link(label: str, name: str, *args: object) -> Link | None:
    """A link to a page of the office or the public; none where this site has no such page."""
    try:
        return Link(label, reverse(name, args=args))
    except NoReverseMatch:
        return None


def _write_decision(desk: Desk, session: DeskSession) -> Link | None:
    found = _link(_("Write a decision"), "admin:decision_new", desk.pk)
    return Link(found.label, f"{found.href}?session={session.pk}") if found else None


def _list_links(desk: Desk, session: DeskSession, rights: Rights) -> list[Link]:
    found = [
        _link(_("Results"), "admin:session_results", session.pk) if rights.enter or rights.publish else None,
        _link(_("Timing import"), "admin:timing_import", session.pk) if rights.enter else None,
        _link(_("Grid"), "admin:session_grid", session.pk) if session.is_race else None,
        _link(_("Publish"), "admin:session_publish", session.pk),
        _link(_("Protests"), "admin:session_protests", session.pk),
    ]
    if session.bulletin is not None:
        label = _("Bulletin %(n)s") % {"n": session.bulletin}
        found.append(Link(label, reverse("admin:bulletin", args=[session.pk, session.bulletin])))
    if session.state not in ("", "withdrawn"):
        for name in ("session-paper", "session"):
            page = _link(_("Print"), name, desk.year, desk.slug, session.slug)
            if page is not None:
                found.append(page)
                break
    return [link for link in found if link is not None]


def _list_event_links(desk: Desk, rights: Rights) -> list[Link]:
    """The pages of the whole event; the notice board is the public's."""
    links = [
        _link(_("Entry list"), "admin:entry_list", desk.pk),
        _link(_("Decisions"), "admin:event_decisions", desk.pk),
        _link(_("New decision"), "admin:decision_new", desk.pk) if rights.decide else None,
        _link(_("Preview"), "admin:preview_new", desk.pk) if rights.edit else None,
        _link(_("Report"), "admin:report_sentences", desk.pk) if rights.edit else None,
        _link(_("Photographs"), "admin:event_photos", desk.pk) if rights.edit else None,
        _link(_("Documents"), "admin:event_documents", desk.pk) if rights.edit or rights.publish else None,
        _link(_("Notice board"), "notices", desk.year, desk.slug),
        _link(_("Public page"), "event", desk.year, desk.slug),
    ]
    return [link for link in links if link is not None]
