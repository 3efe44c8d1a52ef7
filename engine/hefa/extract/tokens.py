"""The tokens of ``provision.lark``."""

from lark.lexer import Token


class ProvisionToken(Token):
    """A token with the lexicon symbols of its word."""

    symbols: tuple[str, ...]
