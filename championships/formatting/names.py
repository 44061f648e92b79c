"""Names in sentences, and countries in the reader's language."""

import re
import unicodedata
from functools import lru_cache

from babel import Locale

_VOWELS = frozenset("aeiouœæ")
# French given names whose h is mute: "d’Hélène", where "de Harry" is not.
_MUTE = frozenset(
    (
        *("habib", "hadrien", "helena", "helene", "helie", "helio", "heloise", "henri", "henriette"),
        *("henry", "herbert", "hercule", "hermine", "herve", "hilaire", "hippolyte", "honore", "honorine"),
        *("horace", "hortense", "hubert", "hugo", "hugues", "huguette", "hyacinthe"),
    )
)


def write_of(name: str, language: str) -> str:
    """ "of Enzo"; in French "d’Enzo", "de Matys", "d’Yvan" but "de Yann"."""
    if not language.startswith("fr"):
        return f"of {name}"
    return f"d’{name}" if elides(name) else f"de {name}"


def elides(word: str) -> bool:
    """Whether French drops a vowel before that word: "d’Enzo", "qu’Yvan", "l’Hélène", but "de Yann", "de Harry"."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(sign))
    first, second = plain[:1], plain[1:2]
    if first == "h":
        return re.split(r"[^a-z]", plain, maxsplit=1)[0] in _MUTE
    return first in _VOWELS or (first == "y" and second.isalpha() and second not in _VOWELS)


def write_country(country: str, language: str) -> str:
    """ "ES" or "Spain" → "Espagne"; a text that is neither a code nor an English name stays as it is."""
    code = country if country in _names("en") else _codes().get(country.casefold(), "")
    return _names("fr" if language.startswith("fr") else "en").get(code, country)


@lru_cache
def _names(language: str) -> dict[str, str]:
    territories = Locale.parse(language).territories
    return {code: name for code, name in territories.items() if len(code) == 2 and code.isalpha()}


@lru_cache
def _codes() -> dict[str, str]:
    # Short names sources use, beside those of the world's locales.
    known = {name.casefold(): code for code, name in _names("en").items()}
    return {"uk": "GB", "great britain": "GB", "usa": "US", "united states of america": "US", "uae": "AE"} | known


def fold_name(name: str) -> str:
    """The key by which names are sorted for a reader: case and accents do not count."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(sign for sign in plain if not unicodedata.combining(sign))
