"""What worker processes of the tests do: importable by name, as they start afresh."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from hefa.audit.work import Outcome, Task, Work


def double(number: int) -> int:
    return 2 * number


def dies_at_five(number: int) -> int:
    if number == 5:
        os._exit(0)
    return number


def hangs_at_five(number: int) -> int:
    if number == 5:
        time.sleep(600)
    return number


def hangs_in_a_program(number: int) -> int:
    program = subprocess.Popen(["sleep", "600"], start_new_session=True)
    Path(os.environ["HEFA_TEST_PROGRAM"]).write_text(str(program.pid), encoding="ascii")
    return program.wait()


def big(number: int) -> bytes:
    time.sleep(0.002)
    return bytes([number % 256]) * 200_000


@dataclass(frozen=True)
class Makes:
    """Makes one of the functions above."""

    work: Callable[[int], object]

    def __call__(self) -> Callable[[int], object]:
        return self.work


def cannot_start() -> Callable[[int], int]:
    os._exit(3)


@dataclass(frozen=True, slots=True)
class FragileWork(Work):
    """Dies, hangs or fails on files that say so, and dies once where a mark is left."""

    def do(self, task: Task) -> Outcome:
        words = Path(task.path).read_text(encoding="utf-8")
        if "DIE" in words:
            os.kill(os.getpid(), signal.SIGSEGV)
        if "HANG" in words:
            time.sleep(600)
        if "ONCE" in words and not (mark := Path(task.path).with_suffix(".mark")).exists():
            mark.touch()
            os._exit(1)
        return Work.do(self, task)
