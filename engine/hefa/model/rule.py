"""A rule of review, as data: its basis, conditions, message, remedy and examples."""

import datetime
from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field

from hefa.model.base import Record
from hefa.model.category import Section

Severity = Literal["unlawful", "improper", "notice"]
Confidence = Literal["high", "medium", "low"]
SEVERITY = {"unlawful": "疑似违法", "improper": "疑似不当", "notice": "提示"}
CONFIDENCE = {"high": "高", "medium": "中", "low": "低"}
"""What severities and confidences are called."""
Status = Literal["preview", "stable", "deprecated", "removed"]
RULE_ID = r"^[a-z][a-z-]*-\d{3}$"
Scope = Literal["sentence", "clause", "unit", "document"]


class LegalBasis(Record):
    """The provision a rule rests on: numbers and dates only, never statute text.

    ``version`` is the promulgation date of the version the numbers were read in.
    """

    law: str
    article: str | None = None
    paragraph: str | None = None
    item: str | None = None
    version: datetime.date | None = None


class Condition(Record):
    """One condition on one provision: ``slot`` holds at least one of ``symbols``."""

    slot: str
    symbols: tuple[str, ...] = Field(min_length=1)

    @property
    def wanted(self) -> frozenset[str]:
        """The full symbols (``slot.symbol``) of which one must be present."""
        return frozenset(f"{self.slot}.{symbol}" for symbol in self.symbols)


class Related(Record):
    """Conditions on one other provision within ``within`` of the first."""

    within: Scope
    when: tuple[Condition, ...] = Field(min_length=1)


class Example(Record):
    """A clause or a short draft that a rule must find or must leave alone; ``rank`` is the document's.

    ``beside`` is what lies beside the draft, by kind, as a file of that kind would say it: a dossier, a list.
    """

    text: str
    rank: str = "normative"
    beside: Mapping[str, Any] = {}
    quote: str | None = None
    because: str | None = None


class Examples(Record):
    """What must fire, what must stay silent and why, and what is known to be missed."""

    fires: tuple[Example, ...] = Field(min_length=1)
    silent: tuple[Example, ...] = Field(min_length=1)
    known_misses: tuple[Example, ...] = ()


OBSERVED = frozenset(("cite", "form", "technique", "dossier", "item", "relation", "archive"))
"""Slots that hold of observations of the document, never of a provision."""

SPARED = ("state",)
"""Whom the norms on normative documents do not bind: the State Council (国办发〔2018〕37号)."""


class Rule(Record):
    """One rule. All of ``when``, every ``also``, no ``none`` and no ``unless`` must hold.

    ``ranks`` and ``spares`` say to which documents it applies: those of a rank, and of no issuer spared.
    ``section`` is the part of the opinion its findings belong to, where that is not its category's.
    """

    id: str = Field(pattern=RULE_ID)
    name: str
    status: Status = "stable"
    since: str
    category: str
    section: Section | None = None
    severity: Severity
    confidence: Confidence
    ranks: tuple[str, ...] = ("normative",)
    spares: tuple[str, ...] = SPARED
    disguised: bool = False
    basis: tuple[LegalBasis, ...] = Field(min_length=1)
    when: tuple[Condition, ...] = Field(min_length=1)
    also: tuple[Related, ...] = ()
    none: tuple[Related, ...] = ()
    unless: tuple[Condition, ...] = ()
    message: str
    suggestion: str
    examples: Examples | None = None

    @property
    def weighs(self) -> bool:
        """Whether the rule goes by the weight of words: it speaks where no other rule does."""
        return any(condition.slot == "evidence" for condition in self.when)

    @property
    def observes(self) -> bool:
        """Whether the rule is about observations of the document, not about provisions."""
        return any(condition.slot in OBSERVED for condition in self.when)
