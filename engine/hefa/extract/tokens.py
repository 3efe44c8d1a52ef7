"""The tokens of ``provision.lark``."""

LITERAL = "LITERAL"
"""Terminal of a word that only phrases ask for; the grammar never sees it."""


class ProvisionToken:
    """A word or mark of a sentence, with its lexicon classes.

    Has what Lark's parser asks of a token (``type`` and positions), without being a string: most
    tokens never reach the parser.
    """

    __slots__ = ("end_pos", "start_pos", "symbols", "text", "type")
    line = column = end_line = end_column = None

    def __init__(self, kind: str, text: str, start: int, end: int, symbols: tuple[str, ...] = ()) -> None:
        self.type = kind
        self.text = text
        self.start_pos = start
        self.end_pos = end
        self.symbols = symbols

    def __str__(self) -> str:
        return self.text
