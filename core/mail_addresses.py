"""What counts as an e-mail address that we write to."""

_LONGEST_NAME = 64  # characters before the @, by RFC 5321


def is_plain_address(address: str) -> bool:
    """Whether an address is free of quotes, spaces and characters that are not seen, legal or not."""
    name = address.rpartition("@")[0]
    return address.isprintable() and not any(sign in address for sign in '"\\ ,;:<>()[]') and len(name) <= _LONGEST_NAME
