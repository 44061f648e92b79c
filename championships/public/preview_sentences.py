"""What a preview says of people who come, come back or stay away, as finished sentences with their sources."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from championships.formatting.citing import write_citation
from championships.formatting.names import write_of
from championships.formatting.places import join_names
from championships.public.languages import language
from championships.queries.preview_values import Move, PreviewPage, Remark, Tie
from championships.queries.refs import CategoryRef, DriverRef, TeamRef


@dataclass(frozen=True, slots=True)
class MoveLine:
    """One person of the section: tags, plate, name, team, sentences. `out`: he does not come."""

    tags: tuple[str, ...]
    number: str
    driver: DriverRef
    team: TeamRef | None
    categories: tuple[CategoryRef, ...]
    sentences: tuple[SafeString, ...]
    out: bool = False


def tell_moves(page: PreviewPage) -> tuple[MoveLine, ...]:
    """Those who come in the order of the entry list, then those who are missing."""
    coming = tuple(_tell_move(move, page) for move in page.moves)
    missing = tuple(
        MoveLine(
            tags=(_("Absent"),),
            number=absence.number,
            driver=absence.driver,
            team=absence.team,
            categories=absence.categories,
            sentences=(_say(absence.text or _("Does not take part in this event."), absence.source, page),),
            out=True,
        )
        for absence in page.absences
    )
    return coming + missing


def _say(text: str, source: int | None, page: PreviewPage) -> SafeString:
    return format_html("{}{}", text, write_citation(source, page.sources))


def _tell_move(move: Move, page: PreviewPage) -> MoveLine:
    tags, sentences = [], []
    told: list[tuple[Remark | None, str, str]] = [
        (move.returns, _("Back"), _("Comes back to the field.")),
        (move.debut, _("Début"), _("First race.")),
        (move.oldest, _("Oldest"), _("The oldest driver of the field.")),
    ]
    for remark, tag, words in told:
        if remark is not None:
            tags.append(tag)
            sentences.append(_say(remark.text or words, remark.source, page))
    if move.sharing is not None:
        names = join_names([mate.name for mate in move.sharing.mates], language())
        if move.sharing.event is not None:
            text = _("Alone at the wheel now; shared the car with %(names)s earlier this season (%(event)s).")
            said = text % {"names": names, "event": move.sharing.event.name}
        else:
            said = _("Alone at the wheel now; shared the car with %(names)s earlier this season.") % {"names": names}
        sentences.append(_say(said, move.sharing.source, page))
    for tie in move.ties:
        sentences.append(_say(tell_tie(tie), tie.source, page))
    if move.ties:
        tags.append(_("Family"))
    sentences += [_say(note.text, note.source, page) for note in move.notes]
    if move.former is not None:
        names = join_names([driver.name for driver in move.former.drivers], language())
        text = _("Number %(number)s was driven by %(names)s before (%(event)s).")
        if not tags:
            tags.append(_("Number"))
        said = text % {"number": move.number, "names": names, "event": move.former.event.name}
        sentences.append(_say(said, move.former.source, page))
    return MoveLine(
        tags=tuple(tags),
        number=move.number,
        driver=move.driver,
        team=move.team,
        categories=(),
        sentences=tuple(sentences),
    )


def tell_tie(tie: Tie) -> str:
    """ "Fabien Redcent, father of Enzo Redcent: both race here." """
    values = {"person": tie.person.name, "of_relative": write_of(tie.relative.name, language())}
    told = {
        "brother": _("%(person)s is the brother %(of_relative)s."),
        "sister": _("%(person)s is the sister %(of_relative)s."),
        "father": _("%(person)s is the father %(of_relative)s."),
        "mother": _("%(person)s is the mother %(of_relative)s."),
        "spouse": _("%(person)s is the spouse %(of_relative)s."),
        "cousin": _("%(person)s is the cousin %(of_relative)s."),
    }[tie.relation] % values
    return f"{told} {_('Both race here.')}" if tie.both_here else told


def link_driver(driver: DriverRef) -> SafeString:
    return format_html('<a href="{}">{}</a>', reverse("driver", args=[driver.slug]), driver.name)
