"""Names that last: the same thing has the same one in every feed, for ever, whatever its address or the host."""

import uuid

from championships.models import SiteKey

_NO_KEY = uuid.UUID("8f0d53f5-2a53-4f0a-9e0e-8d6d5f1a2c11")  # of a database whose one row was emptied away


def read_site_key() -> uuid.UUID:
    """What lasting names are made from. One query."""
    return SiteKey.objects.values_list("key", flat=True).first() or _NO_KEY


def name_thing(site: uuid.UUID, *parts: object) -> uuid.UUID:
    """`name_thing(site, "event", 12)`: the lasting name of that row on this site."""
    return uuid.uuid5(site, "/".join(str(part) for part in parts))
