"""The site speaks Italian as completely as English."""

from __future__ import annotations

import re
from pathlib import Path

import polib

WEB = Path(__file__).parent.parent.parent / "src" / "passaparola" / "web"
ITALIAN = WEB / "locale" / "it" / "LC_MESSAGES"
PLACE = re.compile(r"%\(\w+\)s")


def test_every_sentence_is_translated_and_none_is_doubtful() -> None:
    words = polib.pofile(str(ITALIAN / "django.po"))
    assert [entry.msgid for entry in words.untranslated_entries() + words.fuzzy_entries()] == []


def test_a_translation_keeps_every_place_to_fill() -> None:
    for entry in polib.pofile(str(ITALIAN / "django.po")):
        said = [(entry.msgid, entry.msgstr)]
        if entry.msgid_plural:
            said = list(zip((entry.msgid, entry.msgid_plural), entry.msgstr_plural.values(), strict=True))
        for original, text in said:
            assert set(PLACE.findall(text)) == set(PLACE.findall(original)), original


def test_what_is_served_is_what_was_translated() -> None:
    words, served = (polib.pofile(str(ITALIAN / "django.po")), polib.mofile(str(ITALIAN / "django.mo")))
    assert {entry.msgid: (entry.msgstr, entry.msgstr_plural) for entry in words} == {
        entry.msgid: (entry.msgstr, entry.msgstr_plural) for entry in served
    }


def test_every_sentence_of_the_templates_can_be_translated() -> None:
    known = {entry.msgid for entry in polib.pofile(str(ITALIAN / "django.po"))}
    simple = re.compile(r"""\{% translate (?:"([^"]+)"|'([^']+)')""")
    for template in WEB.glob("*/templates/**/*.html"):
        for double, single in simple.findall(template.read_text("utf-8")):
            assert (double or single).replace("%", "%%") in known, f"{template.name}: run make messages"


def test_an_elision_has_its_apostrophe() -> None:
    for entry in polib.pofile(str(ITALIAN / "django.po")):
        for text in (entry.msgstr, *entry.msgstr_plural.values()):
            assert not re.search(r"\w'\w", text), text
