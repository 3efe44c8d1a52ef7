"""Which rules put which provision into effect: ``coverage/<category>.yml`` of the packs.

- provision: {law: 中华人民共和国行政许可法, article: 第十四条}
point: PERMIT-01
rules: [permit-001, permit-004]
- provision: {law: 中华人民共和国反垄断法, article: 第四十五条}
none: 要有定义市场的事实，条文里看不出来
"""

import json
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from pydantic import ValidationError

from hefa.errors import RuleFileError
from hefa.model.base import Record
from hefa.model.category import CATEGORIES
from hefa.model.rule import LegalBasis
from hefa.opinion.wording import citation
from hefa.pack import load_packs
from hefa.pack.loader import installed_packs
from hefa.pack.yamltext import YamlText, read_utf8

FOLDER = "coverage"


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
    for law, group in _by_law(entries):
        lines.append(law)
        lines += [f"  {_place(entry)} {CATEGORIES[entry.category]}：{_covered(entry)}" for entry in group]
    return "\n".join([*lines, _total(entries)]) + "\n"


def coverage_markdown(entries: Sequence[Entry]) -> str:
    """Return the same as one Markdown table a law."""
    lines: list[str] = []
    for law, group in _by_law(entries):
        lines += [f"## {law}", "", "| 条款 | 类别 | 规则 |", "| --- | --- | --- |"]
        lines += [
            f"| {_place(entry)} | {CATEGORIES[entry.category]} | {_covered(entry)} |".replace("\n", " ")
            for entry in group
        ]
        lines.append("")
    return "\n".join([*lines, _total(entries)]) + "\n"


def _by_law(entries: Sequence[Entry]) -> Iterator[tuple[str, Iterator[Entry]]]:
    for law, group in groupby(sorted(entries, key=_law), _law):
        yield f"《{law.strip('《》')}》", group


def _law(entry: Entry) -> str:
    return entry.provision.law


def _place(entry: Entry) -> str:
    return citation(entry.provision).partition("》")[2] or "全文"


def _covered(entry: Entry) -> str:
    note = f"（{entry.note}）" if entry.note else ""
    return ("、".join(entry.rules) if entry.rules else f"无：{entry.none}") + note


def _total(entries: Sequence[Entry]) -> str:
    with_rules = sum(bool(entry.rules) for entry in entries)
    without = len(entries) - with_rules
    return f"共 {len(entries)} 项规定，有规则的 {with_rules} 项，没有的 {without} 项"


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
