"""A visitor's profile lives in her browser: a signed cookie, and nowhere else.

What depends on it is hers alone: such a page is kept by no cache. Without the cookie pages are the same for everybody.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from opportunities.eligibility.profile import Profile
from opportunities.web.profile.text import read, write

COOKIE = "profile"
LIFETIME = 180 * 24 * 60 * 60  # seconds since she last saved it
LONGEST_COOKIE = 3_900  # characters; browsers drop cookies of more than 4,096 bytes
_SIGNER = "opportunities.web.profile"

_Rest = ParamSpec("_Rest")


@dataclass(frozen=True, slots=True)
class OwnProfile:
    """What a visitor's browser says of her. `profile` is None where nothing is known; `trouble` tells why, if need be.

    `is_there` says whether there is a cookie at all, of whatever kind.
    """

    profile: Profile | None = None
    trouble: str | None = None
    is_there: bool = False

    @property
    def known(self) -> Profile:
        """The profile, an empty one where nothing is known."""
        return self.profile or Profile()


def in_cookie(text: str | None) -> OwnProfile:
    """The profile that a cookie holds. One that is not ours, or not whole, or too old, is none."""
    if text is None:
        return OwnProfile()
    lost = _("We could not read the answers that this browser kept, so we have removed them. Please give them again.")
    if len(text) > LONGEST_COOKIE:
        return OwnProfile(None, lost, is_there=True)
    try:
        profile, unusable = read(_signer().unsign(text, max_age=LIFETIME))
    except SignatureExpired:
        aged = _("Your answers were kept for 180 days and are removed now. Please give them again.")
        return OwnProfile(None, aged, is_there=True)
    except BadSignature:
        return OwnProfile(None, lost, is_there=True)
    trouble = (
        _("Some of your answers could not be read any more: please look through them on the page “Can I apply?”.")
        if unusable
        else None
    )
    return OwnProfile(None if profile.is_empty else profile, trouble, is_there=True)


def store(profile: Profile, response: HttpResponse) -> None:
    """Have the browser keep the profile; an empty one leaves nothing behind."""
    if profile.is_empty:
        forget(response)
        return
    response.set_cookie(
        COOKIE,
        _signer().sign(write(profile)),
        max_age=LIFETIME,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def forget(response: HttpResponse) -> None:
    """Have the browser remove the profile."""
    response.delete_cookie(COOKIE, samesite="Lax")


def with_profile(
    view: Callable[Concatenate[HttpRequest, OwnProfile, _Rest], HttpResponse],
) -> Callable[Concatenate[HttpRequest, _Rest], HttpResponse]:
    """A view that is told what the visitor's browser says of her, and whose pages then belong to her alone."""

    @wraps(view)
    def told(request: HttpRequest, /, *args: _Rest.args, **kwargs: _Rest.kwargs) -> HttpResponse:
        own = in_cookie(request.COOKIES.get(COOKIE))
        response = view(request, own, *args, **kwargs)
        patch_vary_headers(response, ["Cookie"])
        if own.is_there or request.method == "POST":
            response["Cache-Control"] = "private, no-store"
        if own.is_there and own.profile is None and COOKIE not in response.cookies:
            forget(response)
        return response

    return told


def _signer() -> TimestampSigner:
    return TimestampSigner(salt=_SIGNER)
