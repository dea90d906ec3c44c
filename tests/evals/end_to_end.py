"""The judged queries asked of an archive that has the samples, as a writer would ask it."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from corpus.archive import Archive
from corpus.embedding import EmbeddingModel
from corpus.query import Filter
from tests.evals.judged import KINDS, SAMPLES, grades_of, judged_queries
from tests.evals.metrics import mean, scored

_LIMIT = 10


def archive_lines(folder: Path, model: EmbeddingModel) -> list[str]:
    """nDCG@10, all and by kind, and what stays without a hit: as shown, and with nothing left out.

    Variety and boosts count against the archive here: the judged answers know neither.
    """
    with closing(Archive.open(folder / "archive", model)) as archive:
        files = sorted(SAMPLES.iterdir())
        taken = list(archive.ingest((file.name, file.read_bytes()) for file in files))
        assert all(result.outcome == "added" for result in taken)
        return [
            "an archive of the samples, nDCG@10",
            *_lines(archive, "as shown", far=False),
            *_lines(archive, "with far hits", far=True),
        ]


def _lines(archive: Archive, name: str, far: bool) -> list[str]:
    gains: dict[str, list[float]] = {kind: [] for kind in KINDS}
    silent: dict[bool, list[float]] = {True: [], False: []}
    for judged in judged_queries():
        wanted = Filter((judged.role,)) if judged.role else Filter()
        hits = archive.search(judged.query, wanted, _LIMIT, far=far).hits
        silent[bool(judged.answers)].append(float(not hits))
        if judged.answers:
            ranking = [hit.paragraph.id for hit in hits]
            gains[judged.kind].append(scored(ranking, grades_of(judged)).ndcg)
    every = mean([gain for found in gains.values() for gain in found])
    kinds = "  ".join(f"{kind} {mean(found):.3f}" for kind, found in gains.items() if found)
    return [
        f"  {name:<14} {every:.4f}  {kinds}",
        f"  {'silent':<14} off topic {mean(silent[False]):.1%}  others {mean(silent[True]):.1%}",
    ]
