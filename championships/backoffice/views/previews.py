"""Previews in the editor's own words, in both languages; their list, with the reports; looking at them, publishing."""

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from championships import clock
from championships.backoffice.permissions import EDIT, fetch_event, fetch_official
from championships.backoffice.text_forms import (
    Difference,
    PreviewForms,
    list_differences,
    make_preview_forms,
)
from championships.backoffice.views.pages import Crumb, guard, render_page
from championships.backoffice.views.text_publication import LANGUAGES, Publication, answer_publication, tell_state
from championships.models import Event, Preview, StaleVersion, User
from championships.officiating.editorial import (
    PreviewText,
    publish_preview,
    read_preview,
    save_preview,
    start_preview,
    unschedule_preview,
)
from championships.officiating.roles import list_scope
from championships.public.drafts import answer_preview, in_language, link_languages
from championships.queries.previews import load_preview
from championships.queries.refs import find_zone
from championships.queries.story_drafts import count_stale

LIST_LIMIT = 100


def urls(site: AdminSite) -> list[URLPattern]:
    """The addresses of these pages, inside the admin."""
    return [
        path("previews/", guard(site, show_list), name="preview_list"),
        path("events/<int:pk>/preview/", guard(site, write_of_event), name="preview_new"),
        path("previews/<int:pk>/", guard(site, write), name="preview"),
        path("previews/<int:pk>/publish/", guard(site, publish), name="preview_publish"),
        path("previews/<int:pk>/look/<str:language>/", guard(site, look), name="preview_look"),
    ]


def fetch_preview(request: HttpRequest, pk: int) -> tuple[Preview, User]:
    """The preview, and the person who may edit at its event. Raises Http404."""
    fetch_official(request, EDIT)
    preview = get_object_or_404(Preview.objects.select_related("event__circuit"), pk=pk)
    _event, user = fetch_event(request, preview.event_id, EDIT)
    return preview, user


@require_safe
def show_list(request: HttpRequest, *, site: AdminSite) -> HttpResponse:
    """The events this person edits, newest first, each with its preview, its report, and what has grown stale."""
    user = fetch_official(request, EDIT)
    scope = list_scope(user, EDIT)
    found = Event.objects.select_related("preview", "report", "circuit").order_by("-year", "-starts_on", "slug")
    if scope is not None:
        found = found.filter(rounds__season__in=scope).distinct()
    now = clock.now()
    events = list(found[:LIST_LIMIT])
    stale = count_stale([event.pk for event in events], at=now)
    rows = [
        {
            "event": event,
            "zone": find_zone(event),
            "preview": preview,
            "state": tell_state(preview, now),
            "stale": stale.get(("preview", event.pk), 0),
            "report": report,
            "report_state": tell_state(report, now),
            "report_stale": stale.get(("report", event.pk), 0),
            "begun": event.starts_on is not None and event.starts_on <= now.date(),
        }
        for event in events
        for preview, report in [(getattr(event, "preview", None), getattr(event, "report", None))]
    ]
    context = {"rows": rows, "stale": [row for row in rows if row["stale"] or row["report_stale"]]}
    return render_page(request, site, "backoffice/previews/list.html", context, title=_("Previews and reports"))


@require_http_methods(["GET", "POST"])
def write_of_event(request: HttpRequest, *, site: AdminSite, pk: int) -> HttpResponse:
    """The preview of an event; a new one where there is none (nothing is stored before it is saved)."""
    event, user = fetch_event(request, pk, EDIT)
    preview = Preview.objects.filter(event=event).first()
    if preview is not None and request.method != "POST":
        return HttpResponseRedirect(reverse("admin:preview", args=[preview.pk]))
    return _write(request, site, event, preview, user)


@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, *, site: AdminSite, pk: int) -> HttpResponse:
    preview, user = fetch_preview(request, pk)
    return _write(request, site, preview.event, preview, user)


def _write(request: HttpRequest, site: AdminSite, event: Event, preview: Preview | None, user: User) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    stored = read_preview(preview) if preview else PreviewText()
    sheet = make_preview_forms(event=event, text=stored, version=preview.version if preview else None, data=data)
    differences: list[Difference] = []
    if data is not None and sheet.is_valid():
        try:
            saved = _save(event, preview, sheet, user)
        except StaleVersion:
            preview = Preview.objects.select_related("event").get(event=event)
            stored = read_preview(preview)
            if stored == sheet.read():  # the same form sent twice
                return HttpResponseRedirect(reverse("admin:preview", args=[preview.pk]))
            anew = make_preview_forms(event=event, text=stored, version=preview.version, data=None)
            differences = _compare(sheet, anew)
            # The next save starts from what is stored now: the editor has seen both.
            bound = data.copy()
            bound["read_version"] = str(preview.version)
            sheet = make_preview_forms(event=event, text=stored, version=preview.version, data=bound)
            sheet.is_valid()
        else:
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(reverse("admin:preview", args=[saved.pk]))
    now = clock.now()
    context = {
        "sheet": sheet,
        "event": event,
        "preview": preview,
        "state": tell_state(preview, now),
        "zone": find_zone(event),
        "differences": differences,
        "keep": f"preview-{event.pk}-{user.pk}",
        "faulty": data is not None and not differences,
        "address": reverse("admin:preview", args=[preview.pk]) if preview else request.path,
    }
    title = _("Preview: %(event)s") % {"event": event}
    crumbs = [(gettext_lazy("Previews"), reverse("admin:preview_list"))]
    status = 409 if differences else 200
    return render_page(
        request, site, "backoffice/previews/write.html", context, title=title, crumbs=crumbs, status=status
    )


def _save(event: Event, preview: Preview | None, sheet: PreviewForms, user: User) -> Preview:
    version = sheet.main.cleaned_data["read_version"]
    if preview is None:
        return start_preview(event=event, text=sheet.read(), by=user, recorded_at=clock.real_now())
    if version is None:
        raise StaleVersion  # begun by somebody else while this one was written
    return save_preview(
        preview=preview,
        version=version,
        text=sheet.read(),
        by=user,
        now=clock.now(),
        recorded_at=clock.real_now(),
    )


def _compare(sent: PreviewForms, stored: PreviewForms) -> list[Difference]:
    """What is stored beside what was typed: sections by their season, highlights by their place."""
    of_season = {form.season.pk: form.initial for form in stored.sections}
    lines = [form.initial for form in stored.highlights]
    lines += [{} for _form in sent.highlights[len(lines) :]]
    return [
        *list_differences([sent.main], [stored.main.initial]),
        *list_differences(sent.sections, [of_season.get(form.season.pk, {}) for form in sent.sections]),
        *list_differences(sent.highlights, lines),
    ]


@require_http_methods(["GET", "POST"])
def publish(request: HttpRequest, *, site: AdminSite, pk: int) -> HttpResponse:
    """Publish now or at a time to come, or take a planned publication back."""
    preview, user = fetch_preview(request, pk)
    crumbs: list[Crumb] = [
        (gettext_lazy("Previews"), reverse("admin:preview_list")),
        (str(preview.event), reverse("admin:preview", args=[preview.pk])),
    ]
    page = Publication(
        name="preview",
        publish=publish_preview,
        unschedule=unschedule_preview,
        done=_("The preview is published."),
        stale=_("Somebody changed this preview meanwhile: read it again before publishing."),
        title=_("Publish the preview: %(event)s") % {"event": preview.event},
        crumbs=crumbs,
    )
    return answer_publication(request, site, text=preview, user=user, zone=find_zone(preview.event), page=page)


@require_safe
def look(request: HttpRequest, *, site: AdminSite, pk: int, language: str) -> HttpResponse:
    """The preview as it will stand, in one language, for the editors alone."""
    preview, _user = fetch_preview(request, pk)
    if language not in LANGUAGES:
        raise Http404
    now = clock.now()
    with in_language(language):
        page = load_preview(preview.event.year, preview.event.slug, at=now, unpublished=True)
        if page is None:
            raise Http404
        addresses = {code: reverse("admin:preview_look", args=[pk, code]) for code in LANGUAGES}
        return answer_preview(request, page, now=now, draft=True, **link_languages(addresses, language))
