"""Chunks and questions as Danish search terms, kept and matched by Tantivy (BM25).

The index is derived: whatever is lost here is built again from the catalogue's rows.
"""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Collection, Iterable
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import numpy as np
import tantivy

from index import words
from index.lexicon import Vocabulary, known_parts, stem_counts
from index.query import Asked, QueryTerm, content, in_full, query_terms
from index.types import ArchiveError

FORMAT = "svarpunkt-terms-2"
# Rows whose words are counted before they are split and written; a few megabytes.
SLICE = 2000
TEXT_FIELDS = ("title", "body", "context", "parts", "grams")
_BROKEN = (
    "Ordindekset i {folder} kan ikke læses eller skrives ({reason}). Er disken fuld, så skaf "
    "plads; slet ellers mappen: den laves igen ud fra arkivet, og intet går tabt."
)
_BUSY = (
    "Der kan ikke skrives i ordindekset i {folder} ({reason}). Luk den anden proces, der skriver "
    "i arkivet, eller giv plads på disken, og prøv igen."
)


class Row(NamedTuple):
    """A chunk's texts as they stand. `chunk_id` begins with the meeting: `meeting/item/section/n`.

    `kind` is a SectionKind's value; `title` the item's title; `context` what is known of the
    meeting (committee, date, municipality) in words.
    """

    chunk_id: str
    item_id: str
    kind: str
    title: str
    body: str
    context: str


class Known(NamedTuple):
    """A content word of a question as the archive knows it."""

    word: str
    kind: str
    """word, english, number, date, case or law."""
    chunks: int
    """Chunks that hold the word in some inflection; 0 when none does."""
    inside: int
    """Chunks that hold it in a compound, joined to its neighbour, or in full for a short form."""
    near: tuple[str, ...]
    """Stems of the archive that may be meant by a word that it does not know."""


def meeting_of(chunk_id: str) -> str:
    """The meeting's id, which a chunk's id begins with."""
    return chunk_id.rsplit("/", 3)[0]


def key_of(identity: str) -> int:
    """A number that stands for an id in Tantivy's columns (63 bits of BLAKE2)."""
    return int.from_bytes(hashlib.blake2b(identity.encode(), digest_size=8).digest(), "big") >> 1


def _keys(allowed: Collection[str] | np.ndarray) -> np.ndarray:
    if isinstance(allowed, np.ndarray) and allowed.dtype.kind in "iu":
        return allowed.astype(np.int64)
    return np.array([key_of(str(one)) for one in allowed], dtype=np.int64)


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("chunk", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("meeting", tokenizer_name="raw", index_option="basic")
    for name in ("chunk_key", "item_key", "meeting_key"):
        builder.add_integer_field(name, fast=True)
    for name in TEXT_FIELDS:
        builder.add_text_field(name, tokenizer_name="terms", index_option="freq")
    return builder.build()


class Terms:
    """The search terms of an archive in one folder; one process writes, any number read."""

    def __init__(self, folder: str | Path) -> None:
        """Open the folder's index, or begin one. Raises ArchiveError when it cannot be read."""
        self._folder = Path(folder)
        self._aside: TemporaryDirectory[str] | None = None
        self._schema = _schema()
        self._index = self._open()
        self._index.register_tokenizer(
            "terms", tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        )
        self._index.config_reader("manual")
        self._writer: tantivy.IndexWriter | None = None
        self._seen: dict[str, words.Indexed] = {}
        self._vocabulary: Vocabulary | None = None
        self._counts: Counter[str] = Counter()
        self._parts: dict[str, int] = {}
        self._learnt = 0

    @classmethod
    def open(cls, folder: str | Path) -> Terms:
        """The index in the folder, begun when there is none."""
        return cls(folder)

    def _open(self) -> tantivy.Index:
        mark = self._folder / "FORMAT"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            if not any(self._folder.iterdir()):
                mark.write_text(FORMAT, "utf-8")
            found = mark.read_text("utf-8") if mark.exists() else "ukendt format"
            if found != FORMAT:
                raise ValueError(f"{found}, ventet {FORMAT}")
            index = tantivy.Index(self._schema, str(self._place()), reuse=True)
            index.searcher()
        except (OSError, ValueError) as error:
            raise self._broken(error) from error
        return index

    def _place(self) -> Path:
        """Where Tantivy reads: the folder, or links to its files where it must not be written.

        Tantivy takes a lock in the folder also to read.
        """
        if os.access(self._folder, os.W_OK):
            return self._folder
        self._aside = TemporaryDirectory(prefix="svarpunkt-")
        for file in self._folder.iterdir():
            if file.suffix != ".lock":
                Path(self._aside.name, file.name).symlink_to(file.resolve())
        return Path(self._aside.name)

    def _broken(self, error: Exception) -> ArchiveError:
        return ArchiveError(_BROKEN.format(folder=self._folder, reason=error))

    def add(self, rows: Iterable[Row | tuple[str, str, str, str, str, str]]) -> int:
        """Write the rows; a chunk that is already there is not replaced: `remove` it first.

        Returns how many were written. Nothing is found before `commit`.
        """
        coming, count = iter(rows), 0
        while batch := [Row(*row) for row in islice(coming, SLICE)]:
            self._add_slice(batch)
            count += len(batch)
        return count

    def _add_slice(self, batch: list[Row]) -> None:
        writer = self._writing()
        titles = [words.tokens(row.title) for row in batch]
        bodies = [words.tokens(row.body) for row in batch]
        self._learn(bodies)
        try:
            for row, title, body in zip(batch, titles, bodies, strict=True):
                writer.add_document(self._document(row, title, body))
        except ValueError as error:
            self._writer = None
            raise self._broken(error) from error

    def _writing(self) -> tantivy.IndexWriter:
        if self._aside is not None:
            raise self._broken(PermissionError("mappen er skrivebeskyttet"))
        if self._writer is None:
            try:
                self._writer = self._index.writer(heap_size=256_000_000, num_threads=2)
            except ValueError as error:
                raise ArchiveError(_BUSY.format(folder=self._folder, reason=error)) from error
        return self._writer

    def _document(self, row: Row, title: list[str], body: list[str]) -> tantivy.Document:
        title_terms, title_parts = self._analyse(title)
        body_terms, body_parts = self._analyse(body)
        meeting = meeting_of(row.chunk_id)
        return tantivy.Document(
            chunk=row.chunk_id,
            meeting=meeting,
            chunk_key=key_of(row.chunk_id),
            item_key=key_of(row.item_id),
            meeting_key=key_of(meeting),
            title=title_terms,
            body=body_terms,
            context=self._analyse(words.tokens(row.context))[0],
            parts=title_parts + body_parts,
            grams="".join([self._seen[token].grams for token in title + body]),
        )

    def _analyse(self, tokens: list[str]) -> tuple[str, str]:
        """The terms and the compound parts that the tokens add to the index."""
        seen, found = self._seen, []
        for token in tokens:
            known = seen.get(token)
            if known is None:
                known = seen[token] = words.index_token(token, self._parts)
            found.append(known)
        months = "".join(f"{month} " for month in words.months_of_years(tokens))
        return "".join([f.terms for f in found]) + months, "".join([f.parts for f in found])

    def _learn(self, rows: list[list[str]]) -> None:
        """Count the rows' words, so that compounds are split by the archive's own vocabulary.

        Once it has doubled, splits that were remembered are made anew.
        """
        if not self._counts:
            self._counts.update(self.vocabulary.counts)
        for tokens in rows:
            self._counts.update(set(tokens))
        if len(self._counts) > 2 * self._learnt:
            self._learnt = len(self._counts)
            self._parts = known_parts(stem_counts(self._counts))
            self._seen.clear()

    def remove(self, meeting_id: str) -> None:
        """Take away the meeting's chunks; nothing happens when it has none."""
        self._writing().delete_documents_by_term("meeting", meeting_id)

    def commit(self) -> None:
        """Make what was added and removed lasting and findable."""
        try:
            if self._writer is not None:
                self._writer.commit()
            self._index.reload()
        except (OSError, ValueError) as error:
            self._writer = None
            raise self._broken(error) from error
        self._vocabulary = None

    def __len__(self) -> int:
        return int(self._index.searcher().num_docs)

    @property
    def dead(self) -> int:
        """Rows that were removed and still count in every term's frequency, until Tantivy merges
        their segments, which may be never."""
        searcher = self._index.searcher()
        counted = sum(rows for _, rows in searcher.terms_with_prefix("meeting", ""))
        return int(counted) - int(searcher.num_docs)

    @property
    def vocabulary(self) -> Vocabulary:
        """Every term of the chunks' texts -> the number of chunks that hold it."""
        if self._vocabulary is None:
            searcher = self._index.searcher()
            counts: dict[str, int] = {}
            for field in ("title", "body", "context"):
                for term, chunks in searcher.terms_with_prefix(field, ""):
                    counts[term] = max(counts.get(term, 0), chunks)
            self._vocabulary = Vocabulary(counts)
        return self._vocabulary

    def search(
        self,
        question: str,
        k: int = 50,
        english: bool = False,
        allowed: Collection[str] | np.ndarray | None = None,
        meetings: Collection[str] | None = None,
        written: float = 1.0,
    ) -> list[tuple[str, float]]:
        """The k best chunks as (chunk id, BM25 score), best first; [] when no term is known.

        `allowed` holds ids of chunks, items or meetings, or (quicker for many) an array of their
        `key_of`: only these are found. `meetings` are ids too, and the quick way: whatever lies
        outside is not looked at. None is no limit. `written` is what the minutes' words for the
        question's count for. Raises ArchiveError when the index is damaged.
        """
        asked = query_terms(question, self.vocabulary, english, written)
        if not asked or k < 1:
            return []
        try:
            query = self._within(self._query(asked), meetings)
            if allowed is None:
                return self._read(self._top(query, k))
            return self._read(self._top_allowed(query, k, _keys(allowed)))
        except (OSError, ValueError) as error:
            raise self._broken(error) from error

    def _query(self, terms: list[QueryTerm]) -> tantivy.Query:
        return tantivy.Query.boolean_query(
            [
                (
                    tantivy.Occur.Should,
                    tantivy.Query.boost_query(
                        tantivy.Query.term_query(self._schema, t.field, t.text, "freq"), t.weight
                    ),
                )
                for t in terms
            ]
        )

    def _within(self, query: tantivy.Query, meetings: Collection[str] | None) -> tantivy.Query:
        """The query, of these meetings' chunks only; their scores stay what they were."""
        if meetings is None:
            return query
        among = tantivy.Query.term_set_query(self._schema, "meeting", list(meetings))
        free = tantivy.Query.const_score_query(among, 0.0)
        return tantivy.Query.boolean_query(
            [(tantivy.Occur.Must, free), (tantivy.Occur.Must, query)]
        )

    def _top(self, query: tantivy.Query, k: int) -> list[tuple[float, tantivy.DocAddress]]:
        return list(self._index.searcher().search(query, k, count=False).hits)

    def _top_allowed(
        self, query: tantivy.Query, k: int, keys: np.ndarray
    ) -> list[tuple[float, tantivy.DocAddress]]:
        """The best hits whose keys are among `keys`, looked for in ever wider circles."""
        searcher, limit = self._index.searcher(), 16 * k
        while True:
            hits = searcher.search(query, limit, count=False).hits
            addresses = [address for _, address in hits]
            inside = np.zeros(len(hits), dtype=bool)
            for column in ("chunk_key", "item_key", "meeting_key"):
                values = np.array(searcher.fast_field_values(column, addresses), dtype=np.int64)
                inside |= np.isin(values, keys)
            if inside.sum() >= k or len(hits) < limit:
                return [hits[i] for i in np.flatnonzero(inside)[:k]]
            limit *= 8

    def _read(self, hits: list[tuple[float, tantivy.DocAddress]]) -> list[tuple[str, float]]:
        searcher = self._index.searcher()
        return [(searcher.doc(a).get_first("chunk"), float(s)) for s, a in hits]

    def coverage(self, question: str, english: bool = False) -> list[Known]:
        """The question's content words, numbers and names, and how far the archive knows them.

        In reading order, each word once. An English word is known when its Danish is; its
        `chunks` are those of the commonest Danish word.
        """
        vocabulary = self.vocabulary
        return [
            Known(
                asked.word,
                asked.kind,
                max(map(vocabulary.chunks, asked.terms), default=0),
                self._inside(asked),
                tuple(n.word for n in asked.near),
            )
            for asked in content(question, vocabulary, english)
        ]

    def _inside(self, asked: Asked) -> int:
        searcher = self._index.searcher()
        held = [searcher.doc_freq("parts", term) for term in asked.terms]
        other = (*asked.joined, *in_full(asked.word))
        return max([*held, *map(self.vocabulary.chunks, other)], default=0)

    def close(self) -> None:
        """Give up the writer's lock; what was not committed is lost."""
        if self._writer is not None:
            self._writer.rollback()
            self._writer.wait_merging_threads()
            self._writer = None
        if self._aside is not None:
            self._aside.cleanup()
