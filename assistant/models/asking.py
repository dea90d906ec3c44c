"""Asking a chat model for one JSON object, in whatever way its endpoint can be asked.

Endpoints differ in what they take (a JSON schema, only “some JSON”, nothing; a temperature or
none). What an endpoint refuses is left out and never tried again.
"""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any, TypeVar

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import BaseMessage

from assistant.errors import ModelError
from assistant.models.answers import find_json
from assistant.models.breaker import Breaker
from assistant.models.budgets import Budgets
from assistant.models.failures import ModelFailure, Rejection, failure_of
from assistant.models.streaming import Reply, read_reply
from assistant.writing.stopping import Stopped, StopSignal

_log = logging.getLogger(__name__)
_TEMPERATURE = 0.3
_FORMS = ("json_schema", "json_object", "none")

T = TypeVar("T")
Messages = Sequence[BaseMessage]
Schema = Mapping[str, Any]


@dataclass
class _Ways:
    """What the endpoint takes, as far as is known. `proven`: the form has brought an answer."""

    form: int = 0
    temperature: bool = True
    proven: bool = False


class Unreadable(ModelFailure):
    """There was an answer, `said`, but not in the form that was asked for."""

    def __init__(self, said: str, cut: bool) -> None:
        super().__init__("cut" if cut else "format")
        self.said = said


class ChatModel:
    """One model at one endpoint; open it once, for its breaker is the endpoint's.

    `open_model` is called by the first request; `held_to` makes the part of a request's body that
    holds the answer to a JSON schema. Safe to share between threads.
    """

    def __init__(
        self,
        open_model: Callable[[], BaseChatModel],
        budgets: Budgets,
        held_to: Callable[[Schema], dict[str, Any]] | None = None,
    ) -> None:
        self._open = open_model
        self._model: BaseChatModel | None = None
        self.budgets = budgets
        self._held_to = held_to or _json_schema
        self._breaker = Breaker()
        self._haste = Breaker()
        self._ways = _Ways()
        self._lock = threading.Lock()

    def ask(
        self,
        messages: Messages,
        schema: Schema,
        read: Callable[[object], T | None],
        stop: StopSignal,
        deadline: float,
        hurried: bool = False,
    ) -> T:
        """What `read` makes of the JSON object that the model answers. `hurried`: `deadline` is
        nearer than the budgets, and not to meet it speaks against such requests only.

        Raises ModelFailure (Unreadable if there is an answer, but no such object), Stopped.
        """
        if wait := (self._haste.wait() if hurried else 0.0) or self._breaker.wait():
            raise ModelFailure("resting", f"约 {ceil(wait / 60)} 分钟后再试")
        try:
            reply = self._reply(messages, schema, stop, deadline)
            if not reply.text:
                raise ModelFailure("empty" if reply.finish else "cut")
        except Stopped:
            raise
        except ModelFailure as failure:
            _log.warning("model request failed: %s", failure)
            if hurried and failure.kind == "timeout":
                self._haste.failed()
            elif failure.endpoint_at_fault:
                self._breaker.failed(failure.lasting, failure.retry_after)
            raise
        self._breaker.succeeded()
        if hurried:
            self._haste.succeeded()
        found = find_json(reply.text, read)
        if found is None:
            self._doubt()
            raise Unreadable(reply.text, cut=not reply.finish)
        self._ways.proven = True
        return found

    def _reply(
        self, messages: Messages, schema: Schema, stop: StopSignal, deadline: float
    ) -> Reply:
        while True:
            ways = self._ways.form, self._ways.temperature

            def start(ways: tuple[int, bool] = ways) -> Iterator[BaseMessage]:
                return self._opened().stream(list(messages), **self._options(schema, *ways))

            try:
                return read_reply(start, self.budgets, stop, deadline)
            except (Stopped, ModelError):
                raise
            # Clients raise errors of many libraries; each means: no answer.
            except Exception as error:
                meant = failure_of(error)
                _log.info("model request: %s", type(error).__name__, exc_info=error)
                if isinstance(meant, ModelFailure):
                    raise meant from error
                if not self._leave_out(meant, ways):
                    raise ModelFailure("refused", status=meant.status) from error

    def _options(self, schema: Schema, form: int, temperature: bool) -> dict[str, Any]:
        """Keyword arguments for LangChain's OpenAI client. The format goes in as ``extra_body``:
        given as an argument of its own, the client would parse the stream itself and fail on
        whatever is not strict."""
        options: dict[str, Any] = {"temperature": _TEMPERATURE} if temperature else {}
        if _FORMS[form] == "json_schema":
            options["extra_body"] = self._held_to(schema)
        elif _FORMS[form] == "json_object":
            options["extra_body"] = {"response_format": {"type": "json_object"}}
        return options

    def _opened(self) -> BaseChatModel:
        """Opened by the first request, in its thread: a local model takes its time."""
        with self._lock:
            if self._model is None:
                self._model = self._open()
            return self._model

    def _leave_out(self, rejection: Rejection, tried: tuple[int, bool]) -> bool:
        """Ask for less from now on; False if there is nothing left to leave out."""
        form, temperature = tried
        blames_temperature = re.search("temperature", rejection.said, re.IGNORECASE)
        if temperature and (blames_temperature or form == len(_FORMS) - 1):
            self._ways.temperature = False
        elif form < len(_FORMS) - 1:
            self._ways.form = max(self._ways.form, form + 1)
        else:
            return False
        return True

    def _doubt(self) -> None:
        """A form that never brought anything is given up: some endpoints take it and fail at it."""
        if not self._ways.proven:
            self._ways.form = min(self._ways.form + 1, len(_FORMS) - 1)


def _json_schema(schema: Schema) -> dict[str, Any]:
    wanted = {"name": "item", "strict": True, "schema": schema}
    return {"response_format": {"type": "json_schema", "json_schema": wanted}}
