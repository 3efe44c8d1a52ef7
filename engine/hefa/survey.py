"""Which rules fire how often on a folder of drafts: a rule that fires everywhere is seen at once."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from hefa.drafts import list_drafts
from hefa.errors import HefaError
from hefa.model.base import Record
from hefa.model.opinion import Finding
from hefa.model.rule import SEVERITY
from hefa.opinion.wording import one_line, place_of, shortened
from hefa.review import Reviewer

SAMPLES = 3
EXCERPT = 60


class Sample(Record):
    """One finding, to be looked at."""

    name: str
    place: str
    quote: str


class RuleCount(Record):
    """How often one rule fired, in how many documents, with the first findings as samples."""

    rule: str
    severity: str
    findings: int
    documents: int
    samples: tuple[Sample, ...]


class Survey(Record):
    """The rules that fired, the most frequent first; ``unreadable`` are one line each."""

    rules: str
    documents: int
    reviewed: int
    counts: tuple[RuleCount, ...]
    unreadable: tuple[str, ...] = ()


def survey(paths: Iterable[Path | str], folders: Sequence[Path] = ()) -> Survey:
    """Review the drafts and count findings by rule."""
    reviewer = Reviewer(folders)
    drafts = list_drafts(paths)
    found: dict[str, list[tuple[str, Finding]]] = defaultdict(list)
    outcomes: Counter[str] = Counter()
    unreadable = []
    for path in drafts:
        try:
            opinion = reviewer.review_file(path)
        except HefaError as error:
            unreadable.append(str(error))
            continue
        outcomes[opinion.conclusion] += 1
        for finding in opinion.findings:
            found[finding.rule].append((str(path), finding))
    counts = [_count(rule, places) for rule, places in found.items()]
    return Survey(
        rules=reviewer.pack.version,
        documents=len(drafts),
        reviewed=outcomes.total() - outcomes["not-reviewable"],
        counts=tuple(sorted(counts, key=lambda count: (-count.findings, count.rule))),
        unreadable=tuple(unreadable),
    )


def survey_text(result: Survey) -> str:
    """Return a line for each rule that fired, and its samples."""
    total = sum(count.findings for count in result.counts)
    lines = [f"规则 {result.rules}：文件 {result.documents} 个，审查 {result.reviewed} 个，发现 {total} 处"]
    for count in result.counts:
        severity = SEVERITY[count.severity]
        lines.append(f"{count.rule:<22}{severity}\t{count.findings} 处\t{count.documents} 个文件")
        lines += [f"    {Path(one.name).name} {one.place}：{one.quote}" for one in count.samples]
    return "\n".join([*lines, *result.unreadable]) + "\n"


def survey_json(result: Survey) -> str:
    """Return the survey as one JSON object."""
    return json.dumps(result.model_dump(mode="json"), ensure_ascii=False, indent=2) + "\n"


def _count(rule: str, places: Sequence[tuple[str, Finding]]) -> RuleCount:
    return RuleCount(
        rule=rule,
        severity=places[0][1].severity,
        findings=len(places),
        documents=len({name for name, _ in places}),
        samples=tuple(
            Sample(name=name, place=place_of(finding.location), quote=_excerpt(finding.quote))
            for name, finding in places[:SAMPLES]
        ),
    )


def _excerpt(quote: str) -> str:
    return shortened(one_line(quote), (), EXCERPT)
