"""The addresses that stand outside the pages: `/` and the health checks."""

import pytest
from django.test import Client


@pytest.mark.parametrize(
    ("accept", "target"),
    [
        ("fr-FR,fr;q=0.9,en;q=0.8", "/fr/"),
        ("en-GB,en;q=0.9,fr;q=0.2", "/en/"),
        ("fr;q=0.3,en;q=0.9", "/en/"),
        ("de-DE,de;q=0.9", "/fr/"),
        ("de,en;q=0.5", "/en/"),
        ("", "/fr/"),
        ("*", "/fr/"),
        ("complete nonsense;;q", "/fr/"),
    ],
)
def test_the_root_sends_a_browser_to_its_language(accept: str, target: str) -> None:
    response = Client().get("/", headers={"accept-language": accept})
    assert (response.status_code, response["Location"]) == (302, target)
    assert response["Vary"] == "Accept-Language"
    assert not response.cookies


def test_the_process_says_that_it_lives_without_a_database() -> None:
    response = Client().get("/livez")
    assert (response.status_code, response.content) == (200, b"alive\n")
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/fr/", "/en/"])
def test_a_public_page_sets_no_cookie_and_does_not_vary_by_cookie(path: str) -> None:
    response = Client().get(path)
    assert response.status_code == 200
    assert not response.cookies
    assert "cookie" not in response.get("Vary", "").lower()
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


@pytest.mark.django_db
def test_the_site_is_ready_when_every_migration_is_applied() -> None:
    response = Client().get("/readyz")
    assert (response.status_code, response.content) == (200, b"ready\n")
