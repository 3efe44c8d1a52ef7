"""The review of one version as its page shows it: marked text, findings, what was decided and said of each.

Findings stand in text order, those that officers added among them: one steps through them as one reads.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hefa.model.opinion import Finding
from hefa.opinion.html import card_of, segments
from hefa.opinion.wording import advice, one_line
from hefa.service.records import VERDICT, Addition, Comment, Decided
from hefa.workbench.articles import Articles, Shown
from hefa.workbench.bench import local_time

Said = dict[str, str]


@dataclass(frozen=True, slots=True)
class Item:
    """A finding on the page; ``key`` is its fingerprint.

    ``by`` is the officer who added it; empty where a rule found it. ``quote`` is in pieces, every second one
    a word that gave it away. ``verdict`` is empty while nothing holds. ``first_message`` and
    ``first_suggestion`` are what the program said where an officer says it otherwise.
    """

    key: str
    number: int
    by: str
    rule: str
    place: str
    severity: str
    severity_name: str
    category: str
    confidence: str
    quote: tuple[str, ...]
    message: str
    first_message: str
    basis: str
    suggestion: str
    first_suggestion: str
    reasons: list[tuple[str, list[str]]]
    articles: list[Shown]
    verdict: str
    said: list[str]
    earlier: list[str]
    comments: list[Said]


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the draft: the findings that cover it by key, and those that begin with it, numbered."""

    text: str
    keys: tuple[str, ...]
    begins: tuple[tuple[int, str], ...]
    look: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """What belongs to the findings of a version: decisions in order, comments, officers' own, articles."""

    decisions: Sequence[Decided]
    comments: Sequence[Comment]
    own: Mapping[str, Addition]
    articles: Articles

    def item(self, number: int, finding: Finding) -> Item:
        """Return a finding with all that belongs to it."""
        key = finding.fingerprint
        card = card_of(number, finding)
        made = [one for one in self.decisions if one.fingerprint == key]
        held = made[-1] if made and made[-1].verdict != "withdraw" else None
        message = one_line(held.message) if held and held.message else card.message
        suggestion = advice(held.suggestion) if held and held.suggestion is not None else card.advice
        return Item(
            key=key,
            number=number,
            by=self.own[key].by if key in self.own else "",
            rule="" if key in self.own else finding.rule,
            place=card.place,
            severity=finding.severity,
            severity_name=card.severity,
            category=card.category,
            confidence=card.confidence,
            quote=card.quote if finding.quote else (),
            message=message,
            first_message=card.message if message != card.message else "",
            basis=card.basis,
            suggestion=suggestion,
            first_suggestion=card.advice if suggestion != card.advice else "",
            reasons=card.reasons,
            articles=self.articles.of(finding.basis),
            verdict=held.verdict if held else "",
            said=[told(made[-1])] if made else [],
            earlier=[told(one) for one in reversed(made[:-1])],
            comments=[remark(one) for one in self.comments if one.fingerprint == key],
        )


def parts_of(text: str, findings: Sequence[Finding], items: Sequence[Item]) -> list[Part]:
    """Cut the draft at its findings; ``items`` are those of ``findings``, in the same order."""
    parts = []
    for segment in segments(text, findings):
        on = [items[number - 1] for number in segment.findings]
        looks = [segment.severity, "strong" if segment.strong else ""]
        looks.append("rejected" if on and all(item.verdict == "reject" for item in on) else "")
        keys = tuple(item.key for item in on)
        begins = tuple((number, items[number - 1].key) for number in segment.begins)
        parts.append(Part(segment.text, keys, begins, " ".join(filter(None, looks))))
    return parts


def told(decision: Decided) -> str:
    """Return a decision in one line."""
    reason = f"：{one_line(decision.reason)}" if decision.reason else ""
    return f"{VERDICT[decision.verdict]}{reason}（{decision.by}，{local_time(decision.at)}）"


def remark(comment: Comment) -> Said:
    """Return a comment as the page shows it."""
    return {"by": comment.by, "at": local_time(comment.at), "text": comment.text}
