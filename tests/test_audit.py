"""The audit: what a store holds after it, whatever happened on the way."""

import datetime
import os
import re
import resource
import shutil
import signal
import sqlite3
import subprocess
import time
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from audit_killer import (
    audit_command,
    count_documents,
    environment,
    is_sound,
    kill_again_and_again,
    start,
    workers_of,
)
from audit_workers import FragileWork
from draft_maker import draft, make_drafts
from sqlalchemy import select
from store_content import content

from hefa.archive import open_store
from hefa.archive.schema import OF_VERSION, documents, failures, runs
from hefa.archive.store import OPENING
from hefa.audit import Audit, AuditOptions, Tally
from hefa.audit.work import Task, Work
from hefa.cli.main import run
from hefa.read import read_text
from hefa.review import Reviewer

FAULTY = "设立婚庆礼仪公司的，经街道办事处核准后方可营业。\n"


@pytest.fixture(scope="module")
def reviewer() -> Reviewer:
    return Reviewer()


def audited(
    store: Path, folder: Path, reviewer: Reviewer, work: type[Work] = Work, **options: Any
) -> tuple[Tally, list[str]]:
    with open_store(store, create=True) as opened:
        audit = Audit(opened, reviewer, AuditOptions(**options), work=work)
        return audit.run([folder]), audit.warnings


def test_one_content_is_reviewed_once(tmp_path: Path, reviewer: Reviewer) -> None:
    paths = make_drafts(tmp_path / "docs", 3)
    shutil.copy(paths[0], paths[0].with_name("copy.txt"))
    with zipfile.ZipFile(tmp_path / "docs" / "more.zip", "w") as file:
        file.writestr("inside/a.txt", draft(1))
        file.writestr("inside/b.txt", draft(77))

    tally, warnings = audited(tmp_path / "a.db", tmp_path / "docs", reviewer)

    assert (tally.found, tally.reviewed, tally.linked, tally.failed, warnings) == (6, 4, 2, 0, [])
    stored = content(tmp_path / "a.db")
    assert len(stored["versions"]) == 4
    assert len(stored["documents"]) == 6
    assert any("more.zip!/inside/b.txt" in str(row) for row in stored["documents"])


def test_only_what_changed_is_done_again(tmp_path: Path, reviewer: Reviewer) -> None:
    store, docs = tmp_path / "a.db", tmp_path / "docs"
    paths = make_drafts(docs, 6)
    audited(store, docs, reviewer)
    paths[0].write_text(draft(100), encoding="utf-8")
    paths[1].rename(paths[1].with_name("moved.txt"))
    paths[2].unlink()

    tally, _ = audited(store, docs, reviewer)

    assert (tally.unchanged, tally.reviewed, tally.linked, tally.gone) == (3, 1, 1, 2)
    fresh = tmp_path / "b.db"
    audited(fresh, docs, reviewer)
    there = {row[0] for row in content(fresh)["documents"]}
    assert {row[0] for row in content(store)["documents"] if not row[-1]} == there


def test_the_same_time_and_size_hide_a_change_until_asked(tmp_path: Path, reviewer: Reviewer) -> None:
    store, docs = tmp_path / "a.db", tmp_path / "docs"
    docs.mkdir()
    path = docs / "a.txt"
    path.write_text(FAULTY, encoding="utf-8")
    audited(store, docs, reviewer)
    state = path.stat()
    path.write_text(FAULTY.replace("婚庆", "家政"), encoding="utf-8")
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))

    assert audited(store, docs, reviewer)[0].unchanged == 1
    assert audited(store, docs, reviewer, rehash=True)[0].reviewed == 1


def test_other_rules_review_everything_again(tmp_path: Path, reviewer: Reviewer) -> None:
    store, docs = tmp_path / "a.db", tmp_path / "docs"
    make_drafts(docs, 4)
    audited(store, docs, reviewer)

    tally, _ = audited(store, docs, Reviewer(select="fee"))
    narrowed = content(store)
    again, _ = audited(store, docs, Reviewer(select="fee"))

    assert (tally.reviewed, again.unchanged) == (4, 4)
    assert {row[3] for row in narrowed["findings"]} == {"fee"}
    assert len(narrowed["versions"]) == 4


def test_files_before_the_day_are_left_alone(tmp_path: Path, reviewer: Reviewer) -> None:
    docs = tmp_path / "docs"
    paths = make_drafts(docs, 3)
    old = datetime.datetime(2020, 1, 1, 12).timestamp()
    os.utime(paths[0], (old, old))

    tally, _ = audited(tmp_path / "a.db", docs, reviewer, changed_since=datetime.date(2021, 1, 1))

    assert (tally.left_out, tally.reviewed, tally.gone) == (1, 2, 0)


def test_documents_that_kill_or_hang_are_set_aside(tmp_path: Path, reviewer: Reviewer) -> None:
    store, docs = tmp_path / "a.db", tmp_path / "docs"
    make_drafts(docs, 5)
    for name in ("DIE", "HANG", "ONCE"):
        (docs / f"{name}.txt").write_text(f"{name} {FAULTY}", encoding="utf-8")
    shutil.copy(docs / "DIE.txt", docs / "DIE2.txt")
    (docs / "empty.txt").write_text(" \n", encoding="utf-8")

    tally, _ = audited(store, docs, reviewer, FragileWork, timeout=5.0)

    assert (tally.reviewed, tally.failed) == (6, 4)
    with open_store(store) as opened:
        rows = opened.rows(select(documents.c.path, failures.c.kind, failures.c.reason).join(documents))
    kinds = {Path(row["path"]).stem: row["kind"] for row in rows}
    assert kinds == {"DIE": "died", "DIE2": "died", "HANG": "timeout", "empty": "unreadable"}
    assert all("\n" not in row["reason"] and row["path"] in row["reason"] for row in rows)
    assert audited(store, docs, reviewer)[0].failed == 4, "set aside until asked"
    assert audited(store, docs, reviewer, retry=True)[0].failed == 1


def test_decisions_beside_documents_are_kept_up(tmp_path: Path, reviewer: Reviewer) -> None:
    store, docs = tmp_path / "a.db", tmp_path / "docs"
    docs.mkdir()
    (docs / "a.txt").write_text(FAULTY, encoding="utf-8")
    assert run(["audit", str(docs), "--store", str(store), "-j", "1", "--statutes", "none"]) == 1
    with open_store(store) as opened, opened.read() as connection:
        fingerprints = connection.scalars(select(OF_VERSION[1].c.fingerprint)).all()
    file = docs / "a.hefa.yml"
    file.write_text(
        "".join(
            f"- {{fingerprint: '{one}', verdict: reject, reason: 有上位法依据, by: 王某, date: 2026-01-05}}\n"
            for one in fingerprints
        ),
        encoding="utf-8",
    )

    assert run(["audit", str(docs), "--store", str(store), "-j", "1", "--statutes", "none"]) == 0
    assert len(content(store)["decisions"]) == len(fingerprints)
    file.unlink()
    assert run(["audit", str(docs), "--store", str(store), "-j", "1", "--statutes", "none"]) == 1
    assert content(store)["decisions"] == []


def test_a_run_killed_again_and_again_ends_as_one_undisturbed(tmp_path: Path, reviewer: Reviewer) -> None:
    store, docs = tmp_path / "killed.db", tmp_path / "docs"
    paths = make_drafts(docs, 300)
    shutil.copy(paths[3], docs / "copy.txt")

    done = kill_again_and_again(docs, store, kills=3, seed=3, step=8)
    audited(store, docs, reviewer, jobs=2)
    undisturbed, _ = audited(tmp_path / "whole.db", docs, reviewer, jobs=2)

    assert done.masters
    assert done.workers
    assert not done.ended
    assert undisturbed.reviewed == 300
    assert content(store) == content(tmp_path / "whole.db")
    assert is_sound(store)


def test_workers_go_when_their_master_is_killed(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    make_drafts(docs, 200)
    process = start(audit_command(docs, tmp_path / "a.db"))
    while process.poll() is None and count_documents(tmp_path / "a.db") < 3:
        time.sleep(0.01)
    workers = workers_of(process.pid)
    process.send_signal(signal.SIGKILL)
    process.wait()

    assert len(workers) == 2
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and any(Path(f"/proc/{pid}").exists() for pid in workers):
        time.sleep(0.05)
    assert not any(Path(f"/proc/{pid}").exists() for pid in workers)


def test_a_store_that_is_locked_in_mid_run_ends_it_with_a_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    store, docs = tmp_path / "a.db", tmp_path / "docs"
    make_drafts(docs, 6)
    monkeypatch.setattr("hefa.archive.store.OPENING", replace(OPENING, patience=0.1))
    monkeypatch.setattr("hefa.audit.ledger.MOST", 2)
    settle, other = Audit._settle, sqlite3.connect(store, isolation_level=None)

    def locked(audit: Audit, task: Any, outcome: Any) -> None:
        if audit.tally.reviewed == 2 and not other.in_transaction:
            other.execute("begin immediate")
        settle(audit, task, outcome)

    monkeypatch.setattr(Audit, "_settle", locked)
    arguments = ["audit", str(docs), "--store", str(store), "-j", "1", "--statutes", "none"]
    assert run(arguments) == 2
    other.close()
    said = capsys.readouterr().err
    assert "另一个程序正在写入" in said
    assert said.count("\n") == 1

    monkeypatch.setattr(Audit, "_settle", settle)
    run(arguments)
    assert "审查 4 件，没有变 2 件" in capsys.readouterr().out


def test_a_disk_that_is_full_ends_the_run_with_a_line_and_loses_nothing(
    tmp_path: Path, reviewer: Reviewer
) -> None:
    """The limit on the size of files stands for the disk."""
    store, docs = tmp_path / "a.db", tmp_path / "docs"
    make_drafts(docs, 60)
    command = (*audit_command(docs, store), "--fail-on", "never")

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, 600_000))

    ended = subprocess.run(
        command,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=120,
        preexec_fn=limited,
        check=False,
    )
    audited(store, docs, reviewer, jobs=2)
    audited(tmp_path / "whole.db", docs, reviewer, jobs=2)

    assert ended.returncode == 2
    assert re.search("磁盘满了|读写磁盘出错", ended.stderr), ended.stderr
    assert ended.stderr.count("\n") == 1
    assert content(store) == content(tmp_path / "whole.db")
    assert is_sound(store)


def test_a_folder_that_cannot_be_listed_is_named_and_its_documents_stay(
    tmp_path: Path, reviewer: Reviewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, docs = tmp_path / "a.db", tmp_path / "docs"
    make_drafts(docs, 2)
    make_drafts(docs / "closed", 3, seed=2)
    audited(store, docs, reviewer)
    listed = os.scandir

    def scandir(path: Any = ".") -> Any:
        if Path(os.fspath(path)).name == "closed":
            raise PermissionError(13, "Permission denied", os.fspath(path))
        return listed(path)

    monkeypatch.setattr(os, "scandir", scandir)
    tally, warnings = audited(store, docs, reviewer)

    assert (tally.unchanged, tally.gone) == (2, 0)
    assert [warning for warning in warnings if str(docs / "closed") in warning] == warnings != []


def test_names_that_are_not_utf8_are_stored_as_what_they_were(tmp_path: Path, reviewer: Reviewer) -> None:
    docs = tmp_path / "文件"
    docs.mkdir()
    for name, words in (("办法.txt", FAULTY), ("空白.txt", " ")):
        (docs / os.fsdecode(name.encode("gb18030"))).write_text(words, encoding="utf-8")

    tally, _ = audited(tmp_path / "a.db", docs, reviewer)
    again, _ = audited(tmp_path / "a.db", docs, reviewer)

    assert (tally.reviewed, tally.failed) == (1, 1)
    assert (again.unchanged, again.failed, again.gone) == (1, 1, 0)
    stored = content(tmp_path / "a.db")
    assert {row[0] for row in stored["documents"]} == {str(docs / "办法.txt"), str(docs / "空白.txt")}
    assert str(docs / "空白.txt") in str(stored["failures"])


def test_a_character_that_no_database_stores_is_a_space(
    reviewer: Reviewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = read_text(FAULTY.replace("婚庆", "婚\0庆"), "a.pdf")
    monkeypatch.setattr("hefa.audit.work.read_draft", lambda _path: source)

    rows = Work(reviewer, "basis").do(Task("a.pdf", None)).rows

    assert rows is not None
    assert "\0" not in repr(rows)
    assert "婚 庆" in rows.clauses[0][-1]


def test_summary_and_exit_codes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    docs, store = tmp_path / "docs", str(tmp_path / "a.db")
    docs.mkdir()
    (docs / "a.txt").write_text("镇综合服务中心负责公园座椅的日常维护。\n", encoding="utf-8")
    arguments = ["audit", str(docs), "--store", store, "-j", "1", "--statutes", "none"]

    assert run(arguments) == 0
    assert "共 1 件：审查 1 件" in capsys.readouterr().out
    (docs / "b.txt").write_text(FAULTY, encoding="utf-8")
    assert run(arguments) == 1
    assert "没有变 1 件" in capsys.readouterr().out
    assert run([*arguments, "--fail-on", "never"]) == 0
    (docs / "c.txt").write_bytes(b"")
    assert run(arguments) == 2
    assert "c.txt" in capsys.readouterr().err
    with open_store(store) as opened:
        assert all(row["ended"] for row in opened.rows(select(runs)))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nowhere", "--store", "a.db"], "文件夹不存在"),
        ([".", "--store", "a.db"], "没有能审查的文件"),
        ([".", "--store", "no/a.db"], "所在的文件夹不存在"),
        ([".", "--store", "a.db", "--changed-since", "昨天"], "不是日期"),
        ([".", "--store", "oracle://x/y"], "不能连接这个数据库"),
    ],
)
def test_what_cannot_be_done_is_one_line(
    arguments: list[str],
    words: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)

    assert run(["audit", *arguments]) == 2
    said = capsys.readouterr().err
    assert words in said
    assert said.count("\n") == 1
