"""Chat models from the settings. The only place where one is made; without `NIGAO_MODEL` none is."""

from __future__ import annotations

from functools import partial
from typing import Any

from langchain.chat_models import init_chat_model
from langchain_core.language_models import BaseChatModel

from assistant.errors import ModelError
from assistant.models.asking import ChatModel
from assistant.models.budgets import Budgets
from assistant.models.connection import http_client
from assistant.models.local import LocalServer, held_to
from assistant.settings import Settings
from corpus.endpoint import EndpointError, address_of

_PROVIDER = "openai:"
# The in-process server answers under any name.
_LOCAL_NAME = "local"


def open_chat_model(settings: Settings) -> ChatModel | None:
    """The configured model — ``openai:NAME`` at any OpenAI-compatible endpoint, or ``local`` in
    this process —, or None.

    Raises ModelError if the setting cannot be used; no request is made and nothing loaded yet.
    """
    if not settings.model:
        return None
    budgets = Budgets(
        connect=settings.model_connect_timeout,
        first_token=settings.model_first_token_timeout,
        between_tokens=settings.model_token_timeout,
        draft=settings.model_timeout,
    )
    if settings.model == _LOCAL_NAME:
        server = LocalServer(settings.model_file, settings.home / "models")
        return ChatModel(lambda: _client(_LOCAL_NAME, *server.start(), budgets), budgets, held_to)
    provider, _, name = settings.model.partition(":")
    if f"{provider}:" != _PROVIDER or not name.strip():
        raise ModelError(
            f"NIGAO_MODEL 的值“{settings.model}”无法使用，应写成 openai:模型名，或 local（本机模型）"
        )
    url, key = settings.model_base_url.strip(), settings.model_api_key.get_secret_value().strip()
    try:
        if url:
            address_of(url)
    except EndpointError as error:
        raise ModelError(f"NIGAO_MODEL_BASE_URL 无法使用：{error}") from error
    if not key.isascii():
        raise ModelError("NIGAO_MODEL_API_KEY 含有无法使用的字符，请检查是否复制完整")
    # Local servers want no key, but the client refuses to start without one.
    return ChatModel(partial(_client, name.strip(), url, key or "EMPTY", budgets), budgets)


def _client(name: str, url: str, key: str, budgets: Budgets) -> BaseChatModel:
    options: dict[str, Any] = {"base_url": url} if url else {}
    model = init_chat_model(
        name,
        model_provider=_PROVIDER.removesuffix(":"),
        api_key=key,
        http_client=http_client(budgets),
        max_retries=0,  # the writer has its own way on: the precedents
        stream_usage=False,  # not every endpoint knows the option
        use_responses_api=False,
        **options,
    )
    assert isinstance(model, BaseChatModel)
    return model
