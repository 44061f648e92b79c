"""The description of the API, OpenAPI 3.1, written from the routes and the shapes that answer them."""

from typing import Any

from championships.public.api.addresses import Addresses
from championships.public.api.asked import Route
from championships.public.api.problems import MEDIA_TYPE, Problem
from championships.public.api.routes import GROUPS, ROUTES
from championships.public.api.schema import Components

VERSION = "1.0.0"
_ABOUT = """Everything the public pages show, for machines: read only, no key, from any site.

- Names and texts are in one language, `?lang=fr` (default) or `?lang=en`; identifiers and states never change with it.
- Identifiers last. What was merged or renamed redirects.
- Points are exact: texts holding a decimal number ("369.5"), or a fraction where no finite decimal is exact ("50/3").
- Null means not published or not known, never zero.
- Instants are in UTC with their offset; days are those of the venue.
- Lists come page by page: follow `next` until it is null. A cursor whose row is gone is not found.
- Where the history of a championship is not declared complete, zeros and streaks are null, and `unsaid` says why.
- Every answer has an ETag: send it back in If-None-Match, and what has not changed is answered 304.
- Every error is application/problem+json (RFC 9457). An unknown parameter is an error.
- `demo` marks what is invented for the demonstration.
- Within version 1 fields are added, never taken away or given another meaning.
- No field holds a birth date, a licence number or a family tie; an age only the records of winners who agreed to it.
- A published text stands as its page prints it."""


def describe(to: Addresses) -> dict[str, Any]:
    """The whole document, for the site at those addresses, in the language in force."""
    components = Components()
    paths = {f"/{route.path}": {"get": _describe_route(route, components)} for route in ROUTES}
    problem = components.describe(Problem)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Paddock",
            "version": VERSION,
            "description": _ABOUT,
            "license": {"name": "See the site", "url": to.page("api-guide")},
        },
        "externalDocs": {"url": to.page("api-guide")},
        "servers": [{"url": f"{to.root}/api/v1"}],
        "security": [],
        "tags": [{"name": tag, "description": str(text)} for tag, text in GROUPS.items()],
        "paths": paths,
        "components": {
            "schemas": components.schemas,
            "responses": {
                "Moved": {
                    "description": "It was renamed or merged: Location says where it is now.",
                    "headers": {"Location": {"schema": {"type": "string", "format": "uri"}}},
                },
                "NotModified": {"description": "What If-None-Match names is still what stands here."},
                **{name: _describe_problem(text, problem) for name, text in _PROBLEMS.items()},
            },
            "headers": {
                "ETag": {"description": "A hash of the answer, for If-None-Match.", "schema": {"type": "string"}},
                "Language": {"description": "The language of names and texts.", "schema": {"type": "string"}},
            },
        },
    }


_PROBLEMS = {
    "BadParameter": "A parameter is unknown, said twice, or unreadable.",
    "NotFound": "There is no such thing, nothing of it is published, or it was not yet at that time.",
    "Error": "Any other error.",
}


def _describe_problem(text: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": text, "content": {MEDIA_TYPE: {"schema": schema}}}


def _describe_route(route: Route, components: Components) -> dict[str, Any]:
    return {
        "operationId": route.name,
        "tags": [route.tag],
        "summary": str(route.summary),
        "parameters": [
            *(one.describe("path") for one in route.takes),
            *(one.describe("query") for one in route.parameters),
        ],
        "responses": {
            "200": {
                "description": str(route.summary),
                "headers": {
                    "ETag": {"$ref": "#/components/headers/ETag"},
                    "Content-Language": {"$ref": "#/components/headers/Language"},
                },
                "content": {"application/json": {"schema": components.describe(route.answers)}},
            },
            "308": {"$ref": "#/components/responses/Moved"},
            "304": {"$ref": "#/components/responses/NotModified"},
            "400": {"$ref": "#/components/responses/BadParameter"},
            "404": {"$ref": "#/components/responses/NotFound"},
            "default": {"$ref": "#/components/responses/Error"},
        },
    }
