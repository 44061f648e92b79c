"""A race of the office in a real browser: the field, the people, and a keyboard whose every stroke is counted."""

from dataclasses import dataclass

from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from championships.models import Session, User
from tests.factories import make_entry, make_event, make_official, make_season

# Forty numbers as a field has them, in finishing order: one, two and three digits.
FINISH = [
    "4", "88", "17", "12", "42", "35", "7", "55", "57", "9", "26", "63", "3", "73",
    "31", "81", "58", "48", "21", "66", "29", "77", "14", "90", "101", "5", "111", "23",
    "69", "40", "8", "99", "2", "71", "33", "18", "64", "27", "46", "10",
]  # fmt: skip


@dataclass
class Keys:
    """The keyboard. Every key counts, and a chord counts each of its keys."""

    page: Page
    count: int = 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.count += len(key.split("+"))
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        for sign in text:
            self.press("Space" if sign == " " else sign)


def make_race(numbers: list[str] = FINISH, *, kind: str = "race") -> Session:
    """A race with these cars entered, listed by number: not in the order in which they will finish."""
    season = make_season()
    event = make_event("round-one", season=season, sessions=(kind,))
    for number in sorted(numbers, key=int):
        make_entry(f"driver-{number}", event=event, number=number, team=f"team-{int(number) % 7}")
    return event.sessions.get()


def sign_in(browser: Browser, live_server: LiveServer, user: User, **options: object) -> BrowserContext:
    """A browser of its own in which this person is signed in."""
    client = Client()
    client.force_login(user)
    context = browser.new_context(**options)  # type: ignore[arg-type]
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    return context


def open_results(context: BrowserContext, live_server: LiveServer, race: Session) -> Page:
    page = context.new_page()
    page.goto(f"{live_server.url}/office/sessions/{race.pk}/results/")
    return page


def make_clerk(name: str = "clara") -> User:
    return make_official(name, "clerk")
