"""A table in a frame of another site: it may be framed, and nothing else; what it shows, and the code for it."""

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from tests.public.pages import find, find_all, get_page, parse, read_heads, read_table, read_text
from tests.public.seasons import SetClock, days, make_published_season

EMBED = "/en/embed/club-cup/2025/standings/drivers/"
PAGE = "/en/club-cup/2025/standings/drivers/"


@pytest.fixture
def season(db: None, set_clock: SetClock) -> None:
    set_clock(days(5))
    make_published_season(["ann", "bob", "cat"])


def test_a_frame_may_hold_this_document_and_no_other_page(client: Client, season: None) -> None:
    framed = client.get(EMBED)
    assert not framed.has_header("X-Frame-Options")
    policy = framed["Content-Security-Policy"]
    assert "frame-ancestors *" in policy
    assert "default-src 'none'" in policy
    assert "script-src 'none'" in policy
    assert not framed.cookies
    assert framed["Cache-Control"] == "public, max-age=60"
    for path in ("/en/", PAGE, PAGE + "embed/", "/en/nowhere/", EMBED + "?rows=x"):
        other = client.get(path)
        assert other["X-Frame-Options"] == "DENY", path
        assert "frame-ancestors 'none'" in other["Content-Security-Policy"], path
    assert "frame-src 'self'" in client.get(PAGE + "embed/")["Content-Security-Policy"]
    assert "frame-src" not in client.get(PAGE)["Content-Security-Policy"]


def test_the_document_is_the_head_of_the_table(client: Client, season: None) -> None:
    root = parse(client.get(EMBED))
    table = find(root, "table")
    assert read_heads(table) == ["Pos.", "Driver", "Points", "Gap"]
    assert [[row[0], *row[2:]] for row in read_table(table)] == [["1", "18", "–"], ["2", "16", "−2"], ["3", "14", "−4"]]
    assert find(root, "meta", name="robots").get("content") == "noindex"
    assert find(root, "link", rel="canonical").get("href") == f"http://testserver{PAGE}"
    assert not find_all(root, "script")
    (link,) = find_all(root, "a")
    assert (link.get("href"), link.get("target")) == (f"http://testserver{PAGE}", "_top")
    assert read_text(link) == "The whole table, race by race"


def test_the_address_chooses_rows_and_theme(client: Client, season: None) -> None:
    root = parse(client.get(EMBED + "?rows=2&theme=dark"))
    assert len(read_table(find(root, "table"))) == 2
    assert root.get("data-theme") == "dark"
    assert find(root, "meta", name="color-scheme").get("content") == "dark"
    assert read_text(find(root, "a")) == "The whole table: 3 rows"
    plain = parse(client.get(EMBED))
    assert plain.get("data-theme") is None
    assert find(plain, "meta", name="color-scheme").get("content") == "light dark"


@pytest.mark.parametrize(
    "query", ["rows=0", "rows=201", "rows=-1", "rows=ten", "rows=1&rows=2", "theme=red", "lang=de"]
)
@pytest.mark.parametrize("address", [EMBED, PAGE + "embed/"])
def test_a_slip_in_the_address_is_not_found(client: Client, season: None, address: str, query: str) -> None:
    assert client.get(f"{address}?{query}").status_code == 404


def test_what_is_not_published_is_in_no_frame(client: Client, season: None, set_clock: SetClock) -> None:
    set_clock(days(0))
    assert client.get(EMBED).status_code == 404
    assert client.get(PAGE + "embed/").status_code == 404
    assert client.get("/en/embed/club-cup/2025/standings/nothing/").status_code == 404


def test_the_page_gives_the_code_of_what_was_chosen(client: Client, season: None) -> None:
    page = get_page(client, PAGE + "embed/")
    code = read_text(find(page, "textarea"))
    assert code == (
        f'<iframe src="http://testserver{EMBED}" title="Drivers, Club Cup 2025" width="100%" height="316"'
        ' loading="lazy" style="border:0"></iframe>'
    )
    page = get_page(client, PAGE + "embed/?rows=2&theme=light&lang=fr")
    frame = "http://testserver/fr/embed/club-cup/2025/standings/drivers/?rows=2&theme=light"
    assert f'src="{frame.replace("&", "&amp;")}"' in read_text(find(page, "textarea"))
    assert find(page, "iframe").get("src") == frame
    assert client.get(frame).status_code == 200


def test_the_colours_of_a_named_theme_are_those_of_the_site() -> None:
    folder = Path(__file__).resolve().parents[2] / "static" / "css"
    light, dark = (folder / "tokens.css").read_text().split("@media (prefers-color-scheme: dark)")
    named = re.findall(r"(--[\w-]+): light-dark\((#\w+), (#\w+)\)", (folder / "embed.css").read_text())
    assert len(named) == 6
    for name, first, second in named:
        assert f"{name}: {first};" in light
        assert f"{name}: {second};" in dark


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_fits_a_narrow_column_and_axe_finds_nothing(browser: Browser, live_server: LiveServer, theme: str) -> None:
    names = [f"driver-{number:02d}-with-a-long-family-name" for number in range(12)]
    make_published_season(names)
    faults = []
    # The theme of the address against that of the system: what is asked for wins.
    page = browser.new_context(color_scheme="dark" if theme == "light" else "light").new_page()
    for path in (f"{EMBED}?theme={theme}", f"{PAGE}embed/?theme={theme}", "/fr/search/?q=driver", "/fr/api/"):
        page.goto(live_server.url + path)
        for width in (200, 320, 768, 1440) if path.startswith(EMBED) else (320, 768, 1440):
            page.set_viewport_size({"width": width, "height": 900})
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            if wide:
                faults.append((path, f"{wide} px too wide at {width}"))
            faults += [(path, width, one["id"]) for one in Axe().run(page).response["violations"]]
    page.context.close()
    assert faults == []
