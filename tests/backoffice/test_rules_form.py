"""A rule book as a form: laid out, read back, every fault at its field, nothing typed lost."""

import copy
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from championships.backoffice.rule_form.faults import judge, list_kept, note_scales, place_faults
from championships.backoffice.rule_form.fields import Block, Field
from championships.backoffice.rule_form.layout import Layout
from championships.backoffice.rule_form.reading import open_sheet, read_form
from championships.exchange.presets import PRESETS, load_preset
from championships.scoring.rulebook import parse_book
from tests.factories import make_rules

type Json = dict[str, Any]


def lay_out(document: Json) -> tuple[Json, list[Block]]:
    sheet = open_sheet(document)
    return sheet, Layout(sheet).build()


def walk(blocks: list[Block]) -> Iterator[Block]:
    for block in blocks:
        yield from block.walk()


def send(document: Json, **changes: str) -> Json:
    """What a browser sends of the form of this document, with some controls changed. None of them may be unknown."""
    _sheet, blocks = lay_out(document)
    sent: dict[str, str] = {}
    for block in walk(blocks):
        for field in block.fields:
            if not field.kept and (field.kind != "check" or field.value):
                sent[field.name] = field.value
        if block.order is not None:
            sent[block.order_name] = str(block.order)
        if block.ticked:
            sent[block.use_name] = "1"
    return sent | {name.replace("__", "-"): value for name, value in changes.items()}


def change(document: Json, **changes: str) -> Json:
    sent = {name: value for name, value in send(document, **changes).items() if value != "UNTICKED"}
    return read_form(sent, document)


def find(blocks: list[Block], name: str) -> Field:
    (found,) = [field for block in walk(blocks) for field in block.fields if field.name == name]
    return found


@pytest.mark.parametrize("name", PRESETS)
def test_a_form_sent_as_it_came_says_the_same(name: str) -> None:
    document = load_preset(name)
    assert parse_book(change(document)) == parse_book(document)
    assert list_kept(lay_out(document)[1], open_sheet(document)) == []


def test_a_scale_is_typed_with_hyphens_and_read_exactly() -> None:
    document = change(make_rules(), f__scales__0__value="16,5-12-9,5-7,5-6")
    assert document["points_tables"] == {"race": [16.5, 12, 9.5, 7.5, 6]}


def test_a_doubtful_scale_stays_as_typed_with_the_place_of_the_fault_beside_it() -> None:
    document = change(make_rules(), f__scales__0__value="20,18,16")
    assert document["points_tables"] == {"race": "20,18,16"}
    sheet, blocks = lay_out(document)
    _book, faults = judge(document)
    assert place_faults(blocks, sheet, faults) == []
    field = find(blocks, "f-scales-0-value")
    assert field.value == "20,18,16"
    assert field.faults[0].startswith("At sign 3:")


def test_a_scale_is_shown_back_with_its_places_and_a_rise_is_pointed_out() -> None:
    document = change(make_rules(), f__scales__0__value="20-18-19")
    sheet, blocks = lay_out(document)
    note_scales(blocks, judge(document)[0])
    notes = find(blocks, "f-scales-0-value").notes
    assert notes[0] == "Place: points: 1: 20 · 2: 18 · 3: 19"
    assert "3" in notes[1]
    assert sheet["scales"][0]["name"] == "race"


def test_sessions_that_give_the_same_are_one_group() -> None:
    document = load_preset("mitjet")
    sheet, _blocks = lay_out(document)
    assert sheet["standings"][0]["groups"][0]["keys"] == ["race1", "race2", "race3", "race4"]
    changed = change(document, f__standings__0__groups__0__rule__bonuses__0__points="1")
    rules = parse_book(changed).table("general").sessions
    assert {key: rule.bonuses[0].points for key, rule in rules.items()} == {f"race{n}": 1 for n in (1, 2, 3, 4)}


def test_two_results_are_dropped_by_typing_two() -> None:
    document = change(load_preset("mitjet"), f__standings__0__counting__0__drop="2")
    (segment,) = parse_book(document).table("general").counting
    assert [(step.up_to, step.drop) for step in segment.drop] == [(None, 2)]


def test_steps_of_dropped_results_are_typed_in_one_line() -> None:
    document = change(load_preset("mitjet"), f__standings__0__counting__0__drop="10: 1; 15: 2; *: 3")
    (segment,) = parse_book(document).table("general").counting
    assert [(step.up_to, step.drop) for step in segment.drop] == [(10, 1), (15, 2), (None, 3)]


def test_a_bonus_is_added_and_waits_for_its_points() -> None:
    document = change(make_rules(), do="add bonus fastest_lap 0 0")
    assert document["standings"][0]["sessions"]["race"]["bonuses"] == [{"kind": "fastest_lap", "points": ""}]
    sheet, blocks = lay_out(document)
    place_faults(blocks, sheet, judge(document)[1])
    assert find(blocks, "f-standings-0-groups-0-rule-bonuses-0-points").faults


def test_a_class_table_is_added_from_the_points_of_the_first() -> None:
    document = change(make_rules(), do="add class-table")
    added = document["standings"][-1]
    assert (added["extract_from"], added["may_appear"], "sessions" in added) == ("drivers", {"categories": [""]}, False)
    named = {
        "f__standings__2__id": "gentleman",
        "f__standings__2__title": "Gentleman",
        "f__standings__2__may_appear__categories": "gentleman",
    }
    book = parse_book(change(document, **named))
    assert book.table("gentleman").may_appear.categories == frozenset({"gentleman"})
    assert book.table("gentleman").tie_break == book.table("drivers").tie_break


def test_steps_of_a_tie_are_ticked_and_put_in_order() -> None:
    document = make_rules()
    sheet, _blocks = lay_out(document)
    kinds = [(step["kind"], step.get("positions")) for step in sheet["standings"][0]["tie_break"]]
    assert kinds == [("countback", "classified"), ("countback", "scoring"), ("earliest", None)]
    changed = change(
        document,
        use__standings__0__tie_break__2="1",
        order__standings__0__tie_break__2="1",
    )
    assert [step["kind"] for step in changed["standings"][0]["tie_break"]] == ["earliest", "countback"]
    unticked = change(document, use__standings__0__tie_break__0="UNTICKED")
    assert unticked["standings"][0]["tie_break"] == []


def test_a_table_is_removed_and_the_others_keep_what_they_say() -> None:
    document = make_rules()
    changed = change(document, remove__standings__0="1", f__standings__1__title="Crews")
    assert [(table["id"], table["title"]) for table in changed["standings"]] == [("teams", "Crews")]


def test_tables_change_places_by_their_numbers() -> None:
    changed = change(make_rules(), order__standings__1="1")
    assert [table["id"] for table in changed["standings"]] == ["teams", "drivers"]


def test_what_the_form_does_not_show_is_kept_and_named() -> None:
    document = make_rules()
    document["standings"][0]["class_change"] = {"points": "lost"}
    document["points_tables"]["third"] = ["1/3"]
    changed = change(document, f__standings__0__title="Pilots")
    assert changed["standings"][0]["class_change"] == {"points": "lost"}
    assert changed["points_tables"]["third"] == ["1/3"]
    sheet, blocks = lay_out(document)
    assert list_kept(blocks, sheet) == ["standings[0].class_change.points", "points_tables.third"]


def test_a_field_that_was_not_sent_is_not_emptied() -> None:
    document = make_rules()
    assert read_form({}, document)["points_tables"] == document["points_tables"]
    assert parse_book(read_form({}, document)).tables[0].title == "Drivers"


def test_two_scales_of_one_name_are_both_kept_and_refused() -> None:
    document = change(change(make_rules(), do="add scales"), f__scales__1__name="race", f__scales__1__value="9-8")
    assert list(document["points_tables"]) == ["race", "race ?"]
    assert document["points_tables"]["race ?"] == [9, 8]


def test_a_session_named_twice_is_refused_at_its_field() -> None:
    document = change(make_rules(), f__standings__0__groups__0__keys="race race")
    sheet, blocks = lay_out(document)
    place_faults(blocks, sheet, judge(document)[1])
    assert find(blocks, "f-standings-0-groups-0-keys").faults


def test_a_share_is_typed_as_per_cent_or_as_a_fraction() -> None:
    for text in ("75 %", "75%", "3/4", "0.75", "0,75"):
        document = change(make_rules(), f__classification__min_distance=text)
        assert (
            parse_book(document).classification.min_distance
            == parse_book(  # type: ignore[union-attr]
                make_rules(classification={"min_distance": "3/4"})
            ).classification.min_distance
        )  # type: ignore[union-attr]
    emptied = change(document, f__classification__min_distance="")
    assert "classification" not in emptied


def test_an_example_is_added_and_typed_without_json() -> None:
    document = change(make_rules(), do="add example")
    typed = {
        "f__examples__0__title": "A race",
        "f__examples__0__results": "1 race: ann bob\r\n2 race: bob ann",
        "f__examples__0__tables__0__champion": "",
        "f__examples__0__tables__0__rows": "1 ann 18\r\n1 bob 18",
    }
    (example,) = parse_book(change(document, **typed)).examples
    assert example.results == ("1 race: ann bob", "2 race: bob ann")
    assert example.tables[0].rows == ("1 ann 18", "1 bob 18")


@pytest.mark.parametrize(
    "do", ["add", "add nothing", "add bonus", "add group 99", "add step 0", "add bonus flag 9 9", "x"]
)
def test_a_button_that_is_not_understood_adds_nothing(do: str) -> None:
    document = make_rules()
    before = copy.deepcopy(document)
    assert parse_book(change(document, do=do)) == parse_book(before)


NAMES = sorted(send(load_preset("motorsport-uk"))) + sorted(send(load_preset("mitjet")))
TEXTS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        [
            "",
            "?",
            "race",
            "1",
            "0",
            "-1",
            "4: 4-3",
            "*: 2",
            "10: 1; x",
            "1/3",
            "75 %",
            "a, b",
            "sum",
            "best",
            "flag",
            "no",
        ]
    ),
)
BUTTONS = st.sampled_from(
    ["save", "add scales", "add table", "add class-table", "add example", "add group 0", "add bonus flag 0 0"]
)


@example(
    preset="mitjet",
    typed={"f-classification-min_distance": "", "f-classification-of": "0\n0"},
    removed="",
    do="save",
)
@settings(max_examples=60, deadline=None)
@given(
    preset=st.sampled_from(["mitjet", "motorsport-uk", "porsche-supercup"]),
    typed=st.dictionaries(st.sampled_from(NAMES), TEXTS, max_size=8),
    removed=st.sampled_from(["", "remove-standings-0", "remove-scales-0", "remove-standings-0-groups-0"]),
    do=BUTTONS,
)
def test_whatever_is_typed_is_laid_out_again_and_every_fault_is_told(
    preset: str, typed: dict[str, str], removed: str, do: str
) -> None:
    document = load_preset(preset)
    for _time in range(2):
        sent = send(document) | typed | ({removed: "1"} if removed else {}) | {"do": do}
        document = read_form(sent, document)
        sheet, blocks = lay_out(document)
        book, faults = judge(document)
        rest = place_faults(blocks, sheet, faults)
        note_scales(blocks, book)
        told = rest + [one for block in walk(blocks) for one in block.faults]
        told += [one for block in walk(blocks) for field in block.fields for one in field.faults]
        assert (book is None) == bool(told)
        assert all("\n" not in block.digest for block in walk(blocks))
