"""What a draft still lacks, as findings. Pure: a draft and a way to cut quotes go in."""

from __future__ import annotations

from dataclasses import replace

from assistant.checking.citations import Quote, check_citations
from assistant.checking.figures import check_figures
from assistant.checking.language import check_language
from assistant.checking.terms import check_terms
from assistant.document import Draft


def checked(draft: Draft, quote: Quote) -> Draft:
    """The draft with the findings of every check, errors first."""
    findings = [
        *check_citations(draft, quote),
        *check_figures(draft),
        *check_terms(draft),
        *check_language(draft),
    ]
    order = {"error": 0, "warning": 1, "info": 2}
    return replace(draft, findings=tuple(sorted(findings, key=lambda f: order[f.severity])))
