"""Gold sets reviewed and counted.

    clauses.jsonl                 by (clause, category), and by clause
    NAME.txt + NAME.gold.json     by (article, category), and by article: content categories;
                                  label by label: categories of the document itself
    labels.jsonl + text/          by overlap with the labelled spans

Of content, findings of severity unlawful or improper count; notices are counted apart.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property, partial
from pathlib import Path

from pydantic import Field

from hefa.errors import GoldFileError
from hefa.extract import Extractor
from hefa.model.base import Record
from hefa.model.opinion import Finding
from hefa.nearest import Nearest
from hefa.parse import parse_document
from hefa.review import Reviewer
from hefa.score.formal import FormalTally, formal_tallies
from hefa.score.goldfiles import GoldClause, read_clauses, read_drafts
from hefa.score.real import RealScore, score_real
from hefa.score.tally import (
    DOCUMENT_CATEGORIES,
    Miss,
    Tally,
    compare,
    content_charges,
    count_notices,
    whether,
)

CLAUSES, LABELS = "clauses.jsonl", "labels.jsonl"


class SetScore(Record):
    """The figures of one gold set; ``units`` says how many clauses or documents it has."""

    name: str
    units: int
    micro: Tally
    whole: Tally
    categories: dict[str, Tally]
    styles: dict[str, Tally] = Field(default_factory=dict)  # by clause, where the gold names a style
    rules: dict[str, Tally] = Field(default_factory=dict)  # right and wrong findings of each rule
    formal: dict[str, FormalTally] = Field(default_factory=dict)  # categories of the document itself
    notices: int = 0
    misses: tuple[Miss, ...] = ()


class Report(Record):
    """Every gold set found at or below the path, scored with one version of the rules."""

    rules: str
    sets: tuple[SetScore, ...] = ()
    real: tuple[RealScore, ...] = ()


class _Counts:
    """Sums over the units of a set."""

    def __init__(self) -> None:
        self.categories: defaultdict[str, Tally] = defaultdict(Tally)
        self.styles: defaultdict[str, Tally] = defaultdict(Tally)
        self.rules: defaultdict[str, Tally] = defaultdict(Tally)
        self.formal: defaultdict[str, FormalTally] = defaultdict(FormalTally)
        self.whole = Tally()
        self.notices = 0
        self.misses: list[Miss] = []

    def add(self, tallies: dict[str, Tally], whole: Tally) -> None:
        for category, tally in tallies.items():
            self.categories[category] += tally
        self.whole += whole

    def note(
        self,
        where: str,
        text: str,
        tallies: dict[str, Tally],
        findings: Iterable[Finding],
        nearest: Callable[[str], str | None],
    ) -> None:
        """Keep what was wrong or missed in one unit, with the first rule to blame."""
        rules: dict[str, str] = {}
        for finding in findings:
            rules.setdefault(finding.category, finding.rule)
            tally = tallies.get(finding.category, Tally())
            self.rules[finding.rule] += Tally(tp=tally.tp, fp=tally.fp)
        for category, tally in tallies.items():
            if tally.fp:
                rule = rules.get(category)
                self.misses.append(Miss(kind="false", where=where, category=category, text=text, rule=rule))
            if tally.fn:
                near = nearest(category)
                self.misses.append(
                    Miss(kind="missed", where=where, category=category, text=text, nearest=near)
                )

    def score(self, name: str, units: int) -> SetScore:
        return SetScore(
            name=name,
            units=units,
            micro=sum(self.categories.values(), Tally()),
            whole=self.whole,
            categories=dict(sorted(self.categories.items())),
            styles=dict(sorted(self.styles.items())),
            rules=dict(sorted(self.rules.items())),
            formal=dict(sorted(self.formal.items())),
            notices=self.notices,
            misses=tuple(self.misses),
        )


class _NearestRule:
    """Which rule of a category came nearest to a text in which it found nothing."""

    def __init__(self, reviewer: Reviewer) -> None:
        self._reviewer = reviewer

    @cached_property
    def _extractor(self) -> Extractor:
        return Extractor(self._reviewer.pack.lexicon)

    @cached_property
    def _nearest(self) -> Nearest:
        return Nearest(self._reviewer.pack.rules, self._reviewer.pack.lexicon)

    def of(self, text: str, rank: str, category: str) -> str | None:
        """Return the id of the nearest rule, if one came near."""
        provisions = self._extractor.provisions(text, parse_document(text, rank))
        near = self._nearest.rules(text, provisions, range(len(provisions)), category)
        return near[0].rule.id if near else None


def score_gold(path: Path, rules: Sequence[Path] = (), statutes: Path | None = None) -> Report:
    """Score whatever gold sets stand at ``path`` or directly below it."""
    reviewer = Reviewer(rules, statutes=statutes)
    sets: list[SetScore] = []
    real: list[RealScore] = []
    if path.is_file():
        sets.append(_score_clauses(reviewer, read_clauses(path)))
    elif path.is_dir():
        for folder in (path, *(sub for sub in sorted(path.iterdir()) if sub.is_dir())):
            if (folder / CLAUSES).is_file():
                sets.append(_score_clauses(reviewer, read_clauses(folder / CLAUSES)))
            if any(folder.glob("*.gold.json")):
                sets.append(_score_drafts(reviewer, folder))
            if (folder / LABELS).is_file():
                real.append(score_real(reviewer, folder))
    else:
        raise GoldFileError(str(path), "没有这个文件或者文件夹", "检查路径")
    if not sets and not real:
        raise GoldFileError(str(path), "没有找到标注", "应有 clauses.jsonl、NAME.gold.json 或者 labels.jsonl")
    return Report(rules=reviewer.pack.version, sets=tuple(sets), real=tuple(real))


def _score_clauses(reviewer: Reviewer, clauses: Sequence[GoldClause]) -> SetScore:
    counts = _Counts()
    nearest = _NearestRule(reviewer)
    for number, clause in enumerate(clauses, 1):
        opinion = reviewer.review_text(clause.text, rank=clause.rank)
        charged = content_charges(opinion)
        wanted = set(clause.violates) - DOCUMENT_CATEGORIES
        tallies = compare(wanted, {finding.category for finding in charged})
        whole = whether(bool(wanted), bool(charged))
        counts.add(tallies, whole)
        if clause.style:
            counts.styles[clause.style] += whole
        where = clause.id or f"第 {number} 条"
        counts.note(where, clause.text, tallies, charged, partial(nearest.of, clause.text, clause.rank))
        counts.notices += count_notices(opinion)
    return counts.score("clauses", len(clauses))


def _score_drafts(reviewer: Reviewer, folder: Path) -> SetScore:
    counts = _Counts()
    nearest = _NearestRule(reviewer)
    drafts = read_drafts(folder)
    for path, gold in drafts:
        opinion = reviewer.review_file(path)
        wanted: dict[str, set[str]] = defaultdict(set)
        found: dict[str, list[Finding]] = defaultdict(list)
        for issue in gold.issues:
            if issue.category not in DOCUMENT_CATEGORIES:
                wanted[issue.article].add(issue.category)
        quotes = {issue.article: issue.quote for issue in gold.issues}
        for finding in content_charges(opinion):
            found[_article(finding, wanted)].append(finding)
        for article in sorted(wanted.keys() | found.keys()):
            tallies = compare(wanted[article], {finding.category for finding in found[article]})
            counts.add(tallies, whether(bool(wanted[article]), bool(found[article])))
            text = found[article][0].quote if found[article] else quotes[article]
            near = partial(nearest.of, text, opinion.document.rank)
            counts.note(f"{path.stem} {article}", text, tallies, found[article], near)
        counts.notices += count_notices(opinion)
        formal, misses = formal_tallies(path.stem, opinion, gold)
        for category, tally in formal.items():
            counts.formal[category] += tally
        counts.misses += misses
    return counts.score("documents", len(drafts))


def _article(finding: Finding, wanted: Iterable[str]) -> str:
    """Return the labelled place a finding stands in: its article, or the longest label it begins with."""
    if finding.location.article:
        return finding.location.article
    label = finding.location.label
    return max((place for place in wanted if label.startswith(place)), key=len, default=label)
