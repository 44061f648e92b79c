"""The sentences of a published text as its page prints them: parts, and paragraphs in each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from championships.models import Category, Preview, Report, Sentence
from championships.queries.refs import DriverRef, refer_driver

Part = Sentence.Part

type Paragraphs = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PersonPart:
    """Somebody put forward; no driver: the circuit, or something else. `pk`: of the driver."""

    driver: DriverRef | None
    pk: int | None
    paragraphs: Paragraphs


@dataclass(frozen=True, slots=True)
class ClassPart:
    name: str
    paragraphs: Paragraphs


@dataclass(frozen=True, slots=True)
class SeasonPart:
    """What is told of one championship. No heading: its name stands there."""

    heading: str
    paragraphs: Paragraphs
    classes: tuple[ClassPart, ...]


@dataclass(frozen=True, slots=True)
class TextBody:
    """Everything told sentence by sentence; empty where nothing is. `seasons` by their keys."""

    lead: Paragraphs = ()
    people: tuple[PersonPart, ...] = ()
    seasons: Mapping[int, SeasonPart] = field(default_factory=dict)
    moves: Paragraphs = ()
    closing: Paragraphs = ()


def read_body(text: Preview | Report, championships: Iterable[int]) -> TextBody:
    """The sentences of a text in the language in force. Two queries. `championships`: whose classes it may name."""
    stored = Sentence.objects.filter(**{str(text._meta.model_name): text}).select_related("driver", "season")
    rows = [row for row in stored.order_by("order", "pk") if row.part != Part.TITLE and str(row.text)]
    names = {
        (one.championship_id, one.slug): str(one.name)
        for one in Category.objects.filter(championship__in=[0, *championships])
    }
    people = dict.fromkeys(row.driver for row in rows if row.part == Part.HIGHLIGHT)
    seasons = dict.fromkeys(row.season for row in rows if row.season is not None)
    return TextBody(
        lead=_join(row for row in rows if row.part == Part.LEAD),
        people=tuple(
            PersonPart(
                driver=refer_driver(driver) if driver else None,
                pk=driver.pk if driver else None,
                paragraphs=_join(row for row in rows if row.part == Part.HIGHLIGHT and row.driver == driver),
            )
            for driver in people
        ),
        seasons={
            season.pk: _build_season(
                [row for row in rows if row.season_id == season.pk],
                {slug: name for (championship, slug), name in names.items() if championship == season.championship_id},
            )
            for season in seasons
            if season is not None
        },
        moves=_join(row for row in rows if row.part == Part.MOVES),
        closing=_join(row for row in rows if row.part == Part.CLOSING),
    )


def _build_season(rows: list[Sentence], names: Mapping[str, str]) -> SeasonPart:
    classes = dict.fromkeys(row.category for row in rows if row.part == Part.CLASS)
    return SeasonPart(
        heading=" ".join(str(row.text) for row in rows if row.part == Part.HEADING),
        paragraphs=_join(row for row in rows if row.part == Part.SECTION),
        classes=tuple(
            ClassPart(
                name=names.get(slug, slug),
                paragraphs=_join(row for row in rows if row.part == Part.CLASS and row.category == slug),
            )
            for slug in classes
        ),
    )


def _join(rows: Iterable[Sentence]) -> Paragraphs:
    """Sentences of one paragraph stand one behind the other."""
    paragraphs: list[list[str]] = []
    last: int | None = None
    for row in rows:
        if row.paragraph != last:
            paragraphs.append([])
            last = row.paragraph
        paragraphs[-1].append(str(row.text))
    return tuple(" ".join(sentences) for sentences in paragraphs)
