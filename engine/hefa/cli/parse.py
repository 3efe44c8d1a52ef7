"""``hefa parse``: one draft in, its clause tree out."""

from typing import Annotated, Literal

import typer

from hefa.cli.options import Rank, Rules, Tracked
from hefa.cli.output import emit
from hefa.errors import OptionError

FORMS: tuple[Literal["tree", "json", "akn"], ...] = ("tree", "json", "akn")


def parse(
    path: Annotated[str, typer.Argument(metavar="路径", help="一个文件；- 表示标准输入。")],
    form: Annotated[str, typer.Option("-f", "--format", metavar="格式", help="tree、json、akn。")] = "tree",
    *,
    facts: Annotated[bool, typer.Option("--facts", help="同时列出从各款读出的规范。")] = False,
    rank: Rank = None,
    rules: Rules = None,
    tracked: Tracked = "final",
) -> None:
    """Print the clause tree of one draft."""
    from hefa.model.formats import chosen_format  # noqa: PLC0415
    from hefa.outline import outline  # noqa: PLC0415

    known = chosen_format(form, FORMS)
    if facts and known == "akn":
        raise OptionError("--facts", "不用于 akn 格式", "用 -f tree 或者 -f json")
    emit([outline(path, facts=facts, form=known, folders=rules or (), rank=rank, tracked=tracked)])
