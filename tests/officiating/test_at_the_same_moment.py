"""Several people press the same button at the same moment: one bulletin, on either database.

On PostgreSQL threads press; an in-memory SQLite has one connection, so there processes press on a file.
"""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection

from championships.models import Bulletin, LedgerEntry, Session, Sheet, StaleVersion, User
from championships.officiating import ledger
from championships.officiating.amendments import confirm_amendment, propose_amendment
from championships.officiating.entry import check_sheet, name_problem
from championships.officiating.errors import Refusal
from championships.officiating.protests import receive_protest
from championships.officiating.publishing import confirm, publish
from tests.factories import NOON, after, make_event, make_season, make_user, publish_results

ROOT = Path(__file__).resolve().parents[2]
ON_POSTGRES = os.environ["DATABASE_URL"].startswith("postgres")

type Act = Callable[[User], object]


def press_together(acts: list[tuple[Act, User]]) -> list[str]:
    """What became of each press, sorted: "done" or "refused"."""
    outcomes: list[str] = []
    start = threading.Barrier(len(acts))

    def press(act: Act, person: User) -> None:
        try:
            start.wait()
            act(person)
            outcomes.append("done")
        except (Refusal, StaleVersion):
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=pair) for pair in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


def make_race() -> Session:
    return make_event(season=make_season()).sessions.get()


postgres = pytest.mark.skipif(not ON_POSTGRES, reason="processes press on SQLite, below")


@postgres
@pytest.mark.django_db(transaction=True)
def test_of_people_who_confirm_one_bulletin_one_does() -> None:
    bulletin = publish_results(session=make_race(), order=["ann", "bob"])

    def act(person: User) -> None:
        confirm(bulletin=bulletin, by=person, now=after(40), recorded_at=after(40))

    people = [make_user(f"second-{number}") for number in range(4)]
    assert press_together([(act, person) for person in people]) == ["done", "refused", "refused", "refused"]
    assert list(Bulletin.objects.order_by("n").values_list("n", "state")) == [(1, "provisional"), (2, "official")]
    assert ledger.verify() is None


@postgres
@pytest.mark.django_db(transaction=True)
def test_of_people_who_confirm_one_amendment_one_does() -> None:
    race = make_race()
    publish_results(session=race, order=["ann", "bob"], official=True)
    row = propose_amendment(
        session=race, sheet=None, reason="Why", by=make_user("author"), now=after(40), recorded_at=after(40)
    )

    def act(person: User) -> None:
        confirm_amendment(amendment=row, version=1, by=person, now=after(50), recorded_at=after(50))

    people = [make_user(f"second-{number}") for number in range(3)]
    assert press_together([(act, person) for person in people]) == ["done", "refused", "refused"]
    assert Bulletin.objects.count() == 3
    assert ledger.verify() is None


@postgres
@pytest.mark.django_db(transaction=True)
def test_a_protest_received_while_somebody_confirms_never_stands_open_beside_a_result_made_official_after_it() -> None:
    race = make_race()
    bulletin = publish_results(session=race, order=["ann", "bob"])

    def protest(person: User) -> None:
        receive_protest(
            session=race,
            from_whom="Red Team",
            subject="Ride height",
            received_at=after(20),
            by=person,
            now=after(40),
            recorded_at=after(40),
        )

    def make_official(person: User) -> None:
        confirm(bulletin=bulletin, by=person, now=after(40), recorded_at=after(40))

    outcomes = press_together([(protest, make_user("steward")), (make_official, make_user("second"))])
    order = list(ledger_verbs())
    assert "receive_protest" in order
    if "confirm" in order:
        assert outcomes == ["done", "done"]
        assert order.index("confirm") < order.index("receive_protest")
    else:
        assert outcomes == ["done", "refused"]


def ledger_verbs() -> list[str]:
    return list(LedgerEntry.objects.order_by("n").values_list("verb", flat=True))


PRESSER = """
import sys, time
import django
django.setup()
from django.core.management import call_command
from championships.models import Bulletin, Sheet, StaleVersion
from championships.officiating import ledger
from championships.officiating.errors import Refusal
from tests.factories import after, make_draft, make_event, make_season, make_user
from tests.officiating.test_at_the_same_moment import confirm_newest, publish_draft

task, name = sys.argv[1:3]
if task == "prepare":
    call_command("migrate", verbosity=0)
    make_draft(session=make_event(season=make_season()).sessions.get(), order=["ann", "bob"])
    for number in range(3):
        make_user(f"publisher-{number}")
        make_user(f"second-{number}")
elif task == "count":
    print(Bulletin.objects.count(), ledger.verify())
else:
    time.sleep(max(0.0, float(sys.argv[3]) - time.time()))
    try:
        (publish_draft if task == "publish" else confirm_newest)(make_user(name))
        print("done")
    except (Refusal, StaleVersion):
        print("refused")
"""


def publish_draft(person: User) -> None:
    """Publish the one draft there is, as its presser read it before."""
    draft = Sheet.objects.get()
    accepted = [name_problem(problem) for problem in check_sheet(draft)]
    publish(sheet=draft, version=2, by=person, now=NOON, recorded_at=NOON, accepted_warnings=accepted)


def confirm_newest(person: User) -> None:
    bulletin = Bulletin.objects.get(n=1)
    confirm(bulletin=bulletin, by=person, now=after(40), recorded_at=after(40))


@pytest.mark.skipif(ON_POSTGRES, reason="threads press on PostgreSQL, above")
def test_of_processes_that_press_on_an_sqlite_file_one_publishes_and_one_confirms(tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{tmp_path / 'press.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "paddock.settings",
    }

    def run(*tasks: tuple[str, str]) -> list[str]:
        begin = str(time.time() + 6)  # all of them have started by then
        pressers = [
            subprocess.Popen(
                [sys.executable, "-c", PRESSER, task, name, begin],
                env=environment,
                cwd=ROOT,
                text=True,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
            )
            for task, name in tasks
        ]
        said = [presser.communicate() for presser in pressers]
        assert [presser.returncode for presser in pressers] == [0] * len(tasks), said
        return sorted(out.strip() for out, _errors in said)

    run(("prepare", ""))
    assert run(*(("publish", f"publisher-{number}") for number in range(3))) == ["done", "refused", "refused"]
    assert run(*(("confirm", f"second-{number}") for number in range(3))) == ["done", "refused", "refused"]
    assert run(("count", "")) == ["2 None"]
