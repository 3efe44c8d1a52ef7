"""Tokens of one sentence to segments, by ``provision.lark`` (LALR, total)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from lark import Lark, Transformer, v_args
from lark.lexer import Lexer, Token

import hefa_grammar
from hefa.extract.tokens import ProvisionToken

MODALS = frozenset(("DUTY", "BAN", "WAIVE", "DENY", "GATE", "MAY", "ENCOURAGE", "UNDO", "BY", "LIMIT"))
_MARKS = MODALS | {"COMMA", "CONDITION"}


@dataclass(slots=True)
class Scope:
    """A modal and what it governs, up to the next modal or comma."""

    modal: ProvisionToken
    items: list[ProvisionToken]


@dataclass(slots=True)
class Segment:
    """What stands between two commas."""

    left: list[ProvisionToken]
    scopes: list[Scope]
    condition: bool = False
    end: int | None = None  # where its comma stands; None for the last segment
    tokens: list[ProvisionToken] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.tokens = [*self.left, *(t for scope in self.scopes for t in (scope.modal, *scope.items))]


class _TokenLexer(Lexer):
    """Hands ready tokens to the parser."""

    def __init__(self, lexer_conf: object) -> None:
        """Take nothing from the grammar's terminals: all are declared."""

    def lex(self, data: Sequence[Token]) -> Iterator[Token]:  # type: ignore[override] # lark's simple interface
        yield from data


class _Run(ProvisionToken):
    """Consecutive tokens that mark nothing, as one token of the grammar."""

    __slots__ = ("items",)

    def __init__(self, first: ProvisionToken) -> None:
        super().__init__("ITEMS", "", first.start_pos, first.end_pos)
        self.items = [first]


def _items(run: _Run | None) -> list[ProvisionToken]:
    return run.items if run is not None else []


@v_args(inline=True)
class _Build(Transformer[Any, list[Segment]]):
    """Builds segments while the parser runs."""

    def start(self, *parts: Segment | ProvisionToken) -> list[Segment]:
        segments = [part for part in parts if isinstance(part, Segment)]
        commas = [part for part in parts if isinstance(part, ProvisionToken)]
        for segment, comma in zip(segments, commas, strict=False):
            segment.end = comma.start_pos
        return segments

    def segment(self, left: list[ProvisionToken], *rest: Scope | ProvisionToken) -> Segment:
        scopes = [part for part in rest if isinstance(part, Scope)]
        return Segment(left, scopes, condition=len(scopes) != len(rest))

    def left(self, run: _Run | None = None) -> list[ProvisionToken]:
        return _items(run)

    def scope(self, modal: ProvisionToken, run: _Run | None = None) -> Scope:
        return Scope(modal, _items(run))

    def modal(self, token: ProvisionToken) -> ProvisionToken:
        return token

    def condition_end(self, token: ProvisionToken) -> ProvisionToken:
        return token


def _runs(tokens: Iterable[ProvisionToken]) -> Iterator[ProvisionToken]:
    """Yield the marks as they are, and the tokens between two of them as one."""
    run: _Run | None = None
    for token in tokens:
        if token.type in _MARKS:
            run = None
            yield token
        elif run is None:
            run = _Run(token)
            yield run
        else:
            run.items.append(token)


@cache
def _parser() -> Lark:
    return Lark(
        hefa_grammar.source("provision"),
        parser="lalr",
        lexer=_TokenLexer,
        transformer=_Build(),
    )


def parse_sentence(tokens: list[ProvisionToken]) -> list[Segment]:
    """Return the segments of one sentence; every token sequence has a parse."""
    segments: list[Segment] = _parser().parse(list(_runs(tokens)))  # type: ignore[assignment] # the transformer's result
    return segments
