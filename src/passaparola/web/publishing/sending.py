"""Tries and looks, off the main thread: what a platform answers, as one of the few things it can mean."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from passaparola import http
from passaparola.connectors import errors, registry
from passaparola.web.channels.actions import LOCKED_OUT
from passaparola.web.channels.keys import ChannelKeys
from passaparola.web.channels.seal import Unsealable
from passaparola.web.publishing.models.delivery import Verb, What
from passaparola.web.publishing.settling import Done

if TYPE_CHECKING:
    from passaparola.connectors.contract import Receipt
    from passaparola.web.channels.models import Channel
    from passaparola.web.publishing.orders import Order

log = logging.getLogger(__name__)

_clients: WeakKeyDictionary[asyncio.AbstractEventLoop, http.Client] = WeakKeyDictionary()


def _client() -> http.Client:
    """Return the running loop's client: connections are kept, and each host's pace with them."""
    loop = asyncio.get_running_loop()
    if loop not in _clients:
        _clients[loop] = http.Client()
    return _clients[loop]


def _speaker(channel: Channel) -> Any:
    return registry.speaker(channel.platform, ChannelKeys(channel), _client())


async def send(order: Order) -> Done:
    """Publish, change or delete the piece in hand of `order`; never raises."""
    try:
        given = await _sent(_speaker(order.channel), order)
    except Exception as error:  # noqa: BLE001 - whatever it was, it must be settled, never repeated blindly
        return failed(error)
    return Done(What.PUBLISHED, receipt=given)


async def _sent(speaker: Any, order: Order) -> Receipt | None:
    receipt: Receipt | None = None
    match order.delivery.verb:
        case Verb.PUBLISH:
            receipt = await speaker.publish(order.draft())
        case Verb.EDIT:
            receipt = await speaker.edit(order.receipt(), order.draft())
        case Verb.DELETE:
            await speaker.delete(order.receipt())
    return receipt


async def look(order: Order) -> Done:
    """Look for the piece in hand of `order` on its platform; never raises."""
    try:
        receipt: Receipt | None = await _speaker(order.channel).find(order.draft())
    except errors.RateLimited as error:
        return Done(What.UNCLEAR, str(error), until=error.until)
    except (errors.ConnectorError, Unsealable) as error:
        return Done(What.UNCLEAR, str(error), locked_out=isinstance(error, LOCKED_OUT))
    except Exception as error:
        log.exception("A look for a post failed", exc_info=error)
        return Done(What.UNCLEAR, "Something unexpected went wrong while looking, and is written in the log.")
    if receipt is None:
        return Done(What.MISSING, "It is certainly not on the platform: it is sent again.")
    return Done(What.FOUND, "It was found on the platform: it had been taken.", receipt=receipt)


def failed(error: Exception) -> Done:
    """Return what `error` means for the post that was sent."""
    match error:
        case errors.Duplicate(existing=receipt) if receipt is not None:
            return Done(What.FOUND, str(error), receipt=receipt)
        case errors.UnknownOutcome() | errors.Duplicate():
            return Done(What.UNKNOWN, str(error))
        case errors.RateLimited():
            return Done(What.LATER, str(error), until=error.until)
        case errors.Transient() | errors.Unreachable():
            return Done(What.LATER, str(error))
        case errors.ConnectorError() | Unsealable():
            return Done(What.REFUSED, str(error), locked_out=isinstance(error, LOCKED_OUT))
        case _:
            log.error("A connector failed in a way nobody foresaw", exc_info=error)
            said = "Something unexpected went wrong after it had begun, and is written in the log."
            return Done(What.UNKNOWN, said)
