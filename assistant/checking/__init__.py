"""What a draft still lacks, as findings. Pure: a draft and a way to cut quotes go in."""

from __future__ import annotations

from dataclasses import replace

from assistant.checking.citations import Quote, Successor, check_citations, none_replaced
from assistant.checking.figures import check_figures
from assistant.checking.language import check_language
from assistant.checking.terms import check_terms
from assistant.document import Draft


def checked(draft: Draft, quote: Quote, replaced_by: Successor = none_replaced) -> Draft:
    """The draft with the findings of every check, errors first."""
    findings = [
        *check_citations(draft, quote, replaced_by),
        *check_figures(draft),
        *check_terms(draft),
        *check_language(draft),
    ]
    order = {"error": 0, "warning": 1, "info": 2}
    return replace(draft, findings=tuple(sorted(findings, key=lambda f: order[f.severity])))
