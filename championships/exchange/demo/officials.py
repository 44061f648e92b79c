"""The demonstration's officials. Their passwords are random, and known only to a developer's machine."""

import hashlib
import json
import secrets
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from championships.exchange.demo.acts import OPERATOR
from championships.models import Appointment, Championship, User
from championships.officiating.accounts import appoint

_SITE = ""
_MITJET = ("trophee-mitjet-france", "mitjet-european-cup")
# user name, first name, family name, role, championships (the whole site: ""); None: a superuser
_OFFICIALS: tuple[tuple[str, str, str, str | None, tuple[str, ...]], ...] = (
    ("timekeeper", "Camille", "Chrono", Appointment.Role.TIMEKEEPER, (_SITE,)),
    ("clerk", "Dominique", "Direction", Appointment.Role.CLERK, (_SITE,)),
    ("steward", "Claude", "Commissaire", Appointment.Role.STEWARD, (_SITE,)),
    ("editor", "Lou", "Lettres", Appointment.Role.EDITOR, (_SITE,)),
    # Looks after Mitjet alone: the pages of the invented cup are not found.
    ("mitjet-clerk", "Sacha", "Secours", Appointment.Role.CLERK, _MITJET),
    ("admin", "Alix", "Administration", None, ()),
)
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that looks like another


@dataclass(frozen=True, slots=True)
class Officials:
    timekeeper: User
    clerk: User
    steward: User
    editor: User


def create_officials(*, recorded_at: datetime) -> Officials:
    """The accounts, without a usable password, each appointed to its role; those that are there stay as they are."""
    users = {}
    for name, first, last, role, championships in _OFFICIALS:
        user, created = User.objects.get_or_create(
            username=name,
            defaults={
                "first_name": first,
                "last_name": last,
                "is_staff": role is None,
                "is_superuser": role is None,
                "password": "!",  # unusable
            },
        )
        if created and role is not None:
            _appoint(user, role, championships, recorded_at)
        users[name] = user
    return Officials(users["timekeeper"], users["clerk"], users["steward"], users["editor"])


def _appoint(user: User, role: str, championships: tuple[str, ...], recorded_at: datetime) -> None:
    known = {row.slug: row for row in Championship.objects.filter(slug__in=championships)}
    for slug in championships:
        if slug == _SITE or slug in known:
            appoint(
                user=user,
                role=role,
                championship=known.get(slug),
                by=None,
                actor_name=OPERATOR,
                recorded_at=recorded_at,
            )


@dataclass(frozen=True, slots=True)
class Password:
    """`text` None: somebody else set it, or this machine no longer knows it."""

    username: str
    text: str | None


def tell_passwords(kept_in: Path, *, database: str) -> list[Password]:
    """The passwords of the demo's officials. An account without a usable one is given a random one.

    The file, readable by its owner alone, remembers those of each `database` between runs: a second run changes no
    account. A password that was changed by hand is neither known here nor reset.
    """
    everything = _read_kept(kept_in)
    kept = everything.setdefault(database, {})
    told = []
    for name, *_rest in _OFFICIALS:
        user = User.objects.filter(username=name).first()
        if user is None:
            continue
        if not user.has_usable_password():
            text = "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))
            user.set_password(text)
            user.save(update_fields=["password"])
            kept[name] = {"password": text, "account": _mark(user)}
        known = kept.get(name, {})
        told.append(Password(name, known["password"] if known.get("account") == _mark(user) else None))
    _keep(kept_in, everything)
    return told


def _mark(user: User) -> str:
    """Changes with the stored password, and tells nothing about it."""
    return hashlib.sha256(user.password.encode()).hexdigest()


type Kept = dict[str, dict[str, dict[str, str]]]  # database -> user name -> password, account


def _read_kept(path: Path) -> Kept:
    try:
        kept: Kept = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, json.JSONDecodeError):
        return {}
    return kept


def _keep(path: Path, kept: Kept) -> None:
    text = json.dumps(kept, indent=1) + "\n"
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_text(text, encoding="utf-8")
