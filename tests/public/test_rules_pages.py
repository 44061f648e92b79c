"""The rules of a season are public, in words and tables, with their worked examples."""

from typing import Any

import pytest
from django.test import Client

from championships.exchange.presets import PRESETS, load_preset
from championships.formatting.rules import tell_rules
from championships.scoring.rulebook import parse_book
from tests.factories import NOON, make_event, make_rule_book, make_rules, make_season, publish_results

pytestmark = pytest.mark.django_db

EXAMPLE = {
    "title": "A shared win",
    "title_fr": "Une victoire partagée",
    "results": ["1 race: ada basile"],
    "tables": [{"standings": "drivers", "champion": "ada"}],
}


def read(client: Client, address: str = "/en/club-cup/2025/rules/") -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_scales_sentences_and_examples_are_on_the_page(client: Client) -> None:
    make_season(rules=make_rules(examples=[EXAMPLE], protest_minutes=45, source="Regulations, article 7"))
    page = read(client)
    assert "<td>10</td><td>8</td>" in page
    assert "for 45 minutes" in page
    assert "All results count." in page
    assert "1 race: ada basile" in page
    assert "champion: ada" in page
    assert "Regulations, article 7" in page
    assert "Une victoire partagée" in read(client, "/fr/club-cup/2025/rules/")


def test_a_hypothesis_says_so(client: Client) -> None:
    make_season(standing="hypothesis")
    assert "Nobody published these rules" in read(client)


def test_versions_are_listed_with_what_they_say_otherwise(client: Client) -> None:
    season = make_season()
    make_rule_book(season=season, rules=make_rules(points=["20", "18"]), from_round=2)
    page = read(client)
    assert "Version 2, from round 2" in page
    assert "<ins>20-18</ins>" in page


def test_rules_issued_later_are_not_known_yet(client: Client) -> None:
    season = make_season()
    make_rule_book(season=season, rules=make_rules(points=["99"]), issued_at=NOON.replace(year=2199))
    page = read(client)
    assert "99" not in page
    assert "Version 2" not in page


@pytest.mark.parametrize("address", ["/en/club-cup/2024/rules/", "/en/nobody/2025/rules/", "/fr/club-cup/2025/rules"])
def test_a_season_without_rules_has_no_such_page(client: Client, address: str) -> None:
    make_season(with_rules=False)
    assert client.get(address).status_code in (301, 404)
    assert client.get("/en/club-cup/2025/rules/").status_code == 404


def test_season_and_standings_lead_to_the_rules(client: Client) -> None:
    season = make_season()
    publish_results(session=make_event(season=season).sessions.get(), order=["ann", "bob"])
    for address in ("/en/club-cup/2025/", "/en/club-cup/2025/standings/drivers/"):
        assert 'href="/en/club-cup/2025/rules/"' in read(client, address)


def test_the_page_takes_a_fixed_number_of_queries(client: Client, django_assert_num_queries: Any) -> None:
    for slug, versions in (("one", 1), ("three", 3)):
        season = make_season(slug)
        for number in range(1, versions):
            make_rule_book(season=season, from_round=number + 1)
        with django_assert_num_queries(4):
            read(client, f"/en/{slug}/2025/rules/")


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_can_be_told(name: str) -> None:
    book = parse_book(load_preset(name))
    told = tell_rules(book)
    assert [table.key for table in told.tables] == [table.id for table in book.tables]
    assert all(table.sentences for table in told.tables)
    assert "%(" not in "".join(s for table in told.tables for s in table.sentences)


def test_the_rules_of_motorsport_uk_read_as_sentences() -> None:
    told = tell_rules(parse_book(load_preset("motorsport-uk")))
    overall = told.tables[0].sentences
    assert "Fastest lap of race: 2 points." in overall
    assert "Up to 10 results, 1 is dropped." in overall
    assert "With more results, 3 are dropped." in overall
    assert "Results are dropped in the final table only." in overall
    assert [(scale.name, scale.starters) for scale in told.scales][1] == ("class", "from 4 starters on")
