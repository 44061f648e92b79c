"""Where things stand: absolute addresses in the API and of the pages for people, in the language asked for."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from championships.public.languages import language


@dataclass(frozen=True, slots=True)
class Addresses:
    """`root` is scheme and host. A language other than the site's first goes along in every link to the API."""

    root: str
    language: str

    def api(self, name: str, **keys: str | int) -> str:
        query = "" if self.language == settings.PADDOCK_DEFAULT_LANGUAGE else f"?lang={self.language}"
        return f"{self.root}{reverse(f'api:{name}', kwargs=keys)}{query}"

    def page(self, name: str, *where: str | int) -> str:
        """A page for people, in the language in force."""
        return f"{self.root}{reverse(name, args=where)}"


def address(request: HttpRequest) -> Addresses:
    """The addresses as this request sees the site, in the language in force."""
    return Addresses(request.build_absolute_uri("/").rstrip("/"), language())
