"""The language server: what the editor says in, diagnostics, hovers and actions out.

The editor sends the whole text with each change, so that server and editor can never disagree about it:
the library splits lines at more characters than the protocol does, and would edit in the wrong place.
"""

import datetime
import getpass
import logging
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path

from hefa import __version__
from hefa.decide import add_decision, decided_line, make_decision
from hefa.errors import HefaError, OptionError
from hefa.langserver.drafts import Draft, Drafts
from hefa.langserver.marks import IGNORE, Marks
from hefa.langserver.places import Places
from hefa.langserver.settings import SECTION, own, read_settings
from hefa.opinion.wording import one_line

if TYPE_CHECKING:
    from pygls.server import ServerErrors

_LOUD, _QUIET = types.MessageType.Error, types.MessageType.Info
SUFFIXES = (".md", ".txt", "")
LANGUAGES = ("markdown", "plaintext")
"""Which of the files that the editor opens are drafts: by suffix, or by what the editor calls them."""
WATCHED = "**/*.hefa.yml"


class ReviewServer(LanguageServer):
    """Serves one editor."""

    def __init__(self) -> None:
        super().__init__("hefa", __version__, types.TextDocumentSyncKind.Full)
        self.drafts = Drafts(self.show)
        self.first_settings: dict[str, object] = {}
        self.home = Path()
        self.asked_to_end = False
        _add_text_features(self)
        _add_answers(self)
        _add_life(self)

    def report_server_error(self, error: Exception, source: "ServerErrors") -> None:
        """Say in one line on standard error what the library could not make sense of."""
        logging.getLogger(__name__).error("%s：%s", source.__name__, one_line(str(error)))

    def say(self, text: str, kind: types.MessageType) -> None:
        """Show the user a line."""
        self.window_show_message(types.ShowMessageParams(kind, one_line(text)))

    def show(self, draft: Draft) -> None:
        """Send the editor what was found in a draft."""
        if marks := self.marks(draft):
            shown = types.PublishDiagnosticsParams(draft.uri, marks.diagnostics(), draft.version)
            self.text_document_publish_diagnostics(shown)

    def marks(self, draft: Draft | None) -> Marks | None:
        """Return what is marked in a draft, if it was reviewed as it is now."""
        if draft is None or (checked := draft.current) is None:
            return None
        places = Places(draft.text, self.workspace.position_encoding or types.PositionEncodingKind.Utf16)
        asked = self.client_capabilities.text_document
        shown = asked.publish_diagnostics if asked else None
        return Marks(draft.uri, places, checked, bool(shown and shown.related_information))

    def take_settings(self, given: object) -> None:
        """Use other settings from now on, laid over those of the start.

        Those that cannot be used leave the ones before, and are told.
        """
        try:
            named = self.first_settings | own(given)
            self.drafts.settings, unknown = read_settings(named, self.home)
        except OptionError as error:
            self.say(str(error), _LOUD)
            return
        if unknown:
            self.say(
                f"没有这样的设置：{'、'.join(unknown)}，写法见 docs/editors.md", types.MessageType.Warning
            )
        self.drafts.review_all()


def _add_text_features(server: ReviewServer) -> None:
    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def opened(ls: ReviewServer, params: types.DidOpenTextDocumentParams) -> None:
        item = params.text_document
        path = to_fs_path(item.uri)
        file = Path(path) if path else None
        if item.language_id in LANGUAGES or Path(path or "").suffix.lower() in SUFFIXES:
            ls.drafts.open(Draft(item.uri, file, item.version, item.text))

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def changed(ls: ReviewServer, params: types.DidChangeTextDocumentParams) -> None:
        uri = params.text_document.uri
        text = ls.workspace.get_text_document(uri).source
        ls.drafts.change(uri, params.text_document.version, text)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def saved(ls: ReviewServer, params: types.DidSaveTextDocumentParams) -> None:
        ls.drafts.review(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def closed(ls: ReviewServer, params: types.DidCloseTextDocumentParams) -> None:
        ls.drafts.close(params.text_document.uri)
        nothing = types.PublishDiagnosticsParams(params.text_document.uri, [])
        ls.text_document_publish_diagnostics(nothing)


def _add_answers(server: ReviewServer) -> None:
    @server.feature(types.TEXT_DOCUMENT_HOVER)
    def hover(ls: ReviewServer, params: types.HoverParams) -> types.Hover | None:
        marks = ls.marks(ls.drafts.get(params.text_document.uri))
        said = marks.hover(params.position) if marks else ""
        return types.Hover(types.MarkupContent(types.MarkupKind.Markdown, said)) if said else None

    @server.feature(
        types.TEXT_DOCUMENT_CODE_ACTION,
        types.CodeActionOptions(code_action_kinds=[types.CodeActionKind.QuickFix]),
    )
    def actions(ls: ReviewServer, params: types.CodeActionParams) -> list[types.CodeAction]:
        draft = ls.drafts.get(params.text_document.uri)
        marks = ls.marks(draft)
        if draft is None or marks is None:
            return []
        return list(marks.actions(params.range, file=draft.path is not None))

    @server.command(IGNORE)
    def ignore(ls: ReviewServer, uri: str, fingerprint: str) -> None:
        draft, settings = ls.drafts.get(uri), ls.drafts.settings
        checked = draft.current if draft else None
        found = [one for one in checked.findings if one.fingerprint == fingerprint] if checked else []
        try:
            if draft is None or draft.path is None or not found:
                raise OptionError("忽略此项", "没有这一发现，草案可能已经修改", "等审查完成后再试")
            today, by = datetime.date.today(), settings.by or _user()
            decision = make_decision(found[0], "reject", settings.reason, by, day=today)
            path = add_decision(draft.path, decision)
        except HefaError as error:
            ls.say(str(error), _LOUD)
            return
        ls.say(f"已写入 {path}：{decided_line(decision)}", _QUIET)
        ls.drafts.review(uri)


def _add_life(server: ReviewServer) -> None:
    @server.feature(types.INITIALIZED)
    async def initialized(ls: ReviewServer, _params: types.InitializedParams) -> None:
        asked = ls.client_capabilities.workspace
        watched = asked.did_change_watched_files if asked else None
        if watched and watched.dynamic_registration:
            watcher = types.FileSystemWatcher(WATCHED)
            options = types.DidChangeWatchedFilesRegistrationOptions([watcher])
            registration = types.Registration(WATCHED, types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)
            await ls.client_register_capability_async(types.RegistrationParams([registration]))

    @server.feature(types.INITIALIZE)
    def initialize(ls: ReviewServer, params: types.InitializeParams) -> None:
        if root := ls.workspace.root_path:
            ls.home = Path(root)
        ls.take_settings(params.initialization_options)
        with suppress(OptionError):  # the user has been told
            ls.first_settings = own(params.initialization_options)

    @server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
    async def configured(ls: ReviewServer, params: types.DidChangeConfigurationParams) -> None:
        given: object = params.settings
        asked = ls.client_capabilities.workspace
        if given is None and asked and asked.configuration:
            wanted = types.ConfigurationParams([types.ConfigurationItem(section=SECTION)])
            [given] = await ls.workspace_configuration_async(wanted)
        ls.take_settings(given)

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def decided(ls: ReviewServer, _params: types.DidChangeWatchedFilesParams) -> None:
        ls.drafts.review_all()

    @server.feature(types.SHUTDOWN)
    def ending(ls: ReviewServer, *_params: None) -> None:
        ls.asked_to_end = True


def serve() -> int:
    """Serve on standard input and output until the editor goes away; 1 where it did so without notice."""
    logging.basicConfig(level=logging.ERROR, format="hefa lsp: %(message)s")
    logging.getLogger("pygls").setLevel(logging.CRITICAL)  # what it has to say comes to report_server_error
    server = ReviewServer()
    wire = _private_output()
    server.start_io(stdout=wire)
    if not wire.closed:
        with suppress(OSError):  # the editor is gone
            wire.flush()
    return 0 if server.asked_to_end else 1


def _private_output() -> BinaryIO:
    """Return standard output for the protocol alone: what else is written to it goes to standard error."""
    sys.stdout.flush()
    wire = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return wire


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a user without a name
        return "未署名"
