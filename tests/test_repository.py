"""What the repository promises about itself: sizes, documents that tell the truth, a complete wheel."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

from hefa.cli.main import run

ROOT = Path(__file__).parents[1]
SOURCES = ("engine", "rules", "grammar")
CODE = (*SOURCES, "tests", "benchmarks")
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
TEXTS = {".py", ".md", ".yml", ".lark", ".toml", ".json", ".txt", ".lock", ".cfg", ""}
ABSOLUTE = re.compile(r"(?<![\w.*~)}-])/(?:work|root|home|farm|Users|opt)/\w")


def tracked_texts() -> list[Path]:
    folders = [*CODE, "docs", "samples", ".ci"]
    files = [path for folder in folders for path in (ROOT / folder).rglob("*")]
    files += [
        path for path in ROOT.iterdir() if path.name in {"dev", "LICENSE"} or path.suffix in TEXTS - {""}
    ]
    return [
        path for path in files if path.is_file() and path.suffix in TEXTS and "__pycache__" not in path.parts
    ]


@pytest.mark.parametrize("folder", SOURCES)
def test_modules_are_short(folder: str) -> None:
    lengths = {
        path.relative_to(ROOT).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for path in (ROOT / folder).rglob("*.py")
    }

    assert {name: length for name, length in lengths.items() if length >= 300} == {}


def test_nothing_names_a_path_of_one_machine() -> None:
    named = {
        path.relative_to(ROOT).as_posix(): found.group()
        for path in tracked_texts()
        if (found := ABSOLUTE.search(path.read_text(encoding="utf-8")))
    }

    assert named == {}


def test_lock_names_no_index_and_hashes_everything() -> None:
    entries = (ROOT / "requirements.lock").read_text(encoding="utf-8").replace("\\\n", " ").splitlines()

    assert [entry for entry in entries if "://" in entry or entry.startswith("-")] == []
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def documented_commands() -> list[str]:
    blocks = "\n".join(
        block
        for path in DOCUMENTS
        for block in re.findall(r"```\w*\n(.*?)```", path.read_text("utf-8"), re.S)
    )
    lines = re.findall(r"^(?:\$ )?hefa ([a-z]+)(?: ([a-z]+))?", blocks, re.MULTILINE)
    return sorted({f"rules {second}" if first == "rules" else first for first, second in lines})


def test_documents_show_commands() -> None:
    assert {"review", "parse", "rules list", "rules test"} <= set(documented_commands())


@pytest.mark.parametrize("command", documented_commands())
def test_documented_command_exists(command: str) -> None:
    script = "from hefa.cli.main import main; main()"

    result = subprocess.run(
        [sys.executable, "-c", script, *command.split(), "--help"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert result.returncode == 0, result.stderr


def test_documented_rule_passes_its_own_examples(tmp_path: Path) -> None:
    guide = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    found = re.search(r"```yaml\n(id: (([a-z-]+)-\d+)\n.*?)```", guide, re.S)
    assert found is not None
    rule, rule_id, category = found.groups()
    (tmp_path / category).mkdir()
    (tmp_path / category / f"{rule_id}.yml").write_text(rule, encoding="utf-8")

    assert run(["rules", "test", str(tmp_path)]) == 0


def test_documented_links_lead_somewhere() -> None:
    broken = [
        f"{path.name}: {target}"
        for path in DOCUMENTS
        for target in re.findall(r"\]\(([^)#:]+?)(?:#[^)]*)?\)", path.read_text(encoding="utf-8"))
        if not (path.parent / target).exists()
    ]

    assert broken == []


def test_wheel_holds_every_data_file() -> None:
    roots = {"engine": "hefa", "rules": "hefa_rules", "grammar": "hefa_grammar"}
    wanted = {
        path.relative_to(ROOT / root).as_posix()
        for root, package in roots.items()
        for path in (ROOT / root / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }

    packed = {file.distribution_path for file in WheelBuilder(str(ROOT)).recurse_included_files()}

    assert wanted <= packed
    assert any(name.endswith(".lark") for name in wanted)
    assert any(name.endswith(".yml") for name in wanted)
