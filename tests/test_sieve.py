"""The sieve lets pass every sentence that a rule may fire on, and few others."""

from itertools import product

import pytest
from rule_examples import EXAMPLES, PACK

from hefa.extract.lexer import SentenceLexer, squeezed
from hefa.extract.prefilter import Prefilter
from hefa.extract.sentences import split_sentences
from hefa.extract.sieve import Sieve
from hefa.extract.ways import Demand
from hefa.extract.words import Words
from hefa.model.lexicon import Lexicon

WORDS = Words(
    Lexicon(
        words={
            "firm": ("企业", "商户"),
            "pay": ("缴纳", "缴"),
            "deposit": ("保证金",),
            "late": ("后，方可", "方可"),
            "filler": ("有关",),
        },
        phrases={
            "firm-pays": ("firm pay",),
            "pays-for-all": ("firm-pays .. 全部",),
            "paid-first": ("deposit late",),
            "own-money": ("自有 资金",),
        },
        literals=("全部", "自有", "资金"),
    )
)


def passes(sentence: str, *demand: str) -> bool:
    sieve = Sieve([frozenset(frozenset((name,)) for name in demand)], WORDS, [])
    [told] = sieve.passing([sentence])
    assert sieve.passing(["无关", sentence, "无关。"]) == [(), told, ()]  # whatever stands beside it
    return bool(told)


CASES = [
    # (sentence, a line for each part; what a rule asks for; whether it may be there)
    ("企业缴纳保证金。", ("firm", "deposit"), True),
    ("企业缴纳费用。", ("firm", "deposit"), False),
    ("企业缴纳保证金。", ("firm-pays",), True),
    ("缴纳保证金的企业。", ("firm-pays",), False),
    ("企业申请的，缴纳保证金。", ("firm-pays",), False),
    ("企业“交易，缴纳”保证金。", ("firm-pays",), True),
    ("企业除特殊情形，以及另有规定外缴纳保证金。", ("firm-pays",), True),
    ("企业1，000元缴纳。", ("firm-pays",), True),
    ("企业缴纳费用，全部退还。", ("pays-for-all",), True),
    ("企业全部缴纳。", ("pays-for-all",), False),
    ("企业缴纳费用；\n全部退还。", ("pays-for-all",), False),
    ("企业缴纳费用；\n全部退还保证金。", ("firm-pays", "deposit"), True),
    ("企业：\n缴纳保证金。", ("firm", "deposit"), True),
    ("企业：\n缴纳保证金。", ("firm-pays",), False),
    ("交保证金后，方可开工。", ("paid-first",), True),
    ("交保证金以前，方可开工。", ("paid-first",), False),
    ("动用自有资金。", ("own-money",), True),
    ("资金自有。", ("own-money",), False),
]


@pytest.mark.parametrize(("sentence", "demand", "expected"), CASES)
def test_words_and_their_order_tell_what_passes(
    sentence: str, demand: tuple[str, ...], expected: bool
) -> None:
    assert passes(sentence, *demand) is expected


def test_a_rule_that_asks_for_no_word_lets_everything_pass() -> None:
    sieve = Sieve([frozenset(), frozenset((frozenset(("firm",)),))], WORDS, [])
    assert [len(told) for told in sieve.passing(["无关", "企业"])] == [2, 2]


def test_phrases_that_ask_for_each_other_are_followed_all_round() -> None:
    phrases = {"a": ("c 甲",), "b": ("a 乙",), "c": ("b 丙", "始 终")}
    words = Words(Lexicon(words={"filler": ("有关",)}, phrases=phrases, literals=tuple("甲乙丙始终")))
    sieve = Sieve([frozenset((frozenset(("b",)),))], words, [])
    assert [bool(told) for told in sieve.passing(["始终甲乙", "始终丙甲", "终始甲乙"])] == [
        True,
        False,
        False,
    ]


def test_what_a_sentence_meets_hangs_on_no_other_beside_it() -> None:
    phrases = {
        "a": ("c 乙",),
        "b": ("a|b .. 甲", "a|b 始"),
        "c": ("b|c .. 甲", "a .. 乙", "始 终"),
    }
    lexicon = Lexicon(
        words={"filler": ("有关",), "a": ("甲",)}, phrases=phrases, literals=("甲", "乙", "始", "终")
    )
    sieve = Sieve([frozenset((frozenset(("a",)), frozenset(("b",))))], Words(lexicon), [])
    sentences = ["".join(marks) for marks in product("甲乙丁始终", repeat=4)]

    together = sieve.passing(sentences)

    assert 0 < sum(map(bool, together)) < len(sentences)
    assert together == [told for sentence in sentences for told in sieve.passing([sentence])]


def test_what_may_fire_by_its_tokens_passes() -> None:
    lexer = SentenceLexer(PACK.lexicon)
    prefilter = Prefilter(PACK.rules, lexer.lexicon)
    sentences: list[str] = []
    fires: list[set[Demand]] = []
    for text in EXAMPLES:
        bounds = list(split_sentences(text, 0, len(text)))
        sentences.append("\n".join(squeezed(text, start, end) for start, end, _ in bounds))
        mask = 0
        for start, end, _ in bounds:
            for token in lexer.tokens(text, start, end):
                mask |= prefilter.claims.mask_of(token.symbols)
        claims = prefilter.claims
        fires.append(
            {one for one in claims.demands if all(not claim.need & ~mask for claim in claims.of([one]))}
        )
    prefilter.passing(sentences)  # of many sentences, the sieve is made
    passing = prefilter.passing(sentences)
    assert sum(map(bool, fires)) > len(fires) // 4
    assert [
        text for text, met, told in zip(EXAMPLES, fires, passing, strict=True) if met.difference(told)
    ] == []
    assert sum(map(bool, passing)) < len(passing)
