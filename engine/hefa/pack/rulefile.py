"""One rule file -> one Rule, or an error that names file, line, fault and remedy.

The YAML writes a condition as ``slot: [symbol, ...]``; the record has ``slot`` and ``symbols``.
"""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from hefa.errors import HefaError, RuleFileError
from hefa.model.category import CATEGORIES
from hefa.model.rule import SPARED, Condition, Rule
from hefa.pack.vocabulary import Vocabulary
from hefa.pack.yamltext import YamlText

TO_FILL = "待填"
"""A value that begins so is a template's, not yet an author's."""

_EXAMPLES = re.compile(r"^examples:", re.MULTILINE)


def parse_rule(path: Path, text: str, vocabulary: Vocabulary, examples: bool) -> Rule:
    """Read the rule in ``text``; without ``examples`` only what stands before that last key is read."""
    cut = _EXAMPLES.search(text)
    if cut is None:
        YamlText(path, text).mapping()
        raise RuleFileError(str(path), "没有 examples", "在文件末尾写 examples，fires 和 silent 各至少一例")
    file = YamlText(path, text if examples else text[: cut.start()])
    fields = file.mapping()
    if examples and next(reversed(fields)) != "examples":
        raise file.error((next(reversed(fields)),), "examples 之后还有别的键", "把 examples 移到文件末尾")
    if TO_FILL in text:
        _refuse_template(file, fields, ())
    for key in ("when", "unless"):
        if key in fields:
            fields[key] = conditions_of(file, fields[key], (key,))
    for key in ("also", "none"):
        for index, related in enumerate(_list(file, fields.get(key, []), (key,))):
            if isinstance(related, dict) and "when" in related:
                related["when"] = conditions_of(file, related["when"], (key, index, "when"))
    try:
        rule = Rule.model_validate(fields)
    except ValidationError as error:
        raise translated(file, error.errors(include_url=False)[0]) from error
    _check_place(file, rule)
    _check_symbols(file, rule, vocabulary)
    _check_reasons(file, rule)
    return rule


def _list(file: YamlText, value: object, place: tuple[str | int, ...]) -> list[Any]:
    if not isinstance(value, list):
        raise file.error(place, f"{place[0]} 不是列表", "每个条件前写一个 “- ”")
    return value


def conditions_of(file: YamlText, entries: object, place: tuple[str | int, ...]) -> list[dict[str, Any]]:
    """Return a list of conditions as the record has them: slot and symbols."""
    conditions = []
    for index, entry in enumerate(_list(file, entries, place)):
        if not isinstance(entry, dict) or len(entry) != 1:
            raise file.error(
                (*place, index), "一个条件只写一个槽", "写成 槽: [符号, 符号]，多个槽分成多个条件"
            )
        [(slot, symbols)] = entry.items()
        if not isinstance(symbols, list) or not symbols:
            raise file.error((*place, index), f"条件 {slot} 的符号不是列表", f"写成 {slot}: [符号]")
        conditions.append({"slot": slot, "symbols": symbols})
    return conditions


def _refuse_template(file: YamlText, value: object, place: tuple[str | int, ...]) -> None:
    if isinstance(value, str):
        if value.startswith(TO_FILL):
            raise file.error(place, f"{place[-1]} 还没有填写", "换成自己的内容")
    elif isinstance(value, dict):
        for key, item in value.items():
            _refuse_template(file, item, (*place, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            _refuse_template(file, item, (*place, index))


def _check_place(file: YamlText, rule: Rule) -> None:
    if not rule.ranks:
        raise file.error(("ranks",), "ranks 是空的", "至少写一项")
    if rule.category not in CATEGORIES:
        raise file.error(("category",), f"没有类别 {rule.category}", "类别见 hefa rules schema")
    if rule.id.rpartition("-")[0] != rule.category:
        raise file.error(
            ("id",), f"编号 {rule.id} 不以类别 {rule.category} 开头", f"改为 {rule.category}-001 的形式"
        )
    if file.path.stem != rule.id:
        raise file.error(("id",), f"编号 {rule.id} 与文件名不同", f"文件名改为 {rule.id}.yml")
    if file.path.parent.name != rule.category:
        raise file.error(("category",), f"类别 {rule.category} 与文件夹名不同", f"移到文件夹 {rule.category}")


def _check_symbols(file: YamlText, rule: Rule, vocabulary: Vocabulary) -> None:
    places: list[tuple[tuple[str | int, ...], Condition]] = [
        (("ranks",), Condition(slot="rank", symbols=rule.ranks)),
        *((("when", index), condition) for index, condition in enumerate(rule.when)),
        *((("unless", index), condition) for index, condition in enumerate(rule.unless)),
    ]
    if rule.spares and rule.spares != SPARED:
        places.append((("spares",), Condition(slot="issuer", symbols=rule.spares)))
    for key, related in (("also", rule.also), ("none", rule.none)):
        for index, entry in enumerate(related):
            places += [((key, index, "when", at), condition) for at, condition in enumerate(entry.when)]
    check_symbols(file, vocabulary, places)


def check_symbols(
    file: YamlText, vocabulary: Vocabulary, places: Iterable[tuple[tuple[str | int, ...], Condition]]
) -> None:
    """Refuse a condition that names a slot or symbol that does not exist."""
    for place, condition in places:
        if not vocabulary.has_slot(condition.slot):
            known = "、".join(vocabulary.slots())
            raise file.error(place, f"没有槽 {condition.slot}", f"可用的槽：{known}")
        for symbol in condition.symbols:
            if not vocabulary.knows(condition.slot, symbol):
                raise file.error(
                    place, f"槽 {condition.slot} 没有符号 {symbol}", "改正拼写，或者先在 lexicon 中加上它"
                )


def _check_reasons(file: YamlText, rule: Rule) -> None:
    if rule.examples is None:
        return
    for index, example in enumerate(rule.examples.silent):
        if not example.because:
            raise file.error(
                ("examples", "silent", index), "不应触发的例子没有写理由", "加 because: 为什么合法"
            )


def translated(file: YamlText, error: ErrorDetails, above: tuple[str | int, ...] = ()) -> HefaError:
    """Return the error of a field in Chinese; ``above`` is where the fields stand in the file."""
    place, name, kind = (*above, *error["loc"]), ".".join(map(str, error["loc"])), error["type"]
    if kind == "missing":
        return file.error(place, f"缺少 {name}", f"补上 {name}")
    if kind == "extra_forbidden":
        return file.error(place, f"不认识的键 {name}", "检查拼写，或者删去")
    if kind == "literal_error":
        usable = _listed(error["ctx"]["expected"])
        return file.error(place, f"{name} 的值“{error['input']}”不可用", f"可用：{usable}")
    if kind == "too_short":
        return file.error(place, f"{name} 是空的", "至少写一项")
    if kind == "string_pattern_mismatch":
        return file.error(place, f"编号“{error['input']}”不合格式", "写成 类别-三位数字，例如 permit-001")
    return file.error(place, f"{name} 的值不对", "对照 hefa rules schema 改正")


def _listed(expected: str) -> str:
    """Return the values that pydantic names in English, as in “'a', 'b' or 'c'”."""
    return "、".join(re.findall("'([^']*)'", expected)) or expected
