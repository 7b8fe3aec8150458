"""How long ago a form was fetched, as the form says itself under our signature. Nothing is stored for it."""

from django.core.signing import BadSignature, SignatureExpired, TimestampSigner

SHORTEST = 3  # seconds in which nobody can have read the page
LONGEST = 24 * 60 * 60  # seconds after which what stands beside the boxes may be out of date

TOO_FAST, TOO_OLD = "too fast", "too old"
_signer = TimestampSigner(salt="opportunities.suggesting.stamps")


def new_stamp() -> str:
    """What a form that is fetched now carries."""
    return str(_signer.sign("form"))


def fault_of(stamp: str) -> str | None:
    """TOO_FAST, or TOO_OLD for one that is too old or not ours; None for a good one."""
    try:
        _signer.unsign(stamp, max_age=LONGEST)
    except BadSignature:
        return TOO_OLD
    try:
        _signer.unsign(stamp, max_age=SHORTEST)
    except SignatureExpired:
        return None
    return TOO_FAST
