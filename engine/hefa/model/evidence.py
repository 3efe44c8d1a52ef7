"""What the words of a sentence say for each category of fault, weighed beforehand on labelled clauses."""

from pydantic import Field

from hefa.model.base import Record


class WordEvidence(Record):
    """Weights of stretches of up to three characters (``grams``), for each of ``categories``.

    A sentence of ``n`` code points speaks for category ``k`` where
    ``intercepts[k] + scale * sum(weight[gram][k] for its distinct grams) / sqrt(n)``, the log-odds,
    reaches ``least``. ``weights`` has ``len(grams) * len(categories)`` bytes in base64, gram by gram, each
    a weight plus 128.
    """

    categories: tuple[str, ...]
    grams: tuple[str, ...]
    weights: str
    scale: float = Field(gt=0)
    intercepts: tuple[float, ...]
    least: float
