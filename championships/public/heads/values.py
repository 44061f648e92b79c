"""What the head of a page tells machines."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

type Absolute = Callable[[str], str]
type Node = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A feed that goes with the page; `href` absolute."""

    title: str
    href: str


@dataclass(frozen=True, slots=True)
class CalendarLink:
    """A calendar to subscribe to: `webcal` opens the reader's calendar, `href` is the same over the web."""

    title: str
    webcal: str
    href: str


@dataclass(frozen=True, slots=True)
class Picture:
    """The picture a shared link shows; `href` absolute, and another one when what it shows changes."""

    href: str
    alt: str
    width: int
    height: int
    media_type: str


@dataclass(frozen=True, slots=True)
class Told:
    """What a page tells of itself. `description`: one sentence from its data; empty: its title says all.

    `data` are nodes of schema.org; `calendar` and `championship` name what can be subscribed to.
    """

    description: str = ""
    kind: str = "website"  # of Open Graph: website, article, profile
    data: tuple[Node, ...] = ()
    calendar: tuple[str, tuple[object, ...], str] | None = None  # route, parts, name
    championship: tuple[str, str] | None = None  # address and name, where the page is of one


@dataclass(frozen=True, slots=True)
class Head:
    description: str
    kind: str
    data: tuple[Node, ...]
    feeds: tuple[FeedLink, ...]
    calendar: CalendarLink | None
    picture: Picture
