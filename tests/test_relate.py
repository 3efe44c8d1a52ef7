"""How the articles of one draft fit together: sanctions and what they point to, and what is said twice."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

import pytest

import hefa
from hefa.model.document import Document
from hefa.model.observation import Observation
from hefa.model.source import SourceText
from hefa.parse import parse_document
from hefa.read import read_text
from hefa.relate import observe_relations
from hefa.relate.conditions import observe_conditions
from hefa.relate.contradictions import observe_contradictions
from hefa.relate.draft import Reading
from hefa.relate.sanctions import observe_sanctions


class Draft(NamedTuple):
    source: SourceText
    document: Document


Observe = Callable[[Reading], Iterable[Observation]]


def measures(*articles: str) -> str:
    """Return measures of a county with these articles between an aim and an end."""
    numbers = "一二三四五六七八九十"
    lines = ("为了规范共享车辆停放，制定本办法。", *articles, "本办法自2026年1月1日起施行。")
    body = "\n".join(f"第{numbers[index]}条 {line}" for index, line in enumerate(lines))
    return f"某县共享车辆停放管理办法\n\n{body}\n"


def seen(text: str, observe: Observe) -> list[tuple[str, str]]:
    """Return the chief symbol and the words of each observation."""
    draft = Draft(read_text(text), parse_document(text, "normative"))
    return [
        (
            next(iter(sorted(one.symbols - {"relation.within", "relation.between-parts"}))).removeprefix(
                "relation."
            ),
            text[one.start : one.end],
        )
        for one in observe(Reading(draft))
    ]


DUTY = "经营企业应当每日清理乱停的车辆。"


@pytest.mark.parametrize(
    ("articles", "expected"),
    [
        ((DUTY, "违反本办法第九条规定的，处五百元罚款。"), [("sanction-no-article", "第九条")]),
        ((DUTY, "违反本办法第一条规定的，处五百元罚款。"), [("sanction-no-duty", "第一条")]),
        ((DUTY, "违反本办法第二条规定的，处五百元罚款。"), [("duty-sanctioned", DUTY)]),
        (("镇政府应当每日清理车辆。", "违反本办法第二条规定的，处五百元罚款。"), []),
        ((DUTY, "违反本办法第二条规定的，由企业自行处置。"), []),
        ((DUTY, "违反《某省城市市容条例》第九十条规定的，处五百元罚款。"), []),
        (
            (DUTY, "违反本办法第二条第一款、第八条至第九条规定的，处五百元罚款。"),
            [("duty-sanctioned", DUTY), ("sanction-no-article", "第八条"), ("sanction-no-article", "第九条")],
        ),
    ],
)
def test_a_sanction_is_followed_to_the_articles_it_points_to(
    articles: tuple[str, ...], expected: list[tuple[str, str]]
) -> None:
    assert seen(measures(*articles), observe_sanctions) == expected


def test_what_both_ends_rest_on_is_told() -> None:
    text = measures(
        "经营企业应当依照《某省城市市容条例》清理车辆。", "违反本办法第二条规定的，依法处以罚款。"
    )
    (one,) = observe_sanctions(Reading(Draft(read_text(text), parse_document(text))))

    assert one.symbols == {"relation.duty-sanctioned", "relation.duty-founded", "relation.sanction-founded"}
    assert one.values == {"place": "第三条"}


def test_an_extract_is_not_blamed_for_the_articles_it_leaves_out() -> None:
    text = measures(DUTY, "违反本办法第九条规定的，处五百元罚款。").replace(
        "第四条 本办法自2026年1月1日起施行。", ""
    )

    assert seen(text, observe_sanctions) == []


@pytest.mark.parametrize(
    ("earlier", "later", "differs"),
    [
        ("自收到申请之日起十日内作出决定", "应当在收到申请后十五日内作出决定", True),
        ("自收到申请之日起10日内作出决定", "自收到申请之日起十日内作出决定", False),
        ("自收到申请之日起10日内作出决定", "自收到申请之日起10个工作日内作出决定", True),
        ("自收到申请之日起十日内作出决定", "自收到申诉之日起十五日内作出决定", False),
        ("自收到申请之日起十日内作出决定", "情况复杂的，自收到申请之日起十五日内作出决定", False),
        ("自收到申请之日起十日内作出决定", "自收到申请之日起十五日内送达当事人", False),
        ("对新开的停车服务站一次性补助2万元", "对新开的停车服务站一次性补助3万元", True),
        ("对新开的停车服务站一次性补助2万元", "对新开的停车服务站一次性补助20000元", False),
        ("对新开的停车服务站一次性补助2万元", "对扩建的停车服务站一次性补助3万元", False),
        ("按规定给予资金补助2万元", "按规定给予资金补助3万元", False),
    ],
)
def test_figures_are_compared_where_they_are_about_the_same(earlier: str, later: str, differs: bool) -> None:
    later = f"县城市管理局{later}"
    text = measures(f"县城市管理局{earlier}。", DUTY, f"{later}。")
    symbol = "amount-differs" if "元" in later else "deadline-differs"

    assert seen(text, observe_contradictions) == ([(symbol, later)] if differs else [])


def test_figures_within_one_article_are_cases_of_it() -> None:
    text = measures(
        "县城管局自收到申请之日起十日内作出决定；县城管局自收到申请之日起十五日内作出决定。", DUTY
    )

    assert seen(text, observe_contradictions) == []


@pytest.mark.parametrize(
    ("earlier", "later", "differs"),
    [
        ("停放点位核查工作由县公安局负责。", "停放点位核查工作由县住房和城乡建设局负责。", True),
        ("停放点位核查工作由县公安局负责。", "县住房和城乡建设局负责停放点位核查工作。", True),
        ("县公安局是共享车辆停放管理的主管部门。", "县商务局负责共享车辆停放管理工作。", True),
        ("停放点位监督管理工作由县公安局负责。", "停放点位监督管理工作由县商务局负责。", True),
        ("停放点位核查工作由县公安局负责。", "停放点位核查工作由公安部门负责。", False),
        ("停放点位核查工作由县公安局负责。", "停放点位规划工作由县自然资源局负责。", False),
        ("停放点位核查工作由县公安局负责。", "停放点位核查工作由县公安局、县交通运输局按职责负责。", False),
    ],
)
def test_one_matter_has_one_competent_organ(earlier: str, later: str, differs: bool) -> None:
    found = seen(measures(earlier, DUTY, later), observe_contradictions)

    assert [symbol for symbol, _ in found] == (["agency-differs"] if differs else [])


NOTICE = """某县人民政府关于印发《某县共享车辆停放管理办法》的通知
某政规〔2025〕6号

各乡镇人民政府，县政府各部门：

现将《某县共享车辆停放管理办法》印发给你们，自{}起施行。

某县人民政府
2025年4月1日

"""


@pytest.mark.parametrize(
    ("day", "differs"), [("2025年12月1日", True), ("2026年1月1日", False), ("印发之日", True)]
)
def test_a_notice_and_what_it_carries_take_effect_on_one_day(day: str, differs: bool) -> None:
    found = seen(NOTICE.format(day) + measures(DUTY), observe_contradictions)

    assert found == ([("effective-differs", "本办法自2026年1月1日起施行")] if differs else [])


def test_documents_that_follow_each_other_in_one_file_have_days_of_their_own() -> None:
    text = measures(DUTY) + measures(DUTY).replace("2026年1月", "2026年3月")

    assert seen(text, observe_contradictions) == []


BAR = "未经县城市管理局批准，不得设置停放点位。"


@pytest.mark.parametrize(
    ("clause", "symbols"),
    [
        ("申请批准的，应当具备下列条件：\n（一）有场地。", ["conditions-listed"]),
        ("申请设置停放点位，应当提交下列材料：\n（一）申请书。", ["materials-listed"]),
        ("申请充电设施经营许可的，应当具备下列条件：\n（一）有场地。", []),
        ("申请停车奖励资金的，应当符合下列条件：\n（一）有场地。", []),
        ("停放点位应当符合下列要求：\n（一）不占用盲道。", []),
    ],
)
def test_a_bar_is_joined_with_the_conditions_for_lifting_it(clause: str, symbols: list[str]) -> None:
    assert seen(measures(BAR, clause), observe_conditions) == [(symbol, BAR) for symbol in symbols]


def test_a_bare_clause_has_no_relations() -> None:
    text = "违反本办法第九条规定的，处五百元罚款；申请许可的，应当具备下列条件。"

    assert list(observe_relations(Draft(read_text(text), parse_document(text, "normative")))) == []


def test_a_finding_quotes_the_sentence_and_says_where_the_other_is() -> None:
    later = "县城市管理局应当在收到申请后十五日内作出决定"
    text = measures("县城市管理局自收到申请之日起十日内作出决定。", DUTY, f"{later}。")
    (finding,) = hefa.Reviewer(select="technique-061").review_text(text).findings

    assert finding.quote == later
    assert finding.location.label == "第四条"
    assert all(words in finding.message for words in ("第二条", "十日", "十五日"))
