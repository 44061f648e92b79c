"""What is private stays private on every page, in every file: birth dates, licence numbers, family ties, accounts."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.test import Client
from django.urls import URLPattern, reverse

from championships.models import Driver, Kinship, News, Season
from championships.public import media_urls, urls
from tests.factories import (
    after,
    make_driver,
    make_enrolment,
    make_entry,
    make_event,
    make_season,
    make_user,
    publish_results,
)

pytestmark = pytest.mark.django_db
SECRETS = ("LIC-4711", "1999", "secretbrother", "publisher", "feminine")


@pytest.fixture
def season() -> Season:
    """A season with a driver who has everything to hide."""
    season = make_season()
    make_user("publisher", first_name="", last_name="")
    make_driver("ann", born_on="1999-12-31", licence="LIC-4711", gender="feminine")
    make_driver("secretbrother", name="Secretbrother Hidden")
    event = make_event(season=season, slug="meeting")
    make_enrolment(season=season, driver="ann")
    make_entry("ann", event=event, number="7", team="red-team")
    publish_results(session=event.sessions.get(), order=["ann", "bob"], at=after(0))
    Kinship.objects.create(person=make_driver("ann"), relative=make_driver("secretbrother"), relation="brother")
    News.objects.create(slug="n", title_fr="T", body_fr="x", published_at=after(0), championship=season.championship)
    return season


KEYS: dict[str, Any] = {
    "year": 2025,
    "event": "meeting",
    "session": "race",
    "driver": "ann",
    "other": "bob",
    "team": "red-team",
    "circuit": "hilltop",
    "championship": "club-cup",
    "season": "2025",
    "table": "drivers",
    "round_number": 1,
    "slug": "n",
    "short": "0" * 16,
    "stop": "1",
    "revision": 1,
    "competitor": "ann",
    "number": 1,
    "n": 1,
    "content": "0" * 16,
    "form": "csv",
}


def list_pages() -> list[str]:
    """An address of every public page, from the site map itself: a page added later is looked at, too."""
    found = []
    for pattern in urls.urlpatterns:
        assert isinstance(pattern, URLPattern)
        names = pattern.pattern.converters
        found.append(reverse(str(pattern.name), kwargs={name: KEYS[name] for name in names}))
    return found


def test_no_public_page_in_either_language_says_what_is_private(client: Client, season: Season) -> None:
    answered = 0
    for address in list_pages():
        for path in (
            address,
            address.replace("/en/", "/fr/") if "/en/" in address else address.replace("/fr/", "/en/"),
        ):
            answer = client.get(path, follow=True)  # a picture's address changes, the calendar leads to a year
            assert answer.status_code in {200, 404}, (path, answer.status_code)
            answered += answer.status_code == 200
            text = answer.content.decode(errors="replace")
            assert not [word for word in SECRETS if word in text], path
    assert answered > 20  # they were there to be read
    assert len(media_urls.urlpatterns) == 2  # files: tests/public/test_news.py


def test_the_page_of_a_driver_shows_the_age_only_with_leave(client: Client, season: Season) -> None:
    address = "/en/drivers/ann/"
    assert "Age" not in client.get(address).content.decode().split("<main")[1]
    Driver.objects.filter(slug="ann").update(age_public=True)
    page = client.get(address).content.decode()
    assert "<dt>Age</dt>" in page
    assert "1999" not in page  # the age, never the date


def test_a_family_tie_is_told_only_with_leave(client: Client, season: Season) -> None:
    assert "Secretbrother" not in client.get("/en/drivers/ann/").content.decode()
    Kinship.objects.update(public=True)
    assert "Secretbrother" in client.get("/en/drivers/ann/").content.decode()


def test_a_season_package_holds_nothing_private(season: Season, tmp_path: Path) -> None:
    call_command("export_season", season.slug, str(tmp_path / "package"))
    files = [path for path in (tmp_path / "package").rglob("*") if path.is_file()]
    assert files
    for path in files:
        text = path.read_text(encoding="utf-8")
        assert not [word for word in SECRETS if word in text], path.name


def test_the_ledger_and_the_projections_hold_nothing_private(season: Season) -> None:
    for model in apps.get_app_config("championships").get_models():
        if model.__name__ in {"Driver", "Kinship", "User"}:
            continue
        for row in model._base_manager.values():
            text = json.dumps(row, default=str)
            assert "LIC-4711" not in text, model.__name__
            assert "1999-12-31" not in text, model.__name__
