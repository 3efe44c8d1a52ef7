"""``hefa template``: the Word template of the formal opinion, to be changed and given to ``--template``."""

from pathlib import Path
from typing import Annotated

import typer

from hefa.cli.output import save

HELP = """取出意见书的 Word 模板。

改好以后用 hefa review -f docx --template 模板.docx。字段见文档 docs/outputs.md。"""


def template(
    out: Annotated[
        Path, typer.Option("-o", "--output", metavar="文件", help="写入的文件。", show_default=False)
    ],
) -> None:
    """Write the built-in template to a file."""
    from hefa.opinion.docx import TEMPLATE  # noqa: PLC0415

    save(TEMPLATE.read_bytes(), out)
