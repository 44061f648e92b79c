"""What was typed when the sign-in had expired: kept with the browser's session, offered back, never just applied."""

from collections.abc import Callable
from datetime import datetime
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
            _keep(request)
        return view(request, *args, **kwargs)

    return answer


def read_kept(request: HttpRequest) -> QueryDict | None:
    """What is kept for the page at this address."""
    kept = request.session.get(_key(request))
    return QueryDict(kept["form"]) if kept else None


def find_kept_at(request: HttpRequest) -> datetime | None:
    """When it was kept; None: nothing is."""
    kept = request.session.get(_key(request))
    return datetime.fromisoformat(kept["at"]) if kept else None


def forget_kept(request: HttpRequest) -> None:
    if _key(request) in request.session:
        del request.session[_key(request)]


def _keep(request: HttpRequest) -> None:
    form = request.POST.copy()
    form.pop("csrfmiddlewaretoken", None)
    text = form.urlencode()
    if len(text) <= _MAX_SIZE:
        request.session[_key(request)] = {"form": text, "at": clock.now().isoformat()}


def _key(request: HttpRequest) -> str:
    return f"typed:{request.path}"
