"""Queries overtake passages, callers take turns, and nobody waits for ever."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import threading
import weakref
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from corpus.batching import batches
from corpus.embedding import EmbeddingModel
from corpus.encoder import Encoder, Vectors
from corpus.errors import EmbeddingError

REPOSITORY = Path(__file__).resolve().parents[2]
PATIENCE = 20.0  # seconds until a test gives up


class Slate:
    """An engine that notes what it is asked, one text a batch, and stops where it is told to."""

    dimension = 2
    version = "1"

    def __init__(self, workers: int = 1) -> None:
        self.workers = workers
        self.asked: list[str] = []
        self.reached = threading.Event()
        self.go_on = threading.Event()

    def batches(self, lengths: Sequence[int]) -> Iterator[list[int]]:
        yield from ([index] for index in range(len(lengths)))

    def encode(self, texts: Sequence[str], query: bool) -> Vectors:
        self.asked.extend(texts)
        if "停" in texts:
            self.reached.set()
            assert self.go_on.wait(PATIENCE)
        if "坏" in texts:
            raise RuntimeError("断了")
        if "少" in texts:
            return np.zeros((0, 2), np.float32)
        if "无" in texts:
            return np.full((len(texts), 2), np.nan, np.float32)
        return np.array([[len(text), query] for text in texts], np.float32)


def encoder_of(slate: Slate) -> Encoder:
    return Encoder("石板", lambda: slate)


def stopped(encoder: Encoder, slate: Slate, texts: str) -> list[object]:
    """Submit passages, the first of which keeps the engine busy."""
    futures = encoder.submit([[text] for text in "停" + texts], query=False)
    assert slate.reached.wait(PATIENCE)
    return list(futures)


def test_a_query_waits_for_one_batch_at_most() -> None:
    slate = Slate()
    encoder = encoder_of(slate)
    stopped(encoder, slate, "一二三")
    (query,) = encoder.submit([["问"]], query=True)
    slate.go_on.set()
    assert query.result(PATIENCE).tolist() == [[1.0, 1.0]]
    assert slate.asked[:2] == ["停", "问"]
    encoder.close()


def test_callers_take_turns() -> None:
    slate = Slate()
    encoder = encoder_of(slate)
    stopped(encoder, slate, "一二三四")
    short = encoder.submit([["甲"], ["乙"]], query=False)
    slate.go_on.set()
    assert [future.result(PATIENCE).shape for future in short] == [(1, 2), (1, 2)]
    assert slate.asked[:5] == ["停", "一", "甲", "二", "乙"]
    encoder.close()


@pytest.mark.parametrize(
    ("text", "message"), [("坏", "计算失败：断了"), ("少", "形状为"), ("无", "无效数值")]
)
def test_an_error_reaches_who_asked_and_the_next_is_served(text: str, message: str) -> None:
    encoder = encoder_of(Slate())
    (bad,) = encoder.submit([[text]], query=True)
    (good,) = encoder.submit([["好的"]], query=True)
    with pytest.raises(EmbeddingError, match=message):
        bad.result(PATIENCE)
    assert good.result(PATIENCE).tolist() == [[2.0, 1.0]]
    encoder.close()


def test_what_nobody_waits_for_is_not_encoded() -> None:
    slate = Slate()
    model = EmbeddingModel("石板", lambda: slate)

    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    # The engine is kept at the second one, so that it cannot be done with all before it is stopped.
    with pytest.raises(KeyboardInterrupt):
        model.encode_passages(["第一段", "停", *(f"第{n}段" for n in range(5000))], stop)
    slate.go_on.set()
    model.encode_query("问")
    assert slate.asked in (["第一段", "停", "问"], ["第一段", "问"])
    model.close()


@pytest.mark.parametrize("workers", [1, 4])
def test_many_callers_each_get_their_own(workers: int) -> None:
    model = EmbeddingModel("石板", lambda: Slate(workers))
    wrong: list[object] = []

    def ask(number: int) -> None:
        for turn in range(20):
            lengths = [number + turn + 1, 1, number + 2]
            got = model.encode_passages(["字" * length for length in lengths])
            if got[:, 0].tolist() != lengths or model.encode_query("字" * number)[0] != number:
                wrong.append((number, turn))

    callers = [threading.Thread(target=ask, args=(number,)) for number in range(1, 9)]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join(PATIENCE)
    assert not any(caller.is_alive() for caller in callers)
    assert wrong == []
    model.close()


def test_the_engine_is_loaded_once_and_again_after_a_failure() -> None:
    loads: list[int] = []

    def load() -> Slate:
        loads.append(1)
        if len(loads) == 1:
            raise EmbeddingError("还没有")
        return Slate()

    encoder = Encoder("石板", load)
    with pytest.raises(EmbeddingError, match="还没有"):
        encoder.submit([["问"]], query=True)
    for _ in range(3):
        encoder.submit([["问"]], query=True)[0].result(PATIENCE)
    assert len(loads) == 2
    encoder.close()


def test_closing_ends_the_threads_and_the_waiting() -> None:
    slate = Slate()
    encoder = encoder_of(slate)
    before = {t for t in threading.enumerate() if t.name.startswith("encoder")}
    futures = encoder.submit([[text] for text in "停一二"], query=False)
    assert slate.reached.wait(PATIENCE)
    closing = threading.Thread(target=encoder.close)
    closing.start()
    for future in futures[1:]:
        with pytest.raises(EmbeddingError, match="已经关闭"):
            future.result(PATIENCE)
    slate.go_on.set()
    closing.join(PATIENCE)
    assert futures[0].result(PATIENCE).shape == (1, 2)
    after = {t for t in threading.enumerate() if t.name.startswith("encoder")}
    assert after <= before
    with pytest.raises(EmbeddingError, match="已经关闭"):
        encoder.submit([["问"]], query=True)


def test_a_forgotten_encoder_leaves_no_thread() -> None:
    encoder = encoder_of(Slate())
    encoder.submit([["问"]], query=True)[0].result(PATIENCE)
    (thread,) = encoder._threads
    gone = weakref.ref(encoder)
    del encoder
    gc.collect()
    thread.join(PATIENCE)
    assert gone() is None
    assert not thread.is_alive()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows starts processes another way")
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_the_child_of_a_fork_has_threads_of_its_own() -> None:
    slate = Slate()
    encoder = encoder_of(slate)
    stopped(encoder, slate, "")
    slate.go_on.set()
    with encoder._lock, encoder._queue._changed:  # as bad a moment as any
        child = os.fork()
        if child == 0:
            vectors = encoder.submit([["子进程"]], query=True)[0].result(PATIENCE)
            os._exit(0 if vectors.tolist() == [[3.0, 1.0]] else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert encoder.submit([["问"]], query=True)[0].result(PATIENCE).shape == (1, 2)
    encoder.close()


def test_a_program_ends_while_passages_wait() -> None:
    code = (
        "import time, numpy as np\n"
        "from tests.corpus.test_encoder import Slate, encoder_of\n"
        "class Slow(Slate):\n"
        "    def encode(self, texts, query):\n"
        "        time.sleep(0.05)\n"
        "        return super().encode(texts, query)\n"
        "encoder = encoder_of(Slow(3))\n"
        "encoder.submit([['段']] * 10_000, query=False)[0].result()\n"
    )
    command = [sys.executable, "-W", "error", "-c", code]
    result = subprocess.run(
        command, cwd=REPOSITORY, capture_output=True, text=True, check=False, timeout=120
    )
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


@pytest.mark.parametrize("padded", [True, False])
def test_batches_are_of_similar_length(padded: bool) -> None:
    lengths = [30, 60, 20, 40, 10, 50]
    assert list(batches(lengths, 2, 1000, padded)) == [[1, 5], [3, 0], [2, 4]]


def test_padding_counts_against_the_limit() -> None:
    lengths = [50, 10, 10, 10]
    assert list(batches(lengths, 9, 100, padded=True)) == [[0, 1], [2, 3]]
    assert list(batches(lengths, 9, 100, padded=False)) == [[0, 1, 2, 3]]


def test_a_long_text_stands_alone_and_none_is_lost() -> None:
    assert list(batches([5, 500, 6], 9, 100, padded=True)) == [[1], [2, 0]]
    assert list(batches([], 9, 100, padded=True)) == []
