"""One sentence to the tokens of ``provision.lark``.

Words come from the lexicon (longest first), citations, measures and quotations from patterns; text
between tokens is filler and gives none. Phrases are marked last.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from hefa.extract.patterns import PATTERN_TERMINALS, Found, specials
from hefa.extract.tokens import LITERAL, ProvisionToken
from hefa.extract.words import FORCES, Match, Modal, Words
from hefa.model.lexicon import Lexicon

_NOUN = re.compile(  # 整治费, 治理基金, 清理范围: the verb names a thing
    "(?:统筹|专项|配套|共建|互助|养护|管护|维护|补偿)?(?:费|款|金|基金|资金|经费)"
    "|行动|通告|期间|范围|小组|办公室|专班|对象|清单(?![之以]?外)|区域|责任书|任务书|公告|通知"
)
_GUIDED = re.compile(  # 指导价, 促进局, 推荐名单: the same
    "局|价|部门|目录|名单|人选|意见书|站|中心|员|标准|手册|下"
)
_NOUNS = {"UNDO": _NOUN, "ENCOURAGE": _GUIDED}
_DONE_BEFORE = re.compile(
    "(?:[未被经]|拒不|拒绝|逾期|逾期不|仍不|仍未|限期内未|按期未|未按期|未按时|未按要求)$"
)
_DONE_BEHIND = re.compile(
    "(?:合格|完毕|完成|到位)?(?:之?后|以后|之?前|以前|期内|期满|[未不](?:到位|完成|合格|达标|力|彻底|及时))"
)
_DARK = re.compile(r"\S+")
_NO_MODAL = re.compile("[索主重必简摘扼险只纳首紧]要|.要[求件素点闻领道害旨]")
_LAID_DOWN = re.compile("(?:写入|载明|写明|注明|约定|承诺|[列评记标定]为)[，：:]?$")
_NAME = re.compile("“[^“”]{0,6}(?:名单|榜|家庭|农户|住户|商户|企业)(?:制|制度|管理)?”$")
_ROLL = re.compile("[写列纳]入|积分|名单|榜|档案|序列")
_CONTEXTUAL = frozenset(("DUTY", "QUOTE", "DENY", *_NOUNS))
"""Terminals that a word has or has not by what stands around it."""
_REVERSING = frozenset(("BAN", "WAIVE", "UNDO", "DENY"))
_UNSETTLED = frozenset(("PREP", "CONDITION"))
_REFERENCES = frozenset(("CITATION", "SELF", "GENERIC"))
_Pending = tuple[int, int, bool, int, str, tuple[str, ...], Modal | None]
"""What may be found, as it is sorted: begin, end (negative), whether a word may cut it short, its order."""
_PREP_REACH = 8  # filler code points a preposition may be away from its reference


class SentenceLexer:
    """Turns sentences into tokens; built once per lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._words = Words(lexicon)

    @property
    def lexicon(self) -> Words:
        """The words, for who asks for them by index."""
        return self._words

    def symbols(self, text: str) -> frozenset[str]:
        """Return every lexicon symbol found in ``text``, wherever it stands."""
        return self._words.symbols(text)

    def tokens(self, text: str, start: int, end: int) -> list[ProvisionToken]:
        """Return the tokens of ``text[start:end]``; positions count in ``text``."""
        sentence, places = compact(text, start, end)
        matches = self._words.matches(sentence)
        tokens = [
            ProvisionToken(kind, sentence[begin:stop], places[begin], places[stop - 1] + 1, symbols)
            for begin, stop, kind, symbols in self._found(sentence, matches)
        ]
        marked = self._with_literals(matches, places, _settle_prepositions(tokens))
        self._words.phrases.mark(marked)
        return _settle_literals(marked)

    def _found(self, sentence: str, matches: Sequence[Match]) -> list[Found]:
        """Return what does not overlap, from left to right, the longest first."""
        patterns = list(specials(sentence))
        denials = {begin for begin, _, kind, _ in patterns if kind == "DENY"}
        pending = iter(self._pending(sentence, matches, patterns, 0))
        found: list[Found] = []
        reached = 0
        while one := next(pending, None):
            begin, ahead, _, _, kind, symbols, modal = one
            stop = -ahead
            if begin < reached:
                if stop > reached and kind not in PATTERN_TERMINALS:  # it may hide a word
                    pending = iter(self._pending(sentence, matches, patterns, reached))
                continue
            reached = stop
            if kind in _CONTEXTUAL:
                if kind == "QUOTE" and _is_spoken(sentence, begin, stop):
                    found += self._quoted(matches, begin, stop)
                    continue
                kind = _kind_here(kind, sentence, begin, stop)
            if kind == "WORD" and begin in denials:
                found.append((begin, stop, "DENY", ("deny", *symbols)))
            elif modal is not None:
                found += self._parts(sentence, (begin, stop, kind, symbols), modal)
            elif kind:
                found.append((begin, stop, kind, symbols))
        return found

    def _quoted(self, matches: Iterable[Match], begin: int, stop: int) -> Iterator[Found]:
        """Yield the words of a quotation, which speaks of them and commands by none (建立“红黑榜”).

        What follows a negation or a verb of undoing in it is not spoken of.
        """
        for start, end, kind, symbols, _ in self._words.longest(matches, begin, stop):
            if kind in _REVERSING:
                return
            if kind:
                yield start, end, "WORD", tuple(name for name in symbols if name not in FORCES)

    def _pending(
        self, sentence: str, matches: Iterable[Match], patterns: Sequence[Found], reached: int
    ) -> list[_Pending]:
        """Return what is found from ``reached`` on, in order; at one place the longer or a pattern first."""
        found: list[_Pending] = [
            (begin, -stop, kind not in PATTERN_TERMINALS and kind != "DENY", -order, kind, symbols, None)
            for order, (begin, stop, kind, symbols) in enumerate(patterns)
            if begin >= reached
        ]
        found += [
            (begin, -stop, kind != "DENY", -len(patterns), kind, symbols, modal)
            for begin, stop, kind, symbols, modal in self._words.longest(matches, reached, len(sentence))
        ]
        found.sort()
        return found

    def _parts(self, sentence: str, found: Found, modal: Modal) -> Iterator[Found]:
        """Yield a word or actor as the modal inside it and what stands behind that."""
        begin, stop, kind, symbols = found
        if begin + modal.end == stop:
            yield begin + modal.begin, stop, modal.terminal, (*modal.classes, *symbols)
        else:
            yield begin + modal.begin, begin + modal.end, modal.terminal, modal.classes
            rest = self._words.classes_of(sentence[begin + modal.end : stop])
            yield begin + modal.end, stop, kind, tuple(dict.fromkeys((*symbols, *rest)))

    def _with_literals(
        self, matches: Iterable[Match], places: Sequence[int], tokens: list[ProvisionToken]
    ) -> list[ProvisionToken]:
        """Add the words that only phrases ask for, to the token they lie in or as tokens of their own."""
        merged: list[ProvisionToken] = []
        rest = iter(tokens)
        token = next(rest, None)
        for begin, stop, word in self._words.literals_in(matches):
            start, end = places[begin], places[stop - 1] + 1
            while token is not None and token.end_pos <= start:
                merged.append(token)
                token = next(rest, None)
            if token is not None and token.start_pos < end:
                token.symbols = (*token.symbols, word)
            else:
                merged.append(ProvisionToken(LITERAL, word, start, end, (word,)))
        if token is not None:
            merged.append(token)
        merged += rest
        return merged


def _is_spoken(sentence: str, begin: int, stop: int) -> bool:
    """Tell whether a quotation is a text that is laid down, or a name given to people or a list of them."""
    return bool(
        _LAID_DOWN.search(sentence, max(0, begin - 8), begin)
        or _NAME.match(sentence, begin, stop)
        or _ROLL.match(sentence, stop)
    )


def _kind_here(kind: str, sentence: str, begin: int, stop: int) -> str:
    """Return what a word is where it stands: a verb that begins the name of a thing, or a condition, is WORD.

    A single 要 that is a part of another word (重要) is nothing.
    """
    if kind == "DUTY" and stop - begin == 1 and _NO_MODAL.match(sentence, begin - 1):
        return ""
    if (kind in _NOUNS and _NOUNS[kind].match(sentence, stop)) or _is_condition(kind, sentence, begin, stop):
        return "WORD"
    return kind


def _is_condition(kind: str, sentence: str, begin: int, stop: int) -> bool:
    """Tell whether a verb that undoes only says when or to whom (拒不整改, 被取消的, 清理完毕后)."""
    if kind not in {"UNDO", "DENY"} or sentence.startswith("不", begin):
        return False
    return bool(_DONE_BEFORE.search(sentence, max(0, begin - 6), begin)) or (
        kind == "UNDO" and _DONE_BEHIND.match(sentence, stop) is not None
    )


def squeezed(text: str, start: int, end: int) -> str:
    """Return ``text[start:end]`` without white space."""
    return "".join(text[start:end].split())


def compact(text: str, start: int, end: int) -> tuple[str, Sequence[int]]:
    """Return ``text[start:end]`` without white space, and where each of its characters stands in ``text``.

    Lines that were broken for print, and spaces around figures, divide no words.
    """
    sentence = text[start:end]
    if sentence.split() == [sentence]:
        return sentence, range(start, end)
    places: list[int] = []
    for part in _DARK.finditer(text, start, end):
        places += range(*part.span())
    return "".join(sentence.split()), places


def _settle_literals(tokens: Sequence[ProvisionToken]) -> list[ProvisionToken]:
    """Drop the words that only phrases asked for, unless a phrase ends at them.

    What stands between a preposition and its reference (按教育部有关规定) gives no word of its own.
    """
    settled: list[ProvisionToken] = []
    for token in tokens:
        if token.type != LITERAL:
            settled.append(token)
        elif len(token.symbols) > 1 and not (settled and settled[-1].type == "PREP"):
            settled.append(_as_word(token))
    return settled


def _settle_prepositions(tokens: list[ProvisionToken]) -> list[ProvisionToken]:
    """Make a PREP without a reference close behind it an ordinary word; mark CONDITION ends."""
    if _UNSETTLED.isdisjoint([token.type for token in tokens]):
        return tokens
    settled: list[ProvisionToken] = []
    for index, token in enumerate(tokens):
        follower = tokens[index + 1] if index + 1 < len(tokens) else None
        if token.type == "PREP":
            near = (
                follower is not None
                and follower.type in _REFERENCES
                and follower.start_pos - token.end_pos <= _PREP_REACH
            )
            settled.append(token if near else _as_word(token))
        elif token.type == "CONDITION":
            settled.append(token)
            if follower is not None and follower.type != "COMMA":
                end = token.end_pos
                settled.append(ProvisionToken("COMMA", "", end, end))
            elif follower is None:
                settled.pop()
        else:
            settled.append(token)
    return settled


def _as_word(token: ProvisionToken) -> ProvisionToken:
    return ProvisionToken("WORD", str(token), token.start_pos, token.end_pos, token.symbols)
