"""All stages' results in, one Opinion (审查意见) out: conclusion, findings, what was not reviewed.

The tool proposes and the officer decides, so no sentence here says more than 疑似 and 建议.
"""

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import attrgetter

from hefa.errors import HefaError, OptionError
from hefa.model.decision import Decision
from hefa.model.document import Document, DocumentFacts, Node, NodeKind
from hefa.model.facts import Provision
from hefa.model.match import Match
from hefa.model.observation import NOTHING, Observed
from hefa.model.opinion import (
    Conclusion,
    DecidedFinding,
    DocumentInfo,
    Finding,
    NotReviewed,
    Opinion,
    Provenance,
)
from hefa.model.pack import RulePack
from hefa.model.rule import CONFIDENCE, SEVERITY, Confidence, Rule
from hefa.model.source import SourceText
from hefa.opinion.decided import decided_findings
from hefa.opinion.findings import CONFIDENCES, SEVERITIES, findings_of
from hefa.opinion.pages import with_pages
from hefa.opinion.terms import Terms
from hefa.opinion.wording import RANKS, choices_of, code_of, one_line, shortened, tally

NEVER = "never"
_LEVELS = {**SEVERITY, NEVER: "一律为 0"}
_EXCERPT = 40
_UNREAD = frozenset({NodeKind.UNPARSED, NodeKind.FURNITURE})
_PRINTED = frozenset({"docx", "odt", "ofd", "pdf", "doc", "rtf"})
"""Formats whose text beside the matter stands on sheets; the others' comes from web pages."""
_REJECTED = "；另有 {} 处审核人员不采纳，不计入"


def build_opinion(
    source: SourceText,
    document: Document,
    provisions: Sequence[Provision],
    matches: Sequence[Match],
    *,
    pack: RulePack,
    provenance: Provenance,
    observed: Observed = NOTHING,
    rules: Mapping[str, Rule] | None = None,
    terms: Terms | None = None,
    outside: str | None = None,
    least: Confidence = "low",
    known: frozenset[str] = frozenset(),
    decisions: Sequence[Decision] = (),
    day: datetime.date | None = None,
    notes: Sequence[str] = (),
) -> Opinion:
    """Return the opinion on one document; one that is outside review has no findings.

    ``observed`` has the observations behind those of ``provisions`` that are none. ``rules`` are those of the
    pack by id, where they are at hand. ``outside`` is why it is outside review, where that has been settled
    already. ``notes`` say what else was not checked.
    Findings of less confidence than ``least`` are left out and counted; those whose fingerprints are
    ``known`` from an earlier review are not listed again, but the conclusion is of all. ``decisions`` hold
    as of ``day``.
    """
    outside = outside_review(document.facts, pack.rules) if outside is None else outside
    everything = (
        ()
        if outside
        else findings_of(
            source.text, document, provisions, matches, pack, observed=observed, rules=rules, terms=terms
        )
    )
    found = with_pages(everything, source.origins)
    decided: tuple[DecidedFinding, ...] = ()
    if decisions and not outside:
        decided = decided_findings(found, decisions, {rule.id for rule in pack.rules}, day)
    rejected = {one.decision.fingerprint for one in decided if one.state == "rejected"}
    pending = [finding for finding in found if finding.fingerprint not in rejected]
    sure = [finding for finding in pending if is_sure(finding.confidence, least)]
    findings = tuple(finding for finding in sure if finding.fingerprint not in known)
    conclusion, reason = ("not-reviewable", outside) if outside else _conclude(sure)
    for count, why in (
        (len(sure) - len(findings), "；其中 {} 处在以前的审查中已经提示，没有列出"),
        (len(pending) - len(sure), f"；另有 {{}} 处把握低于“{CONFIDENCE[least]}”，没有列出"),
        (len(rejected), _REJECTED),
    ):
        reason += why.format(count) if count else ""
    return Opinion(
        document=_info(source, document.facts),
        conclusion=conclusion,
        reason=reason,
        findings=findings,
        decided=decided,
        not_reviewed=(*_not_reviewed(source, document), *(NotReviewed(reason=note) for note in notes)),
        provenance=provenance,
    )


def with_decisions(opinion: Opinion, decisions: Sequence[Decision], day: datetime.date) -> Opinion:
    """Return an opinion that lists every finding as ``decisions`` leave it on ``day``.

    The review of the draft with these decisions gives the same.
    """
    if opinion.conclusion == "not-reviewable":
        return opinion
    found = opinion.findings
    decided = decided_findings(found, decisions, {finding.rule for finding in found}, day)
    rejected = {one.decision.fingerprint for one in decided if one.state == "rejected"}
    pending = tuple(finding for finding in found if finding.fingerprint not in rejected)
    conclusion, reason = _conclude(pending)
    reason += _REJECTED.format(len(rejected)) if rejected else ""
    changes = {"findings": pending, "decided": decided, "conclusion": conclusion, "reason": reason}
    return opinion.model_copy(update=changes)


def unreadable_opinion(name: str, error: HefaError, provenance: Provenance) -> Opinion:
    """Return the opinion on a draft that could not be reviewed at all."""
    return Opinion(
        document=DocumentInfo(name=name),
        conclusion="not-reviewable",
        reason=str(error),
        not_reviewed=(NotReviewed(reason=str(error)),),
        provenance=provenance,
    )


def check_level(level: str) -> str:
    """Return the level that ``reaches`` knows by this code or Chinese name."""
    code = code_of(_LEVELS, level)
    if code is None:
        raise OptionError("--fail-on", f"没有级别 {level}", f"可用：{choices_of(_LEVELS)}")
    return code


def is_sure(confidence: Confidence, least: Confidence) -> bool:
    """Whether a finding is at least as sure as ``least``."""
    return CONFIDENCES.index(confidence) <= CONFIDENCES.index(least)


def check_confidence(name: str) -> Confidence:
    """Return the degree of confidence of this code or Chinese name."""
    match code_of(CONFIDENCE, name):
        case "high" | "medium" | "low" as code:
            return code
        case _:
            raise OptionError("--min-confidence", f"没有把握程度 {name}", f"可用：{choices_of(CONFIDENCE)}")


def reaches(opinion: Opinion, level: str) -> bool:
    """Whether the opinion holds a finding at or above ``level`` (a severity, or ``never``)."""
    return any_reaches(opinion.findings, level)


def any_reaches(findings: Iterable[Finding], level: str) -> bool:
    """Whether one of the findings is at or above ``level`` (a severity, or ``never``)."""
    counted = () if level == NEVER else SEVERITIES[: SEVERITIES.index(level) + 1]
    return any(finding.severity in counted for finding in findings)


def one_per_scope(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """Return one of the rules that are for the same documents: all that ``outside_review`` needs to see."""
    return tuple({(rule.ranks, rule.spares): rule for rule in rules}.values())


def outside_review(facts: DocumentFacts, rules: Sequence[Rule]) -> str:
    """Return why the document is not one that the rules are for; empty where it is."""
    rank = RANKS.get(facts.rank, facts.rank).split("（")[0]
    if facts.rank == "other":
        why = f"：{facts.reason.rstrip('。')}" if facts.reason else ""
        return f"判断为{rank}，不属于合法性审查范围{why}；如判断有误，请用 --rank 指定效力层级再审"
    if rules and not any(facts.rank in rule.ranks for rule in rules):
        return f"所用规则都不适用于{rank}，没有审查"
    if rules and all(facts.issuer_level in rule.spares for rule in rules):
        return "制定机关是国务院，所用规则约束的是下级机关的文件，没有审查"
    return ""


def _conclude(findings: Sequence[Finding]) -> tuple[Conclusion, str]:
    counts = Counter[str](finding.severity for finding in findings)
    if counts["unlawful"]:
        return "unlawful", f"{tally(counts)}；修改后再审"
    if counts["improper"]:
        return "amend", tally(counts)
    return "lawful", "；".join(filter(None, (tally(counts), "没有发现不等于合法")))


def _info(source: SourceText, facts: DocumentFacts) -> DocumentInfo:
    return DocumentInfo(
        name=source.name,
        title=facts.title,
        number=facts.number,
        issuer=facts.issuer,
        rank=facts.rank,
        kind=facts.kind,
        date=facts.date,
        sha256=source.sha256,
        format=source.format,
    )


def _not_reviewed(source: SourceText, document: Document) -> Iterator[NotReviewed]:
    for note in source.notes:
        yield NotReviewed(reason=note)
    furniture = []
    for node in _unread(document.root):
        if node.kind is NodeKind.UNPARSED:
            excerpt = shortened(one_line(source.text[node.start : node.end]), (), _EXCERPT)
            yield NotReviewed(
                reason=f"没有归入标题、正文或者条款的文字，没有审查：“{excerpt}”",
                start=node.start,
                end=node.end,
            )
        else:
            furniture.append(node.end - node.start)
    if furniture:
        what = "页眉、页码、零散字符等" if source.format in _PRINTED else "网页导航等"
        yield NotReviewed(reason=f"{what}与正文无关的内容 {len(furniture)} 处，共 {sum(furniture)} 字")


def _unread(root: Node) -> list[Node]:
    """Return what is unparsed or furniture, in text order, without recursion: a document may nest deeply."""
    found: list[Node] = []
    above = [root]
    for node in above:
        for child in node.children:
            if child.kind in _UNREAD:
                found.append(child)
            elif child.children:
                above.append(child)
    found.sort(key=attrgetter("start"))
    return found
