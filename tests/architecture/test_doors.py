"""The door table holds, and the reader that checks it sees what it must see."""

from pathlib import Path

import pytest

from tests.architecture.doors import DOORS, ROOT, find_faults, list_files


@pytest.mark.parametrize("path", [pytest.param(p, id=p.relative_to(ROOT).as_posix()) for p in list_files()])
def test_a_file_uses_only_the_doors_of_its_room(path: Path) -> None:
    assert find_faults(path) == []


def test_no_door_leads_to_a_room_that_is_not_in_the_table() -> None:
    named = {door.split(".")[0] for rules in DOORS.values() for door in rules.ours}
    assert named <= set(DOORS)


def test_the_rooms_cannot_import_one_another_in_a_circle() -> None:
    reached = {name: {door.split(".")[0] for door in rules.ours} - {name} for name, rules in DOORS.items()}
    done: set[str] = set()
    while ready := {name for name, needs in reached.items() if name not in done and needs <= done}:
        done |= ready
    assert done == set(DOORS)


FORBIDDEN = [
    ("scoring/a.py", "import django", "pure"),
    ("scoring/a.py", "from django.utils.translation import gettext", "pure"),
    ("scoring/a.py", "from championships.models import Season", "no such door"),
    ("scoring/a.py", "from ..models import Season", "no such door"),
    ("scoring/a.py", "from .. import models", "no such door"),
    ("scoring/a.py", "import random", "pure"),
    ("scoring/a.py", "from time import monotonic", "pure"),
    ("scoring/a.py", "from pathlib import Path", "pure"),
    ("scoring/a.py", "def f():\n    import os.path", "pure"),
    ("scoring/a.py", "import datetime\nx = datetime.datetime.now()", "call datetime.datetime.now"),
    ("scoring/a.py", "from datetime import date\nx = date.today()", "call date.today"),
    ("scoring/a.py", "x = open('points.json')", "call open"),
    ("stories/a.py", "from championships.queries import home", "no such door"),
    ("stories/a.py", "from django.utils import timezone", "pure"),
    ("models/a.py", "from championships.scoring.points import award", "no such door"),
    ("models/a.py", "from django.http import HttpRequest", "no HTTP"),
    ("officiating/a.py", "from championships.queries.home import read_home", "no such door"),
    ("officiating/a.py", "from championships.clock import now", "no such door"),
    ("officiating/a.py", "from championships import clock", "no such door"),
    ("queries/a.py", "from championships.officiating.publishing import publish", "no such door"),
    ("queries/a.py", "from django.shortcuts import render", "no HTTP"),
    ("public/a.py", "from championships.models import Season", "no such door"),
    ("public/a.py", "import championships.models", "no such door"),
    ("public/a.py", "from django.db import connection", "no database"),
    ("public/a.py", "from django.db.models import Count", "no database"),
    ("public/a.py", "from django.apps import apps", "no database"),
    ("public/a.py", "from championships.officiating import entry", "no such door"),
    ("backoffice/a.py", "from championships.public.tables import X", "no such door"),
    ("formatting/a.py", "from championships.queries import home", "no such door"),
    ("formatting.py", "from django.db import models", "no database"),
    ("management/commands/a.py", "from championships.models import Season", "no such door"),
    ("admin.py", "from championships.models import Season", "no such door"),
    ("clock.py", "from championships.models import Revision", "no such door"),
    ("queries/a.py", "from paddock import urls", "the project around"),
    ("models/a.py", "from tests.factories import make", "the project around"),
    ("cellar/a.py", "import json", "no room of the house"),
    ("../paddock/a.py", "from championships.models import Season", "no such door"),
    ("../paddock/a.py", "from championships.queries import home", "no such door"),
]


@pytest.mark.parametrize(("where", "code", "reason"), FORBIDDEN)
def test_a_forbidden_import_is_caught(tmp_path: Path, where: str, code: str, reason: str) -> None:
    path = (tmp_path / "championships" / where).resolve()
    path.parent.mkdir(parents=True)
    path.write_text(code + "\n")
    faults = find_faults(path, root=tmp_path)
    assert len(faults) == 1
    assert reason in faults[0]


ALLOWED = [
    ("scoring/a.py", "from championships.scoring.facts import Sheet\nfrom fractions import Fraction"),
    ("scoring/a.py", "from .facts import Sheet"),
    ("scoring/a.py", "from datetime import datetime, timedelta"),
    ("models/a.py", "from django.db import models\nfrom championships.scoring.vocabulary import Status"),
    ("officiating/a.py", "from django.db import transaction\nfrom championships.models import Sheet"),
    ("public/a.py", "from django.http import HttpRequest\nfrom championships import clock"),
    ("admin.py", "from championships.backoffice.admin import site"),
    ("backoffice/forms.py", "from django import forms\nfrom championships.officiating.entry import save_draft"),
    ("../paddock/a.py", "from django.conf import settings\nfrom paddock.urls import urlpatterns"),
]


@pytest.mark.parametrize(("where", "code"), ALLOWED)
def test_an_open_door_is_not_reported(tmp_path: Path, where: str, code: str) -> None:
    path = (tmp_path / "championships" / where).resolve()
    path.parent.mkdir(parents=True)
    path.write_text(code + "\n")
    assert find_faults(path, root=tmp_path) == []
