"""Synonyms on the desk: typed one per line, ticked for each facet, refused in words."""

from typing import Any

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.test import Client

from opportunities.curation.reading import synonym_facts
from opportunities.curation.synonyms import SynonymFacts
from opportunities.models import CatalogueRevision, Organisation, SynonymGroup
from tests.admin.forms_as_sent import form_on, page_for, page_of, send
from tests.builders import make_opportunity, make_organisation, make_synonyms


def facts_of(group: SynonymGroup) -> dict[str, Any]:
    """The stored facts, which must be such as the catalogue's files may hold."""
    stored = synonym_facts(SynonymGroup.objects.get(pk=group.pk)).model_dump()
    assert SynonymFacts.model_validate(stored).model_dump() == stored
    return stored


def revision() -> int:
    found = CatalogueRevision.objects.first()
    return found.number if found else 0


def add(desk: Client, **typed: Any) -> list[str]:
    """Type in a new group; gives the complaints."""
    address = page_for(SynonymGroup, "add")
    return send(desk, address, form_on(desk, address), **typed)


# --- What is typed is what is stored ------------------------------------------------------------


def test_a_new_group(desk: Client) -> None:
    make_organisation("sakura-trust")
    make_organisation("plum-trust")
    typed = {
        "words": "学振\r\n\r\n  JSPS  London \r\n学振ロンドン", "stage": ["doctoral", "early-career"],
        "discipline": ["all", "1.1"], "funder": ["sakura-trust", "plum-trust"], "note": "An office.",
    }  # fmt: skip
    before = revision()
    assert add(desk, **typed) == []
    group = SynonymGroup.objects.get()
    assert facts_of(group)["words"] == ["学振", "JSPS London", "学振ロンドン"]
    assert group.means == {
        "stage": ["doctoral", "early-career"],
        "discipline": ["all", "1.1"],
        "funder": ["plum-trust", "sakura-trust"],
    }
    assert (group.key, group.note) == ("jsps-london", "An office.")
    assert revision() == before + 1


def test_keys_are_made_from_the_words_and_never_twice(desk: Client) -> None:
    for words in ("travel_grant", "travel-grants", "Travel, grant", "学振", "科研費", "ł" * 80, "a" * 80):
        assert add(desk, words=words) == []
    keys = [group.key for group in SynonymGroup.objects.order_by("pk")]
    assert keys[:3] == ["travel-grant", "travel-grants", "travel-grant-2"]
    assert keys[3:5] == ["synonyms", "synonyms-2"]
    assert keys[6] == "a" * 70
    for group in SynonymGroup.objects.all():
        facts_of(group)


def test_a_group_sent_back_untouched_stays_as_it_is(desk: Client, loaded_catalogue: None) -> None:
    for group in SynonymGroup.objects.order_by("key")[::40]:
        before = facts_of(group)
        assert send(desk, page_of(group), form_on(desk, page_of(group))) == [], group
        assert facts_of(group) == before


def test_an_edit_keeps_the_key_and_the_order_and_can_take_everything_away(desk: Client) -> None:
    group = make_synonyms("cherry", words=["cherry"], means={"stage": ["senior", "school"], "kind": ["prize"]})
    sent = form_on(desk, page_of(group))
    assert sent["words"] == ["cherry"] and sent["stage"] == ["school", "senior"]
    before = revision()
    assert send(desk, page_of(group), sent, words="cherry\nsakura", stage=["school", "doctoral", "senior"]) == []
    facts = facts_of(group)
    assert (facts["key"], facts["words"]) == ("cherry", ["cherry", "sakura"])
    assert facts["means"]["stage"] == ["senior", "school", "doctoral"]
    assert revision() == before + 1
    assert send(desk, page_of(group), form_on(desk, page_of(group)), stage=[], kind=[], key="other") == []
    group.refresh_from_db()
    assert (group.key, group.means) == ("cherry", {})


def test_deleting_raises_the_revision(desk: Client) -> None:
    one, two = make_synonyms("one"), make_synonyms("two")
    before = revision()
    assert desk.post(page_of(one, "delete"), {"post": "yes"}).status_code == 302
    assert revision() == before + 1
    action = {"action": "delete_selected", ACTION_CHECKBOX_NAME: [str(two.pk)], "post": "yes"}
    assert desk.post(page_for(SynonymGroup, "changelist"), action).status_code == 302
    assert revision() == before + 2
    assert not SynonymGroup.objects.exists()


# --- What is refused ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        ({"words": ""}, "words: This field is required."),
        ({"words": " \r\n "}, "words: This field is required."),
        ({"words": "…!"}, "words: “…!” cannot be looked for"),
        ({"words": "a" * 81}, "cannot be looked for"),
        ({"words": "bell\x07"}, "words: This text has a control character in it"),
        ({"words": "Osaka\r\nŌSAKA"}, "words: “ŌSAKA” stands twice."),
        ({"words": "ＴＡＫＥＮ"}, "words: “ＴＡＫＥＮ” stands in another group already: taken, 既出."),
        ({"stage": ["wizard"]}, "stage: Select a valid choice. wizard is not one of the available choices."),
        ({"discipline": ["1.99"]}, "discipline: Select a valid choice."),
        ({"funder": ["moon-trust"]}, "funder: Select a valid choice."),
        ({"note": "bell\x07"}, "note: This text has a control character in it"),
    ],
)
def test_bad_input(desk: Client, typed: dict[str, Any], complaint: str) -> None:
    make_synonyms("taken", words=["taken", "既出"])
    before = revision()
    complaints = add(desk, **{"words": "new", **typed})
    assert len(complaints) == 1 and complaint in complaints[0], complaints
    assert SynonymGroup.objects.count() == 1
    assert revision() == before


def test_an_organisation_that_synonyms_name_cannot_be_deleted(desk: Client) -> None:
    trust = make_organisation("sakura-trust")
    group = make_synonyms("cherry", means={"funder": ["sakura-trust"]})
    html = desk.get(page_of(trust, "delete")).content.decode()
    assert "would require deleting the following protected related objects" in html
    assert page_of(group) in html
    assert desk.post(page_of(trust, "delete"), {"post": "yes"}).status_code == 200
    action = {"action": "delete_selected", ACTION_CHECKBOX_NAME: [str(trust.pk)], "post": "yes"}
    assert desk.post(page_for(Organisation, "changelist"), action).status_code == 200
    assert Organisation.objects.exists()
    group.delete()
    assert desk.post(page_of(trust, "delete"), {"post": "yes"}).status_code == 302
    assert not Organisation.objects.exists()


# --- The list, and those who may only look ------------------------------------------------------


def test_the_list_shows_words_meaning_and_note(desk: Client) -> None:
    make_organisation("sakura-trust")
    make_synonyms(words=["cherry", "桜"], means={"discipline": ["all", "1.1"]}, note="A tree.")
    html = desk.get(page_for(SynonymGroup, "changelist")).content.decode()
    for text in ("cherry, 桜", "Field: Open to every field, Mathematics", "A tree."):
        assert text in html


@pytest.mark.parametrize("text", ["桜", "ＣＨＥＲＲＹ", "cherry blos", "tree"])
def test_the_list_is_searched_in_any_script(desk: Client, text: str) -> None:
    make_synonyms(words=["Cherry blossom", "桜"], note="A tree.")
    make_synonyms("plum", words=["plum", "梅"])
    html = desk.get(page_for(SynonymGroup, "changelist"), {"q": text}).content.decode()
    assert "Cherry blossom, 桜" in html
    assert "plum, 梅" not in html


def test_who_may_only_look_sees_the_meaning_in_words(reader: Client, db: None) -> None:
    make_opportunity()
    group = make_synonyms(words=["cherry", "桜"], means={"stage": ["doctoral"]})
    html = reader.get(page_of(group)).content.decode()
    assert "桜" in html and "Doctoral researcher (R1)" in html
    assert 'name="_save"' not in html
    assert reader.post(page_of(group), {"words": "taken over"}).status_code == 403
    assert reader.get(page_for(SynonymGroup, "add")).status_code == 403
    assert SynonymGroup.objects.get().words == ["cherry", "桜"]


def test_strangers_are_asked_to_log_in(client: Client, db: None) -> None:
    assert "/login/" in client.get(page_for(SynonymGroup, "add")).headers["Location"]
