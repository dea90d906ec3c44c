"""A section drafted as if its report were not there, beside the section that was really written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from assistant.brief import Brief
from assistant.checking.broken import broken_places
from assistant.clauses import overlap
from assistant.document import Draft, SectionName
from assistant.errors import DraftError
from assistant.headings import plan_core, theme_of
from assistant.periods.told import period_of
from assistant.service import Assistant
from assistant.style.fit import fit, fit_of_section
from corpus.report import Period, Report, Role
from tests.evals.draft_measures import Count, distinct, fields, parallel
from tests.evals.signing_briefs import SECTIONS, leaf_items

_SAME_THEME, _SAME_WORDS = 0.5, 0.25
_PREFIX = 2


@dataclass(frozen=True)
class Original:
    """A section as it was written: its items' texts and headings, without marks and full stops."""

    title: str
    section: SectionName
    period: str
    organisation: str
    items: tuple[str, ...]
    headings: tuple[str, ...]
    report: Report


def originals(reports: Sequence[Report]) -> list[Original]:
    """Every problems and plan section that has items, of reports with a period."""
    found = []
    for report in reports:
        outline = report.outline
        for name in SECTIONS:
            leaves = [
                item
                for section in outline.sections
                if section.role is Role(name)
                for item in leaf_items(section.items)
            ]
            if leaves and (period := period_of(report)):
                texts = tuple(
                    outline.text[i.heading_start if i.heading else i.body_start : i.end].strip()
                    for i in leaves
                )
                headings = tuple(i.heading for i in leaves)
                about = outline.title, name, str(period), outline.organisation
                found.append(Original(*about, texts, headings, report))
    return found


def held_out_lines(assistant: Assistant, held: Sequence[Original]) -> list[str]:
    """A table, a row an original, and the means. The archive leaves out the organisation's own
    report of the asked period; nothing else is left out."""
    head = (
        "items",
        "item chars",
        "heading chars",
        "prefix",
        "themes met",
        "fields met",
        "style fit",
    )
    rows = ["held out: written → drafted", "  " + "".join(f"{h:>16}" for h in head)]
    recalls, near, offs, lengths, fits = [], [], [], [], []
    for original in held:
        try:
            draft = assistant.draft(_brief(original))
        except DraftError as error:
            rows.append(f"  {'—':>16}  {original.section} {original.title}: {error}")
            continue
        recall = theme_recall(original, draft)
        recalls.append(recall)
        near.append(field_recall(original, draft))
        offs.append(abs(len(draft.items) - len(original.items)))
        written, drafted = _median(original.items), _median([i.text for i in draft.items])
        lengths.append(drafted / written)
        fits.append(_fits(assistant, original, draft))
        row = _row(original, draft, recall, fits[-1])
        rows.append(f"  {row}  {original.section} {original.title}")
    rows.append(
        f"  themes met {_mean(recalls):.1%}, fields {_mean(near):.1%} · items off by {_mean(offs):.2f} · item length "
        f"{_mean(lengths):.2f} of the written · style fit {_mean([f[0] for f in fits]):.1f} written,"
        f" {_mean([f[1] for f in fits]):.1f} drafted · {len(recalls)} of {len(held)} sections drafted"
    )
    return [*rows, *_written(held)]


def _written(held: Sequence[Original]) -> Iterator[str]:
    """What the table says of drafts, said of the sections that people wrote."""
    yield "  as written, a section"
    counts: dict[str, list[Count]] = {}
    for original in held:
        said = distinct(list(zip(original.headings, original.items, strict=True)))
        said |= parallel(original.headings) if original.section == "plan" else {}
        broken = sum(bool(broken_places(text)) for text in original.items)
        said["items with a broken sentence"] = Count(broken, len(original.items))
        for name, count in said.items():
            counts.setdefault(name, []).append(count)
    for name, found in counts.items():
        yield f"    {name:<36}{sum(c.good for c in found) / sum(c.all for c in found):>9.2f}"


def _brief(original: Original) -> Brief:
    return Brief(
        action="draft",
        section=original.section,
        period=original.period,
        organisation=original.organisation,
    )


def _fits(assistant: Assistant, original: Original, draft: Draft) -> tuple[float, float]:
    """The fit to the house's style, 0–100, of the section as written and as drafted."""
    about = draft.section, draft.organisation, Period.parse(draft.period)
    style = assistant.house_style(*about)
    written = fit_of_section(original.report, original.section, style)
    return written.total if written else 0.0, fit(draft, style).total


def _row(original: Original, draft: Draft, recall: float, fits: tuple[float, float]) -> str:
    headings = [i.heading.text.rstrip("。") for i in draft.items]
    cells = (
        f"{len(original.items)} → {len(draft.items)}",
        f"{_median(original.items):.0f} → {_median([i.text for i in draft.items]):.0f}",
        f"{_median(original.headings):.0f} → {_median(headings):.0f}",
        f"{_prefix(original.headings)} → {_prefix(headings)}",
        f"{recall:.0%}",
        f"{field_recall(original, draft):.0%}",
        f"{fits[0]:.0f} → {fits[1]:.0f}",
    )
    return "".join(f"{cell:>16}" for cell in cells)


def theme_recall(original: Original, draft: Draft) -> float:
    """The share of the written items that a drafted one is on the theme of."""
    pairs = zip(original.headings, original.items, strict=True)
    return _mean([float(any(_met(h, t, i.heading.text, i.text) for i in draft.items))
                  for h, t in pairs])  # fmt: skip


def field_recall(original: Original, draft: Draft) -> float:
    """The share of the written items in a field of which there is a drafted one."""
    drafted = set().union(*(fields(i.heading.text) for i in draft.items))
    written = [found for h in original.headings if (found := fields(h))]
    return _mean([float(bool(found & drafted)) for found in written])


def _met(heading: str, text: str, drafted_heading: str, drafted: str) -> bool:
    one, other = (theme_of(plan_core(h.rstrip("。"))) for h in (heading, drafted_heading))
    return overlap(one, other) >= _SAME_THEME or overlap(text, drafted) >= _SAME_WORDS


def _prefix(headings: Sequence[str]) -> str:
    """What all headings begin with, or ~ for nothing."""
    first = {h[:_PREFIX] for h in headings}
    return first.pop() if len(first) == 1 and len(headings) > 1 else "~"


def _median(texts: Sequence[str]) -> float:
    return median(len(text) for text in texts)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
