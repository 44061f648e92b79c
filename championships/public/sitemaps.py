"""The site map in the format of sitemaps.org: an index, and parts that name each page with its other language."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from xml.etree import ElementTree

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from championships.queries.site_index import PageRef, SitePart

CONTENT_TYPE = "application/xml; charset=utf-8"
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"


def write_index(parts: Iterable[SitePart], link: Callable[[SitePart], str]) -> bytes:
    """The index. `link` gives the absolute address of a part."""
    root = ElementTree.Element("sitemapindex", {"xmlns": _SITEMAP})
    for part in parts:
        element = ElementTree.SubElement(root, "sitemap")
        ElementTree.SubElement(element, "loc").text = link(part)
        _write_change(element, part.changed_at)
    return _write(root)


def write_part(pages: Iterable[PageRef], absolute: Callable[[str], str]) -> bytes:
    """A part: each page in each language, and in each of them where the same page stands in the others."""
    root = ElementTree.Element("urlset", {"xmlns": _SITEMAP, "xmlns:xhtml": _XHTML})
    for page in pages:
        addresses = {code: absolute(_find_address(page, code)) for code, _name in settings.LANGUAGES}
        for address in addresses.values():
            element = ElementTree.SubElement(root, "url")
            ElementTree.SubElement(element, "loc").text = address
            _write_change(element, page.changed_at)
            for code, other in (*addresses.items(), ("x-default", addresses[settings.PADDOCK_DEFAULT_LANGUAGE])):
                ElementTree.SubElement(element, "xhtml:link", {"rel": "alternate", "hreflang": code, "href": other})
    return _write(root)


def _find_address(page: PageRef, code: str) -> str:
    with translation.override(code):
        return reverse(page.route, args=page.parts)


def _write_change(element: ElementTree.Element, moment: datetime | None) -> None:
    if moment is not None:
        ElementTree.SubElement(element, "lastmod").text = moment.astimezone(UTC).isoformat(timespec="seconds")


def _write(root: ElementTree.Element) -> bytes:
    body: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return body
