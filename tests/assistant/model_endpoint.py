"""A real HTTP server on loopback that plays an OpenAI-compatible endpoint, well or badly."""

from __future__ import annotations

import json
import re
import select
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Play = Callable[["Handler"], None]

_PIECE = 40  # characters a streamed part
_LONGEST_WAIT = 30.0  # seconds for which a silent endpoint keeps its thread


@dataclass(frozen=True)
class Asked:
    """One request: its body and its messages' words."""

    body: dict[str, Any]
    prompt: str
    address: str

    def keys(self, letter: str) -> list[str]:
        """The keys of precedents (p) or facts (f) in the prompt."""
        return re.findall(rf"^\[({letter}[0-9a-f]{{6}})\]", self.prompt, re.MULTILINE)


class Endpoint(ThreadingHTTPServer):
    """Answers each request as `answer` says; `hung_up` is set when a client closed while we were
    still at it."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answer: Callable[[Asked], Play] = lambda asked: status(500)
        self.asked: list[Asked] = []
        self.hung_up = threading.Event()
        self.reached = threading.Event()  # a request has come

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    @property
    def prompts(self) -> list[str]:
        return [asked.prompt for asked in self.asked]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is what many of these tests are about."""


class Handler(BaseHTTPRequestHandler):
    server: Endpoint

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        prompt = "\n".join(str(m["content"]) for m in body["messages"])
        asked = Asked(body, prompt, self.path)
        self.server.asked.append(asked)
        self.server.reached.set()
        try:
            self.server.answer(asked)(self)
        except (BrokenPipeError, ConnectionResetError):
            self.server.hung_up.set()

    def begin(self, content_type: str = "text/event-stream", length: int | None = None) -> None:
        self.send_response(200)
        self.send_header("Content-Type", content_type)
        if length is not None:
            self.send_header("Content-Length", str(length))
        self.end_headers()
        self.wfile.flush()

    def event(self, delta: dict[str, Any], finish: str | None = None) -> None:
        choice = {"index": 0, "delta": delta, "finish_reason": finish}
        chunk = {"id": "x", "object": "chat.completion.chunk", "created": 0, "model": "fake"}
        data = json.dumps({**chunk, "choices": [choice]}, ensure_ascii=False)
        self.raw(f"data: {data}\n\n".encode())

    def raw(self, data: bytes) -> None:
        self.wfile.write(data)
        self.wfile.flush()

    def end(self) -> None:
        self.event({}, "stop")
        self.raw(b"data: [DONE]\n\n")

    def wait(self) -> None:
        """Silence, until the client hangs up."""
        ready, _, _ = select.select([self.connection], [], [], _LONGEST_WAIT)
        if ready:
            with suppress(ConnectionError):
                assert self.connection.recv(1) == b""
            self.server.hung_up.set()

    def log_message(self, *_: object) -> None:
        """Quiet."""


def says(answer: dict[str, Any] | str, **extra: str) -> Play:
    """A well-behaved stream of a text or of an object's JSON; `extra` goes out before it."""
    text = answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False)

    def play(handler: Handler) -> None:
        handler.begin()
        if extra:
            handler.event({"role": "assistant", "content": "", **extra})
        for start in range(0, len(text), _PIECE):
            handler.event({"content": text[start : start + _PIECE]})
        handler.end()

    return play


def status(code: int, said: str = "", **headers: str) -> Play:
    """An error as OpenAI words it."""

    def play(handler: Handler) -> None:
        data = json.dumps({"error": {"message": said, "type": "x", "code": code}}).encode()
        handler.send_response(code)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", str(len(data)))
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.raw(data)

    return play


def silent_before_headers(handler: Handler) -> None:
    handler.wait()


def silent_before_the_first_token(handler: Handler) -> None:
    handler.begin()
    handler.wait()


def comments_but_no_token(handler: Handler) -> None:
    handler.begin()
    while True:
        handler.raw(b": still here\n\n")
        if select.select([handler.connection], [], [], 0.02)[0]:
            handler.wait()
            return


def silent_between_tokens(handler: Handler) -> None:
    handler.begin()
    handler.event({"content": '{"heading": '})
    handler.wait()


def whole_but_never_ending(answer: dict[str, Any]) -> Play:
    """The last part says that it is the last one; the stream stays open all the same."""

    def play(handler: Handler) -> None:
        handler.begin()
        handler.event({"content": json.dumps(answer, ensure_ascii=False)})
        handler.event({}, "stop")
        handler.wait()

    return play


def cut_off(handler: Handler) -> None:
    handler.begin()
    handler.event({"content": '{"heading": {"text": "发展'})


def cut_off_inside_a_promised_length(handler: Handler) -> None:
    handler.begin(length=10_000)
    handler.event({"content": '{"heading": {"text": "发展'})


def bad_utf8(handler: Handler) -> None:
    handler.begin()
    handler.raw(b'data: {"choices": [{"index": 0, "delta": {"content": "\xff\xfe\xb7"}}]}\n\n')
    handler.end()


def events_that_are_no_json(handler: Handler) -> None:
    handler.begin()
    handler.raw(b"data: {oops\n\n")


def events_of_another_shape(handler: Handler) -> None:
    handler.begin()
    handler.raw(b'data: {"choices": "many"}\n\n')
    handler.raw(b"data: [1, 2]\n\n")
    handler.end()


def an_error_event(handler: Handler) -> None:
    handler.begin()
    handler.event({"content": "{"})
    handler.raw(b'data: {"error": {"message": "CUDA out of memory", "code": 500}}\n\n')


def endless_text(handler: Handler) -> None:
    handler.begin()
    while True:
        handler.event({"content": "发展不够平衡，" * 50})


def endless_thoughts(handler: Handler) -> None:
    handler.begin()
    handler.event({"content": "<think>"})
    while True:
        handler.event({"content": "让我想想。" * 200})
        time.sleep(0.001)  # it shares its process with whoever reads


def a_huge_event(handler: Handler) -> None:
    handler.begin()
    handler.raw(b'data: {"choices": [{"index": 0, "delta": {"content": "')
    while True:
        handler.raw(b"x" * 65_536)


def a_huge_error(handler: Handler) -> None:
    handler.send_response(500)
    handler.send_header("Content-Type", "application/json")
    handler.end_headers()
    while True:
        handler.raw(b"x" * 65_536)


def a_compressed_answer(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "text/event-stream")
    handler.send_header("Content-Encoding", "gzip")
    handler.end_headers()
    handler.raw(b"\x1f\x8b")


def a_page(handler: Handler) -> None:
    data = "<html><body><h1>网关登录</h1></body></html>".encode()
    handler.begin("text/html; charset=utf-8", len(data))
    handler.raw(data)


def no_parts(handler: Handler) -> None:
    handler.begin()
    handler.raw(b"data: [DONE]\n\n")


@contextmanager
def serving() -> Iterator[Endpoint]:
    server = Endpoint()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
