"""Tokens of one sentence to segments, by ``provision.lark`` (LALR, total)."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import hefa_grammar
from lark import Lark, Transformer, v_args
from lark.lexer import Lexer

from hefa.extract.lexer import ProvisionToken


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

    def __init__(self, lexer_conf: Any) -> None:
        """Take nothing from the grammar's terminals: all are declared."""

    def lex(self, data: Any) -> Iterator[ProvisionToken]:
        yield from data


@v_args(inline=True)
class _Build(Transformer[Any, list[Segment]]):
    """Builds segments while the parser runs."""

    def start(self, *parts: Any) -> list[Segment]:
        for segment, comma in zip(parts[::2], parts[1::2], strict=False):
            segment.end = comma.start_pos
        return list(parts[::2])

    def segment(self, left: list[ProvisionToken], *rest: Any) -> Segment:
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

    def item(self, part: Any) -> list[ProvisionToken]:
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
    segments: list[Segment] = _parser().parse(tokens)  # type: ignore[arg-type, assignment]
    return segments
