"""The points a formal opinion answers, each whether or not something was found.

The first seven are those of 国办发〔2018〕115号 二（六）; fair competition (公平竞争) and drafting follow.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from hefa.model.category import SECTIONS, Section, section_of
from hefa.model.opinion import Finding, Opinion
from hefa.model.rule import SEVERITY, Rule
from hefa.opinion.wording import in_parts, one_line


@dataclass(frozen=True, slots=True)
class Point:
    """``none`` says that nothing was found; ``officer`` what is left to the officer in any case.

    The point without ``categories`` is the subject: who may issue a document.
    """

    name: str
    categories: tuple[str, ...]
    none: str
    officer: str = ""


POINTS = (
    Point(
        "制定主体",
        (),
        "未发现由临时机构等不具备主体资格的组织制定文件或者作出决定的疑似内容",
        "是否具备制定主体资格、是否以自己的名义制定，由审核人员核实",
    ),
    Point(
        "制定权限",
        ("power",),
        "未发现超越法定职权的疑似内容",
        "规定的事项是否属于制定机关的法定职权和管辖范围，由审核人员核实",
    ),
    Point(
        "内容合法性",
        ("tax", "quota", "retroactivity", "citation", "consistency"),
        "未发现与上位法、国家政策规定不一致的疑似内容",
    ),
    Point(
        "禁止设定事项",
        ("permit", "penalty", "coercion", "levy", "fee"),
        "未发现自行设定行政许可、行政处罚、行政强制、征收、收费等事项的疑似内容",
    ),
    Point(
        "减损权利、增加义务",
        ("rights", "remedy", "proof", "discrimination", "privacy", "credit"),
        "未发现违法减损公民、法人和其他组织合法权益或者增加其义务的疑似内容",
    ),
    Point(
        "增加权力、减少职责",
        ("power",),
        "未发现违法增加本单位权力或者减少本单位法定职责的疑似内容",
    ),
    Point(
        "制定程序",
        ("procedure",),
        "未发现违反制定程序的疑似内容",
        "公开征求意见、专家论证、集体讨论等程序是否履行，由审核人员对照材料核实",
    ),
    Point(
        "公平竞争",
        ("market-entry", "local-protection", "operating-cost", "business-conduct", "self-governance"),
        "未发现排除、限制竞争的疑似内容",
        "公平竞争审查结论由起草单位另行提供",
    ),
    Point("文字与立法技术", ("form", "technique"), "未发现公文格式、立法技术方面的疑似问题"),
)


def grouped(findings: Iterable[Finding]) -> list[tuple[str, list[tuple[int, Finding]]]]:
    """Return the findings by part of the opinion, numbered through from 1; parts without any are left out."""
    numbered = enumerate(in_parts(findings), 1)
    parts = groupby(numbered, key=lambda entry: entry[1].section)
    return [(SECTIONS[code], list(members)) for code, members in parts]


def answer(
    point: Point, opinion: Opinion, numbered: Sequence[tuple[int, Finding]], rules: Sequence[Rule]
) -> str:
    """Return what is said on one point: what was found, else that nothing was, or that no rule looked."""
    if opinion.conclusion == "not-reviewable":
        return "未予审查。"
    found = {number: one for number, one in numbered if _is_on(point, one.category, one.section)}
    looked = any(
        _is_on(point, rule.category, rule.section or section_of(rule.category))
        for rule in rules
        if rule.status != "removed" and opinion.document.rank in rule.ranks
    )
    if found:
        counts = Counter[str](finding.severity for finding in found.values())
        tally = "、".join(f"{name} {counts[code]} 处" for code, name in SEVERITY.items() if counts[code])
        said = f"{tally}，见第四部分第{'、'.join(map(str, found))}项"
    elif point.categories == ("procedure",) and opinion.provenance.dossier is None:
        said = "没有提供程序材料，未作审查"
    else:
        said = point.none if looked else "所用规则不涉及此项，由审核人员审查"
    if not point.categories:
        issuer = opinion.document.issuer
        named = f"文本载明的制定机关为{one_line(issuer)}" if issuer else "未能从文本中识别制定机关"
        said = f"{named}。{said}"
    return f"{said}。{point.officer}。" if point.officer else f"{said}。"


def _is_on(point: Point, category: str, section: Section) -> bool:
    return category in point.categories if section != "subject" else not point.categories
