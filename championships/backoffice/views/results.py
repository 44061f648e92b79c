"""The results of a session: enter a draft, publish it, let a second person confirm it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from championships import clock
from championships.backoffice.forms import (
    LineForm,
    SheetForm,
    build_lines,
    make_line_forms,
    read_line,
    read_stored_lines,
    retype,
)
from championships.backoffice.permissions import ENTER, PUBLISH, fetch_session, list_season_ids, may, require
from championships.backoffice.problems import write_problem
from championships.backoffice.views.pages import guard
from championships.models import Bulletin, Entry, Line, Session, Sheet, StaleVersion, User
from championships.officiating import entry, publishing
from championships.officiating.errors import Refusal
from championships.scoring.checks import Level
from championships.scoring.vocabulary import SheetOrigin


def urls(site: AdminSite) -> list[URLPattern]:
    """The addresses of these pages, inside the admin."""
    return [
        path("sessions/<int:pk>/results/", guard(site, results), name="session_results"),
        path("sessions/<int:pk>/results/confirm/<int:n>/", guard(site, confirm), name="session_confirm"),
    ]


@dataclass(frozen=True, slots=True)
class Draft:
    """What is stored of a session's draft; without one, the newest published sheet is what a new one starts from."""

    sheet: Sheet | None
    lines: Mapping[int, Line]

    @property
    def version(self) -> int | None:
        return self.sheet.version if self.sheet is not None and self.sheet.draft else None

    @property
    def about(self) -> dict[str, Any]:
        if self.sheet is None:
            return {"origin": SheetOrigin.TIMING.value, "complete": True}
        return {"origin": self.sheet.origin, "complete": self.sheet.complete, "laps": self.sheet.laps}


def _read_draft(session: Session) -> Draft:
    sheet = Sheet.objects.filter(session=session, draft=True).first()
    if sheet is None:
        standing = _list_bulletins(session).first()
        sheet = standing.sheet if standing else None
    return Draft(sheet=sheet, lines=read_stored_lines(sheet))


def _list_bulletins(session: Session) -> QuerySet[Bulletin]:
    """What has been issued by the site's clock, newest first."""
    rows = Bulletin.objects.filter(session=session).issued(clock.now())
    return rows.select_related("sheet", "published_by", "confirmed_by").order_by("-n")


@require_http_methods(["GET", "POST"])
def results(request: HttpRequest, *, site: AdminSite, pk: int) -> HttpResponse:
    """The entry page. A POST saves the draft; `do=publish` publishes it too."""
    session, user = fetch_session(request, pk, ENTER, PUBLISH)
    draft = _read_draft(session)
    entries = list(
        Entry.objects.filter(event=session.event)
        .select_related("team")
        .prefetch_related("crew__driver")
        .order_by("order", "number", "pk")
    )
    data = request.POST if request.method == "POST" else None
    about = SheetForm(data, initial={**draft.about, "read_version": draft.version})
    rows = make_line_forms(entries=entries, lines=draft.lines, data=data)
    refusal: Refusal | None = None
    if data is not None:
        require(user, ENTER, session)
        publish = data.get("do") == "publish"
        if publish:
            require(user, PUBLISH, session)
        readable = [about.is_valid(), *(row.is_valid() for row in rows)]  # every row says its faults
        if all(readable):
            try:
                _save(session, user, about, rows, draft, publish=publish, accepted=data.getlist("accept"))
            except StaleVersion:
                _show_both(about, rows, _read_draft(session))
                messages.error(
                    request,
                    _(
                        "Somebody else saved this draft meanwhile. Nothing of yours was written and nothing is lost: "
                        "your values are in the form, theirs are shown beside them. Compare, then save again."
                    ),
                )
            except Refusal as found:
                refusal = found
            else:
                done = _("Published as provisional.") if publish else _("Draft saved.")
                messages.success(request, done)
                return HttpResponseRedirect(reverse("admin:session_results", args=[session.pk]))
        else:
            messages.error(request, _("Nothing was saved: some cells cannot be read. They are marked below."))
    return render(
        request, "backoffice/results.html", _context(request, site, session, user, draft, about, rows, refusal)
    )


def _save(
    session: Session,
    user: User,
    about: SheetForm,
    rows: list[LineForm],
    draft: Draft,
    *,
    publish: bool,
    accepted: list[str],
) -> None:
    typed = about.cleaned_data
    origin = SheetOrigin(typed["origin"])
    version = typed["read_version"]
    if version is None:
        if draft.version is not None:
            raise StaleVersion  # somebody began a draft since this page was opened
        sheet = entry.start_draft(
            session=session, by=user, recorded_at=clock.real_now(), origin=origin, now=clock.now()
        )
        version = sheet.version
    elif draft.version is None:
        raise StaleVersion  # published or thrown away since
    else:
        sheet = draft.sheet  # type: ignore[assignment]
    saved = entry.save_draft(
        sheet=sheet,
        version=version,
        lines=build_lines(rows=rows, stored=draft.lines, origin=origin),
        by=user,
        recorded_at=clock.real_now(),
        about=entry.SheetEntry(origin=origin, complete=typed["complete"], laps=typed["laps"]),
    )
    # From here on a refusal leaves the draft saved: the page goes on from the version just written.
    retype(about, "read_version", str(saved.version))
    if publish:
        publishing.publish(
            sheet=saved,
            version=saved.version,
            by=user,
            now=clock.now(),
            recorded_at=clock.real_now(),
            accepted_warnings=accepted,
        )


def _show_both(about: SheetForm, rows: list[LineForm], stored: Draft) -> None:
    """Beside each typed row what somebody else has stored; the next save starts from the stored version."""
    retype(about, "read_version", "" if stored.version is None else str(stored.version))
    for row in rows:
        line = stored.lines.get(row.car.pk)
        theirs = read_line(line) if line is not None else {}
        texts = []
        for name in ("place", "status", "laps", "time", "best_lap", "grid"):
            if (theirs.get(name) or None) != (row.cleaned_data.get(name) or None):
                shown = row.fields[name].prepare_value(theirs.get(name)) or "–"
                texts.append(f"{row.fields[name].label}: {shown}")
        row.stored = " · ".join(texts)


def _context(
    request: HttpRequest,
    site: AdminSite,
    session: Session,
    user: User,
    draft: Draft,
    about: SheetForm,
    rows: list[LineForm],
    refusal: Refusal | None,
) -> dict[str, Any]:
    bulletins = list(_list_bulletins(session))
    saved = Sheet.objects.filter(session=session, draft=True).first()
    problems = entry.check_sheet(saved) if saved is not None else ()
    current = bulletins[0] if bulletins else None
    seasons = list_season_ids(session)
    return {
        **site.each_context(request),
        "title": _("Results: %(session)s") % {"session": session},
        "session": session,
        "about": about,
        "rows": rows,
        "bulletins": bulletins,
        "current": current,
        "refusal": refusal,
        "has_draft": draft.version is not None,
        "errors": [write_problem(problem) for problem in problems if problem.level is Level.ERROR],
        "warnings": [
            (entry.name_problem(problem), write_problem(problem))
            for problem in problems
            if problem.level is Level.WARNING
        ],
        "may_publish": may(user, PUBLISH, seasons),
        "may_enter": may(user, ENTER, seasons),
        "can_confirm": current is not None and current.state == "provisional" and may(user, PUBLISH, seasons),
    }


@require_POST
def confirm(request: HttpRequest, *, site: AdminSite, pk: int, n: int) -> HttpResponse:
    """Make a provisional bulletin official. The verb refuses who entered, changed or published it."""
    session, user = fetch_session(request, pk, PUBLISH)
    bulletin = get_object_or_404(Bulletin, session=session, n=n)
    try:
        publishing.confirm(bulletin=bulletin, by=user, now=clock.now(), recorded_at=clock.real_now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The classification is official."))
    return HttpResponseRedirect(reverse("admin:session_results", args=[session.pk]))
