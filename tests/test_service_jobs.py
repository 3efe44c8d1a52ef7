"""Jobs in worker processes: every draft ends with one opinion, whatever becomes of workers and service."""

import io
import json
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from service_maker import FAULTY, Office, office_in
from service_workers import FragileWork
from sqlalchemy import func, select, update

from hefa.service.desk import Desk, open_desk
from hefa.service.errors import Busy
from hefa.service.jobs import Overseer
from hefa.service.notices import Herald
from hefa.service.queue import MOST_RESTARTS, Queue
from hefa.service.records import Job, Options
from hefa.service.tables import jobs, opinions
from hefa.service.work import CompareTask, Finished
from hefa.webhook import verify


def until(true: Callable[[], object], seconds: float = 60.0) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it does not come to be"
        time.sleep(0.02)


@contextmanager
def workshop(folder: Path, **changes: object) -> Iterator[tuple[Office, Desk, Overseer]]:
    """Open a desk whose jobs are done by fragile workers."""
    office = office_in(folder, **({"workers": 1, "timeout": 60.0, "grace": 0.1} | changes))
    overseer = Overseer(office.desk.database, office.desk.files, office.desk.settings, work=FragileWork)
    desk = open_desk(
        office.desk.settings, database=office.desk.database, ask=overseer.ask, ring=overseer.ring
    )
    overseer.start()
    try:
        yield office, desk, overseer
    finally:
        overseer.stop()
        desk.database.close()


def ended(desk: Desk, office: Office, job: int) -> Job:
    until(lambda: desk.job(office.account("甲"), job).state in {"done", "failed"})
    return desk.job(office.account("甲"), job)


def test_a_draft_that_kills_or_stops_its_worker_harms_no_other(tmp_path: Path) -> None:
    with workshop(tmp_path, timeout=2.0, workers=2) as (office, desk, _):
        sender = office.account("丙")
        words = ("DIE", "好", "ONCE", "GREEDY", "又好", "HANG")
        sent = {word: desk.submit(sender, f"{word}.txt", f"{FAULTY}{word}".encode()) for word in words}
        found = {word: ended(desk, office, sent[word].job) for word in words}

        assert {word: (job.state, job.attempts) for word, job in found.items()} == {
            "DIE": ("failed", 2),
            "好": ("done", 0),
            "ONCE": ("done", 1),
            "GREEDY": ("failed", 2),
            "又好": ("done", 0),
            "HANG": ("failed", 2),
        }
        given_up = desk.opinion(sender, sent["DIE"].version)
        assert given_up.conclusion == "not-reviewable"
        assert "进程中断" in given_up.reason
        assert "超过时限" in desk.opinion(sender, sent["HANG"].version).reason
        assert desk.opinion(sender, sent["ONCE"].version).conclusion == "lawful"


def test_what_somebody_waits_for_goes_before_drafts(tmp_path: Path) -> None:
    from docx import Document  # noqa: PLC0415

    word = Document()
    for line in FAULTY.splitlines():
        word.add_paragraph(line)
    content = io.BytesIO()
    word.save(content)
    with workshop(tmp_path) as (office, desk, _):
        sender = office.account("丙")
        first = desk.submit(sender, "稿.docx", content.getvalue())
        ended(desk, office, first.job)
        last = [desk.submit(sender, "慢.txt", f"{FAULTY}SLOW{number}".encode()) for number in range(6)][-1]

        name, data, amiss = desk.annotated(sender, first.version)

        assert desk.job(sender, last.job).state in {"queued", "running"}
        assert (name, amiss) == ("批注-稿.docx", ())
        assert "word/comments.xml" in zipfile.ZipFile(io.BytesIO(data)).namelist()
        assert json.loads(desk.compare(sender, first.version, first.version))["counts"]["kept"] == 3


def test_a_stop_leaves_what_it_does_not_finish_in_the_queue(tmp_path: Path) -> None:
    with workshop(tmp_path) as (office, desk, overseer):
        sender = office.account("丙")
        sent = [desk.submit(sender, "慢.txt", f"{FAULTY}SLOW{number}".encode()) for number in range(4)]
        until(lambda: desk.job(sender, sent[0].job).state == "running")
        overseer.stop()

        states = [desk.job(sender, one.job) for one in sent]
        assert {job.state for job in states} <= {"done", "queued"}
        assert states[-1].state == "queued"
        assert {(job.attempts, job.restarts) for job in states} == {(0, 0)}
        with pytest.raises(Busy):
            overseer.ask(CompareTask(("{}", b""), ("{}", b""), "json"))
        assert office.work_off() >= 1
        assert {desk.job(sender, one.job).state for one in sent} == {"done"}


def test_a_job_of_another_run_is_never_finished_by_this_one(tmp_path: Path) -> None:
    office = office_in(tmp_path)
    desk, database, settings = office.desk, office.desk.database, office.desk.settings
    sent = desk.submit(office.account("丙"), "草案.txt", FAULTY.encode())
    (task,) = office.queue.claim(5)
    review = office.bench.do(task)
    assert isinstance(review, Finished)
    later = Queue(database, desk.files, settings, "later")
    assert later.recover() == 1
    (again,) = later.claim(5)

    office.queue.finish([(task, review)])
    assert desk.job(office.account("丙"), sent.job).state == "running"
    later.finish([(again, review)])
    later.finish([(again, review)])

    assert desk.job(office.account("丙"), sent.job).state == "done"
    assert desk.job(office.account("丙"), sent.job).restarts == 1
    assert database.rows(select(func.count()).select_from(opinions))[0]["count_1"] == 1
    database.close()


def test_a_draft_that_brings_the_service_down_is_given_up(tmp_path: Path) -> None:
    office = office_in(tmp_path)
    sender = office.account("丙")
    sent = office.desk.submit(sender, "草案.txt", FAULTY.encode())
    other = office.desk.submit(sender, "别的.txt", FAULTY.encode())
    for turn in range(MOST_RESTARTS):
        (task,) = office.queue.claim(1)
        assert task.job == (sent.job if turn == 0 else other.job if turn == 1 else task.job)
        office.queue.recover()
    with office.desk.database.write() as connection:
        spent = update(jobs).where(jobs.c.id == sent.job)
        connection.execute(spent.values(state="running", restarts=MOST_RESTARTS))

    assert office.queue.recover() == 0

    assert office.desk.job(sender, sent.job).state == "failed"
    assert "服务" in office.desk.opinion(sender, sent.version).reason
    office.work_off()
    assert office.desk.job(sender, other.job).state == "done"
    office.desk.database.close()


class _Receiver(BaseHTTPRequestHandler):
    """Notes what it is told; refuses the first."""

    heard: list[tuple[dict[str, str], bytes]]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.heard.append((dict(self.headers), body))
        self.send_response(503 if len(self.heard) == 1 else 204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Be quiet."""


def test_those_who_asked_are_told_once_it_is_done(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("口令-0123456789abcdef", encoding="utf-8")
    handler = type("Handler", (_Receiver,), {"heard": []})
    receiver = HTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=receiver.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{receiver.server_port}/done"
    office = office_in(tmp_path / "data", webhook_secret=tmp_path / "secret")
    boss = office.account("主任")
    told = office.desk.submit(boss, "草案.txt", FAULTY.encode(), options=Options(callback=url))
    office.desk.submit(boss, "不通知.txt", f"{FAULTY}又".encode())
    office.work_off()
    herald = Herald(office.queue, office.desk.settings)
    herald.start()
    herald.ring()
    until(lambda: not office.queue.notices(5))
    herald.stop()
    receiver.shutdown()
    receiver.server_close()

    heard = handler.heard  # type: ignore[attr-defined]
    event = json.loads(heard[-1][1])
    assert len(heard) == 2
    assert verify("口令-0123456789abcdef", *heard[-1])
    assert (event["event"], event["version"], event["conclusion"]) == (
        "review.done",
        told.version,
        "unlawful",
    )
    assert "民宿" not in heard[-1][1].decode()
    office.desk.database.close()
