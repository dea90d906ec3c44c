"""No byte of the log can change unseen: 500 random changes, and every kind of cut and exchange."""

from __future__ import annotations

import random

import pytest

from assistant.review.canonical import canonical, digest
from assistant.review.log import GENESIS, Event, Fault, Record, bound, line_of, read_log

AT = "2024-07-01T00:00:00.000000+00:00"


def records(count: int = 6) -> list[Record]:
    made: list[Record] = []
    for n in range(count):
        body = {"version": n, "content_sha256": digest(n), "note": "县委“XX”\\n\t", "none": None}
        event: Event = "reopened" if n % 3 == 2 else "signed"
        made.append(bound(made[-1] if made else None, AT, "王核稿", event, body))
    return made


def data_of(made: list[Record]) -> bytes:
    return b"".join(line_of(record) for record in made)


WHOLE = data_of(records())


def test_a_whole_log_reads_as_it_was_written() -> None:
    assert read_log(WHOLE) == (tuple(records()), None)
    assert read_log(b"") == ((), None)
    first, second = records()[:2]
    assert (first.previous, second.previous) == (GENESIS, first.hash)


def test_every_one_of_500_random_byte_changes_is_found() -> None:
    chance = random.Random(7)
    for _ in range(500):
        place = chance.randrange(len(WHOLE))
        other = chance.choice([b for b in range(256) if b != WHOLE[place]])
        changed = WHOLE[:place] + bytes([other]) + WHOLE[place + 1 :]
        good, fault = read_log(changed)
        at = WHOLE[:place].count(b"\n") + 1
        assert isinstance(fault, Fault), (place, other)
        assert fault.seq == at, (place, other, str(fault))
        assert list(good) == records()[: at - 1]


LINES = WHOLE.splitlines(keepends=True)


@pytest.mark.parametrize(
    ("lines", "bad"),
    [
        (LINES[1:], 1),
        ([*LINES[:2], *LINES[3:]], 3),
        ([LINES[0], LINES[2], LINES[1], *LINES[3:]], 2),
        ([*LINES[:3], LINES[2], *LINES[3:]], 4),
        ([*LINES[:3], b"\n", *LINES[3:]], 4),
        ([*LINES[:3], LINES[3].replace(b'"seq":4', b'"seq": 4'), *LINES[4:]], 4),
        ([*LINES[:3], LINES[3].replace(b"{", b'{"seq":4,', 1), *LINES[4:]], 4),
        ([*LINES[:5], LINES[5][:-1]], 6),
        ([*LINES[:5], LINES[5][:-20]], 6),
        ([LINES[0], LINES[1].replace("王".encode(), b"\\u738b"), *LINES[2:]], 2),
        ([b"[" * 100_000 + b"\n"], 1),
    ],
)
def test_cuts_and_exchanges_are_found(lines: list[bytes], bad: int) -> None:
    _, fault = read_log(b"".join(lines))
    assert fault is not None
    assert fault.seq == bad


def test_a_record_that_was_made_again_breaks_the_next() -> None:
    made = records()
    again = bound(made[1], AT, "李核稿", "signed", {"version": 2})
    _, fault = read_log(data_of([*made[:2], again, *made[3:]]))
    assert str(fault) == "第 4 条记录与前一条接不上"


def test_the_canonical_form_is_one() -> None:
    assert canonical({"b": 1, "a": "县"}) == '{"a":"县","b":1}'.encode()
    assert digest({"b": 1, "a": 2}) == digest({"a": 2, "b": 1})
