"""Template filters of documents of the stewards: thin over `championships.formatting.decisions`."""

from typing import Any

from django import template
from django.utils.translation import get_language

from championships.formatting import decisions

register = template.Library()


def _language() -> str:
    return get_language() or "fr"


@register.filter
def cited(document: object) -> str:
    return decisions.cite_document(str(document), _language())


@register.filter
def measure(value: Any) -> str:
    return decisions.write_measure(value, _language())


@register.filter
def document_state(state: str) -> str:
    return decisions.state_words().get(str(state), str(state))


@register.filter
def tell_car(change: Any) -> str:
    return decisions.tell_car(change)


@register.filter
def outcome(car: Any) -> str:
    return decisions.write_outcome(car)


@register.filter
def table_title(table: Any) -> str:
    """The title of a table that changed, in the language in force."""
    title: str = table.title_fr if _language().startswith("fr") else table.title_en
    return title
