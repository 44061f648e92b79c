"""How a page of ours becomes a page of the admin."""

from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse


def guard(site: AdminSite, view: Any) -> Any:
    """The view behind the admin's door: staff only, never cached, given the site as `site`."""

    def answer(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        answered: HttpResponse = view(request, site=site, **kwargs)
        return answered

    return site.admin_view(answer)
