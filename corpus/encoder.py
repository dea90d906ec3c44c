"""The one place where encoding happens: a few long-lived threads, fed through a queue.

Queries overtake passages, so that a search waits for one batch of an ingest at most; callers with
passages take turns, batch by batch, so that a short list is not kept waiting by a long one.
"""

from __future__ import annotations

import os
import threading
import weakref
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.errors import EmbeddingError

Vectors = NDArray[np.float32]  # one a text, shape (texts, dimension)

_PATIENCE = 5.0  # seconds for the batch at hand, when the encoder is closed


class Engine(Protocol):
    """A loaded model."""

    @property
    def workers(self) -> int:
        """How many threads may call `encode` at the same time."""

    @property
    def dimension(self) -> int:
        """Components of a vector. May raise EmbeddingError."""

    @property
    def version(self) -> str:
        """Changes whenever the vectors would."""

    def batches(self, lengths: Sequence[int]) -> Iterator[list[int]]:
        """Indices of texts that are encoded together, those of the longest first."""

    def encode(self, texts: Sequence[str], query: bool) -> Vectors:
        """Unit vectors in the order of the texts, of which there is one at least."""


@dataclass(frozen=True)
class _Job:
    texts: Sequence[str]
    query: bool
    future: Future[Vectors]


class _Queue:
    """Jobs in the order of their turns. `take` waits; None means that there will be no more."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._urgent: deque[_Job] = deque()
        self._patient: deque[deque[_Job]] = deque()  # one list a caller
        self._closed = False

    def put(self, jobs: Sequence[_Job], urgent: bool) -> None:
        with self._changed:
            if self._closed:
                raise EmbeddingError("向量模型已经关闭，请重新打开程序。")
            if urgent:
                self._urgent.extend(jobs)
            elif jobs:
                self._patient.append(deque(jobs))
            self._changed.notify(len(jobs))

    def take(self) -> _Job | None:
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._urgent or self._patient)
            if self._closed:
                return None
            if self._urgent:
                return self._urgent.popleft()
            jobs = self._patient.popleft()
            job = jobs.popleft()
            if jobs:
                self._patient.append(jobs)
            return job

    def close(self) -> None:
        with self._changed:
            self._closed = True
            left = [*self._urgent, *(job for jobs in self._patient for job in jobs)]
            self._urgent.clear()
            self._patient.clear()
            self._changed.notify_all()
        for job in left:
            if job.future.set_running_or_notify_cancel():
                job.future.set_exception(EmbeddingError("向量模型已经关闭，计算没有完成。"))


class Encoder:
    """Loads its engine at first use and encodes with it; safe to share between threads.

    The threads start in the process that uses them: after a fork the child has its own engine and
    its own threads. They end with `close`, with the interpreter, or when the encoder is forgotten.
    """

    def __init__(self, name: str, load: Callable[[], Engine]) -> None:
        self._name = name
        self._load = load
        self._start_over()
        _encoders.add(self)

    def _start_over(self) -> None:
        self._lock = threading.Lock()
        self._engine: Engine | None = None
        self._queue = _Queue()
        self._threads: list[threading.Thread] = []
        self._end = weakref.finalize(self, _end, self._queue, self._threads)

    def forget_parent(self) -> None:
        """In the child of a fork: locks may have been held by threads that do not exist here."""
        self._end.detach()
        self._start_over()

    @property
    def engine(self) -> Engine:
        """Raises EmbeddingError if it cannot be loaded."""
        with self._lock:
            if self._engine is None:
                self._engine = self._load()
            return self._engine

    def submit(self, batches: Sequence[Sequence[str]], query: bool) -> list[Future[Vectors]]:
        """A future for each batch; its exceptions are EmbeddingError. Raises the same when the
        engine cannot be loaded or the encoder is closed."""
        engine = self.engine
        jobs = [_Job(texts, query, Future()) for texts in batches]
        self._queue.put(jobs, urgent=query)
        with self._lock:
            while len(self._threads) < engine.workers:
                number = len(self._threads) + 1
                thread = threading.Thread(
                    target=_work,
                    args=(self._queue, engine, self._name),
                    name=f"encoder-{number}",
                    daemon=True,
                )
                thread.start()
                self._threads.append(thread)
        return [job.future for job in jobs]

    def close(self) -> None:
        """End the threads; whoever still waits gets EmbeddingError."""
        self._end()


# No methods: a thread that held its encoder would keep it from ever being forgotten.
def _work(queue: _Queue, engine: Engine, name: str) -> None:
    while (job := queue.take()) is not None:
        if not job.future.set_running_or_notify_cancel():
            continue
        try:
            job.future.set_result(_checked(engine.encode(job.texts, job.query), len(job.texts)))
        except EmbeddingError as error:
            job.future.set_exception(error)
        except Exception as error:  # noqa: BLE001 - libraries raise what they like; it is passed on
            told = EmbeddingError(f"向量模型“{name}”计算失败：{error}")
            told.__cause__ = error
            job.future.set_exception(told)
        del job  # its texts and vectors are not needed while waiting for the next


def _checked(vectors: Vectors, count: int) -> Vectors:
    if vectors.ndim != 2 or len(vectors) != count:
        raise ValueError(f"{count} 段文字得到的结果形状为 {vectors.shape}")
    if not np.isfinite(vectors).all():
        raise ValueError("得到的向量含有无效数值")
    return vectors


def _end(queue: _Queue, threads: Sequence[threading.Thread]) -> None:
    queue.close()
    for thread in threads:
        if thread is not threading.current_thread():
            thread.join(_PATIENCE)


_encoders: weakref.WeakSet[Encoder] = weakref.WeakSet()


def _forget_parents() -> None:
    for encoder in list(_encoders):
        encoder.forget_parent()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_parents)
