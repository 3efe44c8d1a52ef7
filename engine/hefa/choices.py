"""What a user may choose of rules, ranks and engines: checked, and said in the opinion."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TypeVar

from hefa.errors import OptionError
from hefa.infer import Engine
from hefa.model.category import CATEGORIES
from hefa.model.rule import CONFIDENCE, Confidence, Rule
from hefa.opinion.wording import RANKS, choices_of, code_of

_SHORT_RANKS = {"normative": "规范性文件", "other": "其他"}
_T = TypeVar("_T", bound=Path | str)


def choose_rules(rules: Sequence[Rule], select: Sequence[str], ignore: Sequence[str]) -> tuple[Rule, ...]:
    """Return the rules that ``select`` names (all, when it is empty) less those of ``ignore``."""
    wanted = _named(rules, select, "--select") if select else {rule.id for rule in rules}
    unwanted = _named(rules, ignore, "--ignore")
    chosen = tuple(rule for rule in rules if rule.id in wanted and rule.id not in unwanted)
    if not chosen and rules:
        raise OptionError("--select、--ignore", "没有剩下任何规则", "放宽 --select 或者 --ignore")
    return chosen


def several(value: Sequence[_T] | _T) -> tuple[_T, ...]:
    """Return one value as a tuple of one: a single text is no sequence of letters."""
    if isinstance(value, str | Path):
        return (value,)
    if isinstance(value, bytes) or not isinstance(value, Iterable):
        problem = f"{type(value).__name__} 不是文字、路径或者它们的列表"
        raise OptionError("rules、select、ignore、lists、archive", problem, "给出一个或者一列")
    return tuple(value)


def _named(rules: Sequence[Rule], names: Sequence[str], option: str) -> set[str]:
    found = set()
    for name in names:
        code = code_of(CATEGORIES, name) or name
        ids = {rule.id for rule in rules if name and (rule.category == code or rule.id.startswith(name))}
        if not ids and code not in CATEGORIES:
            raise OptionError(option, f"没有规则或者类别 {name}", "可用的见 hefa rules list")
        found |= ids
    return found


def check_rank(rank: str | None) -> str | None:
    """Return the code of the rank so named, or none."""
    code = None if rank is None else code_of(RANKS, rank) or code_of(_SHORT_RANKS, rank)
    if rank is not None and code is None:
        raise OptionError("--rank", f"没有效力层级 {rank}", f"可用：{choices_of(RANKS)}")
    return code


def check_category(category: str | None) -> str | None:
    """Return ``category`` if it is one there is, or none."""
    if category is not None and category not in CATEGORIES:
        raise OptionError("--category", f"没有类别 {category}", f"可用：{'、'.join(CATEGORIES)}")
    return category


def said_of_choices(
    select: Sequence[str], ignore: Sequence[str], rank: str | None, least: Confidence
) -> list[str]:
    """Return what the user narrowed or overruled, as the opinion states it."""
    said = [f"只用规则 {'、'.join(select)}"] if select else []
    said += [f"不用规则 {'、'.join(ignore)}"] if ignore else []
    said += [f"效力层级由使用者指定为{RANKS[rank]}"] if rank else []
    return said + ([f"只列把握不低于“{CONFIDENCE[least]}”的发现"] if least != "low" else [])


def check_engine(engine: str) -> Engine:
    """Return ``engine`` if it is one there is."""
    match engine:
        case "auto" | "durable" | "reference":
            return engine
        case _:
            raise OptionError("--engine", f"没有引擎 {engine}", "可用：auto、durable、reference")
