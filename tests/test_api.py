"""The Python interface: what the manual promises of it holds, and its examples run as they stand there."""

import doctest
import inspect
import json
import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from file_maker import odt

import hefa
from hefa.citations import statutes_path
from hefa.cli.main import run
from hefa.opinion import Opinion

MANUAL = Path(__file__).parents[1] / "docs" / "api.md"
NOTICE = "关于加强公园管理的通知\n\n第一条　设立婚庆礼仪公司的，经街道办事处核准后方可营业。\n"
CLEAN = "第一条　镇综合服务中心负责公园座椅的日常维护。"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The files that the examples name."""
    (tmp_path / "送审").mkdir()
    (tmp_path / "草案.txt").write_text(NOTICE, "utf-8", newline="")
    (tmp_path / "空白.txt").write_text("\n", "utf-8")
    (tmp_path / "送审" / "办法.odt").write_bytes(odt([CLEAN]))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("folder")
def test_the_examples_of_the_manual_run():
    blocks = re.findall(r"^```python\n(.*?)^```", MANUAL.read_text("utf-8"), re.S | re.M)
    examples = doctest.DocTestParser().get_doctest("\n".join(blocks), {}, "api.md", str(MANUAL), 0)
    said: list[str] = []

    result = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(examples, out=said.append)

    assert result.failed == 0, "".join(said)
    assert result.attempted >= 30


def test_only_the_command_line_takes_the_library_at_its_usual_place(tmp_path, monkeypatch, capsys):
    law = tmp_path / "中华人民共和国集市法(2019-03-02).md"
    law.write_text(
        "# 集市法\n\n2019年3月2日 通过\n\n<!-- INFO END -->\n\n第一条 集市有序。\n", encoding="utf-8"
    )
    draft = tmp_path / "稿.txt"
    draft.write_text("根据《中华人民共和国集市法》第九条，制定本办法。", encoding="utf-8")
    monkeypatch.setenv("HEFA_STATUTES", str(tmp_path / "库.db"))
    assert run(["statutes", "import", str(law)]) == 0
    capsys.readouterr()
    run(["review", str(draft), "-f", "json"])
    shown = Opinion.model_validate_json(capsys.readouterr().out)
    today = date.today()

    assert hefa.Reviewer().review_file(draft).provenance.statutes is None
    assert shown.provenance.statutes is not None
    same = hefa.Reviewer(statutes=statutes_path(), as_of=today, day=today).review_file(draft)
    assert same.findings == shown.findings
    assert same.provenance.statutes == shown.provenance.statutes


def test_every_public_name_parameter_and_field_is_documented():
    manual = MANUAL.read_text("utf-8")
    names = set(re.findall(r"`([\w-]+)[`(]", manual)) | set(re.findall(r"(\w+)=", manual))
    wanted = {*hefa.__all__, *hefa.Opinion.model_fields, *hefa.Finding.model_fields}
    for taker in (hefa.Reviewer.__init__, hefa.review_text, hefa.review_file, hefa.Reviewer.review_many):
        wanted |= set(inspect.signature(taker).parameters) - {"self", "path", "text", "paths"}
    for record in ("document", "provenance"):
        annotation = hefa.Opinion.model_fields[record].annotation
        wanted |= set(annotation.model_fields)
    wanted |= set(hefa.Finding.model_fields["location"].annotation.model_fields)

    assert wanted - names == set()


def test_every_public_name_is_typed_and_told_what_it_is():
    assert (Path(hefa.__file__).parent / "py.typed").exists()
    for name in set(hefa.__all__) - {"__version__"}:
        public = getattr(hefa, name)
        assert public.__doc__
    for taker in (hefa.Reviewer.__init__, hefa.review_text, hefa.review_file, hefa.Reviewer.review_many):
        assert inspect.signature(taker).return_annotation is not inspect.Signature.empty
        for parameter in list(inspect.signature(taker).parameters.values()):
            assert parameter.name == "self" or parameter.annotation is not inspect.Parameter.empty


def test_the_package_alone_imports_next_to_nothing():
    script = (
        "import sys, hefa; print([m for m in sys.modules if m.split('.')[0] in {'pydantic', 'lark', 'rich'}])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert done.stdout == "[]\n"


def test_reviewing_imports_neither_notebook_nor_mail_nor_processes(folder):
    script = (
        "import sys\nfrom hefa.cli.main import run\ncode = run(['review', '草案.txt'])\n"
        "late = {'hefa.opinion.notebook', 'hefa.parallel', 'hefa.pool', 'hefa.webhook', 'hefa.watch'}\n"
        "print(sorted(late & set(sys.modules)), code)"
    )
    sources = os.pathsep.join(str(MANUAL.parents[1] / name) for name in ("engine", "rules", "grammar"))
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"PYTHONPATH": sources},
    )

    assert done.stdout.splitlines()[-1] == "[] 1"


def test_the_functions_share_one_reviewer_a_rank(monkeypatch, folder):
    made = []
    built = hefa.Reviewer.__init__
    monkeypatch.setattr(
        hefa.Reviewer, "__init__", lambda self, *a, **k: made.append(k) or built(self, *a, **k)
    )

    for _ in range(3):
        hefa.review_file("草案.txt", rank="规章")
        hefa.review_file("草案.txt", rank="rules")

    assert len(made) <= 1
    assert hefa.review_file("草案.txt", rank="规章").provenance.options == ("效力层级由使用者指定为规章",)


@pytest.fixture(scope="module")
def opinion() -> hefa.Opinion:
    return hefa.Reviewer(select=["permit"]).review_text(NOTICE, name="<b>稿</b>.txt")


def test_a_notebook_shows_findings_escaped_and_self_contained(opinion):
    finding = opinion.findings[0].model_copy(update={"message": "<script>alert(1)</script>&\u202e"})
    shown = opinion.model_copy(update={"findings": (finding,)})._repr_html_()

    assert "&lt;b&gt;稿&lt;/b&gt;.txt" in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&amp;\N{REPLACEMENT CHARACTER}" in shown
    assert not re.search(r"<script|<link|<img|https?:|url\(|\son\w+=", shown)
    assert "第一条" in shown
    assert "建议不予通过" in shown


def test_a_notebook_is_not_flooded(opinion):
    many = opinion.model_copy(update={"findings": opinion.findings * 130})

    assert "其余 30 处没有列出" in many._repr_html_()
    assert len(many._repr_html_()) < 200_000


def test_a_notebook_shows_what_could_not_be_read(folder):
    [unread] = hefa.Reviewer(select="permit").review_many(["空白.txt"])

    assert "HF001 空白.txt：没有内容" in unread._repr_html_()


def test_an_opinion_read_back_in_a_fresh_process_is_shown_too(opinion):
    script = "import sys, hefa; print(hefa.Opinion.model_validate_json(sys.stdin.read())._repr_html_()[:4])"
    done = subprocess.run(
        [sys.executable, "-c", script],
        input=opinion.model_dump_json(),
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout == "<div\n"


def test_the_view_is_no_part_of_the_record(opinion):
    assert "notebook" not in json.loads(opinion.model_dump_json())
    assert "notebook" not in hefa.Opinion.model_json_schema()["properties"]
