"""Form and drafting technique: what is seen of a draft, and what must not be."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

import hefa
import hefa_rules
from hefa.errors import RuleFileError
from hefa.form.days import after_years, to_day
from hefa.form.scan import letters_in
from hefa.form.series import TOLERATED, faults
from hefa.model.opinion import Finding
from hefa.model.rule import Example, Rule
from hefa.pack import join_packs

PACK = join_packs([(Path(hefa_rules.__path__[0]), True)])
RULES = [rule for rule in PACK.rules if rule.category in {"form", "technique"}]
REVIEWER = hefa.Reviewer(select=["form", "technique"])
SHARED = Path(__file__).parents[2] / "shared"

HEAD = """青禾县人民政府关于印发《青禾县渡口管理办法》的通知

青禾政规〔2025〕4号

各乡镇人民政府：

《青禾县渡口管理办法》已经县政府同意，现印发给你们。

青禾县人民政府
2025年3月6日

青禾县渡口管理办法

第一条　为了加强渡口管理，根据《内河交通安全管理条例》，制定本办法。

"""
END = "本办法自2025年5月1日起施行，有效期至2030年4月30日。\n"


def found(text: str) -> list[Finding]:
    return list(REVIEWER.review_text(text).findings)


def measures(*articles: str, end: str = END) -> str:
    numbers = "二三四五六七八九"
    numbered = [f"第{number}条　{words}" for number, words in zip(numbers, (*articles, end), strict=False)]
    return HEAD + "\n\n".join(numbered)


def rules_on(text: str) -> list[str]:
    return [finding.rule for finding in found(text)]


def test_a_draft_in_good_form_has_no_finding() -> None:
    assert found(measures("渡船应当按时开航。\n\n违反前款规定的，由县交通运输局责令改正。")) == []


def test_a_bare_clause_has_no_form() -> None:
    assert found("工商部门应当自受理之日起5日内做出决定，，第九十九条另有规定的除外。") == []


@pytest.mark.parametrize(
    ("ordinals", "expected"),
    [
        ([], []),
        ([5], []),
        ([1, 2, 3], []),
        ([3, 4, 5], []),
        ([1, 2, 2, 3], [(2, "double", 3)]),
        ([1, 2, 2, 4], [(2, "double", 3)]),
        ([1, 2, 4, 5], [(2, "gap", 3)]),
        ([1, 2, 13, 4], [(2, "disorder", 3)]),
        ([4, 3, 6], [(1, "disorder", 5)]),
        ([1, 2, 1, 2], []),
    ],
)
def test_numbers_out_of_line(ordinals: list[int], expected: list[tuple[int, str, int]]) -> None:
    assert [tuple(fault) for fault in faults(ordinals)] == expected


def test_a_series_that_is_all_faults_is_none() -> None:
    broken = [1, 3, 5, 7, 9, 11]

    assert len(list(pairwise(broken))) > TOLERATED
    assert faults(broken) == []


@pytest.mark.parametrize(
    "words",
    [
        "渡船应当遵守《内河交通安全管理条例》第三十五条、第四十六条的规定。",
        "违反《内河交通安全管理条例》的，依照该条例第六十条处理。",
        "渡口停用的，适用港口法第九十九条。",
        "将原办法中的“违反本办法第八十条规定”改为“违反规定”。",
        "渡船应当提前款待老年乘客，不得收取目前款项以外的费用。",
    ],
)
def test_references_to_other_texts_are_not_followed(words: str) -> None:
    assert rules_on(measures(words)) == []


@pytest.mark.parametrize(
    ("words", "rule", "quote"),
    [
        ("符合本办法第三十条规定的，由县交通运输局公告。", "technique-011", "第三十条"),
        ("依照《内河交通安全管理条例》处理。违反第四十条的，同样处理。", "technique-011", "第四十条"),
        (
            "渡口应当设立标志。\n\n渡船应当标明载客定额。\n\n违反本条第四款规定的，责令改正。",
            "technique-012",
            "第四款",
        ),
        (
            "渡口应当设立标志。\n\n违反前三款规定的，责令改正。",
            "technique-018",
            "前三款",
        ),
    ],
)
def test_references_that_point_nowhere_are_seen(words: str, rule: str, quote: str) -> None:
    assert [(finding.rule, finding.quote) for finding in found(measures(words))] == [(rule, quote)]


def test_numbers_told_of_articles_and_paragraphs_are_chinese() -> None:
    (beyond,) = found(measures("符合本办法第三十条规定的，由县交通运输局公告。"))
    (short,) = found(measures("渡口应当设立标志。\n\n违反前三款规定的，责令改正。"))

    assert re.search(r"（最后一条是第[一二三四五六七八九十]+条）", beyond.message)
    assert short.message == "“前三款”之前疑似只有一款。"


def test_a_heading_may_be_cited_as_an_article() -> None:
    text = """青禾县人民政府关于渡口停航的通告

青禾政告〔2025〕4号

一、停航时间。每年七月停航。

二、停航要求。渡船停靠在指定岸线。

三、违反本通告第六条规定的，由县交通运输局责令改正。本通告自2025年5月1日起施行，有效期一年。

青禾县人民政府
2025年3月6日
"""

    assert [(finding.rule, finding.quote) for finding in found(text)] == [("technique-011", "第六条")]


@pytest.mark.parametrize(
    ("end", "rules"),
    [
        ("本办法自2025年5月1日起施行。", ["technique-029"]),
        ("渡口经营许可证的有效期内，渡船可以营运。本办法自2025年5月1日起施行。", ["technique-029"]),
        ("本办法自公布之日起施行，有效期五年。", []),
        ("本办法由县交通运输局负责解释，自2025年5月1日起施行，有效期2年。", []),
        ("本办法自2025年5月1日起施行，有效期5年，至2030年4月30日止。", []),
        ("本办法自2024年5月1日起施行，有效期5年。", ["technique-027"]),
        ("本办法自2025年5月1日起施行，有效期至2025年3月31日。", ["technique-031"]),
        ("渡口停用应当公告。", ["technique-025", "technique-029"]),
    ],
)
def test_closing_clauses(end: str, rules: list[str]) -> None:
    assert rules_on(measures("渡船应当按时开航。", end=end)) == rules


def test_what_is_absent_is_told_where_it_should_stand() -> None:
    [finding] = found(measures("渡船应当按时开航。", end="本办法自2025年5月1日起施行。"))

    assert (finding.quote, finding.location.article) == ("", "第三条")


def test_a_quoted_or_former_organ_is_no_fault() -> None:
    words = "原工商局登记的渡口，按照《青禾县工商局关于渡口登记的通知》继续有效。"

    assert rules_on(measures(words)) == []


def test_an_organ_of_its_time_is_no_fault() -> None:
    text = measures("工商部门负责渡口登记。").replace("2025", "2016")

    assert "technique-041" not in rules_on(text)


def test_repeated_slips_are_told_once_with_their_count() -> None:
    [finding] = found(measures("其它渡口参照执行，其它船舶不得停靠，其它事项由县交通运输局决定。"))

    assert finding.rule == "technique-052"
    assert "共3处" in finding.message


CASES = [
    pytest.param(rule, example, id=f"{rule.id}-{index}")
    for rule in RULES
    if rule.examples
    for index, example in enumerate(rule.examples.fires)
]


@pytest.mark.parametrize(("rule", "example"), CASES)
def test_a_replacement_mends_the_fault(rule: Rule, example: Example) -> None:
    opinion = REVIEWER.review_text(example.text, rank=example.rank)
    finding = next(finding for finding in opinion.findings if finding.rule == rule.id)
    if finding.replacement is None:
        assert "写成“{wanted}”" not in rule.suggestion
        return
    start, end = finding.location.start, finding.location.end

    mended = example.text[:start] + finding.replacement + example.text[end:]

    again = REVIEWER.review_text(mended, rank=example.rank)
    assert (rule.id, start) not in [(one.rule, one.location.start) for one in again.findings]


@pytest.mark.parametrize(("table", "key"), [("agencies", "old"), ("confusions", "wrong")])
def test_letters_that_a_row_needs_stand_in_whatever_it_matches(table: str, key: str) -> None:
    rows = tuple(row[key] for row in PACK.tables[table])
    texts = [example.text for rule in RULES if rule.examples for example in rule.examples.fires]
    texts += [re.sub(r"\(\?<?[!=][^()]*\)|[()?:]|\[[^\]]*\]", "", row).replace("|", "，") for row in rows]

    for row in rows:
        letters = letters_in(row)
        assert all(letters), row
        for text in texts:
            assert not re.search(row, text) or any(word in text for word in letters)


@pytest.mark.parametrize(
    ("table", "rows", "problem"),
    [
        ("agencies", "- {old: 渡口署, new: 港口局}", "没有 since 一列"),
        ("confusions", '- {wrong: "渡(口", right: 渡口, kind: typo}', "不是合法的正则表达式"),
        ("validity", "- {place: 青禾县, most: 五, trial: 二, law: 某办法}", "不是年数"),
    ],
)
def test_a_bad_table_is_one_line(table: str, rows: str, problem: str, tmp_path: Path) -> None:
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / f"{table}.yml").write_text(rows, encoding="utf-8")

    with pytest.raises(RuleFileError, match=problem):
        hefa.Reviewer(rules=[tmp_path]).review_text(
            measures("渡船应当按时开航。", end=f"{END[:-1]}有效期9年。")
        )


def test_a_place_may_add_its_own_limit(tmp_path: Path) -> None:
    (tmp_path / "tables").mkdir()
    row = '- {place: 青禾县, most: "3", trial: "1", law: 青禾县文件管理办法}'
    (tmp_path / "tables" / "validity.yml").write_text(row, encoding="utf-8")
    reviewer = hefa.Reviewer(rules=[tmp_path], select=["technique"])
    draft = measures("渡船应当按时开航。", end="本办法自2025年5月1日起施行，有效期五年。")

    [finding] = reviewer.review_text(draft).findings

    assert finding.rule == "technique-033"
    assert "《青禾县文件管理办法》的上限（3年）" in finding.message


def test_days() -> None:
    assert [str(to_day(text)) for text in ("2025年3月6日", "二〇二五年三月六日", "2025年 2 月30日")] == [
        "2025-03-06",
        "2025-03-06",
        "None",
    ]
    first = to_day("2024年2月29日")
    assert first is not None
    assert str(after_years(first, 3)) == "2027-02-27"


@pytest.mark.skipif(not (SHARED / "gold").is_dir(), reason="the shared gold set is not beside the repository")
def test_no_finding_of_form_on_clean_drafts() -> None:
    for path in sorted((SHARED / "gold" / "documents").glob("*.gold.json")):
        if '"clean": true' in path.read_text(encoding="utf-8"):
            draft = path.with_name(path.name.replace(".gold.json", ".txt"))
            assert found(draft.read_text(encoding="utf-8")) == [], draft.name
