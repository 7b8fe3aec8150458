"""Two editors at one record: the second to save is shown what the first changed, and chooses; nothing is lost.

Every form carries the version of the record that it was made from. Where that is no longer the latest when the form
comes back, the form is saved in rehearsal upon the version that it was made from, and what comes of it is compared
with what is stored now (`curation.two_editors`). What both changed is asked about on a page that carries all that was
typed, so that this can happen again without end. Only what was chosen is stored, as a change like any other.
"""

from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db import DataError, IntegrityError, transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from pydantic import ValidationError

from opportunities.admin.conflict_page import AGAIN, AGAINST, answers_in, page_context, questions, typed_in
from opportunities.admin.differences import whole_in_words
from opportunities.admin.history import HistoryPages, told
from opportunities.admin.opened import Opened
from opportunities.admin.posted_rows import as_new_rows, row_with
from opportunities.admin.recording import change_going_on, number_in, reason_in, record_of, recorded
from opportunities.curation.catalogue_files import COLLECTIONS
from opportunities.curation.collections import COLLECTION_OF, MODEL_OF, Place, place_of, records_of, stored_version
from opportunities.curation.history import NOT_RESTORED, history_of, latest_version, version_at
from opportunities.curation.merging import Facts
from opportunities.curation.putting import CannotStoreError, put, refuse_worse
from opportunities.curation.storing import store_whole
from opportunities.curation.two_editors import Compared, as_opened, compare, settled, with_free_refs

_rehearsed: ContextVar[Place | None] = ContextVar("rehearsed", default=None)


class _Saved(Exception):  # noqa: N818  # no error: the way out of a rehearsal
    """A form was saved in rehearsal."""

    def __init__(self, facts: Facts) -> None:
        super().__init__()
        self.facts = facts


@dataclass(frozen=True)
class _Meeting:
    """What the two did: the version from which the form was made (None: unknown), what is stored, what was typed."""

    place: Place
    opened: Opened
    base: Facts | None
    theirs: Facts | None
    mine: Facts


class ConflictPages(HistoryPages):
    """Forms of records, and of rows of records, that notice when somebody else was quicker."""

    change_form_before_template = "admin/history/opened.html"
    change_form_after_template = "admin/history/why.html"

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        extra = {"reason": reason_in(request) or "", **(extra_context or {})}
        if request.method != "POST":
            row = self.get_object(request, unquote(object_id)) if object_id else None
            opened = Opened.now(row) if row is not None else None
            return super().changeform_view(request, object_id, form_url, {**extra, "opened": opened})
        extra["opened"] = Opened.sent(request) if object_id else None
        with recorded(request, "edit" if object_id else "create"):
            answer = self._met(request, object_id, form_url, extra) if object_id else None
            return answer or super().changeform_view(request, object_id, form_url, extra)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """The last step of saving; a rehearsal ends here."""
        if (place := _rehearsed.get()) is not None:
            raise _Saved(stored_version(place) or {})
        return super().log_change(request, obj, message)

    def _met(self, request: HttpRequest, object_id: str, form_url: str, extra: dict[str, Any]) -> HttpResponse | None:
        """The answer where somebody else was quicker; None where nobody was, and the form is saved as usual."""
        opened = Opened.sent(request)
        row = self.get_object(request, unquote(object_id))
        record = record_of(row) if row is not None else None
        place = place_of(record) if record is not None else opened.place
        if place is None or (self.model in COLLECTION_OF and MODEL_OF[place[0]] is not self.model):
            return None
        change_going_on().about_to_change(*records_of(place[0], [place[1]]))
        if row is not None and opened.version == latest_version(place):
            return None
        base = version_at(place, opened.version) if opened.version is not None else None
        came = self._rehearse(request, place, base, row, form_url, extra)
        if came is None and base is not None:  # no such row in that version: then nothing is known of it
            base = None
            came = self._rehearse(request, place, base, row, form_url, extra)
        if came is None or isinstance(came, HttpResponse):
            return came
        return self._answer(request, object_id, _meeting(place, opened, base, came))

    def _rehearse(
        self,
        request: HttpRequest,
        place: Place,
        base: Facts | None,
        row: Model | None,
        form_url: str,
        extra: dict[str, Any],
    ) -> Facts | HttpResponse | None:
        """Save the form upon the version that it was made from, and take it all back.

        Gives what would have been stored; the form itself where it is not right yet; None where its row is not found.
        """
        sent, token = request.POST, _rehearsed.set(place)
        try:
            with transaction.atomic():
                if base is not None and _put_back(place, base):
                    row = row_with(self.model, place, extra["opened"].row)
                if row is None:
                    return None
                formsets = [formset for formset, _inline in self.get_formsets_with_inlines(request, row)]
                for formset in formsets:
                    formset.model._default_manager.filter(**{formset.fk.name: row}).delete()
                request.POST = as_new_rows(sent, formsets)  # type: ignore[assignment]
                response = super().changeform_view(request, str(row.pk), form_url, extra)
                transaction.set_rollback(True)
                return response
        except _Saved as saved:
            request.POST = sent
            return saved.facts
        finally:
            _rehearsed.reset(token)

    def _answer(self, request: HttpRequest, object_id: str, meeting: _Meeting) -> HttpResponse:
        """Store what was chosen, or ask."""
        if meeting.theirs is None:
            return self._answer_deleted(request, meeting)
        latest = latest_version(meeting.place)
        compared = compare(meeting.base, meeting.theirs, meeting.mine)
        answers = answers_in(request, compared, meeting.place, latest)
        if all(one.side == "theirs" for one in compared):
            said = _("Nothing of what you sent differs from what is stored: nothing was changed.")
            self.message_user(request, said, messages.INFO)
            return redirect(request.path)
        is_asked = any(one.side != "mine" for one in compared)
        is_answered = number_in(request, AGAINST) == latest and all(one.side or one.name in answers for one in compared)
        refused = None
        if is_answered or not is_asked:
            try:
                self._store(meeting.place, meeting.theirs, settled(meeting.theirs, compared, answers))
            except CannotStoreError as error:
                refused = str(error)
            else:
                return self._stored(request, object_id, meeting.place)
        return self._ask(request, meeting, compared, answers, refused)

    def _store(self, place: Place, theirs: Facts, facts: Facts) -> None:
        refuse_worse(theirs, facts)
        put(change_going_on(), place[0], facts)

    def _stored(self, request: HttpRequest, object_id: str, place: Place) -> HttpResponse:
        """Go on as after any saving; a row that has another address now is left for its record."""
        row = self.get_object(request, unquote(object_id))
        if row is not None:
            return self.response_change(request, row)
        record = records_of(place[0], [place[1]]).get()
        self.message_user(request, _("“%(name)s” was changed.") % {"name": record}, messages.SUCCESS)
        return redirect(_page_of(record))

    def _ask(
        self, request: HttpRequest, meeting: _Meeting, compared: list[Compared], answers: Any, refused: str | None
    ) -> HttpResponse:
        latest, against = latest_version(meeting.place), number_in(request, AGAINST)
        since = history_of(meeting.place).filter(pk__gt=meeting.opened.version or 0)
        context = {
            "title": _("Somebody else changed this meanwhile"),
            "name": (meeting.theirs or {}).get("name") or meeting.place[1],
            "changes": told(since) if meeting.opened.version is not None else [],
            "against": latest,
            "is_unknown": meeting.base is None,
            "once_more": against is not None and against != latest,
            "lacks_answers": against == latest and refused is None,
            "refused": refused,
            **page_context(request, questions(compared, answers, since)),
        }
        return self._rendered(request, "conflict", context)

    def _answer_deleted(self, request: HttpRequest, meeting: _Meeting) -> HttpResponse:
        """What was typed, of a record that is gone: it can be stored anew."""
        collection = meeting.place[0]
        may_add = self.admin_site._registry[MODEL_OF[collection]].has_add_permission(request)
        refused = None
        if AGAIN in request.POST:
            if not may_add:
                raise PermissionDenied
            draft = {"state": "draft", "publish_at": None, "successor": None} if collection == "opportunities" else {}
            change_going_on().kind = "create"
            try:
                record = put(change_going_on(), collection, {**meeting.mine, **draft})
            except CannotStoreError as error:
                refused = str(error)
            else:
                self.message_user(request, _("What you typed was saved."), messages.SUCCESS)
                return redirect(_page_of(record))
        context = {
            "title": _("Somebody else deleted this meanwhile"),
            "changes": told(history_of(meeting.place)[:1]),
            "whole": whole_in_words(meeting.mine),
            "may_add": may_add,
            "is_draft": collection == "opportunities",
            "refused": refused,
            "typed": typed_in(request),
            "reason": reason_in(request) or "",
        }
        return self._rendered(request, "conflict_deleted", context)


def _meeting(place: Place, opened: Opened, base: Facts | None, mine: Facts) -> _Meeting:
    """The three versions, without the differences that are none of hers."""
    theirs = stored_version(place)
    mine = as_opened(base or theirs or {}, mine)
    if base is not None:
        if place[0] == "opportunities":  # no form has these
            mine |= {name: base[name] for name in NOT_RESTORED}
        mine = with_free_refs(base, theirs, mine) if theirs is not None else mine
    return _Meeting(place, opened, base, theirs, mine)


def _put_back(place: Place, facts: Facts) -> bool:
    """Store an earlier version, in a rehearsal; whether that could be done, beside what is stored today."""
    try:
        with transaction.atomic():
            store_whole(COLLECTIONS[place[0]].model_validate(facts))
    except (ValidationError, IntegrityError, DataError, ObjectDoesNotExist):
        return False
    return True


def _page_of(record: Model) -> str:
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk])
