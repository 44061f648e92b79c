"""From a picture to a draft: the door of this room. What is found is ordered by weight, and told once."""

from championships.stories.draft import Draft, Fact, Sentence
from championships.stories.picture import Picture


def find_facts(picture: Picture) -> tuple[Fact, ...]:
    """Everything worth telling of the event, with the figures that prove it; the same picture, the same facts."""
    return ()


def draft_preview(picture: Picture) -> Draft:
    """What can be told before the event, in French and English."""
    return _draft(picture, "preview-title")


def draft_report(picture: Picture) -> Draft:
    """What can be told after the event, in French and English."""
    return _draft(picture, "report-title")


def _draft(picture: Picture, kind: str) -> Draft:
    name = picture.here.name
    title = Sentence(
        key=f"{kind}:{picture.event}",
        kind=kind,
        figures={"event": picture.event},
        french=name.french,
        english=name.read("en"),
    )
    return Draft(event=picture.event, title=title, lead=(), highlights=(), sections=())
