"""What only the connector of Bluesky says."""

from __future__ import annotations

from django.utils.translation import gettext_noop

SENTENCES = (
    # connectors/bluesky/allowed.py
    gettext_noop("Bluesky would not take this post: %(why)s."),
    gettext_noop("it has no titles; say it in the text, or leave it out"),
    gettext_noop("it has no polls; ask in the text, or leave it out"),
    gettext_noop("it has no label for paid posts; say it in the text"),
    gettext_noop("it has no setting %(name)s = %(one)s; choose another"),
    gettext_noop("%(name)s is no language; give one like it or pt-BR"),
    gettext_noop("it has %(number)s characters, and %(most)s is the most; shorten it"),
    gettext_noop("it takes %(number)s bytes, and %(most)s is the most; shorten it"),
    gettext_noop("there is nothing in it; write something"),
    gettext_noop("it shows no documents; link to it, or make images of its pages"),
    gettext_noop("it shows media or the preview of a link, not both; take one away"),
    gettext_noop("a video or animation stands alone; take the others away"),
    gettext_noop("more than %(most)s images need their width and height; add them again"),
    gettext_noop("it has %(number)s images, and %(most)s is the most; take some away"),
    gettext_noop("%(name)s is %(kind)s; save it as JPEG, PNG, WebP, GIF or MP4"),
    gettext_noop("%(name)s takes %(number)s bytes, and %(most)s is the most; make it smaller"),
    gettext_noop(
        "what %(name)s shows is told in %(number)s characters, and %(most)s is the most; shorten it"
    ),
    gettext_noop("%(name)s plays %(number)s seconds, and %(most)s is the most; cut it"),
    gettext_noop("%(name)s is no web address; give one that begins with https://"),
    gettext_noop("the preview's image is %(kind)s; save it as JPEG, PNG or WebP"),
    gettext_noop("the preview's image takes %(number)s bytes, and %(most)s is the most; make it smaller"),
    # connectors/bluesky/appview.py
    gettext_noop("%(address)s is deleted or was never there: %(why)s; check the address."),
    gettext_noop("%(address)s is deleted or was never there; check the address."),
    gettext_noop("%(address)s is not open to the public: %(why)s; only its owner can open it."),
    gettext_noop("%(address)s: no Bluesky account is called %(name)s; check the name in the address."),
    gettext_noop("check the address and the host"),
    # connectors/bluesky/cursors.py, connectors/bluesky/hearing.py
    gettext_noop("Where hearing left off is not known any more; it begins anew."),
    gettext_noop("the account's notifications"),
    # connectors/bluesky/login.py
    gettext_noop("sign in as %(name)s"),
    gettext_noop("the session of %(name)s"),
    gettext_noop("check the handle, or make a new app password in its settings"),
    gettext_noop("this is the account's main password: give an app password instead"),
    gettext_noop("%(name)s is no handle; give one like name.bsky.social or a domain of your own."),
    gettext_noop("%(name)s is on %(host)s, where a password would not travel safely; give its address."),
    # connectors/bluesky/records.py
    gettext_noop("%(address)s is no post on Bluesky; give the address of one."),
    gettext_noop("%(address)s is deleted or was never there; choose another post."),
    gettext_noop("%(address)s is deleted; choose another post to reply to."),
    # connectors/bluesky/refusals.py
    gettext_noop("%(host)s says %(name)s (without a word)"),
    gettext_noop("Could not %(doing)s: %(why)s, which Bluesky's API does not know; check the server."),
    gettext_noop("make a new app password on Bluesky and connect the channel again"),
    gettext_noop(
        "the app password was taken back: make a new app password on Bluesky and connect the channel again"
    ),
    gettext_noop("the account is closed there: ask that server, then connect again"),
    gettext_noop("confirm the account's mail address in its settings: videos need that"),
    gettext_noop("make the file smaller, or save it as another type"),
    gettext_noop("make an app password that may do it"),
    gettext_noop("look at it there"),
    gettext_noop("send it tomorrow"),
    gettext_noop("the files are sent again when it is next tried"),
    gettext_noop("change it"),
    # connectors/bluesky/session.py
    gettext_noop("the account"),
    gettext_noop("the new session"),
    gettext_noop("the answer to “%(doing)s”"),
    gettext_noop(
        "%(name)s is not the account of this channel on %(host)s: set that right there, then connect the"
        " channel again."
    ),
    gettext_noop("%(name)s is %(said)s on %(host)s: set that right there, then connect the channel again."),
    # connectors/bluesky/speaker.py
    gettext_noop("delete %(name)s"),
    gettext_noop("%(address)s is not of this account; delete it from its own."),
    gettext_noop("%(why)s It could not be looked up: %(cause)s"),
    gettext_noop("%(host)s speaks of %(said)s, which is not what was sent; look there."),
    # connectors/bluesky/uploads.py, connectors/bluesky/video.py
    gettext_noop("%(name)s is no longer there; add it to the post again."),
    gettext_noop("%(host)s has no video service to turn %(name)s into a video: send it as an MP4."),
    gettext_noop("the leave to send a video"),
    gettext_noop("the answer of the video service"),
    gettext_noop("have %(name)s prepared"),
    gettext_noop("%(name)s is still being prepared by %(host)s; it is tried again later."),
    gettext_noop("Bluesky could not prepare %(name)s just now; it is tried again later."),
    gettext_noop("Bluesky could not prepare %(name)s: it does not say why; save it again as an MP4."),
    gettext_noop("Bluesky could not prepare %(name)s: %(said)s; save it again as an MP4."),
    gettext_noop("%(host)s wants %(name)s in parts that do not add up; try again later."),
    # connectors/bluesky/wire.py, connectors/bluesky/answers.py
    gettext_noop("%(path)s is no DID"),
    gettext_noop("%(path)s is no CID"),
    gettext_noop("%(path)s is no at-uri"),
    gettext_noop("%(path)s is no job"),
    gettext_noop("%(path)s is no address of a post"),
    gettext_noop("%(path)s names no personal data server"),
    # connectors/bluesky/searching.py, connectors/latest.py
    gettext_noop("Bluesky lets no stranger search at the moment: connect a Bluesky channel to search with."),
    gettext_noop("The search is begun anew: its next page is no longer known."),
    gettext_noop("posts with %(said)s"),
    gettext_noop("Where the search left off can no longer be read: it is searched anew from the beginning."),
)
