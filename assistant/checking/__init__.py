"""What a draft still lacks, as findings. Pure: a draft and a way to cut quotes go in."""

from __future__ import annotations

from dataclasses import replace

from assistant.checking.answers import check_answers
from assistant.checking.broken import check_broken
from assistant.checking.citations import Quote, Successor, check_citations, none_replaced
from assistant.checking.copying import TextOf, check_copying, no_text
from assistant.checking.figures import check_figures
from assistant.checking.hostile import check_hostile
from assistant.checking.language import check_language
from assistant.checking.running import findings_of_draft, with_rules
from assistant.checking.tables import Tables, load_tables
from assistant.checking.terms import check_terms
from assistant.checking.verdicts import with_verdicts
from assistant.document import Draft


def checked(
    draft: Draft,
    quote: Quote,
    replaced_by: Successor = none_replaced,
    problems: Draft | None = None,
    text_of: TextOf = no_text,
    tables: Tables | None = None,
) -> Draft:
    """The draft with the verdict of every sentence and the findings of every check, errors first.

    `tables` are the office's lists for the rules; without them those that come with the program.
    """
    tables = tables or load_tables()
    draft, weak = with_verdicts(draft)
    own = [
        *check_citations(draft, quote, replaced_by),
        *check_figures(draft, quote),
        *weak,
        *check_hostile(draft),
        *check_terms(draft, tables.calendar),
        *check_language(draft),
        *check_broken(draft),
        *check_copying(draft, text_of),
        *(check_answers(draft, problems) if problems else ()),
    ]
    findings = [*with_rules(own, tables), *findings_of_draft(draft, tables)]
    order = {"error": 0, "warning": 1, "info": 2}
    return replace(draft, findings=tuple(sorted(findings, key=lambda f: order[f.severity])))
