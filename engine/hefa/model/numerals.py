"""Printed numerals and integers, both ways: 十二, 一百零五, 二〇二五, １２, ⑫."""

from functools import lru_cache

DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "○": 0,
    "两": 2,
    "Ｏ": 0,
}
UNITS = {"十": 10, "百": 100, "千": 1000}
CIRCLED = {chr(0x2460 + i): i + 1 for i in range(20)} | {chr(0x3220 + i): i + 1 for i in range(10)}


@lru_cache(maxsize=4096)
def to_int(text: str) -> int | None:
    """Return the value of a numeral, white space inside ignored; None where it is none."""
    text = "".join(text.split())
    if text.isdecimal():
        return int(text)
    if text in CIRCLED:
        return CIRCLED[text]
    if text and all(char in DIGITS for char in text):
        return int("".join(str(DIGITS[char]) for char in text))
    total = digit = 0
    for char in text:
        if char in DIGITS:
            digit = DIGITS[char]
        elif char in UNITS:
            total += (digit or 1) * UNITS[char]
            digit = 0
        else:
            return None
    return total + digit if text else None


_DIGITS = "零一二三四五六七八九"
_UNITS = ((1000, "千"), (100, "百"), (10, "十"))


def to_chinese(number: int) -> str:
    """Return 1 to 9,999 as laws print it (十二, 一百零五); any other number in decimal digits."""
    if not 0 < number < 10_000:
        return str(number)
    out, skipped = "", False
    for size, name in _UNITS:
        digit, number = divmod(number, size)
        if digit:
            out += ("零" if skipped else "") + _DIGITS[digit] + name
            skipped = False
        elif out:
            skipped = number > 0
    if number:
        out += ("零" if skipped else "") + _DIGITS[number]
    return out.removeprefix("一") if out.startswith("一十") else out
