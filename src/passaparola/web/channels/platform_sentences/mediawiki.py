"""What only the connector of MediaWiki says."""

from __future__ import annotations

from django.utils.translation import gettext_noop

SENTENCES = (
    # connectors/mediawiki/refusals.py: what the wiki says itself stands at the end
    gettext_noop("Could not %(doing)s: %(why)s (the wiki says %(said)s)."),
    gettext_noop("the wiki takes no edits just now; try again later"),
    gettext_noop("the wiki lost the session; try again"),
    gettext_noop("somebody changed the page meanwhile; try again"),
    gettext_noop("the wiki asks for fewer edits; try again later"),
    gettext_noop("the wiki does not know the account any more; connect the channel again"),
    gettext_noop("the wiki no longer takes these keys; connect the channel again with new ones"),
    gettext_noop("the account is blocked there; ask the wiki's administrators"),
    gettext_noop("the wiki asks for a captcha; use an account that is confirmed there, or leave links out"),
    gettext_noop(
        "the account may not write on this page; ask the wiki's administrators, or choose another page"
    ),
    gettext_noop("a filter of the wiki stops it; change the words or the links"),
    gettext_noop("the page would grow too large; choose another page"),
    gettext_noop("there is no such page; choose another"),
    gettext_noop("it is no longer on the wiki"),
    gettext_noop("Could not %(doing)s: the wiki does not take it (the wiki says %(said)s); change it."),
    gettext_noop(
        "Could not %(doing)s: there is no wiki's API, or a firewall in the way (the server answers"
        " %(number)s); ask whoever runs it."
    ),
    gettext_noop("Could not %(doing)s: the wiki fails (the wiki says %(said)s); try again later."),
    gettext_noop("Could not %(doing)s: the wiki fails (the server answers %(number)s); try again later."),
    gettext_noop(
        "Nobody knows yet whether one could %(doing)s: the wiki failed (the wiki says %(said)s); it is looked"
        " for there."
    ),
    gettext_noop(
        "Nobody knows yet whether one could %(doing)s: the wiki failed (the server answers %(number)s); it is"
        " looked for there."
    ),
    # connectors/mediawiki/api.py
    gettext_noop("log in to %(host)s"),
    gettext_noop("too many tries"),
    gettext_noop("try again in some minutes"),
    gettext_noop(
        "Could not %(doing)s: the wiki does not take this bot user name and bot password; connect the channel"
        " again with a new one (it says %(said)s)."
    ),
    # connectors/mediawiki/connector.py
    gettext_noop("%(name)s is blocked on %(wiki)s (no reason given); ask the wiki's administrators."),
    gettext_noop("%(name)s is blocked on %(wiki)s (%(said)s); ask the wiki's administrators."),
    gettext_noop("%(name)s may not edit on %(wiki)s; allow it for the bot password, or use another account."),
    gettext_noop("write on %(name)s"),
    gettext_noop("Nobody knows yet whether it was written: %(why)s It is looked for on the wiki."),
    # connectors/mediawiki/login.py
    gettext_noop("%(address)s is not encrypted, and a password is not sent there; give its https address."),
    gettext_noop("Give a bot user name and a bot password, or an access token."),
    gettext_noop("%(address)s is no page of a wiki whose API is open; give the address of a page there."),
    # connectors/mediawiki/ours.py
    gettext_noop("the account made too many edits since"),
    gettext_noop("the wiki hides one of its edits"),
    # connectors/mediawiki/sayable.py
    gettext_noop("Name one talk page to write on, such as Talk:Example."),
    gettext_noop("Say who pays: employer, client and affiliation; without it nothing is published."),
    gettext_noop("A section on a talk page needs a heading; give the post a title."),
    gettext_noop("A line that begins with = would be another heading; begin it otherwise."),
    gettext_noop("%(said)s may hide the signature and who pays; take it out."),
    gettext_noop("The heading and who pays are one line each; take the line breaks out."),
    gettext_noop("Who pays is %(number)s characters too long for the page's history; shorten it."),
    # connectors/mediawiki/standing.py
    gettext_noop("change what was said on %(host)s"),
    gettext_noop("take back what was said on %(host)s"),
    gettext_noop("Our words no longer stand on that page of %(host)s; see its history."),
    gettext_noop("somebody has answered there, and answers are not left hanging"),
    gettext_noop("strike the words out by hand"),
    gettext_noop("others have written among our words"),
    gettext_noop("change them by hand on the wiki"),
    # connectors/mediawiki/talk.py
    gettext_noop("%(name)s leads to another wiki; choose a talk page of %(wiki)s."),
    gettext_noop("%(name)s is no page of %(wiki)s; choose a talk page."),
    gettext_noop(
        "%(name)s is no talk page, and brands write on nothing else: choose a page of a discussion."
    ),
    gettext_noop("%(name)s is no talk page, and brands write on nothing else: choose %(one)s."),
    gettext_noop("%(name)s keeps its discussions in a form of its own; write there by hand."),
    gettext_noop(
        "%(name)s may not do this on %(wiki)s (%(said)s missing): allow it for the bot password, or use"
        " another account."
    ),
    # connectors/mediawiki/hearing.py, connectors/mediawiki/place.py
    gettext_noop("hear what was written on %(host)s"),
)
