"""Figures in digits and in words are one number."""

from __future__ import annotations

from fractions import Fraction

import pytest

from assistant.numerals import half_width, normalised, value_of


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("12", 12),
        ("１２", 12),
        ("1,200", 1_200),
        ("1，200", 1_200),
        ("17.5", Fraction(35, 2)),
        ("1.2万", 12_000),
        ("3.5亿", 350_000_000),
        ("1.5万亿", 1_500_000_000_000),
        ("3千", 3_000),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("一百零五", 105),
        ("两千三百", 2_300),
        ("三千零五", 3_005),
        ("一万二千", 12_000),
        ("一点五亿", 150_000_000),
        ("十二点五", Fraction(25, 2)),
        ("二〇二四", 2_024),
        ("二○二四", 2_024),
        ("", None),
        ("很多", None),
        ("点五", None),
        ("三点", None),
        ("12个", None),
    ],
)
def test_a_number_has_one_value_however_it_is_written(
    words: str, value: int | Fraction | None
) -> None:
    assert value_of(words) == value


def test_the_half_width_form_is_as_long_as_the_text() -> None:
    assert half_width("占１７．５％，") == "占17.5%，"
    assert normalised("１，２００ 个") == "1200个"


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("三亿五千万", 350_000_000),
        ("一亿两千万", 120_000_000),
        ("十二亿三千四百万", 1_234_000_000),
        ("1亿2千万", 120_000_000),
        ("1万2千", 12_000),
        ("三万亿", 3_000_000_000_000),
        ("一万二", 12_000),
        ("三千五", 3_500),
        ("百万", 1_000_000),
    ],
)
def test_large_units_are_multiplied_out_each_by_itself(words: str, value: int) -> None:
    assert value_of(words) == value
