"""One text in every format gives the same clauses and the same findings."""

from pathlib import Path

import pytest
from file_maker import docx, html, odt, ofd_of, pdf_of, rtf
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hefa.parse import parse_document
from hefa.read import read_bytes, read_file
from hefa.review import Reviewer

SAMPLES = Path(__file__).parents[1] / "samples"
MAKERS = {
    "docx": docx,
    "html": html,
    "odt": odt,
    "rtf": rtf,
    "pdf": lambda lines: pdf_of(lines, numbered=True),
    "ofd": ofd_of,
}
SENTENCES = st.sampled_from([
    "渡口经营者应当在渡口设置安全标志，配备救生设备。",
    "未取得许可证的，不得从事渡运；擅自渡运的，由县交通运输局处2000元以上1万元以下罚款。",
    "申请人应当提交居住地村民委员会出具的证明，并缴纳保证金5000元！",
    "县人民政府可以依照《中华人民共和国港口法》第四十五条的规定，责令停业整顿（情节严重的）。",
    "本办法所称“渡口”，是指设置在江河、湖泊、水库的渡运设施。",
])  # fmt: skip
ARTICLES = st.lists(st.lists(SENTENCES, min_size=1, max_size=2).map("".join), min_size=6, max_size=14)
NUMBERS = "一二三四五六七八九十"


def printed(number):
    return f"第{NUMBERS[number]}条" if number < 10 else f"第十{NUMBERS[number - 10]}条"


def bare(text):
    return "".join(text.split())


def clauses_of(text):
    document = parse_document(text)
    return [(bare(text[c.start : c.end]), c.location.label) for c in document.clauses], document.facts.title


def findings_of(opinion):
    return [(f.rule, f.location.label, bare(f.quote), f.fingerprint) for f in opinion.findings]


@pytest.mark.parametrize("form", MAKERS)
@pytest.mark.parametrize("sample", ["clean.txt", "faulty.txt"])
def test_samples_read_the_same(form, sample, tmp_path):
    text = (SAMPLES / sample).read_text(encoding="utf-8")
    lines = [line.strip("\u3000 ") for line in text.splitlines() if line.strip()]
    reviewer = Reviewer()

    path = tmp_path / f"草案.{form}"
    path.write_bytes(MAKERS[form](lines))
    source = read_file(path)

    assert source.format == form
    assert clauses_of(source.text) == clauses_of(text)
    assert findings_of(reviewer.review_file(path)) == findings_of(reviewer.review_text(text))


@pytest.mark.parametrize("form", MAKERS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(articles=ARTICLES)
def test_any_draft_reads_the_same(form, articles):
    lines = ["某县渡口管理办法", *(f"{printed(number)}　{words}" for number, words in enumerate(articles))]

    source = read_bytes(MAKERS[form](lines), f"草案.{form}")

    assert clauses_of(source.text) == clauses_of("\n".join(lines))


SHARED = Path(__file__).parents[2] / "shared" / "gold" / "documents"


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared drafts are not beside the project")
@pytest.mark.parametrize("form", MAKERS)
def test_drafts_give_the_same_findings(form, tmp_path):
    reviewer = Reviewer(rank="normative")
    for draft in sorted(SHARED.glob("*.txt")):
        lines = [line.strip() for line in draft.read_text(encoding="utf-8").splitlines() if line.strip()]
        plain, made = tmp_path / "草案.txt", tmp_path / f"草案.{form}"
        plain.write_text("\n".join(lines) + "\n", encoding="utf-8")
        made.write_bytes(MAKERS[form](lines))

        assert findings_of(reviewer.review_file(made)) == findings_of(reviewer.review_file(plain)), draft.stem
