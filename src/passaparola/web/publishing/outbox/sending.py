"""Tries and looks, off the main thread: what a platform answers, as one of the few things it can mean."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from passaparola.connectors import errors, registry
from passaparola.web.channels.actions import LOCKED_OUT
from passaparola.web.channels.keys import ChannelKeys
from passaparola.web.channels.seal import Unsealable
from passaparola.web.publishing.models.delivery import Verb, What
from passaparola.web.publishing.outbox import taming, turns
from passaparola.web.publishing.outbox.settling import Done

if TYPE_CHECKING:
    from passaparola.connectors.contract import Draft, Receipt
    from passaparola.web.channels.models import Channel
    from passaparola.web.publishing.outbox.orders import Order

log = logging.getLogger(__name__)

LONGEST = 2 * 3600.0
"""Seconds for one piece, the largest film included: a connector that hangs holds nothing for ever."""

UNPREPARED = "It could not be put together, for a reason written in the log: nothing was sent; try again."


def _speaker(channel: Channel) -> Any:
    return registry.speaker(channel.platform, ChannelKeys(channel), turns.line().client)


async def send(order: Order) -> Done:
    """Publish, change or delete the piece in hand of `order`; never raises."""
    async with turns.line().turn(order.channel):
        if (not_now := await turns.kept_back(order)) is not None:
            return not_now
        try:
            speaker, receipt, draft = await _prepared(order)
        except (errors.ConnectorError, Unsealable) as error:
            return taming.tamed(failed(error))
        except Exception:
            log.exception("Delivery %s could not be put together", order.delivery.pk)
            return Done(What.REFUSED, UNPREPARED)
        done = taming.tamed(await _tried(speaker, order.delivery.verb, receipt, draft))
        if done.what == What.LATER and done.until is not None:
            # Those in line behind it do not knock before it is written down.
            turns.line().pauses[order.channel.pk] = done
        return done


async def _prepared(order: Order) -> tuple[Any, Receipt | None, Draft | None]:
    """Return all that is needed, before anything can have been sent; raises where something is missing."""
    draft = order.draft()
    for medium in draft.media if draft else ():
        if not medium.path.is_file():
            raise errors.Invalid(
                f"The file of {medium.name} is missing on this installation's disk: put it back from the"
                " backup, or attach it anew, then try again.",
                field="media",
            )
    speaker = _speaker(order.channel)
    if order.delivery.verb == Verb.PUBLISH:
        draft = await _answering(speaker, draft)
    return speaker, order.receipt(), draft


async def _tried(speaker: Any, verb: str, receipt: Receipt | None, draft: Draft | None) -> Done:
    try:
        async with asyncio.timeout(LONGEST):
            given = await _sent(speaker, verb, receipt, draft)
    except Exception as error:  # noqa: BLE001 - whatever it was, it must be settled, never repeated blindly
        return failed(error)
    if verb == Verb.PUBLISH and given is None:
        return Done(What.UNKNOWN, taming.NAMELESS)
    return Done(What.PUBLISHED, receipt=given)


async def _sent(speaker: Any, verb: str, receipt: Receipt | None, draft: Draft | None) -> Receipt | None:
    given: Receipt | None = None
    match verb:
        case Verb.PUBLISH:
            given = await speaker.publish(draft)
        case Verb.EDIT:
            given = await speaker.edit(receipt, draft)
        case Verb.DELETE:
            await speaker.delete(receipt)
    return given


async def _answering(speaker: Any, draft: Draft | None) -> Draft | None:
    """Return `draft` with the post it answers, where it answers somebody else's."""
    if draft is None or not draft.answers:
        return draft
    return replace(draft, replies_to=await speaker.locate(draft.answers))


async def look(order: Order) -> Done:
    """Look for the piece in hand of `order` on its platform; never raises."""
    return taming.tamed(await _looked(order))


async def _looked(order: Order) -> Done:
    try:
        speaker = _speaker(order.channel)
        draft = order.draft()
        with suppress(errors.Gone):
            # What it answers may have been deleted since: it can be found all the same.
            draft = await _answering(speaker, draft)
        receipt: Receipt | None = await speaker.find(draft)
    except errors.RateLimited as error:
        return Done(What.UNCLEAR, str(error), until=error.until)
    except (errors.ConnectorError, Unsealable) as error:
        return Done(
            What.UNCLEAR,
            str(error),
            locked_out=isinstance(error, LOCKED_OUT),
            barred=isinstance(error, errors.Forbidden),
        )
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
