"""The ledger: an append-only chain of who did what, when.

Each link's hash covers every column of it and the hash of the link before; the head is kept apart. One altered,
removed, inserted or exchanged link breaks the chain at its number. One writer at a time: an advisory lock of the
transaction on PostgreSQL, the IMMEDIATE transaction on SQLite.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.db import connection, transaction

from championships.models import LedgerEntry, LedgerHead, User

GENESIS = "0" * 64
_LOCK = 7_235_140_301  # any number, the same in every process
_HEAD = 1  # primary key of the one head row


def write_canonically(value: object) -> str:
    """JSON with one spelling: sorted keys, no spaces, text as it is."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def write_instant(instant: datetime) -> str:
    """An instant with one spelling: UTC, microseconds."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def hash_text(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def hash_bytes(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def hash_link(
    *,
    n: int,
    recorded_at: datetime,
    actor_id: int | None,
    actor_name: str,
    verb: str,
    subject: str,
    detail: object,
    previous_hash: str,
) -> str:
    """The hash of one link: all its columns and the hash before it."""
    return hash_text(
        write_canonically(
            {
                "n": n,
                "recorded_at": write_instant(recorded_at),
                "actor": actor_id,
                "actor_name": actor_name,
                "verb": verb,
                "subject": subject,
                "detail": detail,
                "previous": previous_hash,
            }
        )
    )


def lock_ledger() -> None:
    """Wait until no other transaction writes the ledger. Held to the end of this one."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


@transaction.atomic
def append(
    *,
    verb: str,
    subject: str,
    detail: Mapping[str, Any],
    actor: User | None,
    actor_name: str = "",
    at: datetime,
) -> LedgerEntry:
    """Write the next link. `at` is real time; `actor_name` says who, where there is no account (an import)."""
    lock_ledger()
    head, _created = LedgerHead.objects.get_or_create(pk=_HEAD, defaults={"n": 0, "hash": GENESIS})
    # What the database will give back is what is hashed: JSON knows neither tuples nor numeric keys.
    plain = json.loads(write_canonically(dict(detail)))
    name = (actor_name or (str(actor) if actor else ""))[:160]
    values: dict[str, Any] = {
        "n": head.n + 1,
        "recorded_at": at,
        "actor_id": actor.pk if actor else None,
        "actor_name": name,
        "verb": verb[:40],
        "subject": subject[:200],
        "detail": plain,
        "previous_hash": head.hash,
    }
    entry = LedgerEntry.objects.create(**values, hash=hash_link(**values))
    LedgerHead.objects.filter(pk=_HEAD).update(n=entry.n, hash=entry.hash)
    return entry


def verify() -> int | None:
    """The number of the first broken link, None where the chain is whole.

    A link that is missing is reported under its own number, also when it was the last.
    """
    expected, previous = 1, GENESIS
    for entry in LedgerEntry.objects.order_by("n").iterator(chunk_size=2000):
        if entry.n != expected or entry.previous_hash != previous or entry.hash != _hash_entry(entry):
            return expected
        expected, previous = expected + 1, entry.hash
    head = LedgerHead.objects.filter(pk=_HEAD).first()
    if head is None:
        return None if expected == 1 else expected - 1
    if (head.n, head.hash) == (expected - 1, previous):
        return None
    # Either links were taken from the end, or put there, or the head itself was touched.
    return expected if head.n >= expected else expected - 1


def read_head() -> tuple[int, str]:
    """Number and hash of the newest link: what is to be printed and kept elsewhere."""
    head = LedgerHead.objects.filter(pk=_HEAD).first()
    return (head.n, head.hash) if head else (0, GENESIS)


def _hash_entry(entry: LedgerEntry) -> str:
    return hash_link(
        n=entry.n,
        recorded_at=entry.recorded_at,
        actor_id=entry.actor_id,
        actor_name=entry.actor_name,
        verb=entry.verb,
        subject=entry.subject,
        detail=entry.detail,
        previous_hash=entry.previous_hash,
    )
