"""The columns of an entry list and the words in them, in French and in English. Files in either language are read."""

from collections.abc import Iterable, Mapping

from championships.exchange.spreadsheets.headings import fold_heading

MOST_DRIVERS = 6

# field -> (English heading, French heading, further spellings). The first two are those we write.
_HEADINGS: Mapping[str, tuple[str, str, tuple[str, ...]]] = {
    "number": (
        "No",
        "N°",
        ("Number", "Car No", "Car number", "Numéro", "Num", "No voiture", "N° voiture", "Numéro de voiture"),
    ),
    "drivers": ("Drivers", "Pilotes", ("Crew", "Équipage")),
    "first": ("First", "Prénom", ("First name", "Firstname", "Given name")),
    "last": ("Last", "Nom", ("Last name", "Lastname", "Surname", "Family name", "Nom de famille")),
    "licence": (
        "Licence",
        "N° de licence",
        ("License", "Licence no", "Licence number", "N° licence"),
    ),
    "replaces": ("Substitute for", "Remplace", ("Replaces", "En remplacement de")),
    "team": ("Team", "Écurie", ("Équipe", "Team name", "Structure")),
    "entrant": ("Entrant", "Concurrent", ("Entrant name", "Engagé par")),
    "car": ("Car", "Voiture", ("Vehicle", "Car model", "Model", "Modèle", "Véhicule")),
    "transponder": ("Transponder", "Transpondeur", ("Transponder no", "Transponder 1", "N° transpondeur", "Puce")),
    "second_transponder": ("2nd transponder", "2e transpondeur", ("Second transponder", "Transponder 2", "Puce 2")),
    "withdrawn": ("Withdrawn", "Forfait", ("Retiré", "Scratch")),
    "part": ("Takes part", "Participe", ("Participation",)),
    "car_class": ("Class", "Classe", ("Car class", "Classe de voiture")),
}
_DRIVER = (("Driver", "Pilote"), ("Driver {n}", "Pilote {n}"))
# Fields that stand once a season: their headings may name it in brackets.
OF_A_ROUND = ("part", "car_class")

# (scores, guest) -> (English, French, further spellings). None: takes no part.
PARTS: Mapping[tuple[bool, bool] | None, tuple[str, str, tuple[str, ...]]] = {
    (True, False): ("scores", "marque", ("yes", "oui", "1", "x", "entered", "engagé", "true", "vrai")),
    (True, True): ("guest", "invité", ("invitée", "g")),
    (False, False): ("without points", "sans points", ("does not score", "ne marque pas", "hors championnat")),
    (False, True): ("guest without points", "invité sans points", ()),
    None: ("no", "non", ("-", "–", "0", "none", "false", "faux", "absent")),
}
_YES = frozenset({"yes", "oui", "1", "x", "true", "vrai", "withdrawn", "forfait", "wd"})
_NO = frozenset({"no", "non", "0", "false", "faux", "-", "–"})


def fields_of(keys: Iterable[str]) -> dict[str, str]:
    """Folded heading -> field, for an event whose seasons have these keys. A field of a season: "part:<key>"."""
    known: dict[str, str] = {}
    for field, (english, french, further) in _HEADINGS.items():
        for heading in (english, french, *further):
            known.setdefault(fold_heading(heading), field)
            if field in OF_A_ROUND:
                for key in keys:
                    known.setdefault(fold_heading(f"{heading} {key}"), f"{field}:{key}")
    for place, headings in enumerate((_DRIVER[0], *[_DRIVER[1]] * MOST_DRIVERS)):
        for heading in headings:
            known.setdefault(fold_heading(heading.format(n=place)), f"driver:{max(place, 1)}")
    return known


def write_heading(field: str, language: str) -> str:
    """The heading we write for a field: "driver:2" is "Driver 2", "part:club-cup" is "Takes part (club-cup)"."""
    french = language.startswith("fr")
    stem, _sign, key = field.partition(":")
    if stem == "driver":
        return _DRIVER[1][french].format(n=key)
    heading = _HEADINGS[stem][1] if french else _HEADINGS[stem][0]
    return f"{heading} ({key})" if key else heading


def write_part(part: tuple[bool, bool] | None, language: str) -> str:
    english, french, _further = PARTS[part]
    return french if language.startswith("fr") else english


def read_part(text: str) -> tuple[bool, bool] | None:
    """(scores, guest), None for no part. Raises ValueError for a word that is none of ours."""
    wanted = _plain(text)
    for part, (english, french, further) in PARTS.items():
        if wanted in {_plain(word) for word in (english, french, *further)}:
            return part
    raise ValueError(text)


def read_yes(text: str) -> bool:
    """Yes or no; blank is no. Raises ValueError."""
    wanted = _plain(text)
    if wanted in _YES:
        return True
    if not wanted or wanted in _NO:
        return False
    raise ValueError(text)


def _plain(text: str) -> str:
    return fold_heading(text) or text.strip()
