"""The signed message to another program: what is sent, what is sent again, what is refused."""

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from hefa.errors import DeliveryError, OptionError
from hefa.webhook import check_url, deliver, read_secret, sign, verify

KEY = "一个只有双方知道的密钥"
EVENT = {"event": "review.done", "name": "某市管理办法.docx", "findings": 3}


@dataclass(slots=True)
class Receiver:
    """Answers with the given statuses in turn, the last for ever; keeps what came."""

    statuses: list[int]
    url: str = ""
    came: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    slow: threading.Event | None = None
    """While it is not set, answers are made byte by byte."""
    paths: list[str] = field(default_factory=list)


@pytest.fixture
def receiver(monkeypatch) -> Iterator[Receiver]:
    state = Receiver([204])

    class Handler(BaseHTTPRequestHandler):
        timeout = 5

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            state.came.append((dict(self.headers), body))
            state.paths.append(self.path)
            if state.slow is not None:
                for _ in range(100):
                    self.wfile.write(b"H")
                    if state.slow.wait(0.05):
                        return
            status = state.statuses.pop(0) if len(state.statuses) > 1 else state.statuses[0]
            self.send_response(status)
            if status in {301, 302, 307, 308}:
                self.send_header("Location", state.url + "/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *arguments: object) -> None:
            pass

    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    state.url = f"http://127.0.0.1:{server.server_port}"
    yield state
    if state.slow is not None:
        state.slow.set()
    server.shutdown()
    server.server_close()
    thread.join(5)


def at_once(_seconds: float) -> None:
    pass


def test_a_message_arrives_whole_and_signed(receiver):
    delivery = deliver(receiver.url + "/hook?to=oa", KEY, EVENT)

    [(headers, body)] = receiver.came
    assert json.loads(body) == EVENT
    assert headers["X-Hefa-Delivery"] == delivery
    assert headers["Content-Type"] == "application/json; charset=utf-8"
    assert receiver.paths == ["/hook?to=oa"]
    assert verify(KEY, headers, body)
    assert verify(KEY, {name.lower(): value for name, value in headers.items()}, body)


def test_what_was_changed_or_is_old_or_bears_another_signature_is_not_verified(receiver):
    deliver(receiver.url, KEY, EVENT)
    [(headers, body)] = receiver.came
    then = int(headers["X-Hefa-Timestamp"])

    assert not verify("另一个密钥", headers, body)
    assert not verify(KEY, headers, body + b" ")
    assert not verify(KEY, headers | {"X-Hefa-Timestamp": str(then + 1)}, body)
    assert not verify(KEY, headers | {"X-Hefa-Signature": "sha256=二"}, body)
    assert not verify(KEY, headers | {"X-Hefa-Timestamp": "²"}, body)
    assert not verify(KEY, {}, body)
    assert verify(KEY, headers, body, now=then + 300)
    assert not verify(KEY, headers, body, now=then + 301)
    assert not verify(KEY, headers, body, now=then - 301)


def test_a_signature_is_what_anyone_can_compute_from_the_manual():
    # printf '%s' '1700000000.{}' | openssl dgst -sha256 -hmac secret
    expected = "sha256=b8569b78799ff9e3cbff0fc2d63a33a2b57f3282abd07c37ae5e8e7d79a5f163"

    assert sign("secret", "1700000000", b"{}") == expected


def test_a_failing_receiver_is_asked_again_with_the_same_delivery(receiver):
    receiver.statuses = [500, 503, 429, 200]
    waited: list[float] = []

    delivery = deliver(receiver.url, KEY, EVENT, pause=waited.append)

    assert [headers["X-Hefa-Delivery"] for headers, _ in receiver.came] == [delivery] * 4
    assert waited == [1.0, 2.0, 4.0]


def test_a_receiver_that_goes_on_failing_is_given_up(receiver):
    receiver.statuses = [500]

    with pytest.raises(DeliveryError, match=r"HF701 http://.*接收方答复 500") as error:
        deliver(receiver.url, KEY, EVENT, pause=at_once)

    assert len(receiver.came) == 4
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("status", [400, 401, 404, 410])
def test_a_refusal_is_final(receiver, status):
    receiver.statuses = [status]

    with pytest.raises(DeliveryError, match=str(status)):
        deliver(receiver.url, KEY, EVENT, pause=at_once)

    assert len(receiver.came) == 1


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_no_redirect_is_followed(receiver, status):
    receiver.statuses = [status]

    with pytest.raises(DeliveryError, match="没有跟随"):
        deliver(receiver.url, KEY, EVENT, pause=at_once)

    assert len(receiver.came) == 1


def test_a_receiver_that_answers_byte_by_byte_is_not_waited_for(receiver):
    receiver.slow = threading.Event()

    with pytest.raises(DeliveryError, match=r"0\.2 秒内没有答复"):
        deliver(receiver.url, KEY, EVENT, attempts=2, timeout=0.2, pause=at_once)

    assert len(receiver.came) == 2


def test_nobody_there_is_one_line(receiver):
    with pytest.raises(DeliveryError, match="没有送到") as error:
        deliver("http://127.0.0.1:1/", KEY, EVENT, pause=at_once)

    assert "\n" not in str(error.value)


def test_whoever_stops_is_not_kept_waiting(receiver):
    receiver.statuses = [500]
    stop = threading.Event()
    stop.set()

    with pytest.raises(DeliveryError):
        deliver(receiver.url, KEY, EVENT, pause=stop.wait)

    assert len(receiver.came) == 1


def test_one_event_has_one_delivery_id_and_another_has_another(receiver):
    ids = [deliver(receiver.url, KEY, event) for event in (EVENT, EVENT, EVENT | {"findings": 4})]

    assert ids[0] == ids[1] != ids[2]
    assert deliver(receiver.url, KEY, EVENT, delivery="job-7") == "job-7"


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://127.0.0.1/x",
        "/relative",
        "http://",
        "http://user:word@127.0.0.1/",
        "http://127.0.0.1:99999/",
        "http://127.0.0.1/a b",
        "http://127.0.0.1/a\r\nX: y",
        "http://机关.example/",
        "http://[::1/",
    ],
)
def test_only_plain_web_addresses_are_taken(url):
    with pytest.raises(OptionError) as error:
        check_url(url)

    assert "\n" not in str(error.value)


def test_a_secret_comes_from_a_file_and_is_never_empty(tmp_path: Path):
    file = tmp_path / "密钥"
    file.write_text(f"  {KEY}\n", encoding="utf-8")
    assert read_secret(file) == KEY

    file.write_text("\n")
    with pytest.raises(OptionError, match="空的"):
        read_secret(file)
    file.write_bytes(b"\xff\xfe\xfd")
    with pytest.raises(OptionError, match="不能读取"):
        read_secret(file)
    with pytest.raises(OptionError, match="不能读取"):
        read_secret(tmp_path / "没有")
    with pytest.raises(OptionError, match="空的"):
        deliver("http://127.0.0.1:1/", "", EVENT)


def test_the_clock_is_read_when_a_message_is_sent(receiver):
    before = int(time.time())
    deliver(receiver.url, KEY, EVENT)

    assert before <= int(receiver.came[0][0]["X-Hefa-Timestamp"]) <= time.time()
