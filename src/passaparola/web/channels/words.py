"""What platforms ask when they are connected and when something is published there, for the translators.

The words stand in the platforms' rows and are shown through `told`; a test holds them equal to these.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy

WORDS = (
    # Bluesky
    gettext_lazy(
        "In Bluesky, open Settings > Privacy and security > App passwords and add one named "
        "Passaparola. It can publish and delete, but not close the account, and is taken back there at "
        "any time."
    ),
    gettext_lazy("Handle"),
    gettext_lazy("As others see it, like name.bsky.social; without the @."),
    gettext_lazy("App password"),
    gettext_lazy("Four groups of four characters, not the account's own password. Used once and not kept."),
    gettext_lazy("Content warning"),
    gettext_lazy("Hides the post from those who do not want it."),
    gettext_lazy("Nothing to warn of"),
    gettext_lazy("Suggestive"),
    gettext_lazy("Non-sexual nudity"),
    gettext_lazy("Adult"),
    gettext_lazy("Violent or bloody"),
    # Discord
    gettext_lazy("A webhook needs the right to manage webhooks; a bot has to be invited to the server."),
    gettext_lazy("The webhook's address"),
    gettext_lazy("Server settings, Integrations, Webhooks: choose the channel and copy the address"),
    gettext_lazy("Or a bot's token"),
    gettext_lazy("A bot can also answer, and look up its posts"),
    gettext_lazy("The bot's channel"),
    gettext_lazy("Its address, or its number"),
    gettext_lazy("Who is notified by @mentions"),
    gettext_lazy("Nobody"),
    gettext_lazy("The people mentioned"),
    gettext_lazy("People, roles and @everyone"),
    gettext_lazy("Previews of links"),
    gettext_lazy("Show"),
    gettext_lazy("Hide"),
    gettext_lazy("Notification"),
    gettext_lazy("With a sound"),
    gettext_lazy("Without a sound"),
    # Own feed
    gettext_lazy("WebSub hub"),
    gettext_lazy(
        "The address of a hub that tells feed readers at once, such as "
        "https://pubsubhubbub.appspot.com/; leave it empty and they look by themselves, a little later."
    ),
    # Mastodon
    gettext_lazy("Access token"),
    gettext_lazy(
        "Only if you would rather not be sent to your server's own page: there, under Preferences, "
        "Development, make an application with the rights read, write:statuses and write:media, and "
        "copy its access token."
    ),
    gettext_lazy("Who can see it"),
    gettext_lazy("Left out, it is as the account is set on its server."),
    gettext_lazy("Everybody"),
    gettext_lazy("Everybody, but outside public lists"),
    gettext_lazy("Followers only"),
    gettext_lazy("Shown in place of the post until people open it."),
    gettext_lazy("Hide the images until people open them"),
    gettext_lazy("Yes"),
    gettext_lazy("No"),
    # Matrix
    gettext_lazy(
        "The account needs the right to send messages in the room, and the room must not be encrypted."
    ),
    gettext_lazy("Room"),
    gettext_lazy("Its address, like #news:example.org, or its number, like !abc:example.org"),
    gettext_lazy("Name"),
    gettext_lazy("Like @brand:example.org; not needed with an access token"),
    gettext_lazy("Password"),
    gettext_lazy("Used once, and not kept"),
    gettext_lazy("Or an access token"),
    gettext_lazy("From an app: settings, help, access token"),
    gettext_lazy("Who is notified"),
    gettext_lazy("Everybody in the room (@room)"),
    # MediaWiki
    gettext_lazy(
        "On the wiki, open Special:BotPasswords and make one named passaparola that may edit pages, "
        "create pages and edit your watchlist."
    ),
    gettext_lazy("Bot user name"),
    gettext_lazy("As Special:BotPasswords shows it: Name@passaparola."),
    gettext_lazy("Bot password"),
    gettext_lazy("Made on the wiki at Special:BotPasswords; not the one you log in with."),
    gettext_lazy("Access token, instead of the two"),
    gettext_lazy("Of an owner-only OAuth 2 client, on wikis that have them."),
    gettext_lazy("Talk page"),
    gettext_lazy("Its whole title, such as Talk:Example. Articles are refused."),
    gettext_lazy("Who pays: employer, client and affiliation"),
    gettext_lazy(
        "Shown below the words and in the history: the terms of use of Wikipedia and its sister "
        "projects ask for all three."
    ),
    gettext_lazy("Watch the page"),
    gettext_lazy("As your account is set"),
    # Sandbox
    gettext_lazy("Name of the simulated account"),
    gettext_lazy("Small letters, digits, dots and hyphens."),
    # Telegram
    gettext_lazy("Make a bot with @BotFather, then make it an administrator of the channel that may post."),
    gettext_lazy("The bot's token"),
    gettext_lazy("From @BotFather, like 123456789:AAE…"),
    gettext_lazy("Channel or group"),
    gettext_lazy("Its @name, or its number, like -1001234567890"),
    gettext_lazy("Preview of the first link"),
    # WordPress
    gettext_lazy(
        "On the site, open Users, Profile, and make an application password named Passaparola. The "
        "account needs the role of an author at least, and the site https."
    ),
    gettext_lazy("User name"),
    gettext_lazy("The name or address you log in to the site with."),
    gettext_lazy("Application password"),
    gettext_lazy(
        "Made on the site under Users, Profile, Application Passwords; not the one you log in with."
    ),
    gettext_lazy("Excerpt"),
    gettext_lazy("What lists, feeds and previews show of the post."),
    gettext_lazy("Categories"),
    gettext_lazy("Names of the site's categories, with commas between them."),
    gettext_lazy("Tags"),
    gettext_lazy("With commas between them; new ones are made."),
    gettext_lazy("Words in the address"),
    gettext_lazy("Instead of those of the title."),
    gettext_lazy("First image"),
    gettext_lazy("A featured image is shown where the site's theme puts it."),
    gettext_lazy("As the featured image"),
    gettext_lazy("In the text, like the others"),
    gettext_lazy("Who waits for the time"),
    gettext_lazy("The site can take the post now and bring it out when it is due."),
    gettext_lazy("Passaparola"),
    gettext_lazy("The site itself"),
    gettext_lazy("When deleted"),
    gettext_lazy("To the site's bin"),
    gettext_lazy("For good, with its files"),
)
