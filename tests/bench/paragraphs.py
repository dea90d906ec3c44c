"""Any number of paragraphs with vectors, from those of real reports. Pure.

Real paragraphs come first; beyond them they are repeated with noise: characters dropped and
replaced, vectors moved a little aside. So the vocabulary and the neighbourhoods stay lifelike.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]

_SHORTEST = 30  # characters; what is shorter is a heading
_DROPPED, _REPLACED = 0.02, 0.03  # shares of the characters of a repeated paragraph
_ASIDE = 0.15  # length of the noise added to a unit vector: cosine about 0.99
_CLAUSE = re.compile(r"[^，。；、：！？“”（）\s]{8,30}")


@dataclass(frozen=True)
class Block:
    """Some paragraphs: texts, and unit vectors of shape (len(texts), dimension)."""

    texts: Sequence[str]
    vectors: Matrix


def lines_of(texts: Iterable[str]) -> list[str]:
    """The different paragraphs of all texts in the order of their SHA-256.

    So any number of them from the beginning is a fair sample, and always the same.
    """
    lines = {line.strip() for text in texts for line in text.splitlines()}
    return sorted((x for x in lines if len(x) > _SHORTEST), key=_digest)


def blocks(real: Sequence[str], vectors: Matrix, size: int) -> Iterator[Block]:
    """`size` paragraphs: the `real` ones with their `vectors`, then noisy copies of all of them."""
    letters = np.unique(_codes("".join(real)))
    for start in range(0, size, len(real)):
        count = min(len(real), size - start)
        if start == 0:
            yield Block(real[:count], vectors[:count])
            continue
        chance = np.random.default_rng(start)
        yield Block(
            [noisy(text, letters, chance) for text in real[:count]],
            moved(vectors[:count], chance),
        )


def noisy(text: str, letters: NDArray[np.uint32], chance: np.random.Generator) -> str:
    """`text` with some characters dropped and some replaced by any of `letters`."""
    codes = _codes(text).copy()
    dice = chance.random(len(codes))
    replaced = dice < _REPLACED
    codes[replaced] = chance.choice(letters, int(replaced.sum()))
    kept = codes[(dice < _REPLACED) | (dice >= _REPLACED + _DROPPED)]
    return kept.tobytes().decode("utf-32-le")


def moved(vectors: Matrix, chance: np.random.Generator) -> Matrix:
    """Unit vectors a little aside of the given ones."""
    noise = chance.standard_normal(vectors.shape, np.float32)
    aside: Matrix = vectors + noise * np.float32(_ASIDE / vectors.shape[1] ** 0.5)
    aside /= np.linalg.norm(aside, axis=1, keepdims=True)
    return aside


def queries(real: Sequence[str], number: int, seed: int) -> list[str]:
    """What writers might look up: different clauses of 8–30 characters, other ones for each seed.

    Raises ValueError if the paragraphs do not have as many.
    """
    chance = np.random.default_rng(seed)
    found: dict[str, None] = {}
    for index in chance.permutation(len(real)):
        clauses = _CLAUSE.findall(real[index])
        if clauses:
            found[str(chance.choice(clauses))] = None
        if len(found) == number:
            return list(found)
    raise ValueError(f"only {len(found)} of {number} queries: give more reports")


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def _codes(text: str) -> NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le"), np.uint32)
