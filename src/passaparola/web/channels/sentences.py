"""What goes wrong between us and any platform, for the translators and for `told` to say in any language.

`%(doing)s`, `%(about)s`, `%(why)s`, `%(cause)s` and `%(advice)s` stand for what is listed as well. What only
one platform's connector says is in `platform_sentences`.
"""

from __future__ import annotations

from django.utils.translation import gettext_noop

SENTENCES = (
    # connectors/asking.py
    gettext_noop("Could not read %(address)s: %(why)s; %(advice)s."),
    gettext_noop("Could not read %(address)s: %(why)s; try again at %(when)s UTC."),
    gettext_noop("Could not %(doing)s: %(why)s; %(advice)s."),
    gettext_noop("Could not %(doing)s: %(why)s; tried again at %(when)s UTC."),
    gettext_noop("Could not %(doing)s: %(why)s; tried again later."),
    gettext_noop("Could not %(doing)s: %(why)s; try again at %(when)s UTC."),
    gettext_noop("in the answer of %(host)s, %(cause)s"),
    gettext_noop("Nobody knows yet whether one could %(doing)s: %(why)s; it is looked for on the platform."),
    # what is done
    gettext_noop("publish the post"),
    gettext_noop("change the post"),
    gettext_noop("delete the post"),
    gettext_noop("publish the post on %(platform)s"),
    gettext_noop("change the post on %(platform)s"),
    gettext_noop("delete the post on %(platform)s"),
    gettext_noop("look at the account"),
    gettext_noop("sign in"),
    gettext_noop("find the post to quote"),
    gettext_noop("find the post to answer"),
    gettext_noop("see whether the post is deleted"),
    gettext_noop("upload %(name)s"),
    gettext_noop("describe %(name)s"),
    gettext_noop("connect the account on %(host)s"),
    gettext_noop("renew the leave %(host)s gave"),
    gettext_noop("make this installation known to %(host)s"),
    gettext_noop("read %(about)s"),
    gettext_noop("look for the post"),
    gettext_noop("look for the post on %(platform)s"),
    gettext_noop("read the account on %(host)s"),
    gettext_noop("renew the session"),
    gettext_noop("give the leave back"),
    # what is read
    gettext_noop("the answer"),
    # why not
    gettext_noop("there is no host %(host)s"),
    gettext_noop("%(host)s did not answer in time"),
    gettext_noop("%(host)s cannot be reached"),
    gettext_noop("%(host)s cannot be reached: its certificate is not valid (%(one)s)"),
    gettext_noop("%(host)s broke off its answer or answered something that is not HTTP"),
    gettext_noop("%(host)s answered something that is not JSON"),
    gettext_noop("%(host)s asks for fewer requests"),
    # http/websocket.py
    gettext_noop("%(host)s broke off what it was telling"),
    gettext_noop("%(host)s redirects what listens to it elsewhere"),
    gettext_noop("%(host)s answers %(number)s where it should begin to tell"),
    gettext_noop("%(host)s answers %(number)s: it is failing or overloaded"),
    gettext_noop("%(host)s redirects what is sent to it elsewhere"),
    gettext_noop("%(host)s redirects more than %(number)s times"),
    gettext_noop("%(host)s gave an answer without a body to read"),
    gettext_noop("%(host)s sent more than %(number)s bytes"),
    gettext_noop("it answers %(number)s"),
    gettext_noop("it is not available now"),
    gettext_noop("its answer holds no token"),
    gettext_noop("its answer makes no sense"),
    gettext_noop("what it gave has run out or was taken back"),
    gettext_noop("it answers %(number)s, so it may be no such server"),
    gettext_noop(
        "%(host)s is on a private network (%(one)s), where we do not go unless PASSAPAROLA_ALLOW_PRIVATE=1 is"
        " set"
    ),
    gettext_noop("%(name)s is not a web address"),
    gettext_noop("%(name)s is not a plain web address (http or https)"),
    gettext_noop("%(host)s redirects to something that is not a web address"),
    gettext_noop("%(host)s redirects from https to an unencrypted address"),
    gettext_noop("%(host)s sent a packed answer that ends too early"),
    gettext_noop("%(host)s sent an answer packed as %(name)s, which we did not ask for"),
    gettext_noop("%(host)s sent an answer that cannot be unpacked"),
    gettext_noop("%(host)s was not asked: the policy allows no attempt"),
    gettext_noop("%(host)s answers %(number)s"),
    gettext_noop("%(host)s says %(said)s"),
    gettext_noop("it says %(said)s"),
    gettext_noop("it says an error it does not explain"),
    # connectors/wild.py: what of an answer is not as promised, by its place in the JSON
    gettext_noop("%(path)s has no %(name)s"),
    gettext_noop("%(path)s has %(number)s entries"),
    gettext_noop("%(path)s is no object"),
    gettext_noop("%(path)s is no list"),
    gettext_noop("%(path)s is no text"),
    gettext_noop("%(path)s is no count"),
    gettext_noop("%(path)s is no time"),
    gettext_noop("%(path)s is no id"),
    gettext_noop("%(path)s is no number"),
    gettext_noop("%(path)s is no token"),
    gettext_noop("%(path)s is no web address"),
    gettext_noop("%(path)s is empty"),
    # what to do about it
    gettext_noop("check the address"),
    gettext_noop("check the address for a typing mistake"),
    gettext_noop("check the address and your connection, or try again later"),
    gettext_noop("try again later"),
    gettext_noop("this does not look like the platform's API; check the host"),
    gettext_noop("connect the account again"),
    # connectors/oauth.py
    gettext_noop("No leave was given on %(host)s: begin again, and allow it there."),
    gettext_noop("The leave %(host)s gave has run out: connect the account again."),
    gettext_noop("This does not answer what was asked of %(host)s: begin to connect again."),
    gettext_noop("This is no code of %(host)s: copy all of it, and nothing else."),
    gettext_noop("%(host)s gave no leave (%(one)s): begin to connect again."),
    gettext_noop("%(host)s does not know this app: check its id and secret, or connect again."),
    gettext_noop("%(host)s has no secure line (https), so nobody should sign in there."),
    gettext_noop("%(host)s does not know this installation yet: fill in the app's id."),
    gettext_noop("%(host)s gave no leave (an error it does not explain): begin to connect again."),
    gettext_noop("%(host)s did not take the leave back: it fails; try again later."),
    gettext_noop("%(host)s did not take the leave back: take it back on its own page."),
    # what channels say themselves
    gettext_noop("Nobody asked for this leave, or it was answered already: begin again."),
    gettext_noop("This channel is not connected: connect it, then look again."),
    gettext_noop("The channel was disconnected meanwhile: connect it again, then try again."),
    gettext_noop("The keys of this channel are being renewed and it takes too long; try again later."),
    gettext_noop(
        "The keys of this channel were sealed with another key than this installation has: put back seal.key"
        " from the backup (or PASSAPAROLA_SEAL_KEY), or connect the channel again."
    ),
    # what becomes of a delivery (publishing/outbox/settling.py, outbox.py, sending.py, turns.py, taming.py)
    gettext_noop("%(why)s It was tried for a day: see to it, then try again."),
    gettext_noop(
        "%(why)s %(platform)s cannot be asked for it: look there yourself, and say here whether it is there."
    ),
    gettext_noop(
        "%(why)s It could not be told in %(number)s looks: look there yourself, and say here whether it is"
        " there."
    ),
    gettext_noop(
        "This installation no longer speaks to its platform: look there yourself, and say here whether it is"
        " there."
    ),
    gettext_noop("It is certainly not on the platform."),
    gettext_noop("This installation no longer speaks to its platform: install what did, then try again."),
    gettext_noop("It is handed over: its platform publishes it by itself at that time."),
    gettext_noop(
        "Its platform answered without a name that the post can be found by: nobody knows what became of it."
    ),
    gettext_noop("The database did not answer before it left: nothing was sent, and it is tried again."),
    gettext_noop("It waited so long for its turn that another worker has it by now."),
    gettext_noop("It is certainly not on the platform: it is sent again."),
    gettext_noop("It was found on the platform: it had been taken."),
    gettext_noop("Not there yet; looked for again before anything is sent."),
    gettext_noop(
        "The worker that was sending it stopped in the middle: nobody knows yet whether it arrived."
    ),
    gettext_noop("Its platform had answered, too late for the try that asked: it is there."),
    gettext_noop(
        "It could not be put together, for a reason written in the log: nothing was sent; try again."
    ),
    gettext_noop(
        "The file of %(name)s is missing on this installation's disk: put it back from the backup, or attach"
        " it anew, then try again."
    ),
    gettext_noop("Something unexpected went wrong while looking, and is written in the log."),
    gettext_noop("Something unexpected went wrong after it had begun, and is written in the log."),
)
