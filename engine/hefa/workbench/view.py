"""The page of one version of a draft, put together from what the desk keeps of it."""

import datetime
from collections import Counter
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from fastapi import Response

from hefa.model.category import CATEGORIES
from hefa.model.opinion import Finding, Opinion
from hefa.model.rule import SEVERITY
from hefa.opinion.wording import (
    conclusion_line,
    digest_of,
    facts_of,
    left_out,
    one_line,
    options_of,
    provenance_of,
    tally,
)
from hefa.service.errors import Unknown
from hefa.service.records import STATE, VERDICT, Addition, Draft, Version
from hefa.workbench.bench import Visitor, local_time
from hefa.workbench.drafts import SECTION, people
from hefa.workbench.items import Item, Shelf, parts_of, remark

KEYBOARD = (
    ("j ↓", "下一处发现"),
    ("k ↑", "上一处发现"),
    ("a", "采纳"),
    ("r", "不采纳，写理由"),
    ("e", "采纳并改写"),
    ("u", "撤回决定"),
    ("c", "评论"),
    ("n", "补充发现：先在草案中选中字句"),
    ("Esc", "收起正在填写的"),
    ("?", "本说明"),
)
ANNOTATED = (".docx", ".pdf")
"""Files in which findings can be marked."""
NOTHING = dict.fromkeys(
    ("quote", "start", "severity", "category", "message", "law", "article", "suggestion", "reason"), ""
)


class Review:
    """One version of a draft as the visitor may see it."""

    def __init__(self, visitor: Visitor, draft: Draft, number: int) -> None:
        found = [one for one in draft.versions if one.number == number]
        if not found:
            raise Unknown(f"第 {number} 稿", "没有这一稿", f"共 {len(draft.versions)} 稿")
        self.visitor, self.draft, self.version = visitor, draft, found[0]
        self.path = f"/drafts/{draft.id}"
        self.is_newest = number == draft.versions[-1].number
        if not self.is_newest:
            self.path += f"?version={number}"

    @property
    def may_decide(self) -> bool:
        """Whether the visitor may decide on this version now."""
        return self.visitor.may("reviewer") and self.is_newest and self.draft.state != "issued"

    @cached_property
    def opinion(self) -> Opinion | None:
        """The opinion, for reviewers, once there is one."""
        if not self.visitor.may("reviewer") or self.version.conclusion is None:
            return None
        return self.visitor.desk.opinion(self.visitor.account, self.version.id)

    @property
    def readable(self) -> bool:
        """Whether the visitor may see an opinion that says more than why the draft could not be read."""
        return self.opinion is not None and not self.version.unreadable

    @cached_property
    def own(self) -> Mapping[str, Addition]:
        """The findings that officers added, by fingerprint."""
        desk, account = self.visitor.desk, self.visitor.account
        added = desk.additions(account, self.version.id) if self.opinion else []
        return {one.fingerprint: one for one in added}

    @cached_property
    def findings(self) -> list[Finding]:
        """All findings, in text order."""
        return self.visitor.desk.findings(self.visitor.account, self.version.id) if self.opinion else []

    @cached_property
    def items(self) -> list[Item]:
        """The findings as the page shows them."""
        desk, account = self.visitor.desk, self.visitor.account
        decisions = desk.decisions(account, self.version.id) if self.findings else []
        shelf = Shelf(decisions, self.draft.comments, self.own, self.visitor.bench.articles)
        return [shelf.item(number, one) for number, one in enumerate(self.findings, 1)]

    def page(self, status: int = 200, /, **context: Any) -> Response:  # noqa: ANN401
        """Return the whole page; ``context`` is what a form said that could not be taken."""
        whole = {
            **self.shared(),
            "title": self.draft.title,
            "versions": [self._told(one) for one in self.draft.versions],
            "created": local_time(self.draft.created),
            "due": self.visitor.bench.deadlines.told(
                self.draft.due, settled=self.draft.state == "issued", today=self.visitor.today
            ),
            "waiting": self.version.job_state != "done" and self.version.conclusion is None,
            "opinion": self.opinion,
            "readable": self.readable,
            "items": self.items,
            "parts": self._parts() if self.readable else [],
            "people": people(self.visitor),
            "comments": [remark(one) for one in self.draft.comments if one.fingerprint is None],
            "severity_names": SEVERITY,
            "category_names": CATEGORIES,
            "keyboard": KEYBOARD,
            "add_problem": "",
            **self.job(),
            **self._about(),
            **self._signed(),
        }
        return self.visitor.page("review", SECTION, status, **(whole | context))

    def shared(self) -> dict[str, Any]:
        """Return what the page and each finding on it need."""
        decided = sum(bool(item.verdict or item.by) for item in self.items)
        counts = Counter[str](item.severity for item in self.items if item.verdict != "reject")
        return {
            "draft": self.draft,
            "version": self.version,
            "state_names": STATE,
            "verdict_names": VERDICT,
            "may_decide": self.may_decide,
            "may_add": self.draft.state != "issued" or self.is_newest,
            "may_comment": self.visitor.may("reviewer"),
            "typed": NOTHING,
            "decided": decided,
            "total": len(self.items),
            "tally": tally(counts),
            "partial": False,
        }

    def job(self) -> dict[str, Any]:
        """Return how far the review is."""
        since = datetime.datetime.fromisoformat(self.version.submitted)
        waited = int((datetime.datetime.now(datetime.UTC) - since).total_seconds())
        job = {"state": self.version.job_state, "error": one_line(self.version.job_error or "")}
        return {"draft": self.draft, "version": self.version, "job": job, "waited": max(waited, 0)} | {
            "may_add": True
        }

    def _told(self, version: Version) -> dict[str, Any]:
        reviewer = self.visitor.may("reviewer")
        counts = tally(version.counts.model_dump()) if version.counts and reviewer else ""
        reviewed = bool(version.conclusion) and not version.unreadable
        marks = reviewer and reviewed and version.filename.lower().endswith(ANNOTATED)
        told = {"number": version.number, "filename": version.filename, "by": version.submitted_by}
        return told | {"at": local_time(version.submitted), "tally": counts, "marks": marks}

    def _parts(self) -> list[Any]:
        text = self.visitor.desk.text(self.visitor.account, self.version.id)
        return list(parts_of(text, self.findings, self.items))

    def _about(self) -> dict[str, Any]:
        opinion = self.opinion
        if opinion is None:
            return {"line": "", "decided_line": "", "facts": [], "not_reviewed": [], "notes": []}
        now = self.visitor.desk.decided(self.visitor.account, self.version.id) if self.items else opinion
        said, says_now = (one_line(conclusion_line(one)) for one in (opinion, now))
        notes = [options_of(opinion), provenance_of(opinion), digest_of(opinion)]
        return {
            "line": said,
            "decided_line": says_now if says_now != said else "",
            "decided_conclusion": now.conclusion,
            "facts": facts_of(opinion),
            "not_reviewed": [] if opinion.unreadable else left_out(opinion),
            "notes": [note for note in notes if note],
        }

    def _signed(self) -> dict[str, Any]:
        desk, account = self.visitor.desk, self.visitor.account
        signed = desk.signatures(account, self.version.id) if self.opinion else []
        holding = {one.by for one in signed if one.holds}
        issued = desk.issued(account, self.version.id) if self.version.issued else None
        need = self.visitor.bench.settings.signers
        return {
            "signatures": [
                {"by": one.by, "at": local_time(one.at), "note": one.note, "holds": one.holds}
                for one in signed
            ],
            "need": need,
            "issued": {"by": issued.by, "at": local_time(issued.at)} if issued else None,
            "may_sign": self.may_decide and self.readable and account.name not in holding,
            "may_issue": self.may_decide and self.readable and len(holding) >= need,
        }
