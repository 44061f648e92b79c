"""People, teams and entrants an official said are new: registered under an address made of their name."""

from collections.abc import Iterable
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from championships.models import Driver, DriverAlias, DriverMerge, Entrant, Team, TeamAlias, fold
from championships.officiating.addresses import list_former
from championships.officiating.entry_values import NewName, Spelling, Who
from championships.officiating.errors import Refusal

_STEM = 100
_LONGEST = 120


class Register:
    """Keys of people by name. The same new name twice in one list is one person. Used inside the verb's transaction."""

    def __init__(self, *, demo: bool) -> None:
        self.demo = demo
        self.made: dict[tuple[type[Any], str], int] = {}

    def driver(self, who: Who) -> int:
        return self._key(Driver, who, demo=self.demo)

    def team(self, who: Who | None) -> int | None:
        return None if who is None else self._key(Team, who, demo=self.demo)

    def entrant(self, who: Who | None) -> int | None:
        return None if who is None else self._key(Entrant, who)

    @staticmethod
    def _count(model: type[Any], name: str) -> int:
        wanted = {"name": name} if model is Entrant else {"search_name": fold(name)}
        found: int = model.objects.filter(**wanted).count()
        return found

    def list_made(self) -> dict[str, list[str]]:
        """What was registered, for the ledger: table -> names."""
        made: dict[str, list[str]] = {}
        for model, name in self.made:
            made.setdefault(model._meta.model_name, []).append(name)
        return made

    def _key(self, model: type[Any], who: Who, **fields: Any) -> int:
        if not isinstance(who, NewName):
            return who
        name = " ".join(who.name.split())
        if not name or len(name) > _LONGEST:
            raise Refusal(_("A name has at least one letter and at most %(most)s.") % {"most": _LONGEST})
        known = (model, name)
        if known not in self.made:
            if self._count(model, name) > who.namesakes:
                raise Refusal(_("“%(name)s” was registered a moment ago: look again before saving.") % {"name": name})
            row = model.objects.create(name=name, slug=make_address(model, name), **fields)
            self.made[known] = row.pk
        return self.made[known]


def make_address(model: type[Any], name: str) -> str:
    """An address for a name, numbered where it is taken."""
    stem = slugify(fold(name))[:_STEM].strip("-") or str(model._meta.model_name)
    taken = set(model.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    if model is Driver:  # an address given up in a merge leads to the record kept
        taken.update(DriverMerge.objects.filter(lost_slug__startswith=stem).values_list("lost_slug", flat=True))
    taken |= list_former(str(model._meta.model_name), stem)
    slug, number = stem, 1
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug


def learn_spellings(spellings: Iterable[Spelling]) -> list[str]:
    """Keep these spellings as aliases; what is known already is left alone. Returns what was learnt."""
    learnt = []
    for spelling in spellings:
        text = " ".join(spelling.text.split())[:_LONGEST]
        if not text:
            continue
        if spelling.kind == "driver":
            made = DriverAlias.objects.get_or_create(driver_id=spelling.key, text=text)[1]
        else:
            made = TeamAlias.objects.get_or_create(team_id=spelling.key, text=text)[1]
        if made:
            learnt.append(text)
    return learnt
