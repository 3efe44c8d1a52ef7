"""The review of a text as it stands in the editor: findings that an officer did not reject."""

import datetime
from dataclasses import dataclass
from pathlib import Path

from hefa.citations import statutes_path
from hefa.decisions import decision_file, read_decisions
from hefa.errors import HefaError, ReadError
from hefa.langserver.settings import Settings
from hefa.model.decision import Decision
from hefa.model.opinion import Finding
from hefa.opinion import decided_findings
from hefa.review import Reviewer

LONGEST = 2_000_000
"""Characters of a text at most; a review takes some fifteen seconds for each million."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What a review gave; ``problem`` is why there was none, or what is wrong beside it."""

    findings: tuple[Finding, ...] = ()
    problem: str = ""


class Checker:
    """Reviews texts, one at a time; builds its reviewer when settings or day are new."""

    def __init__(self) -> None:
        self._built: tuple[Settings, datetime.date] | None = None
        self._reviewer: Reviewer | None = None

    def check(
        self, text: str, name: str, path: Path | None, settings: Settings, today: datetime.date
    ) -> Checked:
        """Review a text; ``path`` is where its file is, whose decisions count, if it has one."""
        if not text.strip():
            return Checked()
        try:
            if len(text) > LONGEST:
                raise ReadError(name, f"有 {len(text)} 字，超过 {LONGEST} 字的上限", "分成几个文件")
            opinion = self._reviewer_for(settings, today).review_text(text, name)
        except HefaError as error:
            return Checked(problem=f"没有审查：{error}")
        if opinion.conclusion == "not-reviewable":
            return Checked(problem=f"没有审查：{opinion.reason}")
        try:
            return Checked(_undecided(opinion.findings, path, today))
        except HefaError as error:
            return Checked(opinion.findings, f"没有按决定文件处理：{error}")

    def _reviewer_for(self, settings: Settings, today: datetime.date) -> Reviewer:
        wanted = (settings, today)
        if self._reviewer is None or self._built != wanted:
            self._reviewer = None
            self._reviewer = Reviewer(
                settings.rules,
                settings.select,
                settings.ignore,
                settings.rank,
                min_confidence=settings.min_confidence,
                statutes=statutes_path(settings.statutes),
                as_of=today,
            )
            self._built = wanted
        return self._reviewer


def _undecided(findings: tuple[Finding, ...], path: Path | None, today: datetime.date) -> tuple[Finding, ...]:
    """Return the findings that are not rejected in the decision file beside the draft."""
    decisions: tuple[Decision, ...] = ()
    if path is not None and (file := decision_file(path)).exists():
        decisions = read_decisions(file)
    decided = decided_findings(findings, decisions, (), today)
    rejected = {one.decision.fingerprint for one in decided if one.state == "rejected"}
    return tuple(finding for finding in findings if finding.fingerprint not in rejected)
