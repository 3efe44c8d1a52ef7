"""A watched folder: what is reviewed and when, what is written where, what happens when things go wrong."""

import datetime
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from docx import Document
from file_maker import container

import hefa
from hefa.cli.main import run
from hefa.errors import OptionError
from hefa.pool import Done
from hefa.watch import Bell, Folder, Hook, Wanted, Watch, WatchOptions, open_ledger
from hefa.watch.folder import TEMPORARY
from hefa.watch.work import Outcome, Task
from hefa.webhook import verify

FAULTY = "设立婚庆礼仪公司的，经街道办事处核准后方可营业。"
CLEAN = "第一条　镇综合服务中心负责公园座椅的日常维护。"
SETTLE = 0.02


class Here:
    """A pool without processes; counts what it was given."""

    given: list[str]

    def __init__(self, make: Callable[[], Callable[[Task], Outcome]], jobs: int, timeout: float) -> None:
        self._work = make()

    def run(self, tasks: Iterable[Task]) -> Iterator[Done[Task, Outcome]]:
        for task in tasks:
            Here.given.append(Path(task.path).name)
            if "死" in task.path:
                yield Done(task, fate="died")
            else:
                yield Done(task, self._work(task))


@pytest.fixture(scope="module")
def reviewer() -> hefa.Reviewer:
    return hefa.Reviewer(select=["permit", "form"])


@pytest.fixture
def bell() -> Iterator[Bell]:
    made = Bell()
    yield made
    made.close()


@pytest.fixture
def once(reviewer: hefa.Reviewer, tmp_path: Path) -> Callable[..., list[str]]:
    """Give what looks at a folder once, and returns what it said."""

    def look(
        root: Path = tmp_path, out: Path | None = None, hook: Hook | None = None, **wanted: object
    ) -> list[str]:
        Here.given = []
        said: list[str] = []
        bell = Bell()
        with open_ledger(out or root) as ledger:
            watch = Watch(
                Folder(root, out or root, SETTLE),
                out or root,
                ledger,
                lambda **_: reviewer,
                wanted=Wanted(**{"formats": ("json",), **wanted}),  # type: ignore[arg-type]
                options=WatchOptions(hook=hook),
                bell=bell,
                say=said.append,
                pool=Here,  # type: ignore[arg-type]
            )
            watch.once(SETTLE)
        bell.close()
        return [*said, f"problems {watch.problems}"]

    return look


def put(path: Path, text: str = FAULTY) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def put_word(path: Path, text: str = FAULTY) -> Path:
    document = Document()
    document.add_paragraph(text)
    document.save(str(path))
    return path


def names(folder: Path) -> list[str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return sorted(path.relative_to(folder).as_posix() for path in files if not path.name.startswith(".hefa"))


def test_a_draft_gets_its_opinion_and_its_copy_with_comments(once, tmp_path):
    put_word(tmp_path / "甲.docx")
    put(tmp_path / "二室" / "乙.txt")
    put(tmp_path / "清.md", CLEAN)

    said = once()

    assert names(tmp_path) == [
        *("二室/乙-审查意见.json", "二室/乙.txt", "清-审查意见.json", "清.md"),
        *("甲-审查意见.json", "甲-批注.docx", "甲.docx"),
    ]
    assert said[0].startswith("清.md：未发现疑似违法或者不当")
    assert said[1].startswith("甲.docx：建议不予通过（疑似违法 1 处")
    assert said[1].endswith(" → 甲-审查意见.json、甲-批注.docx")
    assert said[-1] == "problems 0"
    assert b"word/comments.xml" in (tmp_path / "甲-批注.docx").read_bytes()


def test_what_was_done_is_not_done_again_and_what_changed_is(once, tmp_path):
    put(tmp_path / "甲.txt")
    put(tmp_path / "乙.txt", CLEAN)
    once()
    assert sorted(Here.given) == ["乙.txt", "甲.txt"]

    (tmp_path / "甲.txt").touch()
    once()
    assert Here.given == []

    put(tmp_path / "甲.txt", CLEAN)
    once()
    assert Here.given == ["甲.txt"]
    assert json.loads((tmp_path / "甲-审查意见.json").read_text("utf-8"))["conclusion"] == "lawful"


def test_what_a_watch_wrote_is_no_draft_also_when_its_ledger_is_lost(once, tmp_path):
    put_word(tmp_path / "甲.docx")
    put(tmp_path / "坏.txt", "")
    put(tmp_path / "乙.zip", "PK\x03\x04")
    once(formats=("text", "md", "html", "docx"))
    before = names(tmp_path)

    (tmp_path / ".hefa-watch.jsonl").unlink()
    once(formats=("text", "md", "html", "docx"))

    assert sorted(Here.given) == ["乙.zip", "坏.txt", "甲.docx"]
    assert names(tmp_path) == before


def test_an_unreadable_draft_is_reported_beside_it_and_the_rest_goes_on(once, tmp_path):
    bad = put(tmp_path / "一.docx", "PK\x03\x04这不是压缩包")
    put(tmp_path / "二.txt")
    put(tmp_path / "死.txt")

    said = once()

    assert names(tmp_path) == [
        *("一-不能审查.txt", "一.docx", "二-审查意见.json", "二.txt", "死-不能审查.txt", "死.txt")
    ]
    assert "损坏" in (tmp_path / "一-不能审查.txt").read_text("utf-8")
    assert "两次崩溃" in (tmp_path / "死-不能审查.txt").read_text("utf-8")
    assert said[-1] == "problems 2"

    again = once()
    assert Here.given == []
    assert again == [
        "一.docx：没有改过，仍不能审查（原因见 一-不能审查.txt）",
        "死.txt：没有改过，仍不能审查（原因见 死-不能审查.txt）",
        "problems 2",
    ]

    put_word(bad)
    (tmp_path / "死.txt").unlink()
    assert once()[-1] == "problems 0"
    assert "一-不能审查.txt" not in names(tmp_path)
    assert "一-审查意见.json" in names(tmp_path)


@pytest.mark.parametrize(
    "name", ["~$甲.docx", ".甲.docx", "甲.docx.part", "甲.docx.crdownload", "~WRL01.tmp"]
)
def test_temporary_names_are_no_drafts(once, tmp_path, name):
    put(tmp_path / name)

    once()

    assert Here.given == []


@pytest.mark.parametrize("end", TEMPORARY)
def test_a_draft_whose_rest_is_still_written_is_not_whole(tmp_path, end):
    put(tmp_path / "甲.docx", "")
    rest = put(tmp_path / f"甲.docx{end}")
    folder = Folder(tmp_path, tmp_path, 2.0)

    assert [folder.look(now).whole for now in (0.0, 5.0)] == [{}, {}]
    rest.unlink()
    assert list(folder.look(6.0).whole) == [tmp_path / "甲.docx"]


def test_a_draft_is_whole_when_it_stayed_the_same(tmp_path):
    path = put(tmp_path / "甲.txt", "第一")
    folder = Folder(tmp_path, tmp_path, 2.0)

    assert folder.look(10.0).changing == (path,)
    assert folder.look(11.9).changing == (path,)
    put(path, "第一条")
    assert folder.look(12.0).changing == (path,)
    assert folder.look(13.9).changing == (path,)
    assert list(folder.look(14.0).whole) == [path]
    os.utime(path, ns=(1, 1))
    assert folder.look(15.0).changing == (path,)
    path.unlink()
    assert folder.look(16.0) == ({}, (), (), ())


@pytest.mark.parametrize("lock", ["~$甲乙丙丁.docx", "~$丙丁.docx", "~$乙丙丁.docx", ".~lock.甲乙丙丁.docx#"])
def test_a_draft_open_in_an_office_program_waits_but_not_for_a_lock_left_behind(once, tmp_path, lock):
    put_word(tmp_path / "甲乙丙丁.docx")
    held = put(tmp_path / lock)

    assert once() == ["甲乙丙丁.docx：正在用 Word 或者 WPS 打开，关闭后审查", "problems 1"]
    assert Here.given == []

    yesterday = time.time() - 24 * 3600
    os.utime(held, (yesterday, yesterday))
    once()
    assert Here.given == ["甲乙丙丁.docx"]


def test_what_still_changes_is_named_in_the_end(once, tmp_path, monkeypatch):
    path = put(tmp_path / "甲.txt")
    look = Folder.look

    def grows(self: Folder, now: float | None = None) -> object:
        with path.open("a", encoding="utf-8") as file:
            file.write("甲")
        return look(self, now)

    monkeypatch.setattr(Folder, "look", grows)

    assert once() == ["甲.txt：还在写入，没有审查", "problems 1"]


def test_a_draft_that_changes_while_it_is_reviewed_is_done_again(once, tmp_path, monkeypatch):
    path = put(tmp_path / "甲.txt")
    work = Here.run
    seen = []

    def changed(self: Here, tasks: Iterable[Task]) -> Iterator[Done[Task, Outcome]]:
        for done in work(self, tasks):
            seen.append(done.task.path)
            if len(seen) == 1:
                put(path, CLEAN)
            yield done

    monkeypatch.setattr(Here, "run", changed)
    once()

    assert len(seen) == 2
    assert json.loads((tmp_path / "甲-审查意见.json").read_text("utf-8"))["conclusion"] == "lawful"


def test_what_an_officer_changed_is_not_written_over(once, tmp_path):
    put(tmp_path / "甲.txt")
    once()
    put(tmp_path / "甲-审查意见.json", "我改过的意见")
    put(tmp_path / "甲.txt", CLEAN)
    put(tmp_path / "乙-审查意见.json", "别人的意见")
    put(tmp_path / "乙.txt", CLEAN)

    once()

    assert (tmp_path / "甲-审查意见.json").read_text("utf-8") == "我改过的意见"
    assert (tmp_path / "乙-审查意见.json").read_text("utf-8") == "别人的意见"
    assert {"甲-审查意见-2.json", "乙-审查意见-2.json"} < set(names(tmp_path))


def test_drafts_that_differ_by_their_suffix_alone_do_not_share_an_opinion(once, tmp_path):
    put(tmp_path / "甲.md")
    put(tmp_path / "甲.txt", CLEAN)
    once()
    once()
    put(tmp_path / "甲.md", CLEAN + "\n")
    once()

    assert names(tmp_path) == ["甲-审查意见.json", "甲.md", "甲.txt", "甲.txt-审查意见.json"]


def test_drafts_in_a_bundle_get_a_folder(once, tmp_path):
    (tmp_path / "材料.zip").write_bytes(
        container({"一/甲.txt": FAULTY, "甲.txt": CLEAN, "!甲.md": CLEAN, "坏.docx": b"PK\x03\x04x"})
    )

    once()
    once()

    assert Here.given == []
    folder = "材料.zip-审查意见"
    assert set(names(tmp_path)) == {
        *(f"{folder}/!甲-审查意见.json", f"{folder}/一-甲-审查意见.json"),
        *(f"{folder}/坏-不能审查.txt", f"{folder}/甲-审查意见.json", "材料.zip"),
    }


@pytest.mark.parametrize("inside", [True, False])
def test_results_go_to_another_folder(once, tmp_path, inside):
    root = tmp_path / "收"
    out = root / "结果" if inside else tmp_path / "结果"
    put(root / "二室" / "甲.txt")
    out.mkdir()

    once(root, out)
    put(out / "旧.txt")
    once(root, out)

    assert Here.given == []
    assert names(out) == ["二室/甲-审查意见.json", "旧.txt"]


def test_links_that_lead_out_are_not_followed(once, tmp_path):
    root = tmp_path / "收"
    root.mkdir()
    outside = put(tmp_path / "外.txt")
    (root / "外.txt").symlink_to(outside)

    once(root)

    assert Here.given == []


def test_a_result_that_cannot_be_written_is_named_and_not_taken_for_done(once, tmp_path):
    put(tmp_path / "一室" / "甲.txt")
    out = tmp_path / "结果"
    put(out / "一室", "这是文件")

    said = once(tmp_path, out)
    assert "一室/甲.txt：结果不能写入" in said[0]
    assert said[-1] == "problems 1"

    (out / "一室").unlink()
    assert once(tmp_path, out)[-1] == "problems 0"


def test_a_folder_that_cannot_be_listed_is_named_once(once, tmp_path, monkeypatch):
    put(tmp_path / "甲.txt")
    (tmp_path / "密").mkdir()
    scan = os.scandir

    def closed(path: str) -> object:
        if Path(path).name == "密":
            raise PermissionError(13, "拒绝", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", closed)

    said = once()

    assert [line for line in said if "密" in line] == [f"{tmp_path}/密：文件夹打不开，其中的草案没有审查"]
    assert said[-1] == "problems 1"
    assert Here.given == ["甲.txt"]


def test_a_torn_ledger_costs_the_last_line_alone(once, tmp_path):
    put(tmp_path / "甲.txt")
    put(tmp_path / "乙.txt")
    once()
    ledger = tmp_path / ".hefa-watch.jsonl"
    ledger.write_bytes(ledger.read_bytes()[:-9])

    once()
    assert len(Here.given) == 1
    once()
    assert Here.given == []


def test_halves_of_files_are_taken_away_and_nothing_else(once, tmp_path, monkeypatch):
    put(tmp_path / "二室" / "甲.txt")
    replace = Path.replace

    def killed(self: Path, target: Path) -> Path:
        (tmp_path / "二室" / f"{self.name[:-8]}abcd_123").write_bytes(self.read_bytes())
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", killed)
    put(tmp_path / ".甲-审查意见.txt", "别人的")
    once(formats=("json", "docx"))
    assert len([path for path in (tmp_path / "二室").iterdir() if path.name.startswith(".甲")]) == 2

    monkeypatch.undo()
    once(formats=("json", "docx"))

    hidden = [path.name for path in tmp_path.rglob(".*")]
    assert sorted(hidden) == [".hefa-watch.jsonl", ".甲-审查意见.txt"]


def test_one_watch_at_a_time(tmp_path):
    with open_ledger(tmp_path), pytest.raises(OptionError, match="另一个 hefa watch"), open_ledger(tmp_path):
        pass


@pytest.fixture
def receiver(monkeypatch) -> Iterator[HTTPServer]:
    class Handler(BaseHTTPRequestHandler):
        timeout = 5

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self.server.came.append((dict(self.headers), body))  # type: ignore[attr-defined]
            self.send_response(self.server.status)  # type: ignore[attr-defined]
            self.end_headers()

        def log_message(self, *arguments: object) -> None:
            pass

    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    server = HTTPServer(("127.0.0.1", 0), Handler)
    server.came, server.status = [], 204  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join(5)


def test_each_review_is_told_once_signed_and_without_words_of_the_draft(once, tmp_path, receiver):
    hook = Hook(f"http://127.0.0.1:{receiver.server_port}/", "密钥")
    put(tmp_path / "甲.txt")
    put(tmp_path / "空.txt", "")

    once(hook=hook)
    once(hook=hook)

    assert len(receiver.came) == 2
    assert all(verify("密钥", headers, body) for headers, body in receiver.came)
    done, failed = sorted((json.loads(body) for _, body in receiver.came), key=lambda one: one["event"])
    assert (done["event"], done["conclusion"], done["findings"]["unlawful"]) == ("review.done", "unlawful", 1)
    assert done["files"] == [str(tmp_path / "甲-审查意见.json")]
    assert failed["event"] == "review.failed"
    assert "没有内容" in failed["reason"]
    assert not any("婚庆" in body.decode() for _, body in receiver.came)


def test_what_was_not_told_is_told_later_under_the_same_id(once, tmp_path, receiver):
    hook = Hook(f"http://127.0.0.1:{receiver.server_port}/", "密钥")
    put(tmp_path / "甲.txt")
    put(tmp_path / "乙.txt")
    receiver.status = 403

    said = once(hook=hook)
    assert "还有 2 件没有送到" in said[-2]
    assert len(receiver.came) == 1

    receiver.status = 200
    assert once(hook=hook) == ["problems 0"]

    ids = [headers["X-Hefa-Delivery"] for headers, _ in receiver.came]
    assert len(ids) == 3
    assert ids[0] == ids[1] != ids[2]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["没有的文件夹"], "没有这个文件夹"),
        ([".", "-f", "odt"], "没有格式 odt"),
        ([".", "--template", "x.docx", "-f", "json"], "只用于 docx"),
        ([".", "--no-annotate", "--suggest"], "没有写批注版"),
        ([".", "--webhook", "http://127.0.0.1:1/"], "要一起给出"),
        ([".", "--webhook", "file:///etc/passwd", "--webhook-secret-file", "密"], "只能用 http"),
        ([".", "--select", "没有"], "没有规则或者类别"),
        ([".", "--out", "没有/一"], "不能建立"),
        ([".", "--dossier", "密"], "不是文件夹"),
    ],
)
def test_wrong_options_are_said_before_anything_is_done(tmp_path, monkeypatch, capsys, arguments, said):
    monkeypatch.chdir(tmp_path)
    put(tmp_path / "密", "密钥")

    assert run(["watch", "--once", *arguments]) == 2

    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1
    assert names(tmp_path) == ["密"]


def test_the_command_does_what_is_there_with_real_workers(tmp_path, capsys):
    put(tmp_path / "甲.txt")
    put(tmp_path / "空.txt", "")

    assert run(["watch", str(tmp_path), "--once", "--settle", "0.05", "-f", "md", "--select", "permit"]) == 2

    assert names(tmp_path) == ["甲-审查意见.md", "甲.txt", "空-不能审查.txt", "空.txt"]
    assert len(capsys.readouterr().out.splitlines()) == 2


def wait_for(path: Path, process: subprocess.Popen[str]) -> None:
    for _ in range(600):
        if path.exists() or process.poll() is not None:
            break
        time.sleep(0.1)
    assert path.exists()


@pytest.mark.parametrize(("poll", "number"), [(["--poll", "0.2"], signal.SIGTERM), ([], signal.SIGINT)])
def test_a_running_watch_takes_what_is_dropped_in_and_stops_cleanly(tmp_path, poll, number):
    script = "from hefa.cli.main import main; main()"
    arguments = ["watch", str(tmp_path), "--settle", "0.1", "-f", "md", "--select", "permit", *poll]
    process = subprocess.Popen(
        [sys.executable, "-c", script, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        wait_for(tmp_path / ".hefa-watch.jsonl", process)
        put(tmp_path / "甲.txt")
        wait_for(tmp_path / "甲-审查意见.md", process)
        process.send_signal(number)
        out, error = process.communicate(timeout=60)
    finally:
        process.kill()

    assert process.returncode == 0
    assert error == ""
    assert out.splitlines()[-1] == "已停止"
    assert names(tmp_path) == ["甲-审查意见.md", "甲.txt"]


def test_a_watch_killed_amid_its_work_goes_on_where_it_was(tmp_path, capsys):
    for number in range(12):
        put(tmp_path / f"{number}.txt")
    script = "from hefa.cli.main import main; main()"
    arguments = ["watch", str(tmp_path), "--settle", "0.1", "-f", "json", "--select", "permit", "--once"]
    process = subprocess.Popen([sys.executable, "-c", script, *arguments], stdout=subprocess.DEVNULL)
    try:
        wait_for(tmp_path / "0-审查意见.json", process)
    finally:
        process.kill()
        process.wait()

    assert run(arguments) == 0

    lines = (tmp_path / ".hefa-watch.jsonl").read_text("utf-8").splitlines()
    assert sorted(json.loads(line)["draft"] for line in lines) == sorted(f"{n}.txt" for n in range(12))
    assert len(names(tmp_path)) == 24


def test_a_signal_ends_the_waiting_for_a_review(reviewer, bell, tmp_path):
    put(tmp_path / "甲.txt")

    class Hangs:
        def __init__(self, *_: object) -> None:
            pass

        def run(self, _tasks: Iterable[Task]) -> Iterator[Done[Task, Outcome]]:
            bell.stop()
            yield from ()

    with open_ledger(tmp_path) as ledger:
        watch = Watch(
            Folder(tmp_path, tmp_path, 0.0), tmp_path, ledger, lambda **_: reviewer,
            wanted=Wanted(("json",)), options=WatchOptions(poll=0.1), bell=bell, say=print, pool=Hangs,  # type: ignore[arg-type]
        )  # fmt: skip
        watch.run(0.0)

    assert bell.stopping
    assert names(tmp_path) == ["甲.txt"]


def test_without_the_library_the_folder_is_polled(monkeypatch, reviewer, bell, tmp_path):
    monkeypatch.setitem(sys.modules, "watchfiles", None)
    waits = []

    def wait(seconds: float) -> bool:
        waits.append(seconds)
        bell.stopping = True
        return True

    bell.wait = wait  # type: ignore[method-assign]
    with open_ledger(tmp_path) as ledger:
        watch = Watch(
            Folder(tmp_path, tmp_path, 0.5), tmp_path, ledger, lambda **_: reviewer,
            wanted=Wanted(), options=WatchOptions(), bell=bell, say=print,
        )  # fmt: skip
        watch.run(0.5)

    assert waits == [2.0]


def test_the_day_of_the_reviewer_is_the_day_of_the_review(reviewer, bell, tmp_path):
    put(tmp_path / "甲.txt")
    days = []
    Here.given = []
    with open_ledger(tmp_path) as ledger:
        watch = Watch(
            Folder(tmp_path, tmp_path, SETTLE), tmp_path, ledger,
            lambda day, as_of: days.append((day, as_of)) or reviewer,
            wanted=Wanted(("json",)), options=WatchOptions(), bell=bell, say=print, pool=Here,  # type: ignore[arg-type]
        )  # fmt: skip
        watch.once(SETTLE)

    assert days == [(datetime.date.today(), datetime.date.today())]
