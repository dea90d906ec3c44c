"""What a person put right by hand before a report was taken in."""

from __future__ import annotations

from dataclasses import dataclass, replace

from corpus.errors import ReadError
from corpus.report import Outline, Period, Role


@dataclass(frozen=True)
class Corrections:
    """None leaves what was recognised. ``roles`` pairs the start of a section with its role."""

    title: str | None = None
    organisation: str | None = None
    period: str | None = None
    roles: tuple[tuple[int, Role], ...] = ()


def corrected(outline: Outline, corrections: Corrections) -> Outline:
    """The outline as the person sees it. Raises ReadError on a period that is none."""
    try:
        Period.parse(corrections.period or "2000")
    except ValueError as error:
        raise ReadError(str(error)) from error
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
