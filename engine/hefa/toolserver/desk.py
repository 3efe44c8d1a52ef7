"""The work of the tools: arguments as a client gives them in, records out, ``HefaError`` for what is wrong.

One reviewer, and one piece of work at a time: the rule engine bears no second thread.
"""

import datetime
import threading
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from hefa.choices import check_category
from hefa.citations import check_day
from hefa.errors import OptionError, ReadError, StatuteError
from hefa.model.opinion import Finding, Opinion
from hefa.model.rule import Rule
from hefa.opinion.terms import Terms
from hefa.opinion.wording import explained, one_line, shortened
from hefa.pack import load_packs
from hefa.read import read_text
from hefa.review import Reviewer
from hefa.rulebook import rule_lines
from hefa.statutebook import EXCERPT, LookedUp, look_up, search_articles
from hefa.toolserver.pages import fitting, page, review_page
from hefa.toolserver.records import (
    ArticleText,
    Explanation,
    FoundArticle,
    FoundArticles,
    ReasonGroup,
    ReviewPage,
    RuleLine,
    RulePage,
    StatuteText,
)
from hefa.toolserver.roots import Roots
from hefa.why import Why, why

LONGEST = 300_000
"""Characters of a text handed in at most."""
REMEMBERED = 2_000
"""Findings that ``explain`` knows by their fingerprints; the oldest are forgotten."""
HITS = 50
SHORTEST = 4
"""Characters of a fingerprint that are enough."""


class Desk:
    """Does what the tools ask; may be called from any thread."""

    def __init__(
        self,
        reviewer: Reviewer,
        roots: Sequence[Path] = (),
        rules: Sequence[Path] = (),
        statutes: Path | None = None,
    ) -> None:
        self._reviewer, self._roots, self._statutes = reviewer, Roots(roots), statutes
        self._folders = tuple(rules)
        self._findings: dict[str, Finding] = {}
        self._lock = threading.Lock()

    def review_text(
        self, text: str, rank: str | None, as_of: str | None, offset: int, limit: int, *, trace: bool
    ) -> ReviewPage:
        """Review a text: a whole draft or a clause."""
        _check_length(text)
        with self._lock:
            opinion = self._reviewer_of(as_of).review_text(text, rank=rank)
            return self._noted(opinion, offset, limit, trace=trace)

    def review_file(
        self, path: str, rank: str | None, as_of: str | None, offset: int, limit: int, *, trace: bool
    ) -> ReviewPage:
        """Review a file of the folders allowed."""
        file = self._roots.file(path)
        with self._lock:
            opinion = self._reviewer_of(as_of).review_file(file, rank=rank)
            return self._noted(opinion, offset, limit, trace=trace)

    def explain(self, what: str) -> Explanation:
        """Explain a rule by its id, or a finding of an earlier review by its fingerprint."""
        with self._lock:
            finding = None if what in self._rules else self._finding(what)
            name = finding.rule if finding else what
            lines = tuple(rule_lines(self._rules[name], self._terms))
        reasons = tuple(
            ReasonGroup(kind=kind, lines=tuple(said))
            for kind, said in (explained(finding) if finding else ())
        )
        return Explanation(
            rule=name, basis=self._rules[name].basis, lines=lines, finding=finding, reasons=reasons
        )

    def why_not(self, text: str, article: str | None, rank: str | None) -> Why:
        """Tell which rules came nearest to a clause that was not flagged."""
        _check_length(text)
        with self._lock:
            return why(read_text(text), article or None, self._reviewer.pack, rank)

    def look_up_statute(self, law: str, article: str | None, as_of: str | None) -> StatuteText:
        """Return the text of a statute of the user's library, or of one article."""
        day = check_day(as_of) or datetime.date.today()
        found = look_up(law, article or None, day, self._library)
        articles = [ArticleText(label=one.label, text=one.text) for one in found.articles]
        return _statute_text(found, articles)

    def search_statutes(self, query: str, limit: int) -> FoundArticles:
        """Return articles of the user's library that hold the words."""
        if not 1 <= limit <= HITS:
            raise OptionError("limit", f"不能用 {limit}", f"写 1 至 {HITS}")
        hits = search_articles(query, self._library, limit + 1)
        found = tuple(
            FoundArticle(
                title=hit.statute.title,
                promulgated=hit.statute.promulgated,
                label=hit.article.label,
                excerpt=shortened(one_line(hit.article.text), (query,), EXCERPT),
            )
            for hit in hits[:limit]
        )
        return FoundArticles(articles=found, more=len(hits) > limit)

    def list_rules(self, category: str | None, offset: int, limit: int) -> RulePage:
        """List the rules, those of a category (code or Chinese name) where one is named."""
        code = check_category(category or None)
        chosen = [_line(rule) for rule in self._reviewer.pack.rules if code in (None, rule.category)]
        shown, following = page(chosen, offset, limit)
        return RulePage(rules=shown, total=len(chosen), offset=offset, next_offset=following)

    @cached_property
    def _rules(self) -> dict[str, Rule]:
        """The rules used, by id, with their examples."""
        used = {rule.id for rule in self._reviewer.pack.rules}
        return {rule.id: rule for rule in load_packs(self._folders, examples=True).rules if rule.id in used}

    @cached_property
    def _terms(self) -> Terms:
        return Terms(self._reviewer.pack.lexicon)

    @property
    def _library(self) -> Path:
        if self._statutes is None:
            raise StatuteError("法规库", "没有法规库", "先用 hefa statutes import 文件夹 建立，再重新启动")
        return self._statutes

    def _reviewer_of(self, as_of: str | None) -> Reviewer:
        return self._reviewer.on_day(as_of or datetime.date.today())

    def _noted(self, opinion: Opinion, offset: int, limit: int, *, trace: bool) -> ReviewPage:
        """Return a page of the opinion, its findings remembered."""
        shown = review_page(opinion, offset, limit, trace=trace)
        for finding in opinion.findings:
            self._findings.pop(finding.fingerprint, None)
            self._findings[finding.fingerprint] = finding
        for fingerprint in list(self._findings)[:-REMEMBERED]:
            del self._findings[fingerprint]
        return shown

    def _finding(self, what: str) -> Finding:
        wanted = what.strip().lower()
        found = [one for name, one in self._findings.items() if name.startswith(wanted)]
        if len(wanted) < SHORTEST or len(found) != 1:
            problem = "不止指一处发现" if len(found) > 1 else "不是规则编号，也不是审查过的发现"
            raise OptionError(
                f"explain {one_line(what)}",
                problem,
                "规则编号见 list_rules；发现用 review_text 结果中的 fingerprint",
            )
        return found[0]


def _check_length(text: str) -> None:
    if len(text) > LONGEST:
        raise ReadError("text", f"有 {len(text)} 字，超过 {LONGEST} 字的上限", "分成几段，或者用 review_file")


def _statute_text(found: LookedUp, articles: Sequence[ArticleText]) -> StatuteText:
    count = fitting(articles, lambda one: len(one.text))
    return StatuteText(
        title=found.statute.title,
        promulgated=found.statute.promulgated,
        effective=found.statute.effective,
        day=found.day,
        status=found.status,
        articles=tuple(articles[:count]),
        left_out=len(articles) - count,
    )


def _line(rule: Rule) -> RuleLine:
    return RuleLine(
        id=rule.id,
        name=rule.name,
        category=rule.category,
        severity=rule.severity,
        confidence=rule.confidence,
        status=rule.status,
    )
