"""``hefa parse``: one draft in, its clause tree out."""

from typing import Annotated

import typer

from hefa.cli.output import emit
from hefa.errors import OptionError

LATER = ("akn",)


def parse(
    path: Annotated[str, typer.Argument(metavar="路径", help="一个文件；- 表示标准输入。")],
    form: Annotated[str, typer.Option("-f", "--format", metavar="格式", help="tree、json。")] = "tree",
    facts: Annotated[bool, typer.Option("--facts", help="同时列出从各款读出的规范。")] = False,
) -> None:
    """Print the clause tree of one draft."""
    from hefa.outline import outline_json, outline_text  # noqa: PLC0415
    from hefa.review import parse_draft  # noqa: PLC0415

    if form not in ("tree", "json"):
        problem = f"本版还不提供 {form} 格式" if form in LATER else f"没有格式 {form}"
        raise OptionError("-f", problem, "可用：tree、json")
    source, document, provisions = parse_draft(path, facts=facts)
    emit(
        [
            outline_json(document, provisions)
            if form == "json"
            else outline_text(source.text, document, provisions)
        ]
    )
