"""The Chinese of facts and conditions: what a slot, a value or a lexicon class is called.

A lexicon class is named by some of its words, so that an officer need not know its code.
"""

from hefa.model.lexicon import Lexicon
from hefa.model.rule import Condition
from hefa.opinion.wording import RANKS, quoted_words

SLOTS = {
    "given": "前提",
    "act": "行为",
    "ban": "所禁止的",
    "undo": "所废止的",
    "any": "所涉事项",
    "sentence": "同句",
    "clause": "同款",
    "lead": "列举的引语",
    "heading": "所在标题",
    "title": "文件名称",
    "actor": "主体",
    "mode": "规范方式",
    "force": "语句性质",
    "basis": "依据",
    "measure": "数量",
    "rank": "效力层级",
    "issuer": "制定机关",
    "shape": "位置",
    "evidence": "用语",
    "cite": "引用",
    "form": "格式",
    "technique": "文字技术",
    "dossier": "程序材料",
    "item": "清单",
    "relation": "前后条款",
    "archive": "现行文件",
}
VALUES = {
    "actor": {
        "agency": "行政机关",
        "township": "乡镇、街道",
        "temporary-body": "临时机构",
        "court": "司法机关",
        "official": "工作人员",
        "auxiliary": "辅助人员",
        "association": "行业组织",
        "collective": "村居集体",
        "business": "经营者",
        "person": "公民",
        "none": "未写明",
    },
    "mode": {
        "duty": "应当",
        "ban": "不得",
        "waive": "无须",
        "deny": "不予",
        "gate": "方可",
        "may": "可以",
        "encourage": "鼓励",
        "undo": "取消",
        "by": "由谁来做",
        "limit": "限于",
        "state": "直接陈述",
    },
    "force": {
        "operative": "设定规则",
        "report": "叙述情况",
        "definition": "定义",
        "voluntary": "自愿",
        "encouragement": "鼓励",
        "contract": "约定",
        "heading": "标题",
        "internal": "内部事务",
        "task": "布置工作",
    },
    "basis": {
        "article": "写到上位法的条文",
        "applied": "依照上位法执行",
        "named": "只写上位法名称",
        "generic": "依法、按规定",
        "violated": "以违反某规定为前提",
        "self": "本文件",
        "policy": "政策文件",
        "contract": "合同",
        "unsupported": "所引条文没有给出这项权力",
        "none": "没有写",
    },
    "measure": {
        "money": "金额",
        "percent": "比例",
        "amount": "次数、倍数",
        "distance": "距离",
        "count": "个数",
        "days": "日、月",
        "years": "年",
        "age": "年龄",
        "area": "面积",
        "weight": "重量",
    },
    "issuer": {
        "state": "国务院",
        "ministry": "国务院部门",
        "province": "省级",
        "city": "市级",
        "county": "县级",
        "township": "乡级",
        "unknown": "不详",
    },
    "shape": {
        "lead": "列举的引语",
        "attachment": "附件",
        "fragment": "单条文本",
        "item": "列举的项",
        "condition": "附有条件",
    },
    "rank": RANKS,
}
APART = "……"
"""What stands between the words of a phrase."""
_SHOWN = 3
_DEPTH = 4
_PARTS = 5  # of a phrase that is short enough to be shown first
_WHOLE = range(2, 5)  # characters of a word that tells by itself what its class is about


class Terms:
    """Names conditions by the words of one lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._typical: dict[str, tuple[str, ...]] = {}

    def condition(self, condition: Condition) -> str:
        """Return a condition as an officer reads it."""
        slot = SLOTS.get(condition.slot, condition.slot)
        given = self._lexicon.names
        if said := [given[full] for full in sorted(condition.wanted) if full in given]:
            return f"{slot}：{'或者'.join(said)}"
        names = VALUES.get(condition.slot)
        if names is not None:
            return f"{slot}是{'或者'.join(names.get(symbol, symbol) for symbol in condition.symbols)}"
        words = list(dict.fromkeys(word for symbol in condition.symbols for word in self._words(symbol)))
        return f"{slot}有{quoted_words(words[: 2 * _SHOWN])}一类的词"

    def symbol(self, slot: str, symbol: str) -> str:
        """Return one fact as an officer reads it."""
        return self.condition(Condition(slot=slot, symbols=(symbol,)))

    def _words(self, symbol: str) -> list[str]:
        """Return words of a class, or what its first phrases look like."""
        words = self._typical_words(symbol)[:_SHOWN]
        if words:
            return list(words)
        lines = sorted(self._lexicon.phrases.get(symbol, ()), key=lambda line: len(line.split()) > _PARTS)
        shown: dict[frozenset[str], str] = {}
        for line in lines:
            phrase = self._phrase(line, _DEPTH)
            shown.setdefault(frozenset(phrase.split(APART)), phrase)
            if len(shown) == _SHOWN:
                break
        return list(shown.values()) or [symbol]

    def _typical_words(self, symbol: str) -> tuple[str, ...]:
        """Return the words of a class: first those of two to four characters that most others contain."""
        if symbol not in self._typical:
            words = self._lexicon.words.get(symbol, ())
            rank = {word: (len(word) not in _WHOLE, -sum(word in other for other in words)) for word in words}
            self._typical[symbol] = tuple(sorted(words, key=rank.__getitem__))
        return self._typical[symbol]

    def _phrase(self, line: str, depth: int) -> str:
        """Return a phrase with the first word of each of its parts: 经……批准."""
        parts = (self._part(part.split("|")[0], depth) for part in line.split() if part != "..")
        return APART.join(parts)

    def part(self, symbol: str) -> str:
        """Return a part of a phrase, a class or a word, by its first word."""
        return self._part(symbol, _DEPTH)

    def _part(self, symbol: str, depth: int) -> str:
        if not symbol.isascii():
            return symbol
        words = self._typical_words(symbol)
        if words:
            return words[0]
        lines = self._lexicon.phrases.get(symbol)
        return self._phrase(lines[0], depth - 1) if lines and depth else VALUES["measure"].get(symbol, "某事")
