"""The first step: a file is kept as it came. Nothing else is written; the same file again is said to be there."""

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from championships import clock
from championships.backoffice.permissions import ENTER, PUBLISH, fetch_session
from championships.backoffice.timing_words import FORMATS, write_fault
from championships.backoffice.views.pages import Crumb, render_page
from championships.exchange.timing.reading import read_timing
from championships.exchange.timing.values import MAX_UNPACKED, Format
from championships.models import Session, TimingFile
from championships.officiating.timing import ReadAs, keep_file


def list_crumbs(session: Session, *, deeper: bool = False) -> list[Crumb]:
    """From the desk to this page; `deeper`: to a page below it."""
    crumbs: list[Crumb] = [
        (str(session.event.name), reverse("admin:desk", args=[session.event_id])),
        (str(session.name), reverse("admin:session_results", args=[session.pk])),
    ]
    if deeper:
        crumbs.append((_("Timing files"), reverse("admin:timing_import", args=[session.pk])))
    return crumbs


def find_zone(session: Session) -> str:
    """The time zone of the venue."""
    circuit = session.event.circuit
    return circuit.time_zone if circuit else "UTC"


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest, *, site: AdminSite, pk: int) -> HttpResponse:
    """The files of a session, and a place for one more. A POST keeps it and goes on to its dry run."""
    session, user = fetch_session(request, pk, ENTER)
    fault = ""
    if request.method == "POST":
        given = request.FILES.get("file")
        if not isinstance(given, UploadedFile):
            fault = _("Choose a file first.")
        elif (given.size or 0) > MAX_UNPACKED:
            fault = _("The file is too large: 5 MB, or 20 MB for a file of laps, are the most.")
        else:
            content = given.read()
            reading = read_timing(content, name=given.name or "")
            if not content or any(fault.code == "too_large" for fault in reading.errors):
                fault = write_fault(reading.errors[0]) if reading.errors else _("The file is empty.")
            else:
                kept, is_new = keep_file(
                    session=session,
                    name=given.name or _("unnamed"),
                    content=content,
                    read_as=ReadAs(format=reading.format.value, announcements=reading.announcements),
                    by=user,
                    recorded_at=clock.real_now(),
                )
                if not is_new and kept.imported_by_id is not None:
                    messages.info(
                        request,
                        _("Nothing to do: this very file was imported already, by %(person)s.")
                        % {"person": kept.imported_by},
                    )
                    return HttpResponseRedirect(reverse("admin:timing_import", args=[session.pk]))
                return HttpResponseRedirect(reverse("admin:timing_file", args=[session.pk, kept.pk]))
    files = list(
        TimingFile.objects.filter(session=session).defer("content").select_related("imported_by").order_by("-pk")
    )
    sheets = {sheet.timing_file_id: sheet.n for sheet in session.sheets.filter(timing_file__in=files).order_by("n")}
    laps = set(TimingFile.objects.filter(session=session, laps__isnull=False).values_list("pk", flat=True))
    context = {
        "session": session,
        "fault": fault,
        "zone": find_zone(session),
        "files": [
            {
                "row": row,
                "format": FORMATS[Format(row.format)] if row.format in set(Format) else row.format,
                "size": number_format(max(1, row.size // 1024), force_grouping=True),
                "sheet": sheets.get(row.pk),
                "has_laps": row.pk in laps,
                "address": reverse("admin:timing_file", args=[session.pk, row.pk]),
                "original": reverse("admin:timing_original", args=[session.pk, row.pk]),
            }
            for row in files
        ],
        "has_laps": bool(laps),
    }
    return render_page(
        request,
        site,
        "backoffice/timing/upload.html",
        context,
        title=_("Import from timing: %(session)s") % {"session": session.name},
        crumbs=list_crumbs(session),
        status=400 if fault else 200,
    )


@require_GET
def send_original(request: HttpRequest, *, site: AdminSite, pk: int, file: int) -> HttpResponse:
    """The file as it came, to be saved, never shown: its name and content are somebody else's."""
    session, _user = fetch_session(request, pk, ENTER, PUBLISH)
    kept = get_object_or_404(TimingFile, pk=file, session=session)
    response = HttpResponse(bytes(kept.content), content_type="application/octet-stream")
    name = "".join(sign for sign in kept.name if sign.isalnum() or sign in "._- ()") or "timing"
    ascii_name = name.encode("ascii", "ignore").decode() or "timing"
    response["Content-Disposition"] = f'attachment; filename="{ascii_name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
