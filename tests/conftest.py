"""Settings for all tests, and opinions put together by hand for the tests of outputs."""

from collections.abc import Callable

import pytest
from hypothesis import settings

from hefa.model.document import Location
from hefa.model.opinion import DocumentInfo, Finding, NotReviewed, Opinion, Provenance, TraceStep
from hefa.model.reviewed import Reviewed
from hefa.model.rule import LegalBasis
from hefa.model.source import SourceText

# Speed is measured in benchmarks/: an example that takes long on a busy machine is no failure.
settings.register_profile("hefa", deadline=None)
settings.load_profile("hefa")

Review = Callable[..., Reviewed]


@pytest.fixture
def review() -> Review:
    """Give what makes the review of a text: a finding for each ``(words, what differs)``."""

    def make(text: str = "", *found: tuple[str, dict[str, object]], **info: object) -> Reviewed:
        findings = tuple(_finding(text, words, changes) for words, changes in found)
        name = str(info.pop("name", "稿.txt"))
        notes = tuple(NotReviewed(reason=str(note)) for note in info.pop("notes", ()))  # type: ignore[attr-defined]
        conclusion = info.pop("conclusion", "unlawful" if findings else "lawful")
        provenance = Provenance(hefa="1", rules="2", reviewed_at=info.pop("reviewed_at", None))  # type: ignore[arg-type]
        source = SourceText(text=text, name=name, sha256="ab" * 32) if conclusion != "unreadable" else None
        opinion = Opinion.model_validate(
            {
                "document": DocumentInfo.model_validate(
                    {"name": name, "sha256": source and source.sha256} | info
                ),
                "conclusion": conclusion if source else "not-reviewable",
                "reason": "说明",
                "findings": findings,
                "not_reviewed": notes,
                "provenance": provenance,
            }
        )
        return Reviewed(opinion, source)

    return make


def _finding(text: str, words: str, changes: dict[str, object]) -> Finding:
    start = text.index(words)
    fields: dict[str, object] = {
        "rule": "permit-001",
        "category": "permit",
        "severity": "unlawful",
        "confidence": "high",
        "location": Location(start=start, end=start + len(words), article="第一条", label="第一条"),
        "quote": words,
        "message": "疑似设定行政许可。",
        "basis": (LegalBasis.model_validate({"law": "某法", "article": "17", "version": "2019-04-23"}),),
        "suggestion": "建议删去。",
        "trace": (TraceStep(condition="条件", words=(words[:2],)),),
        "fingerprint": "0123456789abcdef",
    }
    return Finding.model_validate(fields | changes)
