"""Places and classes of a profile that are the same in several seasons, to be told once."""

from championships.stories.values import Values


def group_places(values: Values) -> list[tuple[int, bool, bool, list[str]]]:
    """(position, shared, held since the opening, seasons), in the order of the places."""
    groups: dict[tuple[int, bool, bool], list[str]] = {}
    for place in values.parts("places"):
        key = place.count("position"), place.flag("tied"), place.flag("opening")
        groups.setdefault(key, []).append(place.text("season"))
    return [(*key, seasons) for key, seasons in groups.items()]


def group_classes(values: Values) -> dict[str, list[str]]:
    """Category -> the seasons in which it is led."""
    groups: dict[str, list[str]] = {}
    for led in values.parts("classes"):
        groups.setdefault(led.text("category"), []).append(led.text("season"))
    return groups
