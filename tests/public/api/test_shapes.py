"""The two readings of a shape: its JSON and its schema."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from typing import Annotated

import pytest

from championships.public.api.schema import Components, Points, Says, encode, simplify, write_exact
from championships.queries.vocabulary import BulletinState


@pytest.mark.parametrize(
    ("value", "text"),
    [("0", "0"), ("1/2", "0.5"), ("739/2", "369.5"), ("-1/8", "-0.125"), ("50/3", "50/3"), ("-3", "-3"),
     ("7/40", "0.175"), ("1/10", "0.1"), ("100", "100"), ("-1/3", "-1/3"), ("1001/1000", "1.001")],
)  # fmt: skip
def test_points_are_written_exactly(value: str, text: str) -> None:
    assert write_exact(Fraction(value)) == text
    assert Fraction(text) == Fraction(value)


def test_values_are_written_without_loss() -> None:
    assert simplify(Decimal("10.500")) == "10.5"
    assert simplify(datetime(2025, 6, 1, 12, tzinfo=timezone(timedelta(hours=2)))) == "2025-06-01T10:00:00+00:00"
    assert simplify(date(2025, 6, 1)) == "2025-06-01"
    assert simplify((BulletinState.AMENDED, None, True, 1)) == ["amended", None, True, 1]
    assert encode("é") == '"é"'.encode()
    with pytest.raises(TypeError, match="float"):
        simplify(0.5)


@dataclass(frozen=True)
class Sheet:
    """What is on it.

    Twice.
    """

    n: int
    state: BulletinState | None
    points: Points | None
    when: datetime
    inner: "Sheet | None"
    names: Annotated[tuple[str, ...], Says("Of people.", ["Ann"])]


def test_a_shape_is_described_by_its_fields() -> None:
    components = Components()
    assert components.describe(Sheet) == {"$ref": "#/components/schemas/Sheet"}
    schema = components.schemas["Sheet"]
    assert schema["description"] == "What is on it. Twice."
    assert schema["required"] == ["n", "state", "points", "when", "inner", "names"]
    said = schema["properties"]
    assert said["n"] == {"type": "integer"}
    assert said["state"]["enum"][-1] is None
    assert said["points"]["type"] == ["string", "null"]
    assert said["when"] == {"type": "string", "format": "date-time"}
    assert said["inner"] == {"anyOf": [{"$ref": "#/components/schemas/Sheet"}, {"type": "null"}]}
    assert said["names"] == {
        "type": "array", "items": {"type": "string"}, "description": "Of people.", "examples": [["Ann"]],
    }  # fmt: skip


def test_two_shapes_of_one_name_are_refused() -> None:
    components = Components()
    components.describe(Sheet)
    other = dataclass(type("Sheet", (), {"__annotations__": {"n": int}, "__doc__": "x"}))
    with pytest.raises(TypeError, match="Two shapes"):
        components.describe(other)
