"""Switches every library to no telemetry and no downloads; call before importing any of them."""

from __future__ import annotations

import os

_SWITCHES = {
    "ANONYMIZED_TELEMETRY": "False",
    "DO_NOT_TRACK": "1",
    "GRADIO_ANALYTICS_ENABLED": "False",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "LANGCHAIN_TRACING_V2": "false",
    "LANGGRAPH_STRICT_MSGPACK": "true",
    "LANGSMITH_TRACING": "false",
    "TOKENIZERS_PARALLELISM": "false",
}
# A hub name in NIGAO_EMBEDDING is the one case in which the model hub may be asked.
_HUB_SWITCHES = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1"}


def stay_offline(embedding: str) -> None:
    """Set the switches; `embedding` is the setting of that name."""
    os.environ.update(_SWITCHES)
    # A key in the environment would make the tracing client upload on its own.
    os.environ.pop("LANGSMITH_API_KEY", None)
    if embedding == "bundled" or os.path.isdir(embedding):  # noqa: PTH112 - a hub name is no path
        os.environ.update(_HUB_SWITCHES)
