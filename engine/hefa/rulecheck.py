"""Rules that check rules: every example holds, and every condition is needed by an example.

    rule ──► its examples, reviewed ──► problems
    rule without one condition ──► silent examples, reviewed ──► does one fire now?

Text becomes provisions outside: ``review`` is given, and ``example_review`` makes one that
extracts each example once, however many variants of a rule are tried on it.
"""

import re
from collections.abc import Callable, Iterator, Sequence

from hefa.errors import OptionError
from hefa.infer import make_evaluator
from hefa.model.base import Record
from hefa.model.category import CATEGORIES
from hefa.model.facts import Provision
from hefa.model.pack import RulePack
from hefa.model.rule import RULE_ID, Example, Examples, Rule


class Hit(Record):
    """A rule that fires on an example, and the words it quotes."""

    rule: str
    quote: str


class Problem(Record):
    """What is wrong with a rule: ``place`` is the example or condition, as in the file."""

    rule: str
    place: str
    problem: str

    def __str__(self) -> str:
        return f"{self.rule} {self.place}：{self.problem}"


Review = Callable[[Sequence[Rule], Example], Sequence[Hit]]


def check_rules(pack: RulePack, review: Review) -> list[Problem]:
    """Check every rule in use by its examples, in the order of the files."""
    rules = [rule for rule in pack.rules if rule.status != "removed"]
    return [problem for rule in rules for problem in _check_rule(rule, review)]


def example_review(extract: Callable[[Example], Sequence[Provision]]) -> Review:
    """Make a review of examples from what turns an example into provisions."""
    known: dict[str, Sequence[Provision]] = {}

    def review(rules: Sequence[Rule], example: Example) -> list[Hit]:
        key = example.model_dump_json(include={"text", "rank", "beside"})
        if key not in known:
            known[key] = extract(example)
        places = {provision.id: provision for provision in known[key]}
        matches = make_evaluator(rules, "reference").match(known[key])
        return [
            Hit(
                rule=match.rule,
                quote=example.text[places[match.provision].start : places[match.provision].end],
            )
            for match in matches
        ]

    return review


def new_rule(category: str, rule_id: str) -> str:
    """Write the template of a rule; the loader refuses it until every 待填 is filled in."""
    if category not in CATEGORIES:
        raise OptionError(f"类别 {category}", "没有这个类别", f"可用：{'、'.join(CATEGORIES)}")
    if not re.fullmatch(RULE_ID, rule_id) or rule_id.rpartition("-")[0] != category:
        raise OptionError(f"编号 {rule_id}", "编号不合格式", f"写成 类别-三位数字，例如 {category}-900")
    return _TEMPLATE.format(id=rule_id, category=category)


def _check_rule(rule: Rule, review: Review) -> Iterator[Problem]:
    if rule.examples is None:
        yield Problem(rule=rule.id, place="examples", problem="没有读入例子，无法检查")
        return
    yield from _check_examples(rule, rule.examples, review)
    for place, variant in _variants(rule):
        if not any(_quotes(variant, example, review) for example in rule.examples.silent):
            yield Problem(
                rule=rule.id,
                place=place,
                problem=_NOT_NEEDED,
            )


def _check_examples(rule: Rule, examples: Examples, review: Review) -> Iterator[Problem]:
    for index, example in enumerate(examples.fires):
        quotes = _quotes(rule, example, review)
        if not quotes:
            problem = f"应当触发而没有触发：“{example.text}”"
        elif example.quote is not None and example.quote not in quotes:
            problem = f"引文应为“{example.quote}”，实际为“{'”“'.join(quotes)}”"
        else:
            continue
        yield Problem(rule=rule.id, place=f"examples.fires[{index}]", problem=problem)
    for index, example in enumerate(examples.silent):
        if _quotes(rule, example, review):
            yield Problem(
                rule=rule.id, place=f"examples.silent[{index}]", problem=f"不应触发而触发了：“{example.text}”"
            )
    for index, example in enumerate(examples.known_misses):
        if _quotes(rule, example, review):
            yield Problem(
                rule=rule.id,
                place=f"examples.known_misses[{index}]",
                problem=f"现在能查出了，移到 fires：“{example.text}”",
            )


def _variants(rule: Rule) -> Iterator[tuple[str, Rule]]:
    """Each condition's place in the file, and the rule without that condition."""
    for key in ("when", "also", "none", "unless"):
        entries = getattr(rule, key)
        for index in range(len(entries)):
            yield f"{key}[{index}]", rule.model_copy(update={key: entries[:index] + entries[index + 1 :]})


def _quotes(rule: Rule, example: Example, review: Review) -> list[str]:
    return [hit.quote for hit in review([rule], example) if hit.rule == rule.id]


_NOT_NEEDED = "没有例子需要这个条件：去掉它，silent 的例子仍都不触发。加一个只因它而不触发的例子，或者删去它"
_TEMPLATE = """\
id: {id}
name: 待填：这条规则指出的毛病，一句话
status: preview
since: "0.1.0"
category: {category}
severity: improper        # unlawful 违法 | improper 不当 | notice 提示
confidence: medium        # high | medium | low
ranks: [normative]
basis:
  - {{law: 待填：法律全称, article: 待填：第几条, version: 2000-01-01}}
when:                     # 同一条规范须全部满足；每个条件是 槽: [符号, 符号]，其中一个成立即可
  - mode: [ban]
  - ban: [待填]
# also:                   # 另有一条规范满足；范围 sentence | clause | unit | document
#   - within: sentence
#     when: [{{act: [operate]}}]
# none:                   # 没有另一条规范满足
#   - within: unit
#     when: [{{basis: [article]}}]
# unless:                 # 同一条规范满足任何一项则不触发
#   - basis: [article, applied]
message: 待填：疑似有什么问题
suggestion: 待填：建议怎样改
examples:                 # 必须是最后一个键；每个条件都要有一个只因它而不触发的例子
  fires:
    - text: 待填：应当触发的条文
      quote: 待填：其中被引用的字句
  silent:
    - text: 待填：不应触发的条文
      because: 待填：为什么合法
  known_misses: []
"""
