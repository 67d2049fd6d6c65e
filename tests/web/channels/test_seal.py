"""What is sealed opens with this installation's keys, for its own channel, and in no other way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.forms.models import model_to_dict

from passaparola.web.channels import keys
from passaparola.web.channels.models import Channel
from passaparola.web.channels.seal import Unsealable, seal, unseal

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_django.fixtures import Settings

SECRETS = {"token": "s3cret-w0rd", "refresh": "città ☕"}


def test_what_was_sealed_opens_as_it_was() -> None:
    assert unseal(seal(SECRETS, "channel 1"), "channel 1") == SECRETS


def test_a_seal_shows_nothing_of_what_it_holds_and_is_never_twice_the_same() -> None:
    first, second = seal(SECRETS, "channel 1"), seal(SECRETS, "channel 1")
    assert first != second
    assert b"s3cret" not in first


def test_a_seal_moved_to_another_channel_does_not_open() -> None:
    with pytest.raises(Unsealable):
        unseal(seal(SECRETS, "channel 1"), "channel 11")


@pytest.mark.parametrize("bit", range(0, 8 * 40, 37))
def test_a_seal_that_was_touched_anywhere_does_not_open(bit: int) -> None:
    sealed = bytearray(seal(SECRETS, "channel 1"))
    sealed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(Unsealable):
        unseal(bytes(sealed), "channel 1")


@pytest.mark.parametrize("length", [0, 5, 11, 12, 20])
def test_a_seal_that_was_cut_off_does_not_open(length: int) -> None:
    with pytest.raises(Unsealable):
        unseal(seal(SECRETS, "channel 1")[:length], "channel 1")


def test_an_older_key_still_opens_and_the_first_one_seals(settings: Settings) -> None:
    settings.SEAL_KEYS = ["old"]
    before = seal(SECRETS, "channel 1")
    settings.SEAL_KEYS = ["new", "old"]
    assert unseal(before, "channel 1") == SECRETS
    after = seal(SECRETS, "channel 1")
    settings.SEAL_KEYS = ["new"]
    assert unseal(after, "channel 1") == SECRETS
    with pytest.raises(Unsealable):
        unseal(before, "channel 1")


def test_the_wrong_key_says_what_to_do_and_nothing_of_the_secrets(settings: Settings) -> None:
    sealed = seal(SECRETS, "channel 1")
    settings.SEAL_KEYS = ["another-k3y"]
    with pytest.raises(Unsealable, match=r"put back seal\.key from the backup") as refused:
        unseal(sealed, "channel 1")
    said = f"{refused.value!r} {refused.value.__context__!r}"
    assert not [secret for secret in (*SECRETS.values(), "another-k3y") if secret in said]


def test_no_secret_is_in_what_shows_a_channel_and_its_keys(connected: Callable[..., Channel]) -> None:
    channel = connected({"token": "s3cret-w0rd"})
    shown = [channel, keys.ChannelKeys(channel), model_to_dict(channel), channel.__dict__]
    assert "s3cret" not in "".join(f"{each!r} {each}" for each in shown)


def test_no_secret_is_anywhere_in_the_database(connected: Callable[..., Channel]) -> None:
    channel = connected({"token": "s3cret-w0rd"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM channels_channel WHERE id = %s", [channel.pk])
        row = cursor.fetchone()
    assert b"s3cret" not in b" ".join(bytes(v) if isinstance(v, memoryview) else str(v).encode() for v in row)
    assert keys.opened(Channel.objects.get(pk=channel.pk)) == {"token": "s3cret-w0rd"}


def test_a_channel_that_changes_its_name_keeps_its_keys(connected: Callable[..., Channel]) -> None:
    channel = connected({"token": "1"})
    Channel.objects.filter(pk=channel.pk).update(handle="another", name="Another", url="https://a.example")
    assert keys.opened(Channel.objects.get(pk=channel.pk)) == {"token": "1"}


def test_the_keys_of_one_account_do_not_open_as_another_s(connected: Callable[..., Channel]) -> None:
    one, other = connected({"token": "1"}), connected({"token": "2"}, name="bianca")
    Channel.objects.filter(pk=one.pk).update(sealed=other.sealed)
    with pytest.raises(Unsealable):
        keys.opened(Channel.objects.get(pk=one.pk))
