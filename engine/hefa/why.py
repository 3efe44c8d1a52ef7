"""Why a clause was not flagged: the nearest rules, and what each of them lacked, in an officer's words."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from hefa.choices import check_rank
from hefa.drafts import read_draft
from hefa.errors import OptionError
from hefa.extract import Extractor
from hefa.infer import make_evaluator
from hefa.model.base import Record
from hefa.model.document import Clause, Document
from hefa.model.facts import Provision
from hefa.model.numerals import to_int
from hefa.model.pack import RulePack
from hefa.model.rule import SEVERITY, Condition, Rule, Severity
from hefa.model.source import SourceText
from hefa.nearest import Lack, Near, Nearest
from hefa.opinion import outside_review
from hefa.opinion.terms import APART, SLOTS, Terms
from hefa.opinion.trace import PLACES, Tracer
from hefa.opinion.wording import bare_place, in_quotes, one_line, place_of, quoted_words, shortened
from hefa.pack import load_packs
from hefa.parse import parse_document

SHOWN = 5
EXCERPT = 80
_LISTED = 12


class ToldRule(Record):
    """A rule that fired, or came near; ``reasons`` say what held, what lacked, what stood in the way."""

    rule: str
    name: str
    severity: Severity
    reasons: tuple[str, ...] = ()


class ClauseWhy(Record):
    """One clause: the rules that fired on its own words, and the nearest of those that did not."""

    place: str
    quote: str
    fired: tuple[ToldRule, ...]
    nearest: tuple[ToldRule, ...]


class Why(Record):
    """The clauses of an article; ``outside`` says why the draft was not reviewed, where it was not."""

    outside: str
    clauses: tuple[ClauseWhy, ...]


def why(source: SourceText, article: str | None, pack: RulePack, rank: str | None = None) -> Why:
    """Return for each clause of the article what was found, and the nearest rules that did not fire."""
    document = parse_document(source.text, check_rank(rank))
    clauses = _chosen(document, article)
    provisions = Extractor(pack.lexicon).provisions(source.text, document)
    fired = {(m.provision, m.rule) for m in make_evaluator(pack.rules, "reference").match(provisions)}
    terms = Terms(pack.lexicon)
    writer = _Writer(terms, Tracer(source.text, document, provisions, terms))
    nearest = Nearest(pack.rules, pack.lexicon)
    told = []
    for clause in clauses:
        own = {provision.id for provision in provisions if provision.clause == clause.id}
        found = {rule for number, rule in fired if number in own}
        near = [one for one in nearest.rules(source.text, provisions, own) if one.rule.id not in found]
        told.append(
            ClauseWhy(
                place=bare_place(place_of(clause.location)),
                quote=_excerpt(source.text, clause),
                fired=tuple(_told(rule) for rule in pack.rules if rule.id in found),
                nearest=tuple(_told(one.rule, tuple(writer.lines(one))) for one in near[:SHOWN]),
            )
        )
    return Why(outside=outside_review(document.facts, pack.rules), clauses=tuple(told))


def why_text(
    path: Path | str, article: str | None, folders: Sequence[Path] = (), rank: str | None = None
) -> str:
    """Return ``why`` of a draft as text."""
    said = why(read_draft(path), article, load_packs(folders), rank)
    lines = [f"本文件没有审查：{said.outside}", ""] if said.outside else []
    for clause in said.clauses:
        lines.append(f"{clause.place}：{in_quotes(clause.quote)}")
        lines += [f"  已报：{_name(rule)}" for rule in clause.fired]
        lines.append("  没有报的规则中最接近的：" if clause.nearest else "  没有相近的规则")
        for number, near in enumerate(clause.nearest, 1):
            lines.append(f"  {number}. {_name(near)}")
            lines += [f"     {reason}" for reason in near.reasons]
        lines.append("")
    return "\n".join(lines)


class _Writer:
    """Writes what a near rule lacked."""

    def __init__(self, terms: Terms, tracer: Tracer) -> None:
        self._terms, self._tracer = terms, tracer

    def lines(self, near: Near) -> Iterator[str]:
        for condition in near.held:
            yield f"成立：{self._with_words(condition, near.provision)}"
        for lack in near.lacks:
            yield f"不成立：{self._terms.condition(lack.condition)}{self._hint(lack)}"
        for condition in near.blocked:
            yield f"因例外不报：{self._with_words(condition, near.provision)}"
        for related in near.absent:
            yield f"缺少：{self._tracer.describe(related)}"
        for related in near.present:
            conditions = "，且".join(map(self._terms.condition, related.when))
            yield f"因例外不报：{PLACES[related.within]}另有规定：{conditions}"

    def _with_words(self, condition: Condition, provision: Provision) -> str:
        step = self._tracer.step(condition, provision)
        return one_line(step.condition + (f"：{quoted_words(step.words)}" if step.words else ""))

    def _hint(self, lack: Lack) -> str:
        if lack.elsewhere:
            return f"（这类词在“{SLOTS.get(lack.elsewhere, lack.elsewhere)}”里）"
        if lack.missing and len(lack.missing) < len(lack.parts):
            parts = APART.join(map(self._terms.part, lack.parts))
            return (
                f"（最接近的写法：“{parts}”，缺{quoted_words(map(self._terms.part, lack.missing))}一类的词）"
            )
        if lack.parts and not lack.missing:
            return f"（“{APART.join(map(self._terms.part, lack.parts))}”的词都在，但顺序或者远近不合）"
        return ""


def _told(rule: Rule, reasons: tuple[str, ...] = ()) -> ToldRule:
    return ToldRule(rule=rule.id, name=rule.name, severity=rule.severity, reasons=reasons)


def _name(told: ToldRule) -> str:
    return f"{told.rule}（{SEVERITY[told.severity]}）{told.name}"


def _chosen(document: Document, article: str | None) -> list[Clause]:
    """Return the clauses of the article; without one, all of a short text."""
    clauses = list(document.clauses)
    labels = list(dict.fromkeys(bare_place(place_of(clause.location)) for clause in clauses))
    if article is None and len(labels) <= _LISTED:
        return clauses
    wanted = "".join((article or "").split())
    number = to_int(wanted.strip("第条"))
    found = [clause for clause in clauses if wanted and _stands_in(clause, wanted, number)]
    if not found:
        shown = "、".join(labels[:_LISTED]) + ("……" if len(labels) > _LISTED else "")
        problem = f"没有 {article}" if article else "没有写哪一条"
        raise OptionError("条款", problem, f"可用：{shown}")
    return found


def _stands_in(clause: Clause, wanted: str, number: int | None) -> bool:
    article = clause.location.article
    if number is not None and article is not None and "之" not in article:
        return to_int(article.strip("第条")) == number
    return place_of(clause.location).startswith(wanted)


def _excerpt(text: str, clause: Clause) -> str:
    return shortened(one_line(text[clause.start : clause.end]), (), EXCERPT)
