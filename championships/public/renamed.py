"""An old address leads to the new one: asked only where a page was not found, so that others pay nothing."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import NoReverseMatch, reverse

from championships import clock
from championships.queries.addresses import find_new_address


def lead_to_new_address(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware. A page of a season, an event or a person keeps what follows in its address, and its question mark."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code != 404 or request.method not in {"GET", "HEAD"}:
            return response
        return _redirect(request) or response

    return answer


def _redirect(request: HttpRequest) -> HttpResponse | None:
    match = request.resolver_match
    if match is None or not match.url_name or match.namespaces or not match.kwargs:
        return None
    parts = find_new_address(match.kwargs, at=clock.now())
    if parts is None:
        return None
    try:
        address = reverse(match.url_name, kwargs=parts)
    except NoReverseMatch:  # what it is called today does not fit this kind of address
        return None
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)
