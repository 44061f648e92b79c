"""The preview of Aragon that writes itself, held against the article of 4 September 2025, fact by fact.

The demonstration as it stood that day at 18:00 in Paris; no preview is there yet. The office drafts it, publishes it,
and the public reads it in French and in English. The checklist F1–F49 is that of the dossier. Every sentence was read
against the dossier: one that changes is to be read again before it is written here.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse

from championships.exchange.demo.loading import load_demo
from championships.models import Event, Highlight, Preview, PreviewSection, Sentence
from championships.officiating.editorial import publish_preview
from tests.demo.demo_case import EVENING, RECORDED_AT
from tests.factories import make_official
from tests.public.pages import find, get_page, read_text

pytestmark = pytest.mark.django_db

SENTENCES = Path(__file__).parent / "aragon_sentences.txt"


@dataclass(frozen=True)
class Draft:
    """What the office drafted (key -> French, English) and what the public reads of it, by language."""

    sentences: dict[str, tuple[str, str]]
    pages: dict[str, str]
    sections: dict[str, dict[str, str]]

    def text(self, language: str) -> str:
        return " ".join(pair[language == "en"] for pair in self.sentences.values())


def read_plainly(text: str) -> str:
    """With plain spaces, as a person would type them."""
    for space in ("\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"):
        text = text.replace(space, " ")
    return " ".join(text.split())


@pytest.fixture(scope="module")
def draft(django_db_setup: None, django_db_blocker: Any) -> Iterator[Draft]:
    with django_db_blocker.unblock(), transaction.atomic():
        load_demo(recorded_at=RECORDED_AT)
        for model in (PreviewSection, Highlight, Preview):
            model.objects.all().delete()
        yield write_and_read()
        transaction.set_rollback(True)


def write_and_read() -> Draft:
    event = Event.objects.get(year=2025, slug="aragon")
    office = Client()
    office.force_login(make_official("redacteur", "editor"))
    with override_settings(PADDOCK_DEMO=True, PADDOCK_DEMO_CLOCK=f"{EVENING}@{time.time()}"):
        address = reverse("admin:preview_sentences", args=[event.pk])
        assert office.post(address, {"do": "draft", "rows": "0"}).status_code == 302
        preview = Preview.objects.get()
        at = datetime.fromisoformat(EVENING)
        publish_preview(preview=preview, version=preview.version, by=None, now=at, recorded_at=at)
        roots = {code: get_page(Client(), f"/{code}/events/2025/aragon/preview/") for code in ("fr", "en")}
    names = ("watch", "season-1", "season-2", "both", "moves", "teams", "circuit", "season")
    return Draft(
        sentences={
            one.key: (read_plainly(one.text_fr), read_plainly(one.text_en))
            for one in Sentence.objects.filter(preview=preview).order_by("order")
        },
        pages={code: read_plainly(read_text(find(root, "main"))) for code, root in roots.items()},
        sections={
            code: {name: read_plainly(read_text(find(root, "section", aria_labelledby=name))) for name in names}
            for code, root in roots.items()
        },
    )


# fact: (where, French, English). "text": in a drafted sentence; "page": anywhere on the page; else in that section.
CHECKLIST: list[tuple[str, str, str, str]] = [
    ("F1", "text", "Du 5 au 7 septembre, le Trophée Mitjet France et la Mitjet European Cup", "From 5 to 7 September"),
    ("F2", "text", "l’avant-dernier rendez-vous du Trophée Mitjet France et de la", "the last meeting but one of"),
    (
        "F3",
        "text",
        "La série n’avait encore jamais couru sur le circuit de MotorLand Aragón",
        "The series had never raced at MotorLand",
    ),
    ("F4", "text", "5,344 km", "5.344 km"),
    ("F4", "text", "des virages techniques, un relief qui piège, et de longues lignes droites", "technical corners"),
    ("F4", "text", "en Espagne", "in Spain"),
    ("F5", "text", "la finale de Magny-Cours, du 10 au 12 octobre", "the Magny-Cours final is left, from 10 to 12"),
    ("F6", "text", "La pause de l’été", "The summer break"),
    ("F7", "watch", "79 Oscar Py VPS Racing", "79 Oscar Py VPS Racing"),
    ("F7", "watch", "101 Romain Damiani GTDRIVE Racing Team", "101 Romain Damiani GTDRIVE Racing Team"),
    ("F8", "page", "4 septembre 2025, 18 h 00 (UTC+2)", "4 September 2025, 18:00 (UTC+2)"),
    ("F9", "text", "205 points et cinq victoires, Oscar Py", "Oscar Py (VPS Racing, no. 79) with 205 points"),
    ("F10", "text", "neuf points devant Romain Damiani", "nine points ahead of Romain Damiani"),
    ("F10", "text", "196 points", "196 points"),
    ("F11", "text", "cinq victoires", "five wins"),
    ("F12", "text", "19 ans tout juste", "just turned 19"),
    ("F13", "text", "Arnaud Malizia (AV Racing, n° 27) est quatrième", "Arnaud Malizia (AV Racing, no. 27) is fourth"),
    ("F14", "text", "Malizia a gagné trois courses de suite", "Malizia won three races in a row"),
    ("F14", "text", "À Spa-Francorchamps", "At Spa-Francorchamps"),
    ("F15", "text", "il s’est hissé à la quatrième place", "he has climbed to fourth place"),
    (
        "F16",
        "text",
        "La troisième place du classement général revient à Lourenço, en tête des Gentlemen",
        "third overall",
    ),
    ("F17", "text", "souvent sur le podium cette saison", "often on the podium this season"),
    ("F18", "text", "il attend encore sa première victoire au général", "still waiting for his first overall win"),
    ("F19", "text", "Laisné, sixième au général", "Laisné, sixth overall,"),
    ("F20", "text", "septième ex æquo au général", "seventh equal overall"),
    ("F20", "season-1", "7 =", "7 ="),
    ("F21", "text", "L’écart entre Py et Damiani est inférieur à une seule victoire", "Less than a single win"),
    ("F22", "text", "Py tient Damiani à neuf points", "Py holds Damiani at nine points"),
    ("F23", "text", "pour viser les deux titres", "to aim at both titles"),
    ("F23", "text", "Romain Damiani joue sur plusieurs tableaux", "is second in the Trophée Mitjet France"),
    (
        "F24",
        "text",
        "Sébastien Loiret-Fournier (Driv’n, n° 81) ne figure pas",
        "Without Sébastien Loiret-Fournier",
    ),
    (
        "F25",
        "text",
        "Enzo Redcent (Sunset Racing, n° 38) fait son retour",
        "Enzo Redcent (Sunset Racing, no. 38) makes a",
    ),
    ("F26", "text", "Un seul nom désormais sur la voiture : Enzo Redcent", "One name on the car now"),
    ("F27", "text", "son frère Matys Redcent", "his brother Matys Redcent"),
    ("F27", "text", "son père, Fabien Redcent", "his father, Fabien Redcent"),
    (
        "F28",
        "text",
        "Fabien Redcent (Sunset Racing, n° 19), parmi ses adversaires",
        "Fabien Redcent (Sunset Racing, no. 19)",
    ),
    (
        "F29",
        "text",
        "Yvan Dupuis (MV2S Racing, n° 49), doyen du plateau",
        "Yvan Dupuis (MV2S Racing, no. 49), the oldest",
    ),
    ("F30", "text", "Léo-Paul Boukobza (VPS Racing, n° 76) dispute ses premières courses", "makes a racing debut"),
    ("F31", "text", "le n° 76, porté à Spa-Francorchamps par Nicolas Guelinckx", "no. 76 that was Nicolas Guelinckx’s"),
    # F32 speaks of starts per driver, which nobody published: nothing is said.
    ("F33", "teams", "VPS Racing", "VPS Racing"),
    ("F33", "teams", "Génération Stunt", "Génération Stunt"),
    ("F33", "teams", "JBJ Racing", "JBJ Racing"),
    ("F33", "teams", "Sunset Racing", "Sunset Racing"),
    ("F34", "text", "369,5 points", "369.5 points"),
    ("F35", "text", "onze victoires", "eleven wins"),
    ("F36", "text", "328 points", "328 points"),
    ("F37", "text", "huit victoires", "eight wins"),
    ("F38", "text", "41,5 points devant Arnaud Malizia", "41.5 points ahead of Arnaud Malizia"),
    (
        "F39",
        "text",
        "Depuis l’ouverture, au Castellet, chaque rendez-vous s’est terminé avec Damiani en tête",
        "Since the",
    ),
    ("F40", "text", "Thomas Laisné mène chez les Gentlemen", "Thomas Laisné leads the Gentleman class"),
    (
        "F40",
        "text",
        "Laisné qui a gagné chez les Gentlemen au rendez-vous précédent, à Imola",
        "won the Gentleman class at",
    ),
    ("F41", "text", "il doit la tête des Gentlemen à sa régularité", "owes the lead of the Gentleman class to his"),
    (
        "F42",
        "text",
        "Jesper B. Jensen (JBJ Racing, n° 245), Sébastien Gineys",
        "Jesper B. Jensen (JBJ Racing, no. 245)",
    ),
    ("F42", "text", "Jean-Marc Bourgineau (GTDRIVE Racing Team, n° 11) courent à la fois", "Jean-Marc Bourgineau"),
    ("F43", "both", "64 Thomas Laisné", "64 Thomas Laisné"),
    ("F44", "text", "Monza et Imola n’ont compté que pour la Mitjet European Cup", "Monza and Imola counted for"),
    ("F45", "text", "trois victoires", "three wins"),
    ("F45", "both", "3 victoires", "3 wins"),
    ("F45", "both", "11 victoires", "11 wins"),
    ("F46", "text", "Jérémy Lourenço", "Jérémy Lourenço"),
    ("F46", "text", "Sébastien Loiret-Fournier (Driv’n", "Sébastien Loiret-Fournier (Driv’n"),
    ("F47", "season-1", "Gentleman Jérémy Lourenço occupe la tête des Gentlemen", "Gentleman In the Gentleman class"),
    ("F47", "season-2", "Gentleman Thomas Laisné mène chez les Gentlemen", "Gentleman Thomas Laisné leads"),
    ("F48", "text", "sixième au général", "sixth overall"),
    (
        "F49",
        "text",
        "deux rendez-vous et huit courses dans chaque championnat",
        "Two meetings and eight races are left",
    ),
    (
        "F49",
        "text",
        "160 points (20 points pour la victoire, barème publié pour 2022)",
        "160 points (20 points a win, the",
    ),
]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_fact_of_the_checklist_is_there(draft: Draft, language: str) -> None:
    missing = []
    for fact, where, french, english in CHECKLIST:
        words = french if language == "fr" else english
        text = draft.text(language) if where == "text" else draft.pages[language]
        if where not in ("text", "page"):
            text = draft.sections[language][where]
        if words not in text:
            missing.append((fact, where, words))
    assert missing == []


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_public_reads_every_drafted_sentence(draft: Draft, language: str) -> None:
    told = [pair[language == "en"] for pair in draft.sentences.values()]
    assert [sentence for sentence in told if sentence not in draft.pages[language]] == []


def test_only_what_was_read_against_the_dossier_is_said(draft: Draft) -> None:
    """Key, French, English. Read a new sentence against the dossier before you write it there."""
    told = [f"{key}\n{french}\n{english}" for key, (french, english) in draft.sentences.items()]
    assert told == SENTENCES.read_text(encoding="utf-8").strip().split("\n\n")
