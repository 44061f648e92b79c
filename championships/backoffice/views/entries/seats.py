"""Who drives a shared car in which session: a grid of cars' drivers by sessions."""

from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from championships import clock
from championships.backoffice.views.entries.frame import Held, hold_event
from championships.backoffice.views.pages import render_page
from championships.officiating.entry_values import SeatChange, StaleEntries
from championships.officiating.errors import Refusal
from championships.officiating.seats import save_seats


@require_http_methods(["GET", "POST"])
def seats(request: HttpRequest, *, site: AdminSite, pk: int) -> HttpResponse:
    """One row a driver of a shared car, one box a session. No box of a car ticked in a session: the whole crew."""
    held = hold_event(request, pk, to_write=request.method == "POST")
    typed: set[str] | None = None
    stale: frozenset[int] = frozenset()
    refusal: Refusal | None = None
    if request.method == "POST":
        typed = set(request.POST.getlist("seat"))
        try:
            published = save_seats(
                event=held.event,
                changes=_read_changes(request, held, typed),
                by=held.user,
                now=clock.now(),
                recorded_at=clock.real_now(),
            )
        except StaleEntries as found:
            stale = found.entry_ids
        except Refusal as found:
            refusal = found
        else:
            messages.success(request, _("Saved: who drives which session."))
            if published:
                messages.warning(
                    request,
                    _("Published already, and unchanged by this: %(sessions)s.") % {"sessions": ", ".join(published)},
                )
            return HttpResponseRedirect(reverse("admin:entry_seats", args=[pk]))
    return render_page(
        request,
        site,
        "backoffice/entries/seats.html",
        {
            "held": held,
            "event": held.event,
            "sessions": held.page.sessions,
            "cars": _build_cars(held, typed, stale),
            "stale": bool(stale),
            "refusal": refusal,
        },
        title=_("Who drives which session: %(event)s") % {"event": held.event},
        crumbs=held.list_crumbs,
        status=200,
    )


def _read_changes(request: HttpRequest, held: Held, typed: set[str]) -> list[SeatChange]:
    """The cars whose boxes are not as they were shown. What was shown is sent along, so that others' work stays."""
    changes = []
    for row in held.page.shared:
        version = request.POST.get(f"e{row.pk}-version", "")
        if not (version.isascii() and version.isdigit() and len(version) < 10):
            continue
        wanted = {
            session.pk: tuple(member.pk for member in row.crew if f"{session.pk}-{row.pk}-{member.pk}" in typed)
            for session in held.page.sessions
        }
        boxes = sorted(box for box in typed if box.split("-")[1:2] == [str(row.pk)])
        if " ".join(boxes) != request.POST.get(f"e{row.pk}-base", ""):
            changes.append(SeatChange(row.pk, int(version), wanted))
    return changes


def _build_cars(held: Held, typed: set[str] | None, stale: frozenset[int]) -> list[dict[str, Any]]:
    cars = []
    for row in held.page.shared:
        boxes = []
        stored = set()
        for member in row.crew:
            cells = []
            for session in held.page.sessions:
                name = f"{session.pk}-{row.pk}-{member.pk}"
                seated = member.pk in held.page.seats.get((session.pk, row.pk), ())
                if seated:
                    stored.add(name)
                cells.append(
                    {
                        "session": session,
                        "name": name,
                        "on": seated if typed is None else name in typed,
                        "theirs": row.pk in stale and seated,
                        "label": _("%(driver)s, car %(car)s, %(session)s")
                        % {"driver": member.name, "car": row.number or "?", "session": session.name},
                    }
                )
            boxes.append({"member": member, "cells": cells})
        cars.append({"row": row, "boxes": boxes, "base": " ".join(sorted(stored)), "stale": row.pk in stale})
    return cars
