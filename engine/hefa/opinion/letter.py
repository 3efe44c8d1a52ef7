"""What the formal 合法性审查意见书 says, as the fields its template names (docs/outputs.md lists them)."""

import datetime
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from hefa.model.category import CATEGORIES
from hefa.model.opinion import DecidedFinding, Finding, Opinion
from hefa.model.rule import CONFIDENCE, SEVERITY, LegalBasis, Rule
from hefa.opinion.points import POINTS, answer, grouped
from hefa.opinion.wording import (
    CONCLUSION,
    advice,
    chinese_numeral,
    citation,
    decision_lines,
    digest_of,
    facts_of,
    left_out,
    one_line,
    options_of,
    place_of,
    provenance_of,
    shortened,
)

TITLE_WIDTH = 20
"""Characters of size 2 (二号) on a line of 156 mm."""
EXCERPT, CLAUSE = 40, 300
"""Characters quoted in the running text and in the table of amendments."""
Fields = Mapping[str, Any]


def fields_of(opinion: Opinion, rules: Sequence[Rule] = ()) -> Fields:
    """Return what a template may name; the keys are what an officer writes into it."""
    groups = grouped(opinion.findings)
    numbered = [entry for _, members in groups for entry in members]
    title = _named(opinion)
    info = opinion.document
    reason = one_line(opinion.reason).rstrip("。")
    return {
        "意见标题": title_lines(f"关于{title}{'（送审稿）' if '《' in title else ''}的合法性审查意见"),
        "送审文件": title,
        "发文字号": info.number or "",
        "制定机关": info.issuer or "",
        "基本情况": [
            {"名称": name, "内容": Path(value).name if name == "来源" else _day(value)}
            for name, value in facts_of(opinion)
        ],
        "要点": [
            {
                "序号": chinese_numeral(str(number)),
                "名称": point.name,
                "意见": answer(point, opinion, numbered, rules),
            }
            for number, point in enumerate(POINTS, 1)
        ],
        "问题分组": [
            {
                "序号": chinese_numeral(str(number)),
                "名称": name,
                "问题": [_entry(*member) for member in members],
            }
            for number, (name, members) in enumerate(groups, 1)
        ],
        "问题": [_entry(*member) for member in numbered],
        "结论": CONCLUSION[opinion.conclusion],
        "结论说明": (f"{reason}。" if reason else "") + "".join(map(_decision, opinion.decided)),
        "未审查": [
            {"序号": number, "内容": line.rstrip("。")} for number, line in enumerate(left_out(opinion), 1)
        ],
        "依据清单": _statutes(opinion.findings),
        "版本": provenance_of(opinion),
        "限定": options_of(opinion),
        "摘要": digest_of(opinion),
        "审查日期": _day(opinion.provenance.reviewed_at, "【成文日期】"),
    }


def _decision(decided: DecidedFinding) -> str:
    """Return one decision of the officer as a sentence: which finding, why, by whom."""
    heading, lines = decision_lines(decided)
    said = "；".join(f"{name}：{words.rstrip('。')}" for name, words in lines if name != "问题")
    return f"{heading}（{said}）。"


def _entry(number: int, finding: Finding) -> Fields:
    line = one_line(finding.quote)
    words = [word for step in finding.trace for word in step.words]
    basis = "；".join(citation(entry.model_copy(update={"version": None})) for entry in finding.basis)
    return {
        "序号": number,
        "位置": place_of(finding.location),
        "原文": shortened(line, words, EXCERPT),
        "原条文": shortened(line, words, CLAUSE),
        "级别": SEVERITY[finding.severity],
        "类别": CATEGORIES.get(finding.category, finding.category),
        "把握": CONFIDENCE[finding.confidence],
        "规则": finding.rule,
        "问题": one_line(finding.message).rstrip("。"),
        "依据": basis,
        "建议": advice(finding.suggestion).rstrip("。") + _change(finding),
    }


def _change(finding: Finding) -> str:
    if finding.replacement is None:
        return ""
    return f"（将“{one_line(finding.quote)}”改为“{one_line(finding.replacement)}”）"


def _named(opinion: Opinion) -> str:
    """Return the document's title in 《》, marks inside as 〈〉; a text without a name is 送审文件."""
    title = one_line(opinion.document.title or Path(opinion.document.name or "").stem)
    return f"《{title.replace('《', '〈').replace('》', '〉')}》" if title.strip("- ") else "送审文件"


def title_lines(title: str) -> list[str]:
    """Break a title into lines of nearly one length that fit the page, as GB/T 9704-2012 wants them.

    A line does not end with an opening mark or begin with a closing one, and rather ends where a word does.
    """
    lines, rest = [], title
    while len(rest) > TITLE_WIDTH:
        count = -(-len(rest) // TITLE_WIDTH)
        middle = -(-len(rest) // count)
        places = range(max(2, middle - 3), min(TITLE_WIDTH, middle + 3) + 1)
        allowed = [at for at in places if rest[at - 1] not in "《〈（" and rest[at] not in "》〉），、"]
        at = min(allowed or [middle], key=lambda at: (not _ends_word(rest, at), abs(at - middle)))
        lines.append(rest[:at])
        rest = rest[at:]
    return [*lines, rest]


def _ends_word(title: str, at: int) -> bool:
    return title[at - 1] in "》）〉" or title.startswith(("《", "〈", "（", "关于", "印发", "的"), at)


def _statutes(findings: Sequence[Finding]) -> list[Fields]:
    """Return the laws and documents the findings rest on, with the version whose numbers they give."""
    named = {
        (f"《{basis.law.strip('《》')}》", _version(basis)) for finding in findings for basis in finding.basis
    }
    return [
        {"序号": number, "名称": name, "版本": version}
        for number, (name, version) in enumerate(sorted(named), 1)
    ]


def _version(basis: LegalBasis) -> str:
    return _printed(basis.version) if basis.version else "未注明"


def _day(value: str | None, otherwise: str = "") -> str:
    """Return a date of the form 2026-03-18 as printed; what is none as it is."""
    try:
        return _printed(datetime.datetime.fromisoformat(value or ""))
    except ValueError:
        return otherwise or value or ""


def _printed(day: datetime.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
