"""Those who asked are told by webhook that reviews are done: a thread of its own, from rows of the store.

A notice that was not sent when the service stopped is sent when it runs again; a receiver may hear twice,
under the same delivery id.
"""

import logging
import threading

from hefa.errors import HefaError
from hefa.service.queue import Notice, Queue
from hefa.service.settings import Settings
from hefa.webhook import check_url, deliver, read_secret

logger = logging.getLogger("hefa.service")
EVERY = 5.0
"""Seconds between looks at the store when nothing is heard."""
_MOST = 20


class Herald:
    """Sends notices between ``start`` and ``stop``; ``ring`` says that there is one."""

    def __init__(self, queue: Queue, settings: Settings) -> None:
        self._queue, self._url = queue, settings.webhook
        if settings.webhook is not None:
            check_url(settings.webhook)
        self._secret = read_secret(settings.webhook_secret) if settings.webhook_secret is not None else None
        self._rung, self._stopping = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name="hefa-herald", daemon=True)

    def start(self) -> None:
        """Begin to send."""
        if self._secret is not None:
            self._thread.start()

    def stop(self) -> None:
        """End after the attempt that is being made."""
        self._stopping.set()
        self._rung.set()
        if self._thread.is_alive():
            self._thread.join(EVERY)

    def ring(self) -> None:
        """Say that a review is done."""
        self._rung.set()

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._rung.wait(EVERY)
            self._rung.clear()
            try:
                while not self._stopping.is_set() and (waiting := self._queue.notices(_MOST)):
                    for notice in waiting:
                        self._tell(notice)
            except HefaError as error:
                logger.error("通知不能发送：%s", error)

    def _tell(self, notice: Notice) -> None:
        url = notice.url or self._url
        if self._stopping.is_set():
            return
        if url is None or self._secret is None:
            self._queue.told(notice.job, sent=False)
            return
        try:
            deliver(url, self._secret, notice.event, delivery=f"job-{notice.job}", pause=self._stopping.wait)
        except HefaError as error:
            if self._stopping.is_set():
                return
            logger.warning("任务 %d：%s", notice.job, error)
            self._queue.told(notice.job, sent=False)
        else:
            self._queue.told(notice.job, sent=True)
