"""Which rules put which provision into effect: ``coverage/<category>.yml`` of the packs.

- provision: {law: 中华人民共和国行政许可法, article: 第十四条}
point: PERMIT-01
rules: [permit-001, permit-004]
- provision: {law: 中华人民共和国反垄断法, article: 第四十五条}
none: 要有定义市场的事实，条文里看不出来
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

from pydantic import ValidationError

from hefa.errors import RuleFileError
from hefa.model.base import Record
from hefa.model.category import CATEGORIES
from hefa.model.numerals import to_int
from hefa.model.rule import LegalBasis
from hefa.opinion.wording import citation
from hefa.pack import load_packs
from hefa.pack.loader import installed_packs
from hefa.pack.yamltext import YamlText, read_utf8

FOLDER = "coverage"
_NUMERAL = re.compile(r"[零〇一二三四五六七八九十百千\d]+")


class Entry(Record):
    """One prohibiting provision of one category: the rules that cover it, or why none can (``none``)."""

    category: str
    provision: LegalBasis
    point: str | None = None
    rules: tuple[str, ...] = ()
    none: str | None = None
    note: str | None = None


def read_coverage(law: str = "") -> tuple[Entry, ...]:
    """Return the entries of the installed packs whose law has ``law`` in its name, by category."""
    known = {rule.id for rule in load_packs().rules if rule.status != "removed"}
    entries = [entry for root in installed_packs() for entry in _entries(root, known)]
    return tuple(entry for entry in entries if law in entry.provision.law)


def coverage_text(entries: Sequence[Entry]) -> str:
    """Return the provisions law by law, each with its rules or the reason why there is none."""
    lines: list[str] = []
    for law, places in _by_law(entries):
        lines.append(law)
        lines += [f"  {place} {category}：{covered}" for place, category, covered in places]
    return "\n".join([*lines, _total(entries)]) + "\n"


def coverage_markdown(entries: Sequence[Entry]) -> str:
    """Return the same as one Markdown table a law."""
    lines: list[str] = []
    for law, places in _by_law(entries):
        lines += [f"## {law}", "", "| 条款 | 类别 | 规则 |", "| --- | --- | --- |"]
        lines += [
            f"| {place} | {category} | {covered} |".replace("\n", " ") for place, category, covered in places
        ]
        lines.append("")
    return "\n".join([*lines, _total(entries)]) + "\n"


def _by_law(entries: Sequence[Entry]) -> Iterator[tuple[str, Iterator[tuple[str, str, str]]]]:
    for law, group in groupby(sorted(entries, key=_order), lambda entry: entry.provision.law):
        yield f"《{law.strip('《》')}》", _places(group)


def _places(entries: Iterable[Entry]) -> Iterator[tuple[str, str, str]]:
    """Yield each provision of a law with one category and all that covers it."""
    for (place, category), group in groupby(entries, lambda entry: (_place(entry), entry.category)):
        yield place, CATEGORIES[category], "；".join(dict.fromkeys(map(_covered, group)))


def _order(entry: Entry) -> tuple[object, ...]:
    basis = entry.provision
    numbers = [_numbers(part or "") for part in (basis.article, basis.paragraph, basis.item)]
    return basis.law, numbers, _place(entry), list(CATEGORIES).index(entry.category)


def _numbers(part: str) -> list[int]:
    """Return the numbers in 第十条之一, 二（六）: what is no numeral stands between them."""
    return [value for word in _NUMERAL.findall(part) if (value := to_int(word)) is not None]


def _place(entry: Entry) -> str:
    return citation(entry.provision).partition("》")[2] or "全文"


def _covered(entry: Entry) -> str:
    point = f"{entry.point} " if entry.point else ""
    note = f"（{entry.note}）" if entry.note else ""
    return point + ("、".join(entry.rules) if entry.rules else f"无：{entry.none}") + note


def _total(entries: Sequence[Entry]) -> str:
    with_rules = sum(bool(entry.rules) for entry in entries)
    without = len(entries) - with_rules
    places = {(entry.provision.law, _place(entry)) for entry in entries}
    counts = f"共 {len(places)} 项规定、{len(entries)} 点，有规则的 {with_rules} 点，没有的 {without} 点"
    pointed = next((entry.point for entry in entries if entry.point), None)
    return counts + (f"；{pointed} 等是问题目录中的编号，违反一项规定的写法常有几种" if pointed else "")


def coverage_json(entries: Sequence[Entry]) -> str:
    """Return the entries as JSON."""
    return (
        json.dumps([entry.model_dump(mode="json") for entry in entries], ensure_ascii=False, indent=2) + "\n"
    )


def _entries(root: Path, known: set[str]) -> Iterator[Entry]:
    for path in sorted((root / FOLDER).glob("*.yml")):
        file = YamlText(path, read_utf8(path))
        if path.stem not in CATEGORIES:
            raise RuleFileError(str(path), f"没有类别 {path.stem}", "文件名用类别代码")
        if not isinstance(file.value, list):
            raise file.error((), "内容不是列表", "每项规定前写一个 “- ”")
        for index, fields in enumerate(file.value):
            try:
                entry = Entry.model_validate({**fields, "category": path.stem})
            except (TypeError, ValidationError) as error:
                raise file.error(
                    (index,), "这一项的键或者值不对", "写 provision 和 rules 或者 none"
                ) from error
            unknown = next((rule for rule in entry.rules if rule not in known), None)
            if unknown is not None:
                raise file.error((index, "rules"), f"没有规则 {unknown}", "改正编号，或者删去")
            if bool(entry.rules) == bool(entry.none):
                raise file.error((index,), "rules 和 none 应当只写一个", "有规则写 rules，没有写 none: 原因")
            yield entry
