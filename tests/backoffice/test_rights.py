"""The table of rights: every address of the office, every role, and who is let in.

One line an address, by its name: the roles that may open it, and those that may send a form there: "t" timekeeper,
"c" clerk of the course, "s" steward, "e" editor, "a" administrator. Everybody else of the office is told 404 (403 by
the plain admin's own pages), a stranger is led to the sign-in page, and an official of another championship is told 404
wherever the address names something of this one. A new address without a line fails.
"""

from typing import Any

import pytest
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, reverse

from championships.models import (
    Amendment,
    Document,
    News,
    Photo,
    Preview,
    Protest,
    Report,
    RuleDraft,
    Season,
    TimingFile,
    User,
    Verdict,
)
from tests.factories import NOON, make_draft, make_event, make_official, make_season, make_user, publish_results

pytestmark = pytest.mark.django_db

ROLES = {"t": "timekeeper", "c": "clerk", "s": "steward", "e": "editor", "a": "administrator"}
REFUSED = {403, 404, 405}

# name: (who opens it, who sends a form there)
RIGHTS: dict[str, tuple[str, str]] = {
    "desks": ("tcsea", ""),
    "desk": ("tcsea", ""),
    "entry_list": ("tcsea", "tca"),
    "entry_copy": ("tca", "tca"),
    "entry_import": ("tca", "tca"),
    "entry_export": ("tcsea", ""),
    "entry_print": ("tcsea", ""),
    "entry_seats": ("tcsea", "tca"),
    "season_enrolments": ("tcsea", "ca"),
    "session_results": ("tca", "tca"),
    "session_discard": ("", "tca"),
    "session_grid": ("tca", "tca"),
    "session_grid_rule": ("", "tca"),
    "session_publish": ("tcsea", "ca"),
    "session_official": ("", "ca"),
    "session_withdraw": ("ca", "ca"),
    "amendment_confirm": ("", "ca"),
    "amendment_drop": ("", "ca"),
    "bulletin": ("tcsea", ""),
    "bulletin_bring_back": ("", "tca"),
    "session_protests": ("tcsea", "csa"),
    "protest": ("csa", "csa"),
    "event_decisions": ("tcsea", ""),
    "decision_new": ("sa", "sa"),
    "season_decisions": ("tcsea", ""),
    "season_decision_new": ("sa", "sa"),
    "decision": ("tcsea", ""),
    "season_rules": ("ca", "ca"),
    "season_rules_draft": ("ca", "ca"),
    "season_rules_effect": ("ca", "ca"),
    "season_rules_version": ("tcsea", ""),
    "season_rules_json": ("tcsea", ""),
    "season_rules_draft_json": ("ca", ""),
    "season_copy": ("a", "a"),
    "driver_merge": ("a", "a"),
    "preview_list": ("tcsea", ""),
    "preview_new": ("ea", "ea"),
    "preview": ("ea", "ea"),
    "preview_publish": ("ea", "ea"),
    "preview_look": ("ea", ""),
    "preview_sentences": ("ea", "ea"),
    "report_sentences": ("ea", "ea"),
    "report_publish": ("ea", "ea"),
    "report_look": ("ea", ""),
    "news_list": ("tcsea", ""),
    "news_new": ("ea", "ea"),
    "news": ("ea", "ea"),
    "news_publish": ("ea", "ea"),
    "news_look": ("ea", ""),
    "event_photos": ("ea", "ea"),
    "driver_photos": ("ea", "ea"),
    "photo": ("ea", "ea"),
    "event_documents": ("cea", "cea"),
    "document_file": ("cea", ""),
    "session_print": ("tcsea", ""),
    "timing_import": ("tca", "tca"),
    "timing_file": ("tca", "tca"),
    "timing_original": ("tca", ""),
    "index": ("tcsea", "tcsea"),
    "password_change": ("tcsea", "tcsea"),
    "password_change_done": ("tcsea", ""),
    "app_list": ("tcsea", "tcsea"),
}
# Addresses that name nothing of one championship: everybody with the role is let in, each to his own.
COMMON = {
    "desks",
    "preview_list",
    "news_list",
    "news_new",
    "index",
    "password_change",
    "password_change_done",
    "app_list",
}
# Open to strangers, too: signing in and out, the language, the words of the scripts.
OPEN = {"login", "logout", "jsi18n", "office_language"}
# The admin's own: what they show follows from the permissions (test_admin_guard). A drawn photograph and the laps of a
# file need more than a row: their own tests ask for them.
ELSEWHERE = {"autocomplete", "view_on_site", "photo_file", "timing_laps"}


@pytest.fixture
def rows(settings: Any, tmp_path: Any) -> dict[str, Any]:
    """One of everything an address can name, all of one championship."""
    settings.MEDIA_ROOT = str(tmp_path)
    season = make_season()
    event = make_event(season=season)
    race = event.sessions.get()
    bulletin = publish_results(session=race, order=["ann", "bob"], official=True)
    author = make_user("author")
    make_draft(session=race, order=["bob", "ann"])
    RuleDraft.objects.create(season=season, document={}, recorded_at=NOON)
    texts = {"title_fr": "T", "title_en": "T"}
    picture = SimpleUploadedFile("p.jpg", b"x", content_type="image/jpeg")
    return {
        "season": season,
        "event": event,
        "session": race,
        "driver": bulletin.sheet.lines.get(order=1).drivers.get().driver,
        "n": 1,
        "amendment": Amendment.objects.create(
            session=race, kind="amend", replaces=bulletin, reason="r", author=author, proposed_at=NOON, recorded_at=NOON
        ),
        "protest": Protest.objects.create(
            session=race, received_at=NOON, from_whom="x", subject="x", recorded_at=NOON, recorded_by=author
        ),
        "decision": Verdict.objects.create(
            event=event, number=1, reason="r", author=author, issued_at=NOON, recorded_at=NOON
        ),
        "preview": Preview.objects.create(event=event, lead_fr="L", lead_en="L", **texts),
        "report": Report.objects.create(event=event, **texts),
        "new": News.objects.create(slug="n", championship=season.championship, **texts),
        "photo": Photo.objects.create(event=event, alt_fr="A", credit="C", file=picture, widths=[320]),
        "document": Document.objects.create(event=event, file=SimpleUploadedFile("d.pdf", b"%PDF-1"), **texts),
        "file": TimingFile.objects.create(
            session=race, name="a.csv", format="csv", content=b"1;2", size=3, sha256="0" * 64, recorded_at=NOON
        ),
    }


def list_patterns() -> dict[str, URLPattern]:
    """The named addresses of the office but those of the admin's tables, which test_admin_guard looks at."""
    return {str(found.name): found for found in admin.site.get_urls() if isinstance(found, URLPattern) and found.name}


def fill_address(pattern: URLPattern, rows: dict[str, Any]) -> str:
    """The address with the rows it names: `pk` is that of the noun it begins with."""
    noun = str(pattern.pattern).split("/")[0].removesuffix("s") if "/" in str(pattern.pattern) else ""
    values: dict[str, Any] = {"pk": rows.get(noun), "kind": "csv", "language": "fr", "width": 320, "n": rows["n"]}
    values.update({name: rows.get(name) for name in ("amendment", "protest", "file")})
    names = pattern.pattern.converters  # type: ignore[attr-defined]
    kwargs = {name: getattr(values[name], "pk", values[name]) for name in names}
    if str(pattern.name) == "app_list":
        kwargs = {"app_label": "championships"}
    return reverse(f"admin:{pattern.name}", kwargs=kwargs)


def ask(client: Client, method: str, address: str) -> int:
    """The status of an answer; what a form has written is taken back."""
    with transaction.atomic():
        status = int(getattr(client, method)(address).status_code)
        transaction.set_rollback(True)
    return status


def sign_in(user: User) -> Client:
    client = Client(raise_request_exception=True)
    client.force_login(user)
    return client


def measure(name: str, rows: dict[str, Any], season: Season) -> tuple[str, str]:
    """Who opens an address, and who sends a form there, of officials of this season."""
    address = fill_address(list_patterns()[name], rows)
    found = []
    for method in ("get", "post"):
        let_in = ""
        for letter, role in ROLES.items():
            status = ask(sign_in(make_official(role, role, championship=season.championship)), method, address)
            let_in += letter if status not in REFUSED else ""
        found.append(let_in)
    return found[0], found[1]


def test_every_address_has_its_line() -> None:
    known = set(RIGHTS) | OPEN | ELSEWHERE
    assert sorted(set(list_patterns()) - known) == []
    assert sorted(known - set(list_patterns())) == []


@pytest.mark.parametrize("name", RIGHTS)
def test_an_address_lets_in_whom_the_table_says_and_nobody_else(name: str, rows: dict[str, Any]) -> None:
    assert measure(name, rows, rows["season"]) == RIGHTS[name]
    address = fill_address(list_patterns()[name], rows)
    for method in ("get", "post"):
        stranger = getattr(Client(), method)(address)
        assert stranger.status_code == 302, method
        assert stranger["Location"].startswith("/office/login/"), method
    if name not in COMMON:
        other = make_season("other-cup")
        elsewhere = sign_in(make_official("elsewhere", *ROLES.values(), championship=other.championship))
        for method in ("get", "post"):
            assert ask(elsewhere, method, address) in {404, 405}, method
