"""Which texts are encoded together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence


def batches(
    lengths: Sequence[int], max_texts: int, max_characters: int, padded: bool
) -> Iterator[list[int]]:
    """Group indices by similar length, longest first, within the limits of a batch.

    `padded` tells that every text costs as much as the longest of its batch. A text that is longer
    than a batch may be stands alone.
    """
    batch: list[int] = []
    characters = 0
    for index in sorted(range(len(lengths)), key=lambda index: -lengths[index]):
        cost = lengths[batch[0]] if batch and padded else lengths[index]
        if batch and (len(batch) >= max_texts or characters + cost > max_characters):
            yield batch
            batch, characters, cost = [], 0, lengths[index]
        batch.append(index)
        characters += cost
    if batch:
        yield batch
