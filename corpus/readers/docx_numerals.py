"""The numerals that Word's automatic numbering writes, as Word writes them."""

from __future__ import annotations

from collections.abc import Callable

_DIGITS = "〇一二三四五六七八九"
_CAPITALS = "零壹贰叁肆伍陆柒捌玖"
_TRADITIONAL_CAPITALS = "零壹貳參肆伍陸柒捌玖"
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L")),
    *((40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def numeral(value: int, form: str) -> str:
    """`value` in a ``w:numFmt``. Beyond what the form can say, and in forms unknown, digits."""
    if form in ("bullet", "none"):
        return ""
    write = _FORMS.get(form)
    return (write(value) if write and value > 0 else "") or str(value)


def _counting(value: int) -> str:
    """一 十 十一 二十一, and from a hundred on digit by digit, as Word has it."""
    return _thousands(value) if value < 100 else _digitwise(value)


def _digitwise(value: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(value))


def _thousands(value: int) -> str:
    """十一, 二十, 一百〇一."""
    said = _spoken(value, _DIGITS, "十百千")
    return said.removeprefix("一") if 10 <= value < 20 else said


def _japanese(value: int) -> str:
    """十一, 百一: no 一 before a unit, and no zero."""
    said = _spoken(value, _DIGITS, "十百千").replace("〇", "")
    for unit in "十百千":
        said = said.replace(f"一{unit}", unit)
    return said


def _spoken(value: int, digits: str, units: str) -> str:
    """Digits with their units; "" from ten thousand on."""
    if value >= 10_000:
        return ""
    said = ""
    for unit, digit in zip((*reversed(units), ""), f"{value:04d}", strict=True):
        said += digits[int(digit)] + unit if digit != "0" else digits[0]
    zero = digits[0]
    while zero * 2 in said:
        said = said.replace(zero * 2, zero)
    return said.strip(zero)


def _from(characters: str) -> Callable[[int], str]:
    return lambda value: characters[value - 1] if value <= len(characters) else ""


def _enclosed(first: str, last: str) -> Callable[[int], str]:
    return _from("".join(map(chr, range(ord(first), ord(last) + 1))))


def _letters(value: int) -> str:
    """A … Z AA BB …; "" beyond thirty of one letter, where Word stops."""
    times, index = divmod(value - 1, 26)
    return chr(ord("A") + index) * (times + 1) if times < 30 else ""


def _roman(value: int) -> str:
    if value >= 4000:
        return ""
    said = ""
    for worth, letters in _ROMAN:
        times, value = divmod(value, worth)
        said += letters * times
    return said


def _sixty_years(value: int) -> str:
    return _STEMS[(value - 1) % 10] + _BRANCHES[(value - 1) % 12] if value <= 60 else ""


def _full_width(value: int) -> str:
    return str(value).translate(_FULL_WIDTH)


_FORMS: dict[str, Callable[[int], str]] = {
    "chineseCounting": _counting,
    "taiwaneseCounting": _counting,
    "chineseCountingThousand": _thousands,
    "taiwaneseCountingThousand": _thousands,
    "japaneseCounting": _japanese,
    "ideographDigital": _digitwise,
    "taiwaneseDigital": _digitwise,
    "chineseLegalSimplified": lambda value: _spoken(value, _CAPITALS, "拾佰仟"),
    "ideographLegalTraditional": lambda value: _spoken(value, _TRADITIONAL_CAPITALS, "拾佰仟"),
    "ideographTraditional": _from(_STEMS),
    "ideographZodiac": _from(_BRANCHES),
    "ideographZodiacTraditional": _sixty_years,
    "ideographEnclosedCircle": _enclosed("㊀", "㊉"),
    "decimalEnclosedCircle": _enclosed("①", "⑳"),
    "decimalEnclosedCircleChinese": _enclosed("①", "⑳"),
    "decimalEnclosedParen": _enclosed("⑴", "⒇"),
    "decimalEnclosedFullstop": _enclosed("⒈", "⒛"),
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "decimalZero": lambda value: f"{value:02d}",
    "numberInDash": lambda value: f"- {value} -",
    "upperLetter": _letters,
    "lowerLetter": lambda value: _letters(value).lower(),
    "upperRoman": _roman,
    "lowerRoman": lambda value: _roman(value).lower(),
}
