"""In a real browser: no page scrolls sideways down to 320 px, and axe finds nothing in either colour scheme."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from tests.factories import make_category, make_enrolment
from tests.public.seasons import make_published_season, make_table

PATHS = (
    "/fr/",
    "/fr/club-cup/2025/",
    "/en/club-cup/2025/standings/drivers/",
    "/fr/club-cup/2025/standings/drivers/after-1/",
    "/fr/calendar/2025/",
    "/en/club-cup/2025/calendar/",
    "/fr/championships/",
    "/en/club-cup/",
    "/fr/results/",
    "/fr/accessibility/",
    "/en/privacy/",
    "/fr/screen/?slide=1",
    "/en/screen/club-cup/2025/?slide=3&hold",
    "/fr/other-cup/2025/standings/drivers/",
    "/fr/other-cup/2025/standings/drivers/charts/",
    "/en/events/2025/other-cup-meeting-2/",
    "/fr/events/2025/other-cup-meeting-2/race1/",
    "/fr/events/2025/other-cup-meeting-2/race1/?table=other-cup",
    "/fr/drivers/driver-00-with-a-long-family-name/",
    "/en/teams/red-team/",
    "/fr/circuits/hilltop/",
    "/fr/records/",
    "/en/records/club-cup/?kind=podiums",
    "/fr/head-to-head/?a=driver&b=nobody",
    "/en/head-to-head/driver-00-with-a-long-family-name/driver-01-with-a-long-family-name/",
    "/fr/nowhere/",
)


def make_site() -> None:
    names = [f"driver-{number:02d}-with-a-long-family-name" for number in range(12)]
    tables = [
        make_table("drivers", "Drivers", title_fr="Pilotes", counting=[{"from": 1, "to": None, "best": 3}]),
        make_table("gentleman", "Gentleman", may_appear={"categories": ["gentleman"]}),
    ]
    season = make_published_season(names, rounds=2, published=1, tables=tables)
    make_category("gentleman", championship=season.championship)
    make_enrolment(season=season, driver=names[0], categories=["gentleman"])
    season.championship.demo = True
    season.championship.save()
    make_published_season(names, rounds=5, published=4, tables=tables, slug="other-cup")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_fit_every_width_and_axe_finds_nothing(browser: Browser, live_server: LiveServer, scheme: Any) -> None:
    make_site()
    faults = []
    page = browser.new_context(color_scheme=scheme).new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    for path in PATHS:
        page.goto(live_server.url + path)
        # The width at which axe looks comes last.
        for width in (320, 768, 1440) if scheme == "light" else (1440, 768, 320):
            page.set_viewport_size({"width": width, "height": 900})
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            if wide:
                faults.append((path, f"{wide} px too wide at {width}"))
        faults += [(path, one["id"]) for one in Axe().run(page).response["violations"]]
    page.context.close()
    faults += [("console", text) for text in complaints if "Content Security Policy" in text]
    assert faults == []


@pytest.mark.django_db(transaction=True)
def test_the_keyboard_reaches_the_content_and_the_table(browser: Browser, live_server: LiveServer) -> None:
    make_published_season(["ann", "bob"])
    page = browser.new_page()
    page.goto(live_server.url + "/en/club-cup/2025/standings/drivers/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.evaluate("document.activeElement.getBoundingClientRect().left >= 0")
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")
    page.focus(".tw")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    page.close()
