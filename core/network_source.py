"""Where a request comes from, so that doors which anybody may knock at can limit how often that is."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest

_IPV6_NETWORK = 64  # bits: one connection has all addresses of such a network


def source_of(request: HttpRequest) -> str:
    """Where a request comes from: the network address that the nearest trusted proxy saw, or that we see ourselves."""
    seen = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    proxies = settings.TRUSTED_PROXIES
    address = seen[-proxies] if 0 < proxies <= len(seen) else request.META.get("REMOTE_ADDR", "")
    return _network(address)


def _network(address: str) -> str:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv4Address):
        return str(parsed)
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((parsed, _IPV6_NETWORK), strict=False))
