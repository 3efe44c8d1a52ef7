"""Tokens of one sentence to segments, by ``provision.lark`` (LALR, total)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from lark import Lark, Transformer, v_args
from lark.lexer import Lexer, Token

import hefa_grammar
from hefa.extract.tokens import ProvisionToken


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

    def left(self, *items: list[ProvisionToken]) -> list[ProvisionToken]:
        return [token for item in items for token in item]

    def scope(self, modal: ProvisionToken, *items: list[ProvisionToken]) -> Scope:
        return Scope(modal, [token for item in items for token in item])

    def modal(self, token: ProvisionToken) -> ProvisionToken:
        return token

    def condition_end(self, token: ProvisionToken) -> ProvisionToken:
        return token

    def item(self, part: ProvisionToken | list[ProvisionToken]) -> list[ProvisionToken]:
        return part if isinstance(part, list) else [part]

    def basis(self, *tokens: ProvisionToken) -> list[ProvisionToken]:
        return list(tokens)

    def reference(self, token: ProvisionToken) -> ProvisionToken:
        return token


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
    segments: list[Segment] = _parser().parse(tokens)  # type: ignore[assignment] # the transformer's result
    return segments
