"""The past on the desk: what was changed, versions, what was deleted, operations and their undoing, many at once."""

import html
import re
from typing import Any

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from opportunities.admin.differences import differences
from opportunities.admin.fact_labels import LABELS
from opportunities.admin.fact_words import lines_of
from opportunities.admin.marking import marked
from opportunities.curation.catalogue_files import COLLECTIONS
from opportunities.curation.changing import changing
from opportunities.curation.history import undo
from opportunities.curation.merging import by_name
from opportunities.curation.putting import put
from opportunities.models import Criterion, Operation, Opportunity, Organisation, RecordChange
from tests.admin.editors import FULL, facts, plum, quicker
from tests.admin.forms_as_sent import form_on, page_for, page_of, send
from tests.builders import make_opportunity, make_organisation, round_entry

pytestmark = pytest.mark.django_db
LIST = reverse("admin:opportunities_operation_changelist")


def text_of(client: Client, address: str) -> str:
    """The page as it reads, its <ins> and <del> kept."""
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    bare = re.sub(r"<(?!/?(ins|del)\b)[^>]*>", " ", response.content.decode())
    return " ".join(html.unescape(bare).split())


def someone(*permissions: str) -> Client:
    """A browser of somebody who may do just this."""
    user = User.objects.create(username="-".join(permissions)[:100] or "nobody", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client = Client()
    client.force_login(user)
    return client


def operation_page(operation: Operation, page: str = "change") -> str:
    return reverse(f"admin:opportunities_operation_{page}", args=[operation.pk])


# --- Facts in words -----------------------------------------------------------------------------------


def test_every_fact_has_a_label() -> None:
    for collection, form in COLLECTIONS.items():
        for name, field in form.model_fields.items():
            groups = getattr(field.annotation, "model_fields", None)
            names = [f"{name}.{inner}" for inner in groups] if groups else [name]
            assert [fact for fact in names if fact not in LABELS] == [], collection


def test_facts_are_words_and_lists_not_json() -> None:
    plum(directions=["uk-to-japan", "joint"], funding={"currency": "GBP", "max": 12_500, "basis": "per-year"})
    named = by_name(facts())
    assert lines_of("directions", named["directions"]) == ["UK to Japan", "Joint work by partners in both"]
    assert lines_of("funding.max", 12_500) == ["12,500"] and lines_of("funding.basis", "per-year") == ["a year"]
    assert lines_of("cycle.rounds[2026]", named["cycle.rounds[2026]"]) == [
        "Label: 2026", "Closes: 2027-01-15", "Source: s2",
    ]  # fmt: skip
    assert lines_of("eligibility.age", named["eligibility.age"]) == ["At most: 30", "Source: s2"]
    assert lines_of("eligibility.either", named["eligibility.either"]) == [
        "Group 1, alternative 1 · Condition: degree: Any of: A doctorate",
        "Group 1, alternative 2 · Condition: work experience: Years, at least: 3",
    ]
    assert lines_of("eligibility.routes", named["eligibility.routes"])[1] == (
        "To study · Condition: host: Needed first: Yes; What is needed: A host who receives you"
    )
    for name, value in named.items():
        assert not [line for line in lines_of(name, value) if "{" in line or "['" in line], name


def test_changed_words_are_marked_and_nothing_is_taken_for_markup() -> None:
    old, new = marked(["Pays <b>500</b> pounds a month.", "Same"], ["Pays <b>700</b> pounds a month.", "Same", "New"])
    assert old == ["Pays &lt;b&gt;<del>500</del>&lt;/b&gt; pounds a month.", "Same"]
    assert new == ["Pays &lt;b&gt;<ins>700</ins>&lt;/b&gt; pounds a month.", "Same", "<ins>New</ins>"]
    assert marked(["渡航費を支給"], ["旅費を支給"]) == (["<del>渡航</del>費を支給"], ["<ins>旅</ins>費を支給"])
    assert marked([], ["a"]) == ([], ["<ins>a</ins>"])
    assert differences({"name": "A"}, {"name": "A"}) == []


# --- The history of a record ------------------------------------------------------------------------


def test_the_history_tells_who_what_when_and_why_with_old_and_new(desk: Client) -> None:
    entry = plum()
    sent = form_on(desk, page_of(entry))
    typed: dict[str, Any] = {"summary": "Money for plums.", "rounds__0__closes_on": "2026-02-02"}
    assert send(desk, page_of(entry), sent, **typed, _reason="The page <i>says</i> so.") == []
    page = text_of(desk, page_of(entry, "history"))
    assert "Edited · by ume · " in page and "(UTC)" in page
    assert "The page <i>says</i> so." in page
    assert "Money for <del>plum-award</del>." in page and "Money for <ins>plums</ins>." in page
    assert "Round “2026” " in page and "Closes: <ins>2026</ins>-<ins>02</ins>-<ins>02</ins>" in page


def test_a_version_is_previewed_and_restored_with_its_reason(desk: Client) -> None:
    entry = plum(name="Old name")
    quicker(None, name="New name", confidence="low")
    version = reverse("admin:opportunities_opportunity_version", args=[entry.pk, 0])
    assert version in desk.get(page_of(entry, "history")).content.decode()
    page = desk.get(version)
    assert b"<del>New</del> name" in page.content and b"<ins>Old</ins> name" in page.content
    assert facts()["name"] == "New name", "looking changes nothing"
    seen = str(page.context["version"])
    assert desk.post(version, {"_version": seen, "_reason": "A slip."}).status_code == 302
    assert (facts()["name"], facts()["confidence"]) == ("Old name", "high")
    done = Operation.objects.first()
    assert done is not None and (done.kind, done.by_name, done.reason) == ("restore", "ume", "A slip.")


def test_a_version_is_not_restored_over_what_was_changed_since_it_was_looked_at(desk: Client) -> None:
    entry = plum(name="Old name")
    quicker(None, name="New name")
    version = reverse("admin:opportunities_opportunity_version", args=[entry.pk, 0])
    seen = str(desk.get(version).context["version"])
    quicker(None, name="Newer name")
    response = desk.post(version, {"_version": seen})
    assert response.status_code == 200 and b"changed meanwhile" in response.content
    assert b"<del>Newer</del> name" in response.content
    assert facts()["name"] == "Newer name"


def test_who_may_only_look_restores_nothing(reader: Client) -> None:
    entry = plum(name="Old name")
    quicker(None, name="New name")
    version = reverse("admin:opportunities_opportunity_version", args=[entry.pk, 0])
    assert "Restore this version" not in text_of(reader, version)
    assert reader.post(version, {}).status_code == 403
    assert facts()["name"] == "New name"
    for wrong in (reverse("admin:opportunities_opportunity_version", args=[entry.pk, 999]), "/admin/opportunities/x/"):
        assert reader.get(wrong).status_code == 404


def test_the_history_is_paged(desk: Client) -> None:
    entry = plum()
    for number in range(23):
        quicker(None, name=f"Name {number}")
    first = text_of(desk, page_of(entry, "history"))
    assert "Page 1 of 2" in first and "Before all of these" not in first
    last = text_of(desk, page_of(entry, "history") + "?p=2")
    assert "<ins>Name 0</ins>" in last
    assert "Before all of these" in last


def test_a_row_leads_to_the_history_of_its_record(desk: Client) -> None:
    entry = plum()
    response = desk.get(page_of(Criterion.objects.all()[0], "history"))
    assert response.status_code == 302 and response["Location"] == page_of(entry, "history")


def test_a_deleted_record_is_found_and_brought_back(desk: Client, reader: Client) -> None:
    trust = make_organisation("sakura-trust", summary="It gives.")
    make_opportunity("plum-award", funders=["sakura-trust"], state="draft")
    assert desk.post(page_of(trust, "delete"), {"post": "yes", "_reason": "It is no more."}).status_code == 302
    deleted = reverse("admin:opportunities_organisation_deleted")
    assert deleted in desk.get(page_for(Organisation, "changelist")).content.decode()
    assert "Sakura Trust" in (page := text_of(desk, deleted)) and "It is no more." in page
    deletion = RecordChange.objects.get(collection="organisations")
    address = reverse("admin:opportunities_organisation_deleted_version", args=[deletion.pk])
    assert "It gives." in text_of(reader, address)
    assert reader.post(address, {}).status_code == 403
    latest = str(desk.get(address).context["version"])
    assert desk.post(address, {"_version": latest}).status_code == 302
    assert Organisation.objects.get().summary == "It gives."
    assert "None was deleted" in text_of(desk, deleted)
    assert desk.get(address).status_code == 404


def test_every_form_asks_why_and_carries_its_version(desk: Client) -> None:
    entry = plum()
    records = [entry, make_organisation(), *entry.rounds.all(), *entry.sources.all(), *entry.criteria.all()]
    for record in records:
        page = desk.get(page_of(record)).content.decode()
        assert 'name="_reason"' in page and 'name="_version" value="0"' in page, record
    for page in (page_for(Opportunity, "add"), page_of(make_organisation("other"), "delete")):
        assert 'name="_reason"' in desk.get(page).content.decode(), page


# --- Operations -------------------------------------------------------------------------------------


def bulk_of(count: int) -> Operation:
    for number in range(count):
        make_opportunity(f"award-{number}", state="draft")
    with changing("bulk", reason="All are doubtful.") as change:
        change.about_to_change(*Opportunity.objects.all())
        Opportunity.objects.update(confidence="low")
    assert change.operation is not None
    return change.operation


def test_operations_are_listed_looked_at_and_undone(desk: Client) -> None:
    operation = bulk_of(3)
    page = text_of(desk, LIST)
    assert "Changed many at once" in page and "All are doubtful." in page and "the machine" in page
    assert "Award 2" in text_of(desk, operation_page(operation))
    undo_page = operation_page(operation, "undo")
    assert "3 entries say again what they said before" in text_of(desk, undo_page)
    assert Opportunity.objects.filter(confidence="low").count() == 3, "looking changes nothing"
    assert desk.post(undo_page, {"_reason": "Not all."}).status_code == 302
    assert Opportunity.objects.filter(confidence="high").count() == 3
    undone = Operation.objects.get(undoes=operation)
    assert (undone.by_name, undone.reason) == ("ume", "Not all.")
    assert "This was undone" in text_of(desk, operation_page(operation))
    assert desk.post(undo_page, {}).status_code == 302 and Operation.objects.count() == 2
    assert desk.post(operation_page(undone, "undo"), {}).status_code == 302
    assert Opportunity.objects.filter(confidence="low").count() == 3


def test_what_cannot_be_undone_is_told_before_and_after(desk: Client) -> None:
    operation = bulk_of(2)
    quicker(None, ("opportunities", "award-1"), confidence="medium")
    told = "“Award 1”: “Confidence” was changed again since, and stays."
    assert told in text_of(desk, operation_page(operation, "undo"))
    response = desk.post(operation_page(operation, "undo"), {}, follow=True)
    assert told in html.unescape(response.content.decode())
    assert set(Opportunity.objects.values_list("slug", "confidence")) == {("award-0", "high"), ("award-1", "medium")}


def test_operations_are_filtered_by_kind_and_by_whom(desk: Client) -> None:
    bulk_of(1)
    quicker(User.objects.get(username="ume"), ("opportunities", "award-0"), name="Renamed")
    kinds = {"?kind=bulk": 1, "?kind=edit": 1, "?kind=import": 0, "?kind=x": 2, "?by=ume": 1, "?by=-": 1, "": 2}
    for query, count in kinds.items():
        response = desk.get(LIST + query)
        assert response.context["cl"].result_count == count, query
    assert desk.get(LIST + f"?at__year={timezone.now().year}").context["cl"].result_count == 2
    assert desk.get(LIST + "?q=Renamed").context["cl"].result_count == 1


def _create() -> Operation:
    with changing("create") as change:
        put(change, "opportunities", {**by_name_of("plum-award"), "state": "draft"})
    assert change.operation is not None
    return change.operation


def by_name_of(key: str) -> Any:
    """The facts of an entry that is not stored."""
    entry = make_opportunity(key, **FULL)
    whole = facts(("opportunities", key))
    entry.delete()
    return whole


def _publish() -> Operation:
    plum()
    quicker(None, state="published")
    return Operation.objects.get()


def _delete() -> Operation:
    entry = plum()
    with changing("delete") as change:
        change.about_to_delete(entry)
        entry.delete()
    return Operation.objects.get()


def _import() -> Operation:
    operation = _create()
    Operation.objects.update(kind="import")
    operation.refresh_from_db()
    return operation


@pytest.mark.parametrize(
    ("made", "enough"),
    [
        (lambda: bulk_of(1), ["change_opportunity"]),
        (_create, ["delete_opportunity"]),
        (_import, ["import_opportunity"]),
        (_delete, ["add_opportunity"]),
        (_publish, ["change_opportunity", "publish_opportunity"]),
    ],
    ids=["bulk", "create", "import", "delete", "publish"],
)
def test_undoing_needs_what_the_reverse_needs(made: Any, enough: list[str]) -> None:
    operation = made()
    every = {"change_opportunity", "delete_opportunity", "add_opportunity", "publish_opportunity", "import_opportunity"}
    undo_page = operation_page(operation, "undo")
    for lacking in enough:
        client = someone("view_operation", *(every - {lacking}))
        assert client.get(undo_page).status_code == client.post(undo_page).status_code == 403, lacking
        assert "one must be allowed to" in text_of(client, operation_page(operation))
    assert someone("view_operation", *enough).post(undo_page).status_code == 302
    assert Operation.objects.filter(undoes=operation).exists()


def test_nobody_edits_the_past(desk: Client) -> None:
    operation = bulk_of(1)
    assert desk.post(operation_page(operation), {"reason": "x"}).status_code in (200, 403)
    assert desk.get(operation_page(operation, "delete")).status_code == 403
    operation.refresh_from_db()
    assert operation.reason == "All are doubtful."


# --- Many at once -----------------------------------------------------------------------------------


def asked(client: Client, action: str, *entries: Opportunity) -> Any:
    """The page that asks before many entries are changed."""
    chosen = [str(entry.pk) for entry in entries]
    return client.post(page_for(Opportunity, "changelist"), {"action": action, ACTION_CHECKBOX_NAME: chosen})


def confirmed(client: Client, page: Any, **values: str) -> Any:
    context = page.context
    chosen = [str(entry.pk) for entry, _lines in context["rows"]]
    sent = {"action": context["action"], ACTION_CHECKBOX_NAME: chosen, "_confirmed": "yes"}
    return client.post(page_for(Opportunity, "changelist"), {**sent, "_seen": str(context["seen"]), **values})


@pytest.mark.parametrize(
    ("action", "value", "fact", "stored"),
    [
        ("set_confidence", "low", "confidence", "low"),
        ("set_programme_status", "paused", "programme_status", "paused"),
        ("set_next_check", "2099-01-31", "next_check", "2099-01-31"),
        ("add_class", "direction:in-uk", "directions", ["joint", "in-uk"]),
        ("add_class", "stage:doctoral", "career_stages", ["doctoral"]),
        ("add_class", "activity:event", "activities", ["research-visit", "event"]),
        ("remove_class", "discipline:all", "disciplines", []),
        ("mark_checked", None, "last_checked", timezone.localdate().isoformat()),
    ],
)
def test_one_thing_is_changed_in_many_entries_and_undone_as_one(
    desk: Client, action: str, value: str | None, fact: str, stored: Any
) -> None:
    entries = [make_opportunity(f"award-{number}", state="draft") for number in range(3)]
    before = [facts(("opportunities", entry.slug)) for entry in entries]
    page = asked(desk, action, *entries[:2])
    assert "Award 0" in page.content.decode() and "Award 2" not in page.content.decode()
    assert not Operation.objects.exists()
    values = {"value": value} if value else {}
    assert confirmed(desk, page, **values, _reason="By and large.").status_code == 302
    after = [facts(("opportunities", entry.slug)) for entry in entries]
    assert [one[fact] for one in after[:2]] == [stored, stored] and after[2] == before[2]
    done = Operation.objects.last()
    if stored != before[0][fact] or action == "mark_checked":
        assert done is not None and (done.kind, done.by_name, done.reason) == ("bulk", "ume", "By and large.")
        undo(done, None)
        assert [facts(("opportunities", entry.slug)) for entry in entries] == before
    else:
        assert done is None, "what changes nothing is no operation"


def test_many_are_asked_about_again_where_somebody_was_quicker(desk: Client) -> None:
    entries = [make_opportunity(f"award-{number}", state="draft") for number in range(2)]
    page = asked(desk, "set_confidence", *entries)
    quicker(None, ("opportunities", "award-1"), confidence="medium")
    again = confirmed(desk, page, value="low")
    assert again.status_code == 200 and "changed while you looked" in again.content.decode()
    assert facts(("opportunities", "award-0"))["confidence"] == "high"
    assert confirmed(desk, again, value="low").status_code == 302
    assert facts(("opportunities", "award-1"))["confidence"] == "low"


def test_a_published_entry_keeps_its_last_direction(desk: Client) -> None:
    page_facts = {"official_url": "https://example.org/plum"}
    entries = [
        make_opportunity("public-award", application=page_facts),
        make_opportunity("draft-award", state="draft", cycle={"rounds": [round_entry()]}),
    ]
    response = confirmed(desk, asked(desk, "remove_class", *entries), value="direction:joint")
    assert response.status_code == 200 and "A published entry keeps this" in response.content.decode()
    assert facts(("opportunities", "draft-award"))["directions"] == ["joint"], "all or nothing"


@pytest.mark.parametrize("value", ["", "x", "direction:x", "2020-01-01"])
def test_a_value_that_cannot_be_is_refused(desk: Client, value: str) -> None:
    entry = make_opportunity("plum-award", state="draft")
    for action in ("set_confidence", "set_next_check", "add_class"):
        assert confirmed(desk, asked(desk, action, entry), value=value).status_code == 200, action
    assert not Operation.objects.exists()


def test_who_may_not_change_changes_nothing_at_once(reader: Client) -> None:
    entry = make_opportunity("plum-award", state="draft")
    asked(reader, "set_confidence", entry)
    data = {"action": "set_confidence", ACTION_CHECKBOX_NAME: str(entry.pk), "_confirmed": "yes", "value": "low"}
    reader.post(page_for(Opportunity, "changelist"), data)
    assert facts()["confidence"] == "high"
