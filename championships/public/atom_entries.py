"""News, results and decisions in words, as entries of a feed."""

from collections.abc import Callable

from django.urls import reverse
from django.utils.translation import gettext as _

from championships.formatting.decisions import state_words, write_measure
from championships.formatting.places import join_names
from championships.formatting.punctuation import join_clauses
from championships.public.atom import AtomEntry
from championships.queries.decision_values import MeasureView
from championships.queries.feed_entries import DecisionEntry, NewsEntry, ResultEntry

type Absolute = Callable[[str], str]


def write_news_entry(entry: NewsEntry, absolute: Absolute) -> AtomEntry:
    return AtomEntry(
        uid=entry.uid,
        title=entry.title,
        address=absolute(reverse("news", args=[entry.slug])),
        published_at=entry.published_at,
        updated_at=entry.updated_at,
        summary=_invented(entry.body.strip().split("\n", 1)[0].strip(), demo=entry.demo),
        text=entry.body.strip(),
        categories=(entry.author,) if entry.author else (),
    )


def write_result_entry(entry: ResultEntry, absolute: Absolute, language: str) -> AtomEntry:
    words = {"event": entry.event.name, "year": entry.event.year, "session": entry.session}
    title = {
        "provisional": _("%(event)s %(year)s, %(session)s: provisional result"),
        "official": _("%(event)s %(year)s, %(session)s: official result"),
        "amended": _("%(event)s %(year)s, %(session)s: amended result"),
        "withdrawn": _("%(event)s %(year)s, %(session)s: result withdrawn"),
    }[entry.state]
    return AtomEntry(
        uid=entry.uid,
        title=title % words,
        address=absolute(reverse("session", args=[entry.event.year, entry.event.slug, entry.slug])),
        published_at=entry.published_at,
        updated_at=entry.updated_at,
        summary=_invented(_tell_result(entry, language), demo=entry.demo),
        categories=entry.seasons,
    )


def _tell_result(entry: ResultEntry, language: str) -> str:
    sentences = [_("Bulletin %(number)s.") % {"number": entry.number}]
    winners = [f"{name} ({number})" if number else name for number, name in entry.winners]
    if winners and entry.kind == "race":
        sentences.append(_("First: %(winners)s.") % {"winners": join_names(winners, language)})
    if not entry.complete:
        sentences.append(_("The classification is known in part."))
    told = " ".join(sentences)
    return f"{told}\n{entry.reason}" if entry.reason else told


def write_decision_entry(entry: DecisionEntry, absolute: Absolute, language: str) -> AtomEntry:
    document = entry.document
    if document.event:
        name = f"{document.event.name} {document.event.year}"
        address = reverse("event-decision", args=[document.event.year, document.event.slug, document.number])
    elif document.season:
        name = f"{document.season.name} {document.season.label}"
        address = reverse(
            "season-decision", args=[document.season.championship, document.season.label, document.number]
        )
    else:
        raise ValueError(f"document {document.pk} is of no event and no season")
    words = {"number": document.number, "of": name, "state": state_words()[document.state.value].lower()}
    measures = join_clauses((_tell_measure(measure, language) for measure in document.measures), language)
    return AtomEntry(
        uid=entry.uid,
        title=_("Decision %(number)s, %(of)s (%(state)s)") % words,
        address=absolute(address),
        published_at=entry.published_at,
        updated_at=entry.updated_at,
        summary=_invented("\n".join(part for part in (measures, document.reason) if part), demo=entry.demo),
        categories=(name,),
    )


def _tell_measure(measure: MeasureView, language: str) -> str:
    car = _("number %(number)s") % {"number": measure.number} if measure.number else ""
    who = " ".join(part for part in (car, measure.person) if part)
    what = write_measure(measure, language)
    return ", ".join(part for part in (measure.session, measure.championship, who, what) if part)


def _invented(text: str, *, demo: bool) -> str:
    return "\n".join(part for part in (text, _("Demonstration: invented.") if demo else "") if part)
