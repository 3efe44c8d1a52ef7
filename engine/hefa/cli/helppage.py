"""The help page of a command in Chinese: wrapped by cells, never cut, options in named groups."""

import re
import shutil
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

WIDTH = 100
"""Cells of a line where the terminal does not say, and at most."""
NO_GROUPS: Mapping[str, Sequence[str]] = MappingProxyType({})
_NARROWEST = 40
_GAP, _LEFT = 2, 26
_OPENING, _CLOSING = "（《「“‘〔", "，。、；：！？）》」”’〕"
_PIECE = re.compile(rf"[{_OPENING}]*(?:[!-~]+|[^!-~])[{_CLOSING}]*")


def help_page(
    command: Any,  # noqa: ANN401 - Typer exports no type for it
    context: Any,  # noqa: ANN401
    grouping: Mapping[str, Sequence[str]] = NO_GROUPS,
) -> str:
    """Return the page: usage, what the command does, arguments, options by group, commands."""
    width = max(min(shutil.get_terminal_size((WIDTH, 24)).columns, WIDTH), _NARROWEST)
    parts = [_lines(command.get_usage(context).strip(), width)]
    parts += [_lines(paragraph, width) for paragraph in (command.help or "").split("\n\n") if paragraph]
    parts += [_section(name, rows, width) for name, rows in _groups(command, context, grouping).items()]
    return "\n\n".join("\n".join(lines) for lines in parts) + "\n"


def _groups(
    command: Any,  # noqa: ANN401
    context: Any,  # noqa: ANN401
    grouping: Mapping[str, Sequence[str]],
) -> dict[str, list[tuple[str, str]]]:
    """Return the rows of each section, as what is typed and what it does."""
    group_of = {name: group for group, names in grouping.items() for name in names}
    rest = "其他选项" if grouping else "选项"
    groups: dict[str, list[tuple[str, str]]] = {"参数": [], **{group: [] for group in grouping}, rest: []}
    for param in command.get_params(context):
        if param.param_type_name == "argument":
            groups["参数"].append(_argument(param))
        elif not param.hidden:
            groups[group_of.get(param.name, rest)].append(_option(param))
    if hasattr(command, "list_commands"):
        found = [command.get_command(context, name) for name in command.list_commands(context)]
        groups["命令"] = [(one.name, (one.help or "").split("\n\n")[0]) for one in found]
    return {name: rows for name, rows in groups.items() if rows}


def _argument(param: Any) -> tuple[str, str]:  # noqa: ANN401
    return param.metavar or param.name, (param.help or "") + ("" if param.required else "（可省略）")


def _option(param: Any) -> tuple[str, str]:  # noqa: ANN401
    names = ", ".join(sorted(param.opts, key=len))
    value = "" if param.is_flag or not param.metavar else f" {param.metavar}"
    default = param.default if isinstance(param.default, str) else ""
    said = f"（默认 {default}）" if default else "（必填）" if param.required else ""
    return names + value, (param.help or "").rstrip("。" if said else "") + (f"{said}。" if said else "")


def _section(name: str, rows: Sequence[tuple[str, str]], width: int) -> list[str]:
    left = min(max(_cells(typed) for typed, _ in rows) + 2 * _GAP, _LEFT)
    lines = [f"{name}："]
    for typed, does in rows:
        head = " " * _GAP + typed
        said = _lines(does, width - left)
        if _cells(head) + _GAP <= left:
            lines.append(head + " " * (left - _cells(head)) + (said.pop(0) if said else ""))
        else:
            lines.append(head)
        lines += [" " * left + line for line in said]
    return lines


def _lines(text: str, width: int) -> list[str]:
    return list(_wrapped(" ".join(text.split()), width))


def _wrapped(text: str, width: int) -> Iterator[str]:
    """Break where a line is full: within no word, before no closing mark and after no opening one."""
    line = ""
    for piece in _PIECE.findall(text):
        if line and _cells(line + piece.rstrip()) > width:
            yield line.rstrip()
            line = piece.lstrip()
        else:
            line += piece
    if line.strip():
        yield line.rstrip()


def _cells(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
