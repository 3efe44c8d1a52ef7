"""Automatic numbers of Word files: counted, restarted, found through styles, and printed in every format."""

import pytest
from docx_maker import docx, level, num, p, scheme

from hefa.read import read_bytes

CHAPTERS = scheme(
    "0",
    level(0, "第%1章", "chineseCountingThousand"),
    level(1, "第%2条", "japaneseCounting", '<w:lvlRestart w:val="0"/>'),
    level(2, "（%3）", "chineseCounting"),
    level(3, "%4.", more='<w:suff w:val="space"/>'),
)


def numbers(body: str, numbering: str, styles: str = "") -> list[str]:
    """Return the lines of a draft whose paragraphs all say 文."""
    text = read_bytes(docx(body, numbering=numbering, styles=styles), "草案.docx").text
    return [line.removesuffix("文") for line in text.splitlines()]


def test_articles_count_through_chapters_and_items_restart() -> None:
    levels = [0, 1, 2, 2, 3, 3, 1, 2, 3, 0, 1, 2]
    body = "".join(p("文", num=("1", level)) for level in levels)

    assert numbers(body, CHAPTERS + num("1", "0")) == [
        *("第一章　", "第一条　", "（一）", "（二）", "1. ", "2. ", "第二条　", "（一）", "1. "),
        *("第二章　", "第三条　", "（一）"),
    ]


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("decimal", {1: "1", 12: "12"}),
        ("decimalZero", {1: "01", 12: "12"}),
        ("decimalFullWidth", {12: "１２"}),
        ("chineseCounting", {1: "一", 10: "十", 11: "十一", 20: "二十", 99: "九十九"}),
        ("chineseCountingThousand", {100: "一百", 101: "一百零一", 110: "一百一十", 1001: "一千零一"}),
        ("japaneseCounting", {10: "十", 101: "一百零一", 120: "一百二十"}),
        ("taiwaneseCountingThousand", {21: "二十一"}),
        ("ideographDigital", {10: "一〇", 25: "二五"}),
        ("chineseLegalSimplified", {1: "壹", 10: "壹拾", 21: "贰拾壹", 105: "壹佰零伍"}),
        ("ideographTraditional", {1: "甲", 10: "癸", 11: "11"}),
        ("ideographZodiac", {1: "子", 12: "亥", 13: "13"}),
        ("ideographZodiacTraditional", {1: "甲子", 60: "癸亥", 61: "甲子"}),
        ("decimalEnclosedCircle", {1: "①", 20: "⑳", 21: "㉑", 50: "㊿", 51: "51"}),
        ("decimalEnclosedCircleChinese", {3: "③"}),
        ("decimalEnclosedFullstop", {1: "⒈", 21: "21"}),
        ("decimalEnclosedParen", {2: "⑵"}),
        ("ideographEnclosedCircle", {1: "㊀", 10: "㊉"}),
        ("upperLetter", {1: "A", 26: "Z", 27: "AA", 53: "AAA"}),
        ("lowerLetter", {2: "b", 28: "bb", 5000: "5000"}),
        ("upperRoman", {4: "IV", 1994: "MCMXCIV", 4000: "4000"}),
        ("lowerRoman", {9: "ix"}),
        ("numberInDash", {3: "- 3 -"}),
        ("none", {3: ""}),
        ("unheardOf", {3: "3"}),
    ],
)
def test_formats(form: str, expected: dict[int, str]) -> None:
    for value, printed in expected.items():
        one = scheme("0", level(0, "<%1>".replace("<", "&lt;").replace(">", "&gt;"), form, start=value))

        assert numbers(p("文", num=("1", 0)), one + num("1", "0")) == [f"<{printed}> "]


def test_custom_format_stands_in_a_choice() -> None:
    custom = (
        '<w:lvl w:ilvl="0"><w:start w:val="7"/><mc:AlternateContent><mc:Choice Requires="w14">'
        '<w:numFmt w:val="custom" w:format="001, 002, 003, ..."/></mc:Choice><mc:Fallback>'
        '<w:numFmt w:val="decimal"/></mc:Fallback></mc:AlternateContent><w:lvlText w:val="%1"/></w:lvl>'
    )

    assert numbers(p("文", num=("1", 0)), scheme("0", custom) + num("1", "0")) == ["007 "]


def test_bullets_print_nothing() -> None:
    bullets = scheme("0", level(0, "\uf06c", "bullet")) + num("1", "0")

    assert numbers(p("文", num=("1", 0)) * 2, bullets) == ["", ""]


def test_legal_style_prints_upper_levels_in_digits() -> None:
    legal = scheme("0", level(0, "第%1章", "chineseCounting"), level(1, "%1.%2", more="<w:isLgl/>"))
    body = "".join(p("文", num=("1", at)) for at in (0, 0, 1, 1))

    assert numbers(body, legal + num("1", "0")) == ["第一章　", "第二章　", "2.1 ", "2.2 "]


def test_levels_that_were_skipped_count_as_begun() -> None:
    lists = scheme("0", level(0, "%1."), level(1, "%1.%2"), level(2, "%1.%2.%3")) + num("1", "0")
    body = "".join(p("文", num=("1", at)) for at in (2, 2, 0, 1))

    assert numbers(body, lists) == ["1.1.1 ", "1.1.2 ", "2. ", "2.1 "]


def test_a_level_keeps_its_own_format_in_legal_style() -> None:
    legal = scheme("0", level(0, "%1", "upperRoman"), level(1, "%1.%2", "decimalZero", "<w:isLgl/>"))

    assert numbers(p("文", num=("1", 1)), legal + num("1", "0")) == ["1.01 "]


def test_text_boxes_count_for_themselves() -> None:
    lists = scheme("0", level(0, "%1、")) + num("1", "0")
    one = p("文", num=("1", 0))
    box = f"<w:r><w:pict><v:textbox><w:txbxContent>{one * 2}</w:txbxContent></v:textbox></w:pict></w:r>"

    assert numbers(one + p("文", box, num=("1", 0)) + one, lists) == ["1、", "2、", "1、", "2、", "3、"]


@pytest.mark.parametrize(("suffix", "space"), [("tab", "　"), ("space", " "), ("nothing", "")])
def test_what_stands_behind_a_number(suffix: str, space: str) -> None:
    one = scheme("0", level(0, "第%1条", more=f'<w:suff w:val="{suffix}"/>')) + num("1", "0")

    assert numbers(p("文", num=("1", 0)), one) == [f"第1条{space}"]


def test_lists_of_one_scheme_count_on_unless_one_restarts() -> None:
    restart = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    lists = scheme("0", level(0, "%1、")) + num("1", "0") + num("2", "0") + num("3", "0", restart)
    body = "".join(p("文", num=(name, 0)) for name in ("1", "1", "2", "3", "3", "1"))

    assert numbers(body, lists) == ["1、", "2、", "3、", "5、", "6、", "7、"]


def test_an_override_may_write_a_level_anew() -> None:
    override = f'<w:lvlOverride w:ilvl="0">{level(0, "（%1）", "upperLetter", start=3)}</w:lvlOverride>'
    lists = scheme("0", level(0, "%1、")) + num("1", "0", override)

    assert numbers(p("文", num=("1", 0)) * 2, lists) == ["（C）", "（D）"]


def test_restart_after_a_given_level() -> None:
    lists = scheme(
        "0", level(0, "%1章"), level(1, "%2节"), level(2, "%3条", more='<w:lvlRestart w:val="1"/>')
    ) + num("1", "0")
    body = "".join(p("文", num=("1", at)) for at in (0, 1, 2, 1, 2, 0, 2))

    assert numbers(body, lists) == ["1章　", "1节　", "1条　", "2节　", "2条　", "2章　", "1条　"]


def test_numbers_come_through_styles() -> None:
    lists = scheme(
        "0",
        level(0, "第%1章", "chineseCounting", '<w:pStyle w:val="Chapter"/>'),
        level(1, "第%2条", "chineseCounting", '<w:pStyle w:val="Article"/><w:lvlRestart w:val="0"/>'),
    ) + num("4", "0")
    styles = (
        '<w:style w:type="paragraph" w:styleId="Chapter"><w:pPr><w:numPr><w:numId w:val="4"/></w:numPr>'
        '</w:pPr></w:style><w:style w:type="paragraph" w:styleId="Article"><w:basedOn w:val="Chapter"/>'
        '<w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Own"><w:basedOn w:val="Article"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Plain"><w:basedOn w:val="Article"/>'
        '<w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr></w:style>'
    )
    body = "".join(p("文", style=style) for style in ("Chapter", "Article", "Own", "Plain", "Chapter", "Own"))
    off = p("文", style="Article", num=("0", 0))

    assert numbers(body + off, lists, styles) == [
        *("第一章　", "第一条　", "第二条　", "", "第二章　", "第三条　", ""),
    ]


def test_a_default_style_and_a_numbering_style() -> None:
    lists = (
        scheme("0", level(0, "%1）"), more='<w:styleLink w:val="Listed"/>')
        + scheme("1", more='<w:numStyleLink w:val="Listed"/>')
        + num("1", "0")
        + num("2", "1")
    )
    styles = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:pPr><w:numPr><w:numId w:val="2"/>'
        '</w:numPr></w:pPr></w:style><w:style w:type="numbering" w:styleId="Listed"><w:pPr><w:numPr>'
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )

    assert numbers(p("文") * 2, lists, styles) == ["1）", "2）"]


def test_circles_and_missing_parts_end() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="A"><w:basedOn w:val="B"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/></w:style>'
    )
    body = p("文", style="A") + p("文", num=("9", 0)) + p("文", num=("1", 8)) + p("文", num=("1", 99))

    assert numbers(body, scheme("0") + num("1", "0") + num("2", "7"), styles) == [""] * 4
    assert read_bytes(docx(body), "a.docx").text == "文\n" * 4


def test_endless_labels_are_cut() -> None:
    long = scheme("0", level(0, "%1" * 5000, "lowerLetter", start=780)) + num("1", "0")

    (line,) = read_bytes(docx(p("文", num=("1", 0)), numbering=long), "a.docx").text.splitlines()
    assert len(line) < 100


def test_tracked_changes_of_numbers() -> None:
    lists = scheme("0", level(0, "%1、")) + num("1", "0")
    inserted = '<w:rPr><w:ins w:id="1" w:author="a"/></w:rPr>'
    body = (
        p("甲", num=("1", 0))
        + p(
            '<w:ins w:id="2" w:author="a"><w:r><w:t>乙</w:t></w:r></w:ins>', num=("1", 0), properties=inserted
        )
        + p("丙", num=("1", 0))
    )
    data = docx(body, numbering=lists)

    assert read_bytes(data, "a.docx").text == "1、甲\n2、乙\n3、丙\n"
