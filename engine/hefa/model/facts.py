"""What the provisions of a document say, as symbols that rules can reason over."""

from hefa.model.base import Record, Span

SCOPES = ("sentence", "clause", "unit", "document")
"""How far a condition on another provision may reach: same sentence, same 款/项, same 条, whole text."""


class Word(Span):
    """A word of the text that gave a symbol: ``slot.symbol`` is what a rule may ask for."""

    slot: str
    symbol: str


class Citation(Span):
    """A named law or document in the text, with the article where one is given."""

    title: str
    article: str | None = None
    superior: bool = False  # a law, regulation or State Council decision, by its title


class Provision(Span):
    """One norm: who, under which condition, shall / may / must not, do what, on what basis.

    ``start``/``end`` span the words a finding quotes. ``clause``, ``unit`` and ``sentence`` are ids
    for joins. ``symbols`` are ``slot.symbol`` strings (``act.fine``, ``mode.ban``, ``basis.article``):
    everything rules may ask about this provision. ``words`` tell where each came from, in text order.
    """

    id: int
    clause: int
    unit: int
    sentence: int
    symbols: frozenset[str]
    words: tuple[Word, ...] = ()
    citations: tuple[Citation, ...] = ()
