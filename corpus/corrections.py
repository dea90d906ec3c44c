"""What a person put right by hand before a report was taken in."""

from __future__ import annotations

from dataclasses import dataclass, replace

from corpus.report import Outline, Role


@dataclass(frozen=True)
class Corrections:
    """None leaves what was recognised. ``roles`` pairs the start of a section with its role."""

    title: str | None = None
    organisation: str | None = None
    period: str | None = None
    roles: tuple[tuple[int, Role], ...] = ()


def corrected(outline: Outline, corrections: Corrections) -> Outline:
    """The outline as the person sees it."""
    roles = dict(corrections.roles)
    return replace(
        outline,
        title=_chosen(corrections.title, outline.title),
        organisation=_chosen(corrections.organisation, outline.organisation),
        period=_chosen(corrections.period, outline.period),
        sections=tuple(
            replace(section, role=roles.get(section.start, section.role))
            for section in outline.sections
        ),
    )


def _chosen(by_hand: str | None, recognised: str) -> str:
    return recognised if by_hand is None else by_hand
