"""Text search over names, keywords and prose, ranked by tantivy (a full-text library that runs in this process)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tantivy import Document, Filter, Index, Occur, Query, SchemaBuilder, TextAnalyzerBuilder, Tokenizer

from opportunities.ford import FIELD
from opportunities.search.entry import Entry
from opportunities.search.words import pieces

MAX_WORDS = 30  # of a question that are looked for

# What a match weighs where it is found.
WEIGHTS = {"name": 6.0, "other_names": 4.0, "prose": 1.0}
WHOLE = 8.0  # what it weighs besides that the question is, as a whole, one of the entry's names or keywords


@dataclass(frozen=True, slots=True)
class Found:
    """Entries by their number, best first. `relaxed`: no entry has all the words, so these have some of them."""

    numbers: tuple[int, ...]
    relaxed: bool


class TextIndex:
    """An index of entries, held in memory."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._analyser = TextAnalyzerBuilder(Tokenizer.whitespace()).filter(Filter.stemmer("english")).build()
        builder = SchemaBuilder()
        builder.add_integer_field("number", stored=True, indexed=True, fast=True)
        for name in WEIGHTS:
            builder.add_text_field(name, stored=False, tokenizer_name="pieces")
        builder.add_text_field("whole", stored=False, tokenizer_name="raw")
        self._schema = builder.build()
        self._size = len(entries)
        self._index = Index(self._schema)
        self._index.register_tokenizer("pieces", self._analyser)
        writer = self._index.writer(heap_size=15_000_000, num_threads=1)
        for number, entry in enumerate(entries):
            texts = {name: " ".join(pieces(" \n ".join(parts))) for name, parts in _texts(entry).items()}
            writer.add_document(Document(number=number, whole=_wholes(entry), **texts))
        writer.commit()
        self._index.reload()

    def search(self, question: str) -> Found:
        """The entries that have all words of the question, or, where none has, those that have some."""
        words = self._analyser.analyze(" ".join(pieces(question)[:MAX_WORDS]))
        if not words:
            return Found((), relaxed=False)
        every_word = [(Occur.Must, self._anywhere(word)) for word in words]
        # 学振 stands in 科学振興 too, but whoever asks for it means the body of that name.
        whole = Query.boost_query(Query.term_query(self._schema, "whole", _whole(question)), WHOLE)
        numbers = self._ranked(Query.boolean_query([*every_word, (Occur.Should, whole)]))
        if numbers or len(words) == 1:
            return Found(numbers, relaxed=False)
        some_word = [(Occur.Should, query) for _, query in every_word]
        return Found(self._ranked(Query.boolean_query(some_word)), relaxed=True)

    def _anywhere(self, word: str) -> Query:
        """The word in any field, counted where it weighs most."""
        return Query.disjunction_max_query(
            [Query.boost_query(Query.term_query(self._schema, name, word), weight) for name, weight in WEIGHTS.items()],
            0.1,
        )

    def _ranked(self, query: Query) -> tuple[int, ...]:
        searcher = self._index.searcher()
        hits = searcher.search(query, limit=max(self._size, 1), count=False).hits
        addresses = [address for _score, address in hits]
        return tuple(int(n or 0) for n in searcher.fast_field_values("number", addresses)) if addresses else ()


def _whole(text: str) -> str:
    return " ".join(pieces(text))


def _wholes(entry: Entry) -> list[str]:
    return [_whole(name) for name in (entry.name, *_other_names(entry))]


def _other_names(entry: Entry) -> list[str]:
    funders = [part for body in entry.funders for part in (body.name, body.name_ja, body.acronym)]
    return [part for part in (entry.name_ja, *entry.keywords, *funders) if part]


def _texts(entry: Entry) -> dict[str, Iterable[str]]:
    fields = [part for code in entry.disciplines if code in FIELD for part in (FIELD[code].en, FIELD[code].ja)]
    return {
        "name": [entry.name],
        "other_names": _other_names(entry),
        "prose": [part for part in (entry.summary, entry.summary_ja, entry.eligibility_summary, *fields) if part],
    }
