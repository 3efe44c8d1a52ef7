"""What a request may cost before the application sees it: size and time of its body; and headers of answers.

A body whose length is said and too great is refused before a byte of it is read; one that grows too great, or
comes too slowly, as soon as it does. Pages may set a security header of their own.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any

from hefa.errors import HefaError
from hefa.service.errors import Invalid, Late, ServiceError, TooLarge

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]

FORM = b"multipart/form-data"
ENVELOPE = 100_000
"""Bytes that a form may have beside the draft in it."""
PLAIN = 8_000_000
"""Bytes of a body that is no form: it is read into memory whole."""
SMALL = 64_000
"""Bytes of a body that is read before it is asked who sends it."""
HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cache-control", b"no-store"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"cross-origin-resource-policy", b"same-origin"),
)


class Limits:
    """Middleware (ASGI): drafts of ``most`` bytes, bodies within ``seconds``.

    Under ``prefix``, bodies that are not small are taken from those alone whose key is ``known``.
    """

    def __init__(
        self, app: App, *, most: int, seconds: float, prefix: str, known: Callable[[str], object]
    ) -> None:
        self._app, self._most, self._seconds = app, most, seconds
        self._prefix, self._known = prefix, known

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        form = headers.get(b"content-type", b"").lower().startswith(FORM)
        most = self._most + ENVELOPE if form else min(self._most + ENVELOPE, PLAIN)
        declared = headers.get(b"content-length", b"0")
        if not declared.isdigit():
            await _refuse(send, Invalid("请求", "Content-Length 不是数", "改正请求"))
        elif int(declared) > most:
            await _refuse(send, _too_large(most))
        elif error := await self._stranger(scope["path"], headers):
            await _refuse(send, error)
        else:
            await _Exchange(self._app, receive, send, most, self._seconds).run(scope)

    async def _stranger(self, path: str, headers: Mapping[bytes, bytes]) -> ServiceError | None:
        """Return why a body is not taken from whoever sends it."""
        small = b"transfer-encoding" not in headers and int(headers.get(b"content-length", b"0")) <= SMALL
        if small or not path.startswith(self._prefix):
            return None
        scheme, _, key = headers.get(b"authorization", b"").decode("latin-1").partition(" ")
        try:
            await asyncio.to_thread(self._known, key.strip() if scheme.lower() == "bearer" else "")
        except ServiceError as error:
            return error
        return None


class _Exchange:
    """One request whose body is counted and timed as it comes."""

    def __init__(self, app: App, receive: Receive, send: Send, most: int, seconds: float) -> None:
        self._app, self._receive, self._send, self._most = app, receive, send, most
        self._seconds, self._left = seconds, most
        self._deadline: float | None = None
        self._whole = self._answered = False
        self._cut: ServiceError | None = None

    async def run(self, scope: Message) -> None:
        try:
            await self._app(scope, self._bounded, self._guarded)
        except Exception:
            if self._cut is None:
                raise
        if self._cut is not None and not self._answered:
            await _refuse(self._send, self._cut)

    async def _bounded(self) -> Message:
        if self._whole:
            return await self._receive()
        clock = asyncio.get_running_loop().time
        self._deadline = self._deadline or clock() + self._seconds
        try:
            message = await asyncio.wait_for(self._receive(), max(0.0, self._deadline - clock()))
        except TimeoutError:
            self._cut = Late("请求", f"{self._seconds:g} 秒内没有收完", "检查网络，或者分成较小的文件")
            return {"type": "http.disconnect"}
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            self._cut = _too_large(self._most)
            return {"type": "http.disconnect"}
        self._whole = not message.get("more_body", False)
        return message

    async def _guarded(self, message: Message) -> None:
        """Pass an answer on with headers; one to a request that was cut is not what is to be said."""
        if self._cut is not None and not self._answered:
            return
        if message["type"] == "http.response.start":
            self._answered = True
            message = {**message, "headers": _with_headers(message.get("headers", ()))}
        await self._send(message)


def problem_body(error: HefaError) -> dict[str, str]:
    """Return an error as an answer says it."""
    return {
        "code": error.code,
        "detail": str(error),
        "where": error.where,
        "problem": error.problem,
        "remedy": error.remedy,
    }


def _too_large(most: int) -> TooLarge:
    return TooLarge("请求", f"超过 {most / 1e6:g} MB 的上限", "拆成几个文件，或者请管理员放宽 --max-size")


def _with_headers(given: Any) -> list[tuple[bytes, bytes]]:  # noqa: ANN401 - pairs of bytes
    headers = [(bytes(name), bytes(value)) for name, value in given]
    there = {name.lower() for name, _ in headers}
    return headers + [pair for pair in HEADERS if pair[0] not in there]


async def _refuse(send: Send, error: ServiceError) -> None:
    body = json.dumps(problem_body(error), ensure_ascii=False).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    headers.append((b"connection", b"close"))
    await send({"type": "http.response.start", "status": error.status, "headers": _with_headers(headers)})
    await send({"type": "http.response.body", "body": body})
