"""The unit the lexer works on: one logical line, then one block of one or several lines."""

from dataclasses import dataclass


@dataclass(slots=True, init=False)
class Block:
    """A stretch of text without the white space around it, and what it is taken for.

    ``kind`` is a terminal of the document grammar. ``mark`` and ``head`` are the ends of the printed
    marker and of the heading words, equal to ``start`` and ``mark`` where there are none.
    ``indent`` tells that wide white space stands before it; ``fixed`` that its kind is settled,
    ``opens`` that it does not go on with a title above it; ``depth`` counts the parts of 1.1.2.
    """

    start: int
    end: int
    kind: str
    mark: int
    head: int
    number: str | None
    ordinal: int | None
    indent: bool
    fixed: bool
    depth: int
    opens: bool

    def __init__(
        self, start: int, end: int, kind: str = "TEXT", indent: bool = False, fixed: bool = False
    ) -> None:
        self.start = self.mark = self.head = start
        self.end, self.kind, self.indent, self.fixed = end, kind, indent, fixed
        self.number = self.ordinal = None
        self.depth, self.opens = 0, False

    @property
    def marked(self) -> bool:
        """Whether it opens with a printed number of an article or heading."""
        return self.number is not None and self.kind in MARKED


MARKED = frozenset({"PART", "CHAPTER", "SECTION", "ARTICLE", "H1", "H2", "H3", "H4", "H5", "DECIMAL"})
