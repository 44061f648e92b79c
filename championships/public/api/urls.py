"""The addresses under /api/: those of the declared routes, the description, and nothing else."""

import json
import re

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, re_path
from django.utils import translation

from championships.public.api.addresses import address
from championships.public.api.answering import answer_unknown, make_view, open_to_all, write_json
from championships.public.api.asked import Route
from championships.public.api.openapi import describe
from championships.public.api.parameters import LANG, read_query
from championships.public.api.routes import ROUTES

VERSION = "v1/"


def send_description(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document; its summaries are in the language asked for."""
    said = read_query(request.GET, [LANG])
    with translation.override(said[LANG.name]):
        body = json.dumps(describe(address(request)), ensure_ascii=False).encode()
    return write_json(body)


def place(route: Route) -> URLPattern:
    """Django's route: each name in braces becomes a group of the pattern of its parameter."""
    patterns = {one.name: one.pattern for one in route.takes}
    where = re.sub(r"\{(\w+)\}", lambda found: f"(?P<{found[1]}>{patterns[found[1]]})", route.path)
    return re_path(f"^{VERSION}{where}$", make_view(route), name=route.name)


app_name = "api"
urlpatterns = [
    *(place(route) for route in ROUTES),
    path(f"{VERSION}openapi.json", open_to_all(send_description), name="description"),
    re_path(r"", open_to_all(answer_unknown)),
]
