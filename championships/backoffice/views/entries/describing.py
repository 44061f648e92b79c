"""Values of an entry as texts, and what differs between two of them."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from championships.backoffice.views.entries.typed import PART_WORDS
from championships.exchange.entry_lists.naming import Directory, Names
from championships.officiating.entry_values import CrewMember, EntryValues, NewName, Who
from championships.queries.entry_lists import RoundColumn

_CODES = {(True, False): "scores", (True, True): "guest", (False, False): "zero", (False, True): "guest_zero"}


def describe_values(values: EntryValues, names: Names, rounds: Sequence[RoundColumn]) -> dict[str, str]:
    """Column label -> text, in the order of the columns; blank texts stay."""
    texts = {
        _("Number"): values.number,
        _("Drivers"): ", ".join(_write_member(member, names.drivers) for member in values.crew),
        _("Team"): _write_who(values.team, names.teams),
        _("Entrant"): _write_who(values.entrant, names.entrants),
        _("Car"): values.car,
        _("Transponder"): values.transponder,
        _("Second transponder"): values.second_transponder,
        pgettext("car", "Withdrawn"): _("yes") if values.withdrawn else "",
    }
    parts = {part.round_id: part for part in values.parts}
    for column in rounds:
        part = parts.get(column.pk)
        word = str(PART_WORDS[_CODES[part.scores, part.guest] if part else ""])
        texts[column.name] = f"{word} · {part.car_class}" if part and part.car_class else word
    return texts


def list_differences(
    before: EntryValues, after: EntryValues, names: Names, rounds: Sequence[RoundColumn]
) -> list[tuple[str, str, str]]:
    """(column, before, after) of every column that differs."""
    old, new = describe_values(before, names, rounds), describe_values(after, names, rounds)
    return [(label, old[label] or "–", new[label] or "–") for label in old if old[label] != new[label]]


def _write_who(who: Who | None, directory: Directory) -> str:
    if who is None:
        return ""
    return _("%(name)s (new)") % {"name": who.name} if isinstance(who, NewName) else directory.label(who)


def _write_member(member: CrewMember, drivers: Directory) -> str:
    name = _write_who(member.driver, drivers)
    if member.replaces is None:
        return name
    return _("%(driver)s for %(replaced)s") % {"driver": name, "replaced": drivers.label(member.replaces)}
