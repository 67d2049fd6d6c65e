"""Approval blocks: who may approve what, which version it holds for, and what an outsider sees."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from passaparola.web.brands import actions as brands
from passaparola.web.brands import guests
from passaparola.web.brands import queries as people
from passaparola.web.brands.models import Approval, Entry, Role
from passaparola.web.brands.refusals import Refused
from passaparola.web.publishing.approval import approving
from passaparola.web.publishing.models import Asset, Attached, Comment, Post, Review, Stage
from passaparola.web.publishing.outbox import deliveries
from passaparola.web.publishing.pages import reviewing
from passaparola.web.publishing.words import mentions, pieces
from passaparola.web.publishing.words.content import Picked, content_of
from passaparola.web.publishing.writing import writing
from web.publishing.plans import NOW, a_channel, a_delivery, a_post

if TYPE_CHECKING:
    from collections.abc import Callable

    from passaparola.web.brands.models import Brand, Guest, User

AT_NINE = NOW + timedelta(days=9)


@pytest.fixture
def carla(db: None) -> User:
    return brands.create_user("carla@example.org", "a good long word", name="Carla")


@pytest.fixture
def strict(brand: Brand) -> Callable[[int], Brand]:
    """Have the brand ask for so many steps."""

    def ask(steps: int) -> Brand:
        brand.approval = steps
        brand.save()
        return brand

    return ask


@pytest.fixture
def outsider(brand: Brand, anna: User) -> Callable[..., tuple[Guest, str]]:
    def let_in(name: str = "Dora", email: str = "") -> tuple[Guest, str]:
        owner = people.membership(anna, brand.slug)
        return guests.let_in(name, email, 30, by=owner, now=timezone.now())

    return let_in


def asked(brand: Brand, by: User, at: datetime | None = AT_NINE) -> Post:
    """A post that waits for approval, planned for `at`."""
    post = a_post(brand, a_channel(brand), by=by)
    if at:
        deliveries.schedule(post, at, by=by, now=NOW, wall=at.isoformat()[:16], zone="UTC")
    approving.submit(post, by=by, now=NOW)
    return Post.objects.get(pk=post.pk)


def states(post: Post) -> list[str]:
    return list(post.deliveries.values_list("state", flat=True))


def test_what_waits_for_approval_is_not_due(strict: Callable[[int], Brand], anna: User) -> None:
    post = asked(strict(Approval.ONE), anna)
    assert (post.stage, states(post)) == (Stage.REVIEW, ["waiting"])
    assert list(post.deliveries.values_list("due_at", flat=True)) == [None]


def test_one_step_lets_it_go_at_its_time(strict: Callable[[int], Brand], anna: User, bruno: User) -> None:
    post = asked(strict(Approval.ONE), anna)
    said = approving.approve(post, seen=post.version, by=bruno, now=NOW)
    post.refresh_from_db()
    assert "goes when it is planned" in said
    assert (post.stage, post.steps_done, states(post)) == (Stage.APPROVED, 1, ["scheduled"])
    assert list(post.deliveries.values_list("due_at", flat=True)) == [AT_NINE]


def test_what_is_meant_for_now_goes_as_soon_as_it_is_approved(
    strict: Callable[[int], Brand], anna: User, bruno: User
) -> None:
    post = a_post(brand := strict(Approval.ONE), a_channel(brand), by=anna)
    deliveries.schedule(post, None, by=anna, now=NOW)
    approving.submit(post, by=anna, now=NOW)
    later = NOW + timedelta(hours=3)
    said = approving.approve(post, seen=post.version, by=bruno, now=later)
    assert "goes when it is planned" in said
    assert [(each.state, each.due_at) for each in post.deliveries.all()] == [("scheduled", later)]


@pytest.mark.parametrize("what", ["handle", "alt"])
def test_what_would_read_otherwise_than_it_was_approved_is_asked_for_again(
    strict: Callable[[int], Brand], anna: User, bruno: User, what: str
) -> None:
    brand = strict(Approval.ONE)
    mentions.keep(brand, "bea", {"sandbox": "@bea"})
    cup = Asset.objects.create(
        brand=brand, digest="0" * 64, name="cup.png", kind="image", mime="image/png", size=9, added_at=NOW
    )
    Asset.objects.update(alt="A cup")
    post = a_post(brand, a_channel(brand), by=anna, text="Grazie @{bea}")
    content = replace(content_of(post), media=[Picked(cup.pk)])
    writing.save(post, content, by=anna, now=NOW, seen=post.version)
    approving.submit(post, by=anna, now=NOW)
    approving.approve(post, seen=post.version, by=bruno, now=NOW)
    if what == "handle":
        mentions.keep(brand, "bea", {"sandbox": "@somebody.else"})
    else:
        Asset.objects.update(alt="Votes for sale")
    with pytest.raises(deliveries.Unfit, match="otherwise than it was approved"):
        deliveries.schedule(Post.objects.get(pk=post.pk), AT_NINE, by=anna, now=NOW)
    approving.submit(post, by=anna, now=NOW)
    post = Post.objects.get(pk=post.pk)
    approving.approve(post, seen=post.version, by=bruno, now=NOW)
    (made,) = deliveries.schedule(Post.objects.get(pk=post.pk), AT_NINE, by=anna, now=NOW)
    assert made.state == "scheduled"


def test_what_reads_otherwise_than_it_was_shown_is_read_again_first(
    strict: Callable[[int], Brand], anna: User, bruno: User
) -> None:
    brand = strict(Approval.ONE)
    mentions.keep(brand, "bea", {"sandbox": "@bea"})
    post = a_post(brand, a_channel(brand), by=anna, text="Grazie @{bea}")
    approving.submit(post, by=anna, now=NOW)
    shown = reviewing.review_of(brand, post.pk, bruno, NOW).mark
    mentions.keep(brand, "bea", {"sandbox": "@somebody.else"})
    with pytest.raises(Refused, match="read it again"):
        approving.approve(post, seen=post.version, by=bruno, now=NOW, read=shown)
    shown = reviewing.review_of(brand, post.pk, bruno, NOW).mark
    approving.approve(post, seen=post.version, by=bruno, now=NOW, read=shown)
    assert Post.objects.get(pk=post.pk).stage == Stage.APPROVED


def test_who_wrote_it_does_not_approve_it(strict: Callable[[int], Brand], anna: User) -> None:
    post = asked(strict(Approval.ONE), anna)
    with pytest.raises(Refused, match="You wrote it"):
        approving.approve(post, seen=post.version, by=anna, now=NOW)


def test_who_changed_it_last_does_not_approve_it_either(
    strict: Callable[[int], Brand], anna: User, bruno: User
) -> None:
    strict(Approval.ONE)
    post = a_post(brand := strict(Approval.ONE), a_channel(brand), by=anna)
    writing.save(post, replace(content_of(post), text="Better"), by=bruno, now=NOW, seen=post.version)
    approving.submit(post, by=anna, now=NOW)
    post.refresh_from_db()
    with pytest.raises(Refused, match="You wrote it"):
        approving.approve(post, seen=post.version, by=bruno, now=NOW)


def test_two_steps_need_two_people(
    strict: Callable[[int], Brand], anna: User, bruno: User, carla: User
) -> None:
    post = asked(strict(Approval.TWO), anna)
    assert "1 more person" in approving.approve(post, seen=post.version, by=bruno, now=NOW)
    assert states(post) == ["waiting"]
    with pytest.raises(Refused, match="another person"):
        approving.approve(post, seen=post.version, by=bruno, now=NOW)
    approving.approve(post, seen=post.version, by=carla, now=NOW)
    assert states(post) == ["scheduled"]


def test_a_member_who_comes_back_as_a_guest_is_still_one_person(
    strict: Callable[[int], Brand],
    anna: User,
    bruno: User,
    outsider: Callable[..., tuple[Guest, str]],
) -> None:
    post = asked(strict(Approval.TWO), anna)
    approving.approve(post, seen=post.version, by=bruno, now=NOW)
    for email, said in (("BRUNO@example.org", "another person"), ("anna@example.org", "You wrote it")):
        guest, _token = outsider(email=email)
        with pytest.raises(Refused, match=said):
            approving.approve(post, seen=post.version, by=guest, now=NOW)


def test_two_guests_of_the_same_name_are_two_people_and_one_link_is_one(
    strict: Callable[[int], Brand], anna: User, outsider: Callable[..., tuple[Guest, str]]
) -> None:
    post = asked(strict(Approval.TWO), anna)
    first, second = outsider()[0], outsider()[0]
    approving.approve(post, seen=post.version, by=first, now=NOW)
    with pytest.raises(Refused, match="another person"):
        approving.approve(post, seen=post.version, by=first, now=NOW)
    approving.approve(post, seen=post.version, by=second, now=NOW)
    assert states(post) == ["scheduled"]


def test_a_version_nobody_read_is_not_approved(
    strict: Callable[[int], Brand], anna: User, bruno: User
) -> None:
    post = asked(strict(Approval.ONE), anna, None)
    read = post.version
    writing.save(post, replace(content_of(post), text="Other words"), by=anna, now=NOW, seen=read)
    with pytest.raises(Refused, match="changed while you read it"):
        approving.approve(post, seen=read, by=bruno, now=NOW)
    assert not Review.objects.exists()


def test_a_change_takes_the_approval_back(strict: Callable[[int], Brand], anna: User, bruno: User) -> None:
    post = asked(strict(Approval.ONE), anna, None)
    approving.approve(post, seen=post.version, by=bruno, now=NOW)
    post = Post.objects.get(pk=post.pk)
    writing.save(post, replace(content_of(post), text="Other words"), by=anna, now=NOW, seen=post.version)
    post.refresh_from_db()
    assert (post.stage, post.steps_done) == (Stage.REVIEW, 0)
    deliveries.schedule(post, AT_NINE, by=anna, now=NOW)
    assert states(post) == ["waiting"]
    approving.approve(post, seen=post.version, by=bruno, now=NOW)
    assert states(post) == ["scheduled"]


def test_a_change_of_what_is_planned_stops_it_until_it_is_approved_again(
    strict: Callable[[int], Brand], anna: User, bruno: User
) -> None:
    post = asked(strict(Approval.ONE), anna)
    approving.approve(post, seen=post.version, by=bruno, now=NOW)
    post = Post.objects.select_related("brand").get(pk=post.pk)
    approving.changed(post, now=NOW)
    assert (post.stage, states(post)) == (Stage.REVIEW, ["waiting"])


def test_what_was_read_is_what_is_sent_down_to_what_no_version_keeps(
    strict: Callable[[int], Brand], anna: User, bruno: User
) -> None:
    post = asked(strict(Approval.ONE), anna)
    piece = post.deliveries.get().pieces.get()
    piece.content = {"text": "frozen before the picture had words"}
    piece.save()
    approving.approve(post, seen=post.version, by=bruno, now=NOW)
    (shown,) = pieces.drafts(post.variants.get())
    assert post.deliveries.get().pieces.get().content["text"] == shown.text


def test_what_is_approved_too_late_is_not_sent_until_a_person_chooses(
    strict: Callable[[int], Brand], anna: User, bruno: User
) -> None:
    post = asked(strict(Approval.ONE), anna)
    late = AT_NINE + timedelta(hours=1)
    assert "its time has passed" in approving.approve(post, seen=post.version, by=bruno, now=late)
    assert states(post) == ["waiting"]
    (row,) = [reviewing.review_of(post.brand, post.pk, bruno, late).waiting]
    assert row.overdue
    deliveries.reschedule(post.deliveries.get(), late + timedelta(hours=1), by=anna, now=late)
    assert states(post) == ["scheduled"]


def test_a_correction_that_waits_is_no_post_whose_time_has_passed(
    strict: Callable[[int], Brand], anna: User, bruno: User
) -> None:
    post = asked(strict(Approval.ONE), anna)
    approving.approve(post, seen=post.version, by=bruno, now=NOW)
    post.deliveries.update(state="published")
    later = AT_NINE + timedelta(hours=1)
    again = replace(content_of(post), text="Said better")
    writing.save(post, again, by=anna, now=later, seen=post.version, correcting=True)
    (row,) = reviewing.approvals_for(post.brand, bruno, later, approves=True).mine
    assert (row.correction, row.overdue) == (True, False)
    said = approving.approve(row.post, seen=row.post.version, by=bruno, now=later)
    assert "can make it on the platforms now" in said


def test_asking_for_changes_needs_words_and_gives_the_post_back(
    strict: Callable[[int], Brand], anna: User, bruno: User
) -> None:
    post = asked(strict(Approval.TWO), anna)
    with pytest.raises(Refused, match="Say what should change"):
        approving.ask_changes(post, seen=post.version, by=bruno, said="  ", now=NOW)
    approving.ask_changes(post, seen=post.version, by=bruno, said="Shorter, please.", now=NOW)
    post.refresh_from_db()
    assert (post.stage, post.steps_done, states(post)) == (Stage.CHANGES, 0, ["waiting"])
    with pytest.raises(Refused, match="does not wait"):
        approving.approve(post, seen=post.version, by=bruno, now=NOW)


def test_after_changes_of_a_second_step_the_first_has_to_be_given_again(
    strict: Callable[[int], Brand], anna: User, bruno: User, carla: User
) -> None:
    post = asked(strict(Approval.TWO), anna, None)
    approving.approve(post, seen=post.version, by=bruno, now=NOW)
    approving.ask_changes(post, seen=post.version, by=carla, said="No.", now=NOW)
    post = Post.objects.get(pk=post.pk)
    writing.save(post, replace(content_of(post), text="Other words"), by=anna, now=NOW, seen=post.version)
    approving.submit(post, by=anna, now=NOW)
    post.refresh_from_db()
    assert "1 more person" in approving.approve(post, seen=post.version, by=bruno, now=NOW)


def test_asking_again_for_a_version_that_was_sent_back_begins_anew(
    strict: Callable[[int], Brand], anna: User, bruno: User, carla: User
) -> None:
    post = asked(strict(Approval.TWO), anna, None)
    approving.approve(post, seen=post.version, by=bruno, now=NOW)
    approving.ask_changes(post, seen=post.version, by=carla, said="No.", now=NOW)
    approving.submit(post, by=anna, now=NOW)
    post.refresh_from_db()
    assert "1 more person" in approving.approve(post, seen=post.version, by=bruno, now=NOW)
    approving.approve(post, seen=post.version, by=carla, now=NOW)
    post.refresh_from_db()
    assert post.stage == Stage.APPROVED


def test_each_step_is_in_the_log(strict: Callable[[int], Brand], anna: User, bruno: User) -> None:
    post = asked(strict(Approval.ONE), anna, None)
    approving.approve(post, seen=post.version, by=bruno, now=NOW)
    verbs = list(Entry.objects.filter(verb__startswith="post.").values_list("verb", "who_name"))
    assert verbs == [
        ("post.submitted", "Anna <anna@example.org>"),
        ("post.approved", "Bruno <bruno@example.org>"),
    ]


def test_a_brand_without_approval_asks_for_none(brand: Brand, anna: User) -> None:
    with pytest.raises(Refused, match="asks for no approval"):
        approving.submit(a_post(brand, a_channel(brand), by=anna), by=anna, now=NOW)


def test_the_page_of_approvals_shows_the_oldest_first_and_whose_turn_it_is(
    strict: Callable[[int], Brand], anna: User, bruno: User
) -> None:
    brand = strict(Approval.ONE)
    brands.add_member(brand, bruno, Role.APPROVER)
    channel = a_channel(brand)
    posts = [a_post(brand, channel, by=by, text=f"{by} wrote it") for by in (anna, bruno, anna)]
    for age, post in enumerate(posts):
        approving.submit(post, by=anna, now=NOW)
        Post.objects.filter(pk=post.pk).update(changed_at=NOW - timedelta(hours=age))
    found = reviewing.approvals_for(brand, bruno, NOW, approves=True)
    assert [row.post for row in found.mine] == [posts[2], posts[0]]
    assert [row.post for row in found.others] == [posts[1]]
    assert reviewing.approvals_for(brand, bruno, NOW, approves=False).mine == []


def test_the_page_of_approvals_takes_as_many_queries_for_thirty_as_for_three(
    strict: Callable[[int], Brand], anna: User, bruno: User
) -> None:
    brand = strict(Approval.TWO)
    channel = a_channel(brand)

    def fill(count: int) -> None:
        for _ in range(count):
            post = a_post(brand, channel, by=anna)
            a_delivery(post, AT_NINE, "waiting")
            approving.submit(post, by=anna, now=NOW)
            approving.approve(post, seen=post.version, by=bruno, now=NOW)

    def queries() -> int:
        with CaptureQueriesContext(connection) as count:
            reviewing.approvals_for(brand, anna, NOW, approves=True)
        return len(count)

    fill(3)
    few = queries()
    fill(30)
    assert queries() == few


def test_a_post_in_review_takes_as_many_queries_for_four_channels_and_pictures_as_for_one(
    strict: Callable[[int], Brand], anna: User, outsider: Callable[..., tuple[Guest, str]]
) -> None:
    brand = strict(Approval.ONE)
    mentions.keep(brand, "Bea", {"sandbox": "bea"})
    _guest, token = outsider()
    knock(token, "guest")  # the first use of a link is written down
    member = Client()
    member.force_login(anna)

    def costs(many: int) -> list[int]:
        post = a_post(brand, *(a_channel(brand, f"c{n}") for n in range(many)), by=anna, text="Grazie @{bea}")
        for n in range(many):
            asset = Asset.objects.create(
                brand=brand,
                name="c",
                digest=f"{many}{n}",
                kind="image",
                mime="image/png",
                size=1,
                added_at=NOW,
            )
            Attached.objects.create(post=post, asset=asset, position=n)
        a_delivery(post, AT_NINE, "waiting")
        approving.submit(post, by=anna, now=NOW)
        return [
            _cost(member, reverse("review-post", args=[brand.slug, post.pk])),
            _cost(Client(), reverse("guest-post", args=[token, post.pk])),
        ]

    assert costs(1) == costs(4)


def _cost(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def knock(token: str, name: str, *given: object, **form: str) -> tuple[int, str]:
    address = reverse(name, args=[token, *given])
    client = Client()
    answer = client.post(address, form, follow=True) if form else client.get(address)
    return answer.status_code, answer.content.decode()


def test_a_guest_sees_posts_in_review_and_nothing_else(
    strict: Callable[[int], Brand], anna: User, outsider: Callable[..., tuple[Guest, str]]
) -> None:
    brand = strict(Approval.ONE)
    _guest, token = outsider()
    post = asked(brand, anna)
    secret = a_post(brand, a_channel(brand), by=anna, text="Not yet for anybody")
    status, page = knock(token, "guest")
    assert (status, "Good morning" in page, "Not yet" in page) == (200, True, False)
    assert knock(token, "guest-post", post.pk)[0] == 200
    assert knock(token, "guest-post", secret.pk)[0] == 404
    assert knock(token, "guest-judge", secret.pk, verdict="approve", seen="1")[0] == 404


def test_a_guest_of_one_brand_sees_nothing_of_another(
    strict: Callable[[int], Brand],
    rival: Brand,
    anna: User,
    bruno: User,
) -> None:
    post = asked(strict(Approval.ONE), anna)
    _guest, token = guests.let_in("Spy", "", 30, by=people.membership(bruno, rival.slug), now=timezone.now())
    assert "Good morning" not in knock(token, "guest")[1]
    assert knock(token, "guest-post", post.pk)[0] == 404


def test_a_guest_reads_open_remarks_and_never_the_internal_ones(
    strict: Callable[[int], Brand], anna: User, outsider: Callable[..., tuple[Guest, str]]
) -> None:
    post = asked(strict(Approval.ONE), anna)
    _guest, token = outsider()
    approving.comment(post, "The client must not know.", by=anna, internal=True, now=NOW)
    approving.comment(post, "Is the date right?", by=anna, internal=False, now=NOW)
    page = knock(token, "guest-comment", post.pk, text="It is.")[1]
    assert ("must not know" in page, "Is the date right?" in page, "It is." in page) == (False, True, True)
    said = Comment.objects.get(text="It is.")
    assert (said.guest, said.internal, said.who) == (True, False, "Dora")


def test_a_guest_approves_and_the_log_says_who(
    strict: Callable[[int], Brand], anna: User, outsider: Callable[..., tuple[Guest, str]]
) -> None:
    brand = strict(Approval.ONE)
    post = asked(brand, anna, timezone.now() + timedelta(days=3))
    _guest, token = outsider()
    status, page = knock(token, "guest-judge", post.pk, verdict="approve", seen=str(post.version))
    assert (status, "Approved" in page) == (200, True)
    assert states(post) == ["scheduled"]
    assert Entry.objects.get(verb="post.approved").who_name == "Dora (by link)"


def test_an_ended_link_approves_nothing(
    strict: Callable[[int], Brand], brand: Brand, anna: User, outsider: Callable[..., tuple[Guest, str]]
) -> None:
    post = asked(strict(Approval.ONE), anna)
    guest, token = outsider()
    guests.revoke(brand, guest.pk, by=anna, now=timezone.now())
    assert knock(token, "guest-judge", post.pk, verdict="approve", seen=str(post.version))[0] == 404
    assert states(post) == ["waiting"]


def test_who_writes_does_not_approve_and_who_approves_does_not_submit(
    strict: Callable[[int], Brand], anna: User, bruno: User
) -> None:
    brand = strict(Approval.ONE)
    post = asked(brand, anna)
    client = Client()
    client.force_login(bruno)
    verdict = reverse("judge-post", args=[brand.slug, post.pk])
    brands.add_member(brand, bruno, Role.EDITOR)
    assert client.post(verdict, {"verdict": "approve", "seen": post.version}).status_code == 403
    brands.add_member(brand, bruno, Role.APPROVER)
    assert client.post(reverse("submit-post", args=[brand.slug, post.pk])).status_code == 403
    page = client.post(verdict, {"verdict": "approve", "seen": post.version}, follow=True).content.decode()
    assert "Approved" in page


def test_a_page_on_which_one_judges_says_what_it_shows(
    strict: Callable[[int], Brand], anna: User, bruno: User, outsider: Callable[..., tuple[Guest, str]]
) -> None:
    post = asked(brand := strict(Approval.ONE), anna)
    brands.add_member(brand, bruno, Role.APPROVER)
    client = Client()
    client.force_login(bruno)
    page = client.get(reverse("review-post", args=[brand.slug, post.pk])).content.decode()
    for shown in (page, knock(outsider()[1], "guest-post", post.pk)[1]):
        assert f'name="read" value="{reviewing.review_of(brand, post.pk, bruno, NOW).mark}"' in shown
