"""Keeps requests out of private networks, at the moment of connecting.

The name is resolved here, every address it stands for is checked, and the connection goes to a checked
address: a name that changes its mind between check and use (DNS rebinding) gains nothing.
"""

from __future__ import annotations

import asyncio
import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import TYPE_CHECKING, TypeAlias

import httpcore

from passaparola.http.errors import NoSuchHost, Refused

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    Resolver: TypeAlias = Callable[[str, int], Awaitable[list[str]]]
    SocketOption: TypeAlias = (
        tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]
    )

Address: TypeAlias = IPv4Address | IPv6Address

# Public by number, yet answered from inside a data centre: Azure's WireServer hands out machine credentials.
METADATA = frozenset({ip_address("168.63.129.16")})
NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052: the last 32 bits are an IPv4 address
UNICAST = IPv6Network("2000::/3")  # all that is given out to the public (IANA, RFC 4291)


def _inner(address: Address) -> Address:
    """Unwrap an IPv4 address that travels inside an IPv6 one."""
    if isinstance(address, IPv4Address):
        return address
    if address in NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo
    return address.ipv4_mapped or address.sixtofour or (teredo[1] if teredo else None) or address


def is_public(text: str) -> bool:
    """Say whether the IP address `text` is one anybody on the internet may reach."""
    address = _inner(ip_address(text.partition("%")[0]))
    if isinstance(address, IPv6Address) and address not in UNICAST:
        return False
    return address.is_global and not address.is_multicast and address not in METADATA


async def resolve(host: str, port: int) -> list[str]:
    """Ask the system for the addresses of `host`, without repeats, in its order; raises `NoSuchHost`."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError) as error:
        raise NoSuchHost(f"there is no host {host}") from error
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


async def checked(host: str, port: int, *, allow_private: bool, resolver: Resolver) -> list[str]:
    """Return the addresses of `host` where we may go to all of them; raises `Refused` or `NoSuchHost`."""
    addresses = await resolver(host, port)
    hidden = [address for address in addresses if not is_public(address)]
    if hidden and not allow_private:
        raise Refused(
            f"{host} is on a private network ({hidden[0]}), where we do not go"
            " unless PASSAPAROLA_ALLOW_PRIVATE=1 is set"
        )
    return addresses


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Connects httpcore's pool to checked addresses only; everything above it keeps the name (TLS, Host)."""

    def __init__(self, *, allow_private: bool, resolver: Resolver = resolve) -> None:
        self._allow_private = allow_private
        self._resolver = resolver
        self._inner = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109  httpcore's signature
        local_address: str | None = None,
        socket_options: Iterable[SocketOption] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to the first address of `host` that answers, once all of them have been checked."""
        last: Exception = NoSuchHost(f"there is no host {host}")
        found = await checked(host, port, allow_private=self._allow_private, resolver=self._resolver)
        for address in found:
            try:
                return await self._inner.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                last = error
        raise last

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ASYNC109  httpcore's signature
        socket_options: Iterable[SocketOption] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Refuse: nothing on this machine's own sockets is ours to read."""
        _ = timeout, socket_options
        raise Refused(f"{path} is a socket of this machine, where we do not go")

    async def sleep(self, seconds: float) -> None:
        """Wait as httpcore asks."""
        await asyncio.sleep(seconds)
