"""Why a package is refused: every fault with its file, its line and a reason."""

from collections.abc import Sequence
from dataclasses import dataclass

SHOWN = 30  # faults told; a file in a foreign format would otherwise tell one a row


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault. `line` counts from 1, the header included; None where the file as a whole is meant."""

    file: str
    line: int | None
    reason: str

    def __str__(self) -> str:
        where = self.file if self.line is None else f"{self.file}, line {self.line}"
        return f"{where}: {self.reason}" if where else self.reason


class PackageRefused(Exception):
    """The package is refused and nothing was written. The text holds one sentence a fault, one a line."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        told = [str(fault) for fault in self.faults[:SHOWN]]
        if len(self.faults) > SHOWN:
            told.append(f"… and {len(self.faults) - SHOWN} more.")
        super().__init__("\n".join(told))


class AmendmentNeeded(Exception):
    """The season is there and the package differs from it. Nothing was written."""

    def __init__(self, slug: str, differences: Sequence[str]) -> None:
        self.slug = slug
        self.differences = tuple(differences)
        super().__init__(
            f"{slug} is already there and this package differs from it; to correct it, give --amend REASON."
        )
