"""Which addresses of the network belong to the public internet, and looking up those of a host."""

import asyncio
import socket
from contextlib import suppress
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from threading import Thread

_THROUGH_NAT64 = IPv6Network("64:ff9b::/96")


def is_public(address: str) -> bool:
    """Whether an IP address may be asked: not private, loopback, link-local, multicast or reserved.

    An IPv6 address that carries an IPv4 address (mapped, 6to4, NAT64) is what that one is.
    """
    ip = ip_address(address)
    if isinstance(ip, IPv6Address) and (carried := _carried_by(ip)) is not None:
        return is_public(str(carried))
    kept_apart = (
        ip.is_private
        or ip.is_loopback
        or ip.is_link_local
        or ip.is_multicast
        or ip.is_reserved
        or ip.is_unspecified
        or (isinstance(ip, IPv6Address) and ip.is_site_local)
    )
    return ip.is_global and not kept_apart


def _carried_by(ip: IPv6Address) -> IPv4Address | None:
    if ip in _THROUGH_NAT64:
        return IPv4Address(int(ip) & 0xFFFF_FFFF)
    return ip.ipv4_mapped or ip.sixtofour


async def look_up(host: str) -> list[str]:
    """The IP addresses of a host, in the order in which to try them. Raises OSError where it has none.

    A thread of its own for each: one that hangs delays neither another look-up nor the end of the process.
    """
    loop = asyncio.get_running_loop()
    found: asyncio.Future[list[str]] = loop.create_future()

    def tell(addresses: list[str], error: Exception | None) -> None:
        if found.done():  # nobody waits any more
            return
        if error is None:
            found.set_result(addresses)
        else:
            found.set_exception(error)

    def ask() -> None:
        addresses: list[str] = []
        failed: Exception | None = None
        try:
            rows = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
            addresses = list(dict.fromkeys(str(row[4][0]) for row in rows))
        except OSError as error:
            failed = error
        except UnicodeError as error:  # a name that no host can have
            failed = OSError(str(error))
        with suppress(RuntimeError):  # the loop has ended meanwhile
            loop.call_soon_threadsafe(tell, addresses, failed)

    Thread(target=ask, name="look-up", daemon=True).start()
    return await found
