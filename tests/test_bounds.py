"""What is told of sentences from their tokens bounds what is read of them, and changes no finding."""

import json
import random
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from rule_examples import EXAMPLES, PACK

from hefa.extract import Extractor
from hefa.extract.bounds import Bounds
from hefa.extract.claims import GENERIC
from hefa.extract.drafts import Inherited
from hefa.extract.lexer import SentenceLexer
from hefa.extract.provisions import sentence_drafts
from hefa.extract.sentence_parser import parse_sentence
from hefa.extract.sentences import STRETCH, split_sentences
from hefa.extract.words import ROLES
from hefa.infer.evaluator import make_evaluator
from hefa.parse import parse_document

WRITTEN = sorted((Path(__file__).parent / "blind").glob("*.jsonl"))
LEXER = SentenceLexer(PACK.lexicon)
PARTS = (
    *(
        "外地企业",
        "商户",
        "镇政府",
        "工作人员",
        "村民委员会",
        "本地的企业",
        "投标人",
        "居民自愿",
        "由县商务局",
    ),
    *("应当", "不得", "可以", "方可", "取消", "停止", "无需", "并", "鼓励", "清理", "一律不予", "达到", "要"),
    *(
        "缴纳保证金",
        "收取五百元押金",
        "扣押其工具",
        "提交证明",
        "经营",
        "办理许可证",
        "备案",
        "享受补贴",
        "的做法",
    ),
    *(
        "未取得许可证的，",
        "批准后，",
        "，",
        "，",
        "，",
        "等",
        "优化营商环境",
        "推进落实",
        "按照国家有关规定",
        "除老年人外",
    ),
    *(
        "被法院查封的财产",
        "是否违法",
        "“罚款”",
        "建立“红黑榜”",
        "《价格法》第三条",
        "下列",
        "以收取费用的方式",
        "十万元",
    ),
)


def made() -> Iterator[str]:
    """Yield sentences of parts thrown together, the same ones each time."""
    chance = random.Random(7)  # noqa: S311 - the same sentences each time
    for _ in range(4000):
        yield "".join(chance.choices(PARTS, k=chance.randint(3, 14))) + "。"


def sentences_of(texts: list[str]) -> Iterator[tuple[str, int, int]]:
    for text in texts:
        for line in text.split("\n"):
            for start, end, _ in split_sentences(line, 0, len(line)):
                if end - start <= STRETCH:
                    yield line, start, end


class Bits(defaultdict[str, int]):
    """A bit for each class."""

    def __missing__(self, name: str) -> int:
        self[name] = 1 << len(self)
        return self[name]

    def mask_of(self, classes: tuple[str, ...]) -> int:
        mask = 0
        for name in classes:
            mask |= self[name]
        return mask

    def names(self, mask: int) -> set[str]:
        return {name for name, bit in self.items() if bit & mask}


def check(text: str, start: int, end: int) -> int:
    """Read a sentence and compare it with its bounds; return how many provisions it has."""
    bits = Bits()
    tokens = LEXER.tokens(text, start, end)
    if not tokens:
        return 0
    bounds = Bounds(text, end - start, tokens, bits.mask_of)
    content = {name for token in tokens for name in token.symbols if name.isascii()} - ROLES
    drafts, _ = sentence_drafts(text, parse_sentence(tokens), Inherited(), start, end)
    assert len(drafts) == len(bounds.each)
    for draft, bound in zip(drafts, bounds.each, strict=True):
        assert {name for word in draft.words for name in word.symbols} <= bits.names(bound.says)
        acts = {name for word in draft.words if word.slot == "act" for name in word.symbols}
        assert acts <= bits.names(bound.acts)
        assert bits.names(bound.speaks) & content <= draft.spoken()
    spoken = set[str]().union(*(draft.spoken() for draft in drafts))
    assert bits.names(bounds.speaks) & content <= spoken
    said = bits.names(bounds.says)
    assert spoken <= said
    modes = set[str]().union(*(draft.modes for draft in drafts)) - {"state"}
    assert modes <= said | ({"undo"} if "deny" in said else set())
    if drafts and bits[GENERIC] & bounds.speaks:
        assert all("generic" in draft.basis for draft in drafts)
    return len(drafts)


def test_examples_say_what_their_bounds_allow() -> None:
    assert sum(check(*one) for one in sentences_of(EXAMPLES)) > len(EXAMPLES)


def test_made_sentences_say_what_their_bounds_allow() -> None:
    assert sum(check(*one) for one in sentences_of(list(made()))) > 4000


def test_written_clauses_say_what_their_bounds_allow() -> None:
    lines = [line for path in WRITTEN for line in path.read_text(encoding="utf-8").splitlines()]
    texts = [json.loads(line)["text"] for line in lines[::2]]
    assert sum(check(*one) for one in sentences_of(texts)) > 1000


def test_what_is_left_out_changes_no_finding() -> None:
    chance = random.Random(11)  # noqa: S311 - the same order each time
    parts = [*EXAMPLES[::4], *(sentence for _, sentence in zip(range(700), made(), strict=False))]
    chance.shuffle(parts)
    evaluator = make_evaluator(PACK.rules, "reference")
    readers = (Extractor(PACK.lexicon), Extractor(PACK.lexicon, PACK.rules))
    found = read = 0
    for first in range(0, len(parts), 5):
        text = "\n".join(parts[first : first + 5])
        document = parse_document(text, "normative")
        told = []
        for reader in readers:
            provisions = reader.provisions(text, document)
            read += len(provisions) if reader is readers[1] else 0
            at = {one.id: (one.start, one.end) for one in provisions}
            told.append([(match.rule, at[match.provision]) for match in evaluator.match(provisions)])
        assert sorted(told[0]) == sorted(told[1])
        found += len(told[0])
    assert found > 0
    assert read < 20 * len(parts)
