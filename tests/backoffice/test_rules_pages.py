"""The rules of a season in the office: begun, written, tried, issued, by one person or two; and copied."""

import json
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from championships.exchange.presets import PRESETS
from championships.models import Event, RuleBook, RuleDraft, Season, Standing
from championships.officiating import ledger
from tests.factories import (
    NOON,
    make_championship,
    make_enrolment,
    make_event,
    make_official,
    make_rules,
    make_season,
    make_user,
    publish_results,
    read_everything,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(make_user("chief", is_superuser=True))
    return client


def address(name: str, season: Season, *more: int) -> str:
    return reverse(f"admin:{name}", args=[season.pk, *more])


def begin(client: Client, season: Season, start: str = "newest") -> None:
    assert client.post(address("season_rules", season), {"start": start}).status_code == 302


def read_sent(client: Client, season: Season, **changes: str) -> dict[str, str]:
    """What a browser would send of the form as it stands."""
    context = client.get(address("season_rules_draft", season)).context
    return fill(context, **changes)


def fill(context: Any, **changes: str) -> dict[str, str]:
    typed = context["typed"]
    sent = {
        "base": context["base"],
        "read_version": str(typed.version or ""),
        "standing": typed.standing,
        "from_round": str(typed.from_round),
        "corrects": str(typed.corrects.n) if typed.corrects else "",
        "do": "save",
    }
    for top in context["blocks"]:
        for block in top.walk():
            for field in block.fields:
                if not field.kept and (field.kind != "check" or field.value):
                    sent[field.name] = field.value
            if block.order is not None:
                sent[block.order_name] = str(block.order)
            if block.ticked:
                sent[block.use_name] = "1"
    return sent | {name.replace("__", "-"): value for name, value in changes.items()}


def save(client: Client, season: Season, **changes: str) -> None:
    assert client.post(address("season_rules_draft", season), read_sent(client, season, **changes)).status_code == 302


def do(client: Client, season: Season, what: str) -> Any:
    version = RuleDraft.objects.get(season=season).version
    return client.post(address("season_rules_effect", season), {"do": what, "read_version": str(version)})


def read_points(season: Season) -> dict[str, str]:
    rows = Standing.objects.filter(table__season=season, table__key="drivers", final=True).order_by("rank")
    return {row.competitor: str(row.points) for row in rows}


@pytest.mark.parametrize("preset", PRESETS)
def test_a_preset_becomes_a_draft_and_is_issued(office: Client, preset: str) -> None:
    season = make_season(with_rules=False)
    begin(office, season, f"preset:{preset}")
    save(office, season)
    assert do(office, season, "issue").status_code == 302
    book = RuleBook.objects.get(season=season)
    assert (book.n, book.document["championship"], book.document["season"]) == (1, "club-cup", 2025)
    assert ledger.verify() is None


def test_wrong_json_is_refused_with_the_path_and_what_was_typed_is_still_there(office: Client) -> None:
    season = make_season(with_rules=False)
    document = make_rules()
    document["standings"][0]["tie_break"] = [{"kind": "alphabet"}]
    before = read_everything()
    answer = office.post(address("season_rules", season), {"start": "json", "json": json.dumps(document)})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "standings[0].tie_break[0]" in page
    assert "alphabet" in page
    assert read_everything() == before


def test_json_is_taken_without_its_decisions_under_the_name_of_the_season(office: Client) -> None:
    season = make_season(with_rules=False)
    text = json.dumps(make_rules(championship="elsewhere", session_overrides=[{"round": 1}]))
    office.post(address("season_rules", season), {"start": "json", "json": text})
    document = RuleDraft.objects.get().document
    assert document["championship"] == "club-cup"
    assert "session_overrides" not in document


@pytest.mark.parametrize("start", ["", "preset:../x", "season:x", "season:999", "newest", "what"])
def test_a_start_that_does_not_exist_begins_nothing(office: Client, start: str) -> None:
    season = make_season(with_rules=False)
    before = read_everything()
    assert office.post(address("season_rules", season), {"start": start}).status_code in (200, 404)
    assert read_everything() == before


def test_a_changed_scale_is_shown_with_its_effect_and_changes_nothing_before_it_is_issued(office: Client) -> None:
    season = make_season()
    event = make_event(season=season)
    publish_results(session=event.sessions.get(), order=["ann", "bob"])
    begin(office, season)
    save(office, season, f__scales__0__value="20-20-16")
    before = read_everything()
    page = office.get(address("season_rules_effect", season)).content.decode()
    (row,) = re.findall(r"Bob</th>(.*)</tr>", page)
    assert re.findall(r">([^<>]+)<", row) == ["2", "2", "0", "8", "20", "+12"]
    assert read_everything() == before
    assert read_points(season) == {"ann": "10", "bob": "8"}
    do(office, season, "issue")
    assert read_points(season) == {"ann": "20", "bob": "20"}


def test_a_fault_stands_beside_its_field_and_the_text_stays(office: Client) -> None:
    season = make_season()
    begin(office, season)
    save(office, season, f__scales__0__value="20,18")
    page = office.get(address("season_rules_draft", season)).content.decode()
    assert "20,18</textarea>" in page
    assert 'id="f-scales-0-value-faults"' in page
    assert do(office, season, "issue").status_code == 200
    assert RuleBook.objects.count() == 1


def test_faults_are_put_together_in_the_language_of_the_official(
    office: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    french = {
        "Expected %(expected)s, found %(found)s.": "Attendu : %(expected)s ; trouvé : %(found)s.",
        "a name of at most %(limit)s letters, digits, hyphens and underscores": "un nom d’au plus %(limit)s signes",
        'the text "%(text)s"': "le texte « %(text)s »",
    }
    monkeypatch.setattr("championships.backoffice.rule_form.faults._", lambda text: french.get(text, text))
    season = make_season()
    begin(office, season)
    save(office, season, f__standings__0__id="no id!")
    page = office.get(address("season_rules_draft", season)).content.decode()
    assert "Attendu : un nom d’au plus 60 signes ; trouvé : le texte « no id! »." in page


def test_of_two_who_write_the_second_sees_both_and_loses_nothing(office: Client) -> None:
    season = make_season()
    begin(office, season)
    stale = read_sent(office, season, f__scales__0__value="50-40")
    save(office, season, f__scales__0__value="30-20")
    answer = office.post(address("season_rules_draft", season), stale)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "50-40</textarea>" in page
    assert "30-20" in page
    assert RuleDraft.objects.get().document["points_tables"] == {"race": [30, 20]}
    again = fill(answer.context)
    assert office.post(address("season_rules_draft", season), again).status_code == 302
    assert RuleDraft.objects.get().document["points_tables"] == {"race": [50, 40]}


def test_the_same_form_sent_twice_is_saved_once(office: Client) -> None:
    season = make_season()
    begin(office, season)
    sent = read_sent(office, season, f__scales__0__value="30-20")
    for _time in range(2):
        assert office.post(address("season_rules_draft", season), sent).status_code == 302
    assert RuleDraft.objects.get().version == 2


def test_what_was_typed_is_kept_when_the_version_was_issued_meanwhile(office: Client) -> None:
    season = make_season()
    begin(office, season)
    sent = read_sent(office, season, f__scales__0__value="30-20")
    do(office, season, "issue")
    answer = office.post(address("season_rules_draft", season), sent)
    assert answer.status_code == 200
    assert "30-20</textarea>" in answer.content.decode()
    office.post(address("season_rules_draft", season), fill(answer.context))
    assert RuleDraft.objects.get().document["points_tables"] == {"race": [30, 20]}


def test_a_form_with_a_forged_base_changes_nothing(office: Client) -> None:
    season = make_season()
    begin(office, season)
    before = read_everything()
    for base in ("", "x", "e30:1:x"):
        assert office.post(address("season_rules_draft", season), {"base": base}).status_code == 302
    assert read_everything() == before


@pytest.mark.parametrize(
    ("name", "text"), [("from_round", "0"), ("from_round", "x"), ("corrects", "99"), ("standing", "perhaps")]
)
def test_a_wrong_head_is_told_and_nothing_is_saved_nor_lost(office: Client, name: str, text: str) -> None:
    season = make_season()
    begin(office, season)
    sent = read_sent(office, season, f__scales__0__value="30-20", **{name: text})
    before = read_everything()
    answer = office.post(address("season_rules_draft", season), sent)
    assert answer.status_code == 200
    assert "30-20</textarea>" in answer.content.decode()
    assert read_everything() == before


def test_over_official_results_two_persons_issue_on_their_own_sign_ins(client: Client) -> None:
    season = make_season()
    event = make_event(season=season)
    publish_results(session=event.sessions.get(), order=["ann", "bob"], official=True)
    one, two = make_official("one", "clerk", season=season), make_official("two", "clerk", season=season)
    client.force_login(one)
    begin(client, season)
    save(client, season, f__scales__0__value="20-18")
    assert do(client, season, "issue").status_code == 200
    assert do(client, season, "prepare").status_code == 302
    page = client.get(address("season_rules_effect", season)).content.decode()
    assert re.findall(r'name="do" value="(\w+)"', page) == ["drop"]
    assert do(client, season, "issue").status_code == 200
    assert RuleBook.objects.count() == 1
    client.force_login(two)
    assert do(client, season, "issue").status_code == 302
    book = RuleBook.objects.get(n=2)
    assert (book.author, book.confirmed_by) == (one, two)
    assert read_points(season) == {"ann": "20", "bob": "18"}


def test_a_correction_says_what_it_corrects_and_how_it_differs(office: Client) -> None:
    season = make_season()
    begin(office, season)
    save(office, season, corrects="1", f__scales__0__value="20-18")
    do(office, season, "issue")
    page = office.get(address("season_rules_version", season, 2)).content.decode()
    assert "<ins>20-18</ins>" in page
    assert RuleBook.objects.get(n=2).corrects == RuleBook.objects.get(n=1)


def test_a_version_is_exported_as_json(office: Client) -> None:
    season = make_season()
    answer = office.get(address("season_rules_json", season, 1))
    assert json.loads(answer.content) == make_rules(season="2025")
    assert office.get(address("season_rules_json", season, 9)).status_code == 404


@pytest.mark.parametrize(
    "name", ["season_rules", "season_rules_draft", "season_rules_effect", "season_copy", "season_rules_draft_json"]
)
def test_who_has_no_part_in_the_season_does_not_know_the_page(client: Client, name: str) -> None:
    season, other = make_season(), make_season("other-cup")
    client.force_login(make_official("stranger", "clerk", season=other))
    assert client.get(address(name, season)).status_code == 404
    before = read_everything()
    assert client.post(address(name, season), {"do": "issue", "start": "newest"}).status_code in (404, 405)
    assert read_everything() == before


def test_the_form_takes_a_fixed_number_of_queries(office: Client, django_assert_num_queries: Any) -> None:
    for slug, rounds in (("one", 1), ("three", 3)):
        season = make_season(slug)
        for number in range(1, rounds + 1):
            make_event(season=season, round_number=number)
        begin(office, season)
        with django_assert_num_queries(9):
            office.get(address("season_rules_draft", season))


def test_a_season_is_copied_after_it_was_shown_what_is_made(office: Client) -> None:
    season = make_season(protest_minutes=45)
    event = make_event("spring", season=season, sessions=("qualifying", "race"))
    make_enrolment(season=season, driver="ann", categories=["gentleman"])
    before = read_everything()
    page = office.get(address("season_copy", season)).content.decode()
    assert "spring" in page
    assert "45" in page
    assert read_everything() == before
    sent = {"label": "2026", "year": "2026", "with_calendar": "on", "with_enrolments": "on"}
    assert office.post(address("season_copy", season), {**sent, "do": "look"}).status_code == 200
    assert read_everything() == before
    assert office.post(address("season_copy", season), {**sent, "do": "copy"}).status_code == 302
    copied = Season.objects.get(label="2026")
    book = copied.rule_books.get()
    assert (copied.protest_minutes, book.n, book.document["season"]) == (45, 1, 2026)
    new = Event.objects.get(year=2026, slug="spring")
    assert (new.starts_on, new.pk == event.pk) == (None, False)
    assert [session.slug for session in new.sessions.order_by("order")] == ["qualifying", "race"]
    assert list(copied.rounds.get().round_sessions.values_list("key", flat=True)) == ["qualifying", "race"]
    assert [one.slug for one in copied.enrolments.get().categories.all()] == ["gentleman"]
    assert ledger.verify() is None


def test_a_season_that_is_there_already_is_not_copied_over(office: Client) -> None:
    home = make_championship()
    season = make_season(championship=home)
    make_season(label="2026", championship=home)
    before = read_everything()
    answer = office.post(address("season_copy", season), {"label": "2026", "year": "2026", "do": "copy"})
    assert answer.status_code == 200
    assert read_everything() == before


def test_a_copy_without_calendar_and_entrants_brings_rules_alone(office: Client) -> None:
    season = make_season()
    make_event(season=season)
    make_enrolment(season=season, driver="ann")
    office.post(address("season_copy", season), {"label": "2026", "year": "2026", "do": "copy"})
    copied = Season.objects.get(label="2026")
    assert (copied.rounds.count(), copied.enrolments.count(), copied.rule_books.count()) == (0, 0, 1)
    assert copied.rule_books.get().recorded_at > NOON


def test_what_a_button_added_is_shown_open_and_led_to(office: Client) -> None:
    season = make_season()
    begin(office, season)
    for do_this, anchor in (("add group 1", "b-standings-1-groups-1"), ("add scales", "b-scales-1")):
        answer = office.post(address("season_rules_draft", season), read_sent(office, season, do=do_this))
        assert answer.headers["Location"].endswith(f"?at={anchor}#{anchor}")
        page = office.get(answer.headers["Location"])
        blocks = {block.anchor: block for top in page.context["blocks"] for block in top.walk()}
        assert anchor in blocks
        assert all(block.is_open for name, block in blocks.items() if block.fold and anchor.startswith(f"{name}-"))


def test_an_example_that_comes_out_otherwise_is_told_at_the_example(office: Client) -> None:
    season = make_season()
    begin(office, season)
    save(office, season, do="add example")
    save(office, season, f__examples__0__title="A race", f__examples__0__results="1 race: ann bob",
         f__examples__0__tables__0__rows="1 ann 11")  # fmt: skip
    page = office.get(address("season_rules_draft", season))
    (block,) = [one for top in page.context["blocks"] for one in top.walk() if one.path == ("examples", 0)]
    assert block.faults == [
        "Example 1 (A race): the table “drivers” should be 1 ann 11; these rules give 1 ann 10, 2 bob 8."
    ]
    answer = do(office, season, "issue")
    assert "these rules give 1 ann 10, 2 bob 8" in answer.content.decode()
    assert RuleBook.objects.count() == 1


def test_signs_that_no_table_keeps_are_refused_in_json_and_left_out_of_the_form(office: Client) -> None:
    season = make_season(with_rules=False)
    for sign in ("\\u0000", "\\ud800"):
        text = json.dumps(make_rules()).replace("Drivers", f"Dri{sign}vers")
        before = read_everything()
        assert office.post(address("season_rules", season), {"start": "json", "json": text}).status_code == 200
        assert read_everything() == before
    begin(office, season, "empty")
    save(office, season, f__standings__0__title="Dri\0vers", f__note="a\0b")
    assert RuleDraft.objects.get().document["standings"][0]["title"] == "Drivers"


@pytest.mark.parametrize(
    "text", ["", "[]", "{", "9" * 5000, "[" * 5000, '{"schema": 1}', "\ufeff{}", "NaN", '{"a": 1, "a": 2}']
)
def test_anything_pasted_as_json_is_refused_with_a_sentence(office: Client, text: str) -> None:
    season = make_season(with_rules=False)
    before = read_everything()
    answer = office.post(address("season_rules", season), {"start": "json", "json": text})
    assert answer.status_code == 200
    assert answer.context["faults"]
    assert read_everything() == before
