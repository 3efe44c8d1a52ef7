"""What worker processes of the tests of the service do: importable by name, as they start afresh."""

import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from hefa.model.opinion import DocumentInfo, Opinion, Provenance
from hefa.service.work import Bench, Outcome, ReviewTask, Task, Work, bounded, finished

LAWFUL = Opinion(
    document=DocumentInfo(name="稿.txt", sha256="ab" * 32),
    conclusion="lawful",
    provenance=Provenance(hefa="1", rules="2"),
)


@dataclass(frozen=True, slots=True)
class FragileWork(Work):
    """Reviews Word files; dies, hangs or takes too much at texts that say so, and finds the others lawful."""

    def __call__(self) -> Callable[[Task], Outcome]:
        """Bound the process as the service does."""
        bench = Bench(self.settings)

        def do(task: Task) -> Outcome:
            if not isinstance(task, ReviewTask) or task.draft.name.endswith(".docx"):
                return bench.do(task)
            words = Path(task.draft.path).read_text(encoding="utf-8")
            if "DIE" in words:
                os.kill(os.getpid(), signal.SIGKILL)
            if "HANG" in words:
                time.sleep(600)
            if "GREEDY" in words:
                bytearray(self.settings.memory)
            if "SLOW" in words:
                time.sleep(1.0)
            mark = Path(f"{task.draft.path}.mark")
            if "ONCE" in words and not mark.exists():
                mark.touch()
                os._exit(1)
            return finished(LAWFUL, words.encode())

        return bounded(do, self.settings.memory)
