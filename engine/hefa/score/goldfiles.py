"""Gold files in, checked records out; a file that cannot be used is a ``GoldFileError`` of one line."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from hefa.errors import GoldFileError
from hefa.model.category import CATEGORIES
from hefa.pack.yamltext import read_utf8


class _Gold(BaseModel):
    """Gold records may carry free fields beside those that scoring reads."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class GoldClause(_Gold):
    """One sentence to one article, with the categories it violates."""

    text: str
    rank: str = "normative"
    violates: tuple[str, ...] = ()
    style: str | None = None
    id: str | None = None


class GoldIssue(_Gold):
    """One planted fault of a draft: where it is, and its words."""

    article: str
    category: str
    quote: str = ""


class GoldDraft(_Gold):
    """The planted faults of one draft; a ``clean`` one has none."""

    issues: tuple[GoldIssue, ...]
    clean: bool = False


class GoldSpan(_Gold):
    """A labelled stretch of a real document."""

    category: str
    strength: str = "clear"
    start: int
    end: int


class GoldTrap(_Gold):
    """A lawful stretch that looks unlawful."""

    start: int
    end: int


class GoldReal(_Gold):
    """The labels of one real document, whose text is ``text/ID.txt``."""

    id: str
    findings: tuple[GoldSpan, ...] = ()
    traps: tuple[GoldTrap, ...] = ()


R = TypeVar("R", bound=_Gold)


def read_clauses(path: Path) -> list[GoldClause]:
    """Read ``clauses.jsonl``."""
    clauses = list(_records(path, GoldClause))
    for number, clause in enumerate(clauses, 1):
        _check_categories(f"{path}:{number}", clause.violates)
    return clauses


def read_drafts(folder: Path) -> list[tuple[Path, GoldDraft]]:
    """Read every ``NAME.gold.json`` of the folder, with the path of its ``NAME.txt``."""
    drafts = []
    for path in sorted(folder.glob("*.gold.json")):
        gold = _record(str(path), read_utf8(path, GoldFileError), GoldDraft)
        _check_categories(str(path), [issue.category for issue in gold.issues])
        drafts.append((_existing(path.with_name(path.name.removesuffix(".gold.json") + ".txt")), gold))
    return drafts


def read_real(folder: Path) -> list[tuple[Path, GoldReal]]:
    """Read ``labels.jsonl`` of the folder, with the path of each text."""
    path = folder / "labels.jsonl"
    labels = list(_records(path, GoldReal))
    for number, label in enumerate(labels, 1):
        _check_categories(f"{path}:{number}", [span.category for span in label.findings])
    return [(_existing(folder / "text" / f"{label.id}.txt"), label) for label in labels]


def _records(path: Path, kind: type[R]) -> Iterator[R]:
    for number, line in enumerate(read_utf8(path, GoldFileError).split("\n"), 1):
        if line.strip():
            yield _record(f"{path}:{number}", line, kind)


def _record(where: str, text: str, kind: type[R]) -> R:
    try:
        return kind.model_validate(json.loads(text))
    except json.JSONDecodeError as error:
        raise GoldFileError(
            where, f"不是合法的 JSON（第 {error.lineno} 行）", "检查引号、逗号和括号"
        ) from error
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        name = ".".join(map(str, fault["loc"])) or "内容"
        problem = f"缺少 {name}" if fault["type"] == "missing" else f"{name} 的值不对"
        raise GoldFileError(where, problem, "格式见标注集的说明") from error


def _existing(path: Path) -> Path:
    if not path.is_file():
        raise GoldFileError(str(path), "没有这个文件", "标注与正文须成对")
    return path


def _check_categories(where: str, names: tuple[str, ...] | list[str]) -> None:
    unknown = next((name for name in names if name not in CATEGORIES), None)
    if unknown is not None:
        raise GoldFileError(where, f"没有类别 {unknown}", f"可用：{'、'.join(CATEGORIES)}")
