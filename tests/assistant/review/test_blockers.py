"""What keeps a section from being signed; a waiver lets one thing pass, and only as it reads now."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.document import Draft, Finding, Sentence, Severity
from assistant.review.blockers import Blocker, Waiver, blockers_of, in_force, standing
from assistant.review.decision import Decision, Verb
from assistant.review.standing import stands_on
from tests.assistant.test_render import citation, draft

AT = "2024-07-01T00:00:00+00:00"
SENTENCES = (Sentence("", "发展路子偏窄。", (citation(),)), Sentence("", "XX个村没有产业。"))


def decisions(made: Draft, *returned: str, without: str = "") -> list[Decision]:
    """All passed but these."""
    verbs: dict[str, Verb] = dict.fromkeys(returned, "returned")
    return [
        Decision(s.id, stands_on(s), verbs.get(s.id, "passed"), "王核稿", AT, "请改" * (s.id in verbs))
        for s in made.sentences()
        if s.id != without
    ]  # fmt: skip


def told(*findings: tuple[str, Severity], place: str = "1.2") -> Draft:
    made = tuple(Finding(kind, severity, f"说明{kind}", place) for kind, severity in findings)
    return draft(*SENTENCES, findings=made)


def seen(blockers: tuple[Blocker, ...]) -> list[tuple[str, str]]:
    return [(b.kind, b.sentence_id) for b in blockers]


@pytest.mark.parametrize(
    ("kind", "severity", "expected"),
    [
        ("unsupported_figure", "error", "error"), ("hostile", "error", "error"),
        ("placeholder", "warning", "placeholder"), ("placeholder", "info", "placeholder"),
        ("source_changed", "error", "source"), ("source_changed", "warning", "source"),
        ("weak_support", "warning", ""), ("spare_measure", "info", ""),
    ],
)  # fmt: skip
def test_what_of_the_findings_is_in_the_way(kind: str, severity: Severity, expected: str) -> None:
    made = told((kind, severity))
    assert seen(blockers_of(made, decisions(made))) == ([(expected, "1.2")] if expected else [])


def test_every_sentence_must_be_passed() -> None:
    made = told()
    assert seen(blockers_of(made, decisions(made))) == []
    assert seen(blockers_of(made, decisions(made, without="1.1"))) == [("undecided", "1.1")]
    (back,) = blockers_of(made, decisions(made, "1.1"))
    assert (back.kind, back.place, back.message) == (
        "returned", "第1条第1句", "王核稿退回了这一句：请改",
    )  # fmt: skip
    reworded = draft(replace(SENTENCES[0], text="发展路子太窄。"), SENTENCES[1])
    assert seen(blockers_of(reworded, decisions(made))) == [("undecided", "1.1")]


def test_a_proposal_that_waits_is_in_the_way() -> None:
    made = told()
    (blocker,) = blockers_of(made, decisions(made), is_proposed=True)
    assert (blocker.kind, blocker.place) == ("proposal", "全文")


def waiver(blocker: Blocker) -> Waiver:
    return Waiver(blocker.id, blocker.kind, blocker.message, "王核稿", AT, "台账已核")


def test_a_waiver_lets_one_pass() -> None:
    made = told(("unsupported_figure", "error"), ("placeholder", "warning"))
    both = blockers_of(made, decisions(made))
    assert [b.kind for b in both] == ["error", "placeholder"]
    assert standing(both, [waiver(both[0])]) == both[1:]
    assert in_force(both, [waiver(both[0]), replace(waiver(both[1]), blocker_id="other")]) == (
        waiver(both[0]),
    )


@pytest.mark.parametrize(
    ("sentences", "holds"),
    [
        (SENTENCES, True),
        ((replace(SENTENCES[0], text="发展路子太窄。"), SENTENCES[1]), True),  # another sentence
        ((SENTENCES[0], replace(SENTENCES[1], text="XX个镇没有产业。")), False),
        ((SENTENCES[0], replace(SENTENCES[1], citations=(citation(),))), False),
    ],
)
def test_a_waiver_is_bound_to_its_words(sentences: tuple[Sentence, ...], holds: bool) -> None:
    before = told(("placeholder", "warning"))
    (blocker,) = blockers_of(before, decisions(before))
    after = draft(*sentences, findings=before.findings)
    left = blockers_of(after, decisions(after))
    assert (standing(left, [waiver(blocker)]) == ()) is holds


def test_a_waiver_about_the_whole_is_bound_to_the_whole() -> None:
    before = told(("hostile", "error"), place="")
    (blocker,) = blockers_of(before, decisions(before))
    after = draft(SENTENCES[0], findings=before.findings)
    assert len(standing(blockers_of(after, decisions(after)), [waiver(blocker)])) == 1


def test_two_alike_are_waived_one_by_one() -> None:
    twin = Finding("placeholder", "warning", "“XX”待填写或核实", "1.2", 0, 2)
    made = draft(*SENTENCES, findings=(twin, replace(twin, start=4, end=6)))
    both = blockers_of(made, decisions(made))
    assert len({b.id for b in both}) == 2
    assert len(standing(both, [waiver(both[0])])) == 1
