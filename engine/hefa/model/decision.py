"""What an officer decided on a finding, as the decision file beside a draft keeps it."""

import datetime
from collections.abc import Iterable
from typing import Literal, Self

from pydantic import Field, model_validator

from hefa.model.base import Record

Verdict = Literal["accept", "reject", "withdraw"]
VERDICT = {"accept": "采纳", "reject": "不采纳", "withdraw": "撤回决定"}
"""What verdicts are called."""


class Decision(Record):
    """One decision (审核决定) on the finding of that fingerprint; of several on one, the last holds.

    ``accept``: the finding is right, and counts. ``reject``: it is not, and does not count up to and
    including the day ``until``, or for good without one. ``withdraw``: as if nothing had been decided.
    ``rule``, ``place`` and ``quote`` tell a reader which finding it was; nothing is found by them.
    """

    fingerprint: str = Field(pattern=r"^[0-9a-f]{16}$")
    verdict: Verdict
    reason: str = ""
    by: str = Field(min_length=1)
    date: datetime.date
    until: datetime.date | None = None
    rule: str | None = None
    place: str | None = None
    quote: str | None = None

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.verdict == "reject" and not self.reason.strip():
            raise ValueError("不采纳没有写 reason（理由）")
        if self.until is not None and self.verdict != "reject":
            raise ValueError("until（有效至）只用于不采纳（reject）")
        if self.until is not None and self.until < self.date:
            raise ValueError("until（有效至）早于 date（决定日期）")
        return self


def holding(decisions: Iterable[Decision]) -> dict[str, Decision]:
    """Return the decision that holds for each fingerprint: the last, unless it withdraws."""
    last = {decision.fingerprint: decision for decision in decisions}
    return {key: decision for key, decision in last.items() if decision.verdict != "withdraw"}
