"""Chat models. The only place where one is made; without `NIGAO_MODEL` there is none."""

from __future__ import annotations

from typing import Any

from langchain.chat_models import init_chat_model
from langchain_core.language_models import BaseChatModel

from assistant.errors import ModelError
from assistant.settings import Settings

_TIMEOUT_SECONDS = 30
_MAX_RETRIES = 0  # the writer has its own way on: the precedents


def open_chat_model(settings: Settings) -> BaseChatModel | None:
    """The configured model (``openai:NAME`` at any OpenAI-compatible endpoint), or None.

    Raises ModelError if the setting cannot be used; no request is made yet.
    """
    if not settings.model:
        return None
    options: dict[str, Any] = {"timeout": _TIMEOUT_SECONDS, "max_retries": _MAX_RETRIES}
    if settings.model_base_url:
        options["base_url"] = settings.model_base_url
    # Local servers want no key, but the client refuses to start without one.
    options["api_key"] = settings.model_api_key.get_secret_value() or "EMPTY"
    try:
        model = init_chat_model(settings.model, temperature=0.3, **options)
    except (ValueError, ImportError) as error:
        raise ModelError(
            f"NIGAO_MODEL 的值“{settings.model}”无法使用，应写成 openai:模型名（{error}）"
        ) from error
    if not isinstance(model, BaseChatModel):
        raise ModelError(f"NIGAO_MODEL 的值“{settings.model}”不是一个对话模型")
    return model
