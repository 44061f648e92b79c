"""The languages of a page: the one it is written in, and where the same page stands in the others."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import get_language

LANGUAGE_NAMES = {"fr": "Français", "en": "English"}
LOCALES = {"fr": "fr_FR", "en": "en_GB"}


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """The same page in one language. `code` x-default: for a reader who asked for neither."""

    code: str
    name: str
    short: str
    href: str
    current: bool

    @property
    def locale(self) -> str:
        """The language and the country whose spelling it follows: "fr_FR"."""
        return LOCALES[self.code]


def language() -> str:
    """The language the page is written in: "fr" or "en"."""
    return (get_language() or settings.PADDOCK_DEFAULT_LANGUAGE)[:2]


def list_languages(request: HttpRequest) -> list[LanguageLink]:
    address = request.build_absolute_uri(request.path)
    return [
        LanguageLink(code, LANGUAGE_NAMES[code], code.upper(), translate_url(address, code), code == language())
        for code, _name in settings.LANGUAGES
    ]
