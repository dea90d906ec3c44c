"""What a writer pinned is cited or its absence explained; what was excluded is never used."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from assistant.brief import Brief, Target
from assistant.choices import NO_CHOICES, Choice, Choices, of_current_versions
from assistant.document import Draft, SectionName
from assistant.drafting import Drafting
from assistant.errors import DraftError
from assistant.pins import cited_paragraphs
from assistant.planning.stored import plan_from_state, plan_to_state
from assistant.rewriting.operations import rewrite
from assistant.storage import Storage
from assistant.text_vectors import TextVectors
from corpus.archive import Archive
from corpus.embedding import EmbeddingModel
from corpus.report import Role


def brief(section: SectionName = "problems", **more: object) -> Brief:
    wanted = {"action": "draft", "section": section, "period": "2024H1", "items": 4, **more}
    return Brief.model_validate(wanted)


def write(drafting: Drafting, wanted: Brief, choices: Choices = NO_CHOICES) -> Draft:
    material = drafting.material_for(wanted, choices)
    *_, draft = drafting.write(wanted, material, drafting.plan(wanted, material))
    return draft


def paragraph(archive: Archive, words: str, role: Role = Role.PROBLEMS) -> str:
    """The id of the first paragraph of the role with these words."""
    for summary in archive.reports():
        report = archive.report(summary.id)
        for p in report.paragraphs:
            if p.role is role and words in report.quote(p.start, p.end):
                return p.id
    raise AssertionError(f"no paragraph says {words}")


def texts(archive: Archive, ids: Sequence[str]) -> list[str]:
    spans = {p.id: p for s in archive.reports() for p in archive.report(s.id).paragraphs}
    return [archive.report(spans[i].report_id).quote(spans[i].start, spans[i].end) for i in ids]


# --- the values -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("choice", "ids", "pinned", "excluded"),
    [
        ("pinned", ["c", "c"], ("a", "c"), ("b",)),
        ("pinned", ["b"], ("a", "b"), ()),
        ("excluded", ["a", "c"], (), ("b", "a", "c")),
        ("none", ["a"], (), ("b",)),
        ("none", ["z"], ("a",), ("b",)),
    ],
)
def test_a_paragraph_is_pinned_or_excluded_but_not_both(
    tmp_path: Path,
    choice: Choice,
    ids: list[str],
    pinned: tuple[str, ...],
    excluded: tuple[str, ...],
) -> None:
    assert Choices(("a",), ("b",)).with_choice(choice, ids) == Choices(pinned, excluded)
    storage = Storage(tmp_path / "drafts.db")
    conversation = storage.new_conversation()
    storage.choose(conversation, "pinned", ["a"])
    storage.choose(conversation, "excluded", ["b"])
    assert storage.choose(conversation, choice, ids) == Choices(pinned, excluded)
    storage.close()


def test_choices_belong_to_a_conversation_and_outlive_the_program(tmp_path: Path) -> None:
    path = tmp_path / "drafts.db"
    storage = Storage(path)
    mine, other = storage.new_conversation(), storage.new_conversation()
    storage.choose(mine, "pinned", ["r:1", "r:2"])
    storage.choose(mine, "excluded", ["r:3"])
    storage.close()
    storage = Storage(path)
    assert storage.choices(mine) == Choices(("r:1", "r:2"), ("r:3",))
    assert storage.choices(other) == NO_CHOICES
    storage.close()


def test_a_database_from_before_choices_is_taken_over(tmp_path: Path) -> None:
    path = tmp_path / "drafts.db"
    storage = Storage(path)
    conversation = storage.new_conversation()
    storage.close()
    with closing(sqlite3.connect(path)) as db:
        db.execute("DROP TABLE choices")
        db.commit()
    storage = Storage(path)
    assert storage.choose(conversation, "pinned", ["r:1"]) == Choices(("r:1",))
    storage.close()


def test_an_empty_conversation_with_choices_is_not_cleared_away(tmp_path: Path) -> None:
    path = tmp_path / "drafts.db"
    storage = Storage(path)
    used, unused = storage.new_conversation(), storage.new_conversation()
    storage.choose(used, "pinned", ["r:1"])
    with closing(sqlite3.connect(path)) as db:
        db.execute("UPDATE conversations SET created_at = '2020-01-01T00:00:00+00:00'")
        db.commit()
    storage.new_conversation()
    assert storage.has_conversation(used)
    assert not storage.has_conversation(unused)
    storage.close()


# --- drafting ---------------------------------------------------------------------------------


@pytest.mark.parametrize("section", ["problems", "plan"])
def test_no_excluded_paragraph_is_used(drafting: Drafting, section: SectionName) -> None:
    wanted = brief(section, themes=("基层治理",))
    excluded: frozenset[str] = frozenset()
    for _ in range(4):  # each time all that was cited before is excluded as well
        draft = write(drafting, wanted, Choices(excluded=tuple(sorted(excluded))))
        assert draft.items
        cited = cited_paragraphs(draft)
        assert cited
        assert not cited & excluded
        excluded |= cited


def test_everything_excluded_leaves_nothing_to_draft_from(
    drafting: Drafting, sample_archive: Archive
) -> None:
    everything = tuple(
        p.id for s in sample_archive.reports() for p in sample_archive.report(s.id).paragraphs
    )
    with pytest.raises(DraftError, match="除去不用的段落，资料库里没有"):
        write(drafting, brief(), Choices(excluded=everything))


def test_every_pinned_paragraph_of_the_part_is_cited_where_there_is_room(
    drafting: Drafting, sample_archive: Archive
) -> None:
    """Each item of the archive's problems pinned alone: cited, or its absence explained."""
    wanted = brief(items=3)
    plain = cited_paragraphs(write(drafting, wanted))
    evidence = drafting.material_for(wanted).evidence
    ids = dict.fromkeys(p.paragraph.id for p in evidence.precedents)
    others = [i for i in ids if i not in plain]
    cited = 0
    for pinned in others[::4]:
        draft = write(drafting, wanted, Choices(pinned=(pinned,)))
        assert len(draft.items) == 3
        is_cited = pinned in cited_paragraphs(draft)
        cited += is_cited
        said = [n for n in draft.notices if "置顶的段落没有用上" in n]
        assert bool(said) is not is_cited, texts(sample_archive, [pinned])
    assert cited >= 0.9 * len(others[::4])


def test_a_pinned_paragraph_goes_where_its_theme_is_asked(
    drafting: Drafting, sample_archive: Archive
) -> None:
    themes = ("村集体经济", "党员教育")
    wanted = brief(items=2, themes=themes)
    evidence = drafting.material_for(wanted).evidence
    about = [p.paragraph.id for p in evidence.precedents if "集体经济" in p.heading]
    assert len(about) >= 3
    for pinned in about:
        draft = write(drafting, wanted, Choices(pinned=(pinned,)))
        assert [i.theme for i in draft.items] == list(themes)
        first = {c.paragraph_id for s in draft.items[0].all_sentences for c in s.citations}
        assert pinned in first
        assert not any("置顶" in notice for notice in draft.notices)


def test_without_room_the_draft_says_that_a_pinned_paragraph_was_not_used(
    drafting: Drafting, sample_archive: Archive
) -> None:
    wanted = brief(items=1, themes=("村集体经济",))
    pinned = paragraph(sample_archive, "党管武装")
    draft = write(drafting, wanted, Choices(pinned=(pinned,)))
    assert len(draft.items) == 1
    (notice,) = [n for n in draft.notices if "置顶" in n]
    assert "没有用上：《" in notice
    assert "也没有空余的条目" in notice
    assert texts(sample_archive, [pinned])[0][:8] in notice


def test_what_can_never_be_used_is_named_with_its_reason(
    drafting: Drafting, sample_archive: Archive
) -> None:
    plan = paragraph(sample_archive, "人才", Role.PLAN)
    later = next(
        p.id
        for s in sample_archive.reports()
        if s.period == "2024H1"
        for p in sample_archive.report(s.id).paragraphs
        if p.role is Role.PROBLEMS
    )
    wanted = brief(period="2023", items=3)
    draft = write(drafting, wanted, Choices(pinned=(plan, later, "gone:1")))
    reasons = [n.rpartition("因为")[2] for n in draft.notices if "置顶" in n]
    assert reasons == [
        "它不在“存在的问题”部分",
        "这份报告的期间不早于要写的这一期",
        "这份报告已从资料库中删除",
    ]


def test_a_pinned_opening_opens_the_draft(drafting: Drafting) -> None:
    wanted = brief(items=3)
    leads = drafting.material_for(wanted).evidence.leads
    plain = cited_paragraphs(write(drafting, wanted))
    pinned = next(p.paragraph.id for p in leads if p.paragraph.id not in plain)
    draft = write(drafting, wanted, Choices(pinned=(pinned,)))
    cited = {c.paragraph_id for s in draft.lead for c in s.citations}
    assert pinned in cited or any("这一次的开头用不上" in n for n in draft.notices)


def test_rewrites_keep_to_the_choices(drafting: Drafting) -> None:
    wanted = brief(themes=("村集体经济", "党员教育"), items=3)
    draft = write(drafting, wanted)
    again = Brief(action="rewrite", operation="replace", target=Target(item=1))
    before = {c.paragraph_id for s in draft.items[0].all_sentences for c in s.citations}
    choices = Choices(excluded=tuple(sorted(before)))
    changed = rewrite(drafting, draft, again, "第一条换一种写法", (), choices)
    after = {c.paragraph_id for s in changed.items[0].all_sentences for c in s.citations}
    assert after
    assert not after & before

    add = Brief(action="rewrite", operation="free", themes=("人才工作",))
    free = rewrite(drafting, draft, add, "再加一条关于人才工作的", ())
    new = {c.paragraph_id for s in free.items[-1].all_sentences for c in s.citations}
    kept_off = Choices(excluded=tuple(sorted(new)))
    other = rewrite(drafting, draft, add, "再加一条关于人才工作的", (), kept_off)
    assert not new & {c.paragraph_id for s in other.items[-1].all_sentences for c in s.citations}


def test_a_rewrite_uses_what_was_pinned_for_it(drafting: Drafting) -> None:
    wanted = brief(themes=("村集体经济", "党员教育"), items=3)
    evidence = drafting.material_for(wanted).evidence
    pinned = next(p.paragraph.id for p in evidence.precedents if "集体经济" in p.heading)
    draft = write(drafting, wanted, Choices(excluded=(pinned,)))
    assert pinned not in cited_paragraphs(draft)
    again = Brief(action="rewrite", operation="replace", target=Target(item=1))
    choices = Choices(pinned=(pinned,))
    changed = rewrite(drafting, draft, again, "第一条换一种写法", (), choices)
    assert pinned in {c.paragraph_id for s in changed.items[0].all_sentences for c in s.citations}
    assert not any("置顶" in notice for notice in changed.notices)


def test_a_plan_with_pins_survives_the_checkpoint(
    drafting: Drafting, sample_archive: Archive
) -> None:
    wanted = brief(items=2, themes=("村集体经济",))
    chosen = tuple(paragraph(sample_archive, w) for w in ("党管武装", "集体经济", "信访"))
    material = drafting.material_for(wanted, Choices(pinned=chosen))
    plan = drafting.plan(wanted, material)
    assert [i for item in plan.items for i in item.pinned]
    assert plan.unplaced
    assert plan_from_state(plan_to_state(plan), material.evidence) == plan


LINES = """青岚县水利站2023年上半年工作总结
二、存在的问题
一是河道管护不够经常。
{filler}。
部分河段巡查频次偏低，群众参与护河积极性不高。
二是灌区设施较为老旧。
{filler}。
个别渠道渗漏问题仍然突出，管护经费保障不够稳定。
"""
FILLER = "有关单位按照职责分工抓好落实" * 50


def test_a_later_line_of_an_item_is_left_out_or_taken_alone(
    embedding: EmbeddingModel, tmp_path: Path
) -> None:
    with Archive.open(tmp_path, embedding) as archive:
        list(archive.ingest([("水利站.txt", LINES.format(filler=FILLER).encode())]))
        drafting = Drafting(archive, TextVectors(archive), None)
        line = paragraph(archive, "巡查频次偏低")
        item = paragraph(archive, "河道管护不够经常")
        assert line != item
        wanted = brief(items=2)
        assert line in cited_paragraphs(write(drafting, wanted))
        without = write(drafting, wanted, Choices(excluded=(line,)))
        assert line not in cited_paragraphs(without)
        assert "河道管护不够经常" in without.text
        with_it = write(drafting, wanted, Choices(pinned=(line,)))
        assert line in cited_paragraphs(with_it)


def test_choices_follow_a_report_into_its_new_version(
    embedding: EmbeddingModel, tmp_path: Path
) -> None:
    text = LINES.format(filler="按职责抓好落实")
    with Archive.open(tmp_path, embedding) as archive:
        list(archive.ingest([("水利站.txt", text.encode())]))
        excluded = paragraph(archive, "河道管护不够经常")
        other = paragraph(archive, "灌区设施较为老旧")
        newer = text.replace("渗漏问题", "漏损问题")
        (result,) = archive.ingest([("水利站.txt", newer.encode())])
        assert result.outcome == "replaced"
        chosen = Choices(pinned=(other,), excluded=(excluded,))
        now = of_current_versions(chosen, archive)
        assert now.excluded == (paragraph(archive, "河道管护不够经常"),) != (excluded,)
        assert now.pinned == (other,)  # its words have changed
        drafting = Drafting(archive, TextVectors(archive), None)
        draft = write(drafting, brief(items=1), chosen)
        assert "河道管护" not in draft.text
        assert any("已有新版本" in notice for notice in draft.notices)


# --- the command ------------------------------------------------------------------------------


def command(home: Path, *options: str) -> subprocess.CompletedProcess[str]:
    arguments = ["draft", "--section", "problems", "--period", "2024H1", "--items", "3", *options]
    return subprocess.run(
        [sys.executable, "-m", "app", *arguments, "--json", "--home", str(home)],
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ},
        check=False,
    )


def test_the_command_pins_and_excludes(
    drafting: Drafting,
    sample_archive: Archive,
    sample_home: Path,
    bundled_folder: Path,
    tmp_path: Path,
) -> None:
    home = tmp_path / "home"
    shutil.copytree(sample_home, home)
    (home / "models").mkdir(exist_ok=True)
    (home / "models" / bundled_folder.name).symlink_to(bundled_folder)
    plain = cited_paragraphs(write(drafting, brief(items=3)))
    evidence = drafting.material_for(brief()).evidence
    pinned = next(p.paragraph.id for p in evidence.precedents if p.paragraph.id not in plain)
    excluded = sorted(plain)[:2]
    options = [word for i in excluded for word in ("--exclude", i)]
    run = command(home, "--pin", pinned, *options)
    assert run.returncode == 0, run.stderr
    written = json.loads(run.stdout)
    sentences = [
        *written["lead"],
        *(s for i in written["items"] for s in (i["heading"], *i["sentences"])),
    ]
    cited = {c["paragraph_id"] for s in sentences for c in s["citations"]}
    assert pinned in cited
    assert not cited & set(excluded)

    unknown = command(home, "--pin", "nowhere:1")
    assert unknown.returncode == 2
    assert "资料库里没有这个段落：nowhere:1" in unknown.stderr
    both = command(home, "--pin", pinned, "--exclude", pinned)
    assert both.returncode == 2
    assert "不能既用又不用" in both.stderr
