"""Nearest paragraphs by an exact scan over the catalogue's vectors, held in memory.

It answers every search that is narrowed by a Filter: Chroma looks up what a filter accepts in its
own database first, which takes longer than comparing with every vector there is. So does finding
the near ones of a small archive. It is also what searches go on with when Chroma is not whole, and
what a command uses beside a running app.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from corpus.catalogue import Catalogue, VectorRow
from corpus.query import EVERYTHING, Filter, Ranking, chunked

# The helpers of numpy's products go on spinning for milliseconds after each, on the cores that the
# embedding of the next query needs.
threadpool_limits(limits=1, user_api="blas")

_REPORTS_PER_READ = 200
_MOST_DEAD = 0.25  # the share of rows of reports that are gone before their room is used again
_FEW = 0.25  # the share of rows up to which copying them out is faster than comparing with all
_KEPT_FILTERS = 32
_DIGITS = 6  # what lies behind them depends on the row and the processor


class ExactVectors:
    """Vectors in step with a catalogue; `refresh` before asking. Safe to share between threads.

    Those of another length are left alone: they are of a model that is just being put in use.
    """

    def __init__(self, dimension: int) -> None:
        self._dimension = dimension
        self._lock = threading.RLock()
        self._clear()

    def _clear(self) -> None:
        self._matrix = np.zeros((0, self._dimension), np.float32)
        self._ids: list[str] = []  # of the paragraphs, as many as rows of the matrix are in use
        self._alive = np.zeros(0, bool)
        self._places: dict[str, tuple[str, int, int]] = {}  # report → its seal and its rows
        self._columns: dict[str, NDArray[np.int32]] = {}
        self._codes: dict[str, dict[str, int]] = {}
        self._accepted: dict[Filter, NDArray[np.int64]] = {}

    def refresh(self, catalogue: Catalogue) -> None:
        """Take up the reports that are new or have changed, and let go of those that went."""
        seals = catalogue.seals()
        with self._lock:
            gone = [i for i, (seal, _, _) in self._places.items() if seals.get(i) != seal]
            for report_id in gone:
                _, start, end = self._places.pop(report_id)
                self._alive[start:end] = False
            used = self._alive[: len(self._ids)]
            if gone and len(used) * _MOST_DEAD < np.count_nonzero(~used):
                self._clear()
            new = [i for i in seals if i not in self._places]
            if new and not self._places:
                self._make_room(catalogue.count()[1])
            for batch in chunked(new, _REPORTS_PER_READ):
                self._add(catalogue.vectors(batch), seals)
            if gone or new:
                self._accepted = {}

    def _add(self, rows: Sequence[VectorRow], seals: dict[str, str]) -> None:
        """`rows` of whole reports, those of one report together."""
        rows = [row for row in rows if len(row.vector) == self._dimension]
        if not rows:
            return
        start, end = len(self._ids), len(self._ids) + len(rows)
        if end > len(self._matrix):
            self._make_room(max(end, 2 * len(self._matrix)))
        self._matrix[start:end] = np.stack([row.vector for row in rows])
        self._alive[start:end] = True
        for offset, row in enumerate(rows, start):
            entry = row.entry
            first = self._places.get(entry.report_id, ("", offset, 0))[1]
            self._places[entry.report_id] = (seals[entry.report_id], first, offset + 1)
            self._ids.append(entry.paragraph_id)
            for name in ("role", "organisation", "kind"):
                codes = self._codes.setdefault(name, {})
                value = codes.setdefault(getattr(entry, name), len(codes))
                self._columns[name][offset] = value
            self._columns["year"][offset] = entry.year

    def _make_room(self, room: int) -> None:
        matrix = np.zeros((room, self._dimension), np.float32)
        matrix[: len(self._matrix)] = self._matrix
        self._matrix = matrix
        self._alive = np.concatenate([self._alive, np.zeros(room - len(self._alive), bool)])
        for name in ("role", "organisation", "kind", "year"):
            column = np.zeros(room, np.int32)
            column[: len(self._ids)] = self._columns.get(name, column)[: len(self._ids)]
            self._columns[name] = column

    def nearest(self, vector: NDArray[np.float32], limit: int, wanted: Filter) -> Ranking:
        """``(paragraph_id, cosine similarity)``, best first; of the same words, whatever the order in
        which they came and however the processor sums, the same one first."""
        with self._lock:
            accepted = self._accepted_by(wanted)
            if not len(accepted) or len(vector) != self._dimension:
                return []
            used = len(self._ids)
            if len(accepted) <= _FEW * used:
                similarities = self._matrix[accepted] @ vector
            else:
                similarities = self._matrix[:used] @ vector
                if len(accepted) < used:
                    similarities = similarities[accepted]
            kept = min(limit, len(similarities))
            best = np.argpartition(-similarities, kept - 1)[:kept]
            found = [(self._ids[accepted[n]], float(similarities[n])) for n in best]
            return sorted(found, key=lambda one: (-round(one[1], _DIGITS), one[0]))

    def sample(self, size: int) -> NDArray[np.float32]:
        """At most `size` of the vectors, evenly spread over all: (n, dimension)."""
        with self._lock:
            alive = self._accepted_by(EVERYTHING)
            return self._matrix[alive[:: max(1, -(-len(alive) // size))]]

    def _accepted_by(self, wanted: Filter) -> NDArray[np.int64]:
        """Row numbers, ascending."""
        known = self._accepted.get(wanted)
        if known is not None:
            return known
        used = len(self._ids)
        accepted = self._alive[:used].copy()
        sets = {
            "role": [role.value for role in wanted.roles],
            "organisation": wanted.organisations,
            "kind": wanted.kinds,
        }
        for name, values in sets.items():
            if values:
                codes = self._codes.get(name, {})
                numbers = [codes[value] for value in values if value in codes]
                accepted &= np.isin(self._columns[name][:used], numbers) if used else False
        if used and (wanted.since is not None or wanted.until is not None):
            years = self._columns["year"][:used]
            accepted &= years >= (wanted.since if wanted.since is not None else 1)
            if wanted.until is not None:
                accepted &= (years > 0) & (years <= wanted.until)
        if len(self._accepted) >= _KEPT_FILTERS:
            self._accepted = {}
        found = self._accepted[wanted] = np.flatnonzero(accepted)
        return found
