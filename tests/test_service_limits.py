"""Bodies too great or too slow are refused before they are read; headers of answers."""

import asyncio
import json
from collections.abc import Iterable
from typing import Any

import pytest

from hefa.service.errors import Unidentified
from hefa.service.limits import ENVELOPE, PLAIN, SMALL, Limits, Message

FORM = (b"content-type", b"multipart/form-data; boundary=x")
MOST = 10_000_000


class Exchange:
    """One request through the limits to an application that reads the whole body."""

    def __init__(self, *, seconds: float = 5.0) -> None:
        self.sent: list[Message] = []
        self.asked = self.read = 0
        self.keys: list[str] = []
        self._limits = Limits(self._app, most=MOST, seconds=seconds, prefix="/api/", known=self._known)

    def run(
        self,
        headers: Iterable[tuple[bytes, bytes]],
        parts: Iterable[tuple[float, bytes]] = (),
        path: str = "/api/v1/drafts",
    ) -> tuple[int, dict[str, str], Any]:
        left = iter(parts)

        async def receive() -> Message:
            self.asked += 1
            pause, body = next(left, (0.0, None))
            await asyncio.sleep(pause)
            if body is None:
                return {"type": "http.request", "body": b"", "more_body": False}
            return {"type": "http.request", "body": body, "more_body": True}

        async def send(message: Message) -> None:
            self.sent.append(message)

        scope = {"type": "http", "path": path, "headers": list(headers)}
        asyncio.run(self._limits(scope, receive, send))
        start, body = self.sent[0], self.sent[1]["body"]
        head = {name.decode(): value.decode() for name, value in start["headers"]}
        return start["status"], head, json.loads(body)

    async def _app(self, _scope: Message, receive: Any, send: Any) -> None:
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise RuntimeError("the client has gone")
            self.read += len(message["body"])
            if not message["more_body"]:
                break
        own = [(b"content-security-policy", b"own")]
        await send({"type": "http.response.start", "status": 200, "headers": own})
        await send({"type": "http.response.body", "body": b'"ok"'})

    def _known(self, key: str) -> None:
        self.keys.append(key)
        if key != "good":
            raise Unidentified("密钥", "不认识", "索取")


GOOD = (b"authorization", b"Bearer good")


@pytest.mark.parametrize(
    "headers",
    [
        [FORM, (b"content-length", str(MOST + ENVELOPE + 1).encode())],
        [(b"content-type", b"application/json"), (b"content-length", str(PLAIN + 1).encode())],
        [FORM, (b"content-length", b"9" * 30)],
    ],
)
def test_a_body_that_says_it_is_too_great_is_not_read(headers: list[tuple[bytes, bytes]]) -> None:
    exchange = Exchange()
    status, head, said = exchange.run([*headers, GOOD])

    assert (status, exchange.asked, head["connection"]) == (413, 0, "close")
    assert said["detail"].startswith("HF605 请求：超过")


def test_a_body_that_grows_too_great_is_read_no_further() -> None:
    exchange = Exchange()
    parts = [(0.0, b"x" * 1_000_000)] * 100
    status, _, _ = exchange.run([FORM, GOOD, (b"transfer-encoding", b"chunked")], parts)

    assert status == 413
    assert exchange.asked == 11
    assert len(exchange.sent) == 2


def test_a_body_that_comes_too_slowly_is_given_up() -> None:
    exchange = Exchange(seconds=0.3)
    parts = [(0.1, b"x")] * 100
    status, _, said = exchange.run([FORM, GOOD, (b"transfer-encoding", b"chunked")], parts)

    assert status == 408
    assert "没有收完" in said["detail"]
    assert exchange.asked <= 5


@pytest.mark.parametrize("length", [b"-1", b"1e3", b"", "１".encode()])
def test_a_length_that_is_none_is_refused(length: bytes) -> None:
    assert Exchange().run([(b"content-length", length)])[0] == 422


def test_strangers_send_little() -> None:
    large = (b"content-length", str(SMALL + 1).encode())
    for head in ((), ((b"authorization", b"Bearer bad"),), ((b"authorization", b"Basic good"),)):
        exchange = Exchange()
        assert exchange.run([FORM, large, *head])[0] == 401
        assert exchange.asked == 0
    exchange = Exchange()
    assert exchange.run([FORM, (b"transfer-encoding", b"chunked")])[0] == 401
    assert Exchange().run([FORM, large, GOOD])[0] == 200
    assert Exchange().run([FORM, large], path="/pages")[0] == 200
    small = Exchange()
    assert small.run([(b"content-length", b"5")])[0] == 200
    assert small.keys == []


def test_a_page_keeps_its_own_policy() -> None:
    status, head, said = Exchange().run([])

    assert (status, said) == (200, "ok")
    assert head["content-security-policy"] == "own"
    assert head["x-content-type-options"] == "nosniff"
