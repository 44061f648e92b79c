"""Nothing walks round the process: neither the plain admin, nor a bulk action, nor a command.

`import_season` is the one stated exception; `load_demo` fills an empty demonstration through the office's own verbs.
"""

import ast
from pathlib import Path

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from championships.backoffice.admin.base import ReadOnlyAdmin
from championships.backoffice.site import Office
from championships.models import Amendment, Bulletin, Protest, Sheet
from tests.factories import make_draft, make_event, make_season, make_user, publish_results, read_everything

APP = Path(__file__).resolve().parents[2] / "championships"
# Who may call what publishes, outside its own room.
CALLERS = {
    "publish": {"backoffice/views/publishing.py", "exchange/demo/coupe.py"},
    "confirm": {"backoffice/views/publishing.py", "exchange/demo/coupe.py"},
    "amend": {"exchange/demo/coupe.py"},
    "withdraw": {"backoffice/views/amendments.py"},
    "confirm_amendment": {"backoffice/views/amendments.py"},
    "issue_bulletin": set(),
    "publish_package": {"exchange/season_package/importing.py"},
}
HOMES = ("publishing", "amendments", "bulletins", "packages")


def find_callers(verb: str) -> set[str]:
    """The files outside `officiating` that reach this verb of one of its homes."""
    found = set()
    for path in sorted(APP.rglob("*.py")):
        place = path.relative_to(APP).as_posix()
        if place.startswith(("officiating/", "migrations/")):
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        modules, names = set(), set()
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module == "championships.officiating":
                modules |= {alias.asname or alias.name for alias in node.names if alias.name in HOMES}
            elif (
                isinstance(node, ast.ImportFrom)
                and (node.module or "").removeprefix("championships.officiating.") in HOMES
            ):
                names |= {alias.asname or alias.name for alias in node.names if alias.name == verb}
        for node in ast.walk(tree):
            reached = isinstance(node, ast.Attribute) and node.attr == verb and ast.unparse(node.value) in modules
            if reached or (isinstance(node, ast.Name) and node.id in names):
                found.add(place)
    return found


@pytest.mark.parametrize("verb", CALLERS)
def test_only_these_files_reach_what_publishes(verb: str) -> None:
    assert find_callers(verb) == CALLERS[verb]


def test_no_command_reaches_it_itself() -> None:
    for verb in CALLERS:
        assert not [place for place in find_callers(verb) if place.startswith("management/")]


@pytest.mark.parametrize("model", [Bulletin, Sheet, Amendment, Protest], ids=lambda model: model.__name__)
@pytest.mark.django_db
def test_the_plain_admin_shows_these_rows_and_writes_none_of_them(model, client: Client) -> None:
    race = make_event(season=make_season()).sessions.get()
    publish_results(session=race, order=["ann", "bob"])
    make_draft(session=race, order=["bob", "ann"])
    client.force_login(make_user("root", is_superuser=True))
    site = next(iter(s for s in admin.sites.all_sites if isinstance(s, Office)), admin.site)
    registered = site._registry[model]
    assert isinstance(registered, ReadOnlyAdmin)
    name = model._meta.model_name
    listing = reverse(f"admin:championships_{name}_changelist")
    assert client.get(listing).status_code == 200
    before = read_everything()
    assert client.get(reverse(f"admin:championships_{name}_add")).status_code == 403
    row = model.objects.first()
    keys = [row.pk] if row else [1]
    for action in ("delete_selected", "publish", "confirm", ""):
        client.post(listing, {"action": action, "_selected_action": keys})
    if row:
        change = reverse(f"admin:championships_{name}_change", args=[row.pk])
        assert client.post(change, {"state": "official", "draft": ""}).status_code == 403
        assert client.post(reverse(f"admin:championships_{name}_delete", args=[row.pk])).status_code == 403
    assert read_everything() == before
