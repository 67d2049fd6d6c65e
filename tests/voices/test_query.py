"""Saved searches: what they match, what they print, what a platform can be asked for."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from passaparola.voices import query
from passaparola.voices.errors import QueryError
from passaparola.voices.said import Heard, Said
from passaparola.voices.terms import Mention, Not, Tag, Term, Word, wants
from voices import naive, searches

POST = Said(
    "Perché no? Bella giornata al Caffè del porto, grazie @Anna@mastodon.example! #Estate",
    author="@Bob@social.example",
    language="pt-BR",
    tags=("Mare",),
    links=("https://blog.example.com/gelato-artigianale",),
    place="San Marino, Italia",
)


@pytest.mark.parametrize(
    "text",
    [
        "perche",
        "PERCHÉ",
        '"bella giornata"',
        "“bella giornata”",
        "giorna*",
        '"bella gior*"',
        "caffe AND porto",
        "caffè porto",
        "niente OR porto",
        "porto -niente",
        "porto NOT niente",
        "(niente OR porto) bella",
        "niente nulla OR porto",
        "#estate",
        "#mare",
        "@anna",
        "@anna@mastodon.example",
        "from:bob",
        "from:@bob@social.example",
        "lang:pt porto",
        "lang:PT-br porto",
        'near:"san marino"',
        "near:italia",
        "link:example.com",
        "link:gelato",
        "estate",
    ],
)
def test_a_search_finds(text: str) -> None:
    assert query.parse(text).matches(POST)


@pytest.mark.parametrize(
    "text",
    [
        "giorn",
        '"giornata bella"',
        "porto -caffè",
        "porto -(niente OR caffe)",
        "#porto",
        "@bob",
        "from:anna",
        "lang:it porto",
        "near:marina",
        "link:porto",
        "mare",
        "or",
    ],
)
def test_a_search_leaves_out(text: str) -> None:
    assert not query.parse(text).matches(POST)


def test_an_address_is_no_mention_and_a_letter_before_a_sign_makes_no_tag() -> None:
    assert not query.parse("@example OR #nota").matches(Said("scrivi a bob@example.com, do#nota"))


def test_a_script_without_blanks_is_searched_inside_its_lines() -> None:
    assert query.parse("寿司").matches(Said("美味しい寿司を食べた"))
    assert not query.parse("司寿").matches(Said("美味しい寿司を食べた"))


def test_what_nobody_sees_hides_no_word() -> None:
    assert query.parse("porto").matches(Said("\u202epo\u200brt\u0301o\0 👩‍👩‍👧‍👦"))


def test_where_nothing_is_known_no_field_matches() -> None:
    for text in ("lang:it", "from:anna", "near:roma", "link:x"):
        assert not query.parse(text).matches(Said("x"))


@pytest.mark.parametrize(
    ("text", "place", "advice"),
    [
        ("", 1, "write what to look for"),
        ("   ", 4, "write what to look for"),
        ("casa OR", 8, "write what to look for"),
        ("OR casa", 1, "write what to look for"),
        ("casa AND OR sole", 10, "write what to look for"),
        ("casa ()", 7, "write what to look for"),
        ("casa (sole", 6, "add \\)"),
        ("casa) sole", 5, "remove it"),
        ('casa "sole', 6, 'add "'),
        ("casa site:x", 6, "There are lang:"),
        ("casa lang:italian", 6, "such as it"),
        ("casa from:-", 6, "needs a value"),
        ("casa #", 6, "write #tag"),
        ("casa @!", 6, "write #tag or @name"),
        ("casa …", 6, "there is no word"),
        ("casa ❤️", 6, "there is no word"),
        ('casa ""', 6, "there is no word"),
        ("casa s*", 6, "at least 2 letters"),
        ("casa so*le", 6, "at the end of a word"),
        ("casa " + "(" * 30, 27, "fewer parentheses"),
        ("casa " + "-" * 30 + "x", 27, "fewer parentheses"),
    ],
)
def test_a_search_that_cannot_be_read_says_where_and_what_to_do(text: str, place: int, advice: str) -> None:
    with pytest.raises(QueryError, match=advice) as refused:
        query.parse(text)
    assert refused.value.at == place - 1


@pytest.mark.parametrize("text", ["-casa", "NOT casa", "casa OR -sole", "-(casa sole)", "NOT NOT casa"])
def test_a_search_that_only_leaves_out_is_refused(text: str) -> None:
    with pytest.raises(QueryError, match="only says what to leave out"):
        query.parse(text)


def test_a_search_has_an_end() -> None:
    assert query.parse("a" * 1_000)
    with pytest.raises(QueryError, match="at most 1000 characters; this one has 1001"):
        query.parse("a" * 1_001)


def test_an_error_can_be_said_in_another_language() -> None:
    with pytest.raises(QueryError) as refused:
        query.parse("casa (sole")
    assert refused.value.template % refused.value.values == str(refused.value)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("casa", ["casa"]),
        ("perché OR Sole", ["Sole", "perché"]),
        ('"bella giornata"', ['"bella giornata"']),
        ("mare giornata", ["giornata"]),
        ("(casa OR sole) mare", ["mare"]),
        ("casa -sole", ["casa"]),
        ("lang:it casa", ["casa"]),
        ("#estate OR @anna", ["#estate", "@anna"]),
        ("paro* casa", ["casa"]),
        ("paro*", []),
        ("lang:it", []),
        ("casa OR lang:it", []),
    ],
)
def test_a_platform_is_asked_for_words_that_miss_nothing(text: str, asked: list[str]) -> None:
    assert sorted(query.parse(text).words()) == sorted(asked)


@given(searches.WANTING)
def test_what_is_printed_reads_the_same(term: Term) -> None:
    printed = query.Query(term)
    assert query.parse(str(printed)) == printed


@given(st.text(alphabet='ab"()-#@:*“ ORANDT\0é寿\u202e\n/', max_size=30))
def test_any_text_is_read_or_refused_and_what_is_read_prints_as_it_reads(text: str) -> None:
    try:
        found = query.parse(text)
    except QueryError:
        return
    assert query.parse(str(found)) == found


@given(searches.WANTING, searches.SAYINGS)
@settings(max_examples=500)
def test_a_match_is_what_the_definition_says(term: Term, said: Said) -> None:
    assert query.Query(term).matches(said) == naive.matches(term, said)


@given(searches.TERMS.filter(wants), searches.SAYINGS)
@settings(max_examples=500)
def test_everything_that_matches_has_one_of_the_words_asked_for(term: Term, said: Said) -> None:
    found = query.Query(term)
    if found.matches(said) and (asked := found.words()):
        assert any(query.parse(word).matches(said) for word in asked)


@given(st.lists(searches.TERMS, max_size=12), searches.SAYINGS)
@settings(max_examples=500)
def test_many_searches_at_once_find_what_each_finds_alone(terms: list[Term], said: Said) -> None:
    queries = {number: query.Query(term) for number, term in enumerate(terms)}
    alone = [number for number, one in queries.items() if one.matches(said)]
    assert query.Searches(queries).matching(said) == alone


def test_a_text_is_asked_only_for_searches_that_share_a_word_with_it() -> None:
    asked: list[Term] = []

    def watched(term: Term) -> query.Query:
        one = query.Query(term)
        one.__dict__["test"] = lambda _: bool(asked.append(term) or True)  # type: ignore[func-returns-value]
        return one

    terms: list[Term] = [
        Word("casa"),
        Word("sol", unfinished=True),
        Tag("mare"),
        Mention("anna"),
        Not(Word("x")),
        Word("altro"),
    ]
    many = query.Searches({number: watched(term) for number, term in enumerate(terms)})
    assert many.matching(Said("La casa al sole")) == [0, 1, 4]
    assert len(asked) == 3


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\0" * 1_000,
        "e\u0301" * 50_000,
        "casa " * 20_000,
        "@" * 100_000,
        "#" * 100_000,
        "\u202e" * 100_000,
        "👩‍👩‍👧‍👦" * 5_000,
        "\ud83d",
    ],
)
def test_no_text_breaks_a_search(text: str) -> None:
    assert query.parse("zebra OR #zebra OR @zebra OR link:zebra").matches(Said(text)) is False
    assert Heard(Said(text, author=text, place=text, links=(text,), tags=(text,))).author
