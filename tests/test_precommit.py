"""The hook for Git: the manifest is valid and true, and a scratch repository is checked with it."""

import os
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from docx import Document

from hefa.read import BUNDLES, SUFFIXES

ROOT = Path(__file__).parents[1]
MANIFEST = ROOT / ".pre-commit-hooks.yaml"
FAULTY = "设立婚庆礼仪公司的，经街道办事处核准后方可营业。\n"
CLEAN = "第一条　镇综合服务中心负责公园座椅的日常维护。\n"

pytest.importorskip("pre_commit", reason="没有安装 pre-commit")


def hook() -> dict[str, object]:
    [found] = yaml.safe_load(MANIFEST.read_text("utf-8"))
    return found


def test_the_manifest_is_valid():
    done = subprocess.run(
        [sys.executable, "-m", "pre_commit", "validate-manifest", MANIFEST],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr


def test_the_hook_takes_what_can_be_read_and_installs_what_reads_it():
    pattern = str(hook()["files"])
    for suffix in (*SUFFIXES, *BUNDLES):
        assert re.search(pattern, f"草案/关于 渡口{suffix.upper()}"), suffix
    assert not re.search(pattern, "build.py")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert hook()["additional_dependencies"] == project["optional-dependencies"]["files"]
    assert str(hook()["entry"]).split()[0] in project["scripts"]


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with the hook of this one, run with the Python at hand instead of one installed for it."""
    folder = tmp_path / "仓库"
    folder.mkdir()
    entry = str(hook()["entry"]).removeprefix("hefa ")
    command = shlex.join([sys.executable, "-c", "from hefa.cli.main import main; main()"])
    local = {name: value for name, value in hook().items() if name != "additional_dependencies"}
    local |= {"language": "system", "entry": f"{command} {entry}", "args": ["--select", "permit"]}
    config = {"repos": [{"repo": "local", "hooks": [local]}]}
    (folder / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config, allow_unicode=True), "utf-8")
    git(folder, "init", "-q")
    return folder


def environment(folder: Path) -> dict[str, str]:
    home = folder.parent / "home"
    home.mkdir(exist_ok=True)
    names = ("GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE", "SKIP")
    kept = {name: value for name, value in os.environ.items() if name not in names}
    sources = os.pathsep.join(str(ROOT / name) for name in ("engine", "rules", "grammar"))
    own = {
        "HOME": str(home),
        "PRE_COMMIT_HOME": str(home),
        "PRE_COMMIT_COLOR": "never",
        "PYTHONPATH": sources,
    }
    return kept | own | {"GIT_CONFIG_NOSYSTEM": "1"}


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=folder, env=environment(folder), check=True, capture_output=True)


def commit_check(folder: Path) -> subprocess.CompletedProcess[str]:
    git(folder, "add", "-A")
    command = [sys.executable, "-m", "pre_commit", "run"]
    return subprocess.run(
        command, cwd=folder, env=environment(folder), capture_output=True, text=True, timeout=300, check=False
    )


def test_a_scratch_repository_is_checked_before_a_commit(repository):
    drafts = repository / "草案 文件夹"
    drafts.mkdir()
    for number in range(20):
        (drafts / f"关于第 {number} 号渡口的通知.txt").write_text(CLEAN, "utf-8")
    (repository / "build.py").write_text("经街道办事处核准后方可营业\n", "utf-8")
    assert commit_check(repository).returncode == 0

    (drafts / "关于婚庆公司的通知.txt").write_text(f"　　通知：\n{FAULTY}", "utf-8")
    document = Document()
    document.add_paragraph(FAULTY.strip())
    document.save(str(drafts / "关于婚庆公司的通知.DOCX"))

    done = commit_check(repository)

    assert done.returncode == 1
    found = [line for line in done.stdout.splitlines() if "permit-001" in line]
    assert [line.split(" 正文")[0] for line in found] == [
        "草案 文件夹/关于婚庆公司的通知.DOCX:",
        "草案 文件夹/关于婚庆公司的通知.txt:2:1:",
    ]
    assert "exit code: 1" in done.stdout


def test_a_file_that_cannot_be_read_stops_a_commit_with_its_reason(repository):
    (repository / "坏.docx").write_bytes(b"PK\x03\x04broken")

    done = commit_check(repository)

    assert done.returncode == 1
    assert "exit code: 2" in done.stdout
    assert "HF001 坏.docx：文件损坏" in done.stdout
