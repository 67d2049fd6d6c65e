"""What only the connector of Matrix says."""

from __future__ import annotations

from django.utils.translation import gettext_noop

SENTENCES = (
    # connectors/matrix/faults.py: what the homeserver says itself stands at the end
    gettext_noop("Could not %(doing)s: %(why)s (the server says 'nothing')."),
    gettext_noop("Could not %(doing)s: %(why)s (the server says %(said)s)."),
    gettext_noop("the account is closed or locked; connect the channel with another"),
    gettext_noop("its session was ended; connect the channel again"),
    gettext_noop("its session has run out; connect the channel again"),
    gettext_noop("it is too large; make it smaller"),
    gettext_noop("the account may not do this; let it in, or give it the right"),
    gettext_noop("guests may not do this; use an account"),
    gettext_noop("it is not there, or no longer"),
    gettext_noop("the server is full; ask who runs it"),
    gettext_noop("the server does not take it; change it"),
    # connectors/matrix/homeserver.py
    gettext_noop("This is no address of a homeserver; connect the channel again."),
    gettext_noop(
        "The homeserver answered what its API does not promise, so nobody knows whether it is there."
    ),
    gettext_noop("the homeserver answers %(number)s"),
    gettext_noop("the keys"),
    # connectors/matrix/check.py
    gettext_noop("look whether the account may speak in this room"),
    gettext_noop("%(name)s is not in this room; let it in, and connect the channel again."),
    gettext_noop("This room is encrypted, and Passaparola does not encrypt; choose a room that is not."),
    gettext_noop(
        "%(name)s has power %(level)s in this room, and speaking takes %(most)s; ask who runs the room."
    ),
    # connectors/matrix/connector.py, connectors/matrix/search.py
    gettext_noop("publish the post in the room"),
    gettext_noop("change the post in the room"),
    gettext_noop("delete the post in the room"),
    gettext_noop("look for the post in the room"),
    gettext_noop("%(said)s is no message's address; share the message in an app, and paste its link."),
    gettext_noop("The post to answer was deleted in the room; choose another."),
    gettext_noop("The post was deleted in the room, so that it cannot be changed."),
    gettext_noop("The post was in the room, and somebody deleted it there."),
    gettext_noop("There is too much in the room since; look there for the post, and say so here."),
    # connectors/matrix/known.py
    gettext_noop("hear what was said in the rooms"),
    # connectors/matrix/login.py
    gettext_noop("connect the room"),
    gettext_noop("This is no room; give its address, like #news:example.org."),
    gettext_noop("Give the homeserver's address, like https://matrix.example.org."),
    gettext_noop("%(host)s names a homeserver at an address that is none; ask who runs it."),
    gettext_noop("Give a name and password, or an access token."),
    gettext_noop("%(host)s takes no passwords; make an access token in an app, and give that."),
    gettext_noop("The name or the password is wrong; type them in again."),
    # connectors/matrix/wire.py
    gettext_noop("%(path)s is no event's id"),
    gettext_noop("%(path)s is no address of a file"),
    gettext_noop("%(path)s is no user's id"),
    gettext_noop("%(path)s is no room's id"),
    gettext_noop("%(path)s is no power level"),
)
