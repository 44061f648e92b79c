"""The breadcrumb of a page read back from what the reader sees, so that what machines are told cannot differ."""

from dataclasses import dataclass
from html.parser import HTMLParser

from championships.formatting.punctuation import fold_line


@dataclass(frozen=True, slots=True)
class Crumb:
    """`href` is empty for the page itself."""

    name: str
    href: str


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.crumbs: list[Crumb] = []
        self._name, self._href, self._open = "", "", False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "li":
            self._name, self._href, self._open = "", "", True
        elif tag == "a" and self._open:
            self._href = dict(attrs).get("href") or ""

    def handle_data(self, data: str) -> None:
        if self._open:
            self._name += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "li" and self._open:
            self.crumbs.append(Crumb(fold_line(self._name), self._href))
            self._open = False


def read_crumbs(markup: str) -> tuple[Crumb, ...]:
    """The items of a list of links, in order. What is no item is left out."""
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    return tuple(reader.crumbs)
