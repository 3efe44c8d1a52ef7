"""The Chinese of an opinion: names of codes, citations, and text made fit to print on one line."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from hefa.model.category import CATEGORIES, SECTIONS
from hefa.model.comparison import Comparison
from hefa.model.decision import VERDICT, Decision
from hefa.model.document import Location
from hefa.model.numerals import to_chinese
from hefa.model.opinion import DecidedFinding, Finding, Opinion
from hefa.model.rule import CONFIDENCE, SEVERITY, LegalBasis

HEADING = "合法性审查意见（辅助）"
DECISIONS = "审核人员的决定"
QUOTED = 160
LONG_LIST = 5
"""Findings from which on an opinion says first where the grave ones are."""
SLACK = 1.25
"""How much longer than its limit a text may be before it is cut: a cut must be worth its mark."""
ARTICLE_SHOWN = 400
"""Characters of an article that are shown beside a finding."""
DISCLAIMER = "本意见为工具提示，由审核人员决定。"
CONCLUSION = {
    "lawful": "未发现疑似违法或者不当",
    "amend": "建议修改",
    "unlawful": "建议不予通过",
    "not-reviewable": "未予审查",
}
RANKS = {
    "normative": "行政规范性文件",
    "rules": "规章",
    "local-regulation": "地方性法规",
    "administrative-regulation": "行政法规",
    "law": "法律",
    "other": "其他文件（报告、新闻、合同、内部计划、纪要等）",
}


def code_of(names: Mapping[str, str], said: str) -> str | None:
    """Return the code that ``said`` is, or that goes by this Chinese name, whole or one of its parts."""
    if said in names:
        return said
    for code, name in names.items():
        whole = name.split("（")[0]
        if said in {name, whole, whole.removeprefix("疑似"), *whole.split("、")}:
            return code
    return None


def choices_of(names: Mapping[str, str]) -> str:
    """Return the codes there are, each with its Chinese name, as an error lists them."""
    return "、".join(f"{code}（{name.split('（')[0]}）" for code, name in names.items())


def conclusion_line(opinion: Opinion) -> str:
    """Return the conclusion as a proposal, in one line."""
    name = CONCLUSION[opinion.conclusion]
    return f"{name}（{opinion.reason}）" if opinion.reason else name


def sections_of(findings: Sequence[Finding]) -> list[tuple[str, list[Finding]]]:
    """Return the findings by part of the opinion, each with its numbered heading, in the order of parts.

    Findings on content and power alone need no parts: one group, with an empty heading.
    """
    groups = {code: [one for one in findings if one.section == code] for code in SECTIONS}
    there = [code for code, group in groups.items() if group]
    if set(there) <= {"power", "content"}:
        return [("", list(findings))] if findings else []
    return [
        (f"{chinese_numeral(str(number))}、{SECTIONS[code]}", groups[code])
        for number, code in enumerate(there, 1)
    ]


def in_parts(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings as they are numbered: by part of the opinion, in text order within each."""
    findings = list(findings)
    return [finding for code in SECTIONS for finding in findings if finding.section == code]


def tally(counts: Mapping[str, int]) -> str:
    """Return how many findings there are of each severity that there is; empty where there are none."""
    return "，".join(f"{name} {counts[code]} 处" for code, name in SEVERITY.items() if counts.get(code))


def grave_places(opinion: Opinion) -> list[tuple[str, str]]:
    """Return for each severity above notice where its findings are and on what; nothing for a short list."""
    if len(opinion.findings) < LONG_LIST:
        return []
    lines = []
    for code, name in SEVERITY.items():
        places: dict[str, dict[str, None]] = {}
        for finding in opinion.findings:
            if finding.severity == code != "notice":
                category = CATEGORIES.get(finding.category, finding.category)
                places.setdefault(bare_place(place_of(finding.location)), {})[category] = None
        said = [f"{place}（{'，'.join(about)}）" for place, about in places.items()]
        lines += [(name, "；".join(said))] if said else []
    return lines


def facts_of(opinion: Opinion) -> list[tuple[str, str]]:
    """Return the document's particulars that are known, each with its name."""
    info = opinion.document
    rank = RANKS.get(info.rank, info.rank) if info.sha256 else None
    pairs = (
        ("文件", info.title),
        ("来源", info.name if info.name != "-" else None),
        ("发文字号", info.number),
        ("制定机关", info.issuer),
        ("文种", info.kind),
        ("效力层级", rank),
        ("日期", info.date),
    )
    return [(name, one_line(value)) for name, value in pairs if value]


def provenance_of(opinion: Opinion | Comparison) -> str:
    """Return which versions gave the opinion on which bytes."""
    source = opinion.provenance
    count = f"（{source.rule_count} 条）" if source.rule_count is not None else ""
    parts = [f"hefa {source.hefa}", f"规则 {source.rules}{count}"]
    parts += [f"法规库 {source.statutes}"] if source.statutes else []
    parts += [f"审查时间 {source.reviewed_at}"] if source.reviewed_at else []
    return "；".join(parts)


def left_out(opinion: Opinion) -> list[str]:
    """Return what was not reviewed, one line for each reason with how often it holds."""
    counts = Counter(one_line(entry.reason) for entry in opinion.not_reviewed)
    return [reason + (f"（{count} 处）" if count > 1 else "") for reason, count in counts.items()]


def options_of(opinion: Opinion | Comparison) -> str:
    """Return what the user narrowed or overruled; empty where nothing was."""
    return (
        f"本次审查：{one_line('；'.join(opinion.provenance.options))}" if opinion.provenance.options else ""
    )


def explained(finding: Finding) -> list[tuple[str, list[str]]]:
    """Return why a finding was made: what held, with its words, and which exceptions were not there."""
    held = [
        step.condition + (f"：{quoted_words(step.words)}" if step.words else "")
        for step in finding.trace
        if step.kind in {"when", "also"}
    ]
    absent = [step.condition for step in finding.trace if step.kind in {"none", "unless"}]
    beside = [
        f"{step.condition}：{shortened(one_line(step.text), (), ARTICLE_SHOWN)}"
        for step in finding.trace
        if step.text
    ]
    pairs = (("理由", held), ("查过、不成立的例外", absent), ("对照条文", beside))
    return [(name, [one_line(line) for line in lines]) for name, lines in pairs if lines]


def quoted_words(words: Iterable[str]) -> str:
    """Return words of the draft in quotation marks, one after the other."""
    return "".join(f"“{word}”" for word in words)


DECIDED = {"rejected": "不采纳", "accepted": "采纳", "expired": "决定已过期", "unmatched": "决定对不上"}


def decision_lines(decided: DecidedFinding) -> tuple[str, list[tuple[str, str]]]:
    """Return a decision as a heading and named lines: which finding, why, by whom, what it means now."""
    decision, finding = decided.decision, decided.finding
    place = place_of(finding.location) if finding else one_line(decision.place or "")
    rule = finding.rule if finding else one_line(decision.rule or "")
    quote = one_line((finding.quote if finding else decision.quote) or "")
    lines = [("原文", f"“{shortened(quote, (), QUOTED)}”")] if quote else []
    if finding:
        lines.append(("问题", one_line(finding.message)))
    lines += [("理由", one_line(decision.reason))] if decision.reason else []
    lines.append((VERDICT[decision.verdict], signed(decision)))
    if decided.state == "expired":
        lines.append(("说明", "已过有效期，这一发现重新计入"))
    if decided.state == "unmatched":
        lines.append(("说明", f"草案中没有这一发现（{decision.fingerprint}），可能已经修改"))
    return f"[{DECIDED[decided.state]}] {' '.join(filter(None, (place, rule)))}".rstrip(), lines


def signed(decision: Decision) -> str:
    """Return who decided, when, and for how long."""
    until = f"，有效至 {decision.until}" if decision.until else ""
    return f"{one_line(decision.by)}，{decision.date}{until}"


def digest_of(opinion: Opinion) -> str:
    """Return the digest of the bytes reviewed, to be printed unbroken; empty where none were read."""
    return f"SHA-256 {opinion.document.sha256}" if opinion.document.sha256 else ""


def advice(suggestion: str) -> str:
    """Return a suggestion to stand behind the label 建议, which it need not repeat."""
    return one_line(suggestion).removeprefix("建议")


def place_of(location: Location) -> str:
    """Return where a finding stands, as an officer cites it, with the page; a bare clause has no number."""
    place = one_line(location.label) or (f"“{one_line(location.heading)}”" if location.heading else "正文")
    return place if location.page is None else f"{place}（第{location.page}页）"


def bare_place(place: str) -> str:
    """Return a place without the mark that ends its number, to stand within a sentence: 四、 -> 四."""
    return place.rstrip("、.．")


def kind_of(finding: Finding) -> str:
    """Return what a finding is about and how sure it is, to stand behind its rule's id."""
    category = CATEGORIES.get(finding.category, finding.category)
    return f" {category}（把握：{CONFIDENCE[finding.confidence]}）"


def in_quotes(quote: str) -> str:
    """Return a quotation in its marks; one that is all within its own marks needs no second pair."""
    inner = quote[1:-1]
    own = quote[:1] == "“" and quote[-1:] == "”" and "”" not in inner and "“" not in inner
    return quote if own else f"“{quote}”"


def citation(basis: LegalBasis) -> str:
    """Return 《…》第…条第…款第（…）项, with the version the numbers were read in."""
    parts = [f"《{basis.law.strip('《》')}》"]
    parts += [_numbered(basis.article, "条")] if basis.article else []
    parts += [_numbered(basis.paragraph, "款")] if basis.paragraph else []
    if basis.item:
        parts.append(f"第（{chinese_numeral(basis.item.strip('第项（）()'))}）项")
    version = f"（{basis.version.isoformat()} 版本）" if basis.version else ""
    return "".join(parts) + version


def one_line(text: str) -> str:
    """Return ``text`` with white space run together and invisible controls made visible."""
    line = " ".join(text.split())
    return "".join("\N{REPLACEMENT CHARACTER}" if _is_control(char) else char for char in line)


def shortened(line: str, words: Sequence[str], limit: int) -> str:
    """Return ``line``, or the stretch of ``limit`` characters around its words, with … where it is cut."""
    if len(line) <= limit * SLACK:
        return line
    marks = marked(line, words)
    first, last = (marks[0][0], marks[-1][1]) if marks else (0, 0)
    if last - first > limit:
        last = first + limit
    start = max(0, min(first - (limit - (last - first)) // 2, len(line) - limit))
    end = min(len(line), start + limit)
    return ("…" if start else "") + line[start:end] + ("…" if end < len(line) else "")


def marked(line: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """Return where ``words`` stand in ``line``, as spans in order that do not touch."""
    names = sorted({one_line(word) for word in words} - {""}, key=lambda word: (-len(word), word))
    spans: list[tuple[int, int]] = []
    if not names:
        return spans
    for found in re.finditer("|".join(map(re.escape, names)), line):
        if spans and spans[-1][1] == found.start():
            spans[-1] = (spans[-1][0], found.end())
        else:
            spans.append(found.span())
    return spans


def _is_control(char: str) -> bool:
    return unicodedata.category(char) in {"Cc", "Cf", "Cs"}


def _numbered(value: str, unit: str) -> str:
    if value.startswith("第"):
        return value
    head, _, inserted = value.partition("之")
    return f"第{chinese_numeral(head)}{unit}" + (f"之{chinese_numeral(inserted)}" if inserted else "")


def chinese_numeral(value: str) -> str:
    """Return a number below ten thousand in Chinese numerals; anything else as it is."""
    return to_chinese(int(value)) if value.isascii() and value.isdigit() and len(value) < 5 else value
