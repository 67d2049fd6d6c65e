"""Sentences that come from below, where nobody knows the reader's language, said in it.

A sentence not listed here is shown as it came: in English, and complete.
"""

from __future__ import annotations

from django.utils.translation import gettext, gettext_noop

from passaparola.web.channels.recognising import templates
from passaparola.web.insights.refusals import REFUSALS

SENTENCES = (
    # what is being read
    gettext_noop("who passed it on"),
    gettext_noop("when they boosted it"),
    gettext_noop("when, and through whom"),
    gettext_noop("quotes and replies"),
    gettext_noop("whom they follow"),
    gettext_noop("who follows whom"),
    gettext_noop("acts"),
    gettext_noop("messages"),
    gettext_noop("rows"),
    gettext_noop("lines"),
    gettext_noop("bytes"),
    # what a file does not tell
    gettext_noop("the whole file"),
    gettext_noop("missing sources"),
    gettext_noop("The file does not hold the acts these came from; they were taken as first ones."),
    gettext_noop(
        "Acts that a path goes through without an entry of their own: %(one)s; "
        "added at the time of the first act below them."
    ),
    # what went wrong
    gettext_noop("The file is not where this worker looks; hand it in again."),
    gettext_noop("Something unexpected went wrong, and is written in the log; it is tried again."),
    gettext_noop("There is no room left on the disk of this installation: free some; it is tried again."),
    # what could not be seen
    gettext_noop("through whom"),
    gettext_noop("boosts and favourites of %(one)s"),
    gettext_noop("reposts and likes of %(one)s"),
    gettext_noop("boosts of %(one)s"),
    gettext_noop("favourites of %(one)s"),
    gettext_noop("reposts of %(one)s"),
    gettext_noop("likes of %(one)s"),
    gettext_noop("replies to %(one)s"),
    gettext_noop("replies below %(one)s"),
    gettext_noop("quotes and replies of %(one)s"),
    gettext_noop("some quotes of %(one)s"),
    gettext_noop("quotes of %(one)s"),
    gettext_noop("quotes and replies further down"),
    gettext_noop("boosts that never reached this server"),
    gettext_noop("whom some of them follow"),
    gettext_noop("times of boosts"),
    gettext_noop("times of favourites"),
    gettext_noop("through whom boosts came"),
    gettext_noop("through whom likes came"),
    gettext_noop("times of reposts, and through whom they came"),
    gettext_noop("reposts that others came through"),
    gettext_noop("where some reposts came from"),
    gettext_noop("words of quotes and replies"),
    gettext_noop("who follows whom among those who do not say through whom"),
    gettext_noop("who follows whom among some of them"),
    # why
    gettext_noop("Some simulated apps do not tell through whom a post was seen."),
    gettext_noop("there are more than one trace reads"),
    gettext_noop("%(one)s counts them but does not list them"),
    gettext_noop("%(one)s counts them but hides them"),
    gettext_noop("%(one)s counts them but does not show them"),
    gettext_noop("%(one)s does not list them"),
    gettext_noop("%(one)s sees its own part of the network"),
    gettext_noop("they or their server do not show it"),
    gettext_noop("they are deleted"),
    gettext_noop("they are undone or were not listed"),
    gettext_noop("they name each other as their source"),
    gettext_noop("their authors and the one they answer block each other"),
    gettext_noop("their authors show them to signed-in people only"),
    gettext_noop("one trace reads whom %(one)s people follow"),
    gettext_noop("one trace reads %(one)s repositories"),
    gettext_noop("one trace asks %(one)s such questions"),
    gettext_noop("with more than %(one)s likes their repositories are not read"),
    gettext_noop("the repository that holds it could not be read"),
    gettext_noop("its record is not in its author's repository, or further back than trace reads"),
    gettext_noop("the Mastodon API does not tell it, and their authors' own lists do not show it"),
    gettext_noop("the Mastodon API does not tell it"),
    gettext_noop("the AppView did not tell"),
    # why it could not be read
    gettext_noop("Paste the address of one public post."),
    gettext_noop("%(one)s is no post's address that can be read; give one like %(two)s."),
    gettext_noop("The file %(one)s is empty; choose one with a line for each act."),
    gettext_noop("%(one)s is deleted, not public, or was never there: %(two)s; check the address."),
    gettext_noop("%(one)s is deleted or was never there: %(two)s; check the address."),
    gettext_noop("%(one)s is deleted or was never there; check the address."),
    gettext_noop("%(one)s is not open to the public: %(two)s; only its owner can open it."),
    gettext_noop("There is no post %(one)s: it was deleted or never there."),
    gettext_noop("%(one)s is not published yet: try again later."),
    gettext_noop("Its author was erased from this brand, and is not followed."),
)


INNER = {"why", "advice"}


def in_words(sentence: str) -> str:
    """Return `sentence` in the language that is active."""
    for template in _TEMPLATES:
        for places in template.readings(sentence):
            parts = {name: in_words(part) if name in INNER else part for name, part in places.items()}
            return gettext(template.text) % parts if parts else gettext(template.text)
    return gettext(sentence) if sentence else ""


_TEMPLATES = templates((*SENTENCES, *REFUSALS))
