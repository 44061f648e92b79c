"""Feeds in the Atom format (RFC 4287). Every text is text: nothing of it is ever read as markup but what is built here.

Names of feeds and entries are `urn:uuid:`, which last whatever happens to addresses and hosts.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree import ElementTree

from django.utils.html import linebreaks

from championships.formatting.xml import clean_text

ATOM = "http://www.w3.org/2005/Atom"
CONTENT_TYPE = "application/atom+xml; charset=utf-8"
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)  # of a feed that has told nothing yet


@dataclass(frozen=True, slots=True)
class AtomEntry:
    """`address` is absolute. `text`: the whole of it, in paragraphs; empty: the summary says all."""

    uid: uuid.UUID
    title: str
    address: str
    published_at: datetime
    updated_at: datetime
    summary: str
    text: str = ""
    author: str = ""
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AtomFeed:
    """`here` is the feed's own address, `page` that of the page it goes with; both absolute."""

    uid: uuid.UUID
    title: str
    subtitle: str
    language: str
    here: str
    page: str
    author: str
    entries: Sequence[AtomEntry]


def write_atom(feed: AtomFeed) -> bytes:
    """The document. The newest entry says when the feed was updated: the same data give the same bytes."""
    root = ElementTree.Element("feed", {"xmlns": ATOM, "xml:lang": feed.language})
    _add(root, "id", _name(feed.uid, feed.language))
    _add(root, "title", feed.title)
    _add(root, "subtitle", feed.subtitle)
    _add(root, "updated", _write_instant(max((entry.updated_at for entry in feed.entries), default=_NEVER)))
    ElementTree.SubElement(root, "link", {"rel": "self", "type": "application/atom+xml", "href": feed.here})
    ElementTree.SubElement(
        root, "link", {"rel": "alternate", "type": "text/html", "hreflang": feed.language, "href": feed.page}
    )
    _add(ElementTree.SubElement(root, "author"), "name", feed.author)
    for entry in feed.entries:
        _write_entry(root, entry, feed.language)
    ElementTree.indent(root, space="")
    body: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return body


def _write_entry(root: ElementTree.Element, entry: AtomEntry, language: str) -> None:
    element = ElementTree.SubElement(root, "entry")
    _add(element, "id", _name(entry.uid, language))
    _add(element, "title", entry.title)
    _add(element, "updated", _write_instant(entry.updated_at))
    _add(element, "published", _write_instant(entry.published_at))
    ElementTree.SubElement(
        element, "link", {"rel": "alternate", "type": "text/html", "hreflang": language, "href": entry.address}
    )
    if entry.author:
        _add(ElementTree.SubElement(element, "author"), "name", entry.author)
    for category in entry.categories:
        ElementTree.SubElement(element, "category", {"term": clean_text(category)})
    if entry.summary:
        _add(element, "summary", entry.summary)
    if entry.text:
        # The same paragraphs as on the page: what the text says is escaped once as text, once more as ElementTree.
        _add(element, "content", str(linebreaks(clean_text(entry.text), autoescape=True)), type="html")


def _name(uid: uuid.UUID, language: str) -> str:
    """A translation is another document: its name is made from that of the thing and the language."""
    return uuid.uuid5(uid, language).urn


def _add(parent: ElementTree.Element, name: str, text: str, **attributes: str) -> None:
    ElementTree.SubElement(parent, name, attributes).text = clean_text(text)


def _write_instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
