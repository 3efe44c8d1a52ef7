"""One sentence to the tokens of ``provision.lark``.

Lexicon words are found by one Aho-Corasick pass (leftmost, longest), citations, measures
and quotations by a few anchored patterns; text between tokens is filler and gives none.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from ahocorasick_rs import AhoCorasick, MatchKind

from hefa.extract.phrases import Phrases
from hefa.extract.tokens import ProvisionToken
from hefa.model.lexicon import Lexicon

NUMERAL = r"[0-9０-９〇零一二两三四五六七八九十百千万亿.]+"
_ARTICLE = r"第[0-9０-９〇零一二两三四五六七八九十百千]+条(?:之[一二三四五六七八九十]+)?"
_PART = rf"{_ARTICLE}(?:第[一二三四五六七八九十]+款)?(?:第?[（(][一二三四五六七八九十]+[)）]项)?"
_ARTICLES = rf"{_PART}(?:[、和及至](?:{_PART}))*"
_PAPER = (
    "[证卡牌码标章单函书表册照贴签榜库栏]"  # what is named “蓝卡” or 《准营牌》 is a thing, no quotation and no law
)
_TITLE = (
    rf"(?!《[^《》]{{1,30}}{_PAPER}》)《[^《》“”。；]{{1,60}}(?:《[^《》]{{1,60}}》[^《》。；]{{0,20}})?》"
)

# Lexicon symbols that make a word a terminal of its own, in order of precedence.
_ROLES = {
    "ban": "BAN",
    "waive": "WAIVE",
    "gate": "GATE",
    "deny": "DENY",
    "limit": "LIMIT",
    "may": "MAY",
    "duty": "DUTY",
    "undo": "UNDO",
    "encourage": "ENCOURAGE",
    "by": "BY",
    "report": "REPORT",
    "past": "REPORT",
    "generic": "GENERIC",
    "prep": "PREP",
}
ROLES = frozenset((*_ROLES, "filler", "define", "task"))
"""Classes that steer the grammar and are no content a rule could ask for."""
ACTORS = frozenset(
    (
        *("agency", "township", "temporary-body", "court", "official"),
        *("auxiliary", "association", "collective", "business", "person"),
    )
)
_MEASURES = {
    "money": r"(?:余|多)?(?:万|亿)?元",
    "percent": r"[%％‰]",
    "distance": r"(?:余|多)?(?:米|公里|千米)(?!平方)",
    "area": r"(?:平方米|亩|公顷)",
    "age": r"周?岁",
    "days": r"(?:个)?(?:工作日|日|天|小时|个月|月)",
    "years": r"年(?!度|\d|月)",
    "weight": r"(?:吨|千克|公斤|克)",
    "amount": r"(?:笔|例|宗|成|倍|分(?![^，。；]{0,2}(?:部|局|公司))|项|类|车次|人次|家次)",
    "count": r"(?:家|辆|个|名|人|户|起|件|份|台|次|只|条|批|所|张|桌)",
}
MEASURES = frozenset(_MEASURES)
"""Classes of figures with their units."""
_MEASURE = "|".join(f"(?P<{name.replace('-', '_')}>{NUMERAL}{unit})" for name, unit in _MEASURES.items())
# 不 as the predicate of its segment (一概不录入), not inside a word (不断) or an attribute (不达标的企业).
_DENIAL = (
    r"(?:^|(?<=[，,：:；的均也都则概])|(?<=一律))"
    r"不(?![断同动合定正论良足包见利少错当公法过管一高方但仅安稳平健拘顾意尽会相共可允折晚早迟切单亚及是存在"
    r"限变须需必要宜应准能超低等涉符具便明力实慎幸适易畏怕忘得予再])(?=[一-鿿])(?![^，。；]*的)"
)
_SPECIAL = re.compile(
    rf"(?P<citation>{_TITLE}(?:[（(][^（）()]{{0,30}}[）)])?(?:(?:的)?{_ARTICLES})?)"
    rf"|(?P<quote>(?!“[^“”]{{1,10}}{_PAPER}”)“[^“”]{{1,120}}”)"
    rf"|(?P<self>(?:本|该|此)(?:实施)?(?:办法|规定|条例|细则|方案|意见|通知|决定|公告|通告|法|政策|措施|标准)"
    rf"(?:{_ARTICLES})?|前款|前条|前项|本条(?:第[一二三四五六七八九十]+款)?|{_ARTICLES})"
    r"|(?P<generic>(?<=依照|按照|依据|根据)(?!本|该|此|前|新|现行|调整后|提高后)[^，。；《》“”]{2,28}?(?:条例|法律|办法|规定|政策|目录|标准|要求)(?:的规定|规定)?)"
    r"|(?P<percent0>百分之[0-9〇零一二两三四五六七八九十百]+)"
    rf"|{_MEASURE}"
    rf"|(?P<denial>{_DENIAL})"
    r"|(?P<comma>(?<![0-9])[，,]|[，,](?![0-9])|[：:])"
    r"|(?P<condition>的?(?:情况下|情形下)?(?:的|时|后|前|之日起|期间)(?=[，,：:]))"
    r"|(?P<condition0>的(?=(?:由(?!来)|不得|应当|必须|禁止|不予|一律|责令|依照|依法|给予|处以|可以)))"
)
_EXCEPT = re.compile(
    r"除[^。；]{1,80}?(?:以?外|之外)|[^，。；]{0,40}另有规定的[^，。；]{0,6}(?:除外|从其规定)?"
)
_SUPERIOR = re.compile(r"(?:法|法典|条例|宪法|国务院[^《》]{0,40}决定|特别规定)(?:（[^（）]*）)?》")
_COMMANDS = frozenset(("DUTY", "BAN", "GATE", "MAY"))
_NEGATIONS = "免不未无非禁停撤取退减废拒零"
_LITERAL = "LITERAL"
_NOUN = re.compile(  # 整治费, 治理基金, 清理范围: the verb names a thing
    "费|款|金|基金|资金|行动|通告|期间|范围|小组|办公室|专班|对象|清单|区域|责任书|任务书|公告|通知"
)
_SPACE = re.compile(r"\s")
_REFERENCES = frozenset(("CITATION", "SELF", "GENERIC"))
_PREP_REACH = 8  # filler code points a preposition may be away from its reference


class SentenceLexer:
    """Turns sentences into tokens; built once per lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        by_word: dict[str, list[str]] = {}
        for symbol, words in lexicon.words.items():
            for word in words:
                by_word.setdefault(word, []).append(symbol)
        literals = [literal for literal in lexicon.literals if literal not in by_word]
        for literal in set(lexicon.literals).intersection(by_word):
            by_word[literal].append(literal)
        self._words = sorted(by_word)
        self._symbols = [_classes(word, by_word) for word in self._words]
        self._types = [self._terminal(symbols) for symbols in self._symbols]
        self._phrases = Phrases(lexicon.phrases)
        self._scanner = AhoCorasick(self._words, matchkind=MatchKind.LeftmostLongest)
        self._overlapping = AhoCorasick([*self._words, *literals])
        self._literals = literals
        self._literal_scanner = AhoCorasick(literals)
        terminals = dict(zip(self._words, self._types, strict=True))
        self._modal_of = {
            word: modal
            for word, kind in terminals.items()
            if kind in {"WORD", "ACTOR"} and (modal := _modal_inside(word, terminals, by_word))
        }
        self._full_symbols: dict[int, tuple[str, ...]] = {}

    @staticmethod
    def _terminal(symbols: tuple[str, ...]) -> str:
        for role, terminal in _ROLES.items():
            if role in symbols:
                return terminal
        if "filler" in symbols:
            return ""
        return "ACTOR" if ACTORS.intersection(symbols) else "WORD"

    def tokens(self, text: str, start: int, end: int) -> list[ProvisionToken]:
        """Return the tokens of ``text[start:end]``; positions count in ``text``."""
        sentence, places = _compact(text, start, end)
        pending = self._matches(sentence, 0)
        tokens: list[ProvisionToken] = []
        reached = 0
        while pending:
            begin, stop, kind, symbols = pending.pop()
            if begin < reached:
                if stop > reached and kind not in _SPECIAL_TERMINALS:
                    pending = self._matches(sentence, reached)  # a word it hid may begin here
                continue
            reached = stop
            if kind == "UNDO" and _NOUN.match(sentence, stop):
                kind = "WORD"
            for kind_, begin_, stop_, symbols_ in self._parts(sentence, begin, stop, kind, symbols):
                token = ProvisionToken(
                    kind_, sentence[begin_:stop_], places[begin_], end_pos=places[stop_ - 1] + 1
                )
                token.symbols = symbols_
                tokens.append(token)
        marked = self._with_literals(sentence, places, _settle_prepositions(tokens))
        self._phrases.mark(marked)
        return [token for token in map(_settle_literal, marked) if token is not None]

    def _parts(
        self, sentence: str, begin: int, stop: int, kind: str, symbols: tuple[str, ...]
    ) -> Iterator[tuple[str, int, int, tuple[str, ...]]]:
        """Yield the word as it is, or as the modal inside it and what stands behind that."""
        modal = self._modal_of.get(sentence[begin:stop]) if kind in {"WORD", "ACTOR"} else None
        if modal is None:
            if kind:
                yield kind, begin, stop, symbols
            return
        terminal, first, last, own = modal
        if begin + last == stop:
            yield terminal, begin + first, stop, (*own, *symbols)
        else:
            yield terminal, begin + first, begin + last, own
            yield kind, begin + last, stop, symbols

    def _with_literals(
        self, sentence: str, places: Sequence[int], tokens: list[ProvisionToken]
    ) -> list[ProvisionToken]:
        """Add the words that only phrases ask for, to the token they lie in or as tokens of their own."""
        found = self._literal_scanner.find_matches_as_indexes(sentence, overlapping=True)
        if not found:
            return tokens
        loose: list[ProvisionToken] = []
        index = 0
        for literal, begin, stop in sorted(found, key=lambda match: match[1]):
            start, end = places[begin], places[stop - 1] + 1
            while index < len(tokens) and (tokens[index].end_pos or 0) <= start:
                index += 1
            word = self._literals[literal]
            if index < len(tokens) and (tokens[index].start_pos or 0) < end:
                tokens[index].symbols = (*tokens[index].symbols, word)
            else:
                token = ProvisionToken(_LITERAL, word, start, end_pos=end)
                token.symbols = (word,)
                loose.append(token)
        return sorted([*tokens, *loose], key=lambda token: token.start_pos or 0)

    @property
    def classes_of_word(self) -> list[tuple[str, ...]]:
        """The lexicon classes of each word, by the word's index, those of phrases left out."""
        return [*self._symbols, *((literal,) for literal in self._literals)]

    @property
    def phrases(self) -> Phrases:
        """The phrases of the lexicon."""
        return self._phrases

    def words(self, text: str, start: int, end: int) -> set[int]:
        """Return the indexes of all words in ``text[start:end]``, those inside other words too."""
        sentence, _ = _compact(text, start, end)
        found = self._overlapping.find_matches_as_indexes(sentence, overlapping=True)
        return {match[0] for match in found}

    def symbols(self, text: str) -> frozenset[str]:
        """Return every lexicon symbol found in ``text``, wherever it stands."""
        return frozenset(
            symbol
            for index, _, _ in self._scanner.find_matches_as_indexes(text)
            for symbol in self._symbols[index]
        )

    def _matches(self, sentence: str, reached: int) -> list[tuple[int, int, str, tuple[str, ...]]]:
        """Return what is found from ``reached`` on, last first; of two at one place the longer or a pattern."""
        found = [special for special in self._specials(sentence) if special[0] >= reached]
        for index, begin, stop in self._scanner.find_matches_as_indexes(sentence[reached:]):
            found.append((begin + reached, stop + reached, self._types[index], self._full(index)))
        return sorted(
            found, key=lambda item: (-item[0], item[1], item[2] in _SPECIAL_TERMINALS or item[2] == "DENY")
        )

    def _full(self, index: int) -> tuple[str, ...]:
        """Return the classes of a word, those of the phrases that the words inside it make included."""
        if index not in self._full_symbols:
            self._full_symbols[index] = (*self._symbols[index], *self._inner_phrases(index))
        return self._full_symbols[index]

    def _inner_phrases(self, index: int) -> tuple[str, ...]:
        """Return the classes of the phrases inside a word: 本地企业 is what 本地的企业 is."""
        word, own = self._words[index], self._symbols[index]
        if word[0] in _NEGATIONS or not ROLES.isdisjoint(own):
            return ()
        found = self._overlapping.find_matches_as_indexes(word, overlapping=True)
        inner: list[ProvisionToken] = []
        for inside, begin, stop in sorted(found, key=lambda match: (match[1], -match[2])):
            if stop - begin < len(word) and begin >= (inner[-1].end_pos or 0 if inner else 0):
                literal = inside >= len(self._words)
                kind = _LITERAL if literal else self._types[inside]
                token = ProvisionToken(kind, word[begin:stop], begin, end_pos=stop)
                token.symbols = (word[begin:stop],) if literal else self._full(inside)
                inner.append(token)
        self._phrases.mark(inner)
        made = (name for token in inner for name in token.symbols if name.isascii())
        return tuple(name for name in dict.fromkeys(made) if name not in {*own, *ROLES, *ACTORS})

    @staticmethod
    def _specials(sentence: str) -> Iterator[tuple[int, int, str, tuple[str, ...]]]:
        for match in _SPECIAL.finditer(sentence):
            name = match.lastgroup or ""
            kind = _SPECIAL_KINDS.get(name, "MEASURE")
            symbols: tuple[str, ...] = ()
            if kind == "DENY":
                symbols = ("deny",)
            elif kind == "MEASURE":
                symbols = ("percent" if name == "percent0" else name,)
            elif kind == "CONDITION":
                symbols = (match.group(),)  # for phrases: 批准 前
            yield match.start(), match.end(), kind, symbols
        for match in _EXCEPT.finditer(sentence):
            yield match.start(), match.end(), "EXCEPT", ()


_SPECIAL_KINDS = {
    "citation": "CITATION",
    "quote": "QUOTE",
    "self": "SELF",
    "generic": "GENERIC",
    "comma": "COMMA",
    "condition": "CONDITION",
    "condition0": "CONDITION",
    "denial": "DENY",
}
_SPECIAL_TERMINALS = frozenset((*_SPECIAL_KINDS.values(), "MEASURE", "EXCEPT")) - {"GENERIC", "DENY"}


def _compact(text: str, start: int, end: int) -> tuple[str, Sequence[int]]:
    """Return ``text[start:end]`` without white space, and where each of its characters stands in ``text``.

    Lines that were broken for print, and spaces around figures, divide no words.
    """
    sentence = text[start:end]
    if _SPACE.search(sentence) is None:
        return sentence, range(start, end)
    places = [place for place in range(start, end) if not text[place].isspace()]
    return "".join(text[place] for place in places), places


def _classes(word: str, by_word: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Return the classes of a word: its own, its head's where an actor, those of the words inside it.

    A word that steers the grammar, and one that opens with a negation (免押金, 未备案), has its own alone.
    """
    own = (*by_word[word], *_head_classes(word, by_word))
    if not ROLES.isdisjoint(own) or word[0] in _NEGATIONS:
        return own
    inner = (
        name
        for begin in range(len(word) - 1)
        for end in range(begin + 2, len(word) + 1)
        for name in by_word.get(word[begin:end], ())
        if name not in ROLES and name not in ACTORS
    )
    return tuple(dict.fromkeys((*own, *inner)))


def _modal_inside(
    word: str, terminals: Mapping[str, str], by_word: Mapping[str, Sequence[str]]
) -> tuple[str, int, int, tuple[str, ...]] | None:
    """Return terminal, bounds and classes of the modal inside a word that is none (一律采购, 也应当按照)."""
    for length in range(len(word) - 1, 1, -1):
        for begin in range(len(word) - length + 1):
            part = word[begin : begin + length]
            if terminals.get(part) in _COMMANDS:
                return terminals[part], begin, begin + length, tuple(by_word[part])
    return None


def _settle_literal(token: ProvisionToken) -> ProvisionToken | None:
    """Drop a word that only phrases asked for, unless one of them ends at it."""
    if token.type != _LITERAL:
        return token
    return _as_word(token) if len(token.symbols) > 1 else None


def _head_classes(word: str, by_word: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Return the actor classes of the head of a compound: a 商务局 is a 局, a 外地企业 a 企业.

    Chinese compounds are head-final. A word that steers the grammar or names its own actor
    class needs none.
    """
    if not ROLES.union(ACTORS).isdisjoint(by_word[word]):
        return ()
    for cut in range(1, len(word)):
        head = by_word.get(word[cut:], ())
        classes = tuple(name for name in head if name in ACTORS)
        if classes:
            return classes
    return ()


def _settle_prepositions(tokens: list[ProvisionToken]) -> list[ProvisionToken]:
    """Make a PREP without a reference close behind it an ordinary word; mark CONDITION ends."""
    settled: list[ProvisionToken] = []
    for index, token in enumerate(tokens):
        follower = tokens[index + 1] if index + 1 < len(tokens) else None
        if token.type == "PREP":
            near = (
                follower is not None
                and follower.type in _REFERENCES
                and (follower.start_pos or 0) - (token.end_pos or 0) <= _PREP_REACH
            )
            settled.append(token if near else _as_word(token))
        elif token.type == "CONDITION":
            settled.append(token)
            if follower is not None and follower.type != "COMMA":
                comma = ProvisionToken("COMMA", "", token.end_pos, end_pos=token.end_pos)
                comma.symbols = ()
                settled.append(comma)
            elif follower is None:
                settled.pop()
        else:
            settled.append(token)
    return settled


def _as_word(token: ProvisionToken) -> ProvisionToken:
    word = ProvisionToken("WORD", str(token), token.start_pos, end_pos=token.end_pos)
    word.symbols = token.symbols
    return word


def is_superior(citation: str) -> bool:
    """Tell by its title whether a cited document may be a law, a regulation or a State Council decision."""
    return _SUPERIOR.search(citation) is not None


def has_article(citation: str) -> bool:
    """Tell whether a citation names an article."""
    return "》" in citation and citation.rfind("条") > citation.rfind("》")
