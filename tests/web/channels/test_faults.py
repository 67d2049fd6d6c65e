"""Every sentence about a post's faults can be translated, and keeps its numbers when it is."""

from __future__ import annotations

import re
from pathlib import Path

import polib
import pytest
from django.utils import translation

from passaparola.connectors.faults import UNITS, WORDS
from passaparola.web.channels import faults

SOURCE = Path(faults.__file__).read_text("utf-8")


@pytest.mark.parametrize("forms", [*WORDS.values(), *UNITS.values()], ids=lambda forms: forms[1][:40])
def test_a_sentence_is_gathered_for_the_translators(forms: tuple[str, str]) -> None:
    for form in forms:
        assert f'"{form}"' in SOURCE


def test_nothing_is_gathered_that_is_never_said() -> None:
    said = {form for forms in (*WORDS.values(), *UNITS.values()) for form in forms}
    assert set(re.findall(r'"([^"\n]{3,})"', SOURCE.split("SENTENCES = (")[1].split('\n)\n"""')[0])) <= said


def test_a_sentence_is_said_in_the_singular_or_the_plural() -> None:
    with translation.override("en"):
        assert faults.say("{over} byte", "{over} bytes", 1) == "{over} byte"
        assert faults.say("{over} byte", "{over} bytes", 2) == "{over} bytes"
        assert faults.say("Same", "Same", 2) == "Same"


def test_a_translation_fills_in_what_the_original_fills_in() -> None:
    catalogue = Path(faults.__file__).parent.parent / "locale" / "it" / "LC_MESSAGES" / "django.po"
    for entry in polib.pofile(str(catalogue)):
        for told in (entry.msgstr, *entry.msgstr_plural.values()):
            if told and any("channels/faults.py" in place for place, _ in entry.occurrences):
                assert set(re.findall(r"{\w+}", told)) == set(re.findall(r"{\w+}", entry.msgid))
