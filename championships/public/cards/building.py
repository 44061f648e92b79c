"""The door of the cards: the picture of a page, by the type of its value."""

from functools import singledispatch

from django.utils.translation import gettext as _

from championships.public.cards.values import Card


@singledispatch
def build_card(page: object) -> Card:
    """Pages without a picture of their own show that of the site."""
    told = _("Standings, results, previews and news")
    return Card(route="card-site", parts=(), title="Paddock", below=told, alt=f"Paddock. {told}")
