"""Exact points in a column, and the folding under which names sort and are searched."""

import re
import unicodedata
from fractions import Fraction
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

_LETTERS = str.maketrans({"ø": "o", "đ": "d", "ł": "l", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i"})


def fold(text: str) -> str:
    """Text without accents, case or punctuation: "Driv’n Élan" and "drivn elan" fold alike.

    SQLite and PostgreSQL sort and search accents differently; a folded column is the same on both.
    """
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    kept = "".join(sign for sign in plain if not unicodedata.combining(sign))
    kept = re.sub(r"['’.`]", "", kept)
    return re.sub(r"[^0-9a-z]+", " ", kept).strip() or kept.strip()


class PointsField(models.CharField):  # type: ignore[type-arg]
    """An exact number of points, kept as text ("739/2") and read as a Fraction.

    A decimal column would corrupt the sevenths of a shared bonus; nothing is ever summed in SQL.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 40)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Fraction | None:
        return None if value is None else Fraction(value)

    def to_python(self, value: Any) -> Fraction | None:
        if value is None or isinstance(value, Fraction):
            return value
        try:
            return Fraction(str(value).strip().replace(",", "."))
        except (ValueError, ZeroDivisionError):
            raise ValidationError(_("“%(value)s” is not a number of points."), params={"value": value}) from None

    def get_prep_value(self, value: Any) -> str | None:
        exact = self.to_python(value)
        return None if exact is None else str(exact)

    def value_to_string(self, obj: models.Model) -> str:
        return str(self.value_from_object(obj))
