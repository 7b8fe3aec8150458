"""Words find in random catalogues what they mean, and in the order that a slow, obvious scoring gives."""

import re
from collections.abc import Sequence
from itertools import pairwise
from unittest import mock

import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from opportunities.finder import FinderQuery, find
from opportunities.search.entry import Entry
from opportunities.search.layer import name_key
from opportunities.search.lexicon import Wording
from opportunities.search.question import MAX_WORDS, parse_question
from opportunities.search.snapshot import Snapshot
from opportunities.search.understanding import understand
from opportunities.search.words import runs as real_runs
from tests.search import wordy
from tests.search.entries import TAKEN, body, entry, snapshot_of
from tests.search.text_reference import PlainFound, PlainTexts, folded, in_order, nearest, runs, stem

QUICK = settings(max_examples=20, deadline=None)
WORDINGS = (
    Wording(("helping", "aid", "援助")),
    Wording(("sakura", "cherry blossom", "桜")),
    Wording(("poets", "naïve"), (("kind", "prize"), ("stage", "senior"))),
)
DAIWA = body("daiwa", name="Daiwa Garden Trust", acronym="DGT")
HARASAWA = body("harasawa", name="原沢財団", name_ja="原沢財団")


@st.composite
def entries(draw: st.DrawFn, number: int) -> Entry:
    return entry(
        f"award-{number}",
        pk=number,
        name=draw(wordy.texts()),
        name_ja=draw(st.none() | wordy.texts(2)),
        summary=draw(wordy.texts(8)),
        keywords=tuple(draw(st.lists(wordy.texts(2), max_size=2))),
        kind=draw(st.sampled_from(["grant", "prize", "fellowship"])),
        stages=draw(st.sampled_from([(), ("doctoral",), ("doctoral", "senior")])),
        directions=draw(st.sampled_from([(), ("uk-to-japan",), ("japan-to-uk", "joint")])),
        disciplines=draw(st.sampled_from([("all",), ("1.3",), ("6",)])),
        funders=draw(st.sampled_from([(), (DAIWA,), (DAIWA, HARASAWA)])),
    )


def catalogues() -> st.SearchStrategy[list[Entry]]:
    return st.integers(0, 9).flatmap(lambda size: st.tuples(*map(entries, range(size))).map(list))


def matched(snapshot: Snapshot, question: str) -> set[int]:
    """The places of the entries found: those of a snapshot of entries are their numbers."""
    found = snapshot.search(question, TAKEN)
    return set(found.matched) if found else set()


# --- The whole of it ------------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(catalogues(), st.lists(wordy.questions(), min_size=1, max_size=4))
def test_matches_and_order_are_those_of_the_plain_scoring(catalogue: list[Entry], questions: list[str]) -> None:
    snapshot = snapshot_of(*catalogue, wordings=WORDINGS)
    texts = PlainTexts(catalogue, snapshot.around.lexicon.words)
    for typed in questions:
        question = parse_question(typed)
        assume(not question.is_empty)
        understood = understand(question, snapshot.around.lexicon, texts)
        found, expected = snapshot.search(typed, TAKEN), PlainFound(understood, texts)
        assert found is not None
        assert found.understood == understood
        assert (set(found.matched), found.is_relaxed) == (expected.matched, expected.is_relaxed), typed
        scores = found.scores_of(np.array(found.matched, np.uint32)).tolist()
        plain = [expected.score(place) for place in found.matched]
        assert scores == pytest.approx(plain, rel=1e-5, abs=1e-6), typed
        assert_order(snapshot, catalogue, typed, dict(zip(found.matched, plain, strict=True)))


def assert_order(snapshot: Snapshot, catalogue: Sequence[Entry], typed: str, plain: dict[int, float]) -> None:
    """The best first; what a float of 32 bits can't tell apart, by the alphabet."""
    with mock.patch("opportunities.finder.answer.PAGE_SIZE", 100):
        result = find(FinderQuery(typed), TAKEN, snapshot)
    for one, other in pairwise(result.numbers):
        if plain[one] == plain[other]:
            assert name_key(catalogue[one]) < name_key(catalogue[other]), typed
        assert plain[one] >= plain[other] * (1 - 1e-5) - 1e-6, typed


# --- Each part of what words mean, without reading a question ---------------------------------------


@QUICK
@given(catalogues(), st.data())
def test_known_words_find_the_entries_that_have_them_all(catalogue: list[Entry], data: st.DataObject) -> None:
    texts = PlainTexts(catalogue)
    known = [word for word in wordy.ENGLISH if "-" not in word and texts.count(*in_order(word))]
    assume(known)
    words = data.draw(
        st.lists(st.sampled_from(known), min_size=1, max_size=3, unique_by=lambda word: in_order(word)[0])
    )
    having = [texts.having(in_order(word)) for word in words]
    found = matched(snapshot_of(*catalogue), " ".join(words))
    assert found == set.intersection(*having) or (found and found <= set.union(*having))
    assert found == set.intersection(*having) or not set.intersection(*having)


@QUICK
@given(catalogues(), wordy.texts(3), st.sampled_from(['"{}"', "“{}”", "「{}」"]))
def test_a_quoted_phrase_finds_what_has_it_as_it_stands(catalogue: list[Entry], phrase: str, quotes: str) -> None:
    expected = PlainTexts(catalogue).with_phrase(in_order(phrase))
    assert matched(snapshot_of(*catalogue), quotes.format(phrase)) == expected


@QUICK
@given(catalogues(), wordy.texts(2), st.sampled_from(wordy.ENGLISH))
def test_what_is_excluded_is_never_found(catalogue: list[Entry], phrase: str, word: str) -> None:
    texts, snapshot = PlainTexts(catalogue), snapshot_of(*catalogue)
    without = set(range(len(catalogue))) - texts.with_phrase(in_order(phrase))
    assert matched(snapshot, f'-"{phrase}"') == without
    assert matched(snapshot, f'{word} -"{phrase}"') <= without
    one = set(range(len(catalogue))) - texts.with_phrase(in_order(word))
    assert matched(snapshot, f"-{word}") == one


@QUICK
@given(catalogues(), st.data())
def test_any_two_characters_of_a_japanese_name_find_it(catalogue: list[Entry], data: st.DataObject) -> None:
    snapshot = snapshot_of(*catalogue)
    one_script = re.compile("[\u4e00-\u9fff]{2,}|[\u30a1-\u30fc]{2,}")  # as a question is cut where the script changes
    japanese = [(n, run) for n, one in enumerate(catalogue) for run in one_script.findall(folded(one.name))]
    assume(japanese)
    place, run = data.draw(st.sampled_from(japanese))
    start = data.draw(st.integers(0, len(run) - 2))
    piece = run[start : data.draw(st.integers(start + 2, len(run)))]
    assert place in matched(snapshot, piece), piece
    assert matched(snapshot, f"「{piece}」") == PlainTexts(catalogue).with_phrase(in_order(piece))


@QUICK
@given(catalogues(), st.data())
def test_the_beginning_of_a_word_finds_it_while_it_is_typed(catalogue: list[Entry], data: st.DataObject) -> None:
    """The last word of a question, where nothing has it as it is."""
    snapshot, texts = snapshot_of(*catalogue), PlainTexts(catalogue)
    begun = data.draw(st.sampled_from(["gar", "poe", "robo", "lant", "trans", "butt", "tea", "hara", "om", "kyo"]))
    assume(not texts.count(stem(begun)) and begun not in snapshot.around.lexicon.words)
    having = {
        place
        for place, weights in enumerate(texts.weights)
        if any(term.lstrip("=").startswith(begun) for term in weights if " " not in term)
    }
    assume(having)
    assert matched(snapshot, begun) == having


@QUICK
@given(catalogues(), st.sampled_from(["garden", "poetry", "lantern", "harasawa", "butterfield", "castle"]), st.data())
def test_a_wrong_letter_is_forgiven_in_names(catalogue: list[Entry], word: str, data: st.DataObject) -> None:
    """Missing, wrong, too many or swapped: the words of names that are nearest are taken instead."""
    place = data.draw(st.integers(1, len(word) - 2))
    wrong = data.draw(
        st.sampled_from(
            [
                word[:place] + word[place + 1 :],
                word[:place] + "q" + word[place:],
                word[:place] + "q" + word[place + 1 :],
                word[: place - 1] + word[place] + word[place - 1] + word[place + 1 :],
            ]
        )
    )
    texts, snapshot = PlainTexts(catalogue), snapshot_of(*catalogue)
    names = {term[1:] for term in texts.with_prefix("=")} | snapshot.around.lexicon.words
    near = nearest(wrong, names)
    assume(texts.count("=" + word) and not texts.count(stem(wrong)) and not (near & snapshot.around.lexicon.words))
    assert word in near
    # Another word behind it, so that it is not taken for a beginning; it is in no way asked for.
    found = snapshot.search(f"{wrong} of", TAKEN)
    assert found is not None
    assert set(found.matched) == set().union(*(texts.having(["=" + known]) for known in near))
    assert [typed for typed, _ in found.understood.corrections] == [wrong]
    assert {taken for _, taken in found.understood.corrections} <= near


@QUICK
@given(catalogues())
def test_synonyms_find_the_same_entries(catalogue: list[Entry]) -> None:
    """In either language, and across them; an expression of several words too."""
    snapshot, texts = snapshot_of(*catalogue, wordings=WORDINGS), PlainTexts(catalogue)
    having = texts.having(["sakura"]) | texts.having(["cherri", "blossom"]) | texts.having(["桜"])
    for word in ("sakura", "cherry blossom", "桜", "SAKURA", "ｓａｋｕｒａ", "cherry blossoms"):
        assert matched(snapshot, word) == having, word


@QUICK
@given(catalogues())
def test_words_find_the_values_that_they_name(catalogue: list[Entry]) -> None:
    """An entry that yields the value needs no such word."""
    snapshot, texts = snapshot_of(*catalogue, wordings=WORDINGS), PlainTexts(catalogue)
    poets = texts.having(["poet"]) | texts.having(["naiv"])
    named = texts.with_value(("kind", "prize")) | texts.with_value(("stage", "senior"))
    assert matched(snapshot, "poets") == poets | named
    physics = texts.with_value(("discipline", "1.3")) | texts.having(["physic", "scienc"])
    assert matched(snapshot, "physical sciences") == physics


@pytest.mark.parametrize("question", ["zzyzx", "zzyzx qwqwq", "zzyzx qwqwq vwvwv xzxzx", '"zzyzx"', "龘龘龘"])
def test_words_that_nothing_has_find_nothing(question: str) -> None:
    snapshot = snapshot_of(entry("one"), entry("two", name="Garden"))
    assert matched(snapshot, question) == set()


# --- Cutting ---------------------------------------------------------------------------------------


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from("aé-ōＡ'’ 一々ー・ァがか\u3099ﾊﾟヴ0_\u200b‐—-/")) | st.text(max_size=12))
@example("post-doc – e\u0301")
@example("-a--b-")
def test_any_text_is_cut_as_it_is_written_here(text: str) -> None:
    assume("ヴ" not in text and "\ud7ff" not in text)
    assume(all(c.isascii() or c in "éōＡ’一々ー・ァがか\u3099ﾊﾟ\u200b‐—" for c in text))
    assert real_runs(text) == runs(text)


def test_only_so_many_words_are_looked_for() -> None:
    snapshot = snapshot_of(entry("one", name="Garden"))
    assert matched(snapshot, "zzyzx " * MAX_WORDS + "garden") == set()
