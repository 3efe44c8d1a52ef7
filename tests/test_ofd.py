"""OFD: text by place, templates and resources drawn, what has no text code named."""

import io
import zipfile

import pytest
from file_maker import container, ofd, ofd_line, ofd_of

from hefa.errors import ReadError
from hefa.read import read_bytes

TITLE = "某县渡口管理办法"
WORDS = (
    "渡口经营者应当在渡口设置安全标志，配备救生设备，罚款2000元，"
    "并按照要求报送情况，不得推诿拖延，不得弄虚作假。"
)
DRAFT = [TITLE, *(f"第{number}条　{WORDS}" for number in "一二三四五六七八九十")]


def test_lines_are_joined_to_paragraphs_with_pages():
    source = read_bytes(ofd_of(DRAFT), "草案.ofd")

    assert source.format == "ofd"
    assert [line.strip("\u3000") for line in source.text.splitlines()] == DRAFT
    assert {origin.page for origin in source.origins} == {1, 2}


def test_boxes_are_points_from_the_bottom_left():
    source = read_bytes(ofd([ofd_line(TITLE, 30, 27, 10)]), "草案.ofd")

    box = source.origins[0].box
    assert box is not None
    points = [30 * 72 / 25.4, (297 - 27 - 10) * 72 / 25.4, (30 + 80) * 72 / 25.4, (297 - 27) * 72 / 25.4]
    assert list(box) == pytest.approx(points, abs=0.2)


def test_order_of_drawing_does_not_matter():
    page = ofd_line("第二条　本办法自公布之日起施行。", 30, 60) + ofd_line(TITLE, 60, 30, 8)

    assert read_bytes(ofd([page]), "a.ofd").text.splitlines() == [TITLE, "第二条　本办法自公布之日起施行。"]


def test_templates_and_drawings_of_resources_are_drawn():
    unit = (
        '<ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="7"><ofd:Content>'
        + ofd_line("第一条　本办法适用于本县。", 0, 0)
        + "</ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits>"
    )
    page = '<ofd:CompositeObject ResourceID="7" Boundary="30 60 170 10"/>'

    text = read_bytes(ofd([page], resources=unit, template=ofd_line(TITLE, 60, 30, 8)), "a.ofd").text

    assert text.splitlines() == [TITLE, "第一条　本办法适用于本县。"]


@pytest.mark.parametrize("steps", ["5 5 5", "g 3 5", "5 g 2 5", ""])
def test_distances_between_characters(steps):
    page = (
        f'<ofd:TextObject Boundary="30 30 99 9" Size="5"><ofd:TextCode X="0" Y="4" DeltaX="{steps}">罚款办法'
        "</ofd:TextCode></ofd:TextObject>"
    )

    assert read_bytes(ofd([page]), "a.ofd").text == "罚款办法\n"


def test_scaled_text_stands_where_its_matrix_puts_it():
    small = (
        '<ofd:TextObject Boundary="30 30 99 9" CTM="0.1 0 0 0.1 0 0" Size="50"><ofd:TextCode X="0" Y="44" '
        'DeltaX="50 50 50">罚款办法</ofd:TextCode></ofd:TextObject>'
    )

    source = read_bytes(ofd([small]), "a.ofd")

    assert source.text == "罚款办法\n"
    assert source.origins[0].box[2] - source.origins[0].box[0] == pytest.approx(20 * 72 / 25.4, abs=0.2)


def test_glyphs_without_text_are_named():
    page = ofd_line(TITLE, 30, 30) + ofd_line("\u00a4\u00a4\u00a4", 30, 60)

    source = read_bytes(ofd([page]), "a.ofd")

    assert source.text == TITLE + "\n"
    assert source.notes == ("第1页有 3 个字只有字形、没有文字编码，没有读出来",)


PICTURE = '<ofd:ImageObject Boundary="0 0 210 297" ResourceID="5"/>'


def test_pages_that_are_pictures_are_named():
    source = read_bytes(ofd([ofd_line(TITLE, 30, 30), PICTURE, PICTURE]), "a.ofd")

    assert source.notes == ("第2、3页是图像，没有文字",)


def test_a_missing_page_is_named_and_the_others_are_read():
    whole = ofd([ofd_line(TITLE, 30, 30), ofd_line("第一条", 30, 30)])
    file = zipfile.ZipFile(io.BytesIO(whole))
    rest = container({name: file.read(name) for name in file.namelist() if name != "Doc_0/Pages/1.xml"})

    assert read_bytes(rest, "a.ofd").notes == ("第2页损坏，没有读出来",)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (ofd([PICTURE]), "第1页是图像，没有文字"),
        (ofd(["<ofd:PathObject/>"]), "没有文字"),
        (ofd([], extra={"Encryptions.xml": b"<x/>"}), "加密"),
        (ofd([]), "缺少页面"),
        (container({"OFD.xml": "<broken"}), "XML 不完整"),
        (container({"OFD.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "实体"),
    ],
    ids=["picture", "paths", "locked", "no pages", "broken", "entity"],
)
def test_what_cannot_be_read_is_named(data, words):
    with pytest.raises(ReadError, match=words) as caught:
        read_bytes(data, "草案.ofd")

    assert "\n" not in str(caught.value)


def test_drawings_that_hold_themselves_come_to_an_end():
    again = "".join('<ofd:CompositeObject ResourceID="7"/>' for _ in range(3))
    unit = (
        f'<ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="7"><ofd:Content>{again}'
        f"{ofd_line('甲', 30, 30)}</ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits>"
    )

    assert read_bytes(ofd([again], resources=unit), "a.ofd").text == "甲\n"
