"""Typer's own words in Chinese: help pages, and usage errors as one line each."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import typer
from typer.core import TyperCommand, TyperGroup

from hefa.cli.helppage import NO_GROUPS, help_page
from hefa.cli.output import emit

UsageError: type[Exception] = typer.BadParameter.__mro__[1]
"""The base of errors in how a command was called; Typer exports only this subclass of it."""

_Private = Any
"""Types that Typer does not export: its inner context and help formatter."""

_MESSAGES = (
    (r"No such command '([^']+)'\. Did you mean '([^']+)'", "没有命令 {0}，是不是 {1}"),
    (r"No such command '([^']+)'", "没有命令 {0}"),
    (r"Missing command", "没有写命令"),
    (r"Got unexpected extra argument\S* \((.+)\)", "多余的参数 {0}"),
    (r"Option '?([^']+?)'? requires an argument", "选项 {0} 缺少值"),
    (r"Option '?([^']+?)'? requires \d+ arguments", "选项 {0} 的值不够"),
    (r"Option '?([^']+?)'? does not take a value", "选项 {0} 不带值"),
)

_WANTED = {
    "int_parsing": "是整数",
    "int_from_float": "是整数",
    "float_parsing": "是数",
    "finite_number": "是有限的数",
    "greater_than_equal": "不小于 {ge}",
    "less_than_equal": "不大于 {le}",
}
"""What a value must be, by the kind of pydantic's error."""


def usage_problem(error: Exception) -> str:
    """Return in Chinese what is wrong with the way a command was called."""
    option = getattr(error, "option_name", None)
    param = getattr(error, "param", None)
    message = str(getattr(error, "message", error))
    if type(error).__name__ == "NoSuchOption":
        likely = "、".join(sorted(getattr(error, "possibilities", None) or ()))
        return f"没有选项 {option}" + (f"，是不是 {likely}" if likely else "")
    if type(error).__name__ == "MissingParameter":
        return f"缺少{_name(param)}"
    for pattern, chinese in _MESSAGES:
        found = re.search(pattern, message)
        if found:
            return chinese.format(*found.groups())
    if param is not None:
        return f"{_name(param)} 的值不可用{_wanted(error.__cause__)}"
    return "命令写法不对"


class _Chinese:
    """What commands and groups have in common: a help page in Chinese, written as all output is."""

    groups: ClassVar[Mapping[str, Sequence[str]]] = NO_GROUPS

    def get_usage(self, ctx: _Private) -> str:
        """Return the usage line."""
        return _usage(super().get_usage(ctx))  # type: ignore[misc]

    def get_help_option(self, ctx: _Private) -> _Private:
        """Return the option that shows the page."""
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help, option.callback = "显示这页帮助。", _show_help
        return option

    def format_help(self, ctx: _Private, formatter: _Private) -> None:
        """Write the help page."""
        formatter.write(help_page(self, ctx, self.groups))


class ChineseCommand(_Chinese, TyperCommand):
    """A command whose help page is Chinese; ``groups`` are names of options under headings."""


class ChineseGroup(_Chinese, TyperGroup):
    """A group of commands whose help page is Chinese."""


def _show_help(ctx: _Private, _param: _Private, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        emit([ctx.get_help() + "\n"])
        ctx.exit()


def _name(param: object) -> str:
    """Return an option as it is typed, an argument as the help page calls it."""
    shown = str(getattr(param, "metavar", None) or getattr(param, "name", None) or "").rstrip(".")
    if getattr(param, "param_type_name", "") != "option":
        return f"参数 {shown}"
    return f"选项 {max(getattr(param, 'opts', ()), key=len)} {shown}"


def _wanted(cause: BaseException | None) -> str:
    """Return what the value is and what it should be, where pydantic said it."""
    from pydantic import ValidationError  # noqa: PLC0415

    if not isinstance(cause, ValidationError):
        return ""
    first = cause.errors(include_url=False)[0]
    wanted = _WANTED.get(first["type"], "").format(**first.get("ctx", {}))
    return f"：{first['input']}" + (f"，应当{wanted}" if wanted else "")


def _usage(line: str) -> str:
    for english, chinese in (("Usage: ", "用法："), ("[OPTIONS]", "[选项]"), ("COMMAND [ARGS]...", "命令 …")):
        line = line.replace(english, chinese, 1)
    return re.sub(r"\{(\S+?)(?:\.\.\.)?\}", r"\1", line)
