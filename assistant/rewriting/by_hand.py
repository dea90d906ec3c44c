"""A sentence put into other words by a person, its citations kept where they still fit. Pure."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

from assistant.document import Draft, with_each, with_sentence_ids
from assistant.errors import DraftError
from assistant.rewriting.sentences import with_words

INSTRUCTION = "手工修改"  # what the versions list says of it
_ENDS = "。！？；：…”’）】"


def reworded(draft: Draft, sentence_id: str, text: str) -> Draft:
    """The draft with other words in one of its sentences; it keeps its last mark if they have none.

    Raises DraftError if there is no such sentence or nothing is left of it.
    """
    draft = with_sentence_ids(draft)
    old = next((s for s in draft.sentences() if s.id == sentence_id), None)
    if old is None:
        raise DraftError("这句话已经不在稿子里了，请刷新后再改")
    words = one_line(text)
    if not words.strip(_ENDS):
        raise DraftError("这一句是空的；要删去这一句，请选中它，点“删去”")
    if words[-1] not in _ENDS and old.text[-1:] in _ENDS:
        words += old.text[-1]
    new = with_words(old, words)

    return replace(with_each(draft, lambda s: new if s.id == sentence_id else s), findings=())


def one_line(text: str) -> str:
    """What was typed, without line breaks and what cannot be seen."""
    line = " ".join("".join(text.splitlines()).split())
    return "".join(c for c in line if unicodedata.category(c)[0] != "C")
