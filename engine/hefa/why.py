"""Why a clause was not flagged: the nearest rules, and what each of them lacked, in an officer's words."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from hefa.choices import check_rank
from hefa.drafts import read_draft
from hefa.errors import OptionError
from hefa.extract import Extractor
from hefa.infer import make_evaluator
from hefa.model.document import Clause, Document
from hefa.model.facts import Provision
from hefa.model.numerals import to_int
from hefa.model.rule import SEVERITY, Condition, Rule
from hefa.nearest import Lack, Near, Nearest
from hefa.opinion import outside_review
from hefa.opinion.terms import SLOTS, Terms
from hefa.opinion.trace import PLACES, Tracer
from hefa.opinion.wording import bare_place, in_quotes, one_line, place_of, quoted_words, shortened
from hefa.pack import load_packs
from hefa.parse import parse_document

SHOWN = 5
EXCERPT = 80
_LISTED = 12


def why_text(
    path: Path | str, article: str | None, folders: Sequence[Path] = (), rank: str | None = None
) -> str:
    """Return for each clause of the article what was found, and the nearest rules that did not fire."""
    pack = load_packs(folders)
    source = read_draft(path)
    document = parse_document(source.text, check_rank(rank))
    clauses = _chosen(document, article)
    provisions = Extractor(pack.lexicon).provisions(source.text, document)
    fired = {(m.provision, m.rule) for m in make_evaluator(pack.rules, "reference").match(provisions)}
    terms = Terms(pack.lexicon)
    writer = _Writer(terms, Tracer(source.text, document, provisions, terms))
    nearest = Nearest(pack.rules, pack.lexicon)
    outside = outside_review(document.facts, pack)
    lines = [f"本文件没有审查：{outside}", ""] if outside else []
    for clause in clauses:
        own = [provision for provision in provisions if provision.clause == clause.id]
        lines.append(f"{bare_place(place_of(clause.location))}：{in_quotes(_excerpt(source.text, clause))}")
        found = sorted({rule for number, rule in fired if any(number == p.id for p in own)})
        lines += [f"  已报：{_name(rule)}" for rule in pack.rules if rule.id in found]
        near = nearest.rules(source.text, provisions, (provision.id for provision in own))
        rest = [one for one in near if one.rule.id not in found][:SHOWN]
        lines.append("  没有报的规则中最接近的：" if rest else "  没有相近的规则")
        for number, one in enumerate(rest, 1):
            lines += writer.lines(number, one)
        lines.append("")
    return "\n".join(lines)


class _Writer:
    """Writes what a near rule lacked."""

    def __init__(self, terms: Terms, tracer: Tracer) -> None:
        self._terms, self._tracer = terms, tracer

    def lines(self, number: int, near: Near) -> Iterator[str]:
        yield f"  {number}. {_name(near.rule)}"
        for condition in near.held:
            yield f"     成立：{self._with_words(condition, near.provision)}"
        for lack in near.lacks:
            yield f"     不成立：{self._terms.condition(lack.condition)}{self._hint(lack)}"
        for condition in near.blocked:
            yield f"     因例外不报：{self._with_words(condition, near.provision)}"
        for related in near.absent:
            yield f"     缺少：{self._tracer.describe(related)}"
        for related in near.present:
            conditions = "，且".join(map(self._terms.condition, related.when))
            yield f"     因例外不报：{PLACES[related.within]}另有规定：{conditions}"

    def _with_words(self, condition: Condition, provision: Provision) -> str:
        step = self._tracer.step(condition, provision)
        return one_line(step.condition + (f"：{quoted_words(step.words)}" if step.words else ""))

    def _hint(self, lack: Lack) -> str:
        if lack.elsewhere:
            return f"（这类词在“{SLOTS.get(lack.elsewhere, lack.elsewhere)}”里）"
        if lack.missing and len(lack.missing) < len(lack.parts):
            parts = "…".join(map(self._terms.part, lack.parts))
            return f"（最接近的写法：“{parts}”，缺{quoted_words(map(self._terms.part, lack.missing))}）"
        if lack.parts and not lack.missing:
            return f"（“{'…'.join(map(self._terms.part, lack.parts))}”的词都在，但顺序或者远近不合）"
        return ""


def _name(rule: Rule) -> str:
    return f"{rule.id}（{SEVERITY[rule.severity]}）{rule.name}"


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
