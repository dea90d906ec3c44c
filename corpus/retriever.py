"""The archive as a LangChain retriever."""

from __future__ import annotations

from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from corpus.archive import Archive
from corpus.query import Filter
from corpus.ranking import Hit


class ArchiveRetriever(BaseRetriever):
    """Paragraphs of the archive as Documents; ``metadata`` points at the exact span.

    `k` is the number of documents; it and `wanted` may also be given to ``invoke``.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    archive: Archive
    k: int = 10
    wanted: Filter = Filter()

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun, **kwargs: Any
    ) -> list[Document]:
        limit = kwargs.get("k", self.k)
        wanted = kwargs.get("wanted", self.wanted)
        return [_document(hit) for hit in self.archive.search(query, wanted, limit).hits]


def _document(hit: Hit) -> Document:
    paragraph = hit.paragraph
    return Document(
        id=paragraph.id,
        page_content=hit.text,
        metadata={
            "report_id": paragraph.report_id,
            "report_title": hit.report_title,
            "period": hit.period,
            "organisation": hit.organisation,
            "role": paragraph.role.value,
            "section_path": list(paragraph.section_path),
            "start": paragraph.start,
            "end": paragraph.end,
            "score": hit.score,
        },
    )
