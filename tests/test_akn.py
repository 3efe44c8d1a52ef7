"""Akoma Ntoso: valid by the schema, the whole text kept in order, names by the convention."""

from pathlib import Path

import pytest
from lxml import etree

from hefa.model.xmltext import xml_text
from hefa.parse import parse_document
from hefa.parse.akn import render_akn

SHARED = Path(__file__).parents[2] / "shared"
NS = {"a": "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"}
XML_XSD = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"
 targetNamespace="http://www.w3.org/XML/1998/namespace">
<xs:attribute name="lang" type="xs:language"/><xs:attribute name="space" type="xs:NCName"/>
<xs:attribute name="base" type="xs:anyURI"/><xs:attribute name="id" type="xs:ID"/></xs:schema>"""
MEASURES = """青禾县人民政府关于印发《青禾县集市管理办法》的通知

青政规〔2026〕3号

各乡镇人民政府：

　　现将《青禾县集市管理办法》印发给你们，请遵照执行。

青禾县人民政府
2026年4月1日

青禾县集市管理办法

第一章　总则

第一条　为了规范集市管理，制定本办法。
第二条　摊位分为下列种类：
（一）固定摊位：
1.室内摊位；
2.室外摊位；
（二）临时摊位。
　　摊位不得转租。
第二条之一　本条是后来加的。

第二章　附则

第三条　本办法自2026年5月1日起施行。

附件：1.摊位登记表
"""
PLAN = """关于改善集市环境的通知

各乡镇：

　　为了改善环境，现就有关事项通知如下：

一、总体要求
坚持便民原则。
（一）明确目标。到2027年底完成改造。
1.改造摊棚。
（1）先易后难。
二、组织实施
各乡镇要加强领导。

青禾县市场服务中心
2026年4月1日
"""
HOSTILE = "第一条 <script>&]]>\x00\x01\ud800\ufffe\r\n（一）=cmd()；\n\u3000\u200b\n第一条 重复。\n"


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> etree.XMLSchema:
    source = SHARED / "schemas" / "akomantoso30.xsd"
    if not source.exists():
        pytest.skip(f"the public schema is not part of the project; looked for at {source}")
    folder = tmp_path_factory.mktemp("schema")
    (folder / "akn.xsd").write_bytes(source.read_bytes())
    (folder / "xml.xsd").write_text(XML_XSD, encoding="utf-8")
    return etree.XMLSchema(etree.parse(str(folder / "akn.xsd")))


def written(text: str) -> etree._Element:
    return etree.fromstring(render_akn(parse_document(text), text, "ab" * 32))


def words(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("text", [MEASURES, PLAN, HOSTILE, "", "不得摆摊。", "附件\n" * 40])
def test_any_text_is_valid(schema: etree.XMLSchema, text: str) -> None:
    schema.validate(written(text))

    assert [error.message for error in schema.error_log] == []


@pytest.mark.parametrize("text", [MEASURES, PLAN, "不得摆摊。", "附件\n" * 40])
def test_whole_text_is_kept_in_order(text: str) -> None:
    assert words("".join(written(text).itertext())) == words(text)


def test_what_xml_cannot_hold_is_replaced() -> None:
    text = words("".join(written(HOSTILE).itertext()))

    assert text.startswith("第一条<script>&]]>" + "\N{REPLACEMENT CHARACTER}" * 4 + "（一）=cmd()；")


def test_each_character_is_replaced_by_one_so_that_places_stay() -> None:
    unfit = "\x00甲\x0b\x0c\x1f\t\r\n\x7f\x85\ud800\udfff\ufffd\ufffe\uffff𠮷"

    assert xml_text(unfit) == "\ufffd甲   \t\r\n\x7f\x85\ufffd\ufffd\ufffd\ufffd\ufffd𠮷"


def test_levels_have_names_by_the_convention() -> None:
    root = written(MEASURES)

    eids = [
        (etree.QName(node).localname, node.get("eId"))
        for node in root.iterfind(".//a:attachment[@eId='att_1']//*[@eId]", NS)
        if node.get("eId").rpartition("__")[2] not in {"content", "intro", "wrapup"}
    ]
    at = "att_1__chp_1"
    assert eids == [
        ("chapter", at),
        ("article", f"{at}__art_1"),
        ("paragraph", f"{at}__art_1__para_1"),
        ("article", f"{at}__art_2"),
        ("paragraph", f"{at}__art_2__para_1"),
        ("point", f"{at}__art_2__para_1__point_1"),
        ("indent", f"{at}__art_2__para_1__point_1__indent_1"),
        ("indent", f"{at}__art_2__para_1__point_1__indent_2"),
        ("point", f"{at}__art_2__para_1__point_2"),
        ("paragraph", f"{at}__art_2__para_2"),
        ("article", f"{at}__art_2-1"),
        ("paragraph", f"{at}__art_2-1__para_1"),
        ("chapter", "att_1__chp_2"),
        ("article", "att_1__chp_2__art_3"),
        ("paragraph", "att_1__chp_2__art_3__para_1"),
    ]


def test_front_and_end_stand_in_their_parts() -> None:
    root = written(MEASURES)

    doc = root.find("a:doc", NS)
    assert doc.get("name") == "通知"
    assert (
        doc.findtext("a:preface//a:docTitle", namespaces=NS)
        == "青禾县人民政府关于印发《青禾县集市管理办法》的通知"
    )
    assert doc.findtext("a:preface//a:docNumber", namespaces=NS) == "青政规〔2026〕3号"
    assert doc.findtext("a:conclusions//a:signature", namespaces=NS) == "青禾县人民政府"
    assert doc.find("a:conclusions//a:docDate", NS).get("date") == "2026-04-01"
    titles = [entry.text for entry in doc.iterfind("a:attachments//a:docTitle", NS)]
    assert titles[0] == "青禾县集市管理办法"


def test_headings_of_a_plan_are_levels_in_levels() -> None:
    root = written(PLAN)

    eids = [node.get("eId") for node in root.iterfind(".//a:level", NS)]
    assert eids == ["lvl_1", "lvl_1__lvl_1", "lvl_1__lvl_1__lvl_1", "lvl_1__lvl_1__lvl_1__lvl_1", "lvl_2"]
    assert root.findtext(".//a:level/a:heading", namespaces=NS) == "总体要求"


def test_number_given_twice_is_told_apart() -> None:
    root = written("第一条 甲。\n第一条 乙。\n")

    assert [node.get("eId") for node in root.iterfind(".//a:article", NS)] == ["art_1", "art_1-dup2"]


def test_same_text_same_bytes() -> None:
    document = parse_document(MEASURES)

    assert render_akn(document, MEASURES, "ab" * 32) == render_akn(
        parse_document(MEASURES), MEASURES, "ab" * 32
    )


def test_real_documents_are_valid_and_whole(schema: etree.XMLSchema) -> None:
    files = sorted((SHARED / "corpus" / "text").glob("*.txt"))[::10]
    if not files:
        pytest.skip("real documents are not part of the project; own drafts are tested above")

    for path in files:
        text = path.read_text("utf-8")
        root = written(text)
        schema.validate(root)
        assert [f"{path.name}: {error.message}" for error in schema.error_log] == []
        assert words("".join(root.itertext())) == words(text), path.name
