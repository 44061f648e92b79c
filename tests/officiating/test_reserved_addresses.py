"""A championship or a session cannot take an address at which the site itself has a page."""

import pytest

from championships.models import Championship, Session
from championships.officiating.addresses import RESERVED, check_address_free
from championships.officiating.errors import Refusal
from championships.public import urls

EVENT = "events/<int:year>/<slug:event>/"


def list_words(before: str) -> set[str]:
    """The fixed words that the site map has right after these parts of an address, where more than a file follows."""
    routes = [str(pattern.pattern) for pattern in urls.urlpatterns]
    rests = [route.removeprefix(before) for route in routes if route.startswith(before)]
    return {rest.split("/")[0] for rest in rests if "/" in rest and not rest.startswith("<")}


def test_the_reserved_words_are_those_of_the_site_map() -> None:
    site_map = {"championship": list_words(""), "session": list_words(EVENT)}
    assert site_map == RESERVED


@pytest.mark.django_db
@pytest.mark.parametrize("row", [Championship(slug="records"), Session(slug="preview")])
def test_a_reserved_word_is_refused_and_named(row: Championship | Session) -> None:
    with pytest.raises(Refusal, match=row.slug):
        check_address_free(row=row)


@pytest.mark.django_db
@pytest.mark.parametrize("row", [Championship(slug="records-cup"), Session(slug="race-1")])
def test_another_word_is_free(row: Championship | Session) -> None:
    check_address_free(row=row)
