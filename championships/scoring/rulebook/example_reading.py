"""`examples[]`: worked examples of the rules, read strictly. `scoring.examples` computes them."""

from championships.scoring.facts import FINAL
from championships.scoring.phrases import phrase
from championships.scoring.rulebook.example_notation import NotationError, read_row, read_session
from championships.scoring.rulebook.fields import Node
from championships.scoring.rulebook.session_reading import Known
from championships.scoring.rules import Example, Expectation

EXAMPLES = 50  # more than that are not read by people, and every one is computed at each change


def read_examples(node: Node, known: Known) -> tuple[Example, ...]:
    """The worked examples of a rule book whose tables and sessions are `known`."""
    items = node.items()
    if len(items) > EXAMPLES:
        node.fail(phrase("at most %(limit)s examples", limit=EXAMPLES))
        return ()
    return tuple(_read_example(item, known) for item in items)


def _read_example(node: Node, known: Known) -> Example:
    fields = node.fields()
    title, results = fields.required("title").text(), fields.required("results")
    example = Example(
        title=title,
        title_fr=fields.free_text("title_fr"),
        source=fields.free_text("source"),
        timing=fields.flag("timing"),
        results=tuple(_read_result(item, known) for item in results.items(least=1)),
        tables=tuple(_read_expectation(item, known) for item in fields.required("tables").items(least=1)),
    )
    _refuse_same_sessions(results, example.results)
    fields.close()
    return example


def _read_result(node: Node, known: Known) -> str:
    text = node.text(limit=4000)
    if not text:
        return text
    try:
        session = read_session(text)
    except NotationError as error:
        node.fail(phrase("results such as “1 race: ada basile(DNF)”"), error.sentence)
        return text
    if known.sessions is not None and session.key not in known.sessions:
        node.fail(
            phrase(
                "the name of a session of this rule book (%(known)s)",
                known=", ".join(sorted(known.sessions)) or phrase("none"),
            ),
            f"“{session.key}”",
        )
    return text


def _refuse_same_sessions(node: Node, results: tuple[str, ...]) -> None:
    seen: set[tuple[int, str]] = set()
    for item, text in zip(node.items(), results, strict=True):
        try:
            session = read_session(text)
        except NotationError:
            continue  # noted already
        if (session.round, session.key) in seen:
            item.fail(phrase("every session of an example once"))
        seen.add((session.round, session.key))


def _read_expectation(node: Node, known: Known) -> Expectation:
    fields = node.fields()
    standings = known.table(fields.required("standings"))
    after, champion, rows = fields.optional("after"), fields.optional("champion"), fields.optional("rows")
    if fields.readable and not champion and not rows:
        node.fail(phrase('"champion" or "rows"'), phrase("neither"))
    expectation = Expectation(
        standings=standings,
        after=after.round_or_final(1) if after else FINAL,
        champion=champion.text() if champion else "",
        rows=tuple(_read_row(item) for item in rows.items(least=1)) if rows else (),
    )
    fields.close()
    return expectation


def _read_row(node: Node) -> str:
    text = node.text()
    if not text:
        return text
    try:
        return read_row(text).text
    except NotationError as error:
        node.fail(phrase("a row such as “1 ada 5”: place, competitor, points"), error.sentence)
        return text
