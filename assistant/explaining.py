"""Why a hit of a search stands where it does, in the words that page and command share. Pure."""

from __future__ import annotations

from corpus.ranking import Hit


def explained(hit: Hit) -> str:
    """In one line, with what is not shown because it says nearly the same."""
    return "，".join((*reasons(hit), *filter(None, [copies_line(hit)])))


def reasons(hit: Hit) -> tuple[str, ...]:
    """相近度 91% · 意思第 1 位 · 词句第 3 位 · 年份较新 +4%."""
    said = [f"相近度 {hit.relevance:.0%}"]
    said += [f"意思第 {hit.meaning.rank} 位"] if hit.meaning else []
    said += [f"词句第 {hit.words.rank} 位"] if hit.words else []
    said += [f"{boost.reason} +{boost.share:.0%}" for boost in hit.boosts]
    return tuple(said)


def copies_line(hit: Hit) -> str:
    return f"另有 {len(hit.copies)} 段写法几乎相同" if hit.copies else ""
