"""The decision file of a draft: where it is, what it says, and how a decision is added to it.

The file is a YAML list, one entry a decision, beside the draft: 草案.txt has 草案.hefa.yml (or, where drafts
share a stem, 草案.txt.hefa.yml). It only grows: of several entries on one finding the last holds, so that the
file is the history of what was decided, and what a person wrote in it stays as written.
"""

import datetime
import os
from pathlib import Path
from typing import Any

import yaml
from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from hefa.errors import DecisionError, HefaError, OptionError
from hefa.given import check_date
from hefa.model.decision import Decision
from hefa.pack.yamltext import YamlText, read_utf8

SUFFIX = ".hefa.yml"
HEADER = "# 审核人员对发现的决定：一项一个决定，同一发现以最后一项为准。字段见 hefa decide --schema。\n"
LIMIT_BYTES = 5_000_000
DEEPEST = 8
_LIST = TypeAdapter(tuple[Decision, ...])
_WORDS = {
    "missing": ("缺少 {name}", "补上 {name}"),
    "extra_forbidden": ("不认识的键 {name}", "检查拼写，或者删去"),
    "literal_error": ("{name} 的值不可用", "verdict 写 accept、reject 或者 withdraw"),
    "string_pattern_mismatch": ("{name} 不合格式", "写 16 位十六进制数，见 hefa decide 草案"),
    "string_too_short": ("{name} 是空的", "补上 {name}"),
}


class _Dumper(yaml.SafeDumper):
    """Writes equal days twice, and not as a reference."""

    def ignore_aliases(self, _data: object) -> bool:
        """Return that nothing is written as a reference."""
        return True


class Decider:
    """Finds the decisions on each draft: in the file given, or beside the draft when there is a day."""

    def __init__(self, file: Path | str | None, day: datetime.date | None) -> None:
        check_date("day", day)
        if file is not None and day is None:
            raise OptionError("decisions", "没有给出审查日期", "同时给出 day，决定的有效期按它计算")
        self._given = None if file is None else read_decisions(Path(file))
        self.day = day

    def on(self, draft: Path | str | None) -> tuple[Decision, ...]:
        """Return the decisions on the draft of that path; None is a text without a file."""
        if self._given is not None:
            return self._given
        path = decision_file(Path(draft)) if draft is not None and self.day is not None else None
        return read_decisions(path) if path is not None and path.exists() else ()


def decision_file(draft: Path) -> Path:
    """Return where the decisions on a draft are, or would be, kept."""
    own = draft.with_name(draft.name + SUFFIX)
    return own if own.exists() else draft.with_name(draft.stem + SUFFIX)


def is_decided(draft: str) -> bool:
    """Whether there are decisions beside a draft; asked by name, for archives of millions."""
    stem, _ = os.path.splitext(draft)  # noqa: PTH122
    return os.path.exists(draft + SUFFIX) or os.path.exists(stem + SUFFIX)  # noqa: PTH110


def decision_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a decision file."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **_LIST.json_schema()}


def read_decisions(path: Path) -> tuple[Decision, ...]:
    """Read a decision file; ``DecisionError`` says what is wrong with it, and where."""
    try:
        if path.stat().st_size > LIMIT_BYTES:
            raise DecisionError(str(path), "决定文件太大", f"上限是 {LIMIT_BYTES // 1_000_000} MB")
    except OSError as error:
        raise DecisionError(str(path), "决定文件打不开", "检查路径是否写对、是否有权限") from error
    return parse_decisions(path, read_utf8(path, DecisionError))


def parse_decisions(path: Path, text: str) -> tuple[Decision, ...]:
    """Read the text of a decision file; an empty one has no decisions."""
    file = YamlText(path, text, DecisionError, deepest=DEEPEST, references=False)
    if file.value is None:
        return ()
    if not isinstance(file.value, list):
        raise DecisionError(str(path), "内容不是列表", "每个决定前写一个“- ”")
    try:
        return _LIST.validate_python(file.value)
    except ValidationError as error:
        raise _said(file, error.errors(include_url=False)[0]) from error


def with_decision(path: Path, text: str, decision: Decision) -> str:
    """Return the text of a decision file with one more decision at its end."""
    fields = decision.model_dump(exclude_defaults=True)
    entry = yaml.dump([fields], Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10_000)
    indent = next((len(line) - len(line.lstrip()) for line in text.splitlines() if _opens(line)), 0)
    entry = "".join(f"{' ' * indent}{line}\n" for line in entry.rstrip("\n").split("\n"))
    before = parse_decisions(path, text)
    grown = (text if not text or text.endswith("\n") else f"{text}\n") + entry
    try:
        whole = parse_decisions(path, grown) == (*before, decision)
    except DecisionError:
        whole = False
    if not whole:
        raise DecisionError(str(path), "不能在文件末尾加上决定", "把文件写成每项以“- ”开头的列表")
    return grown


def _opens(line: str) -> bool:
    return line.lstrip(" ").startswith("- ")


def _said(file: YamlText, error: ErrorDetails) -> HefaError:
    place, name = error["loc"], ".".join(str(step) for step in error["loc"][1:])
    problem, remedy = _WORDS.get(error["type"], ("{name} 的值不对", "字段见 hefa decide --schema"))
    if error["type"] == "value_error":
        problem, remedy = str(error["ctx"]["error"]), "改正这一项"
    return file.error(place, problem.format(name=name or "这一项"), remedy.format(name=name))
