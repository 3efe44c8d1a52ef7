"""Scoring: what counts as right, wrong and missed, in clauses, drafts and real documents."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import ClassVar

import pytest

from hefa.cli.main import run
from hefa.model.document import Location
from hefa.model.lexicon import Lexicon
from hefa.model.opinion import DocumentInfo, Finding, Opinion, Provenance
from hefa.model.pack import RulePack
from hefa.model.rule import LegalBasis
from hefa.score import run as score_run
from hefa.score import score_gold, score_json, score_text
from hefa.score.formal import FormalTally
from hefa.score.tally import Tally, compare, near, whether

GOLD = Path(__file__).parents[2] / "shared" / "gold"
Found = Mapping[str, list[tuple[str, str, int, int, str]]]


def finding(category: str, severity: str, start: int, end: int, label: str) -> Finding:
    return Finding.model_validate(
        {
            "rule": f"{category}-001",
            "category": category,
            "severity": severity,
            "confidence": "high",
            "location": Location(
                start=start, end=end, label=label, article=label if label.endswith("条") else None
            ),
            "quote": "引文",
            "message": "疑似",
            "basis": (LegalBasis(law="某法"),),
            "suggestion": "建议",
            "trace": (),
            "fingerprint": "f",
        }
    )


class StandIn:
    """A reviewer that finds what the test says, by the text or the file's name."""

    found: ClassVar[Found] = {}
    ranks: ClassVar[list[str | None]] = []

    def __init__(self, rules: object, statutes: object) -> None:
        self.pack = RulePack(rules=(), lexicon=Lexicon(words={}), version="试")

    def _opinion(self, key: str) -> Opinion:
        return Opinion(
            document=DocumentInfo(sha256="ab"),
            conclusion="lawful",
            findings=tuple(finding(*entry) for entry in self.found.get(key, [])),
            provenance=Provenance(hefa="1", rules="1"),
        )

    def review_text(self, text: str, rank: str | None = None) -> Opinion:
        self.ranks.append(rank)
        return self._opinion(text)

    def review_file(self, path: Path) -> Opinion:
        return self._opinion(path.stem)


@pytest.fixture
def finding_only(monkeypatch: pytest.MonkeyPatch) -> Callable[[Found], None]:
    def use(found: Found) -> None:
        monkeypatch.setattr(StandIn, "found", found)
        monkeypatch.setattr(StandIn, "ranks", [])
        monkeypatch.setattr(score_run, "Reviewer", StandIn)

    return use


def sums(wanted: set[str], found: set[str]) -> tuple[int, int, int]:
    total = sum(compare(wanted, found).values(), Tally())
    return total.tp, total.fp, total.fn


@pytest.mark.parametrize(
    ("wanted", "found", "counts"),
    [
        (set(), set(), (0, 0, 0)),
        ({"fee"}, {"fee"}, (1, 0, 0)),
        ({"fee"}, {"tax"}, (0, 1, 1)),
        ({"fee"}, {"fee", "rights"}, (1, 0, 0)),
        ({"fee", "power"}, {"fee"}, (1, 0, 0)),
        ({"fee"}, {"rights"}, (0, 1, 1)),
        ({"rights"}, {"rights", "power"}, (1, 0, 0)),
        ({"rights"}, set(), (0, 0, 1)),
        (set(), {"power"}, (0, 1, 0)),
        ({"fee", "tax"}, {"fee", "penalty"}, (1, 1, 1)),
    ],
)
def test_residual_labels_count_only_alone(
    wanted: set[str], found: set[str], counts: tuple[int, int, int]
) -> None:
    assert sums(wanted, found) == counts


def test_shares_follow_from_counts() -> None:
    tally = Tally(tp=3, fp=1, fn=2)

    assert (tally.precision, tally.recall, tally.f1) == (0.75, 0.6, 0.6667)
    assert (Tally().precision, Tally().recall, Tally().f1) == (None, None, None)
    assert [whether(True, True), whether(False, True), whether(True, False)] == [
        Tally(tp=1),
        Tally(fp=1),
        Tally(fn=1),
    ]


def test_near_equivalents_are_pairs() -> None:
    assert near("fee", "fee")
    assert near("rights", "discrimination")
    assert not near("market-entry", "local-protection")


def test_clauses_are_counted_by_category_and_whole(
    tmp_path: Path, finding_only: Callable[[Found], None]
) -> None:
    gold = tmp_path / "clauses.jsonl"
    clauses = [
        {"text": "甲", "rank": "normative", "violates": ["fee"], "free": 1},
        {"text": "乙", "rank": "rules", "violates": []},
        {"text": "丙", "rank": "other", "violates": ["tax"]},
    ]
    gold.write_text("\n".join(json.dumps(clause) for clause in clauses) + "\n", encoding="utf-8")
    finding_only(
        {
            "甲": [("fee", "unlawful", 0, 1, ""), ("form", "improper", 0, 1, "")],
            "乙": [("tax", "notice", 0, 1, ""), ("credit", "improper", 0, 1, "")],
        }
    )

    report = score_gold(gold)
    data = json.loads(score_json(report))

    assert StandIn.ranks == ["normative", "rules", "other"]
    figures = data["clauses"]
    assert figures["micro"] == {"tp": 1, "fp": 1, "fn": 1, "precision": 0.5, "recall": 0.5, "f1": 0.5}
    assert figures["clause_level"]["fp"] == 1
    assert figures["categories"].keys() == {"fee", "tax", "credit"}
    assert figures["notices"] == 1
    assert [(error["kind"], error["category"]) for error in figures["errors"]] == [
        ("false", "credit"),
        ("missed", "tax"),
    ]
    assert "误报 credit credit-001 第 2 条：乙" in score_text(report, errors=True)


def test_drafts_are_counted_by_article_and_category(
    tmp_path: Path, finding_only: Callable[[Found], None]
) -> None:
    (tmp_path / "稿.txt").write_text("文", encoding="utf-8")
    issues = [
        {"article": "第三条", "category": "fee", "quote": "甲"},
        {"article": "三、（二）", "category": "tax", "quote": "乙"},
        {"article": "第五条", "category": "technique", "quote": "丙"},
        {"article": "第六条", "category": "penalty", "quote": "丁"},
    ]
    (tmp_path / "稿.gold.json").write_text(json.dumps({"issues": issues}), encoding="utf-8")
    finding_only(
        {
            "稿": [
                ("fee", "unlawful", 0, 1, "第三条"),
                ("tax", "improper", 0, 1, "三、（二）1."),
                ("fee", "unlawful", 0, 1, "第四条"),
            ]
        }
    )

    [score] = score_gold(tmp_path).sets

    assert score.micro == Tally(tp=2, fp=1, fn=1)
    assert score.whole == Tally(tp=2, fp=1, fn=1)
    assert score.formal == {"technique": FormalTally(planted=1)}


def test_categories_of_the_document_are_counted_label_by_label(
    tmp_path: Path, finding_only: Callable[[Found], None], capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "稿.txt").write_text("文", encoding="utf-8")
    (tmp_path / "净.txt").write_text("文", encoding="utf-8")
    issues = [
        {"article": "第三条", "category": "technique", "quote": "一处引文在此"},
        {"article": "第五条", "category": "technique"},
        {"article": "标题/文首", "category": "form"},
        {"article": "第六条", "category": "citation", "quote": "无人引用"},
    ]
    (tmp_path / "稿.gold.json").write_text(json.dumps({"issues": issues}), encoding="utf-8")
    (tmp_path / "净.gold.json").write_text(json.dumps({"issues": [], "clean": True}), encoding="utf-8")
    finding_only(
        {
            "稿": [
                ("technique", "notice", 0, 1, "第九条"),
                ("technique", "improper", 0, 1, "第五条"),
                ("technique", "improper", 0, 1, "第五条"),
                ("form", "notice", 0, 0, "文首"),
            ],
            "净": [("form", "notice", 0, 1, "标题")],
        }
    )

    [score] = score_gold(tmp_path).sets

    assert score.formal == {
        "citation": FormalTally(planted=1),
        "form": FormalTally(planted=1, found=1, further=1, on_clean=1),
        "technique": FormalTally(planted=2, found=2, further=1, grave=1),
    }
    assert [(miss.category, miss.where) for miss in score.misses] == [("citation", "稿 第六条")]
    assert run(["rules", "score", str(tmp_path)]) == 0
    assert "文件本身的类别（含提示）" in capsys.readouterr().out


def test_real_documents_are_counted_by_overlap(tmp_path: Path, finding_only: Callable[[Found], None]) -> None:
    (tmp_path / "text").mkdir()
    (tmp_path / "text" / "a.txt").write_text("文", encoding="utf-8")
    spans = [
        {"category": "market-entry", "strength": "clear", "start": 10, "end": 20},
        {"category": "fee", "strength": "clear", "start": 30, "end": 40},
        {"category": "tax", "strength": "arguable", "start": 50, "end": 60},
        {"category": "tax", "strength": "clear", "start": 90, "end": 95},
    ]
    label = {"id": "a", "findings": spans, "traps": [{"start": 70, "end": 80, "lookalike": "fee"}]}
    (tmp_path / "labels.jsonl").write_text(json.dumps(label), encoding="utf-8")
    finding_only(
        {
            "a": [
                ("business-conduct", "improper", 19, 25, ""),
                ("credit", "unlawful", 35, 36, ""),
                ("tax", "unlawful", 55, 56, ""),
                ("fee", "unlawful", 79, 85, ""),
                ("fee", "unlawful", 60, 62, ""),
            ]
        }
    )

    [real] = score_gold(tmp_path).real

    assert (real.findings, real.right, real.right_strict) == (5, 3, 2)
    assert (real.clear, real.clear_found, real.clear_found_strict) == (3, 2, 1)
    assert (real.arguable, real.arguable_found) == (1, 1)
    assert (real.traps, real.trapped) == (1, 1)
    assert real.shares() == {
        "precision": 0.6,
        "recall": 0.6667,
        "precision_strict": 0.4,
        "recall_strict": 0.3333,
    }


@pytest.mark.skipif(not GOLD.is_dir(), reason="the shared gold set is not beside the repository")
def test_the_whole_gold_folder_is_scored(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules", "score", str(GOLD), "-f", "json"]) == 0

    data = json.loads(capsys.readouterr().out)
    assert (data["clauses"]["units"], data["documents"]["units"]) == (486, 12)
    assert (data["real"]["documents"], data["real"]["clear"], data["real"]["traps"]) == (40, 20, 119)
