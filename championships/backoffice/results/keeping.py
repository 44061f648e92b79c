"""What was typed when the sign-in had expired: kept with the browser's session, offered back, never just applied."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict

from championships import clock

_MAX_SIZE = 200_000  # characters; a form of two hundred cars has half of it


def keep_what_is_typed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Around a guarded view: a form sent by nobody is kept for whoever signs in next at this browser."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and not request.user.is_authenticated:
            _keep(request, str(kwargs.get("pk", "")))
        return view(request, *args, **kwargs)

    return answer


def read_kept(request: HttpRequest, pk: int) -> QueryDict | None:
    """What is kept for this session's page."""
    kept = request.session.get(_key(str(pk)))
    return QueryDict(kept["form"]) if kept else None


def find_kept_at(request: HttpRequest, pk: int) -> str:
    """When it was kept, as an ISO instant; empty: nothing is."""
    kept = request.session.get(_key(str(pk)))
    return str(kept["at"]) if kept else ""


def forget_kept(request: HttpRequest, pk: int) -> None:
    if _key(str(pk)) in request.session:
        del request.session[_key(str(pk))]


def _keep(request: HttpRequest, pk: str) -> None:
    form = request.POST.copy()
    form.pop("csrfmiddlewaretoken", None)
    text = form.urlencode()
    if pk and len(text) <= _MAX_SIZE:
        request.session[_key(pk)] = {"form": text, "at": clock.now().isoformat()}


def _key(pk: str) -> str:
    return f"typed-results-{pk}"
