"""Scope, issuer and drafting: what is kept out of review, who issues, and which papers are missing."""

import re
from collections.abc import Iterator

from hefa.dossier.case import Case, gaps
from hefa.model.observation import Observation

EXEMPTIONS = {
    "internal": "内部管理、工作制度",
    "staffing": "机构编制",
    "minutes": "会议纪要",
    "plan": "工作方案",
    "report": "请示报告",
    "commendation": "表彰奖惩",
    "personnel": "人事任免",
    "party": "党政联合发文",
}
PAPERS = {
    "draft": "送审稿",
    "explanation": "起草说明",
    "basis": "制定依据",
    "comments": "征求意见材料",
    "adoption": "意见采纳情况",
    "own-review": "起草单位的合法性审核意见",
    "procedure": "履行程序的说明",
    "facts": "实际情况和相关数据",
    "problems": "实践中存在的主要问题",
    "hearing-record": "听证会笔录",
    "research": "调研报告",
}
EXPLAINED = {
    "problems": "必要性和主要问题",
    "basis": "制定依据",
    "measures": "主要措施",
    "opinions": "意见处理情况",
    "rights": "减损权利或者增加义务的理由",
    "competition": "公平竞争影响",
}
_NEEDED_PAPERS = {
    "normative": ("draft", "explanation", "basis", "comments", "adoption", "own-review"),
    "rules": ("draft", "explanation", "comments", "facts", "problems", "research"),
    "decision": ("draft", "basis", "procedure"),
}
_NEEDED_WORDS = {
    "normative": ("problems", "basis", "measures", "opinions"),
    "rules": ("problems", "measures", "opinions"),
}
_OUTWARD = re.compile(
    r"(?:企业|公民|个人|经营者|经营主体|市场主体|当事人|申请人|用人单位|业主|居民|村民|住户|商户)[^。；，\n]{0,12}"
    r"(?:应当|必须|不得|禁止|须)"
)
_SHOWN = 5


def observe_scope(case: Case) -> Iterator[Observation]:
    """See a document kept out of review that binds the public, and an issuer that may not issue it."""
    dossier, issuer = case.dossier, case.dossier.issuer
    if dossier.exempt and (found := _OUTWARD.search(case.text)):
        kind = "exempt-party" if dossier.exempt == "party" else "exempt-outward"
        yield case.see("审核范围", kind, reason=EXEMPTIONS[dossier.exempt], words=f"“{found[0]}”")
    if issuer.kind in {"internal", "temporary"}:
        yield case.see("制定主体", f"issuer-{issuer.kind}")
    if issuer.on_list is False:
        yield case.see("制定主体", "issuer-unlisted")
    if case.is_kind("decision"):
        named = dossier.catalogue
        for flag, symbol in (
            (named.listed, "catalogue-unlisted"),
            (named.party_agreed, "catalogue-unagreed"),
            (named.published, "catalogue-unpublished"),
        ):
            if flag is False:
                yield case.see("决策事项目录", symbol)


def observe_drafting(case: Case) -> Iterator[Observation]:
    """See what is missing of planning, assessment, explanation, basis and papers."""
    dossier = case.dossier
    if case.is_kind("rules"):
        yield from case.step(dossier.plan, "立项", "plan")
        if dossier.signed_by_drafters is False:
            yield case.see("送审稿", "draft-unsigned")
    if case.is_kind("normative"):
        yield from case.step(dossier.assessment, "评估论证", "assessment")
    if dossier.explanation is not None:
        wanted = [
            *_NEEDED_WORDS.get(dossier.kind, ()),
            *(["competition"] if dossier.business and dossier.kind in _NEEDED_WORDS else []),
        ]
        if missing := gaps(wanted, dossier.explanation, EXPLAINED):
            yield case.see("起草说明", "explanation-gaps", names=missing)
    if dossier.basis is not None and (lacking := _not_attached(case)):
        more = f"等 {len(lacking)} 件" if len(lacking) > _SHOWN else ""
        yield case.see("制定依据", "basis-missing", names="、".join(lacking[:_SHOWN]) + more)
    if wanted_papers := _NEEDED_PAPERS.get(dossier.kind):
        if dossier.materials is None:
            yield case.see("送审材料", "materials-unseen", names=gaps(wanted_papers, (), PAPERS))
        elif missing := gaps(wanted_papers, dossier.materials, PAPERS):
            yield case.see("送审材料", "materials-missing", names=missing)


def _not_attached(case: Case) -> list[str]:
    """Return the titles that the draft names as its basis and the dossier does not hold."""
    held = [_bare(name) for name in case.dossier.basis or ()]
    return [f"《{_bare(name)}》" for name in case.facts.basis if _bare(name) not in held]


def _bare(name: str) -> str:
    return name.strip("《》 ").removeprefix("中华人民共和国")
