"""What machines are told of a page: search engines, feed readers, whoever shows a shared link.

`tell` answers by the type of the page's value; a page without an answer is described by its title. To add one, write
`@tell.register` beside the others: nothing of it may ask the database, or say what the page does not.
"""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from championships.formatting.punctuation import fold_line
from championships.public.cards import build_card, find_card_address
from championships.public.cards.values import HEIGHT, WIDTH
from championships.public.heads import events, lists, people, seasons, texts  # noqa: F401  # they register their pages
from championships.public.heads.telling import tell
from championships.public.heads.values import CalendarLink, FeedLink, Head, Picture, Told
from championships.public.languages import language

_LONGEST = 300


def find_head(page: object, request: HttpRequest) -> Head:
    """The head of that page at that address."""
    told = tell(page, request.build_absolute_uri)
    return Head(
        description=shorten(told.description),
        kind=told.kind,
        data=tuple({"@context": "https://schema.org", **node} for node in told.data),
        feeds=_list_feeds(told, request),
        calendar=_find_calendar(told, request),
        picture=_find_picture(page, request),
    )


def shorten(text: str) -> str:
    """One line, cut at a word."""
    line = fold_line(text)
    if len(line) <= _LONGEST:
        return line
    return line[:_LONGEST].rsplit(" ", 1)[0] + "…"


def _list_feeds(told: Told, request: HttpRequest) -> tuple[FeedLink, ...]:
    named = [
        (_("News"), "news-feed"),
        (_("Results"), "results-feed"),
        (_("Decisions of the stewards"), "decisions-feed"),
    ]
    feeds = [FeedLink(f"Paddock · {name}", request.build_absolute_uri(reverse(route))) for name, route in named]
    if told.championship is not None:
        slug, title = told.championship
        feeds += [
            FeedLink(f"{title} · {name}", request.build_absolute_uri(reverse(f"championship-{route}", args=[slug])))
            for name, route in named
        ]
    return tuple(feeds)


def _find_calendar(told: Told, request: HttpRequest) -> CalendarLink | None:
    if told.calendar is None:
        return None
    route, parts, name = told.calendar
    address = request.build_absolute_uri(reverse(route, args=parts))
    return CalendarLink(title=name, webcal="webcal:" + address.partition(":")[2], href=address)


def _find_picture(page: object, request: HttpRequest) -> Picture:
    card = build_card(page)
    address = request.build_absolute_uri(find_card_address(card, language()))
    return Picture(href=address, alt=card.alt, width=WIDTH, height=HEIGHT, media_type="image/png")
