"""What differs between two rule-book documents: paths and values, in the order of the newer one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

type Step = str | int


@dataclass(frozen=True, slots=True)
class Difference:
    """One place. `before` or `after` is None where nothing is said there.

    A step of the path is a key, the number of an item (from 0), the id of a table, or the kind of a bonus.
    """

    path: tuple[Step, ...]
    before: object
    after: object


def compare_documents(before: Mapping[str, object], after: Mapping[str, object]) -> tuple[Difference, ...]:
    """Every place where the two say something different. Lists of plain values are compared as a whole."""
    return tuple(_compare(before, after, ()))


def _compare(before: object, after: object, path: tuple[Step, ...]) -> Iterator[Difference]:
    if before == after or (_says_nothing(before) and _says_nothing(after)):
        return
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for key in [*after, *(key for key in before if key not in after)]:
            yield from _compare(before.get(key), after.get(key), (*path, str(key)))
    elif _holds_objects(before) and _holds_objects(after):
        old, new = _index(before), _index(after)
        for key in [*new, *(key for key in old if key not in new)]:
            yield from _compare(old.get(key), new.get(key), (*path, key))
    else:
        yield Difference(path, before, after)


def _says_nothing(value: object) -> bool:
    return value is None or value == [] or value == {} or value == ""


def _holds_objects(value: object) -> bool:
    return isinstance(value, list | tuple) and bool(value) and all(isinstance(item, Mapping) for item in value)


def _index(items: object) -> dict[Step, object]:
    """The objects of a list by their id or their kind, or by their number where that does not tell them apart."""
    listed: list[object] = list(items) if isinstance(items, list | tuple) else []
    for name in ("id", "kind"):
        found = [item.get(name) for item in listed if isinstance(item, Mapping)]
        texts = [one for one in found if isinstance(one, str)]
        if texts and len(set(texts)) == len(listed):
            return dict(zip(texts, listed, strict=True))
    return dict(enumerate(listed))
