"""What only the connector of Telegram says."""

from __future__ import annotations

from django.utils.translation import gettext_noop

SENTENCES = (
    # connectors/telegram/faults.py: what Telegram says itself stands at the end
    gettext_noop("Could not %(doing)s: %(why)s (Telegram says 'nothing')."),
    gettext_noop("Could not %(doing)s: %(why)s (Telegram says %(said)s)."),
    gettext_noop("Telegram says 'nothing'"),
    gettext_noop("the bot's token is no longer valid; connect the channel with a new one"),
    gettext_noop("there is no bot with this token; connect the channel with the right one"),
    gettext_noop("the bot may not write there; add it again and let it post"),
    gettext_noop(
        "another program is told what this bot hears, by a webhook; remove that, or connect a bot of its own"
    ),
    gettext_noop("another program asks in this bot's name; use a bot for this channel alone"),
    gettext_noop("a file is too large; choose a smaller one"),
    gettext_noop("it says so already"),
    gettext_noop("the group has a new number; connect it again"),
    gettext_noop("the chat is not there, or not for the bot; add the bot to it, or connect another"),
    gettext_noop("the bot may not do this there; make it an administrator that may post, edit and delete"),
    gettext_noop("the message it answers is not there; post it without answering"),
    gettext_noop("it is too old for a bot; do it in Telegram"),
    gettext_noop("the text is too long; shorten it"),
    gettext_noop("there are no words in it; write some"),
    gettext_noop("the poll cannot be as it is; change its choices or time"),
    gettext_noop("one of the files is not one it takes; choose another"),
    # connectors/telegram/api.py
    gettext_noop("This is no address of a Bot API server; give https://HOST."),
    gettext_noop("This is no bot's token; copy the one that @BotFather gave."),
    gettext_noop("Nobody knows whether one could %(doing)s: %(advice)s."),
    gettext_noop("Telegram answered what its API does not promise, so nobody knows: %(advice)s."),
    gettext_noop("look in the chat whether it is there, and say so here: a bot cannot look"),
    # connectors/telegram/calls.py, connectors/telegram/login.py
    gettext_noop("The post has no number of Telegram's, so it cannot be there."),
    gettext_noop("This is no channel or group; give its @name or its number, like -1001234567890."),
    # connectors/telegram/hearing.py
    gettext_noop("hear what the bot is told"),
    # connectors/telegram/check.py
    gettext_noop("look whether the bot may post in this chat"),
    gettext_noop("@%(name)s may not post in %(one)s; make it an administrator that may post."),
    gettext_noop("the server does not answer like a Bot API server"),
    # connectors/telegram/connector.py
    gettext_noop(
        "Telegram took the post and did not say what it calls it; look in the chat, and say so here."
    ),
    gettext_noop("%(said)s is no message of this chat; copy the message's link in Telegram."),
    gettext_noop("On Telegram only words can be changed; delete the post and publish it anew."),
    gettext_noop("A poll on Telegram has a question of at most 300 characters, and no media."),
    gettext_noop("On Telegram an animation stands alone, and documents stand among documents only."),
    gettext_noop(
        "%(name)s is too large or too narrow for Telegram: width and height together are at most %(number)s"
        " pixels, and one side at most %(most)s times the other."
    ),
)
