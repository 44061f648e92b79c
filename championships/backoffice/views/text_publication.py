"""Publishing a text, a preview or a piece of news: now, at a time to come, or not after all."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from championships import clock
from championships.backoffice.text_forms import PublishForm
from championships.backoffice.views.pages import Crumb, render_page
from championships.models import News, Preview, Report, StaleVersion, User
from championships.officiating.errors import Refusal

LANGUAGES = ("fr", "en")

type Text = News | Preview | Report


@dataclass(frozen=True, slots=True)
class Publication:
    """What the page of a preview and that of a piece of news differ in. `name`: of the text, in addresses and verbs."""

    name: str
    publish: Callable[..., Any]
    unschedule: Callable[..., Any]
    done: str
    stale: str
    title: str
    crumbs: Sequence[Crumb]
    address: str = ""  # of the page it is written on; empty: the one of that name


def tell_state(text: Any, now: Any) -> str:
    """none, draft, planned or published."""
    if text is None:
        return "none"
    if text.published_at is None:
        return "draft"
    return "published" if text.published_at <= now else "planned"


def answer_publication(
    request: HttpRequest, site: AdminSite, *, text: Text, user: User, zone: str, page: Publication
) -> HttpResponse:
    """Ask, then publish, plan or take a planned publication back. The times are the server's."""
    posted = request.method == "POST"
    initial = {"read_version": text.version, "when": "now"}
    form = PublishForm(request.POST if posted else None, initial=initial, zone=zone)
    address = page.address or reverse(f"admin:{page.name}", args=[text.pk])
    faults: list[str] = []
    if posted and form.is_valid():
        typed = form.cleaned_data
        keys: dict[str, Any] = {
            page.name: text,
            "version": typed["read_version"],
            "by": user,
            "now": clock.now(),
            "recorded_at": clock.real_now(),
        }
        try:
            if request.POST.get("do") == "unschedule":
                page.unschedule(**keys)
                messages.success(request, _("The publication was taken back. It is a draft again."))
            else:
                page.publish(**keys, at=typed["at"])
                messages.success(request, _("The publication is planned.") if typed["at"] else page.done)
        except StaleVersion:
            messages.error(request, page.stale)
        except Refusal as refusal:
            faults = [str(refusal.message), *map(str, refusal.details)]
        if not faults:
            return HttpResponseRedirect(address)
    context = {
        "form": form,
        "faults": faults,
        "zone": zone,
        "state": tell_state(text, clock.now()),
        "text": text,
        "address": address,
        "looks": [(code, reverse(f"admin:{page.name}_look", args=[text.pk, code])) for code in LANGUAGES],
    }
    template = "backoffice/previews/publish.html"
    status = 409 if faults else 200
    return render_page(request, site, template, context, title=page.title, crumbs=page.crumbs, status=status)
