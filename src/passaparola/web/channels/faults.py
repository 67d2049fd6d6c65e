"""What is wrong with a post, in the reader's language: the sentences of connectors/faults.py to translate."""

from __future__ import annotations

from django.utils.translation import gettext, gettext_lazy, ngettext, ngettext_lazy

SENTENCES = (
    ngettext_lazy(
        "{over} character too many for {name}: at most {limit} {unit}.",
        "{over} characters too many for {name}: at most {limit} {unit}.",
        "n",
    ),
    ngettext_lazy(
        "{over} byte too many for {name}: at most {limit} bytes.",
        "{over} bytes too many for {name}: at most {limit} bytes.",
        "n",
    ),
    ngettext_lazy(
        "The title is {over} character too long for {name}: at most {limit}.",
        "The title is {over} characters too long for {name}: at most {limit}.",
        "n",
    ),
    ngettext_lazy(
        "The description of {what} is {over} character too long for {name}: at most {limit}.",
        "The description of {what} is {over} characters too long for {name}: at most {limit}.",
        "n",
    ),
    ngettext_lazy(
        "The choice “{what}” is {over} character too long for {name}: at most {limit}.",
        "The choice “{what}” is {over} characters too long for {name}: at most {limit}.",
        "n",
    ),
    ngettext_lazy(
        "{over} image too many for {name}: at most {limit}.",
        "{over} images too many for {name}: at most {limit}.",
        "n",
    ),
    ngettext_lazy(
        "{over} file too many for {name}: at most {limit}.",
        "{over} files too many for {name}: at most {limit}.",
        "n",
    ),
    ngettext_lazy(
        "{over} choice too many for {name}: at most {limit}.",
        "{over} choices too many for {name}: at most {limit}.",
        "n",
    ),
    gettext_lazy("{what} has {value}, {name} takes at most {limit}: make it smaller."),
    gettext_lazy("{what} has {value} pixels, {name} takes at most {limit}: make it smaller."),
    gettext_lazy("{what} plays for {value} seconds, {name} takes at most {limit}: cut it."),
    gettext_lazy("{name} keeps a poll open for at most {limit} seconds: end it sooner."),
    gettext_lazy("A poll needs at least two choices: add one, or leave the poll out."),
    gettext_lazy("There is nothing to publish yet: write something, or add a file."),
    gettext_lazy("Half a character is left in the text, which cannot be sent: delete it."),
    gettext_lazy("Half a character is left in the title, which cannot be sent: delete it."),
    gettext_lazy("Half a character is left in the description of {what}, which cannot be sent: delete it."),
    gettext_lazy("{name} takes no files like {what}: leave it out, or convert it."),
    gettext_lazy("{name} knows no option “{what}”: leave it out."),
    gettext_lazy("{name} asks for “{what}”: fill it in."),
    gettext_lazy("{name} does not offer this choice for “{what}”: choose another."),
    gettext_lazy("{name} takes no title: leave it out."),
    gettext_lazy("{name} takes no description of {what}: leave it out."),
    gettext_lazy("{name} makes the preview of a link itself: leave yours out."),
    gettext_lazy("{name} takes no polls: leave it out."),
    gettext_lazy("{name} takes no answers to others: leave the address out, or name them instead."),
    gettext_lazy("{name} takes no quotes of other posts: link to the post instead."),
    gettext_lazy("{name} takes no replies: publish it as a post of its own."),
    gettext_lazy("{name} takes no threads: make it one post."),
    gettext_lazy("{name} takes no language: leave it out."),
    gettext_lazy("{name} has no label for paid posts: say it in the text."),
    gettext_lazy("{name} takes no animations: leave {what} out."),
    gettext_lazy("{name} takes no videos: leave {what} out."),
    gettext_lazy("{name} takes no documents: leave {what} out."),
    ngettext_lazy("grapheme", "graphemes", "n"),
    ngettext_lazy("character", "characters", "n"),
    ngettext_lazy("UTF-16 unit", "UTF-16 units", "n"),
    ngettext_lazy("byte", "bytes", "n"),
    ngettext_lazy("weighted character", "weighted characters", "n"),
)
"""Gathered here for the translators only; a test holds them equal to the originals."""


def say(one: str, many: str, count: int) -> str:
    """Return the sentence for `count` in the reader's language, for `measure.check` and `rules`."""
    return gettext(one) if one == many else ngettext(one, many, count)
