"""``hefa serve`` as a process: started, loaded, killed, stopped; and what it does with bad manners."""

import contextlib
import socket
import sqlite3
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from load_service import Load, Service, check_opinions, killed, wait_for_all

pytest.importorskip("uvicorn", reason="the service is not installed")

from hefa.cli.main import run
from hefa.service import server as service_server


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    made = Service(tmp_path / "data", ("--workers", "2", "--upload-time", "1.5", "--max-size", "1"))
    made.start()
    yield made
    if made.process is not None and made.process.poll() is None:
        made.kill()


def test_every_accepted_draft_has_one_opinion_though_the_service_is_killed(
    service: Service, tmp_path: Path
) -> None:
    load = Load()
    work = threading.Thread(target=load.run, args=(service, 60, 4))
    work.start()
    assert len(list(killed(service, 3, load, 60))) == 3
    work.join()
    counts = wait_for_all(service, 120)

    assert sorted(load.accepted) == list(range(60))
    assert counts["queued"] == counts["running"] == counts["failed"] == 0
    assert check_opinions(service, load) == []
    assert service.stop() == 0
    with contextlib.closing(sqlite3.connect(tmp_path / "data" / "hefa.db")) as store:
        versions, jobs, opinions = (
            store.execute(f"select count(*) from {table}").fetchone()[0]  # noqa: S608
            for table in ("versions", "jobs", "opinions")
        )
    assert versions == jobs == opinions == counts["done"] >= 60


def test_bad_manners_are_cut_short_and_harm_nobody(
    service: Service, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def talk(*pieces: bytes, pause: float = 0.0) -> bytes:
        with socket.create_connection(("127.0.0.1", service.port), timeout=30) as line:
            for piece in pieces:
                line.sendall(piece)
                time.sleep(pause)
            answer = b""
            with contextlib.suppress(ConnectionError):
                while more := line.recv(65536):
                    answer += more
            return answer

    head = f"POST /api/v1/drafts/text HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {service.key}\r\n".encode()
    assert talk(head, b"Content-Length: 999999999999\r\n\r\n").startswith(b"HTTP/1.1 413")
    slow = talk(head, b"Content-Type: application/json\r\nContent-Length: 50\r\n\r\n", b'{"text"')
    assert slow.startswith(b"HTTP/1.1 408")
    assert talk(b"\x16\x03\x01\x00 not HTTP\r\n\r\n").startswith(b"HTTP/1.1 400")
    again = Service(tmp_path / "data")
    assert run(["serve", "--data", str(again.data), "--port", str(again.port)]) == 2
    assert "另一个 hefa serve 正在使用" in capsys.readouterr().err
    other = ["serve", "--data", str(tmp_path / "other"), "--port", str(service.port)]
    assert run(other) == 2
    assert "不能监听" in capsys.readouterr().err
    load = Load()
    load.run(service, 12, 4)
    counts = wait_for_all(service, 120)
    assert (load.errors, counts["done"], check_opinions(service, load)) == ([], 12, [])
    assert service.stop() == 0


def test_keys_are_made_and_revoked_on_the_machine(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = ["--data", str(tmp_path / "data")]
    assert run(["serve", "key", "list", *data]) == 2
    assert "没有这个数据文件夹" in capsys.readouterr().err
    assert run(["serve", "key", "add", "张三", "--role", "reviewer", *data]) == 0
    key = capsys.readouterr().out.strip()
    assert key.startswith("hefa_1_")
    assert run(["serve", "key", "add", "张三", *data]) == 2
    assert run(["serve", "key", "add", "李四", "--role", "国王", *data]) == 2
    assert "没有角色 国王" in capsys.readouterr().err
    assert run(["serve", "key", "revoke", "张三", *data]) == 0
    assert run(["serve", "key", "list", *data]) == 0
    listed = capsys.readouterr().out
    assert "张三\t审核人员" in listed
    assert "停用" in listed
    assert key not in listed


@pytest.mark.parametrize(
    ("option", "said"),
    [
        ("--library", "没有法规库"),
        ("--rules", "规则文件夹"),
        ("--template", "打不开"),
        ("--store", "没有这个存档"),
    ],
)
def test_what_workers_could_not_begin_with_is_said_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], option: str, said: str
) -> None:
    command = ["serve", "--data", str(tmp_path / "data"), option, str(tmp_path / "none")]
    assert run(command) == 2
    assert said in capsys.readouterr().err


def test_without_its_libraries_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr("hefa.cli.serve.find_spec", lambda _name: None)
    for command in (["serve"], ["serve", "key", "list"]):
        assert run([*command, "--data", str(tmp_path / "data")]) == 2
        assert capsys.readouterr().err == (
            'HF002 hefa serve：服务要用的库没有安装。请运行 pip install "hefa[serve]"\n'
        )


def test_a_head_that_does_not_come_is_not_waited_for(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import asyncio  # noqa: PLC0415

    import uvicorn  # noqa: PLC0415

    monkeypatch.setattr(service_server, "HEAD_SECONDS", 0.3)

    async def app(_scope: object, _receive: object, send: object) -> None:
        await asyncio.sleep(0.6)  # longer than a head may take
        await send({"type": "http.response.start", "status": 204, "headers": []})  # type: ignore[operator]
        await send({"type": "http.response.body"})  # type: ignore[operator]

    async def main() -> tuple[bytes, bytes]:
        config = uvicorn.Config(app, http=service_server.Patient, lifespan="off", log_level="error")  # type: ignore[arg-type]
        server = uvicorn.Server(config)
        with socket.create_server(("127.0.0.1", 0)) as listener:
            running = asyncio.create_task(server.serve(sockets=[listener]))
            while not server.started:
                await asyncio.sleep(0.01)
            port = listener.getsockname()[1]
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(b"GET / HTTP/1.1\r\nHost: x\r\n")
            cut = await asyncio.wait_for(reader.read(), 20)
            second, sender = await asyncio.open_connection("127.0.0.1", port)
            sender.write(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            answered = await asyncio.wait_for(second.readuntil(b"\r\n\r\n"), 20)
            sender.write(b"GET / HT")
            rest = await asyncio.wait_for(second.read(), 20)
            server.should_exit = True
            writer.close()
            sender.close()
            await running
        return cut + rest, answered

    cut, answered = asyncio.run(main())
    assert cut == b""
    assert answered.startswith(b"HTTP/1.1 204")
