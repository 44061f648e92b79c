"""Every public page of the demonstration, walked by its links as a reader and a machine walk it, in both languages.

One address of each entry of the site map is opened in a real browser (in French the first that the walk meets, in
English the last): axe finds nothing, nothing scrolls sideways at 320 px, enlarged or spaced text is neither cut nor
covered, no link lies under another, the console stays empty, the page says the same with scripts off, and the keyboard
reaches everything.
"""

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import urldefrag, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client, override_settings
from django.urls import Resolver404, resolve
from django.utils import translation
from playwright.sync_api import Browser, ConsoleMessage, Page
from pytest_django.live_server_helper import LiveServer

from championships.exchange.demo.loading import load_demo
from championships.public.urls import urlpatterns
from tests.journeys.larger_text import find_lost
from tests.public.pages import find_all, parse

EVENING = "2025-09-04T18:00:00+02:00"
WALKED = 8  # addresses of one kind the walk goes on from; the first is opened in the browser
# Addresses nobody follows a link to: typed into a form, put on a screen, framed by another site.
TYPED = (
    "search/?q=damani",
    "search/?q=",
    "screen/events/2025/aragon/",
    "embed/coupe-de-demonstration/2025/standings/general/",
    # Pages link the lasting address of the table they show, and the walk meets other sessions first.
    "coupe-de-demonstration/2025/standings/general/print/",
    "coupe-de-demonstration/2025/standings/general/table.csv",
    "events/2025/haute-corniche/race-1/laps/",
)
# What no link of a page leads to, each for its reason.
UNLINKED = {
    **dict.fromkeys(
        ["card-site", "card-driver", "card-event", "card-preview", "card-session", "card-standings"],
        "pictures of shared links: named in the head",
    ),
    "card-standings-after": "a picture named in the head of an older table",
    "championship-news-feed": "a feed named in the head",
    "championship-results-feed": "a feed named in the head",
    "championship-decisions-feed": "a feed named in the head",
}

# What the keyboard must reach: what is seen and takes focus. Of radio buttons with one name one is reached.
REACHABLE = """() => [...document.querySelectorAll(
  'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]')]
  .filter(one => one.tabIndex >= 0 && !one.disabled && one.checkVisibility({checkVisibilityCSS: true})
    && !(one.type === 'radio' && !one.checked)).length"""
FOCUSED = """() => { const one = document.activeElement; if (!one || one === document.body) return null;
  window.seen ??= new Map(); if (!window.seen.has(one)) window.seen.set(one, window.seen.size);
  return window.seen.get(one); }"""
# Links whose middle belongs to something else: a pointer would follow another one, or none.
COVERED = """() => [...document.querySelectorAll('main a[href]')].filter(one => {
  if (!one.checkVisibility({checkVisibilityCSS: true}) || one.closest('.vh, svg')) return false;
  one.scrollIntoView({block: 'center', inline: 'center', behavior: 'instant'});
  const lines = [...one.getClientRects()].filter(line => line.width > 1 && line.height > 1);
  return lines.length && !lines.some(line => {
    const hit = document.elementFromPoint(line.left + line.width / 2, line.top + line.height / 2);
    return hit && hit.closest('a') === one; });
}).map(one => one.outerHTML.slice(0, 120))"""
# What the page says, but for the one column that a script turns from UTC into the reader's own time.
WORDS = """() => { for (const one of document.querySelectorAll('time.utc, [data-local]')) one.textContent = '';
  return document.body.innerText.split(/\\s+/).join(' '); }"""


def name_of(address: str, language: str) -> str:
    """The entry of the site map an address belongs to; empty where it is none."""
    try:
        with translation.override(language):
            return resolve(urlsplit(address).path).url_name or ""
    except Resolver404:
        return ""


def walk(client: Client, language: str) -> dict[str, list[str]]:
    """Every kind of page reached by links from home: name → its first addresses (none of a file). Dead links fail."""
    start = f"/{language}/"
    waiting = [start, *(start + typed for typed in TYPED)]
    seen, taken = set(waiting), dict[str, int]()
    found: dict[str, list[str]] = {}
    while waiting:
        address = waiting.pop(0)
        name = name_of(address, language)
        if taken.get(name, 0) >= WALKED:
            continue
        response = client.get(address, follow=True)
        assert response.status_code == 200, (address, response.status_code)
        taken[name] = taken.get(name, 0) + 1
        if not response.headers["Content-Type"].startswith("text/html"):
            found.setdefault(name, [])
            continue
        found.setdefault(name, []).append(address)
        for link in list_links(response, address):
            if link.startswith(start) and link not in seen:
                seen.add(link)
                waiting.append(link)
    return found


def list_links(response: object, address: str) -> Iterator[str]:
    for element in find_all(parse(response), "a"):  # type: ignore[arg-type]
        link = urldefrag(element.get("href") or "").url
        if link.startswith("?"):
            yield urlsplit(address).path + link
        elif link:
            parts = urlsplit(link)
            if parts.scheme in ("", "http", "https") and parts.netloc in ("", "testserver"):
                yield parts.path + (f"?{parts.query}" if parts.query else "")


def look(page: Page, address: str, bare: Page) -> list[tuple[str, object]]:
    """The faults of one page."""
    faults: list[tuple[str, object]] = []
    page.goto(address)
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 900})
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wide:
            faults.append((address, f"{wide} px too wide at {width}"))
        faults += [
            (address, (width, one["id"], [node["html"][:120] for node in one["nodes"][:2]]))
            for one in Axe().run(page).response["violations"]
        ]
    faults += [(address, each) for each in find_lost(page)]
    page.set_viewport_size({"width": 320, "height": 900})
    faults += [(address, f"covered: {each}") for each in page.evaluate(COVERED)]
    reachable, reached = page.evaluate(REACHABLE), set()
    for _press in range(reachable + 20):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        if focused is None or (focused == 0 and len(reached) > 1):
            break
        reached.add(focused)
    if len(reached) < reachable:  # a scrolling part of the page may take focus, too
        faults.append((address, f"the keyboard reaches {len(reached)} of {reachable}"))
    bare.goto(address)
    if bare.evaluate(WORDS) != page.evaluate(WORDS):
        faults.append((address, "says something else with scripts off"))
    return faults


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("language", "scheme"), [("fr", "light"), ("en", "dark")])
def test_every_page_is_whole(browser: Browser, live_server: LiveServer, language: str, scheme: str) -> None:
    load_demo(recorded_at=datetime.now(UTC))
    clock = f"{EVENING}@{time.time()}"
    with override_settings(PADDOCK_DEMO=True, PADDOCK_DEMO_CLOCK=clock):
        found = walk(Client(), language)
        expected = {pattern.name for pattern in urlpatterns} - set(UNLINKED)
        assert expected - set(found) == set()
        seen = browser.new_context(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        bare = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 900})
        page, plain = seen.new_page(), bare.new_page()
        complaints: list[str] = []

        def note(message: ConsoleMessage) -> None:
            complaints.append(f"{page.url}: {message.text}")

        page.on("console", note)
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
        faults = [
            fault
            for name, addresses in found.items()
            if name and addresses
            for fault in look(page, live_server.url + addresses[0 if language == "fr" else -1], plain)
        ]
        seen.close()
        bare.close()
    assert not [*faults, *complaints], "\n".join(map(str, [*faults, *complaints]))
