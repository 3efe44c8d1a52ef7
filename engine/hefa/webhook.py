"""Tell another program that a review is done: a signed POST of JSON, sent again when it does not arrive.

The signature is HMAC-SHA256 over ``TIMESTAMP.BODY`` with the secret that both sides know, so that a receiver
can tell who sent a message, that nobody changed it, and (by the timestamp, in seconds since 1970) that it is
not an old one. A message that is sent again bears the same ``X-Hefa-Delivery``: receivers drop what they had.
"""

import hashlib
import hmac
import json
import threading
import time
from collections.abc import Callable, Mapping
from http import HTTPStatus
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit

from hefa import __version__
from hefa.errors import DeliveryError, OptionError

TIMESTAMP, SIGNATURE, DELIVERY = "X-Hefa-Timestamp", "X-Hefa-Signature", "X-Hefa-Delivery"
ATTEMPTS = 4
PAUSE = 1.0
"""Seconds before the second attempt; twice as long before each further one."""
TIMEOUT = 10.0
"""Seconds that one attempt may take from looking up the name to the status line."""
TOLERANCE = 300
"""Seconds that a message may be old, or from the future, when it is verified."""
_AGAIN = {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS}


def check_url(url: str) -> str:
    """Return the address of a receiver; ``OptionError`` unless it is plain http or https."""
    remedy = "写成 https://主机/路径 的形式"
    if not url.isascii() or not url.isprintable() or " " in url:
        raise OptionError("webhook 网址", "含有空格、控制字符或者非 ASCII 字符", "把它们写成 %XX 编码")
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise OptionError("webhook 网址", f"不是网址：{url}", remedy) from None
    if parts.scheme not in {"http", "https"} or not host:
        raise OptionError("webhook 网址", f"只能用 http 或者 https：{url}", remedy)
    if parts.username is not None or parts.password is not None:
        raise OptionError("webhook 网址", "网址中不能写用户名和密码", "消息由密钥签名，接收方核对签名即可")
    return url


def read_secret(file: Path) -> str:
    """Return the secret that a file holds, without white space around it."""
    try:
        secret = file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise OptionError(str(file), "密钥文件不能读取", "给出一个 UTF-8 文本文件，内容是密钥") from None
    return _check_secret(secret, str(file))


def sign(secret: str, timestamp: str, body: bytes) -> str:
    """Return the value of ``X-Hefa-Signature`` for a message: ``sha256=`` and 64 hexadecimal digits."""
    digest = hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    return f"sha256={digest}"


def verify(
    secret: str,
    headers: Mapping[str, str],
    body: bytes,
    *,
    now: float | None = None,
    tolerance: float = TOLERANCE,
) -> bool:
    """Say, as a receiver, whether a message is from the holder of the secret and not too old.

    ``headers`` are the request's, names in any case; ``body`` its bytes as they came, before any decoding.
    ``now`` is the time in seconds since 1970, by default the clock's.
    """
    given = {name.lower(): value for name, value in headers.items()}
    timestamp, signature = given.get(TIMESTAMP.lower(), ""), given.get(SIGNATURE.lower(), "")
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) < 20):
        return False
    if not hmac.compare_digest(sign(secret, timestamp, body).encode(), signature.encode()):
        return False
    return abs((time.time() if now is None else now) - int(timestamp)) <= tolerance


def deliver(
    url: str,
    secret: str,
    event: Mapping[str, Any],
    *,
    delivery: str | None = None,
    attempts: int = ATTEMPTS,
    timeout: float = TIMEOUT,
    pause: Callable[[float], bool | None] = time.sleep,
) -> str:
    """Post an event as JSON, and return its delivery id once the receiver answered 2xx.

    ``DeliveryError`` when the receiver refuses it (4xx; 408 and 429 are tried again), sends it elsewhere
    (no redirect is followed), or is not there at the last of ``attempts``. ``delivery`` is the id under
    which a receiver knows the event again, by default the hash of what is sent. ``pause`` waits between
    attempts; where it returns true, as ``Event.wait`` of an event that is set, no more are made.
    """
    check_url(url)
    _check_secret(secret, "webhook 密钥")
    body = json.dumps(event, ensure_ascii=False, sort_keys=True).encode(errors="replace")
    delivery = delivery or hashlib.sha256(body).hexdigest()[:32]
    trouble = ""
    for attempt in range(attempts):
        if attempt and pause(PAUSE * 2 ** (attempt - 1)):
            break
        answer = _within(timeout, lambda: _post(url, secret, body, delivery, timeout))
        if isinstance(answer, str):
            trouble = answer
        elif 200 <= answer < 300:
            return delivery
        elif answer >= 500 or answer in _AGAIN:
            trouble = f"接收方答复 {answer}"
        elif 300 <= answer < 400:
            raise DeliveryError(url, f"接收方答复 {answer}，要求转到别处，没有跟随", "改用最终的网址")
        else:
            raise DeliveryError(url, f"接收方拒收，答复 {answer}", "核对网址和密钥")
    raise DeliveryError(url, f"通知没有送到：{trouble}", "检查接收方是否在运行、网络是否通")


def _check_secret(secret: str, where: str) -> str:
    if not secret:
        raise OptionError(where, "密钥是空的", "写入至少 16 个随机字符")
    return secret


def _post(url: str, secret: str, body: bytes, delivery: str, timeout: float) -> int | str:
    """Send once; return the status, or what went wrong."""
    from urllib import request  # noqa: PLC0415

    timestamp = str(int(time.time()))
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": f"hefa/{__version__}",
        TIMESTAMP: timestamp,
        SIGNATURE: sign(secret, timestamp, body),
        DELIVERY: delivery,
    }
    opener = request.OpenerDirector()
    for handler in (  # no handler of redirects, files, FTP
        request.ProxyHandler(),
        request.HTTPHandler(),
        request.HTTPSHandler(),
        request.HTTPErrorProcessor(),
        request.HTTPDefaultErrorHandler(),
    ):
        opener.add_handler(handler)
    message = request.Request(url, body, headers, method="POST")  # noqa: S310 - the scheme was checked
    try:
        with opener.open(message, timeout=timeout) as answer:
            return int(answer.status)
    except HTTPError as error:
        error.close()
        return error.code
    except TimeoutError:
        return _late(timeout)
    except (OSError, HTTPException, ValueError) as error:
        reason = getattr(error, "reason", error)
        return _late(timeout) if isinstance(reason, TimeoutError) else _one_line(reason)


def _within(seconds: float, post: Callable[[], int | str]) -> int | str:
    """Run one attempt for at most so long, even where a receiver answers byte by byte."""
    answers: list[int | str] = []
    thread = threading.Thread(target=lambda: answers.append(post()), daemon=True)
    thread.start()
    thread.join(seconds)
    return answers[0] if answers else _late(seconds)


def _late(seconds: float) -> str:
    return f"{seconds:g} 秒内没有答复"


def _one_line(reason: object) -> str:
    return " ".join(str(reason).split()) or type(reason).__name__
