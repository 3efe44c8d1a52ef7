"""The tools over MCP, driven by the client of the package ``mcp``: the server is a process of its own."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

pytest.importorskip("mcp", reason="hefa[mcp] is not installed")

import anyio
from mcp.client.client import Client
from mcp.client.stdio import StdioServerParameters
from mcp.shared.exceptions import MCPError

import hefa
from hefa.cli.main import run
from hefa.errors import OptionError, ReadError
from hefa.model.opinion import NotReviewed, Opinion
from hefa.toolserver import desk as desk_module
from hefa.toolserver.desk import Desk
from hefa.toolserver.pages import BESIDE, ROOM, review_page
from hefa.toolserver.roots import Roots

SCRIPT = "from hefa.cli.main import main; main()"
FAULTY = "设立婚庆礼仪公司的，经街道办事处核准后方可营业。"
DRAFT = f"""\
某镇集市管理办法
第一条　{FAULTY}
第二条　食品经营者依照《中华人民共和国食品安全法》第三十五条取得许可后方可从事食品销售。
"""
LAW = """\
# 中华人民共和国集市法

2001年5月1日 第九届全国人民代表大会常务委员会第一次会议通过

第一条 为了管好集市，制定本法。

第二条 摊位由集市开办者划定。

第三条 本法自2001年10月1日起施行。
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder of drafts, a secret beside it, and links that lead from one to the other."""
    home = tmp_path_factory.mktemp("mcp")
    drafts = home / "稿件"
    drafts.mkdir()
    (drafts / "办法.txt").write_text(DRAFT, encoding="utf-8")
    (drafts / "坏.txt").write_bytes(DRAFT.encode() + b"\xff\xfe\x80\n")
    (home / "秘密.txt").write_text(FAULTY, encoding="utf-8")
    (drafts / "链接.txt").symlink_to(home / "秘密.txt")
    (drafts / "上级").symlink_to(home)
    (drafts / "自己").symlink_to(drafts / "自己")
    os.mkfifo(drafts / "管道.txt")
    (home / "集市法.md").write_text(LAW, encoding="utf-8")
    assert run(["statutes", "import", str(home / "集市法.md"), "--library", str(home / "库.db")]) == 0
    return drafts


def with_client(folder: Path, do: Callable[[Client], Awaitable[None]]) -> None:
    library = folder.parent / "库.db"
    server = StdioServerParameters(
        command=sys.executable,
        args=["-c", SCRIPT, "mcp", "--root", str(folder), "--statutes", str(library)],
        env={"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )

    async def main() -> None:
        async with Client(server) as client:
            await do(client)

    asyncio.run(asyncio.wait_for(main(), 60))


async def result(client: Client, tool: str, **arguments: Any) -> dict[str, Any]:
    """Call a tool that must succeed: what is structured fits its schema, and stands in the text as well."""
    given = await client.call_tool(tool, arguments)
    assert not given.is_error, given.content
    assert json.loads(given.content[0].text) == given.structured_content
    return given.structured_content


async def refused(client: Client, tool: str, **arguments: Any) -> str:
    given = await client.call_tool(tool, arguments)
    assert given.is_error
    [content] = given.content
    assert content.text.startswith("HF")
    assert len(content.text.splitlines()) == 1
    return content.text


def test_a_client_reviews_explains_and_looks_up(folder: Path) -> None:
    async def do(client: Client) -> None:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        assert set(tools) == {
            *("review_text", "review_file", "explain", "why_not"),
            *("look_up_statute", "search_statutes", "list_rules"),
        }
        assert all(tool.annotations.read_only_hint for tool in tools.values())

        clause = await result(client, "review_text", text=FAULTY)
        [finding] = clause["findings"]
        jsonschema.validate(clause, tools["review_text"].output_schema)
        assert (finding["rule"], finding["quote"], finding["trace"]) == ("permit-001", FAULTY[:-1], [])
        assert clause["conclusion"] == "unlawful"

        told = await result(client, "explain", what=finding["fingerprint"][:8])
        assert told["finding"]["trace"] != []
        assert [group["kind"] for group in told["reasons"]][:1] == ["理由"]
        rule = await result(client, "explain", what="permit-001")
        assert (rule["finding"], rule["lines"]) == (None, told["lines"])
        assert (
            (await client.read_resource("hefa://rules/permit-001")).contents[0].text.startswith("permit-001")
        )

        whole = await result(client, "review_file", path="办法.txt", rank="规范性文件", trace=True)
        assert whole["document"]["title"] == "某镇集市管理办法"
        assert "permit-001" in [one["rule"] for one in whole["findings"] if one["trace"]]

        why = await result(client, "why_not", text=DRAFT, article="2")
        reasons = [line for rule in why["clauses"][0]["nearest"] for line in rule["reasons"]]
        assert any(line.startswith("因例外不报") for line in reasons)

        law = await result(client, "look_up_statute", law="集市法", article="2", as_of="2005-01-01")
        assert law["articles"] == [{"label": "第二条", "text": "摊位由集市开办者划定。"}]
        assert (law["status"], law["day"], law["left_out"]) == ("in-force", "2005-01-01", 0)
        found = await result(client, "search_statutes", query="集市开办者")
        assert [one["label"] for one in found["articles"]] == ["第二条"]
        assert not found["more"]
        whole_law = await client.read_resource("hefa://statutes/集市法")
        assert whole_law.contents[0].text.splitlines()[0] == "中华人民共和国集市法（2001-05-01）"
        article = await client.read_resource("hefa://statutes/集市法/第三条")
        assert article.contents[0].text.splitlines()[1].startswith("第三条")

        rules = await result(client, "list_rules", category="行政许可", limit=2)
        assert [one["id"] for one in rules["rules"]] == ["permit-001", "permit-002"]
        following = await result(client, "list_rules", category="permit", offset=rules["next_offset"])
        assert following["rules"][0]["id"] > "permit-002"
        assert following["next_offset"] is None

    with_client(folder, do)


def test_bad_calls_are_one_line_and_the_server_goes_on(folder: Path) -> None:
    async def do(client: Client) -> None:
        for path in (
            *("../秘密.txt", str(folder.parent / "秘密.txt"), "链接.txt", "上级/秘密.txt", "上级/没有.txt"),
            *(
                "/etc/passwd",
                "办法.txt/../../秘密.txt",
                "a\0b",
                "",
                ".",
                "-",
                "自己",
                "管道.txt",
                "长" * 5000,
            ),
        ):
            assert "不在允许的文件夹里" in await refused(client, "review_file", path=path)
        assert "没有写" in await refused(client, "review_text")
        assert "类型不对" in await refused(client, "review_text", text=["一"])
        assert "上限" in await refused(client, "review_text", text="一" * 300_001)
        assert "没有内容" in await refused(client, "review_text", text=" \n")
        assert "没有效力层级 x y" in await refused(client, "review_text", text=FAULTY, rank="x\ny")
        assert "不是日期" in await refused(client, "review_text", text=FAULTY, as_of="昨天")
        assert "limit" in await refused(client, "review_text", text=FAULTY, limit=0)
        assert "limit" in await refused(client, "search_statutes", query="集市开办者", limit=51)
        assert "没有类别 甲" in await refused(client, "list_rules", category="甲")
        assert "不是规则编号" in await refused(client, "explain", what="permit-999\n")
        assert "没有 第九条" in await refused(client, "why_not", text=DRAFT, article="第九条")
        assert "还没有施行" in await refused(client, "look_up_statute", law="集市法", as_of="1999-01-01")
        assert "没有 删除" in await refused(client, "删除", path="办法.txt")
        for uri in (
            "hefa://rules/permit-999",
            "hefa://statutes/没有法",
            "hefa://rules/..%2Fx",
            "file:///etc/passwd",
        ):
            with pytest.raises(MCPError):
                await client.read_resource(uri)

        damaged = await result(client, "review_file", path="坏.txt")
        assert "U+FFFD" in damaged["not_reviewed"][0]["reason"]
        assert "permit-001" in [one["rule"] for one in damaged["findings"]]

    with_client(folder, do)


def test_a_call_given_up_leaves_the_server_usable(folder: Path) -> None:
    async def do(client: Client) -> None:
        async with anyio.create_task_group() as group:
            group.start_soon(client.call_tool, "review_text", {"text": DRAFT * 300})
            await asyncio.sleep(0.2)
            group.cancel_scope.cancel()

        several = [result(client, "review_text", text=FAULTY) for _ in range(4)]
        assert len({json.dumps(one) for one in await asyncio.gather(*several)}) == 1

    with_client(folder, do)


def test_only_the_protocol_is_on_standard_output() -> None:
    """Damaged lines are answered or passed over, and the end of input is the end of the server."""
    hello = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}}
    lines = [
        json.dumps({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": hello}).encode(),
        json.dumps({"jsonrpc": "2.0", "method": "notifications/initialized"}).encode(),
        b"{not json",
        b'{"jsonrpc": "2.0", "id": 2, "method": "\xff\xfe"}',
        b'{"jsonrpc": "2.0", "id": 3, "method": "tools/call", "params": {"name": "review_text",'
        b' "arguments": {"text": "\\ud800"}}}',
        json.dumps(
            {
                "jsonrpc": "2.0",
                "id": 4,
                "method": "tools/call",
                "params": {"name": "review_text", "arguments": {"text": FAULTY}},
            }
        ).encode(),
    ]

    with subprocess.Popen(
        [sys.executable, "-c", SCRIPT, "mcp", "--statutes", "none"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        server.stdin.write(b"\n".join(lines) + b"\n")
        server.stdin.flush()
        answers: dict[int, Any] = {}
        while 4 not in answers:
            answer = json.loads(server.stdout.readline())
            answers[answer.get("id", 0)] = answer
        rest, errors = server.communicate(timeout=30)

    assert answers[4]["result"]["structuredContent"]["findings"][0]["rule"] == "permit-001"
    assert "error" in answers[2]
    assert (server.returncode, rest) == (0, b"")
    assert b"Traceback" not in errors


def test_start_options_are_checked_before_serving(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["mcp", "--root", str(tmp_path / "没有")]) == 2
    assert "没有这个文件夹" in capsys.readouterr().err
    assert run(["mcp", "--select", "nix"]) == 2
    assert "没有规则或者类别 nix" in capsys.readouterr().err


def test_without_the_package_one_line_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delitem(sys.modules, "hefa.toolserver.server", raising=False)
    monkeypatch.setitem(sys.modules, "mcp.server", None)

    assert run(["mcp"]) == 2
    assert 'pip install "hefa[mcp]"' in capsys.readouterr().err


def test_a_server_without_folders_reads_no_file() -> None:
    with pytest.raises(OptionError, match="--root"):
        Roots([]).file("a.txt")


def test_drafts_in_a_zip_file_are_within_its_folder(tmp_path: Path) -> None:
    (tmp_path / "包.zip").write_bytes(b"PK\x03\x04")

    roots = Roots([tmp_path])

    assert roots.file("包.zip/甲.txt") == tmp_path.resolve() / "包.zip" / "甲.txt"
    with pytest.raises(ReadError):
        roots.file("没有/甲.txt")


def test_pages_of_findings_are_complete_and_bounded() -> None:
    text = "某镇集市管理办法\n" + "".join(f"第{n}条　{FAULTY}\n" for n in ("一", "二", "三", "四", "五"))
    opinion = hefa.Reviewer(select=["permit"]).review_text(text)
    long = "重" * (ROOM // 3)
    opinion = opinion.model_copy(
        update={
            "findings": tuple(one.model_copy(update={"message": long}) for one in opinion.findings),
            "not_reviewed": (NotReviewed(reason="表"),) * (BESIDE + 3),
        }
    )

    offset: int | None = 0
    shown = []
    while offset is not None:
        page = review_page(opinion, offset, 4, trace=True)
        shown += page.findings
        assert 1 <= len(page.findings) <= 2
        offset = page.next_offset

    assert tuple(shown) == opinion.findings
    assert page.not_reviewed[-1].reason == "未审查的内容另有 3 项，没有列出"
    assert Opinion.model_fields.keys() < page.model_dump().keys()


def test_the_oldest_findings_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk_module, "REMEMBERED", 1)
    desk = Desk(hefa.Reviewer(select=["permit", "fee"]))
    other = "摊主应当向镇市场服务站缴纳卫生保证金二百元。"

    first, second = (
        desk.review_text(text, None, None, 0, 20, trace=False).findings[-1] for text in (FAULTY, other)
    )

    assert desk.explain(second.fingerprint).rule == second.rule
    with pytest.raises(OptionError, match="不是规则编号"):
        desk.explain(first.fingerprint)


def test_a_library_left_out_is_not_searched() -> None:
    desk = Desk(hefa.Reviewer(select=["permit"]))

    with pytest.raises(hefa.HefaError, match="没有法规库"):
        desk.search_statutes("集市开办者", 5)
