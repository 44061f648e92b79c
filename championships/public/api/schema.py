"""Shapes to JSON, and shapes to JSON Schema: two readings of the same type hints.

A shape is a frozen dataclass of plain values. `Says` in an annotation holds what the description tells of a field:
`slug: Annotated[str, Says("Lasting identifier.", "aragon")]`.
"""

import json
import types
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from inspect import getdoc
from typing import Annotated, Any, TypeAliasType, Union, get_args, get_origin, get_type_hints

from championships.formatting.numbers import find_decimal

POINTS_PATTERN = r"^-?[0-9]+(\.[0-9]+|/[0-9]+)?$"
_COMPONENTS = "#/components/schemas/"


@dataclass(frozen=True, slots=True)
class Says:
    """What the description says of a value: a sentence, an example, a pattern."""

    text: str = ""
    example: object = None
    pattern: str = ""
    format: str = ""


type Points = Annotated[
    Fraction,
    Says("Exact points: a decimal number, or a fraction where no finite decimal is exact (50/3).", "369.5"),
]
type Address = Annotated[str, Says(format="uri")]


def write_exact(value: Fraction) -> str:
    """ "369.5", "-3", and "50/3" where no finite decimal is exact. Never rounded."""
    exact = find_decimal(value)
    return str(value) if exact is None else f"{exact:f}"


def simplify(value: Any) -> Any:
    """The value as `json` writes it: exact numbers as texts, instants in UTC with their offset."""
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, (Fraction, Decimal)):
        return write_exact(Fraction(value))
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): simplify(one) for key, one in value.items()}
    if isinstance(value, (tuple, list)):
        return [simplify(one) for one in value]
    if is_dataclass(value):
        return {field.name: simplify(getattr(value, field.name)) for field in fields(value)}
    raise TypeError(f"{type(value).__name__} has no place in an answer of the API.")


def encode(value: object) -> bytes:
    """A shape as the bytes of an answer."""
    return json.dumps(simplify(value), ensure_ascii=False, separators=(",", ":")).encode()


class Components:
    """The schemas of every shape met so far, by name."""

    def __init__(self) -> None:
        self.schemas: dict[str, dict[str, Any]] = {}
        self._shapes: dict[str, type] = {}

    def describe(self, hint: Any) -> dict[str, Any]:
        """The schema of a type; shapes become components and are named."""
        if isinstance(hint, TypeAliasType):
            return self.describe(hint.__value__)
        origin, arguments = get_origin(hint), get_args(hint)
        if origin is Annotated:
            schema = self.describe(arguments[0])
            for said in arguments[1:]:
                schema |= _tell(said)
            return schema
        if origin in (Union, types.UnionType):
            return self._describe_optional(arguments)
        if origin in (tuple, list):
            return {"type": "array", "items": self.describe(arguments[0])}
        if origin is Mapping:
            return {"type": "object", "additionalProperties": self.describe(arguments[1])}
        if isinstance(hint, type) and is_dataclass(hint):
            return self._describe_shape(hint)
        return _describe_plain(hint)

    def _describe_optional(self, arguments: tuple[Any, ...]) -> dict[str, Any]:
        (inner,) = [one for one in arguments if one is not type(None)]
        schema = self.describe(inner)
        if "$ref" in schema:
            return {"anyOf": [schema, {"type": "null"}]}
        if "enum" in schema:
            schema["enum"] = [*schema["enum"], None]
        return schema | {"type": [schema["type"], "null"]}

    def _describe_shape(self, shape: type) -> dict[str, Any]:
        name = shape.__name__
        if self._shapes.setdefault(name, shape) is not shape:
            raise TypeError(f"Two shapes of the API are called {name}.")
        if name not in self.schemas:
            self.schemas[name] = {}  # before its fields: a shape may hold itself
            hints = get_type_hints(shape, include_extras=True)
            properties = {field.name: self.describe(hints[field.name]) for field in fields(shape)}
            self.schemas[name] = {
                "type": "object",
                "description": " ".join((getdoc(shape) or "").split()),
                "required": list(properties),
                "properties": properties,
            }
        return {"$ref": _COMPONENTS + name}


def _tell(said: Says) -> dict[str, Any]:
    told = {"description": said.text, "pattern": said.pattern, "format": said.format}
    schema: dict[str, Any] = {key: text for key, text in told.items() if text}
    return schema if said.example is None else schema | {"examples": [said.example]}


def _describe_plain(hint: Any) -> dict[str, Any]:
    if isinstance(hint, type) and issubclass(hint, Enum):
        return {"type": "string", "enum": [one.value for one in hint]}
    plain: dict[Any, dict[str, Any]] = {
        str: {"type": "string"},
        bool: {"type": "boolean"},
        int: {"type": "integer"},
        Fraction: {"type": "string", "pattern": POINTS_PATTERN},
        Decimal: {"type": "string", "pattern": POINTS_PATTERN},
        datetime: {"type": "string", "format": "date-time"},
        date: {"type": "string", "format": "date"},
    }
    return dict(plain[hint])
