"""How well a draft fits the house style: for each trait a score and a reason, and a total. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import exp, log, sqrt
from statistics import median
from typing import Literal

from assistant.document import Draft, SectionName
from assistant.style.form import Form, form_of, form_of_draft
from assistant.style.house import HouseStyle
from assistant.style.measures import habits_of, measures_of
from corpus.report import Report, Role

_SHOWN_FROM = 85  # below, a trait is worth a word
_HALF = 2.0  # spreads from the usual at which half the score is left
_TRUST = 3  # sections that the floor of a spread counts for


@dataclass(frozen=True)
class Trait:
    """A measured trait: its weight in the total and its least spread, as a number (``floor``) and
    as a share of what is usual. ``worse`` says on which side of the usual it loses score."""

    name: str
    label: str
    weight: float
    floor: float
    relative: float = 0.0
    worse: Literal["both", "less", "more"] = "both"
    unit: Literal["字", "条", "句", "%", "处"] = "%"


# Floors are near what sections of one house differ by, in the samples and in real reports.
TRAITS = (
    Trait("items", "条数", 1.0, 1.0, 0.15, unit="条"),
    Trait("lead_chars", "导语篇幅", 0.5, 6, 0.25, unit="字"),
    Trait("heading_chars", "小标题平均", 1.5, 1.0, 0.08, unit="字"),
    Trait("heading_spread", "小标题长短相差", 1.0, 0.6, 0.3, "more", "字"),
    Trait("heading_shape", "合句式的小标题", 1.5, 0.15, 0, "less"),
    Trait("heading_start", "同一开头的小标题", 0.5, 0.25, 0, "less"),
    Trait("item_chars", "每条篇幅", 1.0, 6, 0.12, unit="字"),
    Trait("item_sentences", "每条句数", 1.0, 0.3, 0.12, unit="句"),
    Trait("sentence_chars", "句子长度", 1.0, 3, 0.1, unit="字"),
    Trait("clause_chars", "分句长度", 1.0, 0.7, 0.04, unit="字"),
    Trait("pauses", "顿号（每百字）", 0.5, 0.4, 0.1, unit="处"),
    Trait("semicolons", "分号（每句）", 0.5, 0.12, 0.2, unit="处"),
    Trait("connectives", "连接词（每句）", 0.7, 0.08, 0.15, unit="处"),
    Trait("purposes", "以目的收尾的句子", 0.7, 0.07, 0.15),
    Trait("figures", "带数字的句子", 0.7, 0.06, 0.15),
    Trait("broken", "首尾不独立的句子", 1.5, 0.03, 0, "more"),
    Trait("tone", "", 1.0, 0.07, 0.1),
    Trait("echo", "条文呼应小标题", 1.0, 0.05, 0.1, "less"),
    Trait("words", "与往年相同的字词", 5.0, 0.025, 0.03, "less"),
    Trait("phrases", "惯用语占比", 2.0, 0.015, 0.35, "less"),
)
_TONES = {"problems": "指出不足的句子", "plan": "动词开头的句子"}
_HABITS = {
    "itemised": ("分条", 5.0),
    "numbering": ("序号", 0.7),
    "layout": ("排法", 0.3),
    "closing": ("每条收尾", 0.7),
    "heading_end": ("小标题断开", 0.7),
}
_WAYS = {"line": "单独成行", "sentence": "用句号断开", "clause": "用逗号带出", "": "没有小标题"}


@dataclass(frozen=True)
class Score:
    """One trait's score, 0–100, and the reason; ``value`` and ``usual`` as people say them."""

    name: str
    label: str
    score: float
    weight: float
    value: str
    usual: str

    @property
    def reason(self) -> str:
        return f"{self.label} {self.value}，往年 {self.usual}"


@dataclass(frozen=True)
class Fit:
    """``total`` is 0–100, a weighted mean of the scores in which one trait that is far off costs
    more than several that are a little off (0 without scores); ``basis`` says what was compared with.

    Sections of a house, held out, get about 90, shuffled characters below 60.
    """

    total: float
    scores: tuple[Score, ...]
    basis: str

    @property
    def worst(self) -> tuple[Score, ...]:
        """What costs most, first; only what is clearly off."""
        off = [s for s in self.scores if s.score < _SHOWN_FROM]
        return tuple(sorted(off, key=lambda s: -(100 - s.score) * s.weight))

    @property
    def said(self) -> str:
        """One line for people."""
        if not self.scores:
            return "没有往年的这一部分可比"
        off = "；".join(score.reason for score in self.worst[:3])
        return f"文风契合度 {self.total:.0f}：" + (off or "各项都在往年的范围内")


def fit(draft: Draft, style: HouseStyle) -> Fit:
    return fit_of_form(form_of_draft(draft), style)


def fit_of_section(report: Report, section: SectionName, style: HouseStyle) -> Fit | None:
    """The fit of a real section — measure `style` without it; None if the report has none."""
    form = form_of(report, Role(section))
    return fit_of_form(form, style) if form else None


def fit_of_form(form: Form, style: HouseStyle) -> Fit:
    """With a style that was measured on nothing there are no scores."""
    scores = (*_numbers(form, style), *_habits(form, style))
    weight = sum(score.weight for score in scores)
    mean = sum(sqrt(score.score) * score.weight for score in scores) / weight if weight else 0.0
    return Fit(round(mean**2, 1), scores, style.basis.said)


def _numbers(form: Form, style: HouseStyle) -> list[Score]:
    lexicon = style.lexicon
    found = measures_of(form, style.section) | {
        "words": lexicon.word_share(form),
        "phrases": lexicon.phrase_share(form),
    }
    scores = []
    for trait in TRAITS:
        known = [m[trait.name] for m in style.measures if trait.name in m]
        if len(known) * 2 < len(style.forms) or not known:
            continue  # most past sections have no place for it
        if trait.name not in found:
            if trait.name == "lead_chars":
                scores.append(_score(trait, style.section, 0.0, "没有", median(known)))
            continue  # there are no items: that is scored once, as a habit
        value, usual = found[trait.name], median(known)
        scores.append(
            _score(trait, style.section, _closeness(trait, value, usual, known), value, usual)
        )
    return scores


def _closeness(trait: Trait, value: float, usual: float, known: list[float]) -> float:
    """100 at the usual, half of it at `_HALF` spreads."""
    off = value - usual
    if (trait.worse == "less" and off > 0) or (trait.worse == "more" and off < 0):
        return 100.0
    least = max(trait.floor, trait.relative * abs(usual))
    own = sum((k - usual) ** 2 for k in known)
    spread = sqrt((_TRUST * least**2 + own) / (_TRUST + len(known)))
    return 100 * exp(-log(2) * (off / (_HALF * spread)) ** 2)


def _score(
    trait: Trait, section: SectionName, score: float, value: float | str, usual: float
) -> Score:
    said = _SAID[trait.unit]
    shown = value if isinstance(value, str) else said(value)
    label = trait.label or _TONES[section]
    return Score(trait.name, label, round(score, 1), trait.weight, shown, said(usual))


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


_SAID: dict[str, Callable[[float], str]] = {
    "字": lambda v: f"{_number(v)} 字",
    "条": lambda v: f"{_number(v)} 条",
    "句": lambda v: f"{_number(v)} 句",
    "处": lambda v: f"{v:.2f}".rstrip("0").rstrip(".") + " 处",
    "%": lambda v: f"{100 * v:.0f}%",
}


def _habits(form: Form, style: HouseStyle) -> list[Score]:
    """The share of past sections that do it this way, next to that of the usual way."""
    found = habits_of(form)
    scores = []
    for name, (label, weight) in _HABITS.items():
        ways = style.habits.get(name)
        if not ways or name not in found or ways.total() * 2 < len(style.forms):
            continue
        usual, most = ways.most_common(1)[0]
        score = 100 * sqrt(ways[found[name]] / most)
        shown, usually = (_WAYS.get(way, f"“{way}”") for way in (found[name], usual))
        scores.append(
            Score(
                name, label, round(score, 1), weight, shown, f"{usually}（{most}/{ways.total()}）"
            )
        )
    return scores
