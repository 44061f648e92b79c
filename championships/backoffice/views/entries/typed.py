"""A row of the entry list as typed: plain texts by column, and the values the office is given of them.

Every row carries the texts it was shown with (as a digest) and the version of its entry. What still says what was shown
was not touched, whatever others have saved meanwhile; what was touched and saved by others is shown with both.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from championships.exchange.entry_lists.naming import Names, Question
from championships.exchange.entry_lists.planning import NEW
from championships.officiating.enrolled import Enrolled
from championships.officiating.entry_values import CrewMember, EntryValues, NewName, PartValues, Who
from championships.queries.entry_lists import EntryListRow, RoundColumn

LIMITS = {"number": 8, "car": 80, "transponder": 20, "second_transponder": 20, "class": 20}
PART_WORDS = {
    "": gettext_lazy("no part"),
    "scores": gettext_lazy("scores"),
    "guest": gettext_lazy("guest"),
    "zero": gettext_lazy("without points"),
    "guest_zero": gettext_lazy("guest without points"),
}
ENROLLED = "enrolled"  # of a new row: as its driver is enrolled
_PARTS = {"scores": (True, False), "guest": (True, True), "zero": (False, False), "guest_zero": (False, True)}
_CODES = {flags: code for code, flags in _PARTS.items()}
_PLAIN = ("number", "car", "transponder", "second_transponder")
_NAMED = {"team": "team", "entrant": "entrant"}


@dataclass(slots=True)
class TypedRow:
    """A row of the form. `key` prefixes its fields: "e12" is entry 12, "n1" the first new row."""

    key: str
    texts: dict[str, str]
    entry: EntryListRow | None = None
    version: int | None = None
    base: str = ""
    remove: bool = False
    faults: list[tuple[str, str]] = field(default_factory=list)  # column, sentence
    questions: list[Question] = field(default_factory=list)
    theirs: list[tuple[str, str]] = field(default_factory=list)  # column label, what somebody else has stored
    problems: list[str] = field(default_factory=list)
    gone: bool = False  # removed by somebody else since

    @property
    def is_touched(self) -> bool:
        return self.remove or digest(self.texts) != self.base

    @property
    def is_blank(self) -> bool:
        """A new row in which nothing was typed."""
        return not any(
            text for name, text in self.texts.items() if not name.startswith("part") and not name.startswith("class")
        )

    @property
    def is_open(self) -> bool:
        return bool(self.faults or self.questions or self.theirs or self.gone)


def digest(texts: Mapping[str, str]) -> str:
    """A name for the texts of a row."""
    return hashlib.sha256(json.dumps(dict(sorted(texts.items()))).encode()).hexdigest()[:16]


def write_texts(row: EntryListRow | None, rounds: Sequence[RoundColumn], drivers: int, names: Names) -> dict[str, str]:
    """The texts of a stored row, by column; of a new one, blank and taking part as enrolled."""
    texts = dict.fromkeys(("number", "team", "entrant", "car", "transponder", "second_transponder", "withdrawn"), "")
    for place in range(1, drivers + 1):
        texts[f"driver{place}"] = texts[f"replaces{place}"] = ""
    for column in rounds:
        texts[f"part{column.pk}"], texts[f"class{column.pk}"] = (ENROLLED if row is None else ""), ""
    if row is None:
        return texts
    texts |= {name: getattr(row, name) for name in _PLAIN}
    texts["team"] = names.teams.label(row.team_pk)
    texts["entrant"] = names.entrants.label(row.entrant_pk)
    texts["withdrawn"] = "on" if row.withdrawn else ""
    for place, member in enumerate(row.crew, start=1):
        texts[f"driver{place}"] = names.drivers.label(member.pk)
        texts[f"replaces{place}"] = names.drivers.label(member.replaces)
    for column in rounds:
        part = row.parts.get(column.pk)
        if part is not None:
            texts[f"part{column.pk}"] = _CODES[part.scores, part.guest]
            texts[f"class{column.pk}"] = part.car_class
    return texts


def read_texts(key: str, blank: Mapping[str, str], data: QueryDict) -> dict[str, str]:
    """The texts of a row as sent; a field that was not sent counts as blank."""
    return {name: " ".join(data.get(f"{key}-{name}", "").split()) for name in blank}


def name_column(name: str, rounds: Sequence[RoundColumn]) -> str:
    """The label of a column in the language in force."""
    plain = {
        "number": _("Number"),
        "team": _("Team"),
        "entrant": _("Entrant"),
        "car": _("Car"),
        "transponder": _("Transponder"),
        "second_transponder": _("Second transponder"),
        "withdrawn": pgettext("car", "Withdrawn"),
    }
    if name in plain:
        return plain[name]
    for column in rounds:
        if name == f"part{column.pk}":
            return _("Part in %(season)s") % {"season": column.name}
        if name == f"class{column.pk}":
            return _("Class in %(season)s") % {"season": column.name}
    if name.startswith("driver"):
        return _("Driver %(place)s") % {"place": name.removeprefix("driver")}
    return _("Driver %(place)s stands in for") % {"place": name.removeprefix("replaces")}


class Reader:
    """Turns typed rows into values; what cannot be read is noted on the row."""

    def __init__(
        self, rounds: Sequence[RoundColumn], names: Names, enrolled: Enrolled, answers: Mapping[str, str]
    ) -> None:
        self.rounds, self.names, self.enrolled, self.answers = rounds, names, enrolled, answers

    def read(self, row: TypedRow) -> EntryValues | None:
        """The values of a row; None where it has faults or questions."""
        texts = row.texts
        for name, text in texts.items():
            limit = LIMITS.get("class" if name.startswith("class") else name, 120)
            if len(text) > limit:
                row.faults.append((name, _("At most %(limit)s characters.") % {"limit": limit}))
        members: list[CrewMember] = []
        for place in range(1, 1 + sum(name.startswith("driver") for name in texts)):
            who = self._find(row, "driver", f"driver{place}")
            replaced = self._find(row, "driver", f"replaces{place}")
            if who is None:
                continue
            if isinstance(replaced, NewName):
                row.faults.append((f"replaces{place}", _("Who is replaced must be on record.")))
                replaced = None
            if who in [member.driver for member in members]:
                row.faults.append((f"driver{place}", _("The same driver stands twice in this car.")))
            members.append(CrewMember(who, replaced))
        team, entrant = (self._find(row, kind, name) for name, kind in _NAMED.items())
        if row.faults or row.questions:
            return None
        keys = [member.driver for member in members if isinstance(member.driver, int)]
        parts = [part for column in self.rounds if (part := self._read_part(row, column, keys)) is not None]
        return EntryValues(
            number=texts["number"],
            team=team,
            entrant=entrant,
            car=texts["car"],
            withdrawn=texts["withdrawn"] == "on",
            transponder=texts["transponder"],
            second_transponder=texts["second_transponder"],
            crew=tuple(members),
            parts=tuple(parts),
        )

    def _read_part(self, row: TypedRow, column: RoundColumn, drivers: list[int]) -> PartValues | None:
        code, car_class = row.texts[f"part{column.pk}"], row.texts[f"class{column.pk}"]
        if code == ENROLLED:
            part = self.enrolled.part_for(column.pk, drivers, row.texts["number"])
            return PartValues(column.pk, part.scores, part.guest, car_class or part.car_class)
        if code not in _PARTS:
            return None
        scores, guest = _PARTS[code]
        return PartValues(column.pk, scores, guest, car_class)

    def _find(self, row: TypedRow, kind: str, name: str) -> Who | None:
        text = row.texts.get(name, "")
        if not text:
            return None
        directory = self.names.of(kind)
        found = directory.find(text)
        if len(found) == 1:
            return found[0]
        question = directory.ask(text)
        answer = self.answers.get(question.key, "")
        if answer == NEW:
            return NewName(text, len(found))
        if answer.isascii() and answer.isdigit() and int(answer) in directory.people:
            return int(answer)
        if question.key not in {asked.key for asked in row.questions}:
            row.questions.append(question)
        return None
