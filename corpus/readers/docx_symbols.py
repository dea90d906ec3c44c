"""Characters that Word keeps as a place in a symbol font."""

from __future__ import annotations

_PRIVATE = 0xF000  # Word adds it to the codes of symbol fonts
_CIRCLED, _FILLED = "①②③④⑤⑥⑦⑧⑨⑩", "❶❷❸❹❺❻❼❽❾❿"
_GREEK = dict(zip(range(0x61, 0x7B), "αβχδεφγηιϕκλμνοπθρστυϖωξψζ", strict=True)) | dict(
    zip(range(0x41, 0x5B), "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ", strict=True)
)
_FONTS: dict[str, dict[int, str]] = {
    "wingdings": {
        **dict(zip(range(0x81, 0x8B), _CIRCLED, strict=True)),
        **dict(zip(range(0x8C, 0x96), _FILLED, strict=True)),
        **dict(zip(b"\x28\x2a\x6c\x6e\x6f\x71\x72\x75\x76\x9f", "☎✉●■□❑❒◆❖•", strict=True)),
        **dict(zip(b"\xa1\xa7\xa8\xab\xd8\xdf\xe0\xe1\xe2\xe8", "○▪□★➢←→↑↓➔", strict=True)),
        **dict(zip(b"\xfb\xfc\xfd\xfe", "✗✓☒☑", strict=True)),
    },
    "wingdings 2": {
        **dict(zip(range(0x6A, 0x74), _CIRCLED, strict=True)),
        **dict(zip(range(0x76, 0x80), _FILLED, strict=True)),
        **dict(zip(b"\x4f\x50\x51\x52\x53\x54\x98\xa2\xa3", "✗✓☒☑☒☒●■□", strict=True)),
    },
    "symbol": {
        **{code: chr(code) for code in range(0x28, 0x40)},
        **_GREEK,
        **dict(zip(b"\xa2\xa3\xa5\xb0\xb1\xb2\xb3\xb4\xb7\xb8\xb9", "′≤∞°±″≥×•÷≠", strict=True)),
        **dict(zip(b"\xac\xad\xae\xaf", "←↑→↓", strict=True)),
    },
}


def symbol(font: str, code: str) -> str:
    """The character at `code` (hexadecimal) in a font; "" if it is not known."""
    try:
        place = int(code, 16)
    except ValueError:
        return ""
    known = _FONTS.get(font.lower())
    if known is not None:
        return known.get(place - _PRIVATE if place >= _PRIVATE else place, "")
    plain = 0x20 <= place < 0xD800 or 0xF900 <= place < 0xFFFE
    return chr(place) if plain else ""
