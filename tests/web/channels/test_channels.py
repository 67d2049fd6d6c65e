from __future__ import annotations

from typing import TYPE_CHECKING

from passaparola.connectors.platforms import PLATFORMS
from passaparola.web.channels import actions, queries
from passaparola.web.channels.models import Channel

if TYPE_CHECKING:
    from passaparola.web.brands.models import Brand


def test_an_account_is_one_channel_however_often_it_is_added(brand: Brand) -> None:
    for handle in ("aurora.old", "aurora.test"):
        actions.add_channel(brand, platform="sandbox", native_id="did:aurora", handle=handle)
    assert [channel.handle for channel in Channel.objects.filter(brand=brand)] == ["aurora.test"]


def test_whether_a_platform_is_simulated_is_in_its_row() -> None:
    assert {key: queries.is_simulated(key) for key in PLATFORMS} == {
        key: row.simulated for key, row in PLATFORMS.items()
    }


def test_a_file_is_no_platform_and_not_simulated() -> None:
    assert not queries.is_simulated("file")
    assert queries.platform_name("file") == "file"
