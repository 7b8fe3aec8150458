"""Synonyms in files: refused with file, line, entry and field, stored, merged with curators' edits, exported."""

from pathlib import Path
from typing import Any

import pytest

from opportunities.curation.catalogue_files import CatalogueError
from opportunities.curation.exporting import export_catalogue
from opportunities.curation.loading import Kept, LoadReport, load_catalogue
from opportunities.models import CatalogueRevision, SynonymGroup
from tests.builders import make_synonyms, opportunity_entry, organisation_entry, synonym_entry, write_catalogue
from tests.curation.refusals import only, refused

pytestmark = pytest.mark.django_db

TRUST = organisation_entry("sakura-trust")


def load(folder: Path, *synonyms: dict[str, Any], overwrite: bool = False) -> LoadReport:
    """Write a catalogue of these synonyms and one organisation, and load it."""
    return load_catalogue(write_catalogue(folder, organisations=[TRUST], synonyms=synonyms), overwrite=overwrite)


# --- What is stored --------------------------------------------------------------------------


def test_a_group_in_two_languages_with_what_it_names(tmp_path: Path) -> None:
    means = {"stage": ["early-career", "doctoral"], "discipline": ["all", "1.1"], "funder": ["sakura-trust"]}
    load(tmp_path, synonym_entry("postdoc", words=["postdoc", "ポスドク"], means=means, note="As people say."))
    group = SynonymGroup.objects.get()
    assert (group.key, group.words, group.note) == ("postdoc", ["postdoc", "ポスドク"], "As people say.")
    assert group.means == means


def test_a_group_that_names_nothing(tmp_path: Path) -> None:
    report = load(tmp_path, synonym_entry("cherry"))
    group = SynonymGroup.objects.get()
    assert report.created["synonyms"] == ["cherry"]
    assert (group.means, group.note) == ({}, None)


def test_new_and_changed_synonyms_raise_the_revision_and_the_same_do_not(tmp_path: Path) -> None:
    def revision() -> int:
        return CatalogueRevision.objects.get().number

    load(tmp_path)
    before = revision()
    load(tmp_path, synonym_entry("cherry"))
    assert revision() == before + 1
    load(tmp_path, synonym_entry("cherry"))
    assert revision() == before + 1
    report = load(tmp_path, synonym_entry("cherry", means={"kind": ["prize"]}))
    assert report.changed["synonyms"] == {"cherry": ["means.kind"]}
    assert revision() == before + 2


def test_a_word_may_move_to_another_group_in_one_load(tmp_path: Path) -> None:
    load(tmp_path, synonym_entry("a", words=["one", "two"]), synonym_entry("b", words=["three"]))
    load(tmp_path, synonym_entry("a", words=["one"]), synonym_entry("b", words=["three", "two"]))
    assert dict(SynonymGroup.objects.values_list("key", "words")) == {"a": ["one"], "b": ["three", "two"]}


# --- Out and in again ------------------------------------------------------------------------


def test_an_export_is_loaded_without_a_change_and_exported_to_the_same_bytes(tmp_path: Path) -> None:
    awkward = ["no", "1.10", "2026-03", "e-mail: yes", "# not a comment", "Ōsaka", "ＪＳＰＳ", "Ph.D.", "“quoted”"]
    full = synonym_entry("b", words=awkward, means={"funder": ["sakura-trust"], "direction": ["joint", "in-uk"]})
    load(tmp_path / "given", full, synonym_entry("a", note="Two lines\nof it."))
    export_catalogue(tmp_path / "first")
    report = load_catalogue(tmp_path / "first")
    assert (report.changes_anything, report.kept, report.not_in_files) == (False, [], [])
    SynonymGroup.objects.all().delete()
    load_catalogue(tmp_path / "first", overwrite=True)
    assert SynonymGroup.objects.get(key="b").words == awkward
    export_catalogue(tmp_path / "second")
    assert (tmp_path / "first" / "synonyms.yaml").read_bytes() == (tmp_path / "second" / "synonyms.yaml").read_bytes()


# --- Curators' edits -------------------------------------------------------------------------


def test_a_curators_words_are_kept_and_the_files_news_of_other_facts_is_taken(tmp_path: Path) -> None:
    load(tmp_path, synonym_entry("cherry", words=["cherry"], means={"kind": ["prize"], "stage": ["school"]}))
    SynonymGroup.objects.update(words=["cherry", "桜"], means={"kind": ["grant"], "stage": ["school"]})
    news = synonym_entry("cherry", words=["cherry", "sakura"], means={"kind": ["network"], "stage": ["senior"]})
    report = load(tmp_path, news)
    group = SynonymGroup.objects.get()
    assert (group.words, group.means) == (["cherry", "桜"], {"kind": ["grant"], "stage": ["senior"]})
    assert report.kept == [Kept("synonyms", "cherry", "words"), Kept("synonyms", "cherry", "means.kind")]
    load(tmp_path, news, overwrite=True)
    group.refresh_from_db()
    assert (group.words, group.means) == (["cherry", "sakura"], {"kind": ["network"], "stage": ["senior"]})


def test_a_group_that_a_curator_deleted_stays_deleted(tmp_path: Path) -> None:
    load(tmp_path, synonym_entry("cherry"))
    SynonymGroup.objects.all().delete()
    assert load(tmp_path, synonym_entry("cherry")).kept == [Kept("synonyms", "cherry", "(deleted by a curator)")]
    assert not SynonymGroup.objects.exists()


# --- What is refused -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "field", "reason"),
    [
        ({"key": "Not A Slug"}, "key", "must be small letters, digits and single hyphens"),
        ({"words": []}, "words", "at least 1 item"),
        ({"words": "cherry"}, "words", "valid list"),
        ({"words": [""]}, "words.0", "at least 1 character"),
        ({"words": ["cherry", 7]}, "words.1", "valid string"),
        ({"words": ["a" * 81]}, "words.0", "at most 80 characters"),
        ({"words": ["two  spaces"]}, "words.0", "must stand on one line, with single spaces"),
        ({"words": ["two\nlines"]}, "words.0", "must stand on one line, with single spaces"),
        ({"words": ["…!"]}, "words.0", "neither a letter nor a digit"),
        ({"words": ["gro \u202e"]}, "words.0", "has a control character in it"),
        ({"words": ["Osaka", "ŌSAKA"]}, "words", "stands twice: osaka"),
        ({"words": ["ＪＳＰＳ", "jsps"]}, "words", "stands twice: jsps"),
        ({"means": ["joint"]}, "means", "valid dictionary"),
        ({"means": None}, "means", "valid dictionary"),
        ({"means": {"colour": ["red"]}}, "means.colour", "is not a field of this record"),
        ({"means": {"stage": "doctoral"}}, "means.stage", "valid list"),
        ({"means": {"stage": ["doctoral", "doctoral"]}}, "means.stage", "stands twice: doctoral"),
        ({"means": {"direction": ["uk-to-mars"]}}, "means.direction.0", "“uk-to-mars” is not one of: uk-to-japan"),
        ({"means": {"stage": ["joint"]}}, "means.stage.0", "“joint” is not one of: school"),
        ({"means": {"status": ["any"]}}, "means.status.0", "“any” is not one of: open"),
        ({"means": {"kind": ["bursary"]}}, "means.kind.0", "“bursary” is not one of: scholarship"),
        ({"means": {"discipline": ["1.99"]}}, "means.discipline.0", "“1.99” is not one of: 1"),
        ({"means": {"discipline": [1.1]}}, "means.discipline.0", "valid string"),
        ({"means": {"activity": ["sleep"]}}, "means.activity.0", "“sleep” is not one of: degree-study"),
        ({"means": {"covers": ["tea"]}}, "means.covers.0", "“tea” is not one of: stipend"),
        ({"means": {"applicant": ["nobody"]}}, "means.applicant.0", "“nobody” is not one of: individual"),
        ({"means": {"funder": ["Sakura Trust"]}}, "means.funder.0", "must be small letters"),
        ({"means": {"funder": ["moon-trust"]}}, "means.funder", "“moon-trust” is not in organisations"),
        ({"note": ""}, "note", "at least 1 character"),
        ({"comment": "x"}, "comment", "is not a field of this record"),
    ],
)
def test_a_fault_names_its_place(tmp_path: Path, changes: dict[str, Any], field: str, reason: str) -> None:
    folder = write_catalogue(tmp_path, synonyms=[synonym_entry("good"), {**synonym_entry("bad"), **changes}])
    fault = only(refused(folder))
    assert (fault.file, fault.field, fault.entry) == ("synonyms.yaml", field, changes.get("key", "bad"))
    assert reason in fault.reason
    text = (folder / "synonyms.yaml").read_text(encoding="utf-8").splitlines()
    assert fault.line >= text.index(next(line for line in text if fault.entry in line)) + 1
    assert not SynonymGroup.objects.exists()


@pytest.mark.parametrize("word", ["Post-doc", "ＰＯＳＴ－ＤＯＣ", "post\u2010doc"])
def test_a_word_stands_in_one_group_only(tmp_path: Path, word: str) -> None:
    groups = [synonym_entry("first", words=["post-doc"]), synonym_entry("second", words=["ポスドク", word])]
    fault = only(refused(write_catalogue(tmp_path, synonyms=groups)))
    assert (fault.file, fault.entry, fault.field) == ("synonyms.yaml", "second", "words")
    assert fault.reason == f"“{word}” belongs to “first” already"
    assert fault.line == 4, "where the second entry begins"


def test_a_word_of_a_group_that_a_curator_made(tmp_path: Path) -> None:
    make_synonyms("made-here", words=["sakura"])
    with pytest.raises(CatalogueError, match="entry “cherry”, field words: “SAKURA” belongs to “made-here” already"):
        load(tmp_path, synonym_entry("cherry", words=["SAKURA"]))
    assert SynonymGroup.objects.count() == 1


def test_a_file_of_synonyms_alone_may_name_a_stored_funder(tmp_path: Path) -> None:
    load_catalogue(write_catalogue(tmp_path, [opportunity_entry()], [TRUST]))
    write_catalogue(tmp_path / "more", synonyms=[synonym_entry("cherry", means={"funder": ["sakura-trust"]})])
    report = load_catalogue(tmp_path / "more" / "synonyms.yaml")
    assert (report.created["synonyms"], report.not_in_files) == (["cherry"], [])
