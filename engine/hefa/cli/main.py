"""The command ``hefa``: arguments in, exit code out; every error the user can cause is one line.

Exit codes: 0 nothing at or above ``--fail-on``, 1 something, 2 could not do what was asked.
"""

import gc
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from hefa.cli.archive import archive_app
from hefa.cli.audit import HELP as AUDIT_HELP
from hefa.cli.audit import audit
from hefa.cli.chinese import ChineseCommand, ChineseGroup, UsageError, usage_problem
from hefa.cli.cleanup import HELP as CLEANUP_HELP
from hefa.cli.cleanup import cleanup
from hefa.cli.consistency import HELP as CONSISTENCY_HELP
from hefa.cli.consistency import consistency
from hefa.cli.decide import HELP as DECIDE_HELP
from hefa.cli.decide import decide
from hefa.cli.diff import HELP as DIFF_HELP
from hefa.cli.diff import diff
from hefa.cli.dossier import dossier_app
from hefa.cli.lsp import HELP as LSP_HELP
from hefa.cli.lsp import lsp
from hefa.cli.mcp import HELP as MCP_HELP
from hefa.cli.mcp import mcp
from hefa.cli.output import emit, prepare_streams, warn
from hefa.cli.parse import parse
from hefa.cli.report import HELP as REPORT_HELP
from hefa.cli.report import report
from hefa.cli.review import HELP as REVIEW_HELP
from hefa.cli.review import ReviewCommand, review
from hefa.cli.rules import rules_app
from hefa.cli.search import HELP as SEARCH_HELP
from hefa.cli.search import search
from hefa.cli.serve import serve_app
from hefa.cli.statutes import statutes_app
from hefa.cli.template import HELP as TEMPLATE_HELP
from hefa.cli.template import template
from hefa.cli.watch import HELP as WATCH_HELP
from hefa.cli.watch import WatchCommand, watch
from hefa.cli.why import HELP as WHY_HELP
from hefa.cli.why import why
from hefa.errors import HefaError, OptionError

_SELDOM = 1_000_000  # objects made and not yet freed

app = typer.Typer(
    name="hefa",
    help="合法：行政规范性文件合法性审核。工具提示，由审核人员决定。",
    cls=ChineseGroup,
    add_completion=False,
    no_args_is_help=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command(cls=ReviewCommand, help=REVIEW_HELP)(review)
app.command(cls=ChineseCommand, help=DIFF_HELP)(diff)
app.command(cls=ChineseCommand, help=DECIDE_HELP)(decide)
app.command(cls=ChineseCommand, help="显示草案的结构：编章节条款项目。")(parse)
app.command(cls=ChineseCommand, help=WHY_HELP)(why)
app.command(cls=ChineseCommand, help=AUDIT_HELP)(audit)
app.command(cls=ChineseCommand, help=SEARCH_HELP)(search)
app.command(cls=ChineseCommand, help=TEMPLATE_HELP)(template)
app.command(cls=ChineseCommand, help=REPORT_HELP)(report)
app.command(cls=ChineseCommand, help=CLEANUP_HELP)(cleanup)
app.command(cls=ChineseCommand, help=CONSISTENCY_HELP)(consistency)
app.command(cls=ChineseCommand, help=MCP_HELP)(mcp)
app.command(cls=ChineseCommand, help=LSP_HELP)(lsp)
app.command(cls=WatchCommand, help=WATCH_HELP)(watch)
app.add_typer(rules_app)
app.add_typer(statutes_app)
app.add_typer(dossier_app)
app.add_typer(archive_app)
app.add_typer(serve_app)


@app.callback(invoke_without_command=True)
def _top(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="显示版本。")] = False,
) -> None:
    if version:
        from hefa import __version__  # noqa: PLC0415

        emit([f"hefa {__version__}\n"])
        raise typer.Exit
    if context.invoked_subcommand is None:
        emit([context.get_help() + "\n"])


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code."""
    try:
        return int(app(list(arguments), standalone_mode=False) or 0)
    except HefaError as error:
        warn(str(error))
    except UsageError as error:
        warn(str(OptionError("命令行", usage_problem(error), "用法见 hefa --help，或者在命令后加 --help")))
    except KeyboardInterrupt:
        return 130
    return 2


def main() -> None:
    """Entry point of the console script; what a run builds it keeps, so garbage is looked for seldom."""
    gc.set_threshold(_SELDOM, 100, 100)
    prepare_streams()
    sys.exit(run(sys.argv[1:]))
