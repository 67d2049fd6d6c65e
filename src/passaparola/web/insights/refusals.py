"""What is said of a file, an address or a server that could not be read, for `told` to say in any language.

`%(why)s` and `%(advice)s` stand for sentences that are themselves listed here.
"""

from __future__ import annotations

from django.utils.translation import gettext_noop

REFUSALS = (
    # what is wrong with a file
    gettext_noop(
        "The column %(one)s is missing; the columns present are: %(two)s. Add or rename what is missing."
    ),
    gettext_noop(
        "The columns %(one)s are missing; the columns present are: %(two)s. Add or rename what is missing."
    ),
    gettext_noop("Row %(one)s has no %(two)s; every act needs one."),
    gettext_noop("Row %(one)s has the %(two)s %(three)s; write one of: %(four)s."),
    gettext_noop(
        "Row %(one)s (id %(two)s) names the parent %(three)s, which is not among the ids; add that "
        "act, leave the parent empty, or repair orphans into roots."
    ),
    gettext_noop("Row %(one)s has the id '?', which stands for an unknown parent; rename it."),
    gettext_noop("Row %(one)s has the id %(two)s, which row %(three)s has already; ids must be unique."),
    gettext_noop("Row %(one)s has the probability %(two)s; write 0 to 1."),
    gettext_noop("Row %(one)s names a parent and no evidence for it; write one of: %(two)s."),
    gettext_noop("The column %(one)s is there twice; keep one of them."),
    gettext_noop("The column %(one)s holds no text (%(two)s); write it as text."),
    gettext_noop("The column 'probability' holds something that is no number; write 0 to 1."),
    gettext_noop(
        "The act %(one)s (row %(two)s) is its own ancestor: its parents lead back to it; correct "
        "one of those on the way."
    ),
    gettext_noop(
        "Row %(one)s (id %(two)s) is on the message %(three)s and its parent on %(four)s; an act "
        "and its parent must be on the same message."
    ),
    gettext_noop(
        "Line %(one)s has %(two)s fields apart by tabs where casflow has %(three)s (id, root, "
        "time, size, paths); mend the line."
    ),
    gettext_noop("Line %(one)s has the time %(two)s; write seconds since 1970."),
    gettext_noop("Line %(one)s has no paths; give at least the first sender's."),
    gettext_noop("Path %(one)s of line %(two)s is %(three)s; write it as u/v/w:seconds."),
    gettext_noop("Line %(one)s has the message %(two)s, which line %(three)s has already; keep one."),
    gettext_noop(
        "Path %(one)s of line %(two)s is %(three)s, but no entry is %(four)s; add that act, or "
        "repair orphans into roots."
    ),
    gettext_noop("Line %(one)s of %(two)s names nobody on one side; write two ids."),
    gettext_noop("Line %(one)s of %(two)s is no follow; write two ids apart by a comma."),
    gettext_noop("There is no format %(one)s; take one of: %(two)s."),
    gettext_noop("The format of %(one)s cannot be told; name one of: %(two)s."),
    gettext_noop("%(one)s is empty; give a file with at least one act."),
    gettext_noop("%(one)s has a heading and no acts; give a file with at least one act."),
    gettext_noop("%(one)s cannot be read (%(two)s); check its permissions."),
    gettext_noop("%(one)s unpacks to more than %(two)s bytes; write it as Parquet."),
    gettext_noop("Line %(one)s of %(two)s is not UTF-8 (byte 0x%(three)s); save the file as UTF-8."),
    gettext_noop("%(one)s is gzip that breaks off or is damaged; copy it again."),
    gettext_noop("Act %(one)s of line %(two)s is %(three)s; write person,time with the time in seconds."),
    gettext_noop("Line %(one)s of %(two)s is no JSON object; write one object per line."),
    gettext_noop("Line %(one)s of %(two)s is no JSON; write one object per line."),
    gettext_noop("%(one)s is no Parquet file: it does not begin with PAR1; name its real format."),
    gettext_noop("%(one)s is a damaged Parquet file, perhaps cut off; copy it again."),
    gettext_noop("%(one)s cannot be read as Parquet, perhaps cut off; copy it again."),
    gettext_noop("Line %(one)s of %(two)s holds no text or number in %(three)s; write one."),
    gettext_noop(
        "Row %(one)s holds bytes in the column %(two)s that are not UTF-8; write the file as UTF-8."
    ),
    gettext_noop("%(one)s is no CSV with a heading; write one row per act, the columns apart by commas."),
    gettext_noop(
        "Row %(one)s of %(two)s has %(three)s cells where the heading has %(four)s; quote cells "
        "that hold the separator."
    ),
    gettext_noop("There is no room left for the file: ask whoever runs this installation to free some."),
    gettext_noop("The heading of %(one)s has %(two)s cells; keep the columns that are read: %(three)s."),
    gettext_noop(
        "The file %(one)s is larger than %(two)s MB; trace it on the command line instead: %(three)s"
    ),
    gettext_noop(
        "The file holds %(one)s acts on %(two)s messages, more than the %(three)s on %(four)s that "
        "are read here; trace it on the command line instead: %(five)s"
    ),
    gettext_noop("The file unpacks to more than %(one)s MB; trace it on the command line instead: %(two)s"),
    gettext_noop("An act's time lies beyond the calendar; write seconds since 1970 or ISO 8601."),
    # what is wrong with an address
    gettext_noop("Could not read %(one)s: %(why)s; %(advice)s."),
    gettext_noop("Could not read %(one)s: in the answer of %(two)s, %(three)s; %(advice)s."),
    gettext_noop("Could not read %(one)s: %(two)s, which is no answer of the Mastodon API; check the host."),
    gettext_noop("%(one)s: no Bluesky account is called %(two)s; check the name in the address."),
    gettext_noop("%(one)s is no post on Bluesky; give https://bsky.app/profile/NAME/post/ID or an at-uri."),
    gettext_noop("The author of %(one)s shows it to signed-in people only; choose another post."),
    gettext_noop("%(one)s is no post on Mastodon; give https://HOST/@NAME/ID."),
    gettext_noop("%(one)s is not public; choose a post that anybody may read."),
    gettext_noop("%(one)s is not open to the public: %(two)s; an account on %(three)s can read it."),
    gettext_noop("There is no simulated network called %(one)s here: start the demo, or check the address."),
    gettext_noop("%(one)s is no post here: addresses are %(two)s/handle/number."),
    gettext_noop("The simulated network %(one)s has no account %(two)s: check the address."),
    gettext_noop("%(one)s is not the file of a simulated network: give the right one."),
    # what a server did
    gettext_noop("%(one)s sent an answer packed as %(two)s, which we did not ask for"),
    gettext_noop("%(one)s sent a packed answer that ends too early"),
    gettext_noop("%(one)s sent more than %(two)s bytes"),
    gettext_noop("%(one)s sent an answer that cannot be unpacked"),
    gettext_noop("%(one)s was not asked: the policy allows no attempt"),
    gettext_noop("%(one)s redirects more than %(two)s times"),
    gettext_noop("%(one)s answers %(two)s: it is failing or overloaded"),
    gettext_noop("%(one)s is not a plain web address (http or https)"),
    gettext_noop("%(one)s redirects from https to an unencrypted address"),
    gettext_noop("%(one)s asks for fewer requests"),
    gettext_noop("%(one)s is not a web address"),
    gettext_noop("%(one)s redirects to something that is not a web address"),
    gettext_noop("%(one)s answered something that is not JSON"),
    gettext_noop("%(one)s gave an answer without a body to read"),
    gettext_noop("%(one)s did not answer in time"),
    gettext_noop("%(one)s broke off its answer or answered something that is not HTTP"),
    gettext_noop("%(one)s cannot be reached"),
    gettext_noop("%(one)s cannot be reached%(two)s"),
    gettext_noop("there is no host %(one)s"),
    gettext_noop(
        "%(one)s is on a private network (%(two)s), where we do not go unless "
        "PASSAPAROLA_ALLOW_PRIVATE=1 is set"
    ),
    gettext_noop("%(one)s says %(two)s (%(three)s)"),
    # what to do
    gettext_noop("check the address"),
    gettext_noop("check the address for a typing mistake"),
    gettext_noop("check the address and your connection, or try again later"),
    gettext_noop("check the address and the host"),
    gettext_noop("this does not look like the platform's API; check the host"),
    gettext_noop("try again later"),
    gettext_noop("try again at %(one)s UTC"),
)
