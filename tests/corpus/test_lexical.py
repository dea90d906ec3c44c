"""Words are found by their character pairs, under the same filters as vectors."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.bigrams import bigrams
from corpus.errors import ArchiveError
from corpus.lexical import LexicalIndex
from corpus.query import Entry, Filter
from corpus.report import Role

ROWS = [
    (
        "aaaaaaaaaaaa:0",
        "problems",
        2022,
        "县委",
        "总结",
        "村集体经济发展路子不宽，带头人能力不足。",
    ),
    ("aaaaaaaaaaaa:1", "plan", 2022, "县委", "总结", "大力发展村集体经济，壮大村级集体经济实力。"),
    ("bbbbbbbbbbbb:0", "problems", 2023, "县纪委", "总结", "基层监督力量薄弱，案件质量有待提高。"),
    (
        "cccccccccccc:0",
        "achievements",
        0,
        "县委",
        "计划",
        "开展 GB9704 公文培训 3 期，参训120人次。",
    ),
]


@pytest.fixture
def index(tmp_path: Path) -> Iterator[LexicalIndex]:
    index = LexicalIndex(tmp_path / "lexical")
    entries = [
        Entry(i, i[0], role, year, organisation, kind)
        for i, role, year, organisation, kind, _ in ROWS
    ]
    index.upsert(entries, [row[-1] for row in ROWS])
    yield index
    index.close()


def _found(index: LexicalIndex, query: str, wanted: Filter | None = None, k: int = 10) -> list[str]:
    return [key for key, _ in index.nearest(query, k, wanted or Filter())]


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("村集体经济", ["村集", "集体", "体经", "经济"]),
        ("抓党建，促振兴", ["抓党", "党建", "促振", "振兴"]),
        ("GB9704公文", ["gb9704", "公文"]),
        ("村", ["村"]),
        ("“”，。", []),
        ("", []),
    ],
)
def test_text_becomes_character_pairs(text: str, terms: list[str]) -> None:
    assert bigrams(text) == terms


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("集体经济实力", ["aaaaaaaaaaaa:1", "aaaaaaaaaaaa:0"]),
        ("监督力量", ["bbbbbbbbbbbb:0"]),
        ("gb9704", ["cccccccccccc:0"]),
        ("村", ["aaaaaaaaaaaa:1", "aaaaaaaaaaaa:0"]),
        ("海绵城市", []),
        ("，。！", []),
        ("", []),
        (
            '"集体" OR NOT (a*',
            ["aaaaaaaaaaaa:1", "aaaaaaaaaaaa:0"],
        ),  # no query syntax reaches the index
    ],
)
def test_words_are_found(index: LexicalIndex, query: str, found: list[str]) -> None:
    assert sorted(_found(index, query)) == sorted(found)


def test_the_closer_paragraph_comes_first(index: LexicalIndex) -> None:
    hits = index.nearest("壮大村级集体经济实力", 10, Filter())
    assert [key for key, _ in hits] == ["aaaaaaaaaaaa:1", "aaaaaaaaaaaa:0"]
    assert hits[0][1] > hits[1][1] > 0


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Filter(), ["aaaaaaaaaaaa:0", "bbbbbbbbbbbb:0", "cccccccccccc:0"]),
        (Filter(roles=(Role.PROBLEMS,)), ["aaaaaaaaaaaa:0", "bbbbbbbbbbbb:0"]),
        (
            Filter(roles=(Role.PROBLEMS, Role.ACHIEVEMENTS)),
            ["aaaaaaaaaaaa:0", "bbbbbbbbbbbb:0", "cccccccccccc:0"],
        ),
        (Filter(since=2023), ["bbbbbbbbbbbb:0"]),
        (Filter(until=2022), ["aaaaaaaaaaaa:0"]),
        (Filter(organisations=("县纪委",)), ["bbbbbbbbbbbb:0"]),
        (Filter(organisations=("县纪委", "外县")), ["bbbbbbbbbbbb:0"]),
        (Filter(kinds=("计划",)), ["cccccccccccc:0"]),
        (Filter(roles=(Role.PLAN,), organisations=("县纪委",)), []),
    ],
)
def test_filters_narrow_the_search(index: LexicalIndex, wanted: Filter, found: list[str]) -> None:
    assert sorted(_found(index, "能力不足 案件质量 参训", wanted)) == found


@pytest.mark.parametrize("seed", range(20))
def test_among_very_many_common_words_count_and_rare_ones_find(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """The best are the same, and there are as many; `_MANY` is 1 here."""
    draw = random.Random(seed)
    words = ["堤防", "水库", "山塘", "河道", "灌区", "泵站", "渠系", "雨情", "汛期", "险工"]
    often = [1.0, 0.9, 0.8, 0.6, 0.4, 0.3, 0.2, 0.1, 0.05, 0.02]
    texts = [
        "，".join(w for w, share in zip(words, often, strict=True) if draw.random() < share)
        for _ in range(300)
    ]
    rows = [Entry(f"{n:012x}:0", "a", "plan", 2024, "县", "总结") for n in range(len(texts))]
    index = LexicalIndex(tmp_path / "many")
    index.upsert(rows, texts)
    query = "，".join([*draw.sample(words, 5), "没有"])
    plain = index.nearest(query, 20, Filter())
    monkeypatch.setattr("corpus.lexical._MANY", 1)
    again = index.nearest(query, 20, Filter())
    index.close()
    assert [round(score, 4) for _, score in again[:10]] == [round(s, 4) for _, s in plain[:10]]
    assert len(again) == len(plain) == 20


def test_no_more_than_the_limit_is_answered(index: LexicalIndex) -> None:
    assert _found(index, "集体经济 监督 公文", k=2) == _found(index, "集体经济 监督 公文")[:2]


def test_a_second_writing_replaces_the_first(index: LexicalIndex) -> None:
    index.upsert(
        [Entry("aaaaaaaaaaaa:0", "a", "plan", 2024, "县委", "总结")], ["推进海绵城市建设。"]
    )
    assert index.count() == len(ROWS)
    assert _found(index, "带头人") == []
    assert _found(index, "海绵城市", Filter(roles=(Role.PLAN,), since=2024)) == ["aaaaaaaaaaaa:0"]


def test_what_is_deleted_is_not_found(index: LexicalIndex) -> None:
    index.delete(["bbbbbbbbbbbb:0", "ffffffffffff:0"])
    assert index.count() == len(ROWS) - 1
    assert _found(index, "监督力量") == []
    assert index.holds(["aaaaaaaaaaaa:0", "cccccccccccc:0"])
    assert not index.holds(["aaaaaaaaaaaa:0", "bbbbbbbbbbbb:0"])
    assert index.holds([])


def test_it_is_there_again_at_the_next_start(index: LexicalIndex, tmp_path: Path) -> None:
    index.delete(["aaaaaaaaaaaa:0"])
    index.close()
    with closing(LexicalIndex(tmp_path / "lexical")) as again:
        assert again.count() == len(ROWS) - 1
        assert _found(again, "集体经济") == ["aaaaaaaaaaaa:1"]


def test_a_writing_that_fails_leaves_everything_as_it_was(index: LexicalIndex) -> None:
    entry = Entry("dddddddddddd:0", "d", "plan", 2024, "县委", "总结")
    with pytest.raises(ValueError, match="zip"):
        index.upsert([entry, replace(entry, paragraph_id="dddddddddddd:1")], ["推进海绵城市建设。"])
    index.upsert([replace(entry, paragraph_id="eeeeeeeeeeee:0")], ["修建健身步道。"])
    assert _found(index, "海绵城市") == []
    assert _found(index, "健身步道") == ["eeeeeeeeeeee:0"]


def test_rare_words_say_more(index: LexicalIndex) -> None:
    rarities = index.rarities(["经济", "监督", "海绵"])
    assert 0 < rarities["经济"] < rarities["监督"] < rarities["海绵"]


@pytest.mark.parametrize("content", [None, b"", b"nonsense" * 1000])
def test_what_is_no_index_is_refused_by_name(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "lexical"
    if content is not None:
        path.mkdir()
        (path / "meta.json").write_bytes(content)
    with pytest.raises(ArchiveError, match="lexical"):
        LexicalIndex(path, read_only=True)
    assert path.exists() == (content is not None)


def test_a_reader_reads_beside_the_writer(index: LexicalIndex, tmp_path: Path) -> None:
    with closing(LexicalIndex(tmp_path / "lexical", read_only=True)) as reader:
        assert _found(reader, "监督力量") == ["bbbbbbbbbbbb:0"]
        index.delete(["bbbbbbbbbbbb:0"])
        assert _found(reader, "监督力量") == []
        with pytest.raises(ArchiveError, match="只读"):
            reader.delete(["aaaaaaaaaaaa:0"])


def test_who_shares_an_index_writes_when_the_other_has_let_go(
    index: LexicalIndex, tmp_path: Path
) -> None:
    with closing(LexicalIndex(tmp_path / "lexical", shared=True)) as other:
        with pytest.raises(ArchiveError, match="lexical"):
            other.delete(["bbbbbbbbbbbb:0"])
        index.release()
        other.delete(["bbbbbbbbbbbb:0"])
        other.release()
        assert _found(other, "监督力量") == []
        index.delete(["aaaaaaaaaaaa:0"])
        assert _found(other, "集体经济") == ["aaaaaaaaaaaa:1"]
