"""No address of the public site can be made to fail: every route with odd parts and with odd questions.

The routes are read from the site itself: a new page is asked as soon as it has an address.
"""

import logging
import time
from collections.abc import Iterator

from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.regex_helper import normalize

from tests.demo.demo_case import AFTER_ARAGON, DemoCase

# What stands in the demonstration, by the name of the part of an address. A new name wants its line here.
PARTS = {
    "championship": "coupe-de-demonstration",
    "circuit": "val-brulant",
    "competitor": "gaspard-vibreur",
    "content": "0123456789abcdef",
    "driver": "gaspard-vibreur",
    "ending": "jpg",
    "event": "haute-corniche",
    "form": "json",
    "n": "1",
    "number": "1",
    "other": "maelle-drapeau",
    "pk": "1",
    "part": "season-coupe-de-demonstration-2025",
    "revision": "1",
    "round_number": "3",
    "season": "2025",
    "session": "race-2",
    "short": "0123456789",
    "slug": "opening-day",
    "stem": "0123456789abcdef0123456789",
    "stop": "3-race2",
    "table": "general",
    "team": "team-chimere",
    "width": "480",
    "year": "2025",
}
HUGE = "9" * 20
ODD_PARTS = (
    "0", "00001", "99999", "2147483648", HUGE, "9" * 5000, "%00", "%FF", "%E2%80%AE", "%0D%0AX-Odd:1", "a" * 3000,
    "%2e%2e", "'%22%3Cb%3E", "%D9%A1", "-", f"{HUGE}-race2",
)  # fmt: skip
# Every parameter some page reads.
NAMES = (
    "a", "after", "as-of", "b", "category", "championship", "circuit", "class", "cursor", "from", "kind", "lang",
    "limit", "page", "q", "rows", "slide", "sort", "theme", "to", "view", "year", "3-race2", "3-race2-fl",
)  # fmt: skip
ODD_VALUES = (
    "", "0", "-1", HUGE, "1e9", "%00", "%FF%FE", "%ED%A0%80", "%0D%0AX-Odd:1", "a" * 10_000, "'%22%3Cb%3E", "%D9%A1",
    "%C2%B2", "%F0%9F%8F%81", "2025-02-30", "0001-01-01", "9999-12-31", "0001-01-01T00:00:00%2B23:59",
    "2025-01-01T00:00%2B99:99",
)  # fmt: skip
SLOWEST = 5.0  # seconds an answer may take; on a small machine the slowest takes some tenths of one


class OddAddressesTest(DemoCase):
    def setUp(self) -> None:
        logging.disable(logging.WARNING)  # thousands of lines on what is not found
        self.addCleanup(logging.disable, logging.NOTSET)

    def test_no_address_can_be_made_to_fail(self) -> None:
        client = Client(raise_request_exception=False)
        failed, slow, asked = [], [], 0
        with override_settings(PADDOCK_DEMO=True, PADDOCK_DEMO_CLOCK=f"{AFTER_ARAGON}@{time.time()}"):
            for address in list_odd_addresses():
                begun = time.perf_counter()
                answer = client.get(address)
                asked += 1
                failed += [(answer.status_code, address[:160])] if answer.status_code >= 500 else []
                slow += [address[:160]] if time.perf_counter() - begun > SLOWEST else []
        assert asked > 2000
        assert (failed, slow) == ([], [])


def list_odd_addresses() -> Iterator[str]:
    """Every route with every odd part, and with some odd values of every parameter: over all routes each meets each."""
    for number, (where, names) in enumerate(list_routes(get_resolver(), "")):
        sound = {name: PARTS[name] for name in names}
        if "after-%(round_number)s-%(session)s" in where:
            sound["session"] = "race2"
        for name in names:
            yield from (where % (sound | {name: odd}) for odd in ODD_PARTS)
        address = where % sound
        # The API refuses what it does not know, and no moment that cannot be read has a page: those apart.
        alone = NAMES if address.startswith("/api/") else ("as-of",)
        for turn in range(number, number + 3):
            said = {name: ODD_VALUES[(turn * 7 + place) % len(ODD_VALUES)] for place, name in enumerate(NAMES)}
            yield from (f"{address}?{name}={said[name]}" for name in alone)
            yield f"{address}?" + "&".join(f"{name}={value}" for name, value in said.items() if name not in alone)
        yield f"{address}?" + "&".join(f"{name}=1&{name}=2" for name in NAMES if name != "as-of")


def list_routes(resolver: URLResolver, before: str) -> Iterator[tuple[str, list[str]]]:
    """The form and the names of the parts of every address outside the office, in English where there are two."""
    for one in resolver.url_patterns:
        form, names = normalize(one.pattern.regex.pattern)[0]
        where = before + form
        if isinstance(one, URLResolver):
            yield from list_routes(one, where) if not where.startswith("office/") else ()
        elif isinstance(one, URLPattern):
            yield "/" + where, names
