"""The menu of files: what it offers, what a click may ask for, and that it is escaped."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from assistant.document import SectionName
from assistant.errors import DraftError
from assistant.exporting.export import Exported
from assistant.service import Assistant
from assistant.storage.versions import VersionSummary
from assistant.web.export_html import export_html
from assistant.web.export_screen import address_of
from assistant.web.render import draft_html
from tests.assistant.exporting.samples import PROBLEMS

SECTION: SectionName = "problems"


def version(number: int, instruction: str, name: str = "", current: bool = False) -> VersionSummary:
    return VersionSummary(
        number, "c", SECTION, None, instruction, "", "2024-07-01T08:30:00+00:00", name, (), current
    )


def test_the_menu_offers_every_form_and_earlier_versions() -> None:
    versions = [
        version(3, "现在这版", current=True),
        version(2, "<b>压缩", "初稿<i>"),
        version(1, "起草" * 20),
    ]
    shown = export_html(PROBLEMS, versions)
    for form in ("review", "clean", "evidence", "markdown"):
        assert f'data-form="{form}"' in shown
    assert "初稿&lt;i&gt;" in shown
    assert "<i>" not in shown
    assert '<option value="2">' in shown
    assert '<option value="3">' not in shown
    assert "起草" * 12 + "…" in shown


def test_without_earlier_versions_nothing_can_be_compared() -> None:
    assert "data-since" not in export_html(PROBLEMS, [version(1, "起草", current=True)])
    assert "data-form" not in export_html(None, [])


class Asked(Assistant):
    """Remembers what it was asked to export."""

    def __init__(self) -> None:
        self.asked: dict[str, Any] = {}

    def export(self, conversation_id: str, form: Any = "clean", **order: Any) -> Exported:
        self.asked = {"conversation": conversation_id, "form": form, **order}
        return Exported("a", b"", "")


@pytest.mark.parametrize(
    ("sent", "query", "order"),
    [
        ({"form": "clean"}, {"c": ["a&b"], "form": ["clean"]}, (False, None)),
        ({"form": "clean", "yellow": True}, {"c": ["a&b"], "form": ["clean"], "yellow": ["1"]}, (True, None)),
        ({"form": "review", "since": "12", "yellow": True},
         {"c": ["a&b"], "form": ["review"], "since": ["12"]}, (False, 12)),
        ({"form": "evidence", "since": "12"}, {"c": ["a&b"], "form": ["evidence"]}, (False, None)),
        ({"form": "markdown", "since": ""}, {"c": ["a&b"], "form": ["markdown"]}, (False, None)),
    ],
)  # fmt: skip
def test_a_choice_is_an_address(
    sent: object, query: dict[str, list[str]], order: tuple[bool, int | None]
) -> None:
    assistant = Asked()
    address = urlsplit(address_of(assistant, "a&b", sent))
    assert (address.path, parse_qs(address.query)) == ("/word", query)
    assert (assistant.asked["allow_placeholders"], assistant.asked["since"]) == order


@pytest.mark.parametrize(
    "sent",
    [None, "clean", {}, {"form": "exe"}, {"form": "review", "since": "x"}, {"form": "review", "since": 3},
     {"form": "review", "since": "9" * 20}, {"form": "review", "since": "１"}, {"form": "review", "since": "-1"}],
)  # fmt: skip
def test_a_strange_click_is_refused(sent: object) -> None:
    with pytest.raises(DraftError, match="没有看懂这次点击"):
        address_of(Asked(), "c", sent)


def test_what_a_model_wrote_is_labelled_on_the_paper() -> None:
    assert "模型起草" not in draft_html(PROBLEMS)
    item = PROBLEMS.items[0]
    sentence = replace(item.sentences[0], by_model=True)
    item = replace(item, sentences=(sentence, *item.sentences[1:]))
    shown = draft_html(replace(PROBLEMS, items=(item, *PROBLEMS.items[1:])))
    assert shown.count("模型起草") == 1
    assert "这一条有 1 句由语言模型写成" in shown
