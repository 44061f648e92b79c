"""The title in words: who can still be champion, and with what in the next session."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from championships.formatting.numbers import write_number
from championships.formatting.places import join_names, write_ordinal
from championships.public.languages import language
from championships.public.words import count_points
from championships.queries.title_futures import Earliest, Grid, Margin, PlaceRange
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
    told: tuple[str, ...]  # the lines as sentences


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
        told=tuple(_tell_need(need) for need in decider.needs),
    )


def _tell_headline(page: TitlePage, decider: Decider) -> str:
    following = page.next_session
    where = f"{following.event.name}, {following.name}" if following else ""
    words: dict[str, str] = {"name": decider.competitor.name, "session": where}
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
    words |= {"conditions": join_names(conditions, language()), "place": write_ordinal(first.worst or 1, language())}
    if first.worst is None:
        return _("%(name)s is champion in %(session)s, whatever the result, if %(conditions)s.") % words
    if first.worst > 1:
        return _("%(name)s is champion in %(session)s from %(place)s place upwards if %(conditions)s.") % words
    return _("%(name)s is champion with a win in %(session)s if %(conditions)s.") % words


def _tell_need(need: Need) -> str:
    """ "6th or 7th: if Bob is 2nd or lower." """
    words = {"places": _write_places(need)}
    if not need.rivals:
        return _("%(places)s: whatever the others do.") % words
    conditions = join_names([_tell_limit(rival.name, limit) for rival, limit in need.rivals], language())
    return _("%(places)s: if %(conditions)s.") % {**words, "conditions": conditions}


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


def _write_places(held: Need | PlaceRange) -> str:
    if held.best is None:
        return _("no points")
    if held.best == held.worst:
        return write_ordinal(held.best, language())
    if held.worst is None:
        return _("%(place)s or lower") % {"place": write_ordinal(held.best, language())}
    places = {"first": write_ordinal(held.best, language()), "last": write_ordinal(held.worst, language())}
    if held.worst == held.best + 1:
        return _("%(first)s or %(last)s") % places
    return _("%(first)s to %(last)s") % places


def tell_stakes(page: TitlePage) -> str:
    """ "100 points are still to be won, 50 of them in Baie-des-Hérons." Empty where nothing is open."""
    event = page.next_event
    if event is None or not page.open_to or not page.at_stake:
        return ""
    words = {
        "all": count_points(page.at_stake),
        "next": write_number(page.at_stake_next, language()),
        "event": event.name,
    }
    if page.at_stake_next == page.at_stake:
        return _("At most, one competitor can still score %(all)s, all in %(event)s.") % words
    return _("At most, one competitor can still score %(all)s, %(next)s of them in %(event)s.") % words


def tell_earliest(one: Earliest) -> str:
    """When a contender can win the title, if everything goes his way."""
    if one.session is None:
        return _("%(name)s: only at the end, and only by the way those level on points are parted.") % {
            "name": one.competitor.name
        }
    words = {"name": one.competitor.name, "event": one.session.event.name, "session": one.session.name}
    if one.next_event:
        return _("%(name)s: at the next event already, in %(event)s, %(session)s.") % words
    return _("%(name)s: in %(event)s, %(session)s.") % words


def tell_margin(margin: Margin) -> str:
    """How far ahead is enough after the next event."""
    words = {
        "name": margin.competitor.name,
        "event": margin.event.name,
        "points": count_points(margin.points),
        "lead": count_points(margin.lead),
    }
    if margin.lead <= 0:
        return _("%(name)s is champion after %(event)s with more than %(points)s over every rival.") % words
    return (
        _("%(name)s is champion after %(event)s with more than %(points)s over every rival; it is %(lead)s now.")
        % words
    )


@dataclass(frozen=True, slots=True)
class GridCell:
    """`css`: "mine" and "theirs" are two looks for the two contenders."""

    text: str
    css: str


@dataclass(frozen=True, slots=True)
class GridView:
    caption: str
    first: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[GridCell, ...]], ...]


def tell_grid(page: TitlePage, grid: Grid) -> GridView:
    """Who is champion after the next session, place by place, for the two who can still win."""
    names = {
        grid.first.id: grid.first.family or grid.first.name,
        grid.second.id: grid.second.family or grid.second.name,
    }
    last = len(page.remaining) == 1
    undecided = _("bonus points or a tie decide") if last else _("still open")

    def write(cell: str | None) -> GridCell:
        if cell == "":
            return GridCell("–", "np")
        if cell is None:
            return GridCell(undecided, "soft")
        return GridCell(names[cell], "mine" if cell == grid.first.id else "theirs")

    following = page.next_session
    words = {
        "first": grid.first.name,
        "second": grid.second.name,
        "session": f"{following.event.name}, {following.name}" if following else "",
    }
    return GridView(
        caption=_("Who is champion after %(session)s: the place of %(first)s down, that of %(second)s across.") % words,
        first=grid.first.name,
        columns=tuple(
            _("%(name)s %(places)s") % {"name": names[grid.second.id], "places": _write_places(one)}
            for one in grid.columns
        ),
        rows=tuple(
            (
                _("%(name)s %(places)s") % {"name": names[grid.first.id], "places": _write_places(one)},
                tuple(write(cell) for cell in cells),
            )
            for one, cells in zip(grid.rows, grid.cells, strict=True)
        ),
    )
