"""What only the connector of WordPress says."""

from __future__ import annotations

from django.utils.translation import gettext_noop

SENTENCES = (
    # connectors/wordpress/refusals.py: what the site says itself stands at the end
    gettext_noop("Could not %(doing)s: %(why)s (the site answers %(said)s)."),
    gettext_noop(
        "the site does not take this user and application password; connect the channel again with a new one"
    ),
    gettext_noop("it is no longer on the site"),
    gettext_noop("the site has no space left for files; delete some there"),
    gettext_noop(
        "the file is larger than the site takes; make it smaller, or have the site's upload limit raised"
    ),
    gettext_noop("the site does not take this file; choose another kind"),
    gettext_noop("it is larger than the site's server takes; make it smaller"),
    gettext_noop("the site cannot store it; make it shorter"),
    gettext_noop("the site's REST API is closed; ask whoever runs the site to open it"),
    gettext_noop("the account may not do this there, or a firewall is in the way; ask whoever runs the site"),
    gettext_noop("there is no REST API at this address; connect the channel again"),
    gettext_noop("the site asks for fewer requests; try again later"),
    gettext_noop("Could not %(doing)s: the site does not take it (the site answers %(said)s); change it."),
    gettext_noop("Could not %(doing)s: the site fails (the site answers %(said)s); try again later."),
    gettext_noop(
        "Nobody knows yet whether one could %(doing)s: the site failed (the site answers %(said)s); it is"
        " looked for there."
    ),
    # connectors/wordpress/connector.py
    gettext_noop("publish on %(host)s"),
    gettext_noop("delete it on %(host)s"),
    gettext_noop("%(host)s has this post in its bin; restore it there, or delete it there for good."),
    gettext_noop("It was published on %(host)s and lies in the bin there; restore it there."),
    gettext_noop("The post lies in the bin of %(host)s; restore it there first."),
    gettext_noop(
        "%(name)s may not publish on %(host)s (%(said)s missing): give the account the role of an author"
        " there, or connect another."
    ),
    gettext_noop("Nobody knows yet whether the post was published: %(why)s It is looked for on the site."),
    gettext_noop("The post may stand on %(host)s twice: %(why)s Look there, and delete one of them."),
    # connectors/wordpress/refusals.py, connectors/wordpress/hearing.py, connectors/wordpress/comments.py
    gettext_noop("the site takes no comments there; answer in another place"),
    gettext_noop("a comment needs words; write some"),
    gettext_noop("hear what is commented"),
    gettext_noop("comment on %(host)s"),
    gettext_noop("change the comment on %(host)s"),
    gettext_noop("look for the comment on %(host)s"),
    gettext_noop("%(host)s has no post and no comment at %(said)s: check the address of what is answered."),
    gettext_noop("What this answers is not known: give its address."),
    gettext_noop("%(host)s has these very words of yours there already: say it otherwise."),
    gettext_noop("A comment holds no files: leave them out, or link to them."),
    gettext_noop("A comment has no title: leave it out."),
    # connectors/wordpress/login.py, connectors/wordpress/wire.py
    gettext_noop(
        "%(address)s takes no application passwords; give its https address, or ask whoever runs it to allow"
        " them."
    ),
    gettext_noop("%(path)s names no wp/v2"),
    # connectors/wordpress/media.py, connectors/wordpress/terms.py
    gettext_noop("look for the post's files in the library"),
    gettext_noop("read the site's categories"),
    gettext_noop("make the tag %(name)s"),
    gettext_noop("%(host)s has no category %(name)s; make it there, or choose another."),
)
