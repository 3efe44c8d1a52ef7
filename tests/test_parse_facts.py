"""What a document says of itself: genre, rank, issuer, number, dates, basis."""

import pytest

from hefa.model.numerals import to_int
from hefa.parse import dates, issuer, parse_document


def facts(text: str, rank: str | None = None):
    return parse_document(text, rank).facts


NOTICE = """江畔县人民政府办公室关于印发《江畔县集市管理办法》的通知
江政办规〔2023〕7号
各乡镇人民政府：
现将《江畔县集市管理办法》印发给你们。
江畔县人民政府办公室
2023年6月1日
江畔县集市管理办法
第一条　为了规范集市，根据《中华人民共和国食品安全法》《农产品质量安全条例》，制定本办法。
第二条　本办法自2023年7月1日起施行，有效期五年。
"""


def test_facts_of_a_notice():
    found = facts(NOTICE)

    assert found.title == "江畔县人民政府办公室关于印发《江畔县集市管理办法》的通知"
    assert (found.kind, found.rank, found.fragment) == ("通知", "normative", False)
    assert found.number == "江政办规〔2023〕7号"
    assert (found.issuer, found.issuer_level, found.issuer_kind) == (
        "江畔县人民政府办公室",
        "county",
        "office",
    )
    assert (found.date, found.effective, found.expires) == ("2023-06-01", "2023-07-01", "2028-06-30")
    assert found.basis == ("中华人民共和国食品安全法", "农产品质量安全条例")


@pytest.mark.parametrize(
    "printed",
    [
        "江畔县关于**加强**集市管理的通知 政策咨询",
        "**江畔县关于加强**\n**集市管理的通知**",
        "江畔县关于加强集市管理的通知 附件下载",
    ],
)
def test_links_and_emphasis_of_a_page_are_no_part_of_the_title(printed: str):
    assert facts(f"{printed}\n各乡镇人民政府：\n请加强管理。\n").title == "江畔县关于加强集市管理的通知"


@pytest.mark.parametrize("between", ["", "\n", " "])
def test_the_day_behind_a_title_is_its_date_and_no_part_of_it(between: str):
    found = facts(
        f"江畔县关于加强集市管理的通知{between}（2023 年6 月1 日）\n各乡镇人民政府：\n请加强管理。\n"
    )

    assert (found.title, found.date) == ("江畔县关于加强集市管理的通知", "2023-06-01")


def test_a_title_printed_with_spaces_between_its_characters_is_read_without_them():
    found = facts("江畔县人民政府关于粮食收购\n几 个 问 题 的 通 知\n各乡镇人民政府：\n收购应当公平。\n")

    assert (found.title, found.kind) == ("江畔县人民政府关于粮食收购几个问题的通知", "通知")


def test_an_answer_to_a_proposal_is_no_normative_document():
    found = facts("江畔县人民政府对县政协第12号提案的答复\n王某委员：\n您的提案收悉，现答复如下。\n")

    assert (found.kind, found.rank) == ("答复", "other")


def test_the_issuer_of_a_draft_for_comment_stands_before_the_title_cited():
    found = facts("江畔县住房局就《停车办法（征求意见稿）》公开征求意见的通知\n各街道：\n请提出意见。\n")

    assert found.issuer == "江畔县住房局"


def test_the_card_of_an_open_government_page_tells_number_issuer_and_date():
    found = facts(
        "关于渡口安全的意见\n索引号 0001 生成日期 2023-02-03\n文件编号 江意〔2023〕4号 公开时限 长期公开\n"
        "发布机构 江畔县交通局 公开形式 网站\n一、各镇应当巡查渡口。\n"
    )

    assert (found.number, found.issuer, found.date) == ("江意〔2023〕4号", "江畔县交通局", "2023-02-03")


@pytest.mark.parametrize(
    ("head", "rank"),
    [
        ("山南省燃气管理条例\n", "local-regulation"),
        ("临湖市停车条例\n", "local-regulation"),
        ("中华人民共和国渡口法\n", "law"),
        ("中华人民共和国渡口管理条例\n", "administrative-regulation"),
        ("渡口管理规定\n中华人民共和国国务院令第900号\n", "administrative-regulation"),
        ("山南省渡口管理办法\n山南省人民政府令第88号\n", "rules"),
        ("渡口管理规定\n交通运输部令2023年第8号\n", "rules"),
        ("临湖市停车条例\n临湖市人民政府令\n第88号\n", "rules"),
        ("临湖市停车条例\n临政发〔2023〕8号\n", "normative"),
        ("临湖县渡口管理办法\n", "normative"),
        ("关于印发临湖县渡口管理办法的通知\n", "normative"),
        ("临湖县渡口整治实施方案\n", "normative"),
        ("临湖县人民政府关于禁渔的通告\n", "normative"),
        ("临湖县2023年法治政府建设工作报告\n", "other"),
        ("临湖县渡口管理工作总结\n", "other"),
        ("临湖县人民政府常务会议纪要\n", "other"),
        ("临湖县人民政府关于同意设立渡口的批复\n", "other"),
        ("临湖县水务局关于商请提供资料的函\n", "other"),
        ("临湖县水务局关于印发巡查方案的函\n", "normative"),
        ("《临湖县渡口管理办法》解读\n", "other"),
        ("在全县渡口安全会议上的讲话\n", "other"),
    ],
)
def test_rank_from_the_head(head, rank):
    found = facts(head + "第一条　渡口应当安全。\n第二条　本文件自公布之日起施行。\n")

    assert found.rank == rank
    assert found.reason


def test_the_order_that_publishes_a_document_is_not_its_title():
    found = facts("临湖市人民政府令\n第88号\n临湖市渡口管理办法\n第一条　渡口应当安全。\n")

    assert (found.title, found.kind, found.rank) == ("临湖市渡口管理办法", "办法", "rules")


def test_an_office_may_be_called_by_its_short_name():
    found = facts("关于渡口停航的通告\n渡口停航一日。\n临湖县审改办\n2023年6月1日\n")

    assert found.issuer == "临湖县审改办"


def test_a_line_with_a_colon_signs_nothing():
    found = facts("临湖县渡口停航工作方案\n一、渡口停航一日。\n牵头单位：县交通运输局\n2023年6月1日\n")

    assert found.issuer is None


def test_the_letterhead_before_the_title_is_no_part_of_it():
    found = facts("临湖县防汛指挥部\n临湖县防汛指挥部关于渡口停航的通知\n各乡镇：\n渡口停航一日。\n")

    assert found.title == "临湖县防汛指挥部关于渡口停航的通知"
    assert found.issuer == "临湖县防汛指挥部"


def test_the_user_may_set_the_rank():
    found = facts("临湖县渡口管理办法\n第一条　渡口应当安全。\n", rank="rules")

    assert (found.rank, found.reason) == ("rules", "用户指定")


@pytest.mark.parametrize(
    "text", ["不得收费。", "第十二条　不得收费。", "（三）不得收费；", "应当公示。\n不得收费。\n"]
)
def test_bare_clauses_are_normative_fragments(text):
    found = facts(text)

    assert (found.fragment, found.rank, found.title) == (True, "normative", None)


def test_facts_from_the_lines_of_a_web_page():
    found = facts(
        "发文机关：柳溪县民政局\n发文字号：柳民发〔2024〕1号\n成文日期：2024-01-09\n\n关于救助的通知\n各镇：\n应当救助。\n"
    )

    assert (found.issuer, found.number, found.date) == ("柳溪县民政局", "柳民发〔2024〕1号", "2024-01-09")


@pytest.mark.parametrize(
    ("name", "level", "kind"),
    [
        ("国务院", "state", "government"),
        ("国务院办公厅", "state", "office"),
        ("财政部", "ministry", "department"),
        ("国家税务总局", "ministry", "department"),
        ("山南省人民政府", "province", "government"),
        ("北京市财政局", "province", "department"),
        ("北京市朝阳区人民政府", "county", "government"),
        ("广西壮族自治区人民政府办公厅", "province", "office"),
        ("临湖市人民政府", "city", "government"),
        ("临湖市东岸区教育局", "county", "department"),
        ("江畔县人民政府", "county", "government"),
        ("江畔县石桥镇人民政府", "township", "government"),
        ("东岸街道办事处", "township", "government"),
        ("中共临湖市委", "city", "party"),
        ("山南省人民代表大会常务委员会", "province", "congress"),
    ],
)
def test_level_and_kind_of_an_organ(name, level, kind):
    assert (issuer.level(name), issuer.kind(name)) == (level, kind)


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("2024年3月5日", "2024-03-05"),
        ("2024 年 3 月 5 日", "2024-03-05"),
        ("二〇二四年十二月三十一日", "2024-12-31"),
        ("一九八〇年二月二十日", "1980-02-20"),
        ("2024年2月30日", None),
        ("明天", None),
    ],
)
def test_dates_are_read(printed, expected):
    assert dates.iso(printed) == expected


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("本办法自2024年5月1日起施行，有效期至2026年4月30日。", "2024-05-01", "2026-04-30"),
        ("本办法自印发之日起施行，有效期2年。", "2024-01-10", "2026-01-09"),
        ("本办法自公布之日起30日后施行。", "2024-02-09", None),
        ("本通告自2024年2月29日起施行，有效期一年。", "2024-02-29", "2025-02-27"),
        ("各镇应当执行。", None, None),
    ],
)
def test_effect_and_validity(text, since, until):
    found = dates.effective(text, "2024-01-10")

    assert found == since
    assert dates.expires(text, found) == until


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("一百零五", 105),
        ("二〇二四", 2024),
        ("１２", 12),
        ("③", 3),
        ("两", 2),
        ("甲", None),
        ("", None),
    ],
)
def test_numerals(printed, value):
    assert to_int(printed) == value


NOTHING = "没有读出可以审查的条文"


@pytest.mark.parametrize(
    "text",
    [
        "abc",
        "Hello, world.\n",
        "你好呀，Reader&Writer！\n",
        "Qwertyu\n得到商城知\nS\n1\t2\t3\n",
        "一二三四\n121212\n一\n二\n",
        "临（2020）临湖市不动产证明第0000007号\n临湖建设银行股份有限公司北街支行\n周某\n明\n证\n"
        "北街区青春园区柳林小区25号\n楼1单元601室\n抵押方式：一般抵押\n债权数额：35万元\n2020  05  08\n",
    ],
)
def test_what_holds_no_sentence_is_nothing_to_review(text):
    found = facts(text)

    assert (found.rank, found.reason) == ("other", NOTHING)
    assert parse_document(text, "normative").facts.rank == "normative"


@pytest.mark.parametrize(
    "text",
    [
        "未经批准，不得摆摊。",
        "外地车不得入内",
        "禁止摆摊",
        "审批权移交街道",
        "进城每车30元",
        "镇政府直接指定物业公司",
        "附件2：渡口许可申请表（样表）",
        "临湖县渡口管理办法",
    ],
)
def test_a_bare_clause_or_a_title_is_reviewed(text):
    assert facts(text).rank == "normative"
