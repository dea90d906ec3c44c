"""Nearest paragraphs by words: character bigrams ranked by BM25. The only module on tantivy.

Bigrams need no dictionary and find every two-character word; on Chinese questions they rank
better than a word segmenter. Tantivy skips what cannot come among the best, so an answer takes
milliseconds among a million paragraphs. Derived from the catalogue and disposable.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
import struct
import threading
import zlib
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import accumulate
from pathlib import Path
from typing import Any

import tantivy

from corpus.bigrams import bigrams
from corpus.errors import ArchiveError
from corpus.query import Entry, Filter, Ranking

_TERMS = "terms"
_HEAP_BYTES = 128 << 20
_MOST_YEAR = 1 << 15
_ORDINAL_BITS = 16
_MANY = 200_000  # paragraphs, from which common words no longer find, but only count
_REMEMBERED = 10_000  # terms
_SAID, _FEWEST = 0.5, 2  # the share of what a query says that must be looked for; terms
_LIST = "meta.json"  # of the segments that are in use
_RAW = ("role", "organisation", "kind")


def _schema() -> Any:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field(_TERMS, tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("key", stored=True, tokenizer_name="raw", index_option="basic")
    # Not to be searched: it tells an audit whether the paragraph is the one of the catalogue.
    builder.add_text_field("digest", stored=True, tokenizer_name="raw", index_option="basic")
    for name in _RAW:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("year", indexed=True, fast=True)
    # Which paragraph it is, without reading what is stored of it.
    builder.add_unsigned_field("number", fast=True)
    return builder.build()


@contextmanager
def _in_our_words(path: Path) -> Iterator[None]:
    """Tantivy raises ValueError for most things, and panics over damaged files."""
    try:
        yield
    except ArchiveError:
        raise
    except BaseException as error:
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        raise ArchiveError(f"词句索引出错：{path.name}（{error}）") from error


class LexicalIndex:
    """Opens or creates the index in the folder `path`.

    One process writes at a time; others may read beside it, `read_only` or, if they mean to
    write themselves some time, `shared`. Raises ArchiveError if it cannot be opened, and
    so does everything that is asked of it once it is broken.
    """

    def __init__(self, path: Path, read_only: bool = False, shared: bool = False) -> None:
        self._path = path
        self._read_only = read_only
        self._others_write = read_only or shared
        self._lock = threading.RLock()
        self._writer: Any = None
        self._schema = _schema()
        with _in_our_words(path):
            if read_only and not (path / _LIST).exists():
                raise ArchiveError(f"词句索引无法打开：{path.name}（没有建立）")
            path.mkdir(parents=True, exist_ok=True)
            self._index: Any = tantivy.Index(self._schema, path=str(path), reuse=True)
            blanks = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
            self._index.register_tokenizer("whitespace", blanks)
            self._index.config_reader("manual")
            self._searcher = self._reloaded()
            self.nearest("打开", 1, Filter())  # files that are damaged show only when read

    def close(self) -> None:
        with self._lock:
            with suppress(ArchiveError):  # an index that is broken has nothing to lose
                self.release()
            self._searcher = self._index = None

    def release(self) -> None:
        """Let another process write. What was begun in the background is finished first."""
        with self._lock:
            writer, self._writer = self._writer, None
            if writer is not None:
                with _in_our_words(self._path):
                    writer.wait_merging_threads()

    def count(self) -> int:
        """Paragraphs that can be found."""
        with self._lock, _in_our_words(self._path):
            return int(self._now().num_docs)

    def upsert(self, entries: Sequence[Entry], texts: Sequence[str]) -> None:
        """All of them or none: what is not committed is rolled back."""
        pairs = list(zip(entries, texts, strict=True))
        with self._writing() as writer:
            for entry, text in pairs:
                writer.delete_documents_by_term("key", entry.paragraph_id)
                writer.add_document(_document(entry, text))

    def fill(self, batches: Iterable[tuple[Sequence[Entry], Sequence[str]]]) -> None:
        """Into an index that is empty, in one go: that leaves few and large segments, which are
        searched faster."""
        with self._writing() as writer:
            for entries, texts in batches:
                for entry, text in zip(entries, texts, strict=True):
                    writer.add_document(_document(entry, text))

    def delete(self, paragraph_ids: Sequence[str]) -> None:
        """Ids that are not there are none of our business. Their words stay in the files until
        the index is made anew."""
        with self._writing() as writer:
            for paragraph_id in paragraph_ids:
                writer.delete_documents_by_term("key", paragraph_id)

    def holds(self, paragraph_ids: Sequence[str]) -> bool:
        """Whether every one of the paragraphs can be found."""
        if not paragraph_ids:
            return True
        with self._lock, _in_our_words(self._path):
            wanted = tantivy.Query.term_set_query(self._schema, "key", list(paragraph_ids))
            return bool(self._now().search(wanted, 1).count == len(set(paragraph_ids)))

    def compare(
        self, entries: Sequence[Entry], texts: Sequence[str]
    ) -> tuple[list[str], list[str], list[str]]:
        """Ids that are missing, that are there without an entry, and that differ from theirs.

        Raises ArchiveError if the files are damaged, or the words themselves: every term is looked
        up and must be found in as many paragraphs as have it.
        """
        expected = {e.paragraph_id: _digest(e, t) for e, t in zip(entries, texts, strict=True)}
        with self._lock, _in_our_words(self._path):
            self.release()
            self._check_files()
            searcher = self._now()
            every = searcher.search(tantivy.Query.all_query(), max(1, searcher.num_docs)).hits
            held: dict[str, str] = {}
            doubled: list[str] = []
            for _, address in every:
                document = searcher.doc(address)
                key = document.get_first("key")
                doubled += [key] if key in held else []
                held[key] = document.get_first("digest")
            differing = [i for i in expected if i in held and held[i] != expected[i]]
            missing = sorted(expected.keys() - held.keys())
            extra = sorted(held.keys() - expected.keys()) + doubled
            if not (missing or extra or differing):
                self._check_words(searcher, texts)
        return missing, extra, differing

    def _check_files(self) -> None:
        """Each file of a segment ends with a checksum, which tantivy itself does not look at."""
        meta = json.loads((self._path / "meta.json").read_bytes())
        for segment in meta["segments"]:
            for file in self._path.glob(f"{segment['segment_id'].replace('-', '')}.*"):
                data = memoryview(file.read_bytes())
                length, _ = struct.unpack("<II", data[-8:])
                footer = json.loads(bytes(data[-8 - length : -8]))
                if zlib.crc32(data[: -8 - length]) != footer["crc"]:
                    raise ArchiveError(f"词句索引已损坏（{file.suffix}）")

    def _check_words(self, searcher: Any, texts: Sequence[str]) -> None:
        having: dict[str, int] = {}
        for text in texts:
            for term in set(bigrams(text)):
                having[term] = having.get(term, 0) + 1
        for term, paragraphs in having.items():
            if searcher.search(self._term(term), 1).count != paragraphs:
                raise ArchiveError(f"词句索引已损坏（“{term}”）")

    def nearest(self, query: str, limit: int, wanted: Filter) -> Ranking:
        """``(paragraph_id, BM25 score > 0)``, best first."""
        terms = list(dict.fromkeys(bigrams(query)))
        if not terms:
            return []
        conditions = self._conditions(wanted)
        with self._lock, _in_our_words(self._path):
            searcher = self._now()
            rare = self._telling(searcher, terms)
            # Not counting all that match is what lets tantivy skip most of them.
            hits = searcher.search(self._having(terms, rare, conditions), limit, count=False).hits
            if rare and len(hits) < limit:
                every = self._having(terms, [], conditions)
                hits = searcher.search(every, limit, count=False).hits
            numbers = searcher.fast_field_values("number", [address for _, address in hits])
            return [(_id_of(n), float(s)) for n, (s, _) in zip(numbers, hits, strict=True)]

    def rarities(self, terms: Sequence[str]) -> dict[str, float]:
        """How much each term says, as BM25 has it: its inverse document frequency, > 0."""
        with self._lock, _in_our_words(self._path):
            searcher = self._now()
            counts = self._counts(searcher, terms)
            return {term: _rarity(counts[term], searcher.num_docs) for term in terms}

    # --- tantivy --------------------------------------------------------------------------------

    def _counts(self, searcher: Any, terms: Sequence[str]) -> dict[str, int]:
        """Paragraphs that have each term. A search asks twice."""
        if len(self._counted) > _REMEMBERED:
            self._counted.clear()
        for term in terms:
            if term not in self._counted:
                self._counted[term] = searcher.doc_freq(_TERMS, term)
        return self._counted

    def _telling(self, searcher: Any, terms: Sequence[str]) -> list[str]:
        """The rarest terms, which together say half of what all of them say; none if there are
        not so many paragraphs that it is worth it.

        What has none of them is hardly ever among the best: of 220 queries among a million
        paragraphs the first ten were the same, found in 2.5 ms instead of 4.1.
        """
        if searcher.num_docs < _MANY:
            return []
        counts = self._counts(searcher, terms)
        rarest = sorted((term for term in terms if counts[term]), key=counts.__getitem__)
        said = list(accumulate(_rarity(counts[term], searcher.num_docs) for term in rarest))
        enough = bisect_left(said, _SAID * said[-1]) + 1 if said else 0
        return rarest[: max(enough, _FEWEST)]

    def _having(self, terms: Sequence[str], rare: Sequence[str], conditions: Sequence[Any]) -> Any:
        """What has any of the terms, or rather one of the `rare` ones; all of them count."""
        any_term = self._any([term for term in terms if term not in rare])
        if rare:
            parts = [(tantivy.Occur.Must, self._any(rare)), (tantivy.Occur.Should, any_term)]
            any_term = tantivy.Query.boolean_query(parts)
        if not conditions:
            return any_term
        parts = [(tantivy.Occur.Must, part) for part in (any_term, *conditions)]
        return tantivy.Query.boolean_query(parts)

    def _any(self, terms: Sequence[str]) -> Any:
        clauses = [(tantivy.Occur.Should, self._clause(term)) for term in terms]
        return tantivy.Query.boolean_query(clauses)

    def _clause(self, term: str) -> Any:
        """A single character has no bigram of its own; it finds those that it begins."""
        if len(term) > 1:
            return self._term(term)
        return tantivy.Query.regex_query(self._schema, _TERMS, re.escape(term) + ".*")

    def _term(self, term: str) -> Any:
        return tantivy.Query.term_query(self._schema, _TERMS, term, "freq")

    def _conditions(self, wanted: Filter) -> list[Any]:
        sets = {
            "role": [role.value for role in wanted.roles],
            "organisation": list(wanted.organisations),
            "kind": list(wanted.kinds),
        }
        found = [
            tantivy.Query.term_set_query(self._schema, name, values)
            for name, values in sets.items()
            if values
        ]
        if wanted.since is not None or wanted.until is not None:
            since = wanted.since if wanted.since is not None else 1
            until = wanted.until if wanted.until is not None else _MOST_YEAR
            whole = tantivy.FieldType.Integer
            found.append(tantivy.Query.range_query(self._schema, "year", whole, since, until))
        return [tantivy.Query.const_score_query(query, 0.0) for query in found]

    def _now(self) -> Any:
        """What is in the index at this moment; another process may have written meanwhile.

        Open files outlive their removal, so what is asked would go on being answered.
        """
        if not (self._path / _LIST).exists():
            raise ArchiveError("词句索引的文件已被删除")
        if self._others_write:
            self._searcher = self._reloaded()
        return self._searcher

    def _reloaded(self) -> Any:
        self._index.reload()
        self._counted: dict[str, int] = {}
        return self._index.searcher()

    @contextmanager
    def _writing(self) -> Iterator[Any]:
        with self._lock, _in_our_words(self._path):
            if self._read_only:
                raise ArchiveError("词句索引以只读方式打开，不能修改")
            if self._writer is None:
                self._writer = self._index.writer(heap_size=_HEAP_BYTES, num_threads=1)
            try:
                yield self._writer
                self._writer.commit()
            except BaseException:
                self._writer.rollback()
                raise
            self._searcher = self._reloaded()


def _rarity(count: int, total: int) -> float:
    return math.log(1 + (max(0, total - count) + 0.5) / (count + 0.5))


def _document(entry: Entry, text: str) -> Any:
    document = tantivy.Document()
    document.add_text(_TERMS, " ".join(bigrams(text)))
    document.add_text("key", entry.paragraph_id)
    document.add_text("digest", _digest(entry, text))
    for name in _RAW:
        document.add_text(name, getattr(entry, name))
    document.add_integer("year", entry.year)
    document.add_unsigned("number", _number_of(entry.paragraph_id))
    return document


def _number_of(paragraph_id: str) -> int:
    """A report's id is 48 bits in hexadecimal, and it has fewer than 65,536 paragraphs."""
    report_id, _, ordinal = paragraph_id.partition(":")
    return int(report_id, 16) << _ORDINAL_BITS | int(ordinal)


def _id_of(number: int) -> str:
    return f"{number >> _ORDINAL_BITS:012x}:{number & (1 << _ORDINAL_BITS) - 1}"


def _digest(entry: Entry, text: str) -> str:
    parts = (entry.role, entry.organisation, entry.kind, str(entry.year), *bigrams(text))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]
