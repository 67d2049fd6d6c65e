"""Searches and things said, drawn at random from few words, so that they often meet."""

from __future__ import annotations

from hypothesis import strategies as st

from passaparola.voices.said import Said
from passaparola.voices.terms import All, Any, Field, Mention, Not, Tag, Term, Word, joined

SPOKEN = st.sampled_from(
    ["casa", "Casale", "perché", "PERCHE", "caffè", "ca", "sole", "x1", "ß", "однако", "or", "OR"]
)
PHRASES = st.lists(SPOKEN, min_size=1, max_size=3).map(" ".join)
NAMES = st.sampled_from(["casa", "Anna", "perché", "sole_2"])

WORDS = st.builds(Word, PHRASES, st.booleans())
FIELDS = st.one_of(
    st.builds(Field, st.just("lang"), st.sampled_from(["it", "en", "pt-br"])),
    st.builds(Field, st.just("from"), NAMES),
    st.builds(Field, st.sampled_from(["near", "link"]), PHRASES),
)
LEAVES = st.one_of(WORDS, WORDS, WORDS, st.builds(Tag, NAMES), st.builds(Mention, NAMES), FIELDS)


def _branches(inner: st.SearchStrategy[Term]) -> st.SearchStrategy[Term]:
    several = st.lists(inner, min_size=2, max_size=3)
    return st.one_of(
        st.builds(lambda terms: joined(All, terms), several),
        st.builds(lambda terms: joined(Any, terms), several),
        st.builds(Not, inner),
    )


TERMS: st.SearchStrategy[Term] = st.recursive(LEAVES, _branches, max_leaves=8)
WANTING = st.builds(lambda word, term: joined(All, [word, term]), WORDS, TERMS)
PIECES = st.one_of(SPOKEN, SPOKEN, NAMES.map("#{}".format), NAMES.map("@{}".format))
SAYINGS = st.builds(
    Said,
    text=st.lists(PIECES, max_size=8).map(" ".join),
    author=st.one_of(st.just(""), NAMES),
    language=st.sampled_from(["", "it", "en", "pt-br", "it-ch"]),
    tags=st.lists(NAMES, max_size=2).map(tuple),
    links=st.lists(PHRASES, max_size=2).map(tuple),
    place=st.one_of(st.just(""), PHRASES),
)
