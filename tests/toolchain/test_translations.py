"""Texts are collected and compiled without the system's gettext."""

import gettext
from pathlib import Path

import pytest

from paddock import translations

CODE = """
from django.utils.translation import gettext as _, gettext_lazy, ngettext, pgettext, npgettext
_("Standings")
gettext_lazy("Entry list")
# Translators: a car's place
pgettext("place", "First")
ngettext("%(count)d point", "%(count)d points", 2)
npgettext("car", "%(count)d lap", "%(count)d laps", 3)
_(variable)
print("Not a text")
"""
TEMPLATE = """{% load i18n %}
<div>
      <h1>{% translate "Next event" %}</h1>
  <p title="{{ _('Rain') }}">{% translate "May" context "month" %}</p>
    {% blocktranslate trimmed with name=driver %}
       {{ name }} leads
       the table
    {% endblocktranslate %}
  {% blocktranslate count n=rounds %}{{ n }} round{% plural %}{{ n }} rounds{% endblocktranslate %}
  {# {% translate "A comment" %} #}
</div>
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "championships").mkdir()
    (tmp_path / "paddock").mkdir()
    (tmp_path / "templates").mkdir()
    (tmp_path / "championships" / "page.py").write_text(CODE)
    (tmp_path / "templates" / "page.html").write_text(TEMPLATE)
    locale = tmp_path / "championships" / "locale"
    locale.mkdir(parents=True)
    monkeypatch.setattr(translations, "ROOT", tmp_path)
    monkeypatch.setattr(translations, "FRENCH", locale / "fr" / "LC_MESSAGES" / "django.po")
    return tmp_path


def write_po(path: Path, *entries: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    header = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    header += '"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n'
    path.write_text("\n".join([header, *entries]), encoding="utf-8")


def test_every_text_of_code_and_templates_is_found(project: Path) -> None:
    found = {(message.id, message.context) for message in translations.collect() if message.id}
    assert found == {
        ("Standings", None),
        ("Entry list", None),
        ("First", "place"),
        (("%(count)d point", "%(count)d points"), None),
        (("%(count)d lap", "%(count)d laps"), "car"),
        ("Next event", None),
        ("Rain", None),
        ("May", "month"),
        ("%(name)s leads the table", None),
        (("%(n)s round", "%(n)s rounds"), None),
    }


def test_known_translations_are_kept(project: Path) -> None:
    write_po(
        translations.FRENCH,
        'msgid "Standings"\nmsgstr "Classement"\n',
        'msgid "Gone"\nmsgstr "Parti"\n',
        'msgctxt "place"\nmsgid "First"\nmsgstr "Premier"\n',
        'msgid "%(n)s round"\nmsgid_plural "%(n)s rounds"\nmsgstr[0] "%(n)s manche"\nmsgstr[1] "%(n)s manches"\n',
    )
    translations.write_catalogue(translations.collect())
    first = translations.FRENCH.read_text()
    assert 'msgid "Standings"\nmsgstr "Classement"' in first
    assert 'msgid "First"\nmsgstr "Premier"' in first
    assert 'msgstr[1] "%(n)s manches"' in first
    assert '#~ msgid "Gone"\n#~ msgstr "Parti"' in first
    assert 'msgid "Entry list"\nmsgstr ""' in first
    # A second collection changes nothing, and a retired text comes back with its translation.
    translations.write_catalogue(translations.collect())
    assert translations.FRENCH.read_text() == first
    (project / "championships" / "more.py").write_text('from x import _\n_("Gone")\n')
    translations.write_catalogue(translations.collect())
    assert '\nmsgid "Gone"\nmsgstr "Parti"' in translations.FRENCH.read_text()


def test_the_compiled_catalogue_speaks_french_with_its_plurals(project: Path) -> None:
    write_po(
        translations.FRENCH,
        'msgid "Standings"\nmsgstr "Classement"\n',
        'msgid "%(n)s round"\nmsgid_plural "%(n)s rounds"\nmsgstr[0] "%(n)s manche"\nmsgstr[1] "%(n)s manches"\n',
    )
    target = translations.compile_catalogue()
    assert target is not None
    with target.open("rb") as handle:
        french = gettext.GNUTranslations(handle)
    assert french.gettext("Standings") == "Classement"
    assert french.ngettext("%(n)s round", "%(n)s rounds", 0) == "%(n)s manche"  # zero is singular in French
    assert french.ngettext("%(n)s round", "%(n)s rounds", 2) == "%(n)s manches"


def test_without_any_translation_nothing_is_compiled(project: Path) -> None:
    assert translations.compile_catalogue() is None


def test_the_catalogue_of_the_project_keeps_the_placeholders_of_every_text() -> None:
    """A placeholder lost in translation would break the page only in French."""
    import re

    placeholder = re.compile(r"%\(\w+\)[a-z]")
    faults = []
    for message in translations.read_known():
        if not message.id:
            continue
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        known = {name for text in ids for name in placeholder.findall(text)}
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        faults += [text for text in strings if set(placeholder.findall(text)) - known]
    assert faults == []
