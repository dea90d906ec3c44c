"""Periods have one written form, order by their end and know what comes next."""

from __future__ import annotations

import hashlib

import pytest

from corpus.report import Period, Role, period_label, sha256_of

PERIODS = [
    # code, year, half, label, next
    ("2024H1", 2024, 1, "2024年上半年", "2024H2"),
    ("2024H2", 2024, 2, "2024年下半年", "2025"),
    ("2024", 2024, 0, "2024年度", "2025"),
    ("1999", 1999, 0, "1999年度", "2000"),
]


@pytest.mark.parametrize(("code", "year", "half", "label", "following"), PERIODS)
def test_a_period_survives_being_written_down(
    code: str, year: int, half: int, label: str, following: str
) -> None:
    period = Period.parse(code)
    assert period == Period(year, half)
    assert str(period) == code
    assert period.label == label
    assert period_label(code) == label
    assert str(period.next) == following


@pytest.mark.parametrize(
    "code",
    ["", "24H1", "2024H3", "2024H0", "2024h1", "2024H", "2024年", " 2024", "2024H1 ", "20245"],
)
def test_any_other_code_is_refused_and_named(code: str) -> None:
    with pytest.raises(ValueError, match="期间写法") as caught:
        Period.parse(code)
    assert f"“{code}”" in str(caught.value)


def test_periods_order_by_their_end() -> None:
    codes = ["2023", "2024H1", "2024", "2024H2", "2025H1"]
    shuffled = [Period.parse(code) for code in (codes[3], codes[0], codes[4], codes[2], codes[1])]
    assert [str(period) for period in sorted(shuffled)] == codes
    assert Period(2024, 1) < Period(2024, 2) <= Period(2024, 2) < Period(2025)
    assert max(shuffled) == Period(2025, 1)


def test_an_unknown_period_is_called_unknown() -> None:
    assert period_label("") == "期间不详"


def test_every_role_has_its_own_name() -> None:
    assert [role.label for role in Role] == ["导语", "工作情况", "存在的问题", "工作打算", "其他"]


def test_a_quote_is_hashed_as_utf8() -> None:
    assert sha256_of("存在的问题") == hashlib.sha256("存在的问题".encode()).hexdigest()
