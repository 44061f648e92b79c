"""Pictures of shared links, drawn from what a page shows: which page has which, and at what address."""

from django.urls import reverse

from championships.public.cards import pages  # noqa: F401  # it registers its pages
from championships.public.cards.building import build_card
from championships.public.cards.values import Card


def find_card_address(card: Card, language: str) -> str:
    """The address of the picture in the language in force."""
    return reverse(card.route, args=[*card.parts, card.name_content(language)])


__all__ = ["Card", "build_card", "find_card_address"]
