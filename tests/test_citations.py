"""Citations of drafts: found, resolved on a day, their faults told apart; statutes are our own."""

import datetime
import json
import pickle
from collections.abc import Mapping
from pathlib import Path

import pytest

import hefa
from hefa.cite import Laws, Norms, resolve
from hefa.cite.articles import cited_articles
from hefa.cite.powers import highest_fine
from hefa.cite.titles import meant_title
from hefa.cli.main import run
from hefa.errors import OptionError, StatuteError
from hefa.model.citation import CitedDocument
from hefa.model.reviewed import Reviewed
from hefa.model.statute import Article, Statute, statute_key
from hefa.opinion import render
from hefa.parse import parse_document
from hefa.statutes import StatutesInMemory

DAY = datetime.date(2024, 6, 1)
FERRY = "# 中华人民共和国渡口法\n\n{history}\n<!-- INFO END -->\n\n{articles}"
OLD = (
    "渡口应当悬挂安全警示标志。",
    "渡船载客不得超过核定人数。",
    "渡工应当经过水上救生训练并且随身携带证件。",
)
NEW = ("渡工应当经过水上救生训练并且随身携带证件。", "渡口应当悬挂安全警示标志。")


def laws(*statutes: Statute, tables: Mapping[str, list[dict[str, str]]] | None = None) -> Laws:
    return Laws(Norms(tables or {}), StatutesInMemory(statutes) if statutes else None)


def statute(
    title: str, texts: tuple[str, ...] = ("甲。", "乙。"), day: str = "2010-01-01", **more: object
) -> Statute:
    return Statute(
        key=statute_key(title),
        title=title,
        promulgated=datetime.date.fromisoformat(day),
        articles=tuple(Article(number=n, text=text) for n, text in enumerate(texts, 1)),
        **more,  # type: ignore[arg-type]
    )


def cited(text: str, among: Laws | None = None) -> list[CitedDocument]:
    resolved = resolve(text, parse_document(text), among or laws(statute("渡口法")), DAY)
    return [one.cited for one in resolved]


def numbers(text: str) -> list[str]:
    found, _ = cited_articles(text, 0)
    return [".".join(map(str, (one.reference.article, *one.reference[2:]))) for one in found]


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("第三条规定", ["3.0.0"]),
        ("第三条第二款第（一）项", ["3.2.1"]),
        ("第三条、第五条和第七条处理", ["3.0.0", "5.0.0", "7.0.0"]),
        ("第七条至第九条", ["7.0.0", "9.0.0"]),
        ("第12条第2款", ["12.2.0"]),
        ("第四条第（一）、（三）项", ["4.0.1", "4.0.3"]),
        ("第四条第（一）项、第（三）项", ["4.0.1", "4.0.3"]),
        ("第十三条、十四条", ["13.0.0", "14.0.0"]),
        ("第八条第一款、第三款", ["8.1.0", "8.3.0"]),
        ("第八条第二项", ["8.0.2"]),
        ("第三条和本办法第五条", ["3.0.0"]),
        ("规定的第三条", []),
    ],
)
def test_articles_are_read_in_every_printed_form(printed: str, read: list[str]) -> None:
    assert numbers(printed) == read


@pytest.mark.parametrize(
    ("text", "key", "role"),
    [
        ("根据《中华人民共和国渡口法》第一条，制定本办法。", "渡口法", "basis"),
        ("由船闸所依照《渡口法》、《渡船条例》处理。", "渡口法", "applied"),
        ("违反《渡口法》第二条规定的，予以劝离。", "渡口法", "violated"),
        ("船闸所组织学习《渡口法》。", "渡口法", "named"),
        ("载客依照渡口法第二条执行。", "渡口法", "applied"),
        ("载客依照渡口法的规定执行。", "渡口法", "applied"),
        ("船主按照《渡口 法》第二条核定人数。", "渡口法", "applied"),
    ],
)
def test_a_law_is_found_with_what_is_done_with_it(text: str, key: str, role: str) -> None:
    first = cited(text)[0]
    assert (first.key, first.role) == (key, role)
    assert text[first.start : first.end].strip("《》").replace(" ", "").endswith(key)


def test_a_list_under_one_word_is_applied_as_a_whole() -> None:
    text = "根据《渡口法》（以下简称《渡法》）、《渡船条例》和《渡工规定》，制定本办法。"
    assert [(one.key, one.role) for one in cited(text)] == [
        ("渡口法", "basis"), ("渡船条例", "basis"), ("渡工规定", "basis")
    ]  # fmt: skip


def test_an_agreed_short_name_stands_for_the_full_one() -> None:
    text = "根据《中华人民共和国渡口法》（以下简称《渡法》）制定。载客依照《渡法》第二条核定。"
    assert [(one.key, len(one.articles)) for one in cited(text)] == [("渡口法", 0), ("渡口法", 1)]


def test_a_document_named_by_its_number_alone_is_a_citation() -> None:
    text = "补贴标准按照青政办发〔2021〕15号文件执行。"
    [one] = cited(text)
    assert (one.number, one.role, text[one.start : one.end]) == (
        "青政办发〔2021〕15号",
        "applied",
        one.number,
    )


def test_a_draft_with_a_year_in_its_number_is_not_judged_by_a_later_day() -> None:
    head = "云台县人民政府关于渡口管理的通知\n云政规〔2019〕5号\n各乡镇人民政府：\n"
    draft = head + "依照《合同法》第八条处理争议。\n"
    reviewer = hefa.Reviewer(select="citation", as_of="2024-06-01")
    assert not reviewer.review_text(draft).findings
    assert reviewer.review_text(draft.replace("2019", "2022")).findings


def test_what_is_no_statute_or_the_draft_itself_is_no_citation() -> None:
    text = "云台县渡口办法\n\n第一条 船主应当领取《渡船登记证》，填写《申请表》，遵守《云台县渡口办法》。\n"
    assert cited(text) == []


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("依照《渡口法》第一条办理。", "in-force"),
        ("依照《浮桥法》第一条办理。", "unknown"),
        ("依照《摆渡法》第一条办理。", "repealed"),
        ("依照《趸船法》第一条办理。", "not-yet"),
        ("依照《码头法》第一条办理。", "repealed"),
        ("依照《锚地办法》第一条办理。", "replaced"),
    ],
)
def test_what_a_law_is_on_the_day(text: str, state: str) -> None:
    tables = {
        "statutes": [
            {"old": "码头法", "status": "repealed", "date": "2020-01-01", "new": "渡口法", "mark": "text"},
            {"old": "锚地办法", "status": "replaced", "date": "2020", "new": "渡口法", "mark": "unverified"},
        ]
    }
    among = laws(
        statute("渡口法", repeals=("摆渡法",)),
        statute("趸船法", day="2024-05-01", effective=datetime.date(2025, 1, 1)),
        tables=tables,
    )
    [one] = resolve(text, parse_document(text), among, DAY)
    assert one.standing.state == state


def test_a_text_that_may_be_out_of_date_is_not_checked_by_article() -> None:
    tables = {"revised": [{"law": "渡口法", "revised": "2022", "since": "2022-07-01"}]}
    text = "依照《渡口法》第九条办理。"
    [one] = resolve(text, parse_document(text), laws(statute("渡口法"), tables=tables), DAY)
    assert (one.standing.state, one.standing.checked) == ("in-force", False)


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("中华人民共和国水上渡口安全法", None),
        ("水上渡口安仝法", "水上渡口安全法"),
        ("水上渡口全安法", "水上渡口安全法"),
        ("水上渡口安全规则", "水上渡口安全法"),
        ("云台县渡口安全法", None),
        ("桥梁法", None),
    ],
)
def test_a_title_that_is_a_slip_of_one(name: str, meant: str | None) -> None:
    library = StatutesInMemory([statute("水上渡口安全法"), statute("河道条例")])
    assert meant_title(statute_key(name), name, library) == meant


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("texts")
    for day, texts in (("2005-03-01", OLD), ("2019-03-01", NEW)):
        history = "2005年3月1日 通过\n" + ("2019年3月1日 修订\n" if day > "2006" else "")
        articles = "\n\n".join(f"第{'一二三'[n]}条 {text}" for n, text in enumerate(texts))
        text = FERRY.format(history=history, articles=articles)
        (folder / f"渡口法({day}).md").write_text(text, encoding="utf-8")
    path = folder / "statutes.db"
    assert run(["statutes", "import", str(folder), "--library", str(path)]) == 0
    return path


@pytest.fixture(scope="module")
def reviewer(library: Path) -> hefa.Reviewer:
    return hefa.Reviewer(select="citation", statutes=library, as_of="2024-06-01")


@pytest.mark.parametrize(
    ("text", "rule", "quote", "replacement"),
    [
        ("渡工依照《渡口法》第三条培训。", "citation-006", "第三条", "第一条"),
        ("渡工依照《渡口法》第九条培训。", "citation-005", "第九条", None),
        ("渡口依照《渡口法》第二条第三款设置标志。", "citation-007", "第二条第三款", None),
        ("渡工依照《渡口法》第三条培训，《浮桥法》另有规定的除外。", "citation-006", "第三条", "第一条"),
    ],
)
def test_faults_of_numbers(
    reviewer: hefa.Reviewer, text: str, rule: str, quote: str, replacement: str | None
) -> None:
    [finding] = reviewer.review_text(text).findings
    assert (finding.rule, finding.quote, finding.replacement) == (rule, quote, replacement)


def test_the_day_of_the_draft_counts_before_the_one_given(reviewer: hefa.Reviewer) -> None:
    draft = (
        "云台县渡口办法\n\n第一条 根据《渡口法》第三条，制定本办法。\n\n第二条 本办法自2015年5月1日起施行。\n"
    )
    assert not reviewer.review_text(draft).findings
    assert reviewer.review_text(draft.replace("2015", "2021")).findings


def test_what_the_library_lacks_is_counted_and_no_fault(reviewer: hefa.Reviewer) -> None:
    opinion = reviewer.review_text("渡船依照《浮桥法》第三条停靠。")
    assert not opinion.findings
    assert [note.reason for note in opinion.not_reviewed] == [
        "引用的文件有 1 件没有核对，法规库中没有当日的文本：《浮桥法》"
    ]
    assert opinion.provenance.statutes is not None


def test_without_a_library_repeals_are_known_and_the_opinion_says_what_is_not() -> None:
    opinion = hefa.Reviewer(select="citation", as_of="2024-06-01").review_text("依照《合同法》第八条处理。")
    assert [finding.rule for finding in opinion.findings] == ["citation-001"]
    assert "引用未核对（没有法规库）" in opinion.not_reviewed[0].reason
    assert opinion.provenance.statutes is None


def test_settings_with_a_library_pickle(reviewer: hefa.Reviewer) -> None:
    text = "渡工依照《渡口法》第九条培训。"
    assert pickle.loads(pickle.dumps(reviewer)).review_text(text) == reviewer.review_text(text)  # noqa: S301


def test_the_command_line_takes_library_and_day(
    library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    draft = tmp_path / "稿.txt"
    draft.write_text("渡工依照《渡口法》第九条培训。", encoding="utf-8")
    monkeypatch.setenv("HEFA_STATUTES", str(library))
    command = ["review", str(draft), "--select", "citation"]
    run(command)
    assert "citation-005" in capsys.readouterr().out
    run([*command, "--statutes", "none"])
    assert "没有法规库" in capsys.readouterr().out
    run([*command, "--as-of", "2004-01-01"])
    assert "citation-005" not in capsys.readouterr().out


def test_what_cannot_be_used_is_said(tmp_path: Path) -> None:
    with pytest.raises(StatuteError, match="没有法规库"):
        hefa.Reviewer(statutes=tmp_path / "none.db")
    with pytest.raises(OptionError, match="不是日期"):
        hefa.Reviewer(as_of="明天")


HARBOUR = "# 港湾法\n\n2010年5月1日 通过\n\n<!-- INFO END -->\n\n" + "\n\n".join((
    "第一条 船只靠泊应当报告。",
    "第二条 夜间靠泊不亮灯的，由港口主管部门处五百元以上二千元以下罚款；情节严重的，没收船具。",
    "第三条 逾期不清障的，依照有关法律的规定处理。",
    "第四条 违反报告规定的，处应缴费用一倍以上三倍以下罚款。",
))  # fmt: skip


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> hefa.Reviewer:
    folder = tmp_path_factory.mktemp("harbour")
    (folder / "港湾法(2010-05-01).md").write_text(HARBOUR, encoding="utf-8")
    run(["statutes", "import", str(folder), "--library", str(folder / "statutes.db")])
    return hefa.Reviewer(statutes=folder / "statutes.db", as_of="2024-06-01")


@pytest.mark.parametrize(
    ("text", "categories"),
    [
        ("夜间靠泊不亮灯的，依照《港湾法》第二条的规定处二千元罚款。", set()),
        ("夜间靠泊不亮灯的，依照《港湾法》第二条的规定处2万元罚款。", {"citation", "penalty"}),
        ("靠泊不报告的，依照《港湾法》第一条处三百元罚款。", {"citation", "penalty"}),
        ("夜间靠泊不亮灯的，依照《港湾法》第二条处罚款一千元，并没收船具。", set()),
        ("违反报告规定的，依照《港湾法》第四条处应缴费用五倍罚款。", {"citation", "penalty"}),
        ("逾期不清障的，依照《港湾法》第三条处三百元罚款。", set()),
        ("靠泊不报告的，依照《浮桥法》第一条处三百元罚款。", set()),
        ("不得依照《港湾法》第一条处三百元罚款。", set()),
    ],
)
def test_a_citation_excuses_only_what_the_article_gives(
    harbour: hefa.Reviewer, text: str, categories: set[str]
) -> None:
    assert {finding.category for finding in harbour.review_text(text).findings} == categories
    if "浮桥" not in text:
        without = hefa.Reviewer(as_of="2024-06-01").review_text(text)
        assert not {finding.category for finding in without.findings} & {"penalty", "citation"}


def test_the_article_is_shown_beside_the_clause(harbour: hefa.Reviewer) -> None:
    opinion = harbour.review_text("靠泊不报告的，依照《港湾法》第一条处三百元罚款。")
    shown = "".join(render([Reviewed(opinion)], "text", several=False, explain=True))
    assert "对照条文" in shown
    assert "《港湾法》第一条：船只靠泊应当报告。" in shown
    assert "船只靠泊应当报告" not in "".join(render([Reviewed(opinion)], "text", several=False))


@pytest.mark.parametrize(
    ("words", "yuan", "times"),
    [
        ("处五千元以上二万元以下罚款", 20_000, None),
        ("处1.5万元罚款", 15_000, None),
        ("处一万五千元以下的罚款", 15_000, None),
        ("处违法所得三倍以上五倍以下罚款", None, 5),
        ("缴纳三千元保证金", None, None),
    ],
)
def test_the_highest_fine_is_read(words: str, yuan: float | None, times: float | None) -> None:
    assert highest_fine(words) == (yuan, times)


SHARED = Path(__file__).parents[2] / "shared" / "gold" / "documents"


@pytest.mark.skipif(
    not SHARED.is_dir(), reason="labelled drafts are not part of the project; own drafts are tested above"
)
def test_planted_faults_of_citation_are_found_and_no_others() -> None:
    reviewer = hefa.Reviewer(select="citation")
    for path in sorted(SHARED.glob("*.gold.json")):
        issues = json.loads(path.read_text(encoding="utf-8"))["issues"]
        wanted = {issue["article"] for issue in issues if issue["category"] == "citation"}
        opinion = reviewer.review_file(path.with_name(path.name.replace(".gold.json", ".txt")))
        found = {finding.location.article for finding in opinion.findings if finding.severity != "notice"}
        assert found == wanted, path.name
