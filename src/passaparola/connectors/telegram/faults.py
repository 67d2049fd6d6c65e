"""What the Bot API refuses, in our errors and in a sentence for a person.

The texts are those of github.com/tdlib/telegram-bot-api, Client.cpp, read 2026-05-07, and of Telegram itself.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from passaparola.connectors import errors

if TYPE_CHECKING:
    from passaparola.connectors.telegram.wire import Fault

REFUSING = 400
FAILING = 500


class Rule(NamedTuple):
    """Which refusals (`code`, and `said` where it matters) are which error, and what to say of it."""

    code: int
    said: str
    kind: type[errors.ConnectorError]
    sentence: str
    field: str = "text"


RULES = (
    Rule(
        401, "", errors.AuthRevoked, "the bot's token is no longer valid; connect the channel with a new one"
    ),
    # the API's answer to a token that no bot has ever had
    Rule(
        404, "", errors.AuthRevoked, "there is no bot with this token; connect the channel with the right one"
    ),
    Rule(403, "", errors.Forbidden, "the bot may not write there; add it again and let it post"),
    Rule(
        409,
        "webhook",
        errors.Forbidden,
        "another program is told what this bot hears, by a webhook; remove that, or connect a bot of its own",
    ),
    Rule(
        409, "", errors.Transient, "another program asks in this bot's name; use a bot for this channel alone"
    ),
    Rule(413, "", errors.Invalid, "a file is too large; choose a smaller one", "media"),
    Rule(429, "", errors.RateLimited, "it asks for fewer messages; tried again later"),
    Rule(400, "message is not modified", errors.Duplicate, "it says so already"),
    Rule(400, "upgraded to a supergroup", errors.AuthRevoked, "the group has a new number; connect it again"),
    Rule(
        400,
        "chat not found|chat_id is empty|CHANNEL_PRIVATE|PEER_ID",
        errors.Forbidden,
        "the chat is not there, or not for the bot; add the bot to it, or connect another",
    ),
    Rule(
        400,
        "not enough rights|need administrator rights|have no rights|CHAT_WRITE_FORBIDDEN|ADMIN_REQUIRED",
        errors.Forbidden,
        "the bot may not do this there; make it an administrator that may post, edit and delete",
    ),
    Rule(
        400,
        "repl(y|ied)",
        errors.Invalid,
        "the message it answers is not there; post it without answering",
        "replies_to",
    ),
    Rule(
        400, "message (to (edit|delete) )?not found|MESSAGE_ID_INVALID", errors.Gone, "it is no longer there"
    ),
    Rule(400, "can't be (edited|deleted)", errors.Forbidden, "it is too old for a bot; do it in Telegram"),
    Rule(400, "too long|TOO_LONG", errors.Invalid, "the text is too long; shorten it"),
    Rule(400, "empty|EMPTY", errors.Invalid, "there are no words in it; write some"),
    Rule(400, "poll|POLL", errors.Invalid, "the poll cannot be as it is; change its choices or time", "poll"),
    Rule(
        400,
        "photo|PHOTO|IMAGE|MEDIA|media|file|FILE|video|VIDEO",
        errors.Invalid,
        "one of the files is not one it takes; choose another",
        "media",
    ),
)


def told(fault: Fault, *, doing: str) -> errors.ConnectorError:
    """Return our error for `fault`; `doing` completes "Could not ..."."""
    for rule in RULES:
        if rule.code == fault.code and re.search(rule.said, fault.said):
            sentence = f"Could not {doing}: {rule.sentence} (Telegram says {fault.said[:200]!r})."
            if issubclass(rule.kind, errors.Invalid):
                return rule.kind(sentence, field=rule.field)
            return rule.kind(sentence)
    return errors.Invalid(f"Could not {doing}: Telegram says {fault.said[:200]!r}; change it.")
