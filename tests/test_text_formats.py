"""RTF, ODT and web pages: what an officer sees in them, and nothing else."""

import base64
import sys

import pytest
from file_maker import ODT_SPACES, container, html, odt, rtf

from hefa.errors import ReadError
from hefa.read import ReadOptions, read_bytes

TITLE = "某县渡口管理办法"
DRAFT = [
    TITLE,
    "第一条　为了规范渡口管理，根据有关法律、法规，制定本办法。",
    "第二条　渡口经营者应当依法取得许可，罚款{2000}元＼镕𠮷",
]


def lines_of(data, name, **options):
    return read_bytes(data, name, ReadOptions(**options)).text.splitlines()


# RTF


def test_rtf_in_code_page_and_unicode():
    plain = [line.replace("𠮷", "") for line in DRAFT]
    assert lines_of(rtf(plain), "a.rtf") == plain

    pairs = rb"{\rtf1\ansi\uc1 \u31532?\u19968?\u26465? \u-10174?\u-8265?\par}"
    assert lines_of(pairs, "a.rtf") == ["第一条 𠮷"]


def test_rtf_with_bytes_as_they_are():
    data = rb"{\rtf1\ansi\ansicpg936{\fonttbl{\f0\fcharset134 x;}}\f0 " + TITLE.encode("gbk") + rb"\par}"

    assert lines_of(data, "a.rtf") == [TITLE]


def test_rtf_in_the_code_page_of_a_latin_font():
    coded = "".join(f"\\'{byte:02x}" for byte in TITLE.encode("gbk")).encode()
    data = rb"{\rtf1\ansi\ansicpg936{\fonttbl{\f0\fcharset0 Times;}}\f0 " + coded + rb"\par}"

    assert lines_of(data, "a.rtf") == [TITLE]


def test_rtf_table_and_printed_numbers():
    data = (
        rb"{\rtf1\ansi {\listtext\pard 1.\tab}x\par\trowd\cellx1\cellx2 a\par b\cell c\cell\row"
        rb"\trowd d\cell\cell\row\pard e\tab f\par}"
    )

    assert lines_of(data, "a.rtf") == ["1.\u3000x", "a b\tc", "|\td\t", "e\u3000f"]


def test_rtf_leaves_out_pictures_and_says_what_it_misses():
    data = rb"{\rtf1\ansi a{\pict\pngblip " + b"0a" * 3000 + rb"}b{\footnote c}\par}"

    source = read_bytes(data, "a.rtf")

    assert source.text.splitlines() == ["ab"]
    assert source.notes == ("原文件的脚注没有审查",)


# ODT

LIST_STYLE = (
    '<text:list-style style:name="L">'
    '<text:list-level-style-number text:level="1" style:num-format="一, 二, 三, ..." style:num-prefix="第" '
    'style:num-suffix="条"/>'
    '<text:list-level-style-number text:level="2" style:num-format="一, 二, 三, ..." style:num-prefix="（" '
    'style:num-suffix="）"/>'
    '<text:list-level-style-number text:level="3" style:num-format="1" text:display-levels="2" '
    'style:num-suffix="."/></text:list-style>'
)


def item(text, inside=""):
    return f"<text:list-item><text:p>{text}</text:p>{inside}</text:list-item>"


def listed(items, more=""):
    return f'<text:list text:style-name="L"{more}>{items}</text:list>'


def test_odt_prints_automatic_numbers():
    inner = listed(item("甲", listed(item("子"))) + item("乙"))
    body = listed(item("总则") + item("细则", inner)) + "<text:p>第二款</text:p>"
    body += listed(item("附则"), ' text:continue-numbering="true"')

    assert lines_of(odt(body, LIST_STYLE), "a.odt") == [
        "第一条\u3000总则", "第二条\u3000细则", "（一）甲", "一.1.子", "（二）乙", "第二款",
        "第三条\u3000附则",
    ]  # fmt: skip


def test_odt_begins_a_new_list_anew_and_honours_start_values():
    body = (
        listed(item("甲"))
        + listed(item("乙"))
        + listed(item("丙").replace("-item>", '-item text:start-value="9">', 1))
    )

    assert [line[:3] for line in lines_of(odt(body, LIST_STYLE), "a.odt")] == ["第一条", "第一条", "第九条"]


def test_odt_numbers_headings_by_the_outline():
    styles = (
        f'<office:document-styles {ODT_SPACES}><text:outline-style style:name="Outline">'
        "<text:outline-level-style "
        'text:level="1" style:num-format="一, 二, 三, ..." style:num-suffix="、"/></text:outline-style>'
        "</office:document-styles>"
    )
    content = (
        f"<office:document-content {ODT_SPACES}><office:body><office:text>"
        '<text:h text:outline-level="1">总则</text:h></office:text></office:body></office:document-content>'
    )
    data = container({
        "mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content, "styles.xml": styles,
    })  # fmt: skip

    assert lines_of(data, "a.odt") == ["一、总则"]


def test_odt_spaces_breaks_boxes_and_notes():
    body = (
        '<text:p>甲<text:s text:c="2"/>乙\n 丙<text:tab/><text:span>丁</text:span><text:line-break/>戊'
        "<text:note "
        'text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body><text:p>注文</text:p>'
        "</text:note-body></text:note><draw:frame><draw:text-box><text:p>框</text:p></draw:text-box></draw:frame>"
        "<office:annotation><text:p>批</text:p></office:annotation></text:p>"
    )

    source = read_bytes(odt(body), "a.odt")

    assert source.text.splitlines() == ["甲  乙 丙\u3000丁", "戊", "框", "〔脚注1〕注文"]
    assert source.notes == ("原文件已有批注 1 条，不是正文，没有审查",)


def test_odt_tables_are_lines_of_cells():
    def row(*cells):
        inside = "".join(f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in cells)
        return f"<table:table-row>{inside}</table:table-row>"

    inner = f"<table:table>{row('子', '丑')}</table:table>"
    body = (
        f"<table:table><table:table-header-rows>{row('序号', '项目')}</table:table-header-rows>{row('1', '')}"
    )
    body += (
        f"<table:table-row><table:table-cell>{inner}</table:table-cell><table:table-cell/></table:table-row>"
    )
    body += f"{row('整段')}</table:table>"

    assert lines_of(odt(body), "a.odt") == ["序号\t项目", "|\t1\t", "|\t子 丑\t", "整段"]


def test_odt_deleted_text_is_left_out_and_said():
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>删去</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes><text:p>留下</text:p>"
    )

    source = read_bytes(odt(body), "a.odt", ReadOptions(tracked="original"))

    assert source.text == "留下\n"
    assert "修订 1 处" in source.notes[0]
    assert "docx" in source.notes[0]


@pytest.mark.parametrize(
    ("members", "words"),
    [
        ({"content.xml": "<a"}, "不完整"),
        ({"content.xml": "<a/>"}, "不是文字文档"),
        ({"x": ""}, "缺少正文"),
        ({"content.xml": "", "META-INF/manifest.xml": "<m:encryption-data/>"}, "密码"),
    ],
)
def test_odt_that_cannot_be_read_is_named(members, words):
    data = container({"mimetype": "application/vnd.oasis.opendocument.text", **members})

    with pytest.raises(ReadError, match=words):
        read_bytes(data, "a.odt")


# Web pages

NAVIGATION = (
    '<div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/zw">政务公开</a></li></ul></div>'
)
FOOT = "<div>版权所有：某县人民政府，地址：某路1号，网站标识码：123，电话：000。</div>"
PAGE = [
    "各乡镇人民政府，县政府各部门：",
    "为了规范渡口管理，根据有关法律、法规，现就有关事项通知如下，请遵照执行。",
    "一、渡口经营者应当依法取得许可，不得擅自收取费用，违反规定的依法处理；",
    "某县人民政府",
]


@pytest.mark.parametrize(
    "frame",
    [
        '<div class="TRS_Editor">{}</div>',
        '<div id="UCAP-CONTENT">{}</div>',
        "<article>{}</article>",
        '<div class="x"><div>{}</div></div>',
        "<table><tr><td>{}</td></tr></table>",
        '<form action="/search"><input value="搜索"><div>{}</div></form>',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "gb2312", "gbk"])
def test_the_text_of_a_page_without_what_is_around_it(frame, encoding):
    data = html(PAGE, encoding=encoding, frame=NAVIGATION + "<script>var a='，。；';</script>" + frame + FOOT)

    lines = lines_of(data, "page.html")

    assert lines[-len(PAGE) :] == PAGE
    assert not any("首页" in line or "版权" in line or "var" in line for line in lines)


def test_title_and_number_beside_the_text_stand_before_it():
    card = "<table><tr><td>发文字号：</td><td>某政发〔2025〕3号</td></tr></table>"
    card += "<h1>某县人民政府关于渡口的通知</h1>"
    data = html(PAGE, frame=NAVIGATION + card + '<div class="TRS_Editor">{}</div>')

    assert lines_of(data, "page.html") == ["某县人民政府关于渡口的通知", "某政发〔2025〕3号", *PAGE]


def test_a_title_or_table_beside_the_prose_is_kept():
    rows = "".join(f"<tr><td>第{number}项</td><td>{PAGE[1]}</td></tr>" for number in "一二三")
    titled = html([], frame="<p>附件1</p><center><table>" + rows + "</table></center>{}")
    headed = html(PAGE, frame=NAVIGATION + "<div><h2>关于渡口的通知</h2><div>{}</div></div>")

    assert lines_of(titled, "a.html") == ["附件1", *(f"第{number}项\t{PAGE[1]}" for number in "一二三")]
    assert lines_of(headed, "a.html") == ["关于渡口的通知", *PAGE]


def test_a_page_of_paragraphs_alone_is_read_whole():
    assert lines_of(html(DRAFT), "a.html") == DRAFT


def test_a_page_in_utf_16_and_one_that_declares_the_wrong_encoding():
    wide = "<html><body><p>第一条　应当依法办理，不得收费。</p></body></html>".encode("utf-16")
    wrong = html(PAGE, encoding="gb2312").replace(b"gb2312", b"utf-8")

    assert lines_of(wide, "a.html") == ["第一条　应当依法办理，不得收费。"]
    assert lines_of(wrong, "a.html") == PAGE


def test_tables_lists_breaks_and_what_is_hidden():
    inside = (
        "<pre>前\n后</pre><p>甲<br>乙&nbsp;<b>丙</b></p><ol><li>子</li><li>二、丑</li></ol>"
        "<p style='display: none'>隐</p>"
        "<table><tr><th>序号</th><th>项目</th></tr><tr><td>1</td><td><p>停泊</p><p>费</p></td></tr></table>"
    )

    assert lines_of(html([], frame=f"<div>{inside}</div>{{}}"), "a.html") == [
        "前", "后", "甲", "乙 丙", "1.子", "二、丑", "序号\t项目", "1\t停泊 费",
    ]  # fmt: skip


def test_a_text_that_speaks_of_html_is_no_page():
    assert read_bytes("网页应当使用 <html> 标签。".encode(), "a.txt").format == "txt"
    assert read_bytes("<p>第一条　应当。</p>".encode(), "a.html").format == "html"


def test_a_web_archive_called_doc_is_read():
    page = base64.encodebytes(html(PAGE, encoding="gb2312"))
    head = b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n--x\r\n'
    part = b"Content-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    data = head + part + page + b"\r\n--x--"

    source = read_bytes(data, "草案.doc")

    assert source.format == "mht"
    assert source.text.splitlines() == PAGE
    with pytest.raises(ReadError, match="没有网页"):
        read_bytes(head + b"Content-Type: image/png\r\n\r\n--x--", "a.mht")


def test_deep_nesting_is_refused():
    with pytest.raises(ReadError, match="嵌套过深"):
        read_bytes(b"<html><body>" + b"<div>" * 10_000 + "应当。".encode(), "a.html")


@pytest.mark.parametrize(
    ("module", "data", "name"),
    [("striprtf.striprtf", rtf(["甲"]), "a.rtf"), ("selectolax.lexbor", html(["甲"]), "a.html")],
)
def test_a_missing_library_is_named(module, data, name, monkeypatch):
    monkeypatch.setitem(sys.modules, module, None)

    with pytest.raises(ReadError, match=r'pip install "hefa\[files\]"'):
        read_bytes(data, name)
