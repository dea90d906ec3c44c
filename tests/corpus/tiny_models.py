"""Real models of a few kilobytes, with weights by chance: they need no network and know nothing."""

from __future__ import annotations

from pathlib import Path

import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
from transformers import (
    BertConfig,
    BertForSequenceClassification,
    BertModel,
    BertTokenizer,
    PreTrainedModel,
)

_CHARACTERS = "第项推进重点目建设经济运行稳中有问文村集体党员教育0123456789：。"


def _config(labels: int) -> BertConfig:
    config = BertConfig(
        vocab_size=5 + len(_CHARACTERS),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        initializer_range=0.5,
    )
    config.num_labels = labels
    return config


def _save(model: PreTrainedModel, folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    words = folder / "vocab.txt"
    words.write_text("\n".join(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *_CHARACTERS]))
    model.save_pretrained(folder)
    BertTokenizer(vocab=str(words)).save_pretrained(folder)
    return folder


def save_bert(folder: Path) -> Path:
    """A sentence-transformers folder with 16 dimensions."""
    torch.manual_seed(1)
    _save(BertModel(_config(2)), folder / "bert")
    transformer = Transformer(str(folder / "bert"))
    model = SentenceTransformer(modules=[transformer, Pooling(16)], device="cpu")
    model.save_pretrained(str(folder), create_model_card=False)
    return folder


def save_cross_encoder(folder: Path, labels: int = 1) -> Path:
    """A CrossEncoder folder; with one label it is a reranker."""
    torch.manual_seed(1)
    return _save(BertForSequenceClassification(_config(labels)), folder)
