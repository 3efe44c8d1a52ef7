"""The tokens and segments of the sentences of one document, and which claims of rules they may meet."""

from collections.abc import Iterable, Sequence

from hefa.extract.bounds import Bounds
from hefa.extract.claims import Claim, Claims
from hefa.extract.lexer import SentenceLexer, Unmarked
from hefa.extract.sentence_parser import Segment, parse_sentence
from hefa.extract.sentences import STRETCH, Group, Sentence, stretches
from hefa.extract.tasks import task_segments
from hefa.extract.tokens import ProvisionToken


class Lexed:
    """Finds them when they are first asked for, and keeps those of one clause at a time."""

    def __init__(self, text: str, lexer: SentenceLexer, claims: Claims) -> None:
        self._text, self._lexer, self._claims = text, lexer, claims
        self._unmarked: dict[int, Unmarked] = {}  # by their start, as the others
        self._tokens: dict[int, list[ProvisionToken]] = {}
        self._segments: dict[int, list[Segment]] = {}

    def forget(self) -> None:
        """Forget what was found."""
        self._unmarked.clear()
        self._tokens.clear()
        self._segments.clear()

    def tokens(self, start: int, stop: int) -> list[ProvisionToken]:
        """Return the tokens of a stretch."""
        if start not in self._tokens:
            unmarked = self._unmarked.pop(start, None) or self._lexer.unmarked(self._text, start, stop)
            self._tokens[start] = self._lexer.marked(unmarked)
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

    def unsilenced(self, group: Group, asked: Sequence[Claim]) -> Sequence[Claim]:
        """Leave out the claims that what the sentences speak of silences.

        They are asked before phrases are marked, which only add to what is spoken of.
        """
        if not all(claim.silence for claim in asked):
            return asked
        spoken = -1
        for start, end, _ in group:
            if end - start > STRETCH:
                return asked
            unmarked = self._unmarked[start] = self._lexer.unmarked(self._text, start, end)
            spoken &= Bounds(self._text, end - start, unmarked.tokens, self._claims.mask_of).speaks
        return [claim for claim in asked if not claim.silence & spoken]

    def meeting(self, group: Group, asked: Sequence[Claim]) -> Sequence[Claim]:
        """Keep the claims that some provision of the sentences may meet, by the bounds of what it says."""
        left: list[Claim] = []
        for start, end, _ in group:
            if end - start > STRETCH:
                return asked
            bounds = Bounds(self._text, end - start, self.tokens(start, end), self._claims.mask_of)
            for claim in asked:
                where = bounds.may_meet(claim)
                if where and claim.operative:
                    tasks = task_segments(self._text, self.segments(start, end), start)
                    where = [bound for bound in where if not tasks[bound.segment]]
                if where:
                    left.append(claim)
        return left
