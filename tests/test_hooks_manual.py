"""What the manual on hooks shows: its commands run, its settings are valid, its receiver receives."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from email.message import EmailMessage
from pathlib import Path

import pytest
import yaml
from docx import Document

from hefa.errors import DeliveryError
from hefa.webhook import deliver, sign

ROOT = Path(__file__).parents[1]
MANUAL = (ROOT / "docs" / "hooks.md").read_text("utf-8")
FAULTY = "设立婚庆礼仪公司的，经街道办事处核准后方可营业。"
PORT = "8766"


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", MANUAL, re.S | re.M)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with what the examples name, and a command ``hefa`` of the sources at hand."""
    command = tmp_path / "bin" / "hefa"
    command.parent.mkdir()
    command.write_text(
        f"#!{sys.executable}\nfrom hefa.cli.main import main\nif __name__ == '__main__':\n    main()\n",
        "utf-8",
    )
    command.chmod(0o755)
    sources = os.pathsep.join(str(ROOT / name) for name in ("engine", "rules", "grammar"))
    monkeypatch.setenv("PATH", f"{command.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONPATH", sources)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    place = tmp_path / "工作"
    (place / "草案").mkdir(parents=True)
    (place / "收文").mkdir()
    (place / "草案" / "一.txt").write_text(f"第一条　{FAULTY}\n", "utf-8")
    (place / "收文" / "一.txt").write_text(f"第一条　{FAULTY}\n", "utf-8")
    document = Document()
    document.add_paragraph(FAULTY)
    document.save(str(place / "草案.docx"))
    letter = EmailMessage()
    letter["Subject"] = "请审核"
    letter.set_content("附件是草案。")
    letter.add_attachment(
        (place / "草案.docx").read_bytes(), "application", "octet-stream", filename="婚庆公司管理办法.docx"
    )
    (place / "来信.eml").write_bytes(bytes(letter))
    (place / "密钥.txt").write_text("只有双方知道的密钥\n", "utf-8")
    monkeypatch.chdir(place)
    return place


def shell(script: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script], capture_output=True, text=True, timeout=300, check=False
    )


def block_with(words: str) -> str:
    [found] = [block for block in blocks("bash") if words in block]
    return found


def test_drafts_pass_through_standard_input_and_output(folder):
    done = shell(block_with("意见书.docx"))

    assert done.returncode == 0, done.stderr
    assert (folder / "意见书.docx").read_bytes().startswith(b"PK")
    assert '"conclusion": "unlawful"' in done.stdout


def test_messages_are_reviewed(folder):
    done = shell(block_with("来信.eml"))

    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("来信.eml!/婚庆公司管理办法.docx: 正文 疑似违法 permit-001")
    assert (folder / "意见" / "婚庆公司管理办法-审查意见.docx").exists()


def test_folders_are_watched(folder):
    done = shell(block_with("--no-annotate"))

    assert done.returncode == 0, done.stderr
    assert (folder / "收文" / "一-审查意见.docx").exists()
    assert sorted(path.name for path in (folder / "结果").glob("*.*")) == [
        *(".hefa-watch.jsonl", "一-审查意见.docx", "一-审查意见.json")
    ]


def test_only_what_changed_is_reviewed(folder):
    identity = "git -c user.name=a -c user.email=a@example.org -c commit.gpgsign=false"
    shell(f"git init -q && git add 草案 && {identity} commit -qm 一")
    (folder / "草案" / "二.txt").write_text(FAULTY, "utf-8")
    shell(f"git add 草案 && {identity} commit -qm 二")

    done = shell(block_with("git diff"))

    assert done.returncode == 0, done.stderr
    assert [line.split(":")[0] for line in done.stdout.splitlines()] == ["草案/二.txt"]


def commands_of(settings: dict[str, object]) -> list[str]:
    if "hefa" in settings:
        return list(settings["hefa"]["script"])  # type: ignore[index]
    steps = settings["jobs"]["hefa"]["steps"]  # type: ignore[index]
    return [step["run"] for step in steps if "run" in step]


@pytest.mark.parametrize("number", [1, 2])
def test_the_recipes_write_a_log_and_then_fail(folder, number):
    settings = yaml.safe_load(blocks("yaml")[number])

    install, write, gate = commands_of(settings)

    assert install == 'pip install "hefa[files]"'
    assert shell(write).returncode == 0
    assert '"uri": "%E8%8D%89%E6%A1%88/%E4%B8%80.txt"' in (folder / "hefa.sarif").read_text("utf-8")
    done = shell(gate)
    assert done.returncode == 1
    assert done.stdout.startswith("草案/一.txt:1:5: 第一条 疑似违法 permit-001")


def test_the_settings_for_pre_commit_are_valid_and_name_the_hook(tmp_path):
    pytest.importorskip("pre_commit", reason="没有安装 pre-commit")
    file = tmp_path / ".pre-commit-config.yaml"
    file.write_text(blocks("yaml")[0], "utf-8")

    done = subprocess.run(
        [sys.executable, "-m", "pre_commit", "validate-config", file],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    [manifest] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert yaml.safe_load(file.read_text("utf-8"))["repos"][0]["hooks"][0]["id"] == manifest["id"]


def free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def test_the_receiver_takes_what_is_signed_once(folder):
    port = free_port()
    [program] = [block for block in blocks("python") if "HTTPServer" in block]
    (folder / "receiver.py").write_text(program.replace(PORT, port), "utf-8")
    receiver = subprocess.Popen(
        [sys.executable, "receiver.py"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    try:
        url, event = f"http://127.0.0.1:{port}/", {"draft": "甲.txt", "conclusion": "lawful"}
        for _ in range(100):
            try:
                deliver(url, "只有双方知道的密钥", event, attempts=1)
                break
            except DeliveryError:
                time.sleep(0.1)
        deliver(url, "只有双方知道的密钥", event)
        with pytest.raises(DeliveryError, match="401"):
            deliver(url, "别的密钥", event)
        done = shell(block_with("--webhook ").replace(PORT, port))
    finally:
        receiver.kill()
        out, _ = receiver.communicate()

    assert done.returncode == 0, done.stdout + done.stderr
    assert out.decode().splitlines() == ["甲.txt lawful", "收文/一.txt unlawful"]


def test_the_signature_shown_is_the_signature():
    [shown] = re.findall(r"sha256=[0-9a-f]{64}", MANUAL)

    assert sign("secret", "1700000000", b"{}") == shown
    if shutil.which("openssl"):
        assert shown.removeprefix("sha256=") in shell(block_with("openssl")).stdout


def test_every_command_shown_is_run_here():
    run = ("意见书.docx", "来信.eml", "--no-annotate", "git diff", "--webhook ", "openssl")

    assert [block for block in blocks("bash") if not any(words in block for words in run)] == []
