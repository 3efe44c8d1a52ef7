"""Which sentences no rule can fire on, told from their words and their tokens before reading.

A rule needs a word of each of its lexical conditions in the sentence or in the lead-in of
its list. A sentence that lacks one of them for every rule is left out; what is left out could
not have changed a finding. A rule that asks for the whole 款 (slot ``clause``, or another provision of it)
needs all its sentences as soon as one of them may fire it.
"""

from collections.abc import Collection, Sequence
from functools import partial

from hefa.extract.claims import Claims
from hefa.extract.sieve import Sieve
from hefa.extract.ways import Demand
from hefa.extract.words import Words
from hefa.model.rule import Rule

_FEW = 200  # sentences whose tokens are found in the time that a sieve takes to make
_SAMPLE = 500  # sentences that tell which words are rare


class Prefilter:
    """What the rules ask of a sentence: of its words (``sieve``), of what its tokens say (``claims``)."""

    def __init__(self, rules: Sequence[Rule], words: Words) -> None:
        self.claims = Claims(rules)
        self._ready = partial(Sieve, self.claims.demands, words)
        self._sieve: Sieve | None = None
        self._seen: list[str] = []  # sentences, up to those of which the sieve is made

    def passing(self, sentences: Sequence[str]) -> list[Collection[Demand]]:
        """Return for each of the sentences, without white space, the demands that it may meet by its words.

        As long as few sentences have been asked about, these are all: the sieve would take longer to make.
        """
        if self._sieve is None:
            self._seen += sentences
            if len(self._seen) <= _FEW:
                return [self.claims.demands] * len(sentences)
            self._sieve = self._ready(self._seen[:_SAMPLE])
            self._seen.clear()
        return self._sieve.passing(sentences)
