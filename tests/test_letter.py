"""The formal opinion in Word: layout by GB/T 9704-2012, every point answered, templates of one's own."""

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from hefa.errors import OptionError
from hefa.model.document import Location
from hefa.model.reviewed import Reviewed
from hefa.model.rule import Rule
from hefa.opinion.docx import TEMPLATE, Template, render_docx
from hefa.opinion.letter import TITLE_WIDTH, fields_of, title_lines
from hefa.opinion.points import POINTS

Review = Callable[..., Reviewed]
TEXT = "第一条 未经批准，不得摆摊。\n第二条 违者罚款五百元。\n"
HOSTILE = '{{ 结论 }}{% raw %}<w:p/>&"=cmd()\x00\x0b\x0c\a\ud800\ufffe'


@pytest.fixture(scope="module")
def template() -> Template:
    return Template()


def opened(content: bytes) -> docx.document.Document:
    return docx.Document(io.BytesIO(content))


def lines_of(content: bytes) -> list[str]:
    return [paragraph.text for paragraph in opened(content).paragraphs]


def rule(category: str, **changes: object) -> Rule:
    fields: dict[str, object] = {
        "id": f"{category}-001", "name": "名", "since": "0.1.0", "category": category, "severity": "unlawful",
        "confidence": "high", "basis": ({"law": "某法"},), "when": ({"slot": "act", "symbols": ("fine",)},),
        "message": "疑似", "suggestion": "建议删去",
    }  # fmt: skip
    return Rule.model_validate(fields | changes)


def own(tmp_path: Path, text: str) -> Path:
    document = docx.Document()
    document.add_paragraph(text)
    path = tmp_path / "模板.docx"
    document.save(str(path))
    return path


def test_page_and_body_are_laid_out_by_the_standard() -> None:
    document = docx.Document(str(TEMPLATE))
    [section] = document.sections

    page = (section.page_width, section.page_height, section.top_margin, section.left_margin)
    for measured, wanted in zip(page, (210, 297, 37, 28), strict=True):
        assert abs(measured - Mm(wanted)) < Mm(0.2)
    assert abs(section.page_width - section.left_margin - section.right_margin - Mm(156)) < Mm(0.3)
    assert abs(section.page_height - section.top_margin - section.bottom_margin - Mm(225)) < Mm(0.3)
    body = document.styles["Normal"]
    assert body.paragraph_format.line_spacing == Pt(28)
    assert body.element.pPr.find(qn("w:ind")).get(qn("w:firstLineChars")) == "200"


@pytest.mark.parametrize(
    ("style", "font", "size"),
    [
        ("公文标题", "方正小标宋简体", 22), ("一级标题", "黑体", None), ("二级标题", "楷体_GB2312", None),
        ("单页页码", "宋体", 14),
    ],
)  # fmt: skip
def test_fonts_are_those_of_the_standard_with_others_to_fall_back_on(
    style: str, font: str, size: int | None
) -> None:
    document = docx.Document(str(TEMPLATE))
    found = document.styles[style]

    assert found.element.rPr.find(qn("w:rFonts")).get(qn("w:eastAsia")) == font
    assert found.font.size == (size and Pt(size))
    with zipfile.ZipFile(TEMPLATE) as package:
        table = package.read("word/fontTable.xml").decode()
    assert f'<w:font w:name="{font}"><w:altName ' in table


def test_page_numbers_stand_right_on_odd_and_left_on_even_pages() -> None:
    document = docx.Document(str(TEMPLATE))
    [section] = document.sections

    assert document.settings.odd_and_even_pages_header_footer
    assert section.footer.paragraphs[0].style.name == "单页页码"
    assert section.even_page_footer.paragraphs[0].style.name == "双页页码"
    assert section.footer.paragraphs[0].text.startswith("— ")


def test_every_point_is_answered_when_nothing_was_found(review: Review, template: Template) -> None:
    rules = [rule(category) for point in POINTS for category in point.categories]
    rules.append(rule("power", id="power-009", section="subject"))
    lines = lines_of(render_docx(review(TEXT, title="甲办法", issuer="某镇").opinion, template, rules))

    for number, point in zip("一二三四五六七八九", POINTS, strict=True):
        said = "没有提供程序材料，未作审查" if point.name == "制定程序" else point.none
        assert said in lines[lines.index(f"（{number}）{point.name}") + 1]
    assert "关于《甲办法》（送审稿）的合法性审查意见" in lines
    assert "未列出疑似问题。" in lines


def test_point_that_no_rule_looked_at_is_left_to_the_officer(review: Review, template: Template) -> None:
    lines = lines_of(
        render_docx(review(TEXT).opinion, template, [rule("permit"), rule("form", ranks=("law",))])
    )

    assert lines[lines.index("（四）禁止设定事项") + 1] == POINTS[3].none + "。"
    assert lines[lines.index("（九）文字与立法技术") + 1] == "所用规则不涉及此项，由审核人员审查。"


def test_findings_stand_under_their_parts_and_points_refer_to_them(
    review: Review, template: Template
) -> None:
    found = [
        ("罚款五百元", {"category": "penalty", "severity": "improper", "rule": "penalty-001"}),
        ("不得摆摊", {"category": "power", "section": "power", "rule": "power-001"}),
        ("未经", {"category": "citation", "section": "basis", "rule": "citation-001"}),
    ]
    document = opened(render_docx(review(TEXT, *found).opinion, template))

    lines = [paragraph.text for paragraph in document.paragraphs]
    at = [
        lines.index(f"（{number}）{name}")
        for number, name in zip("一二三", ("制定权限", "文件内容", "制定依据"), strict=True)
    ]
    assert at == sorted(at)
    assert [lines[place + 1][:7] for place in at] == ["1.第一条：“", "2.第一条：“", "3.第一条：“"]
    assert "不得摆摊" in lines[at[0] + 1]
    assert "疑似不当 1 处，见第四部分第2项。" in lines
    amendments = document.tables[0]
    assert [cell.text for cell in amendments.rows[0].cells] == ["序号", "原条文", "建议", "理由与依据"]
    assert [row.cells[1].text for row in amendments.rows[1:]] == [
        "第一条：不得摆摊", "第一条：罚款五百元", "第一条：未经",
    ]  # fmt: skip
    assert amendments.rows[1].cells[3].text == "疑似设定行政许可。参见《某法》第十七条。"


def test_finding_on_no_words_quotes_none(review: Review, template: Template) -> None:
    nowhere = {"quote": "", "location": Location(start=0, end=0, label="全文")}
    document = opened(render_docx(review(TEXT, ("未经", nowhere)).opinion, template))

    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "1.全文：疑似设定行政许可" in text
    assert document.tables[0].rows[1].cells[1].text == "全文"


def test_statutes_are_listed_once_with_their_versions(review: Review, template: Template) -> None:
    document = opened(render_docx(review(TEXT, ("罚款", {}), ("未经", {})).opinion, template))

    assert [cell.text for cell in document.tables[1].rows[1].cells] == ["1", "《某法》", "2019年4月23日"]
    assert len(document.tables[1].rows) == 2


def test_hostile_words_are_text(review: Review, template: Template) -> None:
    changes = {"message": HOSTILE, "suggestion": HOSTILE}
    content = render_docx(
        review(TEXT, ("罚款", changes), title=f"《{HOSTILE}》", notes=[HOSTILE]).opinion, template
    )

    text = "\n".join(lines_of(content))
    assert '{{ 结论 }}{% raw %}<w:p/>&"=cmd()\N{REPLACEMENT CHARACTER}' in text
    assert "关于《〈{{" in text


def test_title_inside_marks_and_the_day_of_review(review: Review, template: Template) -> None:
    lines = lines_of(
        render_docx(
            review(TEXT, title="印发《甲》的通知", reviewed_at="2026-03-09T08:00:00").opinion, template
        )
    )

    assert "关于《印发〈甲〉的通知》（送审稿）的合法性审查意见" in "".join(lines)
    assert "2026年3月9日" in lines


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("关于《甲办法》（送审稿）的合法性审查意见", ["关于《甲办法》（送审稿）的合法性审查意见"]),
        (
            "关于《青禾县集市管理和摊位租用办法》（送审稿）的合法性审查意见",
            ["关于《青禾县集市管理和摊位租用办法》", "（送审稿）的合法性审查意见"],
        ),
        (
            "关于《青禾县人民政府关于印发〈青禾县集市管理办法〉的通知》（送审稿）的合法性审查意见",
            ["关于《青禾县人民政府关于印发", "〈青禾县集市管理办法〉的通知》", "（送审稿）的合法性审查意见"],
        ),
    ],
)
def test_title_is_broken_where_words_end(title: str, lines: list[str]) -> None:
    assert title_lines(title) == lines


def test_any_title_fits_the_page_and_stays_whole() -> None:
    for title in ("甲" * 300, "《（〈" * 40, "》、，" * 40, ""):
        lines = title_lines(title)
        assert "".join(lines) == title
        assert all(len(line) <= TITLE_WIDTH for line in lines)


def test_text_without_a_name_and_without_findings(review: Review, template: Template) -> None:
    lines = lines_of(render_docx(review(TEXT, name="-").opinion, template))

    assert "关于送审文件的合法性审查意见" in lines
    assert not {"附件1", "附件：1.依据清单"} & set(lines)


def test_what_was_not_reviewed_is_listed(review: Review, template: Template) -> None:
    lines = lines_of(
        render_docx(review(TEXT, notes=["表格看不清"], conclusion="not-reviewable").opinion, template)
    )

    assert "1.表格看不清。" in lines
    assert lines[lines.index("（二）制定权限") + 1] == "未予审查。"


def test_same_opinion_same_bytes_without_a_clock(review: Review, template: Template, tmp_path: Path) -> None:
    opinion = review(TEXT, ("罚款", {})).opinion
    for chosen in (template, Template(own(tmp_path, "{{ 结论 }}"))):
        content = render_docx(opinion, chosen)

        assert content == render_docx(opinion, chosen)
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert opened(content).core_properties.modified.year == 2000


def test_office_may_use_its_own_template(review: Review, tmp_path: Path) -> None:
    chosen = Template(
        own(tmp_path, "{{ 送审文件 }}：{% for 题 in 问题 %}{{ 题.规则 }}{{ 题.类别 }}{% endfor %}")
    )

    [line] = lines_of(render_docx(review(TEXT, ("罚款", {}), title="甲").opinion, chosen))

    assert line == "《甲》：permit-001行政许可"


def test_guide_names_every_field(review: Review) -> None:
    guide = (Path(__file__).parents[1] / "docs" / "outputs.md").read_text("utf-8")
    table = guide.partition("| 字段 |")[2].partition("\n\n")[0]
    fields = fields_of(review(TEXT, ("罚款", {}), notes=["看不清"]).opinion)

    inner = {
        key
        for value in fields.values()
        if isinstance(value, list)
        for entry in value
        if isinstance(entry, dict)
        for key in entry
    }
    assert set(re.findall("`([^`]+)`", table)) == set(fields) | inner


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{{ 结轮 }}", "模板有不认识的字段 结轮。"),
        ("{% for 题 in 问题 %}{{ 题.条 }}{% endfor %}", "模板有不认识的字段 条。"),
        ("{% for 题 in 问题 %}", "模板标记写法不对，在“{% for 题 in 问题 %}”附近"),
        ("{{ ''.__class__.__mro__ }}", "模板用了不允许的写法"),
        ("{{ 1 // 0 }}", "模板不能使用"),
        ("{{ 问题 | nofilter }}", "模板标记写法不对"),
    ],
)
def test_broken_template_gives_one_line(review: Review, tmp_path: Path, text: str, problem: str) -> None:
    chosen = Template(own(tmp_path, text))

    with pytest.raises(OptionError, match=problem) as caught:
        render_docx(review(TEXT, ("罚款", {})).opinion, chosen)
    assert "\n" not in str(caught.value)


def test_what_is_no_template_is_said_to_be_none(tmp_path: Path) -> None:
    plain, package = tmp_path / "a.docx", tmp_path / "b.docx"
    plain.write_text("不是文档", encoding="utf-8")
    with zipfile.ZipFile(package, "w") as content:
        content.writestr("x", "y")

    for path in (plain, package):
        with pytest.raises(OptionError, match="不是 Word 文档"):
            Template(path)
    with pytest.raises(OptionError, match="打不开"):
        Template(tmp_path / "没有.docx")


def test_template_that_would_fill_the_memory_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b" " * 60_000_000)

    with pytest.raises(OptionError, match="解压后超过"):
        Template(path)
