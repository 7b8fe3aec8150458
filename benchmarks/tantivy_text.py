"""For comparison: the same texts in tantivy, a full-text library that runs in the process."""

from tantivy import Document, Filter, Index, Occur, Query, SchemaBuilder, TextAnalyzerBuilder, Tokenizer

from benchmarks.fts5 import pieces, texts

_WEIGHTS = {"name": 6.0, "names": 4.0, "prose": 1.0}


class TantivyIndex:
    """An index of everything that is published, held in memory."""

    def __init__(self) -> None:
        analyser = TextAnalyzerBuilder(Tokenizer.whitespace()).filter(Filter.lowercase())
        self._analyser = analyser.filter(Filter.stemmer("english")).build()
        builder = SchemaBuilder().add_text_field("slug", stored=True, tokenizer_name="raw")
        for field in _WEIGHTS:
            builder.add_text_field(field, stored=False, tokenizer_name="pieces")
        self._schema = builder.build()
        self._index = Index(self._schema)
        self._index.register_tokenizer("pieces", self._analyser)
        writer = self._index.writer(heap_size=100_000_000, num_threads=1)
        for name, names, prose, slug in texts():
            parts = {"name": name, "names": names, "prose": prose}
            fields = {field: " ".join(pieces(part)) for field, part in parts.items()}
            writer.add_document(Document(slug=slug, **fields))
        writer.commit()
        self._index.reload()

    def best(self, text: str, number: int) -> list[str]:
        """The slugs of the best entries that have every word of a text."""
        every = [(Occur.Must, self._anywhere(word)) for word in self._analyser.analyze(" ".join(pieces(text)))]
        searcher = self._index.searcher()
        hits = searcher.search(Query.boolean_query(every), limit=number, count=False).hits
        return [str(searcher.doc(address).get_first("slug")) for _score, address in hits]

    def _anywhere(self, word: str) -> Query:
        fields = _WEIGHTS.items()
        parts = [Query.boost_query(Query.term_query(self._schema, field, word), weight) for field, weight in fields]
        return Query.disjunction_max_query(parts, 0.1)
