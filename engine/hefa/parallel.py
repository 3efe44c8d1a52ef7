"""Many drafts reviewed by worker processes, in order; a worker that dies or hangs costs one draft."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Protocol

from hefa.errors import ReadError, StatuteError
from hefa.model.opinion import Opinion
from hefa.model.reviewed import Reviewed
from hefa.pool import Done, Pool

_SHOWN = 200  # characters of an unforeseen error


class Reviews(Protocol):
    """What reviews a path: a ``Reviewer``, which is pickled as its settings."""

    def reviewed_many(self, paths: Iterable[Path | str]) -> Iterator[Reviewed]:
        """Review one path after the other; an error becomes an ``unreadable`` opinion."""


class _Task(NamedTuple):
    place: int
    path: str


_Given = Opinion | ReadError


@dataclass(frozen=True, slots=True)
class _Work:
    """Makes the function that reviews one path."""

    reviewer: Reviews

    def __call__(self) -> Callable[[_Task], _Given]:
        return self._do

    def _do(self, task: _Task) -> _Given:
        try:
            return next(iter(self.reviewer.reviewed_many([task.path]))).opinion
        except StatuteError:
            raise  # the library is at fault, not the draft
        except Exception as error:
            said = " ".join(f"{type(error).__name__} {error}".split())[:_SHOWN]
            return ReadError(task.path, f"审查时程序出错（{said}）", "请报告这个问题")


def review_in_parallel(
    reviewer: Reviews, paths: Iterable[Path | str], jobs: int, timeout: float
) -> Iterator[tuple[str, _Given]]:
    """Yield each path with its opinion or what went wrong, in the order of ``paths``."""
    tasks = (_Task(place, str(path)) for place, path in enumerate(paths))
    pool = Pool[_Task, _Given](_Work(reviewer), jobs, timeout)
    waiting: dict[int, tuple[str, _Given]] = {}
    place = 0
    with closing(pool.run(tasks)) as results:
        for done in results:
            waiting[done.task.place] = done.task.path, _given(done, timeout)
            while place in waiting:
                yield waiting.pop(place)
                place += 1


def _given(done: Done[_Task, _Given], timeout: float) -> _Given:
    if done.result is not None:
        return done.result
    problem = f"审查超过时限 {timeout:g} 秒" if done.fate == "timeout" else "审查时进程两次崩溃"
    return ReadError(done.task.path, problem, "文件可能损坏或者有害，请另存一份，单独审查")
