"""What a test reads off a page: strict HTML, its tables as text, its landmarks."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5lib
from django.http import HttpResponse
from django.test import Client

NS = "{http://www.w3.org/1999/xhtml}"


def parse(response: HttpResponse) -> Element:
    """The document. Any parse error of the HTML standard fails the test."""
    parser = html5lib.HTMLParser(strict=True)
    return parser.parse(response.content.decode())


def find_all(root: Element, tag: str) -> list[Element]:
    return list(root.iter(NS + tag))


def find(root: Element, tag: str, **attributes: str) -> Element:
    for element in root.iter(NS + tag):
        if all(element.get(name.rstrip("_").replace("_", "-")) == value for name, value in attributes.items()):
            return element
    raise AssertionError(f"no <{tag}> with {attributes}")


def read_text(element: Element, *, hidden: bool = True) -> str:
    """The text, spaces folded. `hidden=False` leaves out what is only for screen readers."""
    return re.sub(r"\s+", " ", "".join(_walk(element, hidden=hidden))).strip()


def _walk(element: Element, *, hidden: bool) -> Iterator[str]:
    if not hidden and "vh" in (element.get("class") or "").split():
        return
    yield element.text or ""
    for child in element:
        yield from _walk(child, hidden=hidden)
        yield child.tail or ""


def read_table(table: Element) -> list[list[str]]:
    """The rows of the body as texts, as the eye sees them."""
    body = next(table.iter(NS + "tbody"))
    return [[read_text(cell, hidden=False) for cell in row] for row in body]


def read_heads(table: Element) -> list[str]:
    head = next(table.iter(NS + "thead"))
    return [read_text(cell, hidden=False) for cell in head[0]]


def get_page(client: Client, address: str) -> Element:
    """A page that must answer 200, set no cookie, and be sound."""
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    assert not response.cookies
    assert "cookie" not in response.headers.get("Vary", "").lower()
    root = parse(response)
    check_frame(root)
    return root


def check_frame(root: Element) -> None:
    """One h1, the landmarks, a skip link that leads somewhere, names on every region, no id twice."""
    assert root.get("lang") in {"fr", "en"}
    assert len(find_all(root, "h1")) == 1
    assert len(find_all(root, "main")) == 1
    skip = find(root, "a", class_="skip")
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids)), sorted(name for name in ids if ids.count(name) > 1)
    assert (skip.get("href") or "").removeprefix("#") in ids
    for element in root.iter():
        named = (element.get("aria-labelledby") or "").split()
        assert set(named) <= set(ids), named
        assert element.get("style") is None
        assert not [name for name in element.attrib if name.startswith("on")]
    for table in find_all(root, "table"):
        assert find_all(table, "caption")
        assert all(head.get("scope") for head in find_all(table, "th"))
    # Only files of ours that improve a page which is whole without them; data for search engines is no script.
    scripts = [script for script in find_all(root, "script") if script.get("type") != "application/ld+json"]
    assert all((script.get("src") or "").startswith("/static/js/") and not script.text for script in scripts)
