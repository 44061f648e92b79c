"""Loads the demonstration, once, in one transaction: all of it or nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import Q

from championships.exchange.demo.acts import OPERATOR, Act, perform
from championships.exchange.demo.calendar import YEAR, Calendar, write_calendar, write_championship
from championships.exchange.demo.coupe import Office, list_coupe_acts
from championships.exchange.demo.documents import list_document_acts
from championships.exchange.demo.editorial import write_facts, write_preview
from championships.exchange.demo.entries import Entries, write_enrolments, write_entries
from championships.exchange.demo.files import PARIS, Record, read_toml
from championships.exchange.demo.mitjet import list_mitjet_acts
from championships.exchange.demo.officials import create_officials
from championships.exchange.demo.people import People, write_people
from championships.exchange.demo.rule_books import read_rule_book
from championships.exchange.demo.sources import Sources, write_sources
from championships.exchange.demo.texts import list_text_acts
from championships.models import Championship, LedgerEntry, RuleBook
from championships.officiating.batches import rebuild_once
from championships.officiating.ledger import append
from championships.officiating.rule_books import issue_rule_book
from championships.officiating.seasons import open_season

# A folder of data, and whether it is invented.
FOLDERS = (("mitjet", False), ("coupe", True))
VERB = "load_demo"
# The rules of both are taken as public from the first day of their year.
RULES_AT = datetime(YEAR, 1, 1, tzinfo=PARIS)


class DemoRefused(Exception):
    """The demonstration is not loaded here. The text is a sentence for the person at the keyboard."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What `load_demo` did. `championships`: those it added, none where the demonstration was there already."""

    championships: tuple[str, ...]

    @property
    def was_there(self) -> bool:
        return not self.championships


def is_loaded() -> bool:
    """Whether the demonstration stands in this database."""
    return LedgerEntry.objects.filter(verb=VERB).exists()


@transaction.atomic
def load_demo(*, recorded_at: datetime, force: bool = False) -> Loaded:
    """Load the demonstration where it is not there yet; where it is, write nothing.

    Raises DemoRefused where the database holds championships made by hand, unless `force`; where one of the
    demonstration's own is among them, always.
    """
    if is_loaded():
        return Loaded(())
    records = {folder: read_toml(f"{folder}/series.toml")["championship"] for folder, _demo in FOLDERS}
    own = {record["slug"] for group in records.values() for record in group}
    _refuse_a_database_in_use(own, force)
    sources, people, calendar = write_sources(), People(), Calendar()
    entries: dict[str, Entries] = {}
    for folder, demo in FOLDERS:
        write_people(folder, people, sources, demo=demo)
        for record in records[folder]:
            _open_season(record, calendar, demo, recorded_at)
        write_calendar(folder, calendar, sources, demo=demo)
        write_enrolments(folder, calendar, people, sources)
        entries[folder] = write_entries(folder, calendar, people, sources)
    write_facts(calendar, people, sources, recorded_at=recorded_at)
    write_preview(calendar, people, sources)
    office = Office(calendar, entries["coupe"], create_officials(recorded_at=recorded_at), recorded_at)
    with rebuild_once():
        perform(_list_acts(records, calendar, entries, sources, office))
    perform(list_text_acts(office))  # drafts read the tables
    append(
        verb=VERB,
        subject="demo",
        detail={"championships": sorted(own)},
        actor=None,
        actor_name=OPERATOR,
        at=recorded_at,
    )
    return Loaded(tuple(sorted(own)))


def _refuse_a_database_in_use(own: set[str], force: bool) -> None:
    held = set(Championship.objects.values_list("slug", flat=True))
    # Imported seasons can be imported again elsewhere; what officials made is not to be mixed with a demonstration.
    made_here = Championship.objects.filter(Q(seasons__isnull=True) | Q(seasons__package_hash="")).exists()
    if clash := sorted(held & own):
        raise DemoRefused(
            f"This database has {', '.join(clash)} already: the demonstration cannot be loaded beside it."
        )
    if made_here and not force:
        raise DemoRefused(
            f"This database holds {len(held)} championship(s) that are not the demonstration's: nothing was loaded. "
            "./dev run --no-demo serves them alone; ./dev manage load_demo --force loads the demonstration beside them."
        )


def _open_season(record: Record, calendar: Calendar, demo: bool, recorded_at: datetime) -> None:
    championship = write_championship(record, calendar, demo=demo)
    calendar.seasons[championship.slug] = open_season(
        championship=championship,
        label=str(YEAR),
        year=YEAR,
        by=None,
        actor_name=OPERATOR,
        recorded_at=recorded_at,
    )


def _list_acts(
    records: dict[str, list[Record]],
    calendar: Calendar,
    entries: dict[str, Entries],
    sources: Sources,
    office: Office,
) -> Iterator[Act]:
    recorded_at = office.recorded_at
    for group in records.values():
        for record in group:
            yield Act(RULES_AT, partial(_issue_rules, record, calendar, recorded_at))
    yield from list_mitjet_acts(calendar, entries["mitjet"], sources, recorded_at=recorded_at)
    yield from list_coupe_acts(office)
    yield from list_document_acts(office)


def _issue_rules(record: Record, calendar: Calendar, recorded_at: datetime, now: datetime) -> None:
    document = read_rule_book(record, YEAR)
    hypothesis = document.get("hypothesis", False)
    issue_rule_book(
        season=calendar.seasons[record["slug"]],
        document=document,
        standing=RuleBook.Standing.HYPOTHESIS if hypothesis else RuleBook.Standing.IN_FORCE,
        by=None,
        actor_name=OPERATOR,
        now=now,
        recorded_at=recorded_at,
    )
