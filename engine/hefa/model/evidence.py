"""What the words and facts of a sentence say for each category of fault, weighed on labelled clauses."""

from pydantic import Field

from hefa.model.base import Record


class WordEvidence(Record):
    """Weights of stretches of up to three characters (``grams``) and of ``symbols``, for each category.

    A sentence of ``n`` code points, whose provisions have ``m`` of the symbols, speaks for category ``k``
    where ``intercepts[k] + scale * (sum(weight[gram][k] for its distinct grams) / sqrt(n) +
    sum(weight[symbol][k] for its distinct symbols) / sqrt(m))``, the log-odds, reaches ``least``, or, in a
    whole draft, where few sentences are at fault, ``least_in_draft``.
    ``weights`` has a byte, the weight plus 128, for each gram and category, gram by gram, then for each
    symbol and category, in base64.
    """

    categories: tuple[str, ...]
    grams: tuple[str, ...]
    symbols: tuple[str, ...]
    weights: str
    scale: float = Field(gt=0)
    intercepts: tuple[float, ...]
    least: float
    least_in_draft: float
