"""The service run: one at a time over a store, on one address, until it is told to stop.

On SIGTERM or SIGINT it takes no more requests, answers those it has, lets running reviews finish within the
time of grace, and queues the others again.
"""

import asyncio
import fcntl
import gc
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from hefa.archive import open_store
from hefa.errors import OptionError, reason_of
from hefa.opinion.docx import Template
from hefa.service.app import create_app
from hefa.service.desk import Desk
from hefa.service.errors import StoreError
from hefa.service.files import make_folder
from hefa.service.settings import Settings
from hefa.service.work import Bench

HEAD_SECONDS = 10.0
"""Seconds in which the head of a request must come."""
CONNECTIONS = 500
_GARBAGE = (10_000, 20, 20)
"""When garbage is looked for: oftener than in a command that ends soon."""
BACKLOG = 2048
FIRST = "管理员"
"""The name of the account that is made at the first start."""


def serve(settings: Settings, host: str, port: int, say: Callable[[str], None]) -> None:
    """Run the service until a signal ends it; ``say`` tells the operator a line."""
    gc.set_threshold(*_GARBAGE)
    _check_material(settings)
    with _alone(settings), _listening(host, port) as listener:
        app = create_app(settings)
        desk: Desk = app.state.desk
        if not desk.database.hold():
            raise StoreError(desk.database.where, "另一个 hefa serve 正在使用这个数据库", "先停下那一个")
        shown = listener.getsockname()
        if desk.is_empty:
            key = desk.add_account(None, FIRST, "administrator")
            say(f"第一次启动，管理员密钥（只显示这一次，请妥善保存）：{key}")
        say(f"合法性审查服务：http://{_printed(shown[0])}:{shown[1]}  数据：{settings.data}")
        config = uvicorn.Config(
            app,
            http=Patient,
            ws="none",
            lifespan="on",
            log_level="warning",
            access_log=False,
            server_header=False,
            proxy_headers=False,
            limit_concurrency=CONNECTIONS,
            timeout_graceful_shutdown=int(settings.grace) + 1,
        )
        _Server(config).run(sockets=[listener])


class _Server(uvicorn.Server):
    """Ends with the exit code 0 when a signal asked it to: uvicorn would end by the signal itself."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Let signals ask for the end while the service runs."""
        before = {
            number: signal.signal(number, self.handle_exit) for number in (signal.SIGINT, signal.SIGTERM)
        }
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


class Patient(H11Protocol):
    """HTTP that waits for the head of a request so long and no longer."""

    _late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for the first request."""
        super().connection_made(transport)
        self._watch()

    def data_received(self, data: bytes) -> None:
        """Wait on while what comes is not yet a request."""
        super().data_received(data)
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        super().connection_lost(exc)
        self._calm()

    def _watch(self) -> None:
        if self.cycle is not None and not self.cycle.response_complete:
            self._calm()
        elif self._late is None:
            self._late = self.loop.call_later(HEAD_SECONDS, self._cut)

    def _calm(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None

    def _cut(self) -> None:
        if self.cycle is None or self.cycle.response_complete:
            self.transport.close()


def _check_material(settings: Settings) -> None:
    """Refuse at once rules, libraries and templates that workers could not begin with."""
    _ = Bench(settings).reviewer
    if settings.template is not None:
        Template(settings.template)
    if settings.store is not None:
        open_store(settings.store).close()


@contextmanager
def _alone(settings: Settings) -> Iterator[None]:
    """Hold the folder of the store: two services would take each other's jobs for those of a dead one."""
    make_folder(settings.data)
    try:
        lock = (settings.data / "lock").open("w")
    except OSError as error:
        problem = f"不能写入（{reason_of(error)}）"
        raise StoreError(str(settings.data), problem, "换一个能写的文件夹") from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise StoreError(str(settings.data), "另一个 hefa serve 正在使用", "先停下那一个") from error
        yield


@contextmanager
def _listening(host: str, port: int) -> Iterator[socket.socket]:
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with socket.create_server((host, port), family=family, backlog=BACKLOG) as listener:
            yield listener
    except (OSError, OverflowError) as error:
        reason = reason_of(error) if isinstance(error, OSError) else "端口在 0 到 65535 之间"
        raise OptionError(
            f"--host {host} --port {port}", f"不能监听（{reason}）", "换一个端口或者地址"
        ) from error


def _printed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
