"""What wakes a watch: a change in the folder, a signal to stop, the end of a pause."""

import select
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


class Stopped(Exception):  # noqa: N818 - it is no error
    """Raised out of a review that is under way when a signal says to stop."""


class Bell:
    """Rung by threads and signal handlers; a lock instead might be held by the very thread that is rung."""

    def __init__(self) -> None:
        self._hears, self._rings = socket.socketpair()
        self._hears.setblocking(False)
        self._rings.setblocking(False)
        self._interruptible = False
        self.stopping = False

    def ring(self) -> None:
        """Wake whoever waits; one ring is as good as many."""
        try:
            self._rings.send(b"\0")
        except OSError:
            return  # it has not been heard yet, or nobody listens any more

    def stop(self, *_: object) -> None:
        """Ask to stop, also as a handler of signals; a review under way is left."""
        self.stopping = True
        self.ring()
        if self._interruptible:
            self._interruptible = False
            raise Stopped

    @contextmanager
    def interruptible(self) -> Iterator[None]:
        """Let ``stop`` raise ``Stopped`` in here."""
        if self.stopping:
            raise Stopped
        self._interruptible = True
        try:
            yield
        finally:
            self._interruptible = False

    def wait(self, seconds: float) -> bool:
        """Wait for a ring, or so long; return whether to stop."""
        if not self.stopping and select.select([self._hears], [], [], max(0.0, seconds))[0]:
            self._hears.recv(4096)
        return self.stopping

    def pause(self, seconds: float) -> bool:
        """Wait so long whatever changes in the folder; return whether to stop."""
        end = time.monotonic() + seconds
        while not self.stopping and (left := end - time.monotonic()) > 0:
            self.wait(left)
        return self.stopping

    def close(self) -> None:
        """Give back what it holds."""
        self._hears.close()
        self._rings.close()


@contextmanager
def listening(root: Path, bell: Bell, say: Callable[[str], None]) -> Iterator[bool]:
    """Ring the bell when something changes under ``root``; tell whether that can be done here.

    Without the library watchfiles, or where the system gives no notice, the folder must be polled.
    """
    try:
        from watchfiles import watch  # noqa: PLC0415
    except ImportError:
        yield False
        return
    stop = threading.Event()

    def listen() -> None:
        try:
            for _ in watch(root, watch_filter=None, stop_event=stop, raise_interrupt=False, debounce=400):
                bell.ring()
        except (OSError, RuntimeError) as error:
            say(f"系统不能通知文件夹的变化（{' '.join(str(error).split())}），改为定时查看")

    thread = threading.Thread(target=listen, daemon=True)
    thread.start()
    try:
        yield True
    finally:
        stop.set()
        thread.join(5)
