"""Protests of a session: received with the deadline in sight, settled with their outcome, or taken back."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from championships import clock
from championships.backoffice.permissions import DECIDE, ENTER, LOOK, PUBLISH, fetch_session, list_season_ids, may
from championships.backoffice.views.pages import guard, render_page
from championships.models import Entry, Protest, Session, StaleVersion, User, Verdict
from championships.officiating.errors import Refusal
from championships.officiating.protests import find_deadline, receive_protest, settle_protest, withdraw_protest


def urls(site: AdminSite) -> list[URLPattern]:
    """The addresses of these pages, inside the admin."""
    return [
        path("sessions/<int:pk>/protests/", guard(site, protests), name="session_protests"),
        path("sessions/<int:pk>/protests/<int:protest>/", guard(site, close), name="protest"),
    ]


class ReceiveForm(forms.Form):
    """A protest as it came in. The time is that of the venue."""

    received_at = forms.DateTimeField(
        label=gettext_lazy("Received at"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    from_whom = forms.CharField(label=gettext_lazy("From"), max_length=160)
    against = forms.ModelChoiceField(
        label=gettext_lazy("Against car"), queryset=Entry.objects.none(), required=False, empty_label="–"
    )
    subject = forms.CharField(label=gettext_lazy("On what"), widget=forms.Textarea(attrs={"rows": 3}))
    late_reason = forms.CharField(
        label=gettext_lazy("Why it is accepted after the protest window"),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        help_text=gettext_lazy("Only for a protest received after the deadline."),
    )

    def __init__(self, *args: Any, session: Session, zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = ZoneInfo(zone)
        field: Any = self.fields["against"]
        field.queryset = Entry.objects.filter(event=session.event).select_related("team")
        field.label_from_instance = _name_entry

    def clean_received_at(self) -> datetime:
        typed: datetime = self.cleaned_data["received_at"]
        return typed.replace(tzinfo=self.zone)


class CloseForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    outcome = forms.CharField(label=gettext_lazy("Outcome"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    verdict = forms.ModelChoiceField(
        label=gettext_lazy("Document of the stewards"), queryset=Verdict.objects.none(), required=False, empty_label="–"
    )

    def __init__(self, *args: Any, session: Session, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["verdict"]
        field.queryset = Verdict.objects.filter(event=session.event).order_by("number")
        field.label_from_instance = _name_verdict


def _name_entry(entry: Entry) -> str:
    return f"{entry.number or '?'} {entry.team or ''}".strip()


def _name_verdict(verdict: Verdict) -> str:
    return _("Document %(number)s: %(reason)s") % {"number": verdict.number, "reason": verdict.reason[:60]}


@require_http_methods(["GET", "POST"])
def protests(request: HttpRequest, *, site: AdminSite, pk: int) -> HttpResponse:
    """Every protest of the session, the deadline, and the form for a new one."""
    session, user = fetch_session(request, pk, ENTER, PUBLISH, DECIDE, LOOK)
    zone = _find_zone(session)
    may_write = _may_write(user, session)
    form = ReceiveForm(
        request.POST if request.method == "POST" and may_write else None,
        session=session,
        zone=zone,
        initial={"received_at": clock.now().astimezone(ZoneInfo(zone)).replace(tzinfo=None)},
    )
    refusal: Refusal | None = None
    if request.method == "POST":
        fetch_session(request, pk, PUBLISH, DECIDE)
        if form.is_valid():
            try:
                receive_protest(
                    session=session, by=user, now=clock.now(), recorded_at=clock.real_now(), **form.cleaned_data
                )
            except Refusal as found:
                refusal = found
            else:
                messages.success(
                    request, _("The protest is recorded. The result stays provisional until it is closed.")
                )
                return HttpResponseRedirect(reverse("admin:session_protests", args=[session.pk]))
    now = clock.now()
    deadline = find_deadline(session, now)
    rows = Protest.objects.filter(session=session).select_related(
        "against__team", "verdict", "recorded_by", "closed_by"
    )
    context = {
        "session": session,
        "zone": zone,
        "protests": list(rows),
        "deadline": deadline,
        "over": deadline is not None and now > deadline,
        "form": form,
        "refusal": refusal,
        "may_write": may_write,
    }
    title = _("Protests: %(session)s") % {"session": session.name}
    return render_page(request, site, "backoffice/protests/protests.html", context, title=title, crumbs=_lead(session))


@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, *, site: AdminSite, pk: int, protest: int) -> HttpResponse:
    """One protest, and how it was settled; or that it was taken back (`do=withdraw`)."""
    session, user = fetch_session(request, pk, PUBLISH, DECIDE)
    row = get_object_or_404(
        Protest.objects.select_related("against__team", "verdict", "recorded_by", "closed_by"),
        session=session,
        pk=protest,
    )
    form = CloseForm(
        request.POST if request.method == "POST" else None, session=session, initial={"version": row.version}
    )
    refusal: Refusal | None = None
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        terms: dict[str, Any] = {
            "protest": row,
            "version": typed["version"],
            "outcome": typed["outcome"],
            "by": user,
            "now": clock.now(),
            "recorded_at": clock.real_now(),
        }
        try:
            if request.POST.get("do") == "withdraw":
                withdraw_protest(**terms)
            else:
                settle_protest(**terms, verdict=typed["verdict"])
        except StaleVersion:
            messages.error(request, _("Somebody else saved this protest meanwhile. Read it again."))
        except Refusal as found:
            refusal = found
        else:
            messages.success(request, _("The protest is closed."))
            return HttpResponseRedirect(reverse("admin:session_protests", args=[session.pk]))
    context = {"session": session, "zone": _find_zone(session), "protest": row, "form": form, "refusal": refusal}
    crumbs = [*_lead(session), (_("Protests"), reverse("admin:session_protests", args=[session.pk]))]
    title = _("Protest of %(who)s") % {"who": row.from_whom}
    return render_page(request, site, "backoffice/protests/protest.html", context, title=title, crumbs=crumbs)


def _may_write(user: User, session: Session) -> bool:
    seasons = list_season_ids(session)
    return may(user, PUBLISH, seasons) or may(user, DECIDE, seasons)


def _find_zone(session: Session) -> str:
    return session.event.circuit.time_zone if session.event.circuit else "UTC"


def _lead(session: Session) -> list[tuple[str, str]]:
    return [
        (str(session.event), reverse("admin:desk", args=[session.event_id])),
        (str(session.name), reverse("admin:session_publish", args=[session.pk])),
    ]
