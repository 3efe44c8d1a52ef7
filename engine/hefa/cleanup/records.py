"""What a clean-up list (清理清单) says of each document: a proposal, and the reasons for it."""

import datetime
from collections.abc import Sequence
from typing import Literal

from pydantic import SkipValidation

from hefa.model.base import Record

Proposal = Literal["retain", "amend", "repeal", "invalid"]
PROPOSALS: dict[Proposal, str] = {
    "invalid": "建议宣布失效",
    "repeal": "建议废止",
    "amend": "建议修改",
    "retain": "建议继续有效",
}
"""Proposals, the strongest first: of several reasons the strongest decides."""
Kind = Literal[
    "expired",
    "replaced",
    "same-matter",
    "bases-gone",
    "basis-repealed",
    "basis-renumbered",
    "basis-revised",
    "unlawful",
    "improper",
    "issuer-gone",
    "agency-gone",
    "contradicts",
    "expiring",
]
KINDS: dict[Kind, str] = {
    "expired": "有效期届满",
    "replaced": "已被后来的文件废止",
    "same-matter": "疑似被后来的文件代替",
    "bases-gone": "制定依据全部废止",
    "basis-repealed": "依据废止或者被替代",
    "basis-renumbered": "依据的条号变动",
    "basis-revised": "依据已经修订",
    "unlawful": "内容疑似违法",
    "improper": "内容疑似不当",
    "issuer-gone": "制定机关已经撤并",
    "agency-gone": "所写的机关已经撤并、更名",
    "contradicts": "与同一事项的其他文件不一致",
    "expiring": "有效期将满",
}


class Reason(Record):
    """One reason: what it proposes by itself, in words, and the places of the document it rests on."""

    kind: Kind
    proposal: Proposal
    says: str
    places: tuple[str, ...] = ()


class Entry(Record):
    """One document of the list; ``reasons`` begin with what decided."""

    name: str
    title: str | None = None
    number: str | None = None
    issuer: str | None = None
    date: datetime.date | None = None
    expires: datetime.date | None = None
    proposal: Proposal
    reasons: tuple[Reason, ...] = ()


class Apart(Record):
    """A document on which nothing is proposed, and why: unreadable, or no document that is cleaned up."""

    name: str
    title: str | None = None
    why: str


class CleanupList(Record):
    """The whole list as of a day; ``statute`` is the one whose citing documents alone are listed.

    ``statutes`` names the library that was asked, ``audit`` the versions of the audit behind the list.
    Entries may be read from a file each time: go through them once.
    """

    as_of: datetime.date
    statute: str | None = None
    statutes: str | None = None
    audit: str
    counts: dict[Proposal, int]
    entries: SkipValidation[Sequence[Entry]]
    apart: SkipValidation[Sequence[Apart]] = ()
