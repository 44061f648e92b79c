"""How the API answers: what the request says is checked, the value read, written as JSON, and sent for caches to keep.

Every answer may be kept by anybody and is asked for again each time: the ETag, a hash of what it says, then answers 304
without its body. Any site may read it (CORS); nothing here reads or sets a cookie.
"""

import hashlib
from collections.abc import Callable, Mapping
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.views.decorators.csrf import csrf_exempt

from championships import clock
from championships.public.api.addresses import address
from championships.public.api.asked import Asked, Route
from championships.public.api.parameters import LANG, BadParameterError, read_query
from championships.public.api.problems import (
    BAD_PARAMETER,
    METHOD_NOT_ALLOWED,
    NOT_FOUND,
    RefusedError,
    answer_problem,
)
from championships.public.api.schema import encode
from championships.queries.addresses import find_new_address

METHODS = "GET, HEAD, OPTIONS"
_DAY = 86_400

type View = Callable[..., HttpResponse]


def make_view(route: Route) -> View:
    """The view of a route of the API."""

    def answer_route(request: HttpRequest, **path: str) -> HttpResponse:
        said = read_query(request.GET, route.parameters)
        with translation.override(said[LANG.name]):
            answer = _read(request, route, path, said)
            answer["Content-Language"] = said[LANG.name]
        return answer

    return open_to_all(answer_route)


def open_to_all(view: View) -> View:
    """For reading by anybody, from any site: methods, problems, ETag, CORS."""

    # Nothing is ever written here; without the exemption a POST would be told of a token instead of its method.
    @csrf_exempt
    def answer(request: HttpRequest, **path: str) -> HttpResponse:
        response = _finish(request, _answer(request, view, path))
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = "ETag, Link, Content-Language"
        response["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

    return answer


def answer_unknown(request: HttpRequest) -> HttpResponse:
    """Any other address of the API."""
    raise RefusedError(NOT_FOUND, "Nothing stands at this address.")


def write_json(body: bytes, media_type: str = "application/json") -> HttpResponse:
    """A body with the headers of every good answer."""
    response = HttpResponse(body, content_type=media_type)
    response["ETag"] = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    response["Cache-Control"] = "public, no-cache"
    return response


def _answer(request: HttpRequest, view: View, path: Mapping[str, str]) -> HttpResponse:
    if request.method == "OPTIONS":
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    if request.method not in {"GET", "HEAD"}:
        return answer_problem(request, METHOD_NOT_ALLOWED, f"Only {METHODS} are answered here.")
    try:
        return view(request, **path)
    except BadParameterError as error:
        return answer_problem(request, BAD_PARAMETER, str(error))
    except RefusedError as error:
        return answer_problem(request, error.kind, error.detail)


def _finish(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    if request.method == "OPTIONS" or response.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        response["Allow"] = METHODS
    if request.method == "OPTIONS":
        response["Access-Control-Allow-Methods"] = METHODS
        response["Access-Control-Allow-Headers"] = "If-None-Match"
        response["Access-Control-Max-Age"] = str(_DAY)
    if response.status_code != HTTPStatus.OK:
        return response
    conditional = get_conditional_response(request, etag=response["ETag"], response=response)
    return conditional if isinstance(conditional, HttpResponse) else response


def _read(request: HttpRequest, route: Route, path: Mapping[str, str], said: Mapping[str, str]) -> HttpResponse:
    asked = Asked(route.name, path, said, clock.now(), address(request))
    value = route.read(asked)
    if value is None and (moved := _follow_rename(request, route, path, asked)) is not None:
        return moved
    if value is None:
        raise RefusedError(NOT_FOUND, "There is no such thing, or nothing of it is published.")
    response = write_json(encode(value))
    following = getattr(value, "next", None)
    if following:
        response["Link"] = f'<{following}>; rel="next"'
    return response


def _follow_rename(request: HttpRequest, route: Route, path: Mapping[str, str], asked: Asked) -> HttpResponse | None:
    """What was renamed or merged leads on to where it is now, with the same parameters."""
    parts = find_new_address(path, at=asked.now)
    if parts is None:
        return None
    query = request.META.get("QUERY_STRING", "")
    there = reverse(f"api:{route.name}", kwargs=parts)
    moved = HttpResponse(status=HTTPStatus.PERMANENT_REDIRECT)
    moved["Location"] = f"{asked.to.root}{there}" + (f"?{query}" if query else "")
    return moved
