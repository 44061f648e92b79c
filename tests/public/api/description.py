"""The API as its own description has it: each answer is held to the schema of its path, unknown fields refused."""

import json
import re
from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse
from django.test import Client
from jsonschema import Draft202012Validator, FormatChecker

ROOT = "/api/v1"
HOST = "http://testserver"


class Description:
    """The OpenAPI document, and what it says of an address."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.document = json.loads(client.get(f"{ROOT}/openapi.json").content)
        strict = json.loads(json.dumps(self.document))
        _close(strict)
        self.components = strict["components"]
        self.paths = {
            path: (re.compile(re.sub(r"\{\w+\}", "[^/]+", path)), said["get"]) for path, said in strict["paths"].items()
        }

    def find_path(self, address: str) -> str:
        """The one path of the document an address belongs to."""
        where = address.removeprefix(HOST).removeprefix(ROOT).partition("?")[0]
        found = [path for path, (pattern, _said) in self.paths.items() if pattern.fullmatch(where)]
        assert len(found) == 1, (address, found)
        return found[0]

    def get(self, address: str, **headers: str) -> Any:
        """The answer of an address: 200, and as the document describes it."""
        response = self.client.get(address.removeprefix(HOST), headers=headers)
        assert response.status_code == 200, (address, response.content)
        assert response["Content-Type"] == "application/json"
        said = self.paths[self.find_path(address)][1]
        value = json.loads(response.content)
        self.check(value, said["responses"]["200"]["content"]["application/json"]["schema"], address)
        return value

    def check(self, value: Any, schema: dict[str, Any], where: str) -> None:
        whole = {**schema, "components": self.components}
        errors = Draft202012Validator(whole, format_checker=FormatChecker()).iter_errors(value)
        assert [f"{list(error.absolute_path)}: {error.message[:200]}" for error in errors] == [], where

    def check_problem(self, response: HttpResponse, status: int, kind: str) -> Any:
        assert response.status_code == status, response.content
        assert response["Content-Type"] == "application/problem+json"
        problem = json.loads(response.content)
        self.check(problem, {"$ref": "#/components/schemas/Problem"}, response.content.decode())
        assert problem["status"] == status
        assert problem["type"] == f"{HOST}/en/api/#{kind}"
        return problem


def list_addresses(value: Any) -> Iterator[str]:
    """Every address of the API in an answer."""
    if isinstance(value, dict):
        for one in value.values():
            yield from list_addresses(one)
    elif isinstance(value, list):
        for one in value:
            yield from list_addresses(one)
    elif isinstance(value, str) and value.startswith(HOST + ROOT) and "openapi.json" not in value:
        yield value


def _close(schema: Any) -> None:
    """A field that is not described is a fault."""
    if isinstance(schema, dict):
        if schema.get("type") == "object" and "properties" in schema:
            schema["additionalProperties"] = False
        for one in schema.values():
            _close(one)
    elif isinstance(schema, list):
        for one in schema:
            _close(one)
