"""Previews and reports sentence by sentence: drafted from the data, edited, flagged where the facts have moved."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

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
from championships.backoffice.sentences.places import list_people, list_places
from championships.backoffice.sentences.sheet import Sheet, add, join_stored, keep, move, read_sheet, take
from championships.backoffice.sentences.sheet import remove as remove_row
from championships.backoffice.sentences.showing import build_groups, compare_sheets, list_offers, tell_stale
from championships.backoffice.sentences.words import say_fact
from championships.backoffice.text_forms import Difference
from championships.backoffice.views.pages import guard, render_page
from championships.backoffice.views.text_publication import LANGUAGES, Publication, answer_publication, tell_state
from championships.models import Event, Preview, Report, Sentence, StaleVersion, User
from championships.officiating.errors import Refusal
from championships.officiating.drafted import from_draft
from championships.officiating.sentences import (
    Edited,
    draft_text,
    publish_report,
    read_sentences,
    save_sentences,
    unschedule_report,
)
from championships.public.drafts import answer_report, in_language, link_languages
from championships.queries.refs import find_zone
from championships.queries.reports import load_report
from championships.queries.story_drafts import compare_text, find_moment, load_draft

STORED = "stored"

type Model = type[Preview] | type[Report]

_DRAFTS = {"draft": Edited.ASK, "draft-keep": Edited.KEEP, "draft-replace": Edited.REPLACE}


def urls(site: AdminSite) -> list[URLPattern]:
    """The addresses of these pages, inside the admin."""
    return [
        path("events/<int:pk>/preview/sentences/", guard(site, write_preview), name="preview_sentences"),
        path("events/<int:pk>/report/", guard(site, write_report), name="report_sentences"),
        path("reports/<int:pk>/publish/", guard(site, publish), name="report_publish"),
        path("reports/<int:pk>/look/<str:language>/", guard(site, look), name="report_look"),
    ]


@require_http_methods(["GET", "POST"])
def write_preview(request: HttpRequest, *, site: AdminSite, pk: int) -> HttpResponse:
    """The sentences of a preview (nothing is stored before a draft is asked for or a sentence saved)."""
    event, user = fetch_event(request, pk, EDIT)
    return _Page(request, site, event, user, Preview).answer()


@require_http_methods(["GET", "POST"])
def write_report(request: HttpRequest, *, site: AdminSite, pk: int) -> HttpResponse:
    """The report of an event."""
    event, user = fetch_event(request, pk, EDIT)
    return _Page(request, site, event, user, Report).answer()


@dataclass
class _Page:
    """One request for the page of sentences. `asks`: edited sentences a new draft would replace."""

    request: HttpRequest
    site: AdminSite
    event: Event
    user: User
    model: Model
    asks: Sequence[str] = ()

    @property
    def address(self) -> str:
        name = "preview_sentences" if self.model is Preview else "report_sentences"
        return reverse(f"admin:{name}", args=[self.event.pk])

    def read(self) -> tuple[Preview | Report | None, Sheet]:
        """What is stored. Two queries."""
        text = self.model.objects.select_related("event__circuit", "event__layout").filter(event=self.event).first()
        sheet = Sheet(
            title_fr=text.title_fr if text else "",
            title_en=text.title_en if text else "",
            sentences=read_sentences(text),
            version=text.version if text else None,
        )
        return text, sheet

    def answer(self) -> HttpResponse:
        text, stored = self.read()
        if self.request.method != "POST":
            return self.show(text, stored)
        data = self.request.POST
        typed = read_sheet(data, stored.sentences)
        if typed.version != stored.version:
            if typed.says() == stored.says():  # the same form sent twice
                return HttpResponseRedirect(self.address)
            return self.show_differences(text, typed, stored)
        try:
            return self.act(data.get("do", "save"), text, typed)
        except StaleVersion:
            text, stored = self.read()
            return self.show_differences(text, typed, stored)
        except Refusal as refusal:
            text, stored = self.read()
            self.asks = [str(line) for line in refusal.details]
            if not self.asks:
                messages.error(self.request, str(refusal.message))
            return self.show(text, stored, status=409)

    def act(self, do: str, text: Preview | Report | None, typed: Sheet) -> HttpResponse:
        """Whatever the button, what was typed is saved with it."""
        verb, _colon, what = do.partition(":")
        changed = self.change(verb, what, text, typed)
        if not (verb in _DRAFTS and changed.is_empty):
            text = self.save(changed)
        if verb in _DRAFTS:
            self.draft(text, _DRAFTS[verb])
        said = (
            _("Drafted from the data. Read every sentence before you publish it.") if verb in _DRAFTS else _("Saved.")
        )
        messages.success(self.request, said, extra_tags=STORED)  # the browser may forget what it kept
        anchor = f"#row-{what}" if verb in ("up", "down", "keep", "take") and what.isdigit() else ""
        return HttpResponseRedirect(self.address + anchor)

    def change(self, verb: str, what: str, text: Preview | Report | None, typed: Sheet) -> Sheet:
        """What the button of a row does to what was typed."""
        number = int(what) if what.isascii() and what.isdigit() else None
        if number is not None and verb in ("up", "down"):
            return move(typed, number, -1 if verb == "up" else 1)
        if number is not None and verb == "remove":
            return remove_row(typed, number)
        if text is None or verb not in ("take", "keep", "add"):
            return typed
        draft, changes = compare_text(text, at=clock.now())
        if verb == "add":
            placed = draft.find(what)
            told = {one.key for one in typed.sentences}
            return add(typed, placed) if placed is not None and what not in told else typed
        found = changes.get(number or 0)
        if found is None:
            return typed
        return take(typed, number or 0, found) if verb == "take" else keep(typed, number or 0, found)

    def save(self, sheet: Sheet) -> Preview | Report:
        return save_sentences(
            model=self.model,
            event=self.event,
            version=sheet.version,
            title_fr=sheet.title_fr,
            title_en=sheet.title_en,
            sentences=sheet.sentences,
            by=self.user,
            now=clock.now(),
            recorded_at=clock.real_now(),
        )

    def draft(self, text: Preview | Report | None, edited: Edited) -> None:
        now = clock.now()
        draft = load_draft(self.event, find_moment(self.model), at=now)
        draft_text(
            model=self.model,
            event=self.event,
            version=text.version if text else None,
            drafted=[from_draft(one) for one in draft.sentences],
            edited=edited,
            by=self.user,
            now=now,
            recorded_at=clock.real_now(),
        )

    def show_differences(self, text: Preview | Report | None, typed: Sheet, stored: Sheet) -> HttpResponse:
        """Somebody else saved meanwhile: both are shown, and the next save starts from what is stored now."""
        if text is None:
            return self.show(None, typed, status=409)
        known = [int(key) for key in self.request.POST.getlist("known") if key.isascii() and key.isdigit()]
        merged = join_stored(typed, stored.sentences, known, text.version)
        return self.show(text, merged, differences=compare_sheets(typed, stored), status=409)

    def show(
        self,
        text: Preview | Report | None,
        sheet: Sheet,
        *,
        differences: Sequence[Difference] = (),
        status: int = 200,
    ) -> HttpResponse:
        now = clock.now()
        places = list_places(self.event, sheet.sentences)
        draft, changes = compare_text(text, at=now) if text else (None, {})
        names = draft.names if draft else {}
        groups, following = build_groups(sheet, places, changes, names)
        title = next((one for one in sheet.sentences if one.part == Sentence.Part.TITLE), None)
        is_preview = self.model is Preview
        context: dict[str, Any] = {
            "event": self.event,
            "text": text,
            "sheet": sheet,
            "title_fact": say_fact(title.kind, title.figures, names) if title and title.key else None,
            "title_pk": title.pk if title else None,
            "title_stale": tell_stale(changes.get(title.pk or 0), names) if title else None,
            "groups": groups,
            "spare": following,
            "rows": following + 1,
            "people": list_people(self.event, places),
            "offers": list_offers(draft, sheet, places) if draft else (),
            "stale": len(changes),
            "asks": self.asks,
            "differences": differences,
            "state": tell_state(text, now),
            "zone": find_zone(self.event),
            "is_preview": is_preview,
            "address": self.address,
            "keep": f"{'preview' if is_preview else 'report'}-sentences-{self.event.pk}-{self.user.pk}",
        }
        label = _("Sentences of the preview: %(event)s") if is_preview else _("Report: %(event)s")
        crumbs = [(gettext_lazy("Previews"), reverse("admin:preview_list"))]
        return render_page(
            self.request,
            self.site,
            "backoffice/sentences/write.html",
            context,
            title=label % {"event": self.event},
            crumbs=crumbs,
            status=status,
        )


def fetch_report(request: HttpRequest, pk: int) -> tuple[Report, User]:
    """The report, and the person who may edit at its event. Raises Http404."""
    fetch_official(request, EDIT)
    report = get_object_or_404(Report.objects.select_related("event__circuit"), pk=pk)
    _event, user = fetch_event(request, report.event_id, EDIT)
    return report, user


@require_http_methods(["GET", "POST"])
def publish(request: HttpRequest, *, site: AdminSite, pk: int) -> HttpResponse:
    """Publish a report now or at a time to come, or take a planned publication back."""
    report, user = fetch_report(request, pk)
    edit = reverse("admin:report_sentences", args=[report.event_id])
    page = Publication(
        name="report",
        publish=publish_report,
        unschedule=unschedule_report,
        done=_("The report is published."),
        stale=_("Somebody changed this report meanwhile: read it again before publishing."),
        title=_("Publish the report: %(event)s") % {"event": report.event},
        crumbs=[(gettext_lazy("Previews"), reverse("admin:preview_list")), (str(report.event), edit)],
        address=edit,
    )
    return answer_publication(request, site, text=report, user=user, zone=find_zone(report.event), page=page)


@require_safe
def look(request: HttpRequest, *, site: AdminSite, pk: int, language: str) -> HttpResponse:
    """The report as it will stand, in one language, for the editors alone."""
    report, _user = fetch_report(request, pk)
    if language not in LANGUAGES:
        raise Http404
    now = clock.now()
    with in_language(language):
        page = load_report(report.event.year, report.event.slug, at=now, unpublished=True)
        if page is None:
            raise Http404
        addresses = {code: reverse("admin:report_look", args=[pk, code]) for code in LANGUAGES}
        return answer_report(request, page, now=now, draft=True, **link_languages(addresses, language))
