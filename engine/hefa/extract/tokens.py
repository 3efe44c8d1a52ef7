"""The tokens of ``provision.lark``."""

from collections.abc import Iterable

from lark.lexer import Token

LITERAL = "LITERAL"
"""Terminal of a word that only phrases ask for; the grammar never sees it."""


class ProvisionToken(Token):
    """A token with the lexicon symbols of its word."""

    symbols: tuple[str, ...]


def make_token(kind: str, text: str, start: int, end: int, symbols: Iterable[str] = ()) -> ProvisionToken:
    """Return the token of ``text`` at ``start``:``end``."""
    token = ProvisionToken(kind, text, start, end_pos=end)
    token.symbols = tuple(symbols)
    return token
