"""Decisions of the officer: the findings of a draft as numbered for deciding, and one decision made."""

import datetime
from collections.abc import Iterator, Sequence
from pathlib import Path

from hefa.decisions import HEADER, decision_file, read_decisions, with_decision
from hefa.errors import DecisionError, OptionError, reason_of
from hefa.model.decision import VERDICT, Decision, Verdict, holding
from hefa.model.opinion import Finding
from hefa.model.rule import SEVERITY
from hefa.opinion.wording import bare_place, in_parts, one_line, place_of, shortened, signed
from hefa.pack.yamltext import read_utf8
from hefa.review import Reviewer

EXCERPT = 60
SHORTEST = 4
_NUMBER = 3


class Desk:
    """The findings of one draft, numbered from 1 as in its opinion, decided or not, and their decisions."""

    def __init__(self, draft: Path, file: Path | None, reviewer: Reviewer) -> None:
        self.findings: Sequence[Finding] = in_parts(reviewer.review_file(draft).findings)
        self.path = file or decision_file(draft)
        self.decisions = read_decisions(self.path) if self.path.exists() else ()

    def lines(self, day: datetime.date) -> Iterator[str]:
        """Yield every finding with its number, fingerprint and decision, then decisions on none."""
        held = holding(self.decisions)
        yield f"发现 {len(self.findings)} 处；决定写在 {self.path}\n"
        for number, finding in enumerate(self.findings, 1):
            said = _excerpt(finding.quote or finding.message)
            yield f"{number:>3}  {finding.fingerprint}  {_named(finding)}：{said}\n"
            if decision := held.pop(finding.fingerprint, None):
                yield f"     {_said(decision, day)}\n"
        for decision in held.values():
            about = "，".join(one_line(part) for part in (decision.place, decision.rule) if part)
            yield f"  ?  {decision.fingerprint}  草案中没有这一发现{f'（{about}）' if about else ''}\n"
            yield f"     {_said(decision, day)}\n"

    def chosen(self, target: str) -> Finding:
        """Return the finding of that number, or whose fingerprint begins so."""
        wanted = target.strip().lower()
        if wanted.isdecimal() and len(wanted) <= _NUMBER:
            if 1 <= int(wanted) <= len(self.findings):
                return self.findings[int(wanted) - 1]
            raise OptionError(
                "发现", f"没有第 {target} 处发现", f"共 {len(self.findings)} 处，用 hefa decide 草案 列出"
            )
        found = [finding for finding in self.findings if finding.fingerprint.startswith(wanted)]
        if len(wanted) < SHORTEST or len(found) != 1:
            problem = f"没有发现 {target}" if not found else f"{target} 不止指一处发现"
            raise OptionError("发现", problem, "写编号或者指纹，用 hefa decide 草案 列出")
        return found[0]


def grown(path: Path, decision: Decision) -> str:
    """Return the text of a decision file with the decision added; of a new file, where there is none."""
    return with_decision(path, read_utf8(path, DecisionError) if path.exists() else HEADER, decision)


def add_decision(draft: Path, decision: Decision) -> Path:
    """Add a decision to the file beside the draft, which appears complete or not at all; return its path."""
    path = decision_file(draft)
    text = grown(path, decision)
    target = path.resolve()
    part = target.with_name(f".{target.name}.part")
    try:
        part.write_text(text, encoding="utf-8")
        part.replace(target)
    except OSError as error:
        raise DecisionError(str(path), f"不能写入（{reason_of(error)}）", "检查有没有写的权限") from error
    finally:
        part.unlink(missing_ok=True)
    return path


def make_decision(
    finding: Finding,
    verdict: Verdict,
    reason: str,
    by: str,
    *,
    day: datetime.date,
    until: datetime.date | None = None,
) -> Decision:
    """Return the decision of one officer on one finding, made on ``day``."""
    if not by.strip():
        raise OptionError("--by", "没有写决定人", "写姓名，例如 --by 张三")
    if verdict == "reject" and not reason.strip():
        raise OptionError("--reason", "没有写不采纳的理由", "例如 --reason 上位法第五条已有规定")
    if until is not None and verdict != "reject":
        raise OptionError("--until", "只有不采纳才有有效期", "与 --reject 一起写，或者省略")
    if until is not None and until < day:
        raise OptionError("--until", f"{until} 已经过去", "写今天以后的日期，或者省略")
    return Decision(
        fingerprint=finding.fingerprint,
        verdict=verdict,
        reason=one_line(reason),
        by=one_line(by),
        date=day,
        until=until,
        rule=finding.rule,
        place=place_of(finding.location),
        quote=_excerpt(finding.quote),
    )


def decided_line(decision: Decision) -> str:
    """Return what was decided, in one line."""
    about = " ".join(part for part in (decision.place, decision.rule) if part)
    return f"{about} {_said(decision, decision.date)}"


def _said(decision: Decision, day: datetime.date) -> str:
    past = "（已过期）" if decision.until and day > decision.until else ""
    reason = f"：{one_line(decision.reason)}" if decision.reason else ""
    return f"{VERDICT[decision.verdict]}{past}{reason}（{signed(decision)}）"


def _named(finding: Finding) -> str:
    place = bare_place(place_of(finding.location))
    return f"{place} {finding.rule} {SEVERITY[finding.severity]}"


def _excerpt(quote: str) -> str:
    return shortened(one_line(quote), (), EXCERPT)
