"""An archive moves to another model: beside the one in use, resumed when cut, whole at once."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from corpus.archive import Archive
from corpus.catalogue import Catalogue
from corpus.embedding import EmbeddingModel
from corpus.errors import ArchiveError, EmbeddingError
from corpus.indexes import Indexes
from corpus.opening import Setup
from corpus.query import Filter
from corpus.readers.sandbox import Cancelled
from corpus.reembedding import Embedded, Reembedding, read_embedded
from corpus.report import Role
from corpus.vectors import ChromaFolder, ChromaVectors
from tests.corpus.counted import CountedCharacters, model_named, report_text

pytestmark = pytest.mark.usefixtures("large")

FILES = [
    (f"{place}.txt", report_text(place, "2021年度", f"{place}{what}", "抓好整改").encode())
    for place, what in (("东溪县委", "茶叶产业链条偏短"), ("西溪县委", "渔港设施老化"))
]
QUESTION = "渔港设施老化"


def _setup(name: str, reopen: Callable[[str], EmbeddingModel] | None = model_named) -> Setup:
    return Setup(setting=name, reopen=reopen)


def _open(home: Path, name: str, repair: bool = True, read_only: bool = False) -> Archive:
    return Archive.open(home, model_named(name), read_only, repair, _setup(name))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = tmp_path / "home"
    with _open(home, "counted") as archive:
        assert [result.outcome for result in archive.ingest(FILES)] == ["added", "added"]
    return home


def _whole(archive: Archive, name: str) -> None:
    """Everything is there once, with the vectors of that model."""
    assert (archive.problems, archive.audit(), archive.count()) == ((), [], (2, 10))
    model = model_named(name)
    assert archive.serving.identity == model.identity
    ids = [p.id for report in archive.reports() for p in archive.report(report.id).paragraphs]
    stored = archive.vectors_of(ids)
    assert stored.shape == (10, model.identity.dimension)
    for wanted in (Filter(), Filter(roles=(Role.PROBLEMS,))):
        best = archive.search(QUESTION, wanted).hits[0]
        assert QUESTION in best.text
        assert best.meaning is not None
        assert best.words is not None


def test_the_former_model_serves_until_the_new_vectors_are_whole(home: Path) -> None:
    with _open(home, "coming", repair=False) as archive:
        (problem,) = archive.problems
        assert "正在换用向量模型“coming" in problem
        assert "仍用原来的模型" in problem
        assert archive.serving.identity.name == "counted"
        before = archive.search(QUESTION).hits[0]
        assert before.meaning is not None
        told: list[tuple[int, int]] = []
        archive.repair(on_embedded=lambda done, total: told.append((done, total)))
        assert told[-1] == (10, 10)
        assert told == sorted(told)
        _whole(archive, "coming")
        assert archive.search(QUESTION).hits[0].paragraph == before.paragraph
        assert [result.outcome for result in archive.ingest(FILES)] == ["unchanged"] * 2
    with _open(home, "coming") as archive:
        _whole(archive, "coming")


def test_without_the_former_model_words_are_searched(home: Path) -> None:
    setup = _setup("coming", reopen=None)
    with Archive.open(home, model_named("coming"), repair=False, setup=setup) as archive:
        assert "暂时只按词句" in archive.problems[0]
        found = archive.search(QUESTION)
        assert found.hits[0].meaning is None
        assert found.hits[0].words is not None
        assert any("只按词句" in notice for notice in found.notices)
        with pytest.raises(EmbeddingError, match="请稍候再起草"):
            _ = archive.serving
        archive.repair()
        _whole(archive, "coming")


def test_what_was_embedded_before_a_stop_is_not_embedded_again(home: Path) -> None:
    model = CountedCharacters("coming")

    def stop(done: int, _: int) -> None:
        if done > 5:
            raise Cancelled("已取消")

    with Archive.open(home, model, repair=False, setup=_setup("coming")) as archive:
        with pytest.raises(Cancelled):
            archive.repair(on_embedded=stop)
        assert archive.serving.identity.name == "counted"
        assert archive.search(QUESTION).hits[0].meaning is not None
    again = CountedCharacters("coming")
    with Archive.open(home, again, setup=_setup("coming")) as archive:
        assert archive.audit() == []
    assert len(again.passages) == 5
    assert set(again.passages) == set(model.passages[5:])


@pytest.mark.parametrize(
    ("owner", "method", "after"),
    [
        (Reembedding, "adopt", False), (Reembedding, "adopt", True),
        (ChromaVectors, "upsert", False), (ChromaVectors, "upsert", True),
        (ChromaVectors, "drop_others", False), (Indexes, "switch", False),
    ],
)  # fmt: skip
def test_a_switch_cut_short_is_finished_at_the_next_start(
    home: Path, owner: type, method: str, after: bool
) -> None:
    whole = getattr(owner, method)

    def cut(self: object, *arguments: object, **options: object) -> None:
        if after:
            whole(self, *arguments, **options)
        raise RuntimeError("power cut")

    with _open(home, "coming", repair=False) as archive, pytest.MonkeyPatch.context() as broken:
        broken.setattr(owner, method, cut)
        with pytest.raises(RuntimeError, match="power cut"):
            archive.repair()
    with _open(home, "coming") as archive:
        _whole(archive, "coming")
    with _open(home, "counted") as archive:
        _whole(archive, "counted")


def test_only_the_collection_in_use_is_left(home: Path) -> None:
    with _open(home, "coming"):
        pass
    with closing(
        ChromaVectors(
            ChromaFolder(home / "chroma"), Embedded.by(model_named("coming"), "").identity
        )
    ) as chroma:
        assert len(chroma._client.list_collections()) == 1
        assert chroma.count() == 10
    with closing(Catalogue(home / "catalogue.db")) as catalogue:
        assert catalogue.database.one("SELECT count(*) FROM reembedded") == (0,)
        embedded = read_embedded(catalogue)
        assert embedded is not None
        assert (embedded.name, embedded.setting) == ("coming", "coming")


def test_a_third_model_starts_afresh(home: Path) -> None:
    def stop(_: int, __: int) -> None:
        raise Cancelled("已取消")

    with _open(home, "coming", repair=False) as archive, pytest.raises(Cancelled):
        archive.repair(on_embedded=stop)
    with _open(home, "third") as archive:
        _whole(archive, "third")


def test_a_reader_beside_a_switch_reads_what_is_in_use(home: Path) -> None:
    with _open(home, "coming", repair=False) as archive:
        with _open(home, "coming", read_only=True) as reader:
            assert "仍用原来的模型" in reader.problems[0]
            assert reader.search(QUESTION).hits[0].meaning is not None
        archive.repair()
        with _open(home, "coming", read_only=True) as reader:
            assert reader.problems == ()
            assert reader.search(QUESTION).hits[0].meaning is not None
            with pytest.raises(ArchiveError, match="只读"):
                reader.repair()


def test_citations_hold_and_what_comes_in_has_the_new_vectors(home: Path) -> None:
    with _open(home, "counted") as archive:
        best = archive.search(QUESTION).hits[0].paragraph
    with _open(home, "coming") as archive:
        assert QUESTION in str(archive.quote(best.report_id, best.start, best.end))
        more = report_text("南溪县委", "2022年度", "南溪堤防除险不彻底", "抓紧加固").encode()
        assert next(iter(archive.ingest([("南溪县委.txt", more)]))).outcome == "added"
        assert (archive.count(), archive.audit()) == ((3, 15), [])


def test_equal_texts_are_embedded_once(home: Path) -> None:
    model = CountedCharacters()
    with Archive.open(home, model, setup=_setup("counted")) as archive:
        newer = FILES[0][1].replace("多到一线".encode(), "常到一线".encode())
        (result,) = archive.ingest([(FILES[0][0], newer)])
        assert result.outcome == "replaced"
        assert len(model.passages) == 1
        (paragraph,) = [p for p in archive.report(result.report_id).paragraphs if p.ordinal == 0]
        before = archive.vectors_of([paragraph.id])[0]
        lead = "现将有关情况总结如下。\n东溪县委2021年度工作总结 › 导语"
        assert np.allclose(before, model.vector(lead.replace("2021年度", "XX年度")), atol=1e-6)


class _Interrupted(CountedCharacters):
    """While it embeds a query, `meanwhile` happens; once."""

    def __init__(self, name: str, meanwhile: Callable[[], object]) -> None:
        super().__init__(name)
        self._meanwhile: list[Callable[[], object]] = [meanwhile]

    def encode_query(self, text: str) -> NDArray[np.float32]:
        while self._meanwhile:
            self._meanwhile.pop()()
        return super().encode_query(text)


@pytest.mark.parametrize("wanted", [Filter(), Filter(roles=(Role.PROBLEMS,))])
def test_a_search_that_began_before_the_swap_is_answered(home: Path, wanted: Filter) -> None:
    """Its vector is of the former model, and maybe of another length than all there are now."""
    opened: list[Archive] = []
    setup = _setup("coming", lambda name: _Interrupted(name, lambda: opened[0].repair()))
    with Archive.open(home, model_named("coming"), repair=False, setup=setup) as archive:
        opened.append(archive)
        found = archive.search(QUESTION, wanted)
        assert QUESTION in found.hits[0].text
        _whole(archive, "coming")


@pytest.mark.parametrize(
    ("owner", "method"), [(Reembedding, "adopt"), (Indexes, "_retire"), (ChromaVectors, "drop_others")]
)  # fmt: skip
def test_a_search_in_the_midst_of_the_swap_is_answered(
    home: Path, monkeypatch: pytest.MonkeyPatch, owner: type, method: str
) -> None:
    whole, found = getattr(owner, method), []

    def asked(self: object, *arguments: object) -> None:
        whole(self, *arguments)
        for wanted in (Filter(), Filter(roles=(Role.PROBLEMS,))):
            found.append(archive.search(QUESTION, wanted).hits[0].text)

    with _open(home, "coming", repair=False) as archive:
        archive.search(QUESTION, Filter(roles=(Role.PROBLEMS,)))  # what was read before is kept
        monkeypatch.setattr(owner, method, asked)
        archive.repair()
        assert len(found) == 2
        assert all(QUESTION in text for text in found)
        _whole(archive, "coming")
