"""Whether an answer can have changed, told without making it."""

from datetime import UTC, datetime, time
from hashlib import sha256

from opportunities.search.snapshot import Snapshot


def day_of(at: datetime) -> datetime:
    """The moment by which rounds are history: the last midnight (UTC)."""
    return datetime.combine(at.astimezone(UTC).date(), time.min, UTC)


def entity_tag(address: str, language: str, at: datetime, snapshot: Snapshot) -> str:
    """A tag that is the same as long as the answer is.

    The answer depends on the address, the language and the catalogue's revision; on time through where programmes
    stand, which holds until a known second, and through which rounds are history. The tag is a weak one, as a new
    release of this program may write the same with other bytes.
    """
    parts = (address, language, snapshot.revision, snapshot.at(at).until, day_of(at))
    digest = sha256("\n".join(map(str, parts)).encode()).hexdigest()
    return f'W/"{digest[:32]}"'


def last_change(at: datetime, snapshot: Snapshot) -> datetime:
    """A moment since which the answer has certainly not changed; not after `at`."""
    return min(at, max(snapshot.taken_at, snapshot.at(at).since, day_of(at)))
