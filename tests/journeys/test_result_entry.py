"""Entering a race by keyboard, in a real browser; and what may go wrong while somebody types."""

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.sessions.models import Session as SignIn
from playwright.sync_api import Browser, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from championships.models import Bulletin, Line, Session, Sheet
from tests.journeys.office import FINISH, Keys, make_clerk, make_race, open_results, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

RETIRED, DISQUALIFIED = FINISH[-4:], FINISH[2]


@pytest.fixture
def race() -> Session:
    return make_race()


def listen(page: Page) -> list[str]:
    """What the browser complains of: broken scripts, and everything the security policy stops."""
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: heard.append(str(error)))
    return heard


PLATES = "count => [...document.querySelectorAll('#lines .plate')].slice(0, count).map(input => input.value)"
FIND = """number => [...document.querySelectorAll("#lines tr")]
    .find(line => line.querySelector(".plate")?.value === number)?.id"""
PASTE = """(input, text) => {
    input.focus();
    const data = new DataTransfer();
    data.setData("text/plain", text);
    input.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


def plates(page: Page, count: int) -> list[str]:
    found: list[str] = page.evaluate(PLATES, count)
    return found


def cell(page: Page, number: str, name: str) -> Locator:
    row = page.evaluate(FIND, number)
    return page.locator(f"#{row} .plate" if name == "number" else f"#{row} [data-cell={name}]")


def read_lines() -> list[tuple[str, int | None, str]]:
    return list(Line.objects.order_by("order").values_list("entry__number", "road_order", "status"))


def test_forty_cars_from_an_empty_form_to_a_provisional_publication_by_keyboard(
    browser: Browser, live_server: LiveServer, race: Session
) -> None:
    context = sign_in(browser, live_server, make_clerk())
    page = context.new_page()
    heard = listen(page)
    page.goto(f"{live_server.url}/office/sessions/{race.pk}/results/")
    keys = Keys(page)
    words = [number + ("r" if number in RETIRED else "d" if number == DISQUALIFIED else "") for number in FINISH]
    keys.type(" ".join(words))
    assert plates(page, 40) == FINISH
    keys.press("Control+Enter")
    page.wait_for_url("**/publish/")
    for _ in range(40):
        if Bulletin.objects.exists():
            break
        box = page.evaluate("document.activeElement?.type === 'checkbox' && !document.activeElement.checked")
        button = page.evaluate("document.activeElement?.matches('button[type=submit], button:not([type])')")
        if box:
            keys.press("Space")
        elif button and page.evaluate("![...document.querySelectorAll('input[name=accept]')].some(b => !b.checked)"):
            with page.expect_navigation():
                keys.press("Enter")
        else:
            keys.press("Tab")
    bulletin = Bulletin.objects.get()
    assert bulletin.state == "provisional"
    statuses = {**dict.fromkeys(FINISH, "CLASSIFIED"), **dict.fromkeys(RETIRED, "DNF"), DISQUALIFIED: "DSQ"}
    assert read_lines() == [(number, place, statuses[number]) for place, number in enumerate(FINISH, start=1)]
    digits = sum(len(number) for number in FINISH)
    print(f"{keys.count} strokes; allowed {digits} + 40 + 30 = {digits + 70}")  # noqa: T201
    assert keys.count <= digits + 40 + 30
    assert heard == []
    context.close()


def test_lines_fill_while_one_types_and_faults_are_said_at_once(
    browser: Browser, live_server: LiveServer, race: Session
) -> None:
    context = sign_in(browser, live_server, make_clerk())
    page = open_results(context, live_server, race)
    keys = Keys(page)
    keys.type("4 88 56 17d ")
    assert plates(page, 4) == ["4", "88", "56", "17"]
    expect(page.locator("#order-faults")).to_contain_text("56 is not entered.")
    expect(cell(page, "17", "status")).to_have_value("DSQ")
    expect(page.locator("#count-left")).to_have_text("37")
    page.get_by_role("button", name=re.compile("^55 ")).first.click()
    assert page.locator("#order").input_value() == "4 88 55 17d "
    assert plates(page, 4) == ["4", "88", "55", "17"]
    keys.type("88 ")
    expect(page.locator("#order-faults")).to_contain_text("88 stands there twice")
    assert not Sheet.objects.exists()
    context.close()


def test_the_table_is_walked_by_keys_and_a_plate_painted_puts_a_car_there(
    browser: Browser, live_server: LiveServer, race: Session
) -> None:
    context = sign_in(browser, live_server, make_clerk())
    page = open_results(context, live_server, race)
    keys = Keys(page)
    page.locator("#lines .plate").first.focus()
    for number in ("88", "4", "17"):
        keys.type(number)
        keys.press("Enter")
    assert plates(page, 3) == ["88", "4", "17"]
    assert page.locator("#order").input_value() == "88 4 17"
    cell(page, "88", "laps").focus()
    keys.type("20")
    keys.press("ArrowRight")
    keys.type("30:00.0")
    keys.press("Enter")
    keys.type("+1.5")
    keys.press("Enter")
    keys.type("1 lap")
    keys.press("Shift+Enter")
    expect(cell(page, "4", "time")).to_be_focused()
    gaps = page.locator("#lines output")
    assert [gaps.nth(index).inner_text() for index in range(3)] == ["", "+1.500", "1 lap"]
    keys.press("ArrowLeft", "ArrowLeft")
    keys.type("r")
    expect(cell(page, "4", "status")).to_have_value("DNF")
    keys.press("Alt+ArrowUp")
    assert plates(page, 2) == ["4", "88"]
    keys.press("Control+s")
    expect(page.locator("#said")).to_contain_text("Saved at")
    assert read_lines() == [("4", 1, "DNF"), ("88", 2, "CLASSIFIED"), ("17", 3, "CLASSIFIED")]
    assert Line.objects.get(entry__number="17").laps == 19
    context.close()


def test_a_block_of_a_spreadsheet_is_pasted_and_what_is_not_understood_is_named(
    browser: Browser, live_server: LiveServer, race: Session
) -> None:
    context = sign_in(browser, live_server, make_clerk())
    page = open_results(context, live_server, race)
    Keys(page).type("4 88 17 12 ")

    cell(page, "4", "laps").evaluate(PASTE, "20\t30:00,123\t1:25,9\r\n20\t1,5\t1:25,8\r\n19\tvite\t\r\n")
    expect(page.locator("#said")).to_contain_text("vite")
    assert [cell(page, "88", name).input_value() for name in ("laps", "time", "best")] == ["20", "1,5", "1:25,8"]
    expect(cell(page, "17", "time")).to_have_attribute("aria-invalid", "true")
    expect(cell(page, "17", "laps")).to_have_value("19")
    cell(page, "17", "time").fill("")
    cell(page, "12", "number").evaluate(PASTE, "35\n7\n")
    assert plates(page, 3) == ["4", "88", "17"]
    assert sorted(plates(page, 6)[3:]) == ["12", "35", "7"]
    Keys(page).press("Control+s")
    expect(page.locator("#said")).to_contain_text("Saved at")
    assert Line.objects.get(entry__number="88").time_ms == 1_801_623
    context.close()


def test_two_people_at_one_draft_in_two_browsers(browser: Browser, live_server: LiveServer, race: Session) -> None:
    one = sign_in(browser, live_server, make_clerk("one"))
    two = sign_in(browser, live_server, make_clerk("two"))
    first, second = (open_results(context, live_server, race) for context in (one, two))
    Keys(first).type("4 88 17 ")
    Keys(second).type("88 4 17 ")
    Keys(first).press("Control+s")
    expect(first.locator("#said")).to_contain_text("Saved at")
    Keys(second).press("Control+s")
    expect(second.locator("#conflict")).to_contain_text("One saved this draft")
    assert [line[0] for line in read_lines()] == ["4", "88", "17"]
    assert plates(second, 3) == ["88", "4", "17"]  # what the second typed is still there
    expect(second.locator(".theirs")).to_have_count(2)
    second.goto(second.url)  # and it is offered back where the page is opened again
    expect(second.locator("#kept")).to_contain_text("was not saved")
    second.get_by_role("button", name="Bring it back").click()
    assert plates(second, 3) == ["88", "4", "17"]
    Keys(second).press("Control+s")
    expect(second.locator("#said")).to_contain_text("Saved at")
    assert [line[0] for line in read_lines()] == ["88", "4", "17"]
    one.close()
    two.close()


def test_a_choice_for_each_line_settles_the_conflict(browser: Browser, live_server: LiveServer, race: Session) -> None:
    one = sign_in(browser, live_server, make_clerk("one"))
    two = sign_in(browser, live_server, make_clerk("two"))
    first, second = (open_results(context, live_server, race) for context in (one, two))
    for page, laps in ((first, "20"), (second, "19")):
        Keys(page).type("4 88 ")
        cell(page, "88", "laps").fill(laps)
        Keys(page).press("Control+s")
        expect(page.locator("#conflict, #said:has-text('Saved at')")).to_be_visible()
    second.get_by_label("the stored ones").check()
    Keys(second).press("Control+s")
    expect(second.locator("#said")).to_contain_text("Saved at")
    assert Line.objects.get(entry__number="88").laps == 20
    one.close()
    two.close()


def test_after_the_sign_in_expired_what_was_typed_is_offered_back(
    browser: Browser, live_server: LiveServer, race: Session
) -> None:
    context = sign_in(browser, live_server, make_clerk())
    page = open_results(context, live_server, race)
    Keys(page).type("4 88 17r ")
    SignIn.objects.all().delete()
    Keys(page).press("Control+s")
    expect(page.locator("#said")).to_contain_text("sign-in has expired")
    assert not Sheet.objects.exists()
    page.get_by_role("link", name="Sign in").click()
    page.get_by_label("Username").fill("clara")
    page.get_by_label("Password").fill("clara")
    Keys(page).press("Enter")
    page.wait_for_url("**/results/")
    assert page.locator("#order").input_value() == ""  # never applied by itself
    page.get_by_role("button", name="Bring it back").first.click()
    assert page.locator("#order").input_value().split() == ["4", "88", "17r"]
    Keys(page).press("Control+s")
    expect(page.locator("#said")).to_contain_text("Saved at")
    assert [line[0] for line in read_lines()] == ["4", "88", "17"]
    page.reload()
    expect(page.locator("#kept")).to_be_hidden()
    context.close()


def _break(route: Any) -> None:
    """The page still comes; what is sent is lost on the way."""
    if route.request.method == "POST":
        route.abort()
    else:
        route.continue_()


def test_a_dropped_connection_is_said_and_the_save_is_made_when_it_is_back(
    browser: Browser, live_server: LiveServer, race: Session
) -> None:
    context = sign_in(browser, live_server, make_clerk())
    down = [True]  # the line is listened to from the first request on: a browser under load may begin late
    context.route("**/results/", lambda route: _break(route) if down[0] else route.continue_())
    page = open_results(context, live_server, race)
    Keys(page).type("4 88 ")
    Keys(page).press("Control+s")
    expect(page.locator("#said")).to_contain_text("The connection is down")
    assert not Sheet.objects.exists()
    page.reload()  # even the page may go: the browser has kept it
    page.get_by_role("button", name="Bring it back").click()
    Keys(page).press("Control+s")
    expect(page.locator("#said")).to_contain_text("The connection is down")
    down[0] = False
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator("#said")).to_contain_text("Saved at")
    assert [line[0] for line in read_lines()] == ["4", "88"]
    context.close()


def test_an_answer_that_never_arrived_is_no_conflict(browser: Browser, live_server: LiveServer, race: Session) -> None:
    context = sign_in(browser, live_server, make_clerk())
    lost: list[str] = []

    def lose_first_answer(route: Any) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(route.request.url)
            route.fetch()  # the server has saved
            route.abort()
        else:
            route.continue_()

    context.route("**/results/", lose_first_answer)
    page = open_results(context, live_server, race)
    Keys(page).type("4 88 ")
    Keys(page).press("Control+s")
    expect(page.locator("#said")).to_contain_text("The connection is down")
    version = Sheet.objects.get().version
    Keys(page).press("Control+s")
    expect(page.locator("#said")).to_contain_text("Saved at")
    assert Sheet.objects.get().version == version
    context.close()


def test_the_whole_way_without_javascript(browser: Browser, live_server: LiveServer, race: Session) -> None:
    context = sign_in(browser, live_server, make_clerk(), java_script_enabled=False)
    page = open_results(context, live_server, race)
    page.get_by_role("textbox", name=re.compile("Quick entry")).fill(f"{' '.join(FINISH[:38])} 56 10")
    page.get_by_role("button", name="Save the draft Ctrl S").click()
    assert "56 is not entered." in page.content()
    assert not Sheet.objects.exists()
    page.get_by_role("textbox", name=re.compile("Quick entry")).fill(f"{' '.join(FINISH[:38])} 46 10r")
    page.get_by_role("button", name=re.compile("^Save and go on")).click()
    page.wait_for_url("**/publish/")
    for box in page.locator("input[name=accept]").all():
        box.check()
    page.locator("form:has(input[name=version]) button").first.click()
    assert Bulletin.objects.get().state == "provisional"
    assert read_lines()[-1] == ("10", 40, "DNF")
    context.close()


def test_without_javascript_an_expired_sign_in_loses_nothing_either(
    browser: Browser, live_server: LiveServer, race: Session
) -> None:
    context = sign_in(browser, live_server, make_clerk(), java_script_enabled=False)
    page = open_results(context, live_server, race)
    page.get_by_role("textbox", name=re.compile("Quick entry")).fill("4 88 17r")
    SignIn.objects.all().delete()
    page.get_by_role("button", name="Save the draft Ctrl S").click()
    page.get_by_label("Username").fill("clara")
    page.get_by_label("Password").fill("clara")
    page.keyboard.press("Enter")
    page.wait_for_url("**/results/")
    assert not Sheet.objects.exists()
    page.get_by_role("button", name="Bring it back").click()
    page.get_by_role("button", name="Save the draft Ctrl S").click()
    assert read_lines() == [("4", 1, "CLASSIFIED"), ("88", 2, "CLASSIFIED"), ("17", 3, "DNF")]
    context.close()


@pytest.mark.parametrize(("language", "scheme"), [("en", "light"), ("fr", "dark")])
def test_entry_and_grid_fit_every_width_and_axe_finds_nothing(
    browser: Browser, live_server: LiveServer, race: Session, language: str, scheme: Any
) -> None:
    context = sign_in(browser, live_server, make_clerk(), locale=language, color_scheme=scheme)
    page = context.new_page()
    faults: list[Any] = listen(page)
    for name in ("results", "grid"):
        page.goto(f"{live_server.url}/office/sessions/{race.pk}/{name}/")
        if name == "results":
            Keys(page).type("4 88d 56 17r ")
            cell(page, "4", "laps").fill("x")
        for width in (360, 768, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
                faults.append((name, width, "scrolls sideways"))
            faults += [(name, width, one["id"]) for one in Axe().run(page).response["violations"]]
    assert faults == []
    context.close()
