"""What officials wrote in their own words."""

from collections.abc import Iterator
from datetime import date

from championships.stories.draft import Fact
from championships.stories.picture import StatedPicture
from championships.stories.scene import Scene

# Notes that hold a value for the page, and are told by what they mean.
OF_VALUES = ("shared_car", "country")


def find_notes(scene: Scene) -> Iterator[Fact]:
    """What officials wrote in their own words of the event, or of a driver who is there."""
    event = scene.picture.event
    seasons = {season.season for season in scene.picture.seasons}
    for number, fact in enumerate(scene.picture.stated):
        if fact.kind != "note" or not fact.text or fact.value.get("name") in OF_VALUES:
            continue
        of_event = fact.event == event
        of_season = not fact.event and fact.season in seasons and not scene.after
        if not (of_event or of_season) or (fact.driver and not scene.here(fact.driver) and not scene.after):
            continue
        if not fact.driver and not of_event:
            continue
        if scene.after and fact.issued_on and fact.issued_on <= (scene.picture.here.ends_on or date.min):
            continue  # it announced what is now over
        same = sum(
            1
            for one in scene.picture.stated[:number]
            if (one.kind, one.driver, one.event, one.season) == ("note", fact.driver, fact.event, fact.season)
        )
        yield Fact(
            key=f"note:{fact.event or fact.season}:{fact.driver}:{same}",
            kind="note",
            figures={"driver": fact.driver, "text_fr": fact.text.french, "text_en": fact.text.read("en")},
            season=fact.season if not of_event else "",
            category=_note_category(scene, fact),
            drivers=(fact.driver,) if fact.driver else (),
            weight=48,
        )


def _note_category(scene: Scene, fact: StatedPicture) -> str:
    """The class somebody leads in that season: a note on him belongs to it, where he is nobody overall."""
    for season in scene.picture.seasons:
        if season.season != fact.season:
            continue
        overall = scene.now(season.overall) if season.overall else None
        if overall is not None and overall.row(fact.driver) is not None:
            return ""
        for table in season.class_tables:
            now = scene.now(table)
            if now is not None and now.row(fact.driver) is not None:
                return table.category
    return ""


OF_EVENT = (find_notes,)
