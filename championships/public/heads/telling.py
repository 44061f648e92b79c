"""The door of the heads: what a page tells, by the type of its value."""

from functools import singledispatch

from championships.public.heads.values import Absolute, Told


@singledispatch
def tell(page: object, absolute: Absolute) -> Told:
    """Nothing but its title."""
    return Told()
