"""What a search finds on each platform, as the platforms' rows say it, for the translators."""

from __future__ import annotations

from django.utils.translation import gettext_noop

SENTENCES = (
    gettext_noop(
        "Public posts, as the network's own search finds them: in the name of a connected channel where there"
        " is one, else as far as the public view lets a stranger search."
    ),
    gettext_noop(
        "The entries of an RSS or Atom feed, as long as they stand in it: what comes and goes between two"
        " looks is not seen."
    ),
    gettext_noop(
        "Stories, comments, polls and job offers with the words, some minutes after they are written."
    ),
    gettext_noop(
        "Public posts with a tag that reached the server that is asked; a word is looked for as a tag, and a"
        " phrase not at all. What reaches it more than ten minutes after it was written is not told."
    ),
    gettext_noop("Every simulated post, quote and reply that holds the words, from the last 30 days."),
)
