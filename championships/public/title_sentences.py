"""The title in words: who can still be champion, and with what in the next session."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from championships.formatting.places import join_names, write_ordinal
from championships.public.languages import language
from championships.queries.titles import Decider, Need, TitlePage


@dataclass(frozen=True, slots=True)
class NeedLine:
    """A line of a contender's grid: his place, and what it asks of each rival."""

    place: str
    rivals: tuple[str, ...]  # in the order of the columns


@dataclass(frozen=True, slots=True)
class DeciderView:
    name: str
    headline: str
    rivals: tuple[str, ...]
    lines: tuple[NeedLine, ...]


def tell_title(page: TitlePage) -> str:
    """The answer, in one sentence."""
    if page.silence is not None:
        return tell_silence(page.silence)
    champions = [one.competitor.name for one in page.champions]
    if len(champions) == 1:
        return _("%(name)s is champion.") % {"name": champions[0]}
    if champions:
        return _("%(names)s share the title: they are level on everything.") % {
            "names": join_names(champions, language())
        }
    names = [one.competitor.name for one in page.open_to]
    if len(names) == 1:
        return _("%(name)s has no rival left for the title, but has not won it yet.") % {"name": names[0]}
    if len(names) > 6:
        text = ngettext(
            "%(count)s competitor can still be champion.", "%(count)s competitors can still be champion.", len(names)
        )
        return text % {"count": len(names)}
    return _("%(names)s can still be champion.") % {"names": join_names(names, language())}


def tell_silence(silence: str) -> str:
    """Why the page cannot tell."""
    sentences = {
        "no_table": _("No table yet: nothing can be said of the title."),
        "hypothesis": _("The rules are known only in part: who can still be champion cannot be told."),
        "unknown_points": _("Some points are not published: who can still be champion cannot be told."),
        "negative_points": _(
            "Under these rules a result can cost points: who can still be champion is not worked out."
        ),
        "rising_scale": _(
            "Under these rules a lesser place can give more points: who can still be champion is not worked out."
        ),
        "places_gained": _(
            "These rules give points for places gained, without a limit that could be worked out in advance."
        ),
    }
    return sentences[silence]


def tell_decider(page: TitlePage, decider: Decider) -> DeciderView:
    """What one contender needs in the next session: a sentence for the least that is enough, and the grid."""
    rivals = list(dict.fromkeys(rival.id for need in decider.needs for rival, _limit in need.rivals))
    names = {rival.id: rival.name for need in decider.needs for rival, _limit in need.rivals}
    return DeciderView(
        name=decider.competitor.name,
        headline=_tell_headline(page, decider),
        rivals=tuple(names[one] for one in rivals),
        lines=tuple(_write_line(need, rivals) for need in decider.needs),
    )


def _tell_headline(page: TitlePage, decider: Decider) -> str:
    following = page.next_session
    where = f"{following.event.name}, {following.name}" if following else ""
    words = {"name": decider.competitor.name, "session": where}
    free = [need for need in decider.needs if not need.rivals]
    if free and free[-1].worst is None:
        return _("%(name)s is champion after %(session)s whatever happens.") % words
    if free:
        worst = free[-1].worst or 1
        if worst == 1:
            return _("%(name)s is champion with a win in %(session)s, whatever the others do.") % words
        return _("%(name)s is champion in %(session)s from %(place)s place upwards, whatever the others do.") % {
            **words,
            "place": write_ordinal(worst, language()),
        }
    first = decider.needs[0]
    conditions = [_tell_limit(rival.name, limit) for rival, limit in first.rivals]
    return _("%(name)s is champion with a win in %(session)s if %(conditions)s.") % {
        **words,
        "conditions": join_names(conditions, language()),
    }


def _tell_limit(name: str, limit: int | None) -> str:
    if limit is None:
        return _("%(name)s scores nothing") % {"name": name}
    return _("%(name)s is %(place)s or lower") % {"name": name, "place": write_ordinal(limit, language())}


def _write_line(need: Need, rivals: list[str]) -> NeedLine:
    limits = {rival.id: limit for rival, limit in need.rivals}
    cells = []
    for one in rivals:
        if one not in limits:
            cells.append(_("any result"))
        elif limits[one] is None:
            cells.append(_("no points"))
        else:
            cells.append(_("%(place)s or lower") % {"place": write_ordinal(limits[one] or 0, language())})
    return NeedLine(_write_places(need), tuple(cells))


def _write_places(need: Need) -> str:
    if need.best is None:
        return _("no points")
    if need.best == need.worst:
        return write_ordinal(need.best, language())
    if need.worst is None:
        return _("%(place)s or lower") % {"place": write_ordinal(need.best, language())}
    places = {"first": write_ordinal(need.best, language()), "last": write_ordinal(need.worst, language())}
    if need.worst == need.best + 1:
        return _("%(first)s or %(last)s") % places
    return _("%(first)s to %(last)s") % places
