"""Who sits in which car of a session, and from which place it starts: what a new line is filled with."""

from championships.models import GridPlace, Seat

PIT_LANE = "PL"


def list_seated(session_id: int) -> dict[int, list[int]]:
    """The drivers of the shared cars of a session, by entry, in order. An entry without a seat: its whole crew."""
    seated: dict[int, list[int]] = {}
    rows = Seat.objects.filter(session_id=session_id).order_by("order", "pk")
    for entry_id, driver_id in rows.values_list("entry_id", "driver_id"):
        seated.setdefault(entry_id, []).append(driver_id)
    return seated


def read_grid_texts(session_id: int) -> dict[int, str]:
    """The place on the grid of a race by entry, as a line keeps it; who starts from the pit lane has "PL"."""
    rows = GridPlace.objects.filter(grid__session_id=session_id).values_list("entry_id", "place")
    return {entry_id: PIT_LANE if place is None else str(place) for entry_id, place in rows}
