"""Taking reports in: the product from bytes to verified, and the LangChain quickstart.

The quickstart is given the texts, since it has no reader of its own: reading is timed for ours
only. Both have loaded their model before the clock starts.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from corpus.archive import Archive
from corpus.embedding import BUNDLED, open_embedding
from corpus.errors import ReadError
from corpus.files import file_bytes
from corpus.readers.sandbox import read_safely
from tests.bench.figures import Row
from tests.bench.processes import MEMORY, Task, by_turns, run
from tests.bench.progress import say

_REPORTS = 12
_SPEED_UP = 4
_CHUNK, _OVERLAP = 350, 50  # characters, of the quickstart's splitter
_WARMING = "村集体经济"
_SAMPLE, _SHORTEST = 24, 20  # paragraphs by which the models are compared; their characters
_CHOSEN, _TEXTS = "ingest", "texts.json"


def rows(reports: Sequence[Path], work: Path, rounds: int) -> list[Row]:
    """Speed and memory of both, over twelve of the reports."""
    options = {"work": str(work)}
    prepared = run(Task("ingest.prepare", {"reports": [str(p) for p in reports], **options}))
    characters, count = prepared["characters"], int(prepared["reports"])
    say(
        f"{count} reports, {characters:,.0f} characters; both models: cosine {prepared['cosine']:.4f}"
    )
    tasks = [Task("ingest.ours", options), Task("ingest.baseline", options)]
    ours, baseline = by_turns([tasks] * rounds)
    what = f"ingest of {count} reports"
    speed, speed_there = characters / ours["seconds"], characters / baseline["seconds"]
    return [
        Row(what, "characters/s", speed, speed_there, ">=", _SPEED_UP),
        Row("peak memory of ingest", "MB", ours[MEMORY], baseline[MEMORY]),
    ]


def prepare(reports: Sequence[str], work: str) -> dict[str, float]:
    """Choose the reports, read them for the quickstart, unpack both models and compare them."""
    from tests.bench import float32

    chosen, texts = Path(work, _CHOSEN), list[str]()
    shutil.rmtree(chosen, ignore_errors=True)
    found = [(n, d) for n, d in file_bytes(map(Path, reports)) if isinstance(d, bytes)]
    # By content, so that neither names nor folders decide which.
    for name, data in sorted(found, key=lambda file: hashlib.sha256(file[1]).digest()):
        try:
            texts.append(read_safely(data, name).text)
        except ReadError as error:
            say(f"left out: {name} ({error})")
            continue
        folder = chosen / f"{len(texts):02}"  # two files may have one name
        folder.mkdir(parents=True)
        (folder / Path(name).name).write_bytes(data)
        if len(texts) == _REPORTS:
            break
    (chosen / _TEXTS).write_text(json.dumps(texts, ensure_ascii=False), encoding="utf-8")
    sample = [line for text in texts for line in text.splitlines() if len(line) > _SHORTEST]
    embedding = open_embedding(BUNDLED, Path(work))
    cosine = float32.ensure(_float32(Path(work)), embedding, sample[:_SAMPLE])
    return {"reports": len(texts), "characters": sum(map(len, texts)), "cosine": cosine}


def ours(work: str) -> dict[str, float]:
    """Seconds from bytes to verified in a new archive."""
    files = [(path.name, path.read_bytes()) for path in sorted(Path(work, _CHOSEN).glob("*/*"))]
    embedding = open_embedding(BUNDLED, Path(work))
    embedding.encode_query(_WARMING)
    with _new_folder(work) as home, Archive.open(home, embedding) as archive:
        start = time.perf_counter()
        results = list(archive.ingest(files))
        seconds = time.perf_counter() - start
        wrong = [result.line for result in results if result.outcome != "added"]
        if wrong or archive.audit():
            raise ValueError(f"not taken in whole: {wrong}")
        paragraphs = archive.count()[1]
    return {"seconds": seconds, "paragraphs": paragraphs}


def baseline(work: str) -> dict[str, float]:
    """Seconds of the quickstart: split, embed, store."""
    from langchain_chroma import Chroma
    from langchain_huggingface import HuggingFaceEmbeddings
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    texts = json.loads(Path(work, _CHOSEN, _TEXTS).read_text(encoding="utf-8"))
    embedding = HuggingFaceEmbeddings(model_name=str(_float32(Path(work))))
    embedding.embed_query(_WARMING)
    with _new_folder(work) as folder:
        start = time.perf_counter()
        splitter = RecursiveCharacterTextSplitter(chunk_size=_CHUNK, chunk_overlap=_OVERLAP)
        documents = splitter.create_documents(texts)
        store = Chroma.from_documents(documents, embedding, persist_directory=str(folder))
        seconds = time.perf_counter() - start
        if len(store.get(include=[])["ids"]) != len(documents):
            raise ValueError("the quickstart lost something")
    return {"seconds": seconds, "chunks": len(documents)}


@contextmanager
def _new_folder(work: str) -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="ingest-", dir=work))
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def _float32(work: Path) -> Path:
    return work / "models" / "multilingual-e5-small-float32"
