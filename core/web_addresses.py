"""What counts as an address that a page may link to."""

import re
from urllib.parse import urlsplit

_FORBIDDEN = re.compile(r"[ \\<>\"]")


def web_address_fault(address: str) -> str | None:
    """Why `address` may not be linked to, in plain words; None where it may.

    Only absolute http and https addresses with a host and without a user name pass, so that no link of ours
    runs a script, leaks a password or shows one host and leads to another.
    """
    if not address.isprintable() or _FORBIDDEN.search(address):  # invisible characters are not printable
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
