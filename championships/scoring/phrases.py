"""Texts of the core for people: English sentences that remember how they were made.

A phrase is the finished English text, so tests, logs and commands read it as it stands. It also keeps its template and
its parameters: whoever shows it to a person in another language puts it together again with `write_in`. The message
extraction knows the word `phrase` (paddock/translations.py), so every template is in the catalogue.
"""

from collections.abc import Callable, Mapping
from typing import Self


class Phrase(str):
    """A finished English text with the template and the parameters it was made of. Parameters may be phrases."""

    __slots__ = ("params", "template")

    template: str
    params: Mapping[str, object]

    def __new__(cls, template: str, params: Mapping[str, object]) -> Self:
        made = super().__new__(cls, template % params if params else template)
        made.template = template
        made.params = params
        return made


def phrase(template: str, **params: object) -> Phrase:
    """Mark an English template as a text for people and fill it in: `phrase("a list of %(n)s", n=3)`."""
    return Phrase(template, params)


def write_in(text: str, translate: Callable[[str], str]) -> str:
    """The text in another language: `translate` gives the template there. A plain text stays as it is."""
    if not isinstance(text, Phrase):
        return text
    template = translate(text.template)
    if not text.params:
        return template
    return template % {
        name: write_in(value, translate) if isinstance(value, str) else value for name, value in text.params.items()
    }
