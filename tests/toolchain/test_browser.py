"""The browser tests' own ground: a real Chromium reaches the site, in both languages and in the back-office."""

from typing import Any

import pytest
from playwright.sync_api import Page


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("path", "language"), [("/fr/", "fr"), ("/en/", "en")])
def test_a_browser_reads_the_home_page_in_its_language(live_server: Any, page: Page, path: str, language: str) -> None:
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    response = page.goto(live_server.url + path)
    assert response is not None
    assert response.status == 200
    assert page.locator("html").get_attribute("lang") == language
    assert page.context.cookies() == []
    # A style or script the content policy refuses is reported here.
    assert faults == []


@pytest.mark.django_db(transaction=True)
def test_a_browser_meets_the_sign_in_page_of_the_back_office(live_server: Any, page: Page) -> None:
    page.goto(live_server.url + "/office/")
    assert page.url.startswith(live_server.url + "/office/login/")
    assert page.locator("input[name=password]").count() == 1
