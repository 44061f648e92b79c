"""What the API answers when it cannot: one format for every error (RFC 9457, application/problem+json)."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation

from championships.public.api.schema import Says, encode

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Problem:
    """An error, as RFC 9457 writes it."""

    type: Annotated[str, Says("Which kind of problem: an address that explains it.", format="uri")]
    title: Annotated[str, Says("The kind of problem in words; the same every time.", "Not found")]
    status: Annotated[int, Says("The status of the answer.", 404)]
    detail: Annotated[str, Says("What is wrong with this request.")]
    instance: Annotated[str, Says("The path asked for.", "/api/v1/drivers/nobody")]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem. `name` is its place on the page of the API."""

    name: str
    title: str
    status: HTTPStatus


BAD_PARAMETER = Kind("bad-parameter", "Bad parameter", HTTPStatus.BAD_REQUEST)
NOT_FOUND = Kind("not-found", "Not found", HTTPStatus.NOT_FOUND)
NO_SUCH_MOMENT = Kind("no-such-moment", "No such moment", HTTPStatus.NOT_FOUND)
METHOD_NOT_ALLOWED = Kind("method-not-allowed", "Method not allowed", HTTPStatus.METHOD_NOT_ALLOWED)
SERVER_ERROR = Kind("server-error", "Server error", HTTPStatus.INTERNAL_SERVER_ERROR)
KINDS = (BAD_PARAMETER, NOT_FOUND, NO_SUCH_MOMENT, METHOD_NOT_ALLOWED, SERVER_ERROR)


class RefusedError(Exception):
    """The request cannot be answered; the answer is a problem of that kind."""

    def __init__(self, kind: Kind, detail: str) -> None:
        super().__init__(detail)
        self.kind = kind
        self.detail = detail


def answer_problem(request: HttpRequest, kind: Kind, detail: str) -> HttpResponse:
    """The problem as an answer. It asks neither the database nor the clock."""
    with translation.override("en"):  # the language of the titles: one address a kind
        explained = request.build_absolute_uri(f"{reverse('api-guide')}#{kind.name}")
    problem = Problem(explained, kind.title, kind.status.value, detail, request.path)
    return HttpResponse(encode(problem), status=kind.status, content_type=MEDIA_TYPE)
