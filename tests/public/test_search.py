"""Search: accents, case and slips forgiven, numbers exact, best first, nothing unpublished, bounded."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from championships.models import DriverAlias, News, Preview, TeamAlias
from championships.queries.matching import Match, allow_mistakes, grade
from championships.queries.search import LONGEST, tidy
from tests.factories import make_championship, make_circuit, make_driver, make_entry, make_event, make_season, make_team
from tests.public.pages import check_frame, find, find_all, get_page, parse, read_text
from tests.public.seasons import SetClock, days

QUERIES = 11


@pytest.fixture
def site(set_clock: SetClock) -> None:
    set_clock(days(10))
    cup = make_championship("trophee", name_fr="Trophée Élan", name_en="Élan Cup")
    season = make_season("trophee", championship=cup)
    make_circuit("spa", name="Spa-Francorchamps", country="BE")
    spring = make_event("spa", season=season, circuit=make_circuit("spa"), name_fr="Spa", name_en="Spa")
    make_driver("romain-damiani", name="Romain Damiani")
    make_driver("enzo-malizia", name="Enzo Malizia")
    make_driver("arnaud-malizia", name="Arnaud Malizia")
    make_driver("de-la-tour", name="Jean-Marc de La Tour")
    make_driver("oe", name="Søren Bœuf")
    make_driver("invented", name="Romaine Inventée", demo=True)
    make_team("red-team", name="Écurie Rouge")
    DriverAlias.objects.create(driver=make_driver("romain-damiani"), text="R. Damianni-Ferro")
    TeamAlias.objects.create(team=make_team("red-team"), text="Scuderia Rossa")
    make_entry("romain-damiani", event=spring, number="79", team="red-team")
    make_entry("enzo-malizia", event=spring, number="007")
    make_entry("arnaud-malizia", event=spring, number="7")
    News.objects.create(slug="out", title_fr="Ouverture", title_en="Opening in Spa", body_fr="x", published_at=days(1))
    News.objects.create(slug="draft", title_fr="Brouillon", title_en="Draft", body_fr="x")
    News.objects.create(slug="planned", title_fr="Annonce", title_en="Notice", body_fr="x", published_at=days(20))
    Preview.objects.create(event=spring, title_fr="Brouillon aussi", title_en="Draft too", lead_fr="x", lead_en="x")


def read(client: Client, text: str, language: str = "en") -> list[tuple[str, list[str]]]:
    """What was found: by group the names, best first."""
    response = client.get(f"/{language}/search/", {"q": text})
    assert response.status_code == 200

    root = parse(response)
    check_frame(root)
    return [
        (read_text(find(section, "h2")), [read_text(find(item, "a")) for item in find_all(section, "li")])
        for section in find_all(find(root, "main"), "section")
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("damiani", ["Romain Damiani"]),
        ("DAMIANI romain", ["Romain Damiani"]),
        ("dam", ["Romain Damiani"]),
        ("damianny", ["Romain Damiani"]),
        ("daimani", ["Romain Damiani"]),
        ("romain", ["Romain Damiani", "Romaine Inventée"]),
        ("soren boeuf", ["Søren Bœuf"]),
        ("delatour", ["Jean-Marc de La Tour"]),
        ("de la tour", ["Jean-Marc de La Tour"]),
        ("jean marc", ["Jean-Marc de La Tour"]),
        ("malizia", ["Arnaud Malizia", "Enzo Malizia"]),
        ("enzo maliza", ["Enzo Malizia"]),
        ("79", ["Romain Damiani"]),
        ("#79", ["Romain Damiani"]),
        ("7", ["Arnaud Malizia"]),
        ("007", ["Enzo Malizia"]),
        ("damianni ferro", ["Romain Damiani"]),
    ],
)
def test_a_driver_is_found(client: Client, site: None, text: str, found: list[str]) -> None:
    assert dict(read(client, text)) == {"Drivers": found}


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["dxyiani", "zz", "8", "pamela", "!!!", "\x00", "damiani nobody", "draft", "annonce"])
def test_what_is_not_there_is_not_found(client: Client, site: None, text: str) -> None:
    assert read(client, text) == []


@pytest.mark.django_db
def test_everything_with_a_page_is_found_the_best_group_first(client: Client, site: None) -> None:
    assert read(client, "spa") == [
        ("Events", ["Spa 2025"]), ("Circuits", ["Spa-Francorchamps"]), ("News", ["Opening in Spa"]),
    ]  # fmt: skip
    assert read(client, "spa 2025", "fr") == [("Meetings", ["Spa 2025"])]
    assert read(client, "trophee elan", "fr") == [("Championnats", ["Trophée Élan 2025"])]
    assert read(client, "elan cup", "fr") == [("Championnats", ["Trophée Élan 2025"])]  # in either language
    assert read(client, "ecurie rouge") == read(client, "scuderia rossa") == [("Teams", ["Écurie Rouge"])]


@pytest.mark.django_db
def test_a_slip_is_answered_with_what_was_meant(client: Client, site: None) -> None:
    page = get_page(client, "/en/search/?q=damianny")
    assert read_text(find(page, "p", role="status")) == "Nothing is called “damianny”. Did you mean Romain Damiani?"
    assert find(find(page, "p", role="status"), "a").get("href") == "/en/search/?q=Romain%20Damiani"
    page = get_page(client, "/fr/search/?q=damiani")
    assert read_text(find(page, "p", role="status")) == "1 résultat pour « damiani »."


@pytest.mark.django_db
def test_what_is_invented_says_so_and_a_spelling_names_itself(client: Client, site: None) -> None:
    text = read_text(find(get_page(client, "/en/search/?q=inventee"), "main"))
    assert "Romaine Inventée · demonstration" in text
    text = read_text(find(get_page(client, "/en/search/?q=damianni+ferro"), "main"))
    assert "79 Romain Damiani" in text
    assert "also spelt R. Damianni-Ferro · Écurie Rouge" in text


@pytest.mark.django_db
def test_without_a_text_the_page_says_what_can_be_asked(client: Client) -> None:
    for address in ("/en/search/", "/en/search/?q=", "/en/search/?q=+++"):
        with CaptureQueriesContext(connection) as seen:
            page = get_page(client, address)
        assert len(seen) == 0
        assert "Name a driver" in read_text(find(page, "main"))
    assert find(page, "meta", name="robots").get("content") == "noindex"


@pytest.mark.django_db
def test_the_form_stands_in_the_header_of_every_page_and_once_on_its_own(client: Client) -> None:
    for language in ("fr", "en"):
        (form,) = [one for one in find_all(get_page(client, f"/{language}/"), "form") if one.get("role") == "search"]
        assert (form.get("action"), form.get("method")) == (f"/{language}/search/", "get")
        assert len(find_all(get_page(client, f"/{language}/search/"), "form")) == 1


@pytest.mark.django_db
def test_a_text_is_written_back_as_text(client: Client, site: None) -> None:
    page = client.get("/en/search/", {"q": '"><script>alert(1)</script>'}).content.decode()
    assert "<script>" not in page
    assert "&quot;&gt;&lt;script&gt;" in page


@pytest.mark.django_db
@pytest.mark.parametrize("size", [1, 3])
def test_the_number_of_queries_is_fixed(client: Client, set_clock: SetClock, size: int) -> None:
    set_clock(days(10))
    for number in range(size):
        season = make_season(f"cup-{number}")
        event = make_event(f"meeting-{number}", season=season)
        make_entry(f"ann-{number}", event=event, number="79", team=f"team-{number}")
        News.objects.create(slug=f"n{number}", title_fr="ann", body_fr="x", published_at=days(1))
        texts = {"title_fr": "ann", "title_en": "ann", "lead_fr": "x", "lead_en": "x"}
        Preview.objects.create(event=event, published_at=days(1), **texts)
    for text in ("ann", "79", "nobody at all", "zzzz " * 400):
        with CaptureQueriesContext(connection) as seen:
            client.get("/en/search/", {"q": text})
        assert len(seen) == QUERIES, text


@pytest.mark.django_db
def test_no_more_than_a_dozen_of_a_kind_are_shown(client: Client) -> None:
    for number in range(14):
        make_driver(f"ann-{number:02d}")
    ((title, names),) = read(client, "ann")
    assert (title, len(names)) == ("Drivers", 12)
    assert names == sorted(names)
    assert "There are more" in read_text(find(get_page(client, "/en/search/?q=ann"), "main"))


@pytest.mark.parametrize(
    ("word", "allowed"), [("py", 0), ("elf", 0), ("malz", 1), ("damiani", 1), ("damianis", 2), ("lourenco-lourenco", 2)]
)
def test_a_word_may_hold_as_many_slips_as_it_is_long(word: str, allowed: int) -> None:
    assert allow_mistakes(word) == allowed


@pytest.mark.parametrize(
    ("asked", "name", "graded"),
    [
        ("ann", "ann", (Match.WHOLE, 0)),
        ("ann", "annabel lee", (Match.START, 0)),
        ("lee", "annabel lee", (Match.WORDS, 0)),
        ("lee ann", "annabel lee", (Match.WORDS, 0)),
        ("anabel", "annabel lee", (Match.NEAR, 1)),
        ("nanabel", "annabel lee", (Match.NEAR, 1)),  # a swap is one slip
        ("anobel", "annabel lee", None),  # two, in a word that may hold one
        ("20", "cup 2025", None),  # figures are right or wrong
        ("2025", "cup 2025", (Match.WORDS, 0)),
        ("redbull", "red bull", (Match.WORDS, 0)),
        ("red bull", "redbull", (Match.WORDS, 0)),
        ("py", "oscar py", (Match.WORDS, 0)),
        ("pi", "oscar py", None),
    ],
)
def test_how_well_a_text_matches_a_name(asked: str, name: str, graded: tuple[Match, int] | None) -> None:
    assert grade(asked.split(), name) == graded


def test_a_text_is_cut_and_put_on_one_line() -> None:
    assert tidy("  a\x00b\n c ") == "a b c"
    assert len(tidy("x" * 10_000)) == LONGEST
    assert tidy("\u200b\u202e") == ""
