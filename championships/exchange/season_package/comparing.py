"""What a corrected package changes, told by session and driver, by person and by path in the rules."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from championships.exchange.season_package.values import (
    COMPETITORS,
    ENTRANTS,
    RESULTS,
    ROUNDS,
    RULES,
    RULINGS,
    Competitor,
    Package,
    ResultRow,
    SessionKey,
    write_cell,
)


def find_differences(stored: Package, given: Package) -> list[str]:
    """One sentence a difference; none where the two say the same."""
    return [
        *_compare_sessions(stored, given),
        *_compare_results(stored, given),
        *_compare_competitors(stored.competitors, given.competitors),
        *_compare_entrants(stored, given),
        *_compare_columns(stored, given),
        *(f"{RULES}, {text}" for text in _compare_json(stored.book, given.book, "")),
        *_compare_rulings(stored, given),
    ]


def _name(key: SessionKey) -> str:
    return f"round {key[0]} {key[1]}"


def _tell(old: object, new: object) -> str:
    return f"{write_cell(old) or '–'} → {write_cell(new) or '–'}"


def _compare_sessions(stored: Package, given: Package) -> Iterator[str]:
    before = {row.key: row for row in stored.sessions}
    after = {row.key: row for row in given.sessions}
    for key, row in after.items():
        old = before.get(key)
        if old is None:
            yield f"{ROUNDS}, {_name(key)}: new."
            continue
        for field, was, now in zip(row._fields, old, row, strict=True):
            # A blank country matches any.
            if was != now and not (field == "country" and (not now or not was) and old.venue == row.venue):
                yield f"{ROUNDS}, {_name(key)}: {field} {_tell(was, now)}."
    for key in before.keys() - after.keys():
        yield f"{ROUNDS}, {_name(key)}: vanished."
    order = [key for key in before if key in after]
    if order != [key for key in after if key in before]:
        yield f"{ROUNDS}: the sessions stand in another order."


def _compare_results(stored: Package, given: Package) -> Iterator[str]:
    before, after = stored.results_by_session(), given.results_by_session()
    for key in dict.fromkeys([*before, *after]):
        old, new = before.get(key, []), after.get(key, [])
        if old == new:
            continue
        if not old:
            yield f"{RESULTS}, {_name(key)}: new, {len(new)} rows."
        elif not new:
            yield f"{RESULTS}, {_name(key)}: {len(old)} rows vanished."
        else:
            yield from _compare_rows(key, old, new)


def _compare_rows(key: SessionKey, old: Sequence[ResultRow], new: Sequence[ResultRow]) -> Iterator[str]:
    left: defaultdict[tuple[str, str], list[ResultRow]] = defaultdict(list)
    for row in old:
        left[row.driver, row.car].append(row)
    unmatched: list[ResultRow] = []
    for row in new:
        same = left[row.driver, row.car]
        if not same:
            unmatched.append(row)
            continue
        was = same.pop(0)
        for field, old_cell, new_cell in zip(row._fields, was, row, strict=True):
            if old_cell != new_cell:
                yield f"{RESULTS}, {_name(key)}, {row.driver}: {field} {_tell(old_cell, new_cell)}."
    for row in unmatched:
        yield f"{RESULTS}, {_name(key)}, {row.driver}: new (car {row.car}, place {write_cell(row.position) or '–'})."
    for rows in left.values():
        for row in rows:
            yield f"{RESULTS}, {_name(key)}, {row.driver}: vanished (car {row.car})."


def _compare_competitors(stored: Iterable[Competitor], given: Iterable[Competitor]) -> Iterator[str]:
    before = {(row.kind, row.id): row for row in stored}
    after = {(row.kind, row.id): row for row in given}
    for key, row in after.items():
        old = before.get(key)
        if old is None:
            yield f"{COMPETITORS}, {row.kind} {row.id}: new."
            continue
        if old.name != row.name:
            yield f"{COMPETITORS}, {row.kind} {row.id}: name {_tell(old.name, row.name)}."
        if row.country and old.country != row.country:
            yield f"{COMPETITORS}, {row.kind} {row.id}: country {_tell(old.country, row.country)}."
    for kind, name in sorted(before.keys() - after.keys()):
        yield f"{COMPETITORS}, {kind} {name}: vanished."


def _compare_entrants(stored: Package, given: Package) -> Iterator[str]:
    if stored.entrants == given.entrants:
        return
    before, after = set(stored.entrants), set(given.entrants)
    for row in sorted(after - before):
        yield f"{ENTRANTS}: new: {', '.join(cell or '–' for cell in row)}."
    for row in sorted(before - after):
        yield f"{ENTRANTS}: vanished: {', '.join(cell or '–' for cell in row)}."
    if before == after:
        yield f"{ENTRANTS}: the rows stand in another order or number."


def _compare_columns(stored: Package, given: Package) -> Iterator[str]:
    if stored.flag_columns != given.flag_columns:
        yield f"{RESULTS}: 0/1 columns {', '.join(stored.flag_columns)} → {', '.join(given.flag_columns)}."


def _compare_rulings(stored: Package, given: Package) -> Iterator[str]:
    for name in RULINGS:
        old, new = list(stored.rulings.get(name, ())), list(given.rulings.get(name, ()))
        if old == new:
            continue
        left = list(old)
        for terms in new:
            if terms in left:
                left.remove(terms)
            else:
                yield f"{RULES}, {name}: new: {_write(terms)}."
        for terms in left:
            yield f"{RULES}, {name}: vanished: {_write(terms)}."
        if not left and len(old) == len(new):
            yield f"{RULES}, {name}: in another order."


def _compare_json(old: object, new: object, path: str) -> Iterator[str]:
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in dict.fromkeys([*old, *new]):
            inside = f"{path}.{key}" if path else str(key)
            if key not in new:
                yield f"{inside}: vanished."
            elif key not in old:
                yield f"{inside}: new: {_write(new[key])}."
            else:
                yield from _compare_json(old[key], new[key], inside)
    elif _is_list(old) and _is_list(new) and len(old) == len(new):  # type: ignore[arg-type]
        for index, (was, now) in enumerate(zip(old, new, strict=True)):  # type: ignore[call-overload]
            yield from _compare_json(was, now, f"{path}[{index}]")
    elif old != new:
        yield f"{path}: {_write(old)} → {_write(new)}."


def _is_list(value: object) -> bool:
    return isinstance(value, (list, tuple))


def _write(value: object, limit: int = 200) -> str:
    match value:
        case Mapping():
            text = "{" + ", ".join(f"{key}: {_write(item)}" for key, item in value.items()) + "}"
        case list() | tuple():
            text = "[" + ", ".join(_write(item) for item in value) + "]"
        case _:
            text = write_cell(value) or "–"
    return text if len(text) <= limit else f"{text[:limit]}…"
