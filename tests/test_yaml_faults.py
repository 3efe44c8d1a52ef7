"""What is wrong with a YAML file of a user is said in Chinese, with line and column."""

import re
from pathlib import Path

import pytest

from hefa.cli.main import run
from hefa.errors import HefaError, RuleFileError
from hefa.pack.yamltext import MOST, YamlText

RULES = Path(__file__).parents[1] / "rules" / "hefa_rules"
FAULTS = {
    "a: [1, 2": "2：第 1 列：方括号没有写完",
    "a: {b: 1": "2：第 1 列：花括号没有写完",
    "a: 'x": "1：第 6 列：引号没有写完",
    "x: 'a\n--- b'": "2：第 1 列：引号没有写完",
    "a: 1\n\tb: 2": "2：第 1 列：",
    "a:\n\t- b": "2：第 1 列：不能以制表符",
    "a: b: c": "1：第 5 列：这里不能有冒号",
    "a: @x": "1：第 4 列：不能以制表符、@",
    "- a\nb: c": "2：第 1 列：列表各项的“-”没有对齐",
    "a: 1\nb": "3：第 1 列：上一行缺少冒号",
    "a: 'b' c": "1：第 8 列：缩进与上面不一致，或者值写完以后还有字",
    "a: *y": "1：第 4 列：以 * 开头的词会当作引用",
    "a: *": "1：第 5 列：以 * 或者 & 开头",
    "a: !<x": "1：第 7 列：以 ! 开头的词会当作类型",
    "a: !!": "1：第 6 列：以 ! 开头的词会当作类型",
    "!a!b c": "1：第 1 列：以 ! 开头的词会当作类型",
    'a: "\\q"': "1：第 5 列：双引号中的反斜杠",
    'a: "\\x4"': "1：第 7 列：双引号中的反斜杠",
    "a: > x\n y": "1：第 6 列：| 或者 > 后面还有字",
    "a: |0\n b": "1：第 5 列：| 或者 > 后面还有字",
    "--- a\n--- b": "2：第 1 列：一个文件只写一份内容",
    "%YAML 3.0\n---\na: 1": "1：第 1 列：以 % 开头的行不能用",
    "a: ]": "1：第 4 列：这里缺少值",
    "a: - b": "1：第 4 列：“-”不能写在这里",
    "  a: 1\n b: 2": "2：第 2 列：缩进比上面的浅",
}


@pytest.mark.parametrize("text", FAULTS)
def test_a_fault_is_told_in_chinese_with_its_place(text: str) -> None:
    with pytest.raises(RuleFileError) as raised:
        YamlText(Path("规则.yml"), text)

    line, problem = raised.value.where.rpartition(":")[2], raised.value.problem
    assert f"{line}：{problem.removeprefix('不是合法的 YAML（')}".startswith(FAULTS[text])
    assert not re.search("[A-Za-z]", problem.replace("YAML", "")), "no English but names"


def test_where_the_unfinished_part_begins_is_said() -> None:
    with pytest.raises(RuleFileError, match="方括号没有写完，或者缺少逗号，这一部分从第 1 行开始"):
        YamlText(Path("规则.yml"), "a: [1,\n  2\nb: 3\n")


@pytest.mark.parametrize(
    "text",
    [
        "[" * 60 + "]" * 60,
        "[" * 90_000,
        "- " * 90_000,
        "&a [*a]",
        "a: &a [x, x]\n"
        + "".join(f"{y}: &{y} [{', '.join([f'*{x}'] * 40)}]\n" for x, y in zip("abcd", "bcde", strict=True)),
    ],
)
def test_what_would_take_all_memory_or_stack_is_refused(text: str) -> None:
    assert MOST < 40**4
    with pytest.raises(RuleFileError, match="嵌套太深"):
        YamlText(Path("规则.yml"), text)


def test_references_serve_in_rules_but_not_where_none_are_wanted() -> None:
    text = "a: &a [x]\nb: *a\n"

    assert YamlText(Path("规则.yml"), text).value == {"a": ["x"], "b": ["x"]}
    with pytest.raises(HefaError, match=":2：用了引用"):
        YamlText(Path("决定.yml"), text, references=False)


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("severity", "grave", "severity 的值“grave”不可用。可用：unlawful、improper、notice"),
        ("since", "[1]", "since 的值不对。"),
    ],
)
def test_a_wrong_value_is_told_in_chinese(
    key: str, value: str, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "permit" / "permit-001.yml"
    path.parent.mkdir()
    text = (RULES / "permit" / "permit-001.yml").read_text(encoding="utf-8")
    path.write_text(re.sub(f"^{key}: .*", f"{key}: {value}", text, flags=re.MULTILINE), encoding="utf-8")

    assert run(["rules", "list", "--rules", str(tmp_path)]) == 2

    assert words in capsys.readouterr().err
