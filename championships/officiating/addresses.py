"""Addresses last: what something public was once called goes on leading to it, for ever.

Whoever changes an address asks `keep_address` after the save, in the same transaction. An old address belongs to what
had it; something else takes it only after the office was told (`check_address_free`).
"""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Model
from django.utils.translation import gettext as _

from championships.models import DriverMerge, FormerAddress
from championships.officiating.errors import Refusal

# Columns of an address: what it is unique in, and the part that names the row.
_COLUMNS: Mapping[str, tuple[str, str]] = {
    "driver": ("", "slug"),
    "team": ("", "slug"),
    "circuit": ("", "slug"),
    "event": ("year", "slug"),
    "championship": ("", "slug"),
    "season": ("championship_id", "label"),
    "news": ("", "slug"),
}

# Words that stand in the site map where the address of such a row would: its pages could not be reached. A test holds
# them to the site map.
RESERVED: Mapping[str, frozenset[str]] = {
    "championship": frozenset(
        [
            "accessibility",
            "api",
            "calendar",
            "cards",
            "championships",
            "check",
            "circuits",
            "decisions",
            "drivers",
            "embed",
            "events",
            "head-to-head",
            "news",
            "privacy",
            "records",
            "results",
            "screen",
            "search",
            "teams",
        ]
    ),
    "session": frozenset({"decisions", "entries", "notices", "preview", "report"}),
}


def read_address(row: Model) -> tuple[str, str]:
    """What the address of a row is unique in, and the part that names the row: ("2025", "aragon")."""
    scope, slug = _COLUMNS[_kind(row)]
    return str(getattr(row, scope)) if scope else "", str(getattr(row, slug))


def check_address_free(*, row: Model) -> None:
    """Raises Refusal where the address of a row about to be saved is the site's own, or once was of something else."""
    kind = _kind(row)
    check_reserved(kind, str(getattr(row, "slug", "")))
    if kind not in _COLUMNS:
        return
    scope, slug = read_address(row)
    held = FormerAddress.objects.filter(kind=kind, scope=scope, slug=slug).select_related(kind).first()
    if held is not None and held.target.pk != row.pk:
        raise Refusal(
            _("“%(slug)s” is an old address of %(name)s, and still leads there. Choose another.")
            % {"slug": slug, "name": held.target}
        )
    if kind == "driver" and DriverMerge.objects.filter(lost_slug=slug).exists():
        raise Refusal(_("This address was given up in a merge and leads to the record kept. Choose another."))


def check_reserved(kind: str, slug: str) -> None:
    """Raises Refusal where the site itself has a page at this address of a championship or of a session."""
    if slug in RESERVED.get(kind, ()):
        raise Refusal(_("The site itself has a page at “%(slug)s”. Choose another address.") % {"slug": slug})


def keep_address(*, row: Model, before: tuple[str, str], recorded_at: datetime) -> FormerAddress | None:
    """Let the old address of a stored row lead to it. `before`: what `read_address` said before the change.

    None where the address did not change. A row that returns to an old address of its own has it back: no loop.
    """
    kind, now = _kind(row), read_address(row)
    if before == now:
        return None
    FormerAddress.objects.filter(kind=kind, scope=now[0], slug=now[1], **{kind: row}).delete()
    kept, _made = FormerAddress.objects.update_or_create(
        kind=kind, scope=before[0], slug=before[1], defaults={kind: row, "recorded_at": recorded_at}
    )
    return kept


def list_former(kind: str, stem: str) -> set[str]:
    """Old addresses that start so: a new one may not be among them."""
    return set(FormerAddress.objects.filter(kind=kind, slug__startswith=stem).values_list("slug", flat=True))


def _kind(row: Model) -> str:
    return str(row._meta.model_name)
