"""The language server: driven by the client of its own library, the server being a process of its own."""

import asyncio
import datetime
import json
import os
import subprocess
import sys
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pygls", reason="hefa[lsp] is not installed")

from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types
from lsprotocol.types import Position, PositionEncodingKind, Range
from pygls.exceptions import JsonRpcException
from pygls.lsp.client import LanguageClient
from pygls.protocol import default_converter

import hefa
from hefa.cli.main import run
from hefa.decisions import read_decisions
from hefa.errors import OptionError
from hefa.langserver import check as check_module
from hefa.langserver import marks as marks_module
from hefa.langserver.check import Checked, Checker
from hefa.langserver.marks import IGNORE, Marks
from hefa.langserver.places import Places
from hefa.langserver.settings import Settings, own, read_settings

SCRIPT = "from hefa.cli.main import main; main()"
NAME = "某政规[2026]001号"
CLAUSE = "设立𠮷记礼仪公司的，经街道办事处核准后方可营业"
DRAFT = f"""\
某镇人民政府关于印发《某镇集市管理办法》的通知
{NAME}
各村：
现印发给你们。
某镇集市管理办法
第一条　𠮷记之外，{CLAUSE}。
"""
RULES = {"select": ["permit", "form-016"], "statutes": "none", "delay": 0}
DAY = datetime.date(2026, 5, 1)
UTF16, UTF32 = PositionEncodingKind.Utf16, PositionEncodingKind.Utf32
ENCODINGS = (UTF16, UTF32, PositionEncodingKind.Utf8)


def _converter() -> Any:
    """Read a code action that has a command as such: the library takes it for a bare command."""
    converter = default_converter()

    def action(given: dict[str, Any], _: object) -> object:
        bare = isinstance(given.get("command"), str)
        return converter.structure(given, types.Command if bare else types.CodeAction)

    converter.register_structure_hook(types.Command | types.CodeAction, action)
    return converter


class Editor(LanguageClient):
    """An editor with one draft, which keeps what it is told."""

    def __init__(self, path: Path) -> None:
        super().__init__("editor", "1", converter_factory=_converter)
        self.uri, self.version = path.as_uri(), 0
        self.shown: asyncio.Queue[types.PublishDiagnosticsParams] = asyncio.Queue()
        self.said: list[str] = []
        self.order: list[str] = []
        self.settings: object = None
        self.watched: list[str] = []

        @self.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        def show(params: types.PublishDiagnosticsParams) -> None:
            self.order.append("diagnostics")
            self.shown.put_nowait(params)

        @self.feature(types.WINDOW_SHOW_MESSAGE)
        def say(params: types.ShowMessageParams) -> None:
            self.said.append(params.message)

        @self.feature(types.WORKSPACE_CONFIGURATION)
        def configuration(params: types.ConfigurationParams) -> list[object]:
            return [self.settings for _ in params.items]

        @self.feature(types.CLIENT_REGISTER_CAPABILITY)
        def register(params: types.RegistrationParams) -> None:
            self.watched += [one.method for one in params.registrations]

    @property
    def document(self) -> types.TextDocumentIdentifier:
        return types.TextDocumentIdentifier(self.uri)

    async def start(
        self, options: object, encodings: Sequence[PositionEncodingKind], *, related: bool = True
    ) -> types.InitializeResult:
        await self.start_io(
            sys.executable,
            *("-c", SCRIPT, "lsp", "--stdio"),
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
        capabilities = types.ClientCapabilities(
            general=types.GeneralClientCapabilities(position_encodings=list(encodings) or None),
            text_document=types.TextDocumentClientCapabilities(
                publish_diagnostics=types.PublishDiagnosticsClientCapabilities(related_information=related)
            ),
            workspace=types.WorkspaceClientCapabilities(
                configuration=True,
                did_change_watched_files=types.DidChangeWatchedFilesClientCapabilities(
                    dynamic_registration=True
                ),
            ),
        )
        started = await self.initialize_async(
            types.InitializeParams(capabilities, initialization_options=options)
        )
        self.initialized(types.InitializedParams())
        return started

    def open(self, text: str, language: str = "plaintext") -> None:
        self.version += 1
        item = types.TextDocumentItem(self.uri, language, self.version, text)
        self.text_document_did_open(types.DidOpenTextDocumentParams(item))

    def edit(self, text: str) -> None:
        self.version += 1
        document = types.VersionedTextDocumentIdentifier(self.version, self.uri)
        change = types.TextDocumentContentChangeWholeDocument(text)
        self.text_document_did_change(types.DidChangeTextDocumentParams(document, [change]))

    def configure(self, settings: object) -> None:
        self.workspace_did_change_configuration(types.DidChangeConfigurationParams(settings))

    async def diagnostics(self) -> dict[str, types.Diagnostic]:
        """Return what is shown next, by code; what is said of the review itself has none."""
        shown = await self.shown.get()
        return {str(one.code or "note"): one for one in shown.diagnostics}

    async def actions(self, place: Range) -> list[types.CodeAction]:
        params = types.CodeActionParams(self.document, place, types.CodeActionContext([]))
        return list(await self.text_document_code_action_async(params) or ())  # type: ignore[arg-type]

    async def hover(self, place: Position) -> str:
        found = await self.text_document_hover_async(types.HoverParams(self.document, place))
        return found.contents.value if found else ""  # type: ignore[union-attr]

    async def end(self) -> int | None:
        await self.shutdown_async(None)
        self.exit(None)
        await self.stop()
        return self._server.returncode if self._server else None


def with_editor(
    path: Path,
    do: Callable[[Editor], Awaitable[None]],
    options: object = RULES,
    encodings: Sequence[PositionEncodingKind] = (UTF16,),
    *,
    related: bool = True,
) -> None:
    async def main() -> None:
        editor = Editor(path)
        started = await editor.start(options, encodings, related=related)
        assert started.capabilities.position_encoding == (encodings or (UTF16,))[0]
        await do(editor)
        assert await editor.end() == 0

    asyncio.run(asyncio.wait_for(main(), 60))


def stretch(text: str, words: str, encoding: PositionEncodingKind) -> Range:
    """Return where words stand within one line, counted here from the definition."""
    before = text[: text.index(words)]
    line, column = before.count("\n"), before.rpartition("\n")[2]
    codec, size = {UTF16: ("utf-16-le", 2), UTF32: ("utf-32-le", 4)}.get(encoding, ("utf-8", 1))
    start, length = (len(some.encode(codec)) // size for some in (column, words))
    return Range(Position(line, start), Position(line, start + length))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "集市 稿.txt"
    path.write_text(DRAFT, encoding="utf-8")
    return path


@pytest.mark.parametrize("encoding", [UTF16, UTF32])
def test_findings_are_marked_explained_and_mended(path: Path, encoding: PositionEncodingKind) -> None:
    async def do(editor: Editor) -> None:
        editor.open(DRAFT)
        found = await editor.diagnostics()
        assert set(found) == {"permit-001", "form-016"}
        permit, form = found["permit-001"], found["form-016"]
        assert permit.range == stretch(DRAFT, f"𠮷记之外，{CLAUSE}", encoding)
        assert form.range == stretch(DRAFT, NAME, encoding)
        assert (permit.severity, permit.source) == (types.DiagnosticSeverity.Error, "hefa")
        assert permit.message.startswith("疑似")
        assert "建议：" in permit.message
        assert "《中华人民共和国行政许可法》" in next(iter(permit.related_information or ())).message

        told = await editor.hover(permit.range.start)
        assert all(word in told for word in ("疑似违法", "permit-001", "依据：", "建议：", "理由："))
        assert "form-016" not in told
        assert await editor.hover(Position(0, 0)) == ""

        mend, ignore = await editor.actions(form.range)
        assert mend.is_preferred
        [edit] = mend.edit.changes[editor.uri]  # type: ignore[union-attr,index]
        assert (edit.range, edit.new_text) == (form.range, "某政规〔2026〕1号")
        assert ignore.command is not None
        assert ignore.command.arguments is not None
        assert ignore.command.arguments[0] == editor.uri

        editor.edit(DRAFT.replace(NAME, edit.new_text))
        assert set(await editor.diagnostics()) == {"permit-001"}
        editor.configure({"hefa": {**RULES, "delay": 60_000}})
        await editor.diagnostics()
        editor.edit(DRAFT)
        assert await editor.actions(form.range) == []  # the marks are of the text before

        editor.text_document_did_close(types.DidCloseTextDocumentParams(editor.document))
        while (last := await editor.shown.get()).diagnostics:
            pass
        assert last.version is None

    with_editor(path, do, encodings=(encoding, *ENCODINGS))


def test_a_finding_ignored_is_a_decision_and_stays_away(path: Path) -> None:
    file = path.with_name("集市 稿.hefa.yml")

    async def do(editor: Editor) -> None:
        editor.open(DRAFT)
        permit = (await editor.diagnostics())["permit-001"]
        assert "依据：《中华人民共和国行政许可法》" in permit.message  # this editor shows nothing related
        assert permit.related_information is None
        [ignore] = await editor.actions(permit.range)
        command = ignore.command
        assert command is not None
        await editor.workspace_execute_command_async(
            types.ExecuteCommandParams(command.command, command.arguments)
        )
        assert set(await editor.diagnostics()) == {"form-016"}
        assert str(file) in editor.said[-1]

        [decision] = read_decisions(file)
        assert (decision.verdict, decision.rule, decision.by) == ("reject", "permit-001", "张三")
        assert decision.reason == "县里已有规定"
        assert decision.date == datetime.date.today()

        await editor.workspace_execute_command_async(
            types.ExecuteCommandParams(IGNORE, [editor.uri, decision.fingerprint])
        )
        assert "没有这一发现" in editor.said[-1]
        with pytest.raises(JsonRpcException):
            await editor.workspace_execute_command_async(types.ExecuteCommandParams(IGNORE, []))

        assert editor.watched == [types.WORKSPACE_DID_CHANGE_WATCHED_FILES]
        file.unlink()
        event = types.FileEvent(file.as_uri(), types.FileChangeType.Deleted)
        editor.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))
        assert set(await editor.diagnostics()) == {"permit-001", "form-016"}
        file.write_text("不是列表", encoding="utf-8")
        editor.text_document_did_save(types.DidSaveTextDocumentParams(editor.document))
        assert "HF301" in (await editor.diagnostics())["note"].message

    options = {"hefa": {**RULES, "by": "张三", "reason": "县里已有规定"}}
    with_editor(path, do, options, encodings=(), related=False)


def test_settings_change_what_is_found(path: Path) -> None:
    async def do(editor: Editor) -> None:
        editor.open(DRAFT)
        assert set(await editor.diagnostics()) == {"permit-001", "form-016"}
        editor.configure({"hefa": {**RULES, "ignore": "form，fee"}})
        assert set(await editor.diagnostics()) == {"permit-001"}
        editor.settings = {**RULES, "select": ["form-016"], "minConfidence": "low"}
        editor.configure(None)
        assert set(await editor.diagnostics()) == {"form-016"}
        editor.configure({})
        assert set(await editor.diagnostics()) == {"permit-001", "form-016"}
        editor.configure({"hefa": {"select": ["nix"], "statutes": "none"}})
        assert "没有规则或者类别 nix" in (await editor.diagnostics())["note"].message
        editor.configure({"hefa": {**RULES, "delay": "慢"}})
        editor.configure({"hefa": {**RULES, "rank": "其他", "colour": "red"}})
        assert "不属于合法性审查范围" in (await editor.diagnostics())["note"].message
        assert editor.said == [
            "HF002 设置 hefa.delay：要写数。写法见 docs/editors.md",
            "没有这样的设置：colour，写法见 docs/editors.md",
        ]

    with_editor(path, do)


def test_a_long_review_keeps_nobody_waiting_and_the_newest_text_wins(path: Path) -> None:
    long = DRAFT + "镇综合服务中心负责公园座椅的日常维护。\n" * 14_000
    assert len(long.encode()) > 800_000

    async def do(editor: Editor) -> None:
        editor.open(long)
        answer = await editor.hover(Position(5, 9))
        editor.order.append("hover")
        assert answer == ""  # not reviewed yet
        for text in (long, DRAFT + "一", DRAFT + "二", DRAFT):
            editor.edit(text)
        shown = await editor.shown.get()
        assert editor.order == ["hover", "diagnostics"]
        assert shown.version == editor.version
        assert {one.code for one in shown.diagnostics} == {"permit-001", "form-016"}
        editor.edit(long)  # is being reviewed while the editor goes away

    with_editor(path, do)


def test_what_is_no_draft_is_left_alone(tmp_path: Path) -> None:
    async def do(editor: Editor) -> None:
        draft = editor.uri
        editor.uri = (tmp_path / "稿.hefa.yml").as_uri()
        editor.open(DRAFT, "yaml")
        editor.uri = "untitled:Untitled-1"
        editor.open(DRAFT, "markdown")
        found = await editor.diagnostics()
        assert [action.command for action in await editor.actions(found["permit-001"].range)] == []
        editor.uri = draft
        editor.open(" \n", "markdown")
        assert await editor.diagnostics() == {}
        assert editor.shown.empty()

    with_editor(tmp_path / "稿.md", do)


def message(**fields: object) -> bytes:
    body = json.dumps({"jsonrpc": "2.0", **fields}).encode()
    return framed(body)


def framed(body: bytes) -> bytes:
    return b"Content-Length: %d\r\n\r\n" % len(body) + body


def spoken(*sent: bytes) -> tuple[int, bytes, bytes]:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, "lsp"],
        input=b"".join(sent),
        capture_output=True,
        check=False,
        timeout=60,
    )
    return done.returncode, done.stdout, done.stderr


START = message(id=1, method="initialize", params={"capabilities": {}, "processId": None, "rootUri": None})


def test_damaged_messages_are_passed_over() -> None:
    open_ = {"uri": "file:///a.txt", "languageId": "plaintext", "version": 1, "text": "\ud842 甲\ud800"}

    code, out, errors = spoken(
        START,
        framed(b"{not json"),
        framed(b'{"jsonrpc": "2.0", "method": "\xff\xfe"}'),
        framed(b"[]"),
        message(id=2, method="textDocument/hover", params={"position": "nowhere"}),
        message(id=3, method="nobody/knows", params={}),
        message(method="textDocument/didOpen", params={"textDocument": open_}),
        message(method="textDocument/didChange", params={"textDocument": {"uri": "file:///b", "version": 1}}),
        message(method="$/cancelRequest", params={"id": 99}),
        message(
            id=4,
            method="textDocument/hover",
            params={"textDocument": {"uri": "file:///b.txt"}, "position": {"line": 7, "character": 9}},
        ),
        message(id=5, method="shutdown"),
        message(method="exit"),
    )

    assert code == 0
    answers = [
        json.loads(part.rpartition(b"\r\n\r\n")[2]) for part in out.split(b"Content-Length: ")[1:] if part
    ]
    by_id = {answer["id"]: answer for answer in answers if "id" in answer}
    assert by_id.keys() >= {1, 3, 4, 5}
    assert "error" in by_id[3]
    assert by_id[4]["result"] is None
    assert b"Traceback" not in errors


def test_an_editor_that_just_goes_away_ends_the_server() -> None:
    code, out, errors = spoken(START)

    assert code == 1
    assert out.startswith(b"Content-Length: ")
    assert errors == b""


def test_without_the_package_one_line_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delitem(sys.modules, "hefa.langserver.server", raising=False)
    monkeypatch.setitem(sys.modules, "pygls.lsp.server", None)

    assert run(["lsp"]) == 2
    assert 'pip install "hefa[lsp]"' in capsys.readouterr().err


def test_a_request_cancelled_is_answered_or_not_and_the_server_goes_on(path: Path) -> None:
    async def do(editor: Editor) -> None:
        editor.open(DRAFT)
        params = types.HoverParams(editor.document, Position(5, 9))
        asked = editor.protocol.send_request_async(types.TEXT_DOCUMENT_HOVER, params, msg_id="given up")
        editor.cancel_request(types.CancelParams("given up"))
        await asyncio.wait([asked], timeout=5)
        assert "permit-001" in await editor.diagnostics()
        assert "permit-001" in await editor.hover(Position(5, 9))

    with_editor(path, do)


TEXTS = st.text(st.sampled_from("甲𠮷a\u2028\x0b\x85\f\r\n，"), max_size=30)


@given(TEXTS, st.sampled_from(ENCODINGS), st.data())
def test_places_are_counted_by_the_protocol_and_lead_back(
    text: str, encoding: PositionEncodingKind, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(text)))
    if text[at - 1 : at + 1] == "\r\n":
        at -= 1  # a place between the two is none
    places = Places(text, encoding)

    place = places.position(at)

    plain = text[:at].replace("\r\n", "\n").replace("\r", "\n")
    codec, size = {UTF16: ("utf-16-le", 2), UTF32: ("utf-32-le", 4)}.get(encoding, ("utf-8", 1))
    assert place.line == plain.count("\n")
    assert place.character == len(plain.rpartition("\n")[2].encode(codec)) // size
    assert places.offset(place) == at
    line_end = min(text.find(end, at) % (len(text) + 1) for end in "\r\n")
    assert places.offset(Position(place.line, 999)) == line_end
    assert places.offset(Position(99, 0)) == len(text)


def test_a_finding_without_words_is_shown_on_its_line() -> None:
    places = Places("甲\r\n𠮷乙\r\n", UTF16)

    assert places.range(3, 3) == Range(Position(1, 0), Position(1, 3))
    assert places.offset(Position(1, 99)) == 5


def test_too_many_findings_are_counted_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    checked = Checker().check(
        DRAFT, "稿.txt", None, Settings(select=("permit", "form-016"), statutes="none"), DAY
    )
    monkeypatch.setattr(marks_module, "MOST", 1)

    shown = Marks("file:///a", Places(DRAFT, UTF32), checked, related=True).diagnostics()

    assert [one.message for one in shown if one.code is None] == ["另有 1 处发现没有标出"]
    assert len(shown) == 2


def test_a_text_beyond_the_limit_is_said_not_to_be_reviewed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check_module, "LONGEST", 10)

    assert "上限" in Checker().check(DRAFT, "稿.txt", None, Settings(), DAY).problem
    assert Checker().check("\n", "稿.txt", None, Settings(), DAY) == Checked()


def test_the_reviewer_is_built_once_for_settings_and_day(monkeypatch: pytest.MonkeyPatch) -> None:
    built = []

    class Counted(hefa.Reviewer):
        def __init__(self, *args: object, **options: object) -> None:
            built.append(options["as_of"])
            super().__init__(*args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(check_module, "Reviewer", Counted)
    checker, settings = Checker(), Settings(select=("permit",), statutes="none")

    first = [checker.check(DRAFT, "稿.txt", None, settings, DAY) for _ in range(2)]
    checker.check(DRAFT, "稿.txt", None, Settings(select=("fee",), statutes="none"), DAY)
    checker.check(DRAFT, "稿.txt", None, settings, DAY)
    assert len(built) == 3
    checker.check(DRAFT, "稿.txt", None, settings, DAY + datetime.timedelta(1))

    assert first[0] == first[1]
    assert len(built) == 4


def test_settings_are_read_as_editors_give_them(tmp_path: Path) -> None:
    assert (
        read_settings(own(None), tmp_path) == read_settings(own({"hefa": None}), tmp_path) == (Settings(), ())
    )
    assert own({"python": {"rank": "law"}}) == {}
    given, unknown = read_settings(
        own({"hefa": {"select": "fee, permit", "rank": None, "minConfidence": "high"}}), tmp_path
    )
    assert (given.select, given.rank, given.min_confidence, unknown) == (("fee", "permit"), None, "high", ())
    assert read_settings({"rules": ["规则", "/x"]}, tmp_path)[0].rules == (str(tmp_path / "规则"), "/x")
    for wrong in (["rank"], {"select": 3}, {"delay": -1}, {"delay": 1e9}, {"rank": 7}, {"minConfidence": 1}):
        with pytest.raises(OptionError, match="设置") as error:
            read_settings(own(wrong), tmp_path)
        assert len(str(error.value).splitlines()) == 1
