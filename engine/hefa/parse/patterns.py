"""What the printed marks of a Chinese document look like; every pattern is bounded, so linear."""

import re

from hefa.model.lazy import lazy

SPACE = " \t\u3000\xa0\u200b\ufeff\u2002\u2003"
LINE_END = "\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029"
STRIP = SPACE + LINE_END

NUMERAL = "一二三四五六七八九十百千零〇○两"
DIGIT = "0-9０-９"
_NTH = rf"第[ \t\u3000]{{0,3}}(?:[{NUMERAL}{DIGIT}][ \t\u3000]{{0,2}}){{1,7}}"
_MARKUP = r"(?:#{1,6}[ \t]*|\*\*|__|>[ \t]*){0,3}"

CITED = (  # what follows 第三条 in a citation rather than at the head of an article
    r"(?![、，,；;。．.：:）)》”’和与及或至到]|[ \t\u3000]?第|[的所中之]|款|项|规定|所列|以?[上下前后]|"
    r"（[一二三四五六七八九十]{1,3}）项)"
)
MARKERS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, lazy(rf"{_MARKUP}(?P<mark>{mark}){after}"))
    for kind, mark, after in (
        ("ARTICLE", rf"{_NTH}条(?:之[{NUMERAL}]{{1,2}})?", CITED),
        ("CHAPTER", rf"{_NTH}章", r"(?![的、，,。；和至规])"),
        ("SECTION", rf"{_NTH}节", r"(?![的、，,。；和至规])"),
        ("PART", rf"{_NTH}[编篇]|{_NTH}部分(?=[ \t\u3000：:])", r"(?![的、，,。；和至规])"),
        ("H1", rf"[{NUMERAL}]{{1,4}}[ \t\u3000]?(?:、|[.．](?![{DIGIT}]))", ""),
        (
            "H2",
            rf"[（(][ \t\u3000]?[{NUMERAL}]{{1,4}}[ \t\u3000]?[）)]、?",
            r"(?!项(?!目)|款(?!项)|目(?![标录的])|、)",
        ),
        (
            "H4",
            rf"[（(][ \t\u3000]?[{DIGIT}]{{1,2}}[ \t\u3000]?[）)][、.．]?",
            r"(?!项(?!目)|款(?!项)|目(?![标录的])|、)",
        ),
        (
            "DECIMAL",
            rf"[{DIGIT}]{{1,2}}(?:[.．][{DIGIT}]{{1,2}}){{1,4}}",
            rf"(?![{DIGIT}%％亿万元个年月米倍./／-])",
        ),
        ("H3", rf"[{DIGIT}]{{1,3}}(?:[.．](?:(?![{DIGIT}])|(?=20[0-9]{{2}}[ ]?年))|、|\\\.)", ""),
        ("H5", r"[\u2460-\u2473]|[\u3220-\u3229]|[0-9]{1,2}[）)]", r"(?![、—－-])"),
    )
)
CIRCLED = "".join(map(chr, range(0x2460, 0x2474)))
_DIGITS = "0123456789０１２３４５６７８９"
_ENCLOSED = CIRCLED + "".join(map(chr, range(0x3220, 0x322A)))
MARKERS_BY_FIRST = {
    char: tuple((kind, pattern) for kind, pattern in MARKERS if not kinds or kind in kinds)
    for chars, kinds in (
        ("第", ("ARTICLE", "CHAPTER", "SECTION", "PART")),
        (NUMERAL, ("H1",)),
        ("（(", ("H2", "H4")),
        (_DIGITS, ("DECIMAL", "H3", "H5")),
        (_ENCLOSED, ("H5",)),
        ("#*_>", ()),
    )
    for char in chars
}
"""The markers that a line may open with, by its first character; behind markup, any."""
FIRST_CHARS = MARKERS_BY_FIRST.keys()
BARE_NUMBER = lazy(rf"(?P<mark>[{DIGIT}]{{1,2}})[ \t\u3000]{{1,4}}(?=[\u4e00-\u9fff]{{2,24}}$)")

ATTACHMENT = lazy(
    rf"{_MARKUP}(?P<mark>附[ \t\u3000]{{0,3}}(?:件|表|录|图)[ \t\u3000]?"
    rf"(?:[{DIGIT}{NUMERAL}]{{1,3}}|[A-Z](?![a-z]))?(?:[-—－][{DIGIT}]{{1,2}})?)"
    r"[ \t\u3000]?(?P<colon>[：:．.、])?"
)

_YEAR = rf"(?:[12１２][{DIGIT}]{{3}}|[{NUMERAL}Ｏ]{{4}})"
_MONTH = rf"(?:[{DIGIT}]{{1,2}}|[一二三四五六七八九十]{{1,2}})"
_DAY = rf"(?:[{DIGIT}]{{1,2}}|[一二三四五六七八九十]{{1,3}})"
DATE_TEXT = rf"(?P<year>{_YEAR})[ ]?年[ ]{{0,3}}(?P<month>{_MONTH})[ ]?月[ ]{{0,3}}(?P<day>{_DAY})[ ]?日"
UNNAMED_DATE = re.sub(r"\?P<[a-z]+>", "?:", DATE_TEXT)
DATE = lazy(DATE_TEXT)
DATED_TITLE = lazy(rf"[ \u3000]*[（(]{UNNAMED_DATE}[）)]$")
DATE_LINE = lazy(rf"[（(*]{{0,2}}{DATE_TEXT}[）)*]{{0,2}}$")

YEAR_IN_BRACKETS = r"[〔\[［（(【][ ]?(?:19|20)[0-9]{2}[ ]?年?[〕\]］)）】][ ]?第?[ ]?[0-9]{1,5}[ ]?号"
"""〔2024〕3号: the half of a document number (发文字号) that is always there."""
NUMBER_TEXT = (
    rf"(?:[\u4e00-\u9fffA-Za-z（）()]{{1,24}}[ ]?{YEAR_IN_BRACKETS}"
    r"|(?:[\u4e00-\u9fff]{2,30}(?:令|公告))?[ \u3000]{0,2}(?:(?:19|20)[0-9]{2}年)?"
    rf"第[ ]?[0-9{NUMERAL}]{{1,5}}[ ]?号)"
)
NUMBER_LINE = lazy(rf"[（(]?{NUMBER_TEXT}[）)]?$")

TERMINAL = frozenset("。；;！!？?：:…")
CLOSERS = "”’」』）)】〕》*"
