"""What happens to a form that is sent: it is taken, or it comes back with all that was typed."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from core.network_source import source_of
from opportunities.models import Opportunity
from opportunities.search.current import UNREACHABLE
from opportunities.suggesting.forms import SuggestionForm
from opportunities.suggesting.limits import TooManySuggestionsError
from opportunities.suggesting.sending import send

TAKEN = 303  # the status that leads on to the page of thanks

_View = Callable[..., HttpResponse]


def take(request: HttpRequest, form: SuggestionForm, opportunity: Opportunity | None) -> int:
    """Take what was sent, if anything was; gives the status to answer with. The form then says what is wrong with it.

    A machine that filled in the trap is thanked like everybody, so that it learns nothing.
    """
    if request.method != "POST":
        return 200
    if form.is_from_a_machine:
        return TAKEN
    if not form.is_valid():
        return 422
    try:
        send(form, opportunity, source_of(request), timezone.now())
    except TooManySuggestionsError:
        said = _(
            "From your connection, a great many suggestions have come today, and we can read no more. "
            "What you wrote is still here: please send it tomorrow."
        )
        form.add_error(None, said)
        return 429
    return TAKEN


def nothing_lost(form_class: type[SuggestionForm]) -> Callable[[_View], _View]:
    """A view that gives back what was typed where the database cannot be reached, to be copied and sent later."""

    def decorated(view: _View) -> _View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                return view(request, *args, **kwargs)
            except UNREACHABLE:
                if request.method != "POST":
                    raise
                boxes = [box for box in form_class(request.POST) if box.value()]
                return render(request, "suggesting/unsent.html", {"boxes": boxes}, status=503)

        return guarded

    return decorated
