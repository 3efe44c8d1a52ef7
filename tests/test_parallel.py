"""One reviewer in many threads, and many processes behind one call: the same bytes as one after the other."""

import datetime
import json
import os
import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest
from file_maker import odt

import hefa
from hefa.errors import HefaError, ReadError
from hefa.model.reviewed import Reviewed
from hefa.parallel import review_in_parallel

SAMPLES = sorted((Path(__file__).parents[1] / "samples").glob("*.txt"))
FAULTY = "设立婚庆礼仪公司的，经街道办事处核准后方可营业。"


@pytest.fixture(scope="module")
def drafts(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("草案")
    (folder / "一.txt").write_text(FAULTY, encoding="utf-8")
    (folder / "二.odt").write_bytes(odt([FAULTY, "第二条　本办法自发布之日起施行。"]))
    (folder / "三.txt").write_bytes(b"\0\0\0")
    return [*SAMPLES[:3], *sorted(folder.iterdir())]


@pytest.fixture
def hasty() -> Iterator[None]:
    """Let threads take turns as often as they can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.fixture(scope="module")
def reviewer() -> hefa.Reviewer:
    return hefa.Reviewer(select=["permit", "penalty", "form"])


@pytest.mark.usefixtures("hasty")
def test_threads_share_a_reviewer_and_give_what_one_gives(drafts, reviewer):
    serial = [opinion.model_dump_json() for opinion in reviewer.review_many(drafts)]
    start = threading.Barrier(8)

    def work(_: int) -> list[str]:
        start.wait(10)
        return [opinion.model_dump_json() for opinion in reviewer.review_many(drafts)]

    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(work, range(8))) == [serial] * 8
    assert any('"permit-001"' in one for one in serial)


@pytest.mark.usefixtures("hasty")
def test_threads_build_and_use_reviewers_of_their_own(drafts):
    def work(select: str) -> list[str]:
        own = hefa.Reviewer(select=select)
        return [opinion.model_dump_json() for opinion in own.review_many(drafts)]

    choices = ["permit", "form"] * 2
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(work, choices))

    assert found == [work(choice) for choice in choices]


def test_processes_give_the_same_in_order(drafts, reviewer):
    again = drafts * 3

    parallel = list(reviewer.review_many(again, jobs=2))

    assert parallel == list(reviewer.review_many(again))
    assert [opinion.unreadable for opinion in parallel].count(True) == 3


@dataclass(frozen=True)
class Fragile:
    """Reviews by a name; dies, hangs or fails on those that say so."""

    good: hefa.Opinion

    def reviewed_many(self, paths: Iterable[Path | str]) -> Iterator[Reviewed]:
        for path in paths:
            if path == "dies":
                os.kill(os.getpid(), signal.SIGKILL)
            if path == "hangs":
                threading.Event().wait(600)
            if path == "fails":
                raise ZeroDivisionError("两\n行")
            info = self.good.document.model_copy(update={"name": str(path)})
            yield Reviewed(self.good.model_copy(update={"document": info}))


def test_a_dying_hanging_or_failing_draft_costs_itself_alone(reviewer):
    names = ["a", "dies", "b", "hangs", "c", "fails", "d"]

    given = list(review_in_parallel(Fragile(reviewer.review_text(FAULTY)), iter(names), 2, 1.0))

    assert [path for path, _ in given] == names
    lost = {path: str(one) for path, one in given if isinstance(one, ReadError)}
    assert set(lost) == {"dies", "hangs", "fails"}
    assert "两次崩溃" in lost["dies"]
    assert "超过时限 1 秒" in lost["hangs"]
    assert "ZeroDivisionError 两 行" in lost["fails"]
    assert [one.document.name for _, one in given if isinstance(one, hefa.Opinion)] == ["a", "b", "c", "d"]


def test_leaving_early_ends_the_workers(drafts, reviewer):
    opinions = reviewer.review_many(drafts, jobs=2)

    assert next(opinions).document.name == str(drafts[0])
    opinions.close()

    assert list(opinions) == []


def test_errors_and_settings_cross_to_another_process():
    error = ReadError("稿.txt", "没有内容", "请检查")

    copy = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes

    assert isinstance(copy, HefaError)
    assert (str(copy), copy.where, copy.problem, copy.remedy) == (str(error), "稿.txt", "没有内容", "请检查")


def test_a_reviewer_with_every_setting_travels_as_its_settings(tmp_path):
    draft, earlier, decided = (tmp_path / name for name in ("稿.txt", "以前.json", "决定.yml"))
    draft.write_text(f"第一条　{FAULTY}\n第二条　违反规定的，由街道办事处处二百元罚款。\n", encoding="utf-8")
    first = hefa.Reviewer(select=["permit", "penalty"]).review_file(draft)
    fines = [finding for finding in first.findings if finding.category == "penalty"]
    earlier.write_text(first.model_copy(update={"findings": tuple(fines)}).model_dump_json(), "utf-8")
    permit = next(finding for finding in first.findings if finding.category == "permit")
    entry = {"fingerprint": permit.fingerprint, "verdict": "reject", "reason": "有上位法", "by": "甲"}
    decided.write_text(json.dumps([entry | {"date": "2026-01-05"}]), "utf-8")
    settings = {
        **{"rules": [], "select": ["permit", "penalty"], "ignore": ["form"], "rank": "normative"},
        **{"engine": "reference", "min_confidence": "medium", "tracked": "original", "baseline": earlier},
        **{"decisions": decided, "day": datetime.date(2026, 2, 1), "as_of": "2026-01-31"},
        **{"lists": [], "archive": [draft]},
    }
    reviewer = hefa.Reviewer(**settings)
    opinion = reviewer.review_file(draft)

    copy = pickle.loads(pickle.dumps(reviewer))  # noqa: S301 - our own bytes

    assert copy.review_file(draft).model_dump_json() == opinion.model_dump_json()
    assert copy.provenance == reviewer.provenance
    assert [one.category for one in first.findings] == ["permit", "penalty"]
    assert opinion.findings == ()
    assert [one.state for one in opinion.decided] == ["rejected"]


def test_a_script_without_a_main_guard_is_told_so(tmp_path):
    script = tmp_path / "script.py"
    script.write_text("import hefa\nlist(hefa.Reviewer(select='permit').review_many(['a', 'b'], jobs=2))\n")

    done = subprocess.run([sys.executable, script], capture_output=True, text=True, timeout=120, check=False)

    assert done.returncode == 1
    assert "if __name__ == '__main__':" in done.stderr.splitlines()[-1]
