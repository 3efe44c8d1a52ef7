"""The tools and resources offered over MCP; ``Desk`` does what they ask.

A tool runs on a thread and a client that gives up does not wait for it. What a client gets of a failure is
the one Chinese line of a ``HefaError``, without the words that the package ``mcp`` puts before it.
"""

from collections.abc import Callable
from functools import partial
from typing import Annotated, Any, ParamSpec, TypeVar

import anyio.to_thread
from mcp.server import MCPServer
from mcp.server.mcpserver import Context
from mcp.server.mcpserver.exceptions import (
    ResourceError,
    ResourceNotFoundError,
    ToolError,
    UnexpectedToolError,
)
from mcp_types import CallToolResult, InputRequiredResult, ToolAnnotations
from pydantic import Field, ValidationError

from hefa import __version__
from hefa.errors import HefaError, OptionError
from hefa.model.category import CATEGORIES
from hefa.opinion.wording import RANKS, choices_of, one_line
from hefa.toolserver.desk import HITS, LONGEST, Desk
from hefa.toolserver.pages import MOST
from hefa.toolserver.records import Explanation, FoundArticles, ReviewPage, RulePage, StatuteText
from hefa.why import Why

INSTRUCTIONS = (
    "审查行政规范性文件草案的合法性。工具只提示疑似问题和建议，由审核人员决定，不要把发现说成定论；没有发现不等于合法。"
    "先用 review_text 或者 review_file 审查，再用 explain 看一处发现的理由，用 why_not 看某一条为什么没有报，"
    "用 look_up_statute 核对条文原文。位置 start、end 按 Unicode 码点计。"
)
_READS = ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)
_PROBLEMS = {"missing": ("没有写", "补上这个参数")}
_P = ParamSpec("_P")
_R = TypeVar("_R")

Text = Annotated[str, Field(description=f"草案全文，或者单独一条，不超过 {LONGEST} 字。")]
Rank = Annotated[str | None, Field(description=f"效力层级，省略则自动判断：{choices_of(RANKS)}。")]
Day = Annotated[
    str | None, Field(description="按哪一天有效的法规，如 2026-06-01；省略为草案的日期或者今天。")
]
Offset = Annotated[int, Field(description="从第几项起，第一页为 0，以后用上一页的 next_offset。")]
Limit = Annotated[int, Field(description=f"一页最多几项，1 至 {MOST}。")]
Trace = Annotated[bool, Field(description="每处发现是否带推理过程（trace）；也可以事后用 explain 查看。")]


class _Server(MCPServer[Any]):
    """Says failures in one Chinese line."""

    async def call_tool(
        self, name: str, arguments: dict[str, Any], context: Context[Any, Any] | None = None
    ) -> CallToolResult | InputRequiredResult:
        """Call a tool; ``ToolError`` says what is wrong with the call."""
        try:
            return await super().call_tool(name, arguments, context)
        except ToolError as error:
            cause = error.__cause__
            if isinstance(cause, HefaError):
                raise ToolError(one_line(str(cause))) from cause
            if isinstance(cause, ValidationError):
                raise ToolError(one_line(str(_argument_error(name, cause)))) from cause
            if isinstance(error, UnexpectedToolError):
                raise UnexpectedToolError(f"{name} 出错了，没有结果；原因见服务的日志") from cause
            known = "、".join(tool.name for tool in await self.list_tools())
            raise ToolError(str(OptionError("工具", f"没有 {one_line(name)}", f"可用：{known}"))) from error


def make_server(desk: Desk) -> MCPServer[Any]:
    """Return the server, ready to run."""
    server = _Server(
        "hefa", title="合法：合法性审查", instructions=INSTRUCTIONS, version=__version__, log_level="ERROR"
    )
    _add_tools(server, desk)
    _add_resources(server, desk)
    return server


def _add_tools(server: MCPServer[Any], desk: Desk) -> None:
    tool = partial(server.tool, annotations=_READS)

    @tool(title="审查文本", description="审查一份草案或者一条文字，列出疑似违法、不当的内容和修改建议。")
    async def review_text(
        text: Text,
        *,
        rank: Rank = None,
        as_of: Day = None,
        offset: Offset = 0,
        limit: Limit = 20,
        trace: Trace = False,
    ) -> ReviewPage:
        return await _on_thread(desk.review_text, text, rank, as_of, offset, limit, trace=trace)

    @tool(title="审查文件", description="审查一个文件（Word、PDF、文本……），限于启动时 --root 允许的文件夹。")
    async def review_file(
        path: Annotated[str, Field(description="相对于允许的文件夹的路径，或者其中的绝对路径。")],
        *,
        rank: Rank = None,
        as_of: Day = None,
        offset: Offset = 0,
        limit: Limit = 20,
        trace: Trace = False,
    ) -> ReviewPage:
        return await _on_thread(desk.review_file, path, rank, as_of, offset, limit, trace=trace)

    @tool(title="说明规则或者发现", description="说明一条规则，或者本次审查过的一处发现为什么报。")
    async def explain(
        what: Annotated[str, Field(description="规则编号，如 permit-001；或者发现的 fingerprint。")],
    ) -> Explanation:
        return await _on_thread(desk.explain, what)

    @tool(
        title="为什么没有报",
        description="说明草案某一条为什么没有报：最接近的规则差哪个条件，或者因哪个例外。",
    )
    async def why_not(
        text: Text,
        article: Annotated[
            str | None, Field(description="第几条或者位置，如 5、第五条、二、（三）；短文可省略。")
        ] = None,
        rank: Rank = None,
    ) -> Why:
        return await _on_thread(desk.why_not, text, article, rank)

    @tool(
        title="查法规条文", description="查使用者法规库中的法规，全文或者一条、一款、一项，写明当日是否有效。"
    )
    async def look_up_statute(
        law: Annotated[str, Field(description="法规名称，如 行政许可法。")],
        article: Annotated[
            str | None, Field(description="条号，如 17、17.2、第十七条第二款第（三）项；省略为全文。")
        ] = None,
        as_of: Annotated[
            str | None, Field(description="看这一天有效的版本，如 2020-06-01；省略为今天。")
        ] = None,
    ) -> StatuteText:
        return await _on_thread(desk.look_up_statute, law, article, as_of)

    @tool(title="检索法规", description="在使用者的法规库中检索条文。")
    async def search_statutes(
        query: Annotated[str, Field(description="条文中连续的字句，至少三个字。")],
        limit: Annotated[int, Field(description=f"最多几条，1 至 {HITS}。")] = 20,
    ) -> FoundArticles:
        return await _on_thread(desk.search_statutes, query, limit)

    @tool(title="规则目录", description="列出审查规则，可只列一类。")
    async def list_rules(
        category: Annotated[str | None, Field(description=f"类别：{choices_of(CATEGORIES)}。")] = None,
        offset: Offset = 0,
        limit: Limit = MOST,
    ) -> RulePage:
        return await _on_thread(desk.list_rules, category, offset, limit)


def _add_resources(server: MCPServer[Any], desk: Desk) -> None:
    @server.resource(
        "hefa://rules/{rule}",
        title="规则",
        description="一条规则的依据、条件和例子。",
        mime_type="text/plain",
    )
    async def rule(rule: str) -> str:
        return "\n".join((await _read(desk.explain, rule)).lines) + "\n"

    @server.resource(
        "hefa://statutes/{law}", title="法规", description="法规库中今天有效的版本。", mime_type="text/plain"
    )
    async def statute(law: str) -> str:
        return _as_text(await _read(desk.look_up_statute, law, None, None))

    @server.resource(
        "hefa://statutes/{law}/{article}",
        title="条文",
        description="今天有效的一条。",
        mime_type="text/plain",
    )
    async def article(law: str, article: str) -> str:
        return _as_text(await _read(desk.look_up_statute, law, article, None))


async def _on_thread(do: Callable[_P, _R], *args: _P.args, **kwargs: _P.kwargs) -> _R:
    return await anyio.to_thread.run_sync(partial(do, *args, **kwargs), abandon_on_cancel=True)


async def _read(do: Callable[_P, _R], *args: _P.args, **kwargs: _P.kwargs) -> _R:
    try:
        return await _on_thread(do, *args, **kwargs)
    except OptionError as error:
        raise ResourceNotFoundError(one_line(str(error))) from error
    except HefaError as error:
        raise ResourceError(one_line(str(error))) from error


def _argument_error(tool: str, error: ValidationError) -> OptionError:
    """Return what is wrong with the first argument that does not fit the tool."""
    first = error.errors(include_url=False)[0]
    name = ".".join(map(str, first["loc"]))
    problem, remedy = _PROBLEMS.get(first["type"], ("类型不对", "参数见工具的说明"))
    return OptionError(f"{tool} 的参数 {name}", problem, remedy)


def _as_text(found: StatuteText) -> str:
    lines = [f"{found.title}（{found.promulgated or '日期不明'}）"]
    lines += [f"{one.label}　{one.text}" for one in found.articles]
    return "\n".join(lines + ([f"另有 {found.left_out} 条，请按条号查"] if found.left_out else [])) + "\n"
