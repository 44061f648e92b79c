"""Which format a file is in, and reading it. Any bytes give a Reading: of cars, or of faults that say where and why."""

from dataclasses import replace
from typing import Protocol

from championships.exchange.timing.delimited import read_delimited
from championships.exchange.timing.natsoft import read_natsoft
from championships.exchange.timing.speedhive import read_speedhive
from championships.exchange.timing.spreadsheets import read_workbook
from championships.exchange.timing.texts import ZIP, unpack
from championships.exchange.timing.values import (
    MAX_BYTES,
    MAX_FAULTS,
    Contents,
    Fault,
    Format,
    Options,
    Reading,
    Unreadable,
)


class Reader(Protocol):
    """What every reader is: bytes of one file, and what was said about it, into values. Pure; raises Unreadable."""

    def __call__(self, content: bytes, options: Options) -> Reading: ...


READERS: dict[Format, Reader] = {
    Format.ALKAMEL: read_delimited,
    Format.ALKAMEL_LAPS: read_delimited,
    Format.ORBITS: read_delimited,
    Format.CSV: read_delimited,
    Format.SPEEDHIVE: read_speedhive,
    Format.NATSOFT: read_natsoft,
    Format.NATSOFT_LAPS: read_natsoft,
    Format.XLSX: read_workbook,
}
_STATES = (
    ("provisional", "provisional"),
    ("unofficial", "provisional"),
    ("official", "official"),
    ("final", "official"),
)


def read_timing(content: bytes, *, name: str = "", options: Options | None = None) -> Reading:
    """Read a file of a timing system. Never raises for what the file holds: faults say what is wrong, and where."""
    said = options or Options()
    guessed = said.format or Format.CSV
    try:
        if len(content) > MAX_BYTES and not _may_be_laps(content):
            raise Unreadable(Fault("too_large"))
        plain = unpack(content)
        guessed = said.format or guess_format(plain)
        reading = READERS[guessed](plain, said)
        if len(content) > MAX_BYTES and reading.contents is not Contents.LAPS:
            raise Unreadable(Fault("too_large"))
    except Unreadable as refused:
        return Reading(format=guessed, faults=(refused.fault,), encoding=said.encoding, separator=said.separator)
    faults = sorted(reading.faults, key=lambda fault: (not fault.error, fault.line))[:MAX_FAULTS]
    return replace(reading, faults=tuple(faults), state=reading.state or suggest_state(name))


def _may_be_laps(content: bytes) -> bool:
    """A lap file may be larger than the others."""
    return b"LAP_NUMBER" in content[:2000]


def guess_format(content: bytes) -> Format:
    """By its first bytes; which kind of table it is, its headings tell later."""
    if content.startswith(ZIP):
        return Format.XLSX
    head = content[:4000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head[:1] in (b"{", b"["):
        return Format.SPEEDHIVE
    if head[:1] == b"<" or b"<pre" in head.lower():
        return Format.NATSOFT
    return Format.CSV


def suggest_state(name: str) -> str:
    """What the name of a file says of its state: a suggestion, a person declares it."""
    folded = name.casefold()
    return next((state for word, state in _STATES if word in folded), "")
