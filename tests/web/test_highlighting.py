"""Marks stand around whole matched words, and nothing of a text is lost or let through."""

import re

import pytest
from django.utils.html import escape
from hypothesis import example, given
from hypothesis import strategies as st

from opportunities.search.words import terms_of
from opportunities.web.highlighting import Highlighter


def words(question: str) -> set[tuple[str, ...]]:
    """What is looked for where each word of a question stands by itself, and each Japanese run as a whole."""
    terms = (terms_of(word) for word in question.split())
    return {tuple(dict.fromkeys(one.in_order)) for one in terms}


@pytest.mark.parametrize(
    ("question", "text", "marked"),
    [
        ("scholarship", "Scholarships for a scholar", "<mark>Scholarships</mark> for a scholar"),
        ("japan", "Japan–UK (Japan's own)", "<mark>Japan</mark>–UK (<mark>Japan&#x27;s</mark> own)"),
        ("postdoc", "For post-docs, post-war", "For <mark>post-docs</mark>, post-war"),
        ("career", "An early‑career award", "An early‑<mark>career</mark> award"),
        ("masters", "a Master’s student", "a <mark>Master’s</mark> student"),
        (
            "osaka",
            "Ōsaka, O\u0304saka and OSAKA",
            "<mark>Ōsaka</mark>, <mark>O\u0304saka</mark> and <mark>OSAKA</mark>",
        ),
        ("jsps", "ＪＳＰＳ特別研究員", "<mark>ＪＳＰＳ</mark>特別研究員"),
        ("office", "The oﬃce", "The <mark>oﬃce</mark>"),
        ("奨学金", "給付型奨学金と奨学生、学金", "給付型<mark>奨学金</mark>と奨学生、学金"),
        ("日英 交流", "日英交流の会", "<mark>日英交流</mark>の会"),
        ("プログラム", "ﾌﾟﾛｸﾞﾗﾑの案内", "<mark>ﾌﾟﾛｸﾞﾗﾑ</mark>の案内"),
        ("チーブニング", "チーヴニング奨学金", "<mark>チーヴニング</mark>奨学金"),
        ("b", "<b>&amp;b</b>", "&lt;<mark>b</mark>&gt;&amp;amp;<mark>b</mark>&lt;/<mark>b</mark>&gt;"),
        ("kyoto", "Not here", "Not here"),
    ],
)
def test_what_is_marked(question: str, text: str, marked: str) -> None:
    assert Highlighter(words(question)).marked(text) == marked


def test_words_that_stand_for_another_are_marked_only_together() -> None:
    society = Highlighter({("japan", "societi", "for", "the", "promot", "of", "scienc")})
    assert society.marked("The science of Japan") == "The science of Japan"
    text = "Of the Japan Society for the Promotion of Science, Tokyo"
    assert society.marked(text).startswith("Of the <mark>Japan Society for the Promotion of Science</mark>, Tokyo")


def test_hyphenated_words_stand_among_the_others() -> None:
    highlighter = Highlighter({("grant", "in", "aid", "for", "scienc")})
    assert highlighter.marked("KAKENHI Grants-in-Aid for Science") == "KAKENHI <mark>Grants-in-Aid for Science</mark>"


def test_a_word_as_it_is_written_is_not_taken_for_another_of_its_stem() -> None:
    assert Highlighter({("=daiwa",)}).marked("Daiwa, Daiwas") == "<mark>Daiwa</mark>, Daiwas"


def test_a_late_match_is_brought_into_sight() -> None:
    text = "It pays for many things that have nothing to do with the question, and then again for others. " * 2
    highlighter = Highlighter(words("origami"))
    assert highlighter.snippet("Origami and " + text) == "<mark>Origami</mark> and " + text
    snippet = highlighter.snippet(text + "Also origami is paid for.")
    assert snippet.startswith("… ")
    assert "Also <mark>origami</mark>" in snippet
    assert len(snippet) < 80
    assert highlighter.snippet(text) == text


TEXTS = st.text(
    st.one_of(st.sampled_from("aé'’-‐・<>&\"奨学金ヴァヴｶﾞﾟ\u0304ﬃＪ_ \n각"), st.characters(codec="utf-8")), max_size=60
)


@given(TEXTS, st.lists(TEXTS, max_size=4))
@example("ＪＳ-奨学金ヴァ<b>", ["奨学金", "js"])
def test_without_the_marks_it_is_the_text(text: str, questions: list[str]) -> None:
    expressions = {tuple(terms) for q in (*questions, text[3:20]) if (terms := terms_of(q).in_order)}
    expressions |= {(term,) for terms in expressions for term in terms}
    marked = Highlighter(expressions).marked(text)
    assert re.sub("</?mark>", "", marked) == escape(text)
    assert marked.count("<mark>") == marked.count("</mark>")
    assert "<mark></mark>" not in marked
