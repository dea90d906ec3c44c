"""The versions of the open section as a list, and any two of them compared. Every word is escaped."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from html import escape

from assistant.rewriting.changes import Change, Proposal
from assistant.storage.versions import Version, VersionSummary
from assistant.web.proposal_html import BESIDE, Page, title_html, units_of
from assistant.web.render import time_label

LONGEST_NAME = 40  # characters


def versions_html(versions: Sequence[VersionSummary], asides: Collection[int] = ()) -> str:
    """Newest first; `asides` are those that wait to be merged."""
    if not versions:
        return (
            '<div class="versions empty"><p>起草之后，每次改动都留作一个版本，列在这里。</p></div>'
        )
    rows = "".join(
        _version_html(version, len(versions) - n, version.id in asides)
        for n, version in enumerate(versions)
    )
    return (
        '<div class="versions"><p class="legend">每次改动都是一个版本，什么都不会丢。'
        "勾选两个就能比较。"
        '<button type="button" data-do="compare-two" disabled>比较所选</button></p>'
        f"<ol>{rows}</ol></div>"
    )


def _version_html(version: VersionSummary, number: int, waits: bool) -> str:
    name = f'<b class="name">{escape(version.name)}</b>' if version.name else ""
    state = '<i class="now">现稿</i>' if version.current else ""
    state += '<i class="waits">待合并</i>' if waits else ""
    sources = f"　新增出处 {len(version.sources)} 处" if version.sources else ""
    acts = [] if version.current else [_button("compare-current", "与现稿比较")]
    acts += [] if version.current else [_button("restore", "恢复到这一版")]
    acts.append(_button("name-version", "改名" if version.name else "起名"))
    if waits:
        acts.append(
            f'<button type="button" data-do="merge" data-aside="{version.id}">合并</button>'
        )
    kept = escape(version.name, quote=True)
    return (
        f'<li class="version{" current" if version.current else ""}" data-version="{version.id}">'
        f'<label><input type="checkbox" class="pick" aria-label="比较第 {number} 版">'
        f'<span class="no">{number}</span></label><div><p>{name}{state}'
        f'<span class="said">{escape(version.instruction)}</span></p>'
        f"<small>{escape(version.author)}{'　' if version.author else ''}{_time_html(version.created_at)}{sources}</small>"
        f'<p class="acts">{"".join(acts)}</p>'
        f'<p class="naming" hidden><input type="text" maxlength="{LONGEST_NAME}" value="{kept}"'
        ' placeholder="如：送审稿" aria-label="版本名称">'
        f"{_button('version-named', '确定')}</p></div></li>"
    )


def _button(deed: str, words: str) -> str:
    return f'<button type="button" data-do="{deed}">{words}</button>'


def _time_html(at: str) -> str:
    return f'<time datetime="{escape(at, quote=True)}">{time_label(at)}</time>'


def compared_html(old: Version, new: Version, changes: Sequence[Change]) -> str:
    """What makes the newer version of the older, marked as in a proposal, to be looked at only."""
    units = units_of(changes)
    proposal = Proposal("", "", "free", tuple(changes), old.draft, new.draft)
    page = Page(old.draft, proposal, units, decides=False)
    title = title_html(old.draft)
    count = f"{len(units)} 处不同" if units else "没有不同"
    return (
        '<div class="compared"><div class="proposal-bar" role="region" aria-label="比较两个版本">'
        f'<span class="asked"><b>比较：{_label(old)} → {_label(new)}</b></span><span>{count}</span>'
        f'{BESIDE}<button type="button" class="yes" data-do="to-paper">回到现稿</button></div>'
        f'<div class="paper inline">{title}{page.inline()}</div>'
        f'<div class="paper beside">{title}{page.beside()}</div></div>'
    )


def _label(version: Version) -> str:
    return escape(f"{version.name or version.instruction}（{time_label(version.created_at)}）")
