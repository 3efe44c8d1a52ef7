"""Documents in any number from the clauses of real texts, seeded: each another mixture of them.

python benchmarks/recombine.py OUT COUNT [LEAST MOST [FORMAT]]    LEAST, MOST: characters; txt, docx or pdf
"""

import os
import random
import re
import sys
from functools import cache
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from file_maker import docx, pdf_of

CORPUS = Path(os.environ.get("HEFA_CORPUS", Path(__file__).parents[2] / "shared" / "corpus" / "text"))
_PLACES = ("青禾县", "柏溪市", "云岭区", "临湖县", "石桥镇", "永安州", "南屏区", "东河市")
_ORGANS = (
    "人民政府",
    "人民政府办公室",
    "城市管理局",
    "住房和城乡建设局",
    "市场监督管理局",
    "教育局",
    "卫生健康局",
)
_MATTERS = (
    "民宿经营",
    "公园维护",
    "路灯养护",
    "集贸市场",
    "校外托管",
    "停车泊位",
    "河道保洁",
    "户外广告",
    "养老服务",
)
_KINDS = ("管理办法", "实施细则", "若干规定", "工作意见")
_NUMBER = re.compile(
    r"^(?:第[一二三四五六七八九十百零]+[条章节]|[（(]?[一二三四五六七八九十]+[）)、]|\d+[.．、])[\s　]*"
)
_DIGITS = "零一二三四五六七八九"


@cache
def clauses(folder: Path = CORPUS) -> tuple[str, ...]:
    """Return the sentences of the texts without their numbers, 12 to 200 characters, each once, sorted."""
    found: set[str] = set()
    for path in sorted(folder.glob("*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            words = _NUMBER.sub("", line.strip())
            if 12 <= len(words) <= 200 and words.endswith("。"):
                found.add(words)
    return tuple(sorted(found))


def lines_of(number: int, seed: int, least: int, most: int) -> list[str]:
    """Return the lines of the document of that number, of about ``least`` to ``most`` characters."""
    rng, pool = random.Random(f"{seed}/{number}"), clauses()
    place, organ, matter = rng.choice(_PLACES), rng.choice(_ORGANS), rng.choice(_MATTERS)
    kind, year, month, day = (
        rng.choice(_KINDS),
        rng.randint(2012, 2026),
        rng.randint(1, 12),
        rng.randint(1, 28),
    )
    lines = [
        f"{place}{organ}关于印发《{place}{matter}{kind}（{number}）》的通知",
        f"{place[:1]}{organ[-2:]}规〔{year}〕{number}号",
        "",
    ]
    length, article, wanted = 0, 1, rng.randint(least, most)
    while length < wanted:
        words = rng.choice(pool)
        lines.append(f"第{_chinese(article)}条　{words}")
        length, article = length + len(words), article + 1
    lines += [f"第{_chinese(article)}条　本办法自{year}年{month}月{day}日起施行，有效期五年。", ""]
    return [*lines, f"{place}{organ}", f"{year}年{month}月{day}日"]


def write(folder: Path, count: int, span: tuple[int, int], form: str = "txt", seed: int = 1) -> None:
    """Write documents into sub-folders of a thousand."""
    for number in range(count):
        path = folder / f"{number // 1000:04}" / f"{number:06}.{form}"
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = lines_of(number, seed, *span)
        if form == "txt":
            path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        else:
            kept = [line for line in lines if line]
            path.write_bytes(docx(kept) if form == "docx" else pdf_of(kept))


def _chinese(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    words = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        words += ("" if tens == 1 and not hundreds else _DIGITS[tens]) + "十"
    elif hundreds and ones:
        words += "零"
    return words + (_DIGITS[ones] if ones else "")


if __name__ == "__main__":
    out, count, *span = sys.argv[1:]
    least, most, form = [*span, *("300", "800", "txt")[len(span) :]]
    write(Path(out), int(count), (int(least), int(most)), form)
