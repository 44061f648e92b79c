"""The rules of a season: read what is in force, issue a new version as JSON. A version is never altered."""

import json
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from championships import clock
from championships.backoffice.permissions import PUBLISH, fetch_season
from championships.backoffice.views.pages import guard
from championships.exchange.presets import PRESETS, load_preset
from championships.models import RuleBook
from championships.officiating import rule_books
from championships.officiating.errors import Refusal
from championships.scoring.rulebook import RuleBookError, parse_book, read_document, write_book


def urls(site: AdminSite) -> list[URLPattern]:
    """The address of this page, inside the admin."""
    return [path("seasons/<int:pk>/rules/", guard(site, rules), name="season_rules")]


class RulesForm(forms.Form):
    """A version of the rules as JSON (docs/rule-books.md)."""

    standing = forms.ChoiceField(label=gettext_lazy("Standing"), choices=RuleBook.Standing)
    from_round = forms.IntegerField(label=gettext_lazy("From round"), min_value=1, max_value=999, initial=1)
    document = forms.CharField(
        label=gettext_lazy("Rules (JSON)"),
        widget=forms.Textarea(attrs={"rows": 30, "spellcheck": "false"}),
        max_length=500_000,
    )

    def clean_document(self) -> Any:
        try:
            return write_book(parse_book(read_document(self.cleaned_data["document"])))
        except RuleBookError as error:
            raise forms.ValidationError(str(error).splitlines()) from error


@require_http_methods(["GET", "POST"])
def rules(request: HttpRequest, *, site: AdminSite, pk: int) -> HttpResponse:
    """The versions issued so far, and the form of the next one, filled from the newest or from a preset."""
    season, user = fetch_season(request, pk, PUBLISH)
    books = list(RuleBook.objects.filter(season=season).issued(clock.now()).order_by("-n"))
    preset = request.GET.get("preset", "")
    if preset and preset not in PRESETS:
        raise Http404
    start: Any = books[0].document if books else None
    if preset:
        label = int(season.label) if season.label.isdigit() else season.label
        start = load_preset(preset, championship=season.championship.slug, season=label)
    hypothesis = bool(start and start.get("hypothesis"))
    form = RulesForm(
        request.POST if request.method == "POST" else None,
        initial={
            "document": json.dumps(start, ensure_ascii=False, indent=1) if start else "",
            "standing": RuleBook.Standing.HYPOTHESIS if hypothesis else RuleBook.Standing.IN_FORCE,
        },
    )
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            rule_books.issue_rule_book(
                season=season,
                document=form.cleaned_data["document"],
                standing=form.cleaned_data["standing"],
                from_round=form.cleaned_data["from_round"],
                by=user,
                now=clock.now(),
                recorded_at=clock.real_now(),
            )
        except Refusal as found:
            refusal = found
        else:
            messages.success(request, _("The rules are issued."))
            return HttpResponseRedirect(reverse("admin:season_rules", args=[season.pk]))
    return render(
        request,
        "backoffice/rules.html",
        {
            **site.each_context(request),
            "title": _("Rules: %(season)s") % {"season": season},
            "season": season,
            "books": books,
            "form": form,
            "refusal": refusal,
            "presets": PRESETS,
        },
    )
