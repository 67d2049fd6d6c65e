"""What is done by itself: tried out first, in order, and an answer never twice."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from passaparola.web.brands.models import Entry
from passaparola.web.brands.refusals import Refused
from passaparola.web.conversations.inbox import answering, replies, rules
from passaparola.web.conversations.inbox.conditions import Then, When, digest, then_of, when_of
from passaparola.web.conversations.models import Answer, Conversation, Note, Rule, Service
from passaparola.web.people.models import Handle
from passaparola.web.publishing.models import Delivery
from web.conversations.talks import MINUTE, NOW, a_label, a_talk, said

if TYPE_CHECKING:
    from passaparola.web.brands.models import Brand, User

pytestmark = pytest.mark.django_db
OPEN = When(words=("open",))


def a_rule(brand: Brand, by: User, when: When = OPEN, *, on: bool = True, **then: Any) -> Rule:
    made = rules.keep(brand, f"Rule {Rule.objects.count()}", when, Then(**then), by=by, now=NOW)
    return rules.switch_on(brand, made.pk, digest(made), by=by, now=NOW) if on else made


def a_reply(brand: Brand, text: str = "Hello {name}, from nine to one.") -> int:
    return replies.keep(brand, "Hours", "", text).pk


def applied(brand: Brand, talk: Conversation, *, later: timedelta = MINUTE) -> int:
    return rules.apply_to(brand, list(talk.interactions.all()), NOW + later)


def test_what_it_holds_for_is_given_labelled_and_turned(brand: Brand, anna: User) -> None:
    a_rule(brand, anna, assign=anna.pk, label=a_label(brand).pk, status="done")
    talk, other = a_talk(brand), a_talk(brand, "Lovely coffee")
    assert applied(brand, talk) == 1
    assert applied(brand, other) == 0
    talk.refresh_from_db()
    assert (talk.assignee, talk.status, list(talk.labels.all())) == (anna, "done", [a_label(brand)])
    other.refresh_from_db()
    assert (other.assignee, other.status) == (None, "open")
    assert Rule.objects.get().applied == 1


def test_a_conversation_that_is_somebody_s_stays_theirs(brand: Brand, anna: User, bruno: User) -> None:
    a_rule(brand, anna, assign=anna.pk)
    talk = a_talk(brand, assignee=bruno)
    applied(brand, talk)
    talk.refresh_from_db()
    assert talk.assignee == bruno


def test_rules_are_applied_in_their_order(brand: Brand, anna: User) -> None:
    a_rule(brand, anna, status="done")
    last = a_rule(brand, anna, status="waiting")
    talk = a_talk(brand)
    applied(brand, talk)
    talk.refresh_from_db()
    assert talk.status == "waiting"
    rules.move_up(brand, last.pk)
    again = a_talk(brand)
    applied(brand, again)
    again.refresh_from_db()
    assert again.status == "done"


def test_a_rule_that_is_off_does_nothing(brand: Brand, anna: User) -> None:
    rule = a_rule(brand, anna, status="done")
    rules.switch_off(brand, rule.pk, by=anna, now=NOW)
    assert applied(brand, a_talk(brand)) == 0


def test_what_was_put_together_is_handled_where_it_is_shown(brand: Brand, anna: User) -> None:
    a_rule(brand, anna, status="done")
    kept, gone = a_talk(brand, "Hi"), a_talk(brand)
    gone.merged_into = kept
    gone.save()
    applied(brand, gone)
    kept.refresh_from_db()
    assert kept.status == "done"


def test_another_brand_s_words_are_left_alone(brand: Brand, rival: Brand, anna: User) -> None:
    a_rule(brand, anna, status="done")
    theirs = a_talk(rival)
    assert rules.apply_to(brand, list(theirs.interactions.all()), NOW) == 0


def test_one_rule_that_fails_keeps_none_of_the_others_back(brand: Brand, anna: User) -> None:
    broken = a_rule(brand, anna, label=a_label(brand).pk)
    a_label(brand).delete()
    a_rule(brand, anna, status="done")
    talk = a_talk(brand)
    applied(brand, talk)
    talk.refresh_from_db()
    assert talk.status == "done"
    broken.refresh_from_db()
    assert broken.applied == 0


def test_a_saved_reply_is_suggested_and_not_sent(brand: Brand, anna: User) -> None:
    a_rule(brand, anna, reply=a_reply(brand))
    talk = a_talk(brand)
    applied(brand, talk)
    suggested = rules.suggested(brand, talk.interactions.get(), NOW)
    assert suggested
    assert suggested.name == "Hours"
    assert not Answer.objects.exists()


def test_with_its_switch_it_answers_by_itself(brand: Brand, anna: User) -> None:
    a_rule(brand, anna, reply=a_reply(brand), send=True)
    applied(brand, a_talk(brand))
    made = Answer.objects.get()
    assert (made.by, made.post.text) == (None, "Hello Mara, from nine to one.")


def test_it_answers_each_word_once_however_often_it_is_applied(brand: Brand, anna: User) -> None:
    a_rule(brand, anna, reply=a_reply(brand), send=True)
    a_rule(brand, anna, reply=Rule.objects.get().then["reply"], send=True)
    talk = a_talk(brand)
    for _ in range(3):
        applied(brand, talk)
    assert Answer.objects.count() == 1


def test_two_programs_that_answer_each_other_come_to_an_end(brand: Brand, anna: User) -> None:
    a_rule(brand, anna, reply=a_reply(brand), send=True)
    talk = a_talk(brand)
    for n in range(1, 6):
        applied(brand, talk, later=n * 2 * MINUTE)
        said(talk, "We are open too!", at=NOW + (n * 2 + 1) * MINUTE)
    assert Answer.objects.count() == 1


def test_what_somebody_answered_already_is_not_answered_by_a_rule(brand: Brand, anna: User) -> None:
    a_rule(brand, anna, reply=a_reply(brand), send=True)
    talk = a_talk(brand)
    wanted = answering.Wanted(talk.pk, talk.interactions.get().pk, "By hand", "t", 0)
    answering.answer(brand, wanted, by=anna, now=NOW + MINUTE)
    applied(brand, talk, later=2 * MINUTE)
    assert Answer.objects.get().by == anna


def test_what_is_old_is_not_answered_by_a_rule(brand: Brand, anna: User) -> None:
    a_rule(brand, anna, reply=a_reply(brand), send=True)
    applied(brand, a_talk(brand), later=timedelta(days=2))
    assert not Answer.objects.exists()


def test_its_answer_waits_for_approval_like_any_other(brand: Brand, anna: User) -> None:
    brand.approval = 1
    brand.save()
    a_rule(brand, anna, reply=a_reply(brand), send=True)
    applied(brand, a_talk(brand))
    assert Delivery.objects.get().state == "waiting"


def test_its_answer_goes_at_once_where_answers_need_none(brand: Brand, anna: User) -> None:
    brand.approval = 1
    brand.save()
    Service.objects.create(brand=brand, approval=False)
    a_rule(brand, anna, reply=a_reply(brand), send=True)
    applied(brand, a_talk(brand))
    assert Delivery.objects.get().state == "scheduled"


def test_where_it_cannot_answer_the_team_is_told(brand: Brand, anna: User) -> None:
    a_rule(brand, anna, reply=a_reply(brand), send=True)
    talk = a_talk(brand)
    talk.interactions.update(address="")
    applied(brand, talk)
    assert "could not answer" in Note.objects.get().text


def test_a_name_that_is_an_advert_is_not_published_in_our_name(brand: Brand, anna: User) -> None:
    a_rule(brand, anna, reply=a_reply(brand), send=True)
    talk = a_talk(brand)
    Handle.objects.update(name="Win at https://evil.example")
    applied(brand, talk)
    assert Answer.objects.get().post.text == "Hello mara, from nine to one."


def test_a_trial_says_what_would_have_been_touched_and_touches_nothing(brand: Brand, anna: User) -> None:
    rule = a_rule(brand, anna, on=False, status="done")
    talks = [a_talk(brand, at=NOW - n * timedelta(days=1)) for n in range(3)]
    said(talks[0], "Are you open today?", at=NOW - MINUTE)
    a_talk(brand, at=NOW - timedelta(days=31))
    a_talk(brand, "Lovely")
    trial = rules.tried(brand, rule, NOW)
    assert (trial.conversations, trial.looked_at, trial.all_of_it, len(trial.sample)) == (3, 5, True, 3)
    assert set(Conversation.objects.values_list("status", flat=True)) == {"open"}


def test_a_trial_on_very_much_says_that_it_stopped(
    brand: Brand, anna: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "MOST", 2)
    rule = a_rule(brand, anna, on=False, status="done")
    for _ in range(3):
        a_talk(brand)
    trial = rules.tried(brand, rule, NOW)
    assert (trial.conversations, trial.looked_at, trial.all_of_it) == (2, 2, False)


def test_a_rule_is_switched_on_only_as_it_was_tried(brand: Brand, anna: User) -> None:
    rule = a_rule(brand, anna, on=False, status="done")
    seen = digest(rule)
    with pytest.raises(Refused, match="Look first"):
        rules.switch_on(brand, rule.pk, "", by=anna, now=NOW)
    rules.keep(brand, "Other", When(language="it"), Then(status="done"), by=anna, now=NOW, rule_id=rule.pk)
    with pytest.raises(Refused, match="Look first"):
        rules.switch_on(brand, rule.pk, seen, by=anna, now=NOW)


def test_a_rule_that_is_changed_is_off_again(brand: Brand, anna: User) -> None:
    rule = a_rule(brand, anna, status="done")
    rules.keep(brand, "Other", OPEN, Then(status="waiting"), by=anna, now=NOW, rule_id=rule.pk)
    assert not Rule.objects.get().active


def test_a_rule_is_read_as_it_was_kept(brand: Brand, anna: User) -> None:
    when = When(kinds=("reply",), words=("open", "closed"), every=True, tone=0, private=False, affinity=5)
    then = Then(status="done", label=a_label(brand).pk)
    kept = rules.keep(brand, "All", when, then, by=anna, now=NOW)
    assert (when_of(kept), then_of(kept)) == (when, then)


def test_another_brand_s_rule_does_not_exist(brand: Brand, rival: Brand, anna: User) -> None:
    theirs = a_rule(rival, anna, on=False, status="done")
    for act in (
        lambda: rules.switch_on(brand, theirs.pk, digest(theirs), by=anna, now=NOW),
        lambda: rules.switch_off(brand, theirs.pk, by=anna, now=NOW),
        lambda: rules.drop(brand, theirs.pk, by=anna, now=NOW),
        lambda: rules.move_up(brand, theirs.pk),
    ):
        with pytest.raises(Rule.DoesNotExist):
            act()


def test_the_log_knows_who_switched_a_rule(brand: Brand, anna: User) -> None:
    rule = a_rule(brand, anna, status="done")
    rules.drop(brand, rule.pk, by=anna, now=NOW)
    verbs = Entry.objects.filter(verb__startswith="rule.").order_by("pk").values_list("verb", "who")
    assert list(verbs) == [("rule.kept", anna.pk), ("rule.on", anna.pk), ("rule.dropped", anna.pk)]
