"""``hefa why``: why a clause of a draft was not flagged."""

from typing import Annotated

import typer

from hefa.cli.options import Rank, Rules
from hefa.cli.output import emit

HELP = """说明某一条为什么没有报：最接近的规则，差哪个条件，或者因哪个例外。"""


def why(
    path: Annotated[str, typer.Argument(metavar="路径", help="一个文件；- 表示标准输入。")],
    article: Annotated[
        str | None,
        typer.Argument(metavar="条款", help="第几条或者位置，例如 5、第五条、二、（三）；短文可省略。"),
    ] = None,
    *,
    rank: Rank = None,
    rules: Rules = None,
) -> None:
    """Print the nearest rules of each clause of the article."""
    from hefa.why import why_text  # noqa: PLC0415

    emit([why_text(path, article, rules or (), rank)])
