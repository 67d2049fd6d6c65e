"""Approval: a state that blocks. What is not approved is not sent, and what was approved is what is sent.

A brand asks for no step, one or two. An approval holds for one version of a post: who changes it has to ask
again. Whoever wrote that version does not approve it, and two steps need two people. Where the hour passes
while a post waits, nothing is sent: approved or not, it waits until a person chooses another time.

    approving.submit(post, by=user, now=now)
    approving.approve(post, seen=post.version, by=user_or_guest, now=now)
    approving.ask_changes(post, seen=post.version, by=user_or_guest, said="...", now=now)
    approving.changed(post, now=now)          # whoever writes a post calls it, after its version has changed
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F, Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from passaparola.web.brands import audit
from passaparola.web.brands.models import Approval, Guest, User
from passaparola.web.brands.refusals import Refused
from passaparola.web.publishing.models import Comment, Delivery, Post, Review, Stage, Verb, Verdict, Version
from passaparola.web.publishing.models.delivery import CANCELLED, PUBLISHED, WAITING
from passaparola.web.publishing.outbox import deliveries, wording

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from passaparola.web.publishing.models import Variant

SUBMITTED = audit.verb("post.submitted", gettext_lazy("asked for approval of"))
APPROVED = audit.verb("post.approved", gettext_lazy("approved"))
CHANGES = audit.verb("post.changes", gettext_lazy("asked for changes of"))
LONGEST = 5_000
"""Letters of a remark."""


@transaction.atomic
def submit(post: Post, *, by: User, now: datetime) -> None:
    """Ask for approval of `post` as it stands; raises `Refused` where it needs none or is past it."""
    post = _locked(post)
    if post.brand.approval == Approval.NONE:
        raise Refused(_("This brand asks for no approval: schedule it."))
    if post.stage == Stage.REVIEW:
        return
    anew = outdated(post)
    if post.stage == Stage.APPROVED and not anew:
        raise Refused(_("It is approved already: choose when it goes."))
    if not post.variants.exists():
        raise Refused(_("It goes nowhere yet: choose a channel first."))
    answered = post.stage == Stage.CHANGES and any(
        each.version == post.version for each in post.reviews.all()
    )
    if answered or anew:
        _begin_anew(post, by, now)
    _stand(post, Stage.REVIEW, 0)
    deliveries.withdraw(post, now)
    audit.record(post.brand, by, SUBMITTED, post.in_the_log, now, post=post.pk, version=post.version)


@transaction.atomic
def approve(  # noqa: PLR0913 - all by name
    post: Post, *, seen: int, by: User | Guest, now: datetime, said: str = "", read: str = ""
) -> str:
    """Approve version `seen` of `post`; return the sentence that says what comes next. Raises `Refused`.

    `read` is the `wording.mark` of what was shown, where it was shown on a page.
    """
    post = _locked(post)
    _check(post, seen)
    if read and read != wording.mark(_variants(post)):
        raise Refused(_("It reads otherwise by now than it was shown to you: read it again."))
    if why_not := reason(post, by):
        raise Refused(why_not)
    step = post.steps_done + 1
    Review.objects.create(step=step, verdict=Verdict.APPROVED, said=said[:LONGEST], **_word(post, by, now))
    audit.record(post.brand, by, APPROVED, post.in_the_log, now, post=post.pk, version=seen, step=step)
    left = post.brand.approval - step
    if left > 0:
        _stand(post, Stage.REVIEW, step)
        return ngettext(
            "Approved: %(n)s more person has to approve it.", "Approved: %(n)s more people have to.", left
        ) % {"n": left}
    let_through(post, step, now)
    return _what_next(post, now)


@transaction.atomic
def let_through(post: Post, step: int, now: datetime) -> None:
    """Make `post` approved after `step` steps: what was read is what is sent, down to a picture's words."""
    _stand(post, Stage.APPROVED, step)
    Post.objects.filter(pk=post.pk).update(approved_as=wording.marks(_variants(post)))
    for delivery in _waiting(post).select_related("variant__post__brand", "variant__channel"):
        deliveries.freeze(delivery, delivery.variant)
    deliveries.approved(post, now)


def outdated(post: Post) -> bool:
    """Say whether `post` is approved, and would read otherwise by now."""
    if not post.brand.approval or post.stage != Stage.APPROVED:
        return False
    return any(wording.otherwise(post, each) for each in _variants(post))


def _variants(post: Post) -> QuerySet[Variant]:
    return post.variants.select_related("channel", "post__brand", "post__campaign")


@transaction.atomic
def ask_changes(post: Post, *, seen: int, by: User | Guest, said: str, now: datetime) -> None:
    """Ask for changes of version `seen`: what was approved of it holds no more. Raises `Refused`."""
    post = _locked(post)
    _check(post, seen)
    said = _words(said, _("Say what should change: the author reads it."))
    step = post.steps_done + 1
    Review.objects.create(step=step, verdict=Verdict.CHANGES, said=said, **_word(post, by, now))
    _stand(post, Stage.CHANGES, 0)
    audit.record(post.brand, by, CHANGES, post.in_the_log, now, post=post.pk, version=seen)


def comment(post: Post, text: str, *, by: User | Guest, internal: bool, now: datetime) -> Comment:
    """Add a remark to `post`; an `internal` one is for members only. Raises `Refused` for an empty one."""
    return Comment.objects.create(
        post=post,
        by=by if isinstance(by, User) else None,
        who=str(by),
        guest=isinstance(by, Guest),
        internal=internal and isinstance(by, User),
        text=_words(text, _("Write something first.")),
        at=now,
    )


@transaction.atomic
def changed(post: Post, *, now: datetime) -> None:
    """Withdraw what was approved of `post`: it is another version now, and has to be approved again."""
    if post.brand.approval == Approval.NONE or post.stage not in {Stage.REVIEW, Stage.APPROVED}:
        return
    _stand(post, Stage.REVIEW, 0)
    deliveries.withdraw(post, now)


def judged(posts: QuerySet[Post]) -> QuerySet[Post]:
    """Have `posts` fetched with what `reason` looks at; two queries, however many they are."""
    written = Version.objects.filter(number=F("post__version")).defer("content").select_related("by")
    said = Review.objects.select_related("by", "link").order_by("at", "pk")
    return posts.select_related("brand", "by").prefetch_related(
        Prefetch("versions", written, to_attr="this_version"), Prefetch("reviews", said)
    )


def reason(post: Post, by: User | Guest) -> str:
    """Say why `by` may not approve `post`, fetched through `judged`; empty where they may."""
    written: list[Version] = post.this_version  # type: ignore[attr-defined]
    authors = {post.by, *(version.by for version in written)}
    if any(author and author.email.lower() == by.email.lower() for author in authors):
        return _("You wrote it: another person has to approve it.")
    if any(_same(review, by) for review in approvals_of(post)):
        return _("You have approved it already: the next step needs another person.")
    return ""


def approvals_of(post: Post) -> list[Review]:
    """Return the approvals of `post` as it stands now."""
    return [
        review
        for review in post.reviews.all()
        if review.version == post.version and review.verdict == Verdict.APPROVED
    ]


def late(post: Post, now: datetime) -> bool:
    """Say whether something of `post` waits whose hour has passed."""
    return bool(post.planned) and _waiting(post).filter(planned_at__lte=now).exists()


def _waiting(post: Post) -> QuerySet[Delivery]:
    return post.deliveries.filter(verb=Verb.PUBLISH, state=WAITING)


def _what_next(post: Post, now: datetime) -> str:
    if late(post, now):
        return _("Approved, but its time has passed: nothing is sent until somebody chooses another.")
    if post.deliveries.filter(verb=Verb.PUBLISH, state=PUBLISHED).exists() and not _waiting(post).exists():
        return _("Approved: whoever wrote the correction can make it on the platforms now.")
    if post.deliveries.filter(verb=Verb.PUBLISH).exclude(state=CANCELLED).exists():
        return _("Approved: it goes when it is planned.")
    return _("Approved: whoever wrote it can schedule it now.")


def _locked(post: Post) -> Post:
    """Return `post` as it is now, for this transaction alone."""
    return judged(Post.objects.select_for_update(of=("self",), no_key=True)).get(pk=post.pk)


def _begin_anew(post: Post, by: User, now: datetime) -> None:
    """Make the same words a new version: what was said of them before counts no more."""
    kept = Version.objects.get(post=post, number=post.version)
    post.version += 1
    post.save(update_fields=["version"])
    Version.objects.create(post=post, number=post.version, at=now, by=by, content=kept.content)


def _check(post: Post, seen: int) -> None:
    if post.stage != Stage.REVIEW:
        raise Refused(_("It does not wait for approval any more: look at where it stands now."))
    if post.version != seen:
        raise Refused(_("It was changed while you read it: read it again, then decide."))


def _stand(post: Post, stage: Stage, steps: int) -> None:
    post.stage, post.steps_done = stage, steps
    post.save(update_fields=["stage", "steps_done"])


def _same(review: Review, by: User | Guest) -> bool:
    """Say whether `review` is by the same person, whichever way they came in."""
    if isinstance(by, Guest) and review.link_id == by.pk:
        return True
    mail = (review.by and review.by.email) or (review.link and review.link.email) or ""
    return bool(mail) and mail.lower() == by.email.lower()


def _word(post: Post, by: User | Guest, now: datetime) -> dict[str, object]:
    guest = isinstance(by, Guest)
    return {
        "post": post,
        "version": post.version,
        "by": None if guest else by,
        "link": by if guest else None,
        "guest": guest,
        "who": str(by),
        "at": now,
    }


def _words(text: str, otherwise: str) -> str:
    if not text.strip():
        raise Refused(otherwise)
    return text.strip()[:LONGEST]
