"""The store in PostgreSQL: a real server, started for the tests and ended with them."""

import contextlib
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from service_maker import FAULTY, MENDED, Office, make_office

from hefa.service.database import Database
from hefa.service.errors import StoreError
from hefa.service.records import NewFinding
from hefa.service.settings import Settings

psycopg = pytest.importorskip("psycopg", reason="the driver of PostgreSQL is not installed")
BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
OWNER = "postgres"


def _has_owner() -> bool:
    with contextlib.suppress(KeyError):
        return bool(pwd.getpwnam(OWNER))
    return False


pytestmark = pytest.mark.skipif(
    not BINARIES or not _has_owner() or shutil.which("runuser") is None,
    reason="no PostgreSQL server on this machine",
)


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """Start a server that only this machine reaches, and give the URL of its database."""
    folder = Path(tempfile.mkdtemp(prefix="hefa-pg-"))
    shutil.chown(folder, OWNER)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    def run(program: str, *arguments: str) -> None:
        command = ["runuser", "-u", OWNER, "--", str(BINARIES[-1] / program), "-D", str(folder / "db")]
        subprocess.run([*command, *arguments], check=True, capture_output=True, cwd="/", timeout=120)

    try:
        run("initdb", "--auth=trust", "--encoding=UTF8", "--no-sync")
    except subprocess.CalledProcessError as error:
        shutil.rmtree(folder, ignore_errors=True)
        pytest.skip(f"the database server cannot be made here: {error.stderr.decode()[-200:]}")
    try:
        options = f"-p {port} -h 127.0.0.1 -k {folder} -F"
        run("pg_ctl", "start", "-w", "-l", str(folder / "log"), "-o", options)
        yield f"postgresql+psycopg://{OWNER}@127.0.0.1:{port}/postgres"
    finally:
        with contextlib.suppress(subprocess.SubprocessError):
            run("pg_ctl", "stop", "-m", "immediate")
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def office(server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    made = make_office(Settings(tmp_path_factory.mktemp("files"), database=server))
    yield made
    made.desk.database.close()


def test_a_draft_goes_the_whole_way(office: Office) -> None:
    desk, one, two = office.desk, office.account("甲"), office.account("乙")
    first = desk.submit(office.account("丙"), "草\0案.txt", FAULTY.encode())
    assert office.work_off() == 1
    second = desk.submit(office.account("丙"), "草案.txt", MENDED.encode(), draft=first.draft)
    assert office.work_off() == 1
    found = desk.opinion(one, second.version).findings
    desk.decide(one, second.version, found[0].fingerprint, "reject", "另有\0依据")
    own = NewFinding(start=0, end=3, category="form", severity="notice", message="疑似不规范")
    desk.add_finding(two, second.version, own)
    desk.comment(two, first.draft, "请看第二条", fingerprint=found[0].fingerprint)
    desk.assign(one, first.draft, "乙")
    desk.sign(one, second.version)
    desk.sign(two, second.version)
    letter = desk.issue(one, second.version)

    shown = desk.draft(one, first.draft)
    assert (shown.state, shown.assignee, len(shown.versions), len(shown.comments)) == ("issued", "乙", 2, 1)
    assert desk.letter(one, second.version) == letter
    assert [row.undecided for row in desk.drafts(one, words="民宿", assignee="乙")] == [len(found) - 1]
    assert desk.text(one, first.version) == FAULTY


def test_what_ran_when_the_service_was_killed_runs_again(office: Office) -> None:
    sent = [office.desk.submit(office.account("丙"), "草案.txt", f"{FAULTY}{n}".encode()) for n in range(3)]
    assert len(office.queue.claim(2)) == 2
    assert office.queue.recover() == 2
    assert office.work_off() == 3
    assert [office.desk.job(office.account("丙"), one.job).state for one in sent] == ["done"] * 3


def test_of_two_submissions_under_one_key_at_a_time_one_is_accepted(office: Office) -> None:
    def send(_: int) -> int:
        return office.desk.submit(office.account("丙"), "稿.txt", FAULTY.encode(), key="同时").job

    with ThreadPoolExecutor(8) as threads:
        assert len(set(threads.map(send, range(16)))) == 1


def test_the_log_cannot_be_changed(office: Office) -> None:
    for statement in ("update log set detail = ''", "delete from log", "truncate log"):
        with pytest.raises(StoreError, match="append only"), office.desk.database.write() as connection:
            connection.exec_driver_sql(statement)


def test_one_service_alone_has_the_database(server: str, office: Office) -> None:
    mine, other = office.desk.database, Database(server)

    assert mine.hold()
    assert not other.hold()
    mine.close()
    assert other.hold()
    other.close()


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("postgresql+psycopg://nobody@127.0.0.1:1/x", "连不上数据库服务器"),
        ("mysql://x/y", "不能连接"),
        ("postgresql+none://x/y", "不能连接"),
    ],
)
def test_what_cannot_be_reached_is_one_line(url: str, said: str) -> None:
    with pytest.raises(StoreError, match=said):
        Database(url)
