"""The paragraphs of a statute's office file -> its title, history and articles.

The form of the National Laws and Regulations Database: title, dates in brackets, 目录, 第一章, 第一条　….
"""

import re

from hefa.statutes.markdown import StatuteFile, statute_file

_NUMERAL = "零〇一二三四五六七八九十百千"
_ARTICLE = re.compile(rf"第[{_NUMERAL}0-9]+条")
_CONTENTS = re.compile(r"目[\s　]*(?:录|次)")
_DATED = re.compile(r"[（(]?\s*(?:根据)?\s*\d{4}\s*年")
_DIVISION = re.compile(rf"第[{_NUMERAL}]+(?:分?编|章|节)(?:[\s　]|$)")
_ATTACHED = re.compile(r"附(?:件|表|录)?[\s　：:0-9一二三四五六七八九十]*$")
_STEP = re.compile(r"[\s　]+|(?=根据\d{4})")


def parse_paragraphs(paragraphs: list[str], name: str) -> StatuteFile:
    """Read one statute; ``name`` is that of the file without suffix, which may hold the date (_20210122)."""
    lines = [line.strip() for line in paragraphs if line.strip()]
    start = next((i for i, line in enumerate(lines) if _ARTICLE.match(line)), len(lines))
    head, body = lines[:start], lines[start:]
    dated = next((i for i, line in enumerate(head) if _DATED.match(line)), len(head))
    contents = next((i for i, line in enumerate(head) if _CONTENTS.fullmatch(line)), len(head))
    title = "".join("".join(head[: min(dated, contents)]).split())
    end = next((i for i, line in enumerate(body) if _ATTACHED.fullmatch(line)), len(body))
    kept = [line for line in body[:end] if not _DIVISION.match(line)]
    return statute_file(title, _history(head[dated:contents]), kept, name)


def _history(lines: list[str]) -> tuple[str, ...]:
    """Return a line for each step: 2021年1月22日…修订, beginning with its date."""
    whole = "　".join(lines).strip("（）() ")
    steps = [step.removeprefix("根据").strip("，；。（）() ") for step in _STEP.split(whole)]
    joined: list[str] = []
    for step in steps:
        if re.match(r"(?:自\s*)?\d{4}\s*年", step) or not joined:
            joined.append(step)
        elif step:
            joined[-1] += step
    return tuple(step for step in joined if step)
