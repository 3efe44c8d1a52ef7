"""Values of automatic numbers in, what Word prints out: 一, （一）'s 一, ①, 甲, iv, b."""

from hefa.model.numerals import to_chinese

CHINESE = frozenset({
    "chineseCounting", "chineseCountingThousand", "taiwaneseCounting", "taiwaneseCountingThousand",
    "japaneseCounting",
})  # fmt: skip
"""Office prints 101 in five ways by these names; laws print 一百零一, and so does WPS, whatever the name."""

_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_SINGLE = str.maketrans("0123456789", "〇一二三四五六七八九")
DIGITS = {
    "decimalFullWidth": _FULL_WIDTH,
    "decimalFullWidth2": _FULL_WIDTH,
    "ideographDigital": _SINGLE,
    "taiwaneseDigital": _SINGLE,
    "japaneseDigitalTenThousand": _SINGLE,
}
FINANCIAL = {
    "chineseLegalSimplified": "零壹贰叁肆伍陆柒捌玖拾佰仟",
    "ideographLegalTraditional": "零壹貳參肆伍陸柒捌玖拾佰仟",
    "japaneseLegal": "零壱弐参四伍六七八九拾百阡",
}
STEMS, BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
SERIES = {
    "ideographTraditional": STEMS,
    "ideographZodiac": BRANCHES,
    "ideographEnclosedCircle": "".join(map(chr, range(0x3280, 0x328A))),
    "decimalEnclosedFullstop": "".join(map(chr, range(0x2488, 0x249C))),
    "decimalEnclosedParen": "".join(map(chr, range(0x2474, 0x2488))),
}
CIRCLED = "".join(map(chr, (*range(0x2460, 0x2474), *range(0x3251, 0x3260), *range(0x32B1, 0x32C0))))
SERIES["decimalEnclosedCircle"] = SERIES["decimalEnclosedCircleChinese"] = CIRCLED
ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
MOST_LETTERS = 780  # Word repeats letters thirty times at most


def numeral(value: int, form: str) -> str:
    """Return ``value`` in the format that numbering.xml calls ``form``; decimal where it has no such sign.

    ``form`` may also be a pattern of Word's custom formats: 001 pads to three digits.
    """
    if form in {"none", "bullet"}:
        return ""
    return (_chinese(value, form) or _latin(value, form)) if value > 0 else str(value)


def _chinese(value: int, form: str) -> str:
    if form in CHINESE:
        return to_chinese(value)
    if form in FINANCIAL:
        full = f"一{to_chinese(value)}" if 10 <= value < 20 else to_chinese(value)
        return full.translate(str.maketrans("零一二三四五六七八九十百千", FINANCIAL[form]))
    if form == "ideographZodiacTraditional":
        return STEMS[(value - 1) % 10] + BRANCHES[(value - 1) % 12]
    return SERIES.get(form, "")[value - 1 : value]


def _latin(value: int, form: str) -> str:
    digits = str(value)
    match form:
        case "lowerRoman" | "upperRoman" if value < 4000:
            return _cased(_roman(value), form)
        case "lowerLetter" | "upperLetter" if value <= MOST_LETTERS:
            times, place = divmod(value - 1, 26)
            return _cased(chr(ord("a") + place) * (times + 1), form)
        case "decimalZero":
            return digits.zfill(2)
        case "numberInDash":
            return f"- {digits} -"
        case _ if form in DIGITS:
            return digits.translate(DIGITS[form])
        case _:
            return digits.zfill(len(form)) if form.isdigit() else digits


def _cased(letters: str, form: str) -> str:
    return letters.upper() if form.startswith("upper") else letters


def _roman(value: int) -> str:
    out = ""
    for size, letters in ROMAN:
        times, value = divmod(value, size)
        out += letters * times
    return out
