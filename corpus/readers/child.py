"""The process that reads one file: limits itself, reads, answers in JSON and ends.

Input: the limits as arguments; on stdin four bytes with the length of the name, the name in
UTF-8, the content. Output: a `Reading`, or the reason against it. See `sandbox`.
"""

from __future__ import annotations

import json
import os
import sys
import traceback

from corpus.readers import limits

DAMAGED = "文件已损坏或格式异常，无法读取"
TOO_MUCH_MEMORY = "解析时占用内存过大，请拆分文件后再入库"


def main(arguments: list[str]) -> None:
    """Read the file on stdin within the limits that the arguments name in their order."""
    limits.apply(limits.Limits(*map(int, arguments)))
    # Libraries print; what they print must not get into the answer.
    with os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8") as out:
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
        content = sys.stdin.buffer.read()
        length = int.from_bytes(content[:4], "big")
        name = content[4 : 4 + length].decode("utf-8")
        json.dump(answer(content[4 + length :], name), out, ensure_ascii=False)


def answer(data: bytes, file_name: str) -> dict[str, object]:
    """The reading, or ``{"error": reason}``."""
    from corpus import readers
    from corpus.errors import ReadError

    try:
        reading = readers.read(data, file_name)
    except ReadError as error:
        return {"error": str(error)}
    except MemoryError:
        return {"error": TOO_MUCH_MEMORY}
    except Exception:  # noqa: BLE001 - a parser may raise anything on a file made for it
        traceback.print_exc()
        return {"error": DAMAGED}
    notes = [(note.kind.value, note.text) for note in reading.notes]
    return {"text": reading.text, "notes": notes, "pages": reading.pages}


if __name__ == "__main__":
    main(sys.argv[1:])
