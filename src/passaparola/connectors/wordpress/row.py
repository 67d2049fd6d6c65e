"""Its row."""

from __future__ import annotations

from datetime import timedelta

from passaparola.connectors.row import Ask, Limit, Option, Platform

# the columns of wp_posts: longtext, text, text (MySQL counts their bytes)
_COLUMNS = "WordPress 6.1 wp-admin/includes/schema.php"
_DATE = "2026-11"

ROW = Platform(
    key="wordpress",
    name="WordPress",
    colour="#2e82ab",
    sight="none",
    seen=(
        "Nothing is told of who passes a post on; sites that link to it and send a ping show up among its"
        " comments."
    ),
    capabilities=frozenset(
        {"publisher", "locator", "finder", "editor", "deleter", "checker", "hearer"},
    ),
    example="https://HOST/YEAR/MONTH/DAY/NAME/",
    login="an application password of an author on the site",
    docs="https://developer.wordpress.org/rest-api/",
    limits=(
        Limit("text", "text, with its markup", 4_294_967_295, "byte", _COLUMNS, _DATE),
        Limit("title", "title", 65_535, "byte", _COLUMNS, _DATE),
    ),
    takes=frozenset({"title", "alt", "reply", "gif", "video", "document"}),
    # what a site takes unless a plugin changes it (wp_get_mime_types, WordPress 6.1, 2026-11)
    media_types=frozenset(
        {
            *("image/jpeg", "image/png", "image/gif", "image/webp"),
            *("video/mp4", "video/webm", "video/ogg", "video/quicktime"),
            "application/pdf",
        }
    ),
    place_example="https://www.example.org",
    asks=(
        Ask("user", "User name", "The name or address you log in to the site with."),
        Ask(
            "password",
            "Application password",
            "Made on the site under Users, Profile, Application Passwords; not the one you log in with.",
            secret=True,
        ),
    ),
    unlocks=(
        "On the site, open Users, Profile, and make an application password named Passaparola. The account"
        " needs the role of an author at least, and the site https."
    ),
    options=(
        Option("excerpt", "Excerpt", "What lists, feeds and previews show of the post."),
        Option("categories", "Categories", "Names of the site's categories, with commas between them."),
        Option("tags", "Tags", "With commas between them; new ones are made."),
        Option("slug", "Words in the address", "Instead of those of the title."),
        Option(
            "image",
            "First image",
            "A featured image is shown where the site's theme puts it.",
            (("featured", "As the featured image"), ("text", "In the text, like the others")),
        ),
        Option(
            "schedule",
            "Who waits for the time",
            "The site can take the post now and bring it out when it is due.",
            (("here", "Passaparola"), ("site", "The site itself")),
        ),
        Option(
            "deletion",
            "When deleted",
            "",
            (("bin", "To the site's bin"), ("forever", "For good, with its files")),
        ),
    ),
    hands_over=("schedule", "site"),
    # one question, and two more where something is new
    hears_every=timedelta(minutes=2),
    heard=(
        "Comments under the account's posts, also those that wait to be approved, answers to its comments,"
        " and pings of pages that link to its posts; the past as far as 90 days or 10,000 of them. What is"
        " changed or taken away later is not told."
    ),
    anywhere=True,
)
