"""Pictures of pages → characters at positions. The recogniser is an optional package that brings
its models along; without it a scan is refused."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.errors import ReadError
from corpus.readers.page_lines import Glyph, is_wide
from corpus.readers.reading import Note, NoteKind

SCALE = 200 / 72  # pixels a point at which pages are drawn for the recogniser
_MISSING = "请安装文字识别组件（pip install 'nigao[ocr]'）后再入库，或提供 Word 版"
_SURE = 0.5  # of 1; less is noise
_FONT = 0.82  # of a box's height: boxes have some air above and below the characters
_SAME_SIZE = 0.25
# The recogniser mixes up the widths of punctuation; next to Chinese characters it is wide.
_HALF = re.compile("(?<=[\u3001-\u9fff])[,:;!?()]|[(](?=[\u4e00-\u9fff])")
_FULL = str.maketrans(",:;!?()", "，：；！？（）")
Picture = NDArray[np.uint8]  # height × width × 3, RGB


def available() -> bool:
    """Whether scans can be read here."""
    return find_spec("rapidocr") is not None


def caution(pages: Sequence[int]) -> Note:
    """What users must know of recognised pages, which are numbered from 1."""
    numbers = "、".join(map(str, pages))
    text = f"第 {numbers} 页的文字由图片识别而来，可能有错字，引用前请核对原件"
    return Note(NoteKind.WARNING, text)


def missing(what: str) -> ReadError:
    """The error for a file that only a recogniser could read; `what` it is, in Chinese."""
    return ReadError(f"{what}；{_MISSING}")


def glyphs(picture: Picture, scale: float = SCALE) -> list[Glyph]:
    """The words of a picture with `scale` pixels a point, a glyph for each stretch of a line."""
    found = _engine()(np.ascontiguousarray(picture[:, :, ::-1]))  # it wants BGR
    if found.boxes is None:
        return []
    lines = []
    for box, text, score in zip(found.boxes, found.txts, found.scores, strict=True):
        text = _HALF.sub(lambda mark: mark.group().translate(_FULL), text.strip())
        if not text or score < _SURE:
            continue
        left, right = float(box[:, 0].min()), float(box[:, 0].max())
        top, bottom = float(box[:2, 1].mean()), float(box[2:, 1].mean())
        lines.append((text, left / scale, right / scale, top / scale, bottom / scale))
    sizes = _sizes([(text, right - left, bottom - top) for text, left, right, top, bottom in lines])
    return [
        Glyph(text, left, right, bottom - (bottom - top) * 0.2, size)
        for (text, left, right, top, bottom), size in zip(lines, sizes, strict=True)
    ]


def _sizes(boxes: list[tuple[str, float, float]]) -> list[float]:
    """Font sizes from (text, width, height); those that are nearly alike become equal."""
    sizes = []
    for text, width, height in boxes:
        wide = sum(1 if is_wide(character) else 0.5 for character in text)
        # A line of many characters tells its size by its width, which is exact.
        sizes.append(min(width / wide, height) if wide >= 5 else height * _FONT)
    if not sizes:
        return []
    body = median(sizes)
    return [body if abs(size - body) < _SAME_SIZE * body else size for size in sizes]


@cache
def _engine() -> Any:
    """The recogniser, with the models of its package: paths keep it from fetching any."""
    package: Any = import_module("rapidocr")
    models = Path(package.__file__).parent / "models"
    found = {task: sorted(models.glob(f"*_{task}_*.onnx")) for task in ("det", "rec")}
    if not all(found.values()):
        raise ReadError("文字识别组件不完整，请重新安装（pip install --force-reinstall rapidocr）")
    return package.RapidOCR(
        params={
            "Global.log_level": "error",
            "Global.use_cls": False,  # for lines upside down, which pages do not have
            "Det.model_path": str(found["det"][0]),
            "Rec.model_path": str(found["rec"][0]),
        }
    )
