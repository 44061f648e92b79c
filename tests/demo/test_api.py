"""The API over the demonstration: a real season and two invented ones, at three instants, as it is described."""

import time

from django.test import override_settings

from tests.demo.demo_case import AFTER_ARAGON, AT_THE_END, EVENING, FRANCE, DemoCase
from tests.public.api.description import ROOT, Description, list_addresses

MOST = 5  # answers a path: each shape is met, each reason of a hundred drivers need not be


class DemoApiTest(DemoCase):
    def test_every_answer_is_as_described(self) -> None:
        for instant in (EVENING, AFTER_ARAGON, AT_THE_END):
            with self.subTest(instant), override_settings(PADDOCK_DEMO=True, PADDOCK_DEMO_CLOCK=_run(instant)):
                met = _walk(Description(self.client))
                assert met.keys() >= {"/championships/{championship}/seasons/{season}/standings/{table}/title",
                                      "/championships/{championship}/seasons/{season}/decisions/{number}",
                                      "/events/{year}/{event}/sessions/{session}/bulletins/{n}",
                                      "/events/{year}/{event}/decisions/{number}",
                                      "/events/{year}/{event}/preview"}  # fmt: skip

    def test_the_table_of_the_real_series_says_what_it_does_not_know(self) -> None:
        with override_settings(PADDOCK_DEMO=True, PADDOCK_DEMO_CLOCK=_run(EVENING)):
            api = Description(self.client)
            season = api.get(f"{ROOT}/championships/{FRANCE}/seasons/2025")
            table = api.get(season["tables"][0]["url"])
        assert table["source"]["title"]
        assert table["partial"]
        assert any(row["points"] is None for row in table["rows"])
        assert not season["demo"]


def _run(instant: str) -> str:
    return f"{instant}@{time.time()}"


def _walk(api: Description) -> dict[str, int]:
    met: dict[str, int] = {}
    seen: set[str] = set()
    left = [f"{ROOT}/"]
    while left:
        address = left.pop(0)
        path = api.find_path(address)
        if address in seen or met.get(path, 0) >= MOST:
            continue
        seen.add(address)
        met[path] = met.get(path, 0) + 1
        left.extend(list_addresses(api.get(address)))
    return met
