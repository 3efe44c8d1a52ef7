"""One thread beside the event loop: it keeps neither the editor waiting nor the process from ending."""

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue
from typing import Any, TypeVar

_T = TypeVar("_T")


class Worker:
    """Does one thing after the other, in the order asked."""

    def __init__(self) -> None:
        self._asked: SimpleQueue[tuple[Callable[[], Any], asyncio.Future[Any]]] = SimpleQueue()
        threading.Thread(target=self._run, name="review", daemon=True).start()

    async def do(self, work: Callable[[], _T]) -> _T:
        """Do the work on the thread, and return or raise what it does."""
        future: asyncio.Future[_T] = asyncio.get_running_loop().create_future()
        self._asked.put((work, future))
        return await future

    def _run(self) -> None:
        while True:
            work, future = self._asked.get()
            try:
                tell, outcome = future.set_result, work()
            except Exception as error:
                tell, outcome = future.set_exception, error
            with suppress(RuntimeError):  # the loop has ended, and nobody waits
                future.get_loop().call_soon_threadsafe(_settle, future, tell, outcome)


def _settle(future: asyncio.Future[Any], tell: Callable[[Any], None], outcome: object) -> None:
    if not future.done():
        tell(outcome)
