"""How politely and how patiently pages are asked for."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pace:
    """Times are in seconds. A host that asks to be left alone for longer than `longest_wait` is left to another run."""

    delay: float = 2.0  # between two requests to one host
    longest_delay: float = 30.0  # that a host's robots.txt may ask for
    retries: int = 2
    back_off: float = 4.0  # before the first retry; twice as much before each further one
    longest_wait: float = 60.0
    hosts_at_once: int = 12
    silences: int = 3  # pages in a row that stay without an answer before a host is left to another run
