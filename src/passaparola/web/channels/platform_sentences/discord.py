"""What only the connector of Discord says."""

from __future__ import annotations

from django.utils.translation import gettext_noop

SENTENCES = (
    # connectors/discord/faults.py: what Discord says itself stands at the end
    gettext_noop("Could not %(doing)s: %(why)s (Discord says 'nothing')."),
    gettext_noop("Could not %(doing)s: %(why)s (Discord says %(said)s)."),
    gettext_noop("the webhook or the bot's token is no longer valid; connect it again"),
    gettext_noop("it may not do this in this channel; give it the rights for it"),
    gettext_noop("this channel takes no plain messages; connect a text channel"),
    gettext_noop("it asks for fewer messages; tried again later"),
    gettext_noop("the files are too large for this server; choose smaller ones"),
    gettext_noop("the server's own rules refuse these words or links; change them"),
    gettext_noop("the channel is not there, or not for the bot; connect another"),
    gettext_noop("it is no longer there"),
    gettext_noop("the account has to be verified; do that on Discord"),
    gettext_noop("somebody else wrote it, and nobody but they can change it"),
    gettext_noop("the thread is archived; open it again on Discord"),
    gettext_noop("the thread is locked; open it again on Discord"),
    gettext_noop("Discord does not take it; change it"),
    gettext_noop("Discord does not take its files; choose others"),
    gettext_noop("Discord does not take its poll; change it"),
    gettext_noop("Discord does not take the message it answers; post it without answering"),
    # connectors/discord/api.py
    gettext_noop(
        "Nobody knows whether one could %(doing)s: look there, and say so here; a webhook cannot look."
    ),
    gettext_noop(
        "Discord answered what its API does not promise, so nobody knows whether the post is there."
    ),
    gettext_noop("look, and try again later"),
    # connectors/discord/check.py
    gettext_noop("look at the channel on Discord"),
    gettext_noop("%(why)s Connect the channel again."),
    gettext_noop("This channel takes no plain messages; connect a text channel."),
    gettext_noop("The bot lacks rights in #%(name)s: give it %(said)s in the channel's settings."),
    # connectors/discord/connector.py, connectors/discord/bodies.py
    gettext_noop(
        "A webhook cannot read its channel: look on Discord, and say here whether the post is there."
    ),
    gettext_noop(
        "On Discord the words of a post can be changed, its files and polls not; delete the post and publish"
        " it anew."
    ),
    gettext_noop("A webhook cannot answer a message; connect the channel with a bot for that."),
    gettext_noop("%(said)s is no message of this channel; copy the message's link in Discord."),
    gettext_noop("A poll on Discord stands without files: leave one out."),
    gettext_noop("A poll on Discord asks in at most %(most)s characters, and is open for whole hours."),
    gettext_noop("find the message to answer"),
    # connectors/discord/hearing.py, connectors/discord/place.py
    gettext_noop("hear what was said in the channel"),
    gettext_noop("A webhook cannot hear what is said; connect the channel with a bot for that."),
    gettext_noop("Where we left off hearing is no longer known; it is begun anew."),
    # connectors/discord/login.py, connectors/discord/ways.py
    gettext_noop("This is no webhook's address; copy it from the server's settings, Integrations."),
    gettext_noop("Give a webhook's address, or a bot's token and a channel."),
    gettext_noop("Give the channel's address or number, beside the bot's token."),
    gettext_noop("The post has no number of Discord's, so it cannot be there."),
    gettext_noop("The keys of this channel are not Discord's; connect it again."),
    # connectors/discord/search.py
    gettext_noop("There are more than %(number)s messages since; look for the post on Discord."),
    gettext_noop(
        "The bot may not read the channel's history; give it that right, or look for the post on Discord."
    ),
)
