"""Words find entries: in both languages, however they are written, best first."""

import pytest

from opportunities.finder import FinderQuery, find
from opportunities.search.building import build_snapshot
from opportunities.search.question import MAX_WORDS
from opportunities.search.snapshot import Snapshot
from opportunities.search.words import terms_of
from tests.search.entries import TAKEN, body, entry, slugs_of, snapshot_of

JSPS = body("jsps", name="Japan Society for the Promotion of Science", acronym="JSPS", name_ja="日本学術振興会")


@pytest.fixture(scope="module")
def awards() -> Snapshot:
    """A few entries whose words differ."""
    return snapshot_of(
        entry("osaka-fellowships", name="Ōsaka Research Fellowships", summary="For chemists.", funders=(JSPS,)),
        entry(
            "harasawa",
            name="Harasawa Fellowship",
            summary="A year in Leeds.",
            name_ja="原沢奨学金",
            disciplines=("1.4",),
        ),
        entry("lindsay", name="Lindsay's Prize", summary="Given for an essay; no fellowship.", keywords=("学振",)),
        entry("leeds-trip", name="Long-term Trip", summary="Visit Leeds or Osaka with your choir."),
    )


def search(snapshot: Snapshot, question: str) -> list[str]:
    """The slugs that the question finds, best first; a note in front where the words were relaxed."""
    if snapshot.search(question, TAKEN) is None:
        return []
    result = find(FinderQuery(q=question), TAKEN, snapshot)
    slugs = slugs_of(result.numbers, snapshot)
    return ["(relaxed)", *slugs] if result.is_relaxed else slugs


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("osaka", ["osaka-fellowships", "leeds-trip"]),  # without its macron; in the name first
        ("Ōsaka", ["osaka-fellowships", "leeds-trip"]),
        ("ＯＳＡＫＡ", ["osaka-fellowships", "leeds-trip"]),  # full width
        ("ＪＳＰＳ", ["osaka-fellowships"]),  # the funder's acronym
        ("promotion of science", ["osaka-fellowships"]),
        ("fellowship", ["harasawa", "osaka-fellowships", "lindsay"]),  # the shorter name first, a mention last
        ("chemical sciences", ["harasawa", "osaka-fellowships", "lindsay", "leeds-trip"]),  # its field; all fields
        ("mechanical engineering", ["lindsay", "leeds-trip", "osaka-fellowships"]),  # those open to every field
        ("奨学金", ["harasawa"]),
        ("学振", ["lindsay"]),
        ("学術振興", ["osaka-fellowships"]),
        ("lindsays", ["lindsay"]),
        ("long–term", ["leeds-trip"]),  # an en dash for a hyphen
        ("ｌｏｎｇ－ｔｅｒｍ", ["leeds-trip"]),
        ("leeds harasawa", ["harasawa"]),  # all words are wanted
        ("chemists choir", ["(relaxed)", "osaka-fellowships", "leeds-trip"]),  # none has both
        ("astrolabe", []),
        ("astrolabe sextant", []),
    ],
)
def test_a_question_finds(question: str, expected: list[str], awards: Snapshot) -> None:
    assert search(awards, question) == expected


def test_number_and_case_make_no_difference(awards: Snapshot) -> None:
    assert search(awards, "fellowships") == search(awards, "fellowship") == search(awards, "FELLOWSHIPS")


@pytest.mark.parametrize(
    "question",
    ["name:harasawa AND (", '"harasawa', "harasawa*", "harasawa~2", "+harasawa -", "[harasawa TO", "\\harasawa^9"],
)
def test_search_syntax_has_no_meaning(question: str, awards: Snapshot) -> None:
    """Signs are no commands: what is left are words."""
    assert "harasawa" in search(awards, question)


@pytest.mark.parametrize(
    "question", ["", "   ", "?!…—", "😀", "\u202e\u200f", "()", '"', "*", "_", "\ufffd", "\x00", "・"]
)
def test_a_question_without_words_finds_nothing_and_fails_nowhere(question: str, awards: Snapshot) -> None:
    assert search(awards, question) == []


@pytest.mark.parametrize("question", ["\ud800", "harasawa \ud800", "שלום harasawa", "e\u0301" * 5_000, "学" * 10_000])
def test_odd_characters_are_searched_like_any(question: str, awards: Snapshot) -> None:
    found = search(awards, question)
    assert ("harasawa" in found) == ("harasawa" in question)


def test_only_the_first_words_of_a_long_question_are_looked_for(awards: Snapshot) -> None:
    filler = " ".join(f"word{number}" for number in range(MAX_WORDS))
    assert search(awards, f"{filler} harasawa") == []
    assert search(awards, f"harasawa {filler}") == ["(relaxed)", "harasawa"]


def test_an_empty_catalogue_answers() -> None:
    assert search(snapshot_of(), "anything at all") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("「英国留学 JSPS」", ["英国", "国留", "留学", "jsps"]),
        ("学", ["学"]),
        ("Ｔｏｋｙō大学", ["tokyo", "大学"]),
        ("don't – stop_it", ["dont", "stop", "it"]),
        ("ｶﾞｸｼﾝ", ["ガク", "クシ", "シン"]),
        ("がく", ["がく"]),
        ("R2 / £1,000", ["r2", "1", "000"]),
        ("", []),
    ],
)
def test_texts_are_cut_into_terms(text: str, expected: list[str]) -> None:
    assert terms_of(text).in_order == expected


def test_the_real_catalogue_is_found_by_what_people_call_things(loaded_catalogue: None) -> None:
    snapshot = build_snapshot()
    assert search(snapshot, "butterfield")[0] == "butterfield-awards"
    assert search(snapshot, "daiwa scholarship")[0] == "daiwa-scholarship"
    assert search(snapshot, "bajs conference")[0] == "bajs-conference-attendance-support"
    assert search(snapshot, "国費留学")[0].startswith("mext-")
    assert all(slug.startswith("jsps-") for slug in search(snapshot, "学振")[:8])  # not 科学振興, where it stands too


def test_every_entry_of_the_real_catalogue_is_found_by_its_own_name(loaded_catalogue: None) -> None:
    snapshot = build_snapshot()
    every_status: dict[str, tuple[str, ...]] = {"status": ("any",)}
    for known in snapshot.entries():
        result = find(FinderQuery(q=known.name, selection=every_status), TAKEN, snapshot)
        assert known.slug in [hit.entry.slug for hit in result.hits[:3]], known.name
        if known.name_ja:
            result = find(FinderQuery(q=known.name_ja, selection=every_status), TAKEN, snapshot)
            assert known.slug in slugs_of(result.numbers, snapshot), known.name_ja
