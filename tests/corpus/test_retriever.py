"""LangChain's own contract for retrievers, and metadata that points at exact spans."""

from __future__ import annotations

from typing import Any

import pytest
from langchain_core.retrievers import BaseRetriever
from langchain_tests.integration_tests import RetrieversIntegrationTests

from corpus.archive import Archive
from corpus.query import Filter
from corpus.report import Role
from corpus.retriever import ArchiveRetriever


class TestArchiveRetriever(RetrieversIntegrationTests):
    @pytest.fixture(autouse=True)
    def _with_samples(self, sample_archive: Archive) -> None:
        self._archive = sample_archive

    @property
    def retriever_constructor(self) -> type[BaseRetriever]:
        return ArchiveRetriever

    @property
    def retriever_constructor_params(self) -> dict[str, Any]:
        return {"archive": self._archive}

    @property
    def retriever_query_example(self) -> str:
        return "村集体经济薄弱"


def test_metadata_points_at_the_exact_span(sample_archive: Archive) -> None:
    documents = ArchiveRetriever(archive=sample_archive).invoke("村集体经济薄弱")
    assert len(documents) == 10
    for document in documents:
        data = document.metadata
        report = sample_archive.report(data["report_id"])
        assert report.quote(data["start"], data["end"]) == document.page_content
        assert (data["report_title"], data["period"], data["organisation"]) == (
            report.outline.title,
            report.outline.period,
            report.outline.organisation,
        )
        (paragraph,) = [p for p in report.paragraphs if p.id == document.id]
        assert (data["role"], data["section_path"]) == (
            paragraph.role.value,
            list(paragraph.section_path),
        )
    scores = [document.metadata["score"] for document in documents]
    assert scores == sorted(scores, reverse=True)


def test_a_filter_may_be_set_or_given_with_the_question(sample_archive: Archive) -> None:
    wanted = Filter(roles=(Role.PLAN,), since=2022)
    whole = ArchiveRetriever(archive=sample_archive)
    narrowed = ArchiveRetriever(archive=sample_archive, wanted=wanted)
    found = narrowed.invoke("村集体经济薄弱")
    assert whole.invoke("村集体经济薄弱", wanted=wanted) == found
    assert whole.invoke("村集体经济薄弱") != found
    assert {document.metadata["role"] for document in found} == {"plan"}
    assert all(document.metadata["period"] >= "2022" for document in found)
