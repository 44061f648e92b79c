"""Photographs of an event or of a driver, and the documents of an event: uploaded, described, made public."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from championships import clock
from championships.backoffice.permissions import EDIT, PUBLISH, fetch_event, fetch_official
from championships.backoffice.views.pages import guard, render_page
from championships.models import Document, Driver, Event, Photo, Season, StaleVersion, User
from championships.officiating.errors import Refusal
from championships.officiating.photos import (
    ENDINGS,
    add_document,
    add_photo,
    describe_photo,
    hide_photo,
    issue_document,
    show_photo,
)
from championships.officiating.roles import list_scope
from championships.public.drafts import send_file
from championships.queries.photos import find_document_file, find_photo_file, refer_photo
from championships.queries.refs import find_zone

PRIVATE = "no-store"
STALE = gettext_lazy("Somebody changed this photograph meanwhile: look at it again.")


def urls(site: AdminSite) -> list[URLPattern]:
    """The addresses of these pages, inside the admin."""
    return [
        path("events/<int:pk>/photos/", guard(site, of_event), name="event_photos"),
        path("drivers/<int:pk>/photos/", guard(site, of_driver), name="driver_photos"),
        path("photos/<int:pk>/", guard(site, one_photo), name="photo"),
        path("photos/<int:pk>/file/<int:width>/", guard(site, photo_file), name="photo_file"),
        path("events/<int:pk>/documents/", guard(site, documents), name="event_documents"),
        path("documents/<int:pk>/file/", guard(site, document_file), name="document_file"),
    ]


class AboutForm(forms.Form):
    """What a photograph must carry. The verb says what is missing."""

    read_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    alt_fr = forms.CharField(
        label=gettext_lazy("What it shows, in French"), max_length=200, widget=forms.TextInput(attrs={"lang": "fr"})
    )
    alt_en = forms.CharField(
        label=gettext_lazy("What it shows, in English"), max_length=200, widget=forms.TextInput(attrs={"lang": "en"})
    )
    credit = forms.CharField(label=gettext_lazy("Credit: who took it"), max_length=120)


class PhotoForm(AboutForm):
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("JPEG, PNG or WebP, at most 20 MB. Place, time and camera are removed from it."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    field_order = ("file", "alt_fr", "alt_en", "credit")


class DocumentForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("PDF, Word (docx), Excel (xlsx), OpenDocument or text, at most 25 MB."),
        widget=forms.FileInput(attrs={"accept": ",".join(f".{ending}" for ending in ENDINGS.values())}),
    )
    title_fr = forms.CharField(
        label=gettext_lazy("Title in French"), max_length=160, widget=forms.TextInput(attrs={"lang": "fr"})
    )
    title_en = forms.CharField(
        label=gettext_lazy("Title in English"), max_length=160, widget=forms.TextInput(attrs={"lang": "en"})
    )


def fetch_driver(request: HttpRequest, pk: int) -> tuple[Driver, User]:
    """The driver, and the person who edits a season he belongs to. Raises Http404."""
    user = fetch_official(request, EDIT)
    driver = get_object_or_404(Driver, pk=pk)
    scope = list_scope(user, EDIT)
    if scope is not None:
        enrolled = Season.objects.filter(pk__in=scope, enrolments__driver=driver)
        entered = Season.objects.filter(pk__in=scope, rounds__event__entries__crew__driver=driver)
        if not enrolled.exists() and not entered.exists():
            raise Http404
    return driver, user


def fetch_photo(request: HttpRequest, pk: int) -> tuple[Photo, User]:
    """The photograph, and the person who edits its event or its driver's season. Raises Http404."""
    fetch_official(request, EDIT)
    photo = get_object_or_404(Photo.objects.select_related("event", "driver"), pk=pk)
    if photo.event_id:
        return photo, fetch_event(request, photo.event_id, EDIT)[1]
    return photo, fetch_driver(request, photo.driver_id or 0)[1]


@require_http_methods(["GET", "POST"])
def of_event(request: HttpRequest, *, site: AdminSite, pk: int) -> HttpResponse:
    event, user = fetch_event(request, pk, EDIT)
    return _list(request, site, user, event=event, driver=None)


@require_http_methods(["GET", "POST"])
def of_driver(request: HttpRequest, *, site: AdminSite, pk: int) -> HttpResponse:
    driver, user = fetch_driver(request, pk)
    return _list(request, site, user, event=None, driver=driver)


def _list(
    request: HttpRequest, site: AdminSite, user: User, *, event: Event | None, driver: Driver | None
) -> HttpResponse:
    """The photographs there are, and the form of another one."""
    posted = request.method == "POST"
    form = PhotoForm(request.POST if posted else None, request.FILES if posted else None)
    faults: list[str] = []
    if posted and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            photo = add_photo(
                file=file,
                size=file.size,
                about={name: form.cleaned_data[name] for name in ("alt_fr", "alt_en", "credit")},
                event=event,
                driver=driver,
                by=user,
                recorded_at=clock.real_now(),
            )
        except Refusal as refusal:
            faults = [str(refusal.message), *map(str, refusal.details)]
        else:
            messages.success(request, _("The photograph is kept. It is not public yet."))
            return HttpResponseRedirect(reverse("admin:photo", args=[photo.pk]))
    photos = Photo.objects.filter(event=event) if event else Photo.objects.filter(driver=driver)
    context = {
        "form": form,
        "faults": faults,
        "photos": photos.order_by("-pk"),
        "zone": find_zone(event) if event else "UTC",
    }
    subject = str(event or driver)
    crumbs = [(subject, _address_of(event, driver))]
    title = _("Photographs: %(subject)s") % {"subject": subject}
    status = 422 if faults else 200
    return render_page(request, site, "backoffice/photos/list.html", context, title=title, crumbs=crumbs, status=status)


def _address_of(event: Event | None, driver: Driver | None) -> str:
    if event is not None:
        return reverse("admin:desk", args=[event.pk])
    return reverse("admin:championships_driver_change", args=[driver.pk if driver else 0])


@require_http_methods(["GET", "POST"])
def one_photo(request: HttpRequest, *, site: AdminSite, pk: int) -> HttpResponse:
    """One photograph: describe it, make it public, take it off the pages."""
    photo, user = fetch_photo(request, pk)
    posted = request.method == "POST"
    initial = {name: getattr(photo, name) for name in ("alt_fr", "alt_en", "credit")}
    form = AboutForm(request.POST if posted else None, initial={**initial, "read_version": photo.version})
    faults: list[str] = []
    if posted and form.is_valid():
        try:
            _change(request, photo, form, user)
        except StaleVersion:
            faults = [str(STALE)]
            photo.refresh_from_db()
            bound = request.POST.copy()
            bound["read_version"] = str(photo.version)
            form = AboutForm(bound, initial=initial)
        except Refusal as refusal:
            faults = [str(refusal.message), *map(str, refusal.details)]
        else:
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(reverse("admin:photo", args=[pk]))
    context = {
        "photo": photo,
        "ref": refer_photo(photo),
        "form": form,
        "faults": faults,
        "stored": _read_about(photo) if faults else None,
        "zone": find_zone(photo.event) if photo.event else "UTC",
    }
    listed = (
        reverse("admin:event_photos", args=[photo.event_id])
        if photo.event_id
        else reverse("admin:driver_photos", args=[photo.driver_id])
    )
    crumbs = [(str(photo.event or photo.driver), listed)]
    status = 409 if faults else 200
    title = _("Photograph")
    return render_page(request, site, "backoffice/photos/one.html", context, title=title, crumbs=crumbs, status=status)


def _read_about(photo: Photo) -> list[str]:
    return [photo.alt_fr, photo.alt_en, photo.credit]


def _change(request: HttpRequest, photo: Photo, form: AboutForm, user: User) -> None:
    """What the button that was pressed stands for. Raises Refusal, StaleVersion."""
    typed = form.cleaned_data
    keys: dict[str, Any] = {"photo": photo, "by": user, "recorded_at": clock.real_now()}
    version = typed["read_version"] or 0
    pressed = request.POST.get("do", "save")
    if pressed == "hide":
        hide_photo(**keys, version=version)
        return
    about = {name: typed[name] for name in ("alt_fr", "alt_en", "credit")}
    if any(about[name] != getattr(photo, name) for name in about) or pressed == "save":
        version = describe_photo(**keys, version=version, about=about).version
    if pressed == "show":
        show_photo(**keys, version=version, now=clock.now())


@require_safe
def photo_file(request: HttpRequest, *, site: AdminSite, pk: int, width: int) -> HttpResponseBase:
    """A size of a photograph for those who may edit it, public or not."""
    photo, _user = fetch_photo(request, pk)
    ref = refer_photo(photo)
    found = find_photo_file(ref.stem, width, "jpg", at=None) if ref else None
    return send_file(found, cached=PRIVATE)


@require_http_methods(["GET", "POST"])
def documents(request: HttpRequest, *, site: AdminSite, pk: int) -> HttpResponse:
    """The documents of an event: keep one, look at it, put it on the notice board."""
    event, user = fetch_event(request, pk, EDIT, PUBLISH)
    posted = request.method == "POST"
    if posted and request.POST.get("issue", "").isdigit():
        return _issue(request, event, user)
    form = DocumentForm(request.POST if posted else None, request.FILES if posted else None)
    faults: list[str] = []
    if posted and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            add_document(
                event=event,
                file=file,
                size=file.size,
                title_fr=form.cleaned_data["title_fr"],
                title_en=form.cleaned_data["title_en"],
                by=user,
                recorded_at=clock.real_now(),
            )
        except Refusal as refusal:
            faults = [str(refusal.message), *map(str, refusal.details)]
        else:
            messages.success(request, _("The document is kept. It is not on the notice board yet."))
            return HttpResponseRedirect(reverse("admin:event_documents", args=[pk]))
    context = {
        "form": form,
        "faults": faults,
        "documents": Document.objects.filter(event=event).order_by("published_at", "pk"),
        "zone": find_zone(event),
        "event": event,
    }
    title = _("Documents: %(event)s") % {"event": event}
    crumbs = [(str(event), _address_of(event, None))]
    status = 422 if faults else 200
    template = "backoffice/photos/documents.html"
    return render_page(request, site, template, context, title=title, crumbs=crumbs, status=status)


def _issue(request: HttpRequest, event: Event, user: User) -> HttpResponse:
    document = get_object_or_404(Document, pk=request.POST["issue"][:18], event=event)
    version = request.POST.get("read_version", "")
    try:
        issue_document(
            document=document,
            version=int(version) if version.isdigit() else 0,
            by=user,
            now=clock.now(),
            recorded_at=clock.real_now(),
        )
    except StaleVersion:
        messages.error(request, _("Somebody changed this document meanwhile: look at it again."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The document is on the notice board."))
    return HttpResponseRedirect(reverse("admin:event_documents", args=[event.pk]))


@require_safe
def document_file(request: HttpRequest, *, site: AdminSite, pk: int) -> HttpResponseBase:
    """A document for those who keep it, issued or not."""
    fetch_official(request, EDIT, PUBLISH)
    document = get_object_or_404(Document, pk=pk)
    fetch_event(request, document.event_id, EDIT, PUBLISH)
    return send_file(find_document_file(pk, at=None), cached=PRIVATE, attached=True)
