"""The worked example of docs/rules.md: a pack of one's own, built from an empty folder as written there."""

import re
from pathlib import Path

import pytest

from hefa.cli.main import run

GUIDE = Path(__file__).parents[1] / "docs" / "rules.md"


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    section = GUIDE.read_text(encoding="utf-8").partition("## 自己的规则包")[2]
    for name, text in re.findall(r"`([a-z/0-9-]+\.yml)`：\n\n```yaml\n(.*?)```", section, re.DOTALL):
        path = tmp_path / "pack" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (tmp_path / "pack" / "pack.yml").write_text('version: "2026.11"\n', encoding="utf-8")
    return tmp_path / "pack"


def test_the_pack_of_the_guide_passes_its_own_test(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert {path.name for path in pack.rglob("*.yml")} == {
        "pack.yml", "local.yml", "fee-801.yml", "overrides.yml"
    }  # fmt: skip
    assert run(["rules", "test", str(pack)]) == 0
    assert capsys.readouterr().out == "检验规则 1 条，问题 0 个\n"


def test_a_review_with_it_finds_more_and_says_what_it_changed(
    pack: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draft = tmp_path / "稿.txt"
    draft.write_text("摊主出摊前应当交存出摊诚信金五百元。\n", encoding="utf-8")

    assert run(["review", str(draft), "--rules", str(pack)]) == 1

    out = "".join(capsys.readouterr().out.split())
    assert "fee-801" in out
    assert "停用规则quota-001（由审计机关另行审查）" in out
    assert "规则retroactivity-001定为疑似不当（本省要求先与起草单位沟通）" in out
