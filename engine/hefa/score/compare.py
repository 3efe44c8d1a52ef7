"""Two scores of the same gold: an earlier one, saved as JSON, and this one; what got better, what worse."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hefa.errors import GoldFileError

_KINDS = {"false": "误报", "missed": "漏报"}


def read_earlier(path: Path) -> dict[str, Any]:
    """Read what ``hefa rules score -f json`` printed before."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise GoldFileError(str(path), "不是评分结果", "用 hefa rules score -f json 保存一次") from error
    if not isinstance(data, dict) or "rules" not in data:
        raise GoldFileError(str(path), "不是评分结果", "用 hefa rules score -f json 保存一次")
    return data


def compare_text(earlier: dict[str, Any], now: dict[str, Any]) -> str:
    """Return the change of each set's figures, and the errors that went and came."""
    lines = ["", f"与规则 {earlier['rules']} 相比"]
    for name in ("clauses", "documents", "real"):
        if name in earlier and name in now:
            lines += _set_lines(name, earlier[name], now[name])
    return "\n".join(lines) + "\n"


def _set_lines(name: str, earlier: dict[str, Any], now: dict[str, Any]) -> Iterator[str]:
    old, new = (data.get("micro", data) for data in (earlier, now))
    figures = (f"{key} {_shown(old.get(key))} → {_shown(new.get(key))}" for key in ("precision", "recall"))
    yield f"{name}：{'，'.join(figures)}"
    before, after = (_errors(data) for data in (earlier, now))
    for title, errors in (("改好", before - after), ("变坏", after - before)):
        yield f"  {title} {len(errors)} 处"
        yield from (
            f"    {_KINDS.get(kind, kind)} {category} {where}" for kind, category, where in sorted(errors)
        )


def _errors(data: dict[str, Any]) -> set[tuple[str, str, str]]:
    return {(error["kind"], error["category"], error["where"]) for error in data.get("errors", ())}


def _shown(value: float | None) -> str:
    return "-" if value is None else f"{value:.1%}"
