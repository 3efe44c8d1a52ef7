"""The drafts open in the editor, and when each is reviewed: soon after it changed, the newest text only."""

import asyncio
import datetime
import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from hefa.langserver.check import Checked, Checker
from hefa.langserver.settings import Settings
from hefa.langserver.worker import Worker

_log = logging.getLogger(__name__)


@dataclass(slots=True, eq=False)
class Draft:
    """A text in the editor; ``path`` is its file, if any, ``checked`` what was found in ``checked_text``."""

    uri: str
    path: Path | None
    version: int | None
    text: str
    checked: Checked | None = None
    checked_text: str = ""
    timer: asyncio.TimerHandle | None = None

    @property
    def current(self) -> Checked | None:
        """What was found, if it was found in the text as it is now."""
        return self.checked if self.text == self.checked_text else None


class Drafts:
    """Reviews drafts one after the other; ``show`` is called with each draft that has been reviewed."""

    def __init__(self, show: Callable[[Draft], None]) -> None:
        self.settings = Settings()
        self._show, self._checker, self._worker = show, Checker(), Worker()
        self._open: dict[str, Draft] = {}
        self._due: dict[str, None] = {}
        self._work: asyncio.Task[None] | None = None

    def get(self, uri: str) -> Draft | None:
        """Return an open draft."""
        return self._open.get(uri)

    def open(self, draft: Draft) -> None:
        """Begin with a draft."""
        self.close(draft.uri)
        self._open[draft.uri] = draft
        self.review(draft.uri)

    def change(self, uri: str, version: int | None, text: str) -> None:
        """Take a new text; it is reviewed when no newer one has come for a while."""
        if draft := self._open.get(uri):
            draft.version, draft.text = version, text
            self._stop_timer(draft)
            delay = self.settings.delay / 1000
            draft.timer = asyncio.get_running_loop().call_later(delay, self.review, uri)

    def close(self, uri: str) -> None:
        """Be done with a draft."""
        if draft := self._open.pop(uri, None):
            self._stop_timer(draft)
            self._due.pop(uri, None)

    def review(self, uri: str) -> None:
        """Review a draft as soon as the one being reviewed is done."""
        if draft := self._open.get(uri):
            self._stop_timer(draft)
            self._due[uri] = None
            if self._work is None or self._work.done():
                self._work = asyncio.get_running_loop().create_task(self._review_due())

    def review_all(self) -> None:
        """Review every open draft."""
        for uri in self._open:
            self.review(uri)

    async def _review_due(self) -> None:
        while self._due:
            uri = next(iter(self._due))
            del self._due[uri]
            draft, settings = self._open[uri], self.settings
            text, name = draft.text, str(draft.path or uri)
            check = partial(self._checker.check, text, name, draft.path, settings, datetime.date.today())
            try:
                checked = await self._worker.do(check)
            except Exception as error:
                _log.exception("review of %s", name)
                checked = Checked(problem=f"没有审查：内部错误（{type(error).__name__}），详见服务的日志")
            if self._open.get(uri) is draft and draft.text == text and settings is self.settings:
                draft.checked, draft.checked_text = checked, text
                self._show(draft)

    @staticmethod
    def _stop_timer(draft: Draft) -> None:
        if draft.timer is not None:
            draft.timer.cancel()
            draft.timer = None
