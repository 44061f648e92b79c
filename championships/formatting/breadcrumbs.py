"""schema.org's BreadcrumbList."""

from collections.abc import Callable, Sequence
from typing import Any

from championships.formatting.crumbs import Crumb


def list_breadcrumbs(crumbs: Sequence[Crumb], here: str, absolute: Callable[[str], str]) -> dict[str, Any]:
    """`here` is the absolute address of the page itself, the last item."""
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "name": crumb.name,
                "item": absolute(crumb.href) if crumb.href else here,
            }
            for position, crumb in enumerate(crumbs, start=1)
        ],
    }
