"""Translations without any program of the system: `python -m paddock.translations collect|compile`.

`collect` gathers the texts of the code and the templates into the French catalogue and keeps every
translation it already has. `compile` writes the .mo that Django reads; `./dev` calls it whenever a
.po is newer, and a deployment calls it once (deploy/README.md).
"""

import argparse
import io
import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "championships" / "locale"
FRENCH = LOCALE / "fr" / "LC_MESSAGES" / "django.po"
CODE = ("championships", "paddock")
TEMPLATES = ("templates", "championships")
# Django's names for gettext's functions, by the position of singular, plural and context.
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
    "phrase": None,  # the mark of the pure core (championships/scoring/phrases.py)
}
type Text = str | tuple[str, ...]
type Found = tuple[str, int, Text, list[str], str | None]


def extract_code(path: Path) -> Iterator[Found]:
    """Yield the texts of one Python file: (file, line, text or texts, comments, context)."""
    with path.open("rb") as handle:
        yield from _name(path, extract_python(handle, KEYWORDS, ["Translators:"], {}))


def extract_template(path: Path) -> Iterator[Found]:
    """Yield the texts of one template.

    Django turns it into calls of gettext among filler; in brackets, so that Python's tokenizer
    does not trip over the indentation of the HTML.
    """
    source = "(" + templatize(path.read_text(encoding="utf-8"), origin=str(path)) + "\n)"
    handle = io.BytesIO(source.encode())
    found = extract_python(handle, KEYWORDS, ["Translators:"], {"encoding": "utf-8"})
    yield from _name(path, found)


def _name(path: Path, found: Iterable[tuple[Any, ...]]) -> Iterator[Found]:
    file = path.relative_to(ROOT).as_posix()
    for line, function, arguments, comments in found:
        texts: list[str | None] = list(arguments) if isinstance(arguments, tuple | list) else [arguments]
        context = texts.pop(0) if "pgettext" in function else None
        wanted = 2 if function.startswith("n") else 1
        known = tuple(text for text in texts[:wanted] if text)
        if len(known) == wanted:
            yield file, line, known if wanted == 2 else known[0], comments, context


def collect() -> Catalog:
    """Make the French catalogue anew from the texts in use, with every translation known so far."""
    known = read_known()
    catalogue = Catalog(
        locale="fr",
        project="Paddock",
        version="1",
        msgid_bugs_address="",
        last_translator="The Paddock founders",
        language_team="French",
        fuzzy=False,
    )
    catalogue.header_comment = "# French catalogue of Paddock; made by ./dev messages."
    for file, line, text, comments, context in extract_all():
        catalogue.add(text, locations=[(file, line)], auto_comments=comments, context=context)
    for message in list(catalogue):
        if not message.id:
            continue
        old = known.get(message.id, message.context)
        if old is not None and old.string and not old.fuzzy:
            fit_translation(message, old)
    # What no text uses today is kept at the end, as comments: a text may come back.
    used = {(_singular(m), m.context) for m in catalogue}
    for message in known:
        if message.id and any(_forms(message)) and (_singular(message), message.context) not in used:
            key = (_singular(message), message.context) if message.context else _singular(message)
            catalogue.obsolete[key] = message
    return catalogue


def extract_all() -> Iterator[Found]:
    for folder in CODE:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield from extract_code(path)
    for folder in TEMPLATES:
        for path in sorted((ROOT / folder).rglob("*.html")):
            yield from extract_template(path)


def read_known() -> Catalog:
    """Every translation there is: the catalogue's and its retired ones."""
    known = Catalog(locale="fr")
    if FRENCH.exists():
        with FRENCH.open("rb") as handle:
            read = read_po(handle, locale="fr", abort_invalid=True)
        for message in [*read.obsolete.values(), *read]:
            if message.id and any(_forms(message)):
                known.delete(message.id, message.context)
                known.add(message.id, message.string, context=message.context, flags=message.flags)
    return known


def fit_translation(message: Message, old: Message) -> None:
    """Give a text its known translation; one form for two (or the other way) is not carried over."""
    if isinstance(message.id, tuple) == isinstance(old.id, tuple):
        message.string = old.string


def _singular(message: Message) -> str:
    return message.id[0] if isinstance(message.id, tuple | list) else message.id


def _forms(message: Message) -> tuple[str, ...]:
    return tuple(message.string) if isinstance(message.string, tuple | list) else (message.string or "",)


def write_catalogue(catalogue: Catalog) -> None:
    FRENCH.parent.mkdir(parents=True, exist_ok=True)
    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=100, sort_output=True, include_lineno=False, omit_header=False)
    lines = buffer.getvalue().decode().splitlines(keepends=True)
    # The dates of the header would change the file without any change of its texts.
    kept = [line for line in lines if "-Date:" not in line]
    FRENCH.write_text("".join(kept), encoding="utf-8")


def compile_catalogue() -> Path | None:
    """Write the .mo beside the .po, whole or not at all; None where there is nothing to compile."""
    if not FRENCH.exists():
        return None
    target = FRENCH.with_suffix(".mo")
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as handle:
        write_mo(handle, read_known())
    os.chmod(handle.name, 0o644)
    os.replace(handle.name, target)
    return target


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m paddock.translations")
    parser.add_argument("job", choices=["collect", "compile"])
    if not settings.configured:
        settings.configure()
    if parser.parse_args().job == "compile":
        compile_catalogue()
        return
    catalogue = collect()
    write_catalogue(catalogue)
    missing = [message for message in catalogue if message.id and not any(_forms(message))]
    print(f"{len(catalogue)} texts, {len(missing)} without a French translation.")  # noqa: T201
    for message in missing:
        print(f"  {_singular(message)!r} ({message.locations[0][0]})")  # noqa: T201


if __name__ == "__main__":
    main()
