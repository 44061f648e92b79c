"""How a page of ours becomes a page of the admin: behind its door, in its frame."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise

type Crumb = tuple[str | Promise, str]  # label, address


def guard(site: AdminSite, view: Any) -> Any:
    """The view behind the admin's door: staff only, never cached, given the site as `site`."""

    def answer(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        answered: HttpResponse = view(request, site=site, **kwargs)
        return answered

    return site.admin_view(answer)


def render_page(
    request: HttpRequest,
    site: AdminSite,
    template: str,
    context: Mapping[str, Any],
    *,
    title: str,
    crumbs: Sequence[Crumb] = (),
    status: int = 200,
) -> HttpResponse:
    """A page that extends backoffice/page.html. `crumbs` lead from the desk to the page above this one."""
    frame = {**site.each_context(request), "title": title, "crumbs": crumbs}
    return render(request, template, {**frame, **context}, status=status)
