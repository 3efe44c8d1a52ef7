"""The base of all records."""

from pydantic import BaseModel, ConfigDict


class Record(BaseModel):
    """Immutable, and strict about its keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Span(Record):
    """A stretch of the text under review.

    ``start`` and ``end`` count Unicode code points from 0 in the text as decoded,
    ``end`` exclusive, so ``text[start:end]`` is the quotation.
    """

    start: int
    end: int
