"""Pictures of pages (.png .jpg .tiff .bmp), read through the text recogniser."""

from __future__ import annotations

import io
from collections.abc import Iterator

import numpy as np
from PIL import Image, ImageOps, ImageSequence

from corpus.errors import ReadError
from corpus.readers import limits, ocr, page_layout
from corpus.readers.page_layout import Page
from corpus.readers.page_lines import lines_of
from corpus.readers.reading import Reading

_MAX_PAGES = 200  # of a .tiff
MAX_PIXELS = 80_000_000  # an A3 page at 600 dpi has 70
_LONG_SIDE = 2_400  # pixels; more tells the recogniser nothing
_PAGE_HEIGHT = 842.0  # points: a picture counts as a page of A4
_UNREADABLE = "图片已损坏或格式不支持，无法打开"


def read(data: bytes, file_name: str) -> Reading:
    """The words of a picture, one line a paragraph.

    Raises ReadError for a picture that is damaged or too large, or if no recogniser is installed.
    """
    if not ocr.available():
        raise ocr.missing("这是图片")
    limits.more_time()
    pages = [_page(picture) for picture in _pictures(data)]
    return page_layout.reading(pages, [ocr.caution(range(1, len(pages) + 1))])


def _pictures(data: bytes) -> Iterator[ocr.Picture]:
    try:
        with Image.open(io.BytesIO(data)) as image:
            if getattr(image, "n_frames", 1) > _MAX_PAGES:
                raise ReadError(f"图片超过 {_MAX_PAGES} 页，请拆分后再入库")
            for frame in ImageSequence.Iterator(image):
                if frame.width * frame.height > MAX_PIXELS:
                    raise ReadError("图片过大，请缩小后再入库")
                page = ImageOps.exif_transpose(frame).convert("RGB")
                page.thumbnail((_LONG_SIDE, _LONG_SIDE))
                yield np.asarray(page, dtype=np.uint8)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise ReadError(_UNREADABLE) from error


def _page(picture: ocr.Picture) -> Page:
    height, width = picture.shape[:2]
    scale = max(height, width) / _PAGE_HEIGHT
    return Page(width / scale, height / scale, tuple(lines_of(ocr.glyphs(picture, scale))))
