"""The two samples: every planted fault is found where it stands, and lawful text is left alone."""

import json
from pathlib import Path

import hefa

SAMPLES = Path(__file__).parents[1] / "samples"
RESIDUAL = {"rights", "power"}  # predicted beside a correct category, they count neither way


def charged(opinion: hefa.Opinion) -> set[tuple[str | None, str]]:
    return {
        (finding.location.article, finding.category)
        for finding in opinion.findings
        if finding.severity != "notice" and finding.category not in RESIDUAL
    }


def test_every_planted_fault_is_found_and_nothing_else() -> None:
    planted = json.loads((SAMPLES / "faulty.expected.json").read_text(encoding="utf-8"))

    opinion = hefa.review_file(SAMPLES / "faulty.txt")

    assert charged(opinion) == {(fault["article"], fault["category"]) for fault in planted}
    assert opinion.conclusion == "unlawful"


def test_planted_faults_differ_in_article_and_category() -> None:
    planted = json.loads((SAMPLES / "faulty.expected.json").read_text(encoding="utf-8"))

    assert len({fault["article"] for fault in planted}) == 10
    assert len({fault["category"] for fault in planted}) == 10


def test_lawful_sample_has_no_finding_that_blocks_it() -> None:
    opinion = hefa.review_file(SAMPLES / "clean.txt")

    assert charged(opinion) == set()
    assert opinion.conclusion == "lawful"


def test_samples_quote_their_own_text() -> None:
    for path in sorted(SAMPLES.glob("*.txt")):
        text = path.read_bytes().decode("utf-8")

        for finding in hefa.review_file(path).findings:
            assert text[finding.location.start : finding.location.end] == finding.quote
