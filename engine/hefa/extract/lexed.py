"""The tokens and segments of the sentences of one document, and which claims of rules they may meet."""

from collections.abc import Iterable, Sequence

from hefa.extract.bounds import Bounds
from hefa.extract.claims import Claim, Claims
from hefa.extract.lexer import SentenceLexer
from hefa.extract.sentence_parser import Segment, parse_sentence
from hefa.extract.sentences import STRETCH, Group, Sentence, stretches
from hefa.extract.tasks import task_segments
from hefa.extract.tokens import ProvisionToken


class Lexed:
    """Finds them when they are first asked for, and keeps those of one clause at a time."""

    def __init__(self, text: str, lexer: SentenceLexer, claims: Claims) -> None:
        self._text, self._lexer, self._claims = text, lexer, claims
        self._tokens: dict[int, list[ProvisionToken]] = {}  # by their start
        self._segments: dict[int, list[Segment]] = {}

    def forget(self) -> None:
        """Forget what was found."""
        self._tokens.clear()
        self._segments.clear()

    def tokens(self, start: int, stop: int) -> list[ProvisionToken]:
        """Return the tokens of a stretch."""
        if start not in self._tokens:
            self._tokens[start] = self._lexer.tokens(self._text, start, stop)
        return self._tokens[start]

    def segments(self, start: int, stop: int) -> list[Segment]:
        """Return the segments of a stretch that has tokens."""
        if start not in self._segments:
            self._segments[start] = parse_sentence(self.tokens(start, stop))
        return self._segments[start]

    def mask(self, sentences: Iterable[Sentence]) -> int:
        """Return what the tokens of the sentences satisfy of the claims."""
        mask = 0
        for sentence in sentences:
            for stretch, stop in stretches(sentence):
                for token in self.tokens(stretch, stop):
                    mask |= self._claims.mask_of(token.symbols)
        return mask

    def may_meet(self, group: Group, asked: Sequence[Claim]) -> bool:
        """Tell whether a provision of the sentences may meet one of the claims.

        They are asked by the bounds of what it says; sentences that are read in stretches may meet any.
        """
        for start, end, _ in group:
            if end - start > STRETCH:
                return True
            bounds = Bounds(self._text, end - start, self.tokens(start, end), self._claims.mask_of)
            for claim in asked:
                where = bounds.may_meet(claim)
                if where and claim.operative:
                    tasks = task_segments(self._text, self.segments(start, end), start)
                    where = [bound for bound in where if not tasks[bound.segment]]
                if where:
                    return True
        return False
