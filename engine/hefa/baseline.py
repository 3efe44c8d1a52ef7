"""An earlier review as baseline: what it found already is not new.

The baseline is the JSON of ``hefa review -f json``: one opinion, or one a line for several drafts.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hefa.errors import DecisionError


class Baseline:
    """Fingerprints of an earlier review, by draft."""

    def __init__(self, path: Path) -> None:
        self._known: dict[str, set[str]] = {}
        self._reviews = 0
        self._all: set[str] = set()
        for opinion in _opinions(path):
            found = set(_fingerprints(path, opinion))
            self._reviews += 1
            self._all |= found
            info = opinion.get("document")
            draft = info if isinstance(info, dict) else {}
            for called in _called(draft.get("name"), draft.get("title")):
                self._known.setdefault(called, set()).update(found)

    def known(self, name: str, title: str | None, *, alone: bool) -> frozenset[str]:
        """Return what was found in a draft: in that of the same path, file name or title.

        When a draft is reviewed ``alone``, a baseline of one draft is its own, whatever it is called.
        """
        for called in _called(name, title):
            if called in self._known:
                return frozenset(self._known[called])
        return frozenset(self._all) if alone and self._reviews == 1 else frozenset()


def _called(path: object, title: object) -> list[str]:
    """Return what a draft goes by, the surest first: path, file name, title."""
    names = [f"path:{path}", f"file:{Path(path).name}"] if isinstance(path, str) else []
    return names + ([f"title:{title}"] if isinstance(title, str) else [])


def _opinions(path: Path) -> Iterator[dict[str, Any]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise _unusable(path, "不是 UTF-8 编码的 JSON") from error
    except OSError as error:
        raise DecisionError(str(path), "基线文件打不开", "检查路径是否写对、是否有权限") from error
    lines = [line for line in text.splitlines() if line.strip()]
    try:
        whole = bool(lines) and lines[0].strip() == "{"
        values = [json.loads(text)] if whole else [json.loads(line) for line in lines]
    except (ValueError, RecursionError) as error:
        raise _unusable(path, "不是 JSON") from error
    if not values:
        raise _unusable(path, "没有内容")
    for value in values:
        if not isinstance(value, dict) or not isinstance(value.get("findings"), list):
            raise _unusable(path, "不是审查意见")
        yield value


def _fingerprints(path: Path, opinion: dict[str, Any]) -> Iterator[str]:
    """Yield the fingerprints of all findings, those an officer decided on too."""
    decided = opinion.get("decided")
    entries = decided if isinstance(decided, list) else []
    judged = [one.get("finding") for one in entries if isinstance(one, dict)]
    for finding in (*opinion["findings"], *filter(None, judged)):
        if not isinstance(finding, dict) or not isinstance(finding.get("fingerprint"), str):
            raise _unusable(path, "有的发现没有 fingerprint")
        yield finding["fingerprint"]


def _unusable(path: Path, problem: str) -> DecisionError:
    return DecisionError(
        str(path), f"基线文件{problem}", "用 hefa review -f json -o 文件 保存的审查意见作基线"
    )
