"""Writes the sources, and says when the facts of each count as public."""

from dataclasses import dataclass
from datetime import date, datetime

from championships.exchange.demo.files import Record, read_toml, take_noon
from championships.models import Source

NARROW = "\N{NARROW NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True)
class Sources:
    """The sources by key, with the instant from which the site takes their facts as public."""

    rows: dict[str, Source]
    instants: dict[str, datetime]

    def get(self, key: str | None) -> Source | None:
        """The source of that key; None for no key. Raises KeyError for a key that sources.toml does not hold."""
        return self.rows[key] if key else None


def write_sources() -> Sources:
    document = read_toml("sources.toml")
    pages: list[Record] = document["source"]
    deductions: list[Record] = document["deduced"]
    # A page with neither date nor instant may carry no dated fact: asking for its instant is a KeyError.
    instants = {page["key"]: _find_instant(page) for page in pages if page.keys() & {"published_on", "issued_at"}}
    days: dict[str, date | None] = {page["key"]: page.get("published_on") for page in pages}
    titles = {page["key"]: page["title"] for page in pages}
    rows = [
        Source(key=page["key"], title=page["title"], url=page["url"], published_on=page.get("published_on"))
        for page in pages
    ]
    for deduction in deductions:
        needed = deduction["from"]
        instants[deduction["key"]] = max(instants[key] for key in needed)
        cited = [titles[key] for key in needed]
        last = max(needed, key=lambda key: instants[key])
        rows.append(
            Source(
                key=deduction["key"],
                title=deduction["title"],
                published_on=days[last],
                standing=Source.Standing.DEDUCED,
                reasoning_fr=f"{deduction['reasoning_fr']} (D’après{NARROW}: {f'{NARROW}; '.join(cited)}.)",
                reasoning_en=f"{deduction['reasoning_en']} (From: {'; '.join(cited)}.)",
            )
        )
    return Sources({row.key: row for row in Source.objects.bulk_create(rows)}, instants)


def _find_instant(page: Record) -> datetime:
    given: datetime | None = page.get("issued_at")
    return given if given is not None else take_noon(page["published_on"])
