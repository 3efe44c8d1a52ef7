"""What must hold on the real documents and labelled clauses beside the repository, where they are there."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

import hefa
from hefa.model.opinion import Opinion

SHARED = Path(__file__).parents[2] / "shared"
CORPUS = SHARED / "corpus" / "text"
CLAUSES = SHARED / "gold" / "clauses.jsonl"

pytestmark = pytest.mark.skipif(
    not (CORPUS.is_dir() and CLAUSES.is_file()), reason="the shared texts are not beside the repository"
)


def opinions(engine: str) -> Iterator[Opinion]:
    reviewer = hefa.Reviewer(engine=engine)
    for line in CLAUSES.read_text(encoding="utf-8").splitlines():
        clause = json.loads(line)
        yield reviewer.review_text(clause["text"], rank=clause["rank"])
    for path in sorted(CORPUS.glob("*.txt")):
        yield reviewer.review_file(path)


def test_both_evaluators_find_the_same_in_every_text() -> None:
    for left, right in zip(opinions("reference"), opinions("durable"), strict=True):
        assert left.findings == right.findings, left.document


@pytest.mark.parametrize("rank", [None, "normative"])
@pytest.mark.parametrize("path", sorted(CORPUS.glob("seed-*.txt")), ids=lambda path: path.stem)
def test_plans_and_reports_that_speak_of_permits_and_penalties_break_no_norm(path: Path, rank: str) -> None:
    opinion = hefa.review_file(path, rank=rank)

    assert [finding for finding in opinion.findings if finding.severity != "notice"] == []
