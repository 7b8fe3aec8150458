"""How many mails may be asked for from one place and for one address. Both are kept as hashes only, for a day."""

from datetime import datetime, timedelta

from django.utils.crypto import salted_hmac

from opportunities.models import SignUp

KEPT = timedelta(days=1)
PER_SOURCE = 20  # mails asked for from one place in a day
PER_SOURCE_AND_ADDRESS = 5  # of these, for one address
PER_ADDRESS = 10  # mails to one address in a day, from wherever they are asked for


class TooManyRequestsError(Exception):
    """More was asked for than is good."""


def note_request(source: str, address: str, at: datetime) -> bool:
    """Remember that a mail is asked for, and say whether it may be sent.

    Raises TooManyRequestsError where the one who asks has asked too often, and may know it. That others have asked
    for this address too often is nobody's business: then nothing is sent, and nothing is said.
    """
    forget_requests(at)
    source, address = _hashed("source", source), _hashed("address", address.lower())
    lately = SignUp.objects.filter(at__gt=at - KEPT)
    from_here = lately.filter(source=source)
    if from_here.count() >= PER_SOURCE or from_here.filter(address=address).count() >= PER_SOURCE_AND_ADDRESS:
        raise TooManyRequestsError
    is_fine = lately.filter(address=address).count() < PER_ADDRESS
    SignUp.objects.create(source=source, address=address, at=at)
    return is_fine


def forget_requests(at: datetime) -> int:
    """Delete what is older than a day; gives how many there were."""
    return SignUp.objects.filter(at__lte=at - KEPT).delete()[0]


def _hashed(kind: str, value: str) -> str:
    return salted_hmac(f"opportunities.alerts.limits.{kind}", value, algorithm="sha256").hexdigest()
