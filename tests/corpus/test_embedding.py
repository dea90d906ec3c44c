"""Every kind of model answers through one interface; nothing heavy or networked by surprise."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import StaticEmbedding
from tokenizers import Tokenizer, models, pre_tokenizers

from corpus import bundled_model
from corpus.embedding import EmbeddingError, EmbeddingIdentity, EmbeddingModel, open_embedding
from corpus.errors import CorpusError
from tests.corpus.tiny_models import save_bert

REPOSITORY = Path(__file__).resolve().parents[2]
PASSAGES = tuple(f"第{number}项：" + "推进重点项目建设。" * (number % 7) for number in range(40))


@pytest.fixture(scope="module")
def bundled(bundled_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> EmbeddingModel:
    data_folder = tmp_path_factory.mktemp("data")
    (data_folder / "models").mkdir()
    (data_folder / "models" / bundled_model.NAME).symlink_to(bundled_folder)
    return open_embedding("bundled", data_folder)


def _save_static(folder: Path, prompts: dict[str, str] | None, seed: int = 0) -> Path:
    """A real, tiny sentence-transformers folder: one vector per character."""
    characters = "经济运行稳中有进问文"
    vocabulary = {character: index for index, character in enumerate(["?", *characters])}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="?"))
    tokenizer.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    weights = np.random.default_rng(seed).normal(size=(len(vocabulary), 6)).astype(np.float32)
    model = SentenceTransformer(modules=[StaticEmbedding(tokenizer, weights)], prompts=prompts)
    model.save_pretrained(str(folder), create_model_card=False)
    return folder


def test_importing_is_light() -> None:
    code = (
        "import sys, corpus.embedding; "
        "heavy = {'torch', 'transformers', 'sentence_transformers', 'onnxruntime', 'onnx'}; "
        "sys.exit(', '.join(sorted(heavy & set(sys.modules))) or 0)"
    )
    command = [sys.executable, "-W", "error", "-c", code]
    result = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert (result.returncode, result.stderr) == (0, "")


def test_the_bundled_identity_needs_no_loading(tmp_path: Path) -> None:
    model = open_embedding("bundled", tmp_path)
    assert model.identity == EmbeddingIdentity(
        "multilingual-e5-small-int8", 384, bundled_model.VERSION
    )
    assert list(tmp_path.iterdir()) == []


def test_passages_keep_their_order(bundled: EmbeddingModel) -> None:
    vectors = bundled.encode_passages(PASSAGES)
    assert vectors.shape == (len(PASSAGES), 384)
    assert vectors.dtype == np.dtype(np.float32)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)
    alone = np.concatenate([bundled.encode_passages([text]) for text in PASSAGES])
    assert np.array_equal(vectors, alone)


def test_progress_counts_passages(bundled: EmbeddingModel) -> None:
    calls: list[tuple[int, int]] = []
    bundled.encode_passages(PASSAGES, lambda done, total: calls.append((done, total)))
    done = [call[0] for call in calls]
    assert done == sorted(set(done))
    assert calls[-1] == (len(PASSAGES), len(PASSAGES))
    assert len(calls) > 1
    assert {call[1] for call in calls} == {len(PASSAGES)}


def test_no_passages_give_an_empty_matrix(bundled: EmbeddingModel) -> None:
    calls: list[tuple[int, int]] = []
    vectors = bundled.encode_passages([], lambda done, total: calls.append((done, total)))
    assert vectors.shape == (0, 384)
    assert calls == []
    assert bundled.embed_documents([]) == []


def test_empty_and_very_long_texts_have_vectors(bundled: EmbeddingModel) -> None:
    vectors = bundled.encode_passages(["", " \n", "加快发展。" * 3000])
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)
    assert np.isclose(np.linalg.norm(bundled.encode_query("")), 1.0, atol=1e-5)


def test_queries_find_their_passage(bundled: EmbeddingModel) -> None:
    passages = ["全年粮食总产量达到120亿斤。", "新建中小学校12所。", "完成造林绿化5万亩。"]
    query = bundled.encode_query("教育方面建了多少学校？")
    assert query.shape == (384,)
    assert int((bundled.encode_passages(passages) @ query).argmax()) == 1


def test_langchain_gets_lists_of_floats(bundled: EmbeddingModel) -> None:
    assert isinstance(bundled, Embeddings)
    vector = bundled.embed_query("稳中求进")
    assert len(vector) == 384
    assert all(type(value) is float for value in vector)
    assert np.allclose(vector, bundled.encode_query("稳中求进"))
    (document,) = bundled.embed_documents(["稳中求进"])
    assert np.allclose(document, bundled.encode_passages(["稳中求进"])[0])
    assert not np.allclose(document, vector, atol=1e-3)


def test_the_bundled_model_needs_no_torch(bundled_folder: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from corpus.embedding import open_embedding; "
        "model = open_embedding('bundled', Path(sys.argv[1])); "
        "assert model.encode_query('经济').shape == (384,); "
        "sys.exit(', '.join(sorted({'torch', 'transformers'} & set(sys.modules))) or 0)"
    )
    command = [sys.executable, "-W", "error", "-c", code, str(bundled_folder.parents[1])]
    result = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert (result.returncode, result.stderr) == (0, "")


def test_threads_get_the_same_vectors(bundled: EmbeddingModel) -> None:
    results: list[NDArray[np.float32]] = []
    workers = [
        threading.Thread(target=lambda: results.append(bundled.encode_passages(PASSAGES)))
        for _ in range(4)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    expected = bundled.encode_passages(PASSAGES)
    assert len(results) == 4
    assert all(np.array_equal(result, expected) for result in results)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows starts processes another way")
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
@pytest.mark.parametrize("kind", ["bundled", "folder"])
def test_the_child_of_a_fork_gets_the_same_vectors(
    bundled: EmbeddingModel, tmp_path: Path, kind: str
) -> None:
    model = bundled
    if kind == "folder":
        model = open_embedding(str(save_bert(tmp_path / "m")), tmp_path)
    expected = model.encode_passages(PASSAGES)
    child = os.fork()
    if child == 0:
        same = np.allclose(model.encode_passages(PASSAGES), expected, atol=1e-5)
        os._exit(0 if same else 1)
    deadline = time.monotonic() + 60
    while (ended := os.waitpid(child, os.WNOHANG)) == (0, 0) and time.monotonic() < deadline:
        time.sleep(0.05)
    if ended == (0, 0):
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    assert ended == (child, 0)


def test_a_folder_uses_its_own_prompts(tmp_path: Path) -> None:
    folder = _save_static(tmp_path / "小模型", {"query": "问", "document": "文"})
    model = open_embedding(str(folder), tmp_path / "data")
    assert (model.identity.name, model.identity.dimension) == ("小模型", 6)
    reference = SentenceTransformer(str(folder), local_files_only=True)
    text = "经济运行"
    for vector, prompt in (
        (model.encode_query(text), "问"),
        (model.encode_passages([text])[0], "文"),
    ):
        expected = reference.encode(text, prompt=prompt, normalize_embeddings=True)
        assert np.allclose(vector, expected, atol=1e-6)
    assert not (tmp_path / "data").exists()


def test_prompts_are_those_of_the_configuration(tmp_path: Path) -> None:
    """A model of another hand: only its file says what it wants to see in front."""
    folder = _save_static(tmp_path / "m", None)
    file = folder / "config_sentence_transformers.json"
    configuration = json.loads(file.read_text(encoding="utf-8"))
    configuration |= {"prompts": {"query": "问", "passage": "文"}, "default_prompt_name": None}
    file.write_text(json.dumps(configuration, ensure_ascii=False), encoding="utf-8")
    plain = open_embedding(str(_save_static(tmp_path / "plain", None)), tmp_path)
    model = open_embedding(str(folder), tmp_path)
    assert np.allclose(model.encode_query("经济"), plain.encode_query("问经济"), atol=1e-6)
    (passage,) = model.encode_passages(["经济"])
    assert np.allclose(passage, plain.encode_query("文经济"), atol=1e-6)
    assert model.identity.version != plain.identity.version


def test_set_prefixes_go_in_place_of_a_folder_s_prompts(tmp_path: Path) -> None:
    folder = str(_save_static(tmp_path / "m", {"query": "问", "document": "文"}))
    own = open_embedding(folder, tmp_path)
    model = open_embedding(folder, tmp_path, query_prefix="中")
    plain = open_embedding(str(_save_static(tmp_path / "plain", None)), tmp_path)
    assert np.allclose(model.encode_query("经济"), plain.encode_query("中经济"), atol=1e-6)
    assert np.allclose(model.encode_passages(["稳"]), own.encode_passages(["稳"]), atol=1e-6)
    assert model.identity.version != own.identity.version


def test_a_transformer_folder_works(tmp_path: Path) -> None:
    folder = save_bert(tmp_path / "小模型")
    model = open_embedding(str(folder), tmp_path)
    reference = SentenceTransformer(str(folder), local_files_only=True)
    assert model.identity.dimension == 16
    expected = reference.encode(list(PASSAGES), normalize_embeddings=True)
    assert np.allclose(model.encode_passages(PASSAGES), expected, atol=1e-5)


def test_a_folder_without_prompts_works(tmp_path: Path) -> None:
    model = open_embedding(str(_save_static(tmp_path / "m", None)), tmp_path)
    assert np.allclose(model.encode_query("经济"), model.encode_passages(["经济"])[0], atol=1e-6)
    assert model.encode_passages([]).shape == (0, 6)


def test_a_folder_version_follows_its_content_not_its_place(tmp_path: Path) -> None:
    def identity(folder: Path) -> EmbeddingIdentity:
        return open_embedding(str(folder), tmp_path).identity

    first = identity(_save_static(tmp_path / "a" / "m", None))
    assert identity(_save_static(tmp_path / "b" / "m", None)) == first
    assert identity(_save_static(tmp_path / "c" / "m", None, seed=1)).version != first.version
    assert identity(_save_static(tmp_path / "d" / "m", {"query": "问"})).version != first.version


def test_a_broken_folder_is_explained(tmp_path: Path) -> None:
    (tmp_path / "modules.json").write_text("[", encoding="utf-8")
    model = open_embedding(str(tmp_path), tmp_path)
    with pytest.raises(EmbeddingError, match="无法从文件夹加载"):
        model.encode_query("经济")


@pytest.mark.parametrize(
    "setting", ["", "/no/such/folder", "./missing", "a/b/c", "模型", "oepnai:x"]
)
def test_an_impossible_setting_is_refused_at_once(setting: str, tmp_path: Path) -> None:
    with pytest.raises(EmbeddingError, match="bundled"):
        open_embedding(setting, tmp_path)


def test_a_hub_name_without_network_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    messages: list[str] = []
    model = open_embedding("somebody/no-such-model", tmp_path, messages.append)
    assert messages == []
    with pytest.raises(EmbeddingError, match="改用内置模型") as caught:
        model.encode_query("经济")
    assert isinstance(caught.value, CorpusError)
    assert any("下载" in message for message in messages)


def test_a_failing_model_is_explained(bundled: EmbeddingModel) -> None:
    with pytest.raises(EmbeddingError, match="计算失败"):
        bundled.encode_query("\ud800")
