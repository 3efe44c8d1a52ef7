"""The rules as a person looks them up: listed, shown in full, and tested by their examples."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from hefa.errors import OptionError
from hefa.model.category import CATEGORIES
from hefa.model.facts import Provision
from hefa.model.rule import CONFIDENCE, SEVERITY, Condition, Example, Related, Rule
from hefa.observe import FactFinder, beside_of
from hefa.opinion.terms import Terms
from hefa.opinion.trace import PLACES
from hefa.opinion.wording import RANKS, citation, one_line
from hefa.pack import join_packs, load_packs
from hefa.pack.loader import installed_packs
from hefa.parse import parse_document
from hefa.read import read_text
from hefa.rulecheck import Problem, check_rules, example_review

STATUS = {"preview": "试用", "stable": "稳定", "deprecated": "将停用", "removed": "已停用"}


def list_text(folders: Sequence[Path] = ()) -> str:
    """Return every rule on a line of its own, by category."""
    rules = load_packs(folders).rules
    lines = [
        f"{rule.id:<22}{SEVERITY[rule.severity]}\t{CONFIDENCE[rule.confidence]}\t{STATUS[rule.status]}\t{rule.name}"
        for rule in rules
    ]
    return "\n".join([*lines, f"共 {len(rules)} 条规则"]) + "\n"


def show_text(rule_id: str, folders: Sequence[Path] = ()) -> str:
    """Return one rule in full, with its examples."""
    pack = load_packs(folders, examples=True)
    for rule in pack.rules:
        if rule.id == rule_id:
            return "\n".join(rule_lines(rule, Terms(pack.lexicon))) + "\n"
    raise OptionError(rule_id, "没有这条规则", "编号见 hefa rules list")


def check_examples(folder: Path | None = None) -> tuple[int, list[Problem]]:
    """Check the installed rules, or those of ``folder`` with the installed lexicon, by their examples."""
    pack = load_packs([] if folder is None else [folder], examples=folder is None)
    if folder is not None:
        installed = {rule.id for rule in join_packs([(root, False) for root in installed_packs()]).rules}
        own = tuple(rule for rule in pack.rules if rule.id not in installed)
        pack = pack.model_copy(update={"rules": own})
    finder = FactFinder(pack, only_asked=False)

    def extract(example: Example) -> Sequence[Provision]:
        source, document = read_text(example.text), parse_document(example.text, example.rank)
        return finder.facts(source, document, beside_of(example.beside)).provisions

    return len(pack.rules), check_rules(pack, example_review(extract))


def rule_lines(rule: Rule, terms: Terms) -> Iterator[str]:
    """Yield a rule as a person reads it, line by line, with its examples where they were read."""
    yield f"{rule.id}  {rule.name}"
    yield f"类别：{CATEGORIES[rule.category]}（{rule.category}）"
    yield f"程度：{SEVERITY[rule.severity]}；把握：{CONFIDENCE[rule.confidence]}"
    yield f"状态：{STATUS[rule.status]}（自 {rule.since}）"
    yield f"适用：{'、'.join(RANKS.get(rank, rank) for rank in rule.ranks)}"
    yield f"依据：{'；'.join(map(citation, rule.basis))}"
    yield from (f"条件：{_coded(condition, terms)}" for condition in rule.when)
    yield from (f"并且：{_related(entry, '另有规定', terms)}" for entry in rule.also)
    yield from (f"并且：{_related(entry, '没有', terms)}" for entry in rule.none)
    yield from (f"例外：{_coded(condition, terms)}" for condition in rule.unless)
    yield f"提示：{rule.message}"
    yield f"建议：{rule.suggestion}"
    if rule.examples is None:
        return
    for name, examples in (
        ("应当触发", rule.examples.fires),
        ("不应触发", rule.examples.silent),
        ("已知漏报", rule.examples.known_misses),
    ):
        for example in examples:
            yield f"{name}：{one_line(example.text)}" + (f"（{example.because}）" if example.because else "")


def _coded(condition: Condition, terms: Terms) -> str:
    """Return a condition in words, with the codes that a rule's author needs."""
    return f"{terms.condition(condition)}（{condition.slot}: {', '.join(condition.symbols)}）"


def _related(entry: Related, has: str, terms: Terms) -> str:
    conditions = "，且".join(_coded(condition, terms) for condition in entry.when)
    return f"{PLACES[entry.within]}{has}：{conditions}"
