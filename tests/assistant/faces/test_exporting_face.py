"""A conversation's report goes out as files and comes back as proposals, through the face."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from assistant.errors import DraftError
from assistant.exporting.export import Form
from assistant.people.roles import User
from assistant.service import Assistant, open_assistant
from assistant.settings import Settings

ASK = "起草2024年上半年存在的问题和下半年工作打算，各三条"


@pytest.fixture(scope="module")
def assistant(
    sample_home: Path, tmp_path_factory: pytest.TempPathFactory, bundled_folder: Path
) -> Iterator[Assistant]:
    home = tmp_path_factory.mktemp("exporting") / "home"
    shutil.copytree(sample_home, home)
    (home / "models").mkdir(exist_ok=True)
    (home / "models" / bundled_folder.name).symlink_to(bundled_folder)
    opened = open_assistant(Settings(home=home), today=lambda: date(2024, 7, 1))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def conversation(assistant: Assistant) -> str:
    conversation = assistant.new_conversation()
    list(assistant.send(conversation, ASK))
    return conversation


def edited(content: bytes, *replacements: tuple[str, str]) -> bytes:
    """The Word file with words replaced in its runs."""
    document = docx.Document(io.BytesIO(content))
    for before, after in replacements:
        (run,) = [r for p in document.paragraphs for r in p.runs if before in r.text]
        run.text = run.text.replace(before, after)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("form", ["clean", "review"])
def test_a_file_comes_back_as_it_went(assistant: Assistant, conversation: str, form: Form) -> None:
    made = assistant.export(conversation, form)
    assert made.name.startswith("2024年上半年存在的问题和下半年工作打算")
    assert assistant.take_back(conversation, made.name, made.content) == []
    assert assistant.proposal(conversation) is None


def test_both_sections_are_proposed_and_changes_are_the_person_s(
    assistant: Assistant, conversation: str
) -> None:
    made = assistant.export(conversation)
    opened = assistant.open_draft(conversation)
    assert opened
    assert opened.section == "plan"
    problem = assistant.open_section(conversation, "problems")
    assert problem
    words = [(d.items[0].sentences[-1].text) for d in (opened, problem)]
    file = edited(made.content, *((w, w.removesuffix("。") + "，还要再抓。") for w in words))
    first, second = assistant.take_back(conversation, "改过.docx", file)
    assert (first.old.section, second.old.section) == ("problems", "plan")
    assert [c.after.endswith("还要再抓。") for c in (*first.changes, *second.changes)] == [
        True,
        True,
    ]
    assert assistant.proposal(conversation) == first
    again, _ = assistant.take_back(conversation, "改过.docx", file)
    assert "还没有处理，已换成这一份" in again.notices[-1]

    before = assistant.versions(conversation)[0].id
    after = assistant.accept(conversation, [c.id for c in again.changes])
    kept = after.items[0].sentences[-1]
    assert kept.citations == problem.items[0].sentences[-1].citations
    assistant.hand_over(conversation, "editing")
    tracked = assistant.acting(User("王编", "editor")).export(conversation, "review", since=before)
    body = docx.Document(io.BytesIO(tracked.content)).element.body
    (come,) = body.iter(qn("w:ins"))
    assert come.get(qn("w:author")) == "王编"
    assert "".join(t.text for t in come.iter(qn("w:t"))) == "，还要再抓"


def test_what_cannot_be_exported_is_said(assistant: Assistant, conversation: str) -> None:
    with pytest.raises(DraftError, match="没有这个版本"):
        assistant.export(conversation, "review", since=999)
    empty = assistant.new_conversation()
    for act in (
        lambda: assistant.export(empty),
        lambda: assistant.take_back(empty, "a.docx", b""),
    ):
        with pytest.raises(DraftError, match="请先起草一份"):
            act()
