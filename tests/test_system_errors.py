"""What the system refuses: one line in Chinese, that says where and why."""

import errno
import re
import shlex
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from hefa.cli.main import run
from hefa.errors import reason_of

FULL = Path("/dev/full")
HEFA = (sys.executable, "-c", "from hefa.cli.main import main; main()")
USUAL = (errno.ENOENT, errno.ENOTDIR, errno.ENOSPC, errno.EACCES, errno.EADDRINUSE)


@pytest.mark.parametrize("number", USUAL)
def test_usual_reasons_are_chinese(number: int) -> None:
    assert not re.search("[A-Za-z0-9]", reason_of(OSError(number, "in English")))


def test_seldom_reasons_keep_their_number() -> None:
    assert reason_of(OSError(errno.EXDEV, "Invalid cross-device link")) == f"系统错误 {errno.EXDEV}"
    assert reason_of(OSError("a library's\nown words")) == "系统错误 a library's own words"
    assert reason_of(socket.gaierror(-2, "Name or service not known")) == "找不到这个主机名"


@pytest.mark.parametrize(
    "command", ["rules list", "--version", "rules schema", "--help", "serve --help", "review -h"]
)
def test_a_full_disk_behind_standard_output_is_one_line(command: str) -> None:
    with FULL.open("wb") as out:
        ended = subprocess.run([*HEFA, *command.split()], stdout=out, stderr=subprocess.PIPE, check=False)

    assert ended.stderr.decode() == "HF002 标准输出：不能写入（磁盘满了）。腾出空间，或者换一个去处\n"
    assert ended.returncode == 2


@pytest.mark.parametrize("command", ["--help", "rules list", "parse -"])
def test_a_reader_that_goes_away_and_a_closed_output_make_no_traceback(command: str, tmp_path: Path) -> None:
    line = f"{shlex.join(HEFA)} {command}"
    said = tmp_path / "err"

    gone = subprocess.run(
        ["bash", "-c", f"echo 第一条 管理。 | {line} 2>{said} | true; echo ${{PIPESTATUS[1]}}"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert (gone.stdout, said.read_text()) == ("0\n", "")
    closed = subprocess.run(["bash", "-c", f"echo 第一条 管理。 | {line} 2>{said} >&-"], check=False)

    assert closed.returncode == 2
    assert said.read_text() == "HF002 标准输出：不能写入（没有打开）。腾出空间，或者换一个去处\n"


def test_closed_input_and_errors_make_no_traceback() -> None:
    line = shlex.join([*HEFA, "parse"])

    assert subprocess.run(["bash", "-c", f"{line} 没有的文件 2>&-"], check=False).returncode == 2
    ended = subprocess.run(["bash", "-c", f"{line} - <&-"], capture_output=True, text=True, check=False)
    assert ended.returncode == 2
    assert ended.stderr.startswith("HF001 -：没有内容")


@pytest.mark.parametrize("place", ["文件", "文件/数据", "/proc/数据"])
@pytest.mark.parametrize("command", ["serve --data {place}", "serve key add 某人 --data {place}"])
def test_a_store_that_cannot_be_made_is_one_line(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], place: str, command: str
) -> None:
    (tmp_path / "文件").touch()
    place = str(tmp_path / place)

    assert run(command.format(place=place).split()) == 2

    said = capfd.readouterr().err
    assert said.startswith(f"HF610 {place}：不能建立文件夹（")
    assert said.count("\n") == 1


def test_an_import_of_nothing_readable_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, library = tmp_path / "坏文件夹", tmp_path / "库.db"
    folder.mkdir()
    (folder / "坏法.docx").write_bytes(b"PK\x03\x04")

    assert run(["statutes", "import", str(folder), "--library", str(library)]) == 2

    said = capsys.readouterr()
    assert said.err.startswith(f"HF201 {folder}：没有读到法规文本，1 件不能用，例如 HF001 ")
    assert said.err.count("\n") == 1
    assert (said.out, library.exists()) == ("", False)


def test_a_library_that_cannot_be_written_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    law = tmp_path / "集市法(2020-01-01).md"
    law.write_text("# 集市法\n\n<!-- INFO END -->\n\n第一条 甲。\n", encoding="utf-8")

    assert run(["statutes", "import", str(law), "--library", str(law / "库.db")]) == 2

    assert capsys.readouterr().err.startswith(f"HF201 {law / '库.db'}：法规库写不进去（")
