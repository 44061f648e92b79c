"""Publishing a preview: one question, one button."""

from django import forms
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from championships import clock
from championships.backoffice.permissions import EDIT, fetch_official
from championships.backoffice.views.pages import guard
from championships.models import Preview, StaleVersion
from championships.officiating.editorial import publish_preview
from championships.officiating.errors import Refusal


def urls(site: AdminSite) -> list[URLPattern]:
    """The address of this page, inside the admin."""
    return [path("previews/<int:pk>/publish/", guard(site, publish), name="preview_publish")]


class VersionForm(forms.Form):
    read_version = forms.IntegerField(widget=forms.HiddenInput)


@require_http_methods(["GET", "POST"])
def publish(request: HttpRequest, *, site: AdminSite, pk: int) -> HttpResponse:
    """Ask, then publish now. The time of publication is the server's."""
    user = fetch_official(request, EDIT)
    preview = get_object_or_404(Preview.objects.select_related("event"), pk=pk)
    form = VersionForm(request.POST if request.method == "POST" else None, initial={"read_version": preview.version})
    if request.method == "POST" and form.is_valid():
        try:
            publish_preview(
                preview=preview,
                version=form.cleaned_data["read_version"],
                by=user,
                now=clock.now(),
                recorded_at=clock.real_now(),
            )
        except StaleVersion:
            messages.error(request, _("Somebody changed this preview meanwhile: read it again before publishing."))
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The preview is published."))
        return HttpResponseRedirect(reverse("admin:championships_preview_change", args=[preview.pk]))
    context = {**site.each_context(request), "title": _("Publish a preview"), "preview": preview, "form": form}
    return render(request, "backoffice/publish_preview.html", context)
