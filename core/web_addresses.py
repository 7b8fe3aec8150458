"""What counts as an address that a page may link to."""

import re
from urllib.parse import urlsplit

_FORBIDDEN = re.compile(r"[\s\x00-\x1f\x7f-\x9f\\<>\"\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


def web_address_fault(address: str) -> str | None:
    """Why `address` may not be linked to, in plain words; None where it may.

    Only absolute http and https addresses with a host and without a user name pass, so that no link of ours
    runs a script, leaks a password or shows one host and leads to another.
    """
    if _FORBIDDEN.search(address):
        return "has a space, a control character, a backslash or a bracket in it"
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return "is not a well-formed web address"
    if not address.startswith(("http://", "https://")):
        return "must begin with http:// or https://"
    if not host or "." not in host.strip("."):
        return "has no host name"
    if parts.username is not None:
        return "must not carry a user name"
    return None
