"""Official lists beside a draft: files read, items matched by name, what the draft asks beyond them."""

import pickle
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest

import hefa
from hefa.cli.main import run
from hefa.errors import HefaError, ListFileError, OptionError, ReadError
from hefa.lists import read_lists
from hefa.model.lists import LIST_KINDS
from hefa.read import sheets
from hefa.read.sheets import read_sheets
from hefa.relate.names import SAME, UNLIKE, likeness

SAMPLES = Path(__file__).parents[1] / "samples" / "lists"
DRAFT = """某县户外广告设施管理办法

第一条 为了加强户外广告设施管理，制定本办法。
第二条 未经县城市管理局批准，不得设置户外广告设施。
第三条 申请设置户外广告设施的，应当提交下列材料：
（一）申请书；
（二）设置位置图和效果图；
（三）结构安全鉴定报告。
第四条 县城市管理局应当自受理之日起{days}内作出审批决定。
第五条 经营者应当缴纳城市道路占用挖掘修复费，每平方米{fee}元。
第六条 本办法自2026年1月1日起施行。
"""


def write_csv(path: Path, *rows: Sequence[str], encoding: str = "utf-8") -> Path:
    path.write_bytes("\n".join(",".join(row) for row in rows).encode(encoding))
    return path


def found(text: str, *lists: Path | str) -> list[tuple[str, str]]:
    reviewer = hefa.Reviewer(lists=lists)
    rules = {rule.id for rule in reviewer.pack.rules if any(one.slot == "item" for one in rule.when)}
    return [(one.rule, one.quote) for one in reviewer.review_text(text).findings if one.rule in rules]


@pytest.mark.parametrize("kind", LIST_KINDS)
def test_the_samples_are_lists_of_each_kind(kind: str) -> None:
    (one,) = read_lists([SAMPLES / f"{kind}.csv"])

    assert (one.kind, one.source) == (kind, f"{kind}.csv")
    assert len(one.items) >= 3


def test_columns_are_found_by_synonyms_wherever_the_header_stands(tmp_path: Path) -> None:
    path = write_csv(
        tmp_path / "a.csv",
        ("某县行政许可事项清单",),
        ("主管部门", "许可事项名称", "承诺办结时限", "法定办结时限", "所需材料"),
        ("县林业局", "采伐许可", "5个工作日", "20日", "1.申请表 2.林权证"),
        ("", "", "", "", ""),
        encoding="gb18030",
    )
    ((item,),) = (one.items for one in read_lists([path]))

    assert (item.name, item.row, item.authority) == ("采伐许可", 3, "县林业局")
    assert (item.days, item.workdays) == (20, False)
    assert item.materials == ("申请表", "林权证")


def test_a_workbook_gives_values_never_formulas(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["收费项目名称", "收费标准"])
    book.active.append(["垃圾处理费", '=HYPERLINK("http://example.org","5元")'])
    book.active.append(["道路挖掘修复费", 200.0])
    book.save(tmp_path / "fees.xlsx")
    (one,) = read_lists([tmp_path / "fees.xlsx"])

    assert [(item.name, item.fee) for item in one.items] == [("垃圾处理费", ""), ("道路挖掘修复费", "200")]


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("missing.csv", None, ReadError),
        ("empty.csv", b"", ListFileError),
        ("prose.csv", "这是一段话，没有表头。".encode(), ListFileError),
        ("bare.csv", "许可事项名称,设定依据\n".encode(), ListFileError),
        ("unknown.csv", "名称,备注\n某事,无\n".encode(), ListFileError),
        ("binary.csv", b"\x00\x01\x02", ListFileError),
        ("broken.xlsx", b"PK\x03\x04 broken", ReadError),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ReadError),
        ("quote.csv", b'a,"' + b"x" * 200_000, ReadError),
    ],
)
def test_a_bad_file_is_one_line(
    tmp_path: Path, name: str, content: bytes | None, error: type[HefaError]
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(error) as caught:
        read_lists([path])

    assert name in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_workbook_with_a_document_type_is_refused(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["收费项目名称"])
    book.save(tmp_path / "good.xlsx")
    with zipfile.ZipFile(tmp_path / "good.xlsx") as good, zipfile.ZipFile(tmp_path / "bad.xlsx", "w") as bad:
        for member in good.namelist():
            content = good.read(member)
            if member.endswith("sheet1.xml"):
                content = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + content
            bad.writestr(member, content)

    with pytest.raises(ReadError, match="DTD"):
        read_lists([tmp_path / "bad.xlsx"])


def test_without_the_library_one_line_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = openpyxl.Workbook()
    book.save(tmp_path / "a.xlsx")
    monkeypatch.setitem(sys.modules, "openpyxl", None)

    with pytest.raises(ReadError, match=r"hefa\[lists\]"):
        read_lists([tmp_path / "a.xlsx"])


def test_rows_and_cells_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_csv(tmp_path / "fees.csv", ("收费项目名称",), ("垃圾处理费" * 9,), ("停车费",))
    monkeypatch.setattr(sheets, "LIMIT_CELL", 5)
    assert read_sheets(path)[0].rows[1] == ("垃圾处理费",)

    monkeypatch.setattr(sheets, "LIMIT_ROWS", 2)
    with pytest.raises(ReadError, match="2 行"):
        read_lists([path])


def test_the_user_may_say_the_kind(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", ("名称", "备注"), ("宠物美容师", ""))

    assert read_lists([f"qualifications={path}"])[0].kind == "qualifications"
    path.rename(tmp_path / "fees=b.csv")
    with pytest.raises(ListFileError):
        read_lists([tmp_path / "fees=b.csv"])
    with pytest.raises(OptionError, match="negative"):
        read_lists([f"others={path}"])


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("食品经营许可证", "食品经营许可（含仅销售预包装食品）", True),
        ("设置户外广告设施", "户外广告设施设置审批", True),
        ("无犯罪记录证明", "无犯罪记录证明材料", True),
        ("道路挖掘修复费", "城市道路占用挖掘修复费", True),
        ("宠物美容师资格证书", "导游资格", False),
        ("旧货寄售业务", "食品经营许可", False),
    ],
)
def test_names_are_compared_with_tolerance(one: str, other: str, same: bool) -> None:
    degree = likeness(one, other)

    assert degree == likeness(other, one)
    assert degree >= SAME if same else degree < UNLIKE


def test_what_a_draft_asks_beyond_the_lists_is_found() -> None:
    text = DRAFT.format(days="二十个工作日", fee=300)

    assert found(text, SAMPLES / "permits.csv", SAMPLES / "fees.csv") == [
        ("permit-034", "结构安全鉴定报告"),
        ("permit-033", "受理之日起二十个工作日内作出审批决定"),
        ("fee-032", "城市道路占用挖掘修复费"),
    ]


@pytest.mark.parametrize(("days", "fee"), [("十个工作日", "200"), ("七日", "150")])
def test_what_the_lists_allow_is_left_alone(days: str, fee: str) -> None:
    text = DRAFT.format(days=days, fee=fee).replace("；\n（三）结构安全鉴定报告", "")

    assert found(text, SAMPLES / "permits.csv", SAMPLES / "fees.csv") == []


def test_without_lists_nothing_is_said_of_them() -> None:
    assert found(DRAFT.format(days="二十个工作日", fee=300)) == []


def test_an_item_is_reported_once() -> None:
    text = DRAFT.format(days="七日", fee=150).replace("不得设置户外广告设施", "不得从事旧货寄售业务")
    text = text.replace("第六条 ", "第六条 未经县商务局批准，不得从事旧货寄售业务。\n第七条 ")

    assert found(text, SAMPLES / "permits.csv") == [("permit-032", "从事旧货寄售业务")]


def test_the_opinion_says_which_lists_it_was_held_against() -> None:
    reviewer = pickle.loads(pickle.dumps(hefa.Reviewer(lists=SAMPLES / "fees.csv")))  # noqa: S301
    opinion = reviewer.review_text(DRAFT.format(days="七日", fee=150))

    assert "对照《收费目录清单》fees.csv（3 项）" in opinion.provenance.options


def test_the_command_takes_lists(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft = tmp_path / "draft.txt"
    draft.write_text(DRAFT.format(days="二十个工作日", fee=150), encoding="utf-8")

    assert run(["review", str(draft), "--list", str(SAMPLES / "permits.csv"), "--fail-on", "never"]) == 0
    assert "permit-033" in capsys.readouterr().out
    assert run(["review", str(draft), "--list", str(tmp_path / "none.csv")]) == 2
    assert "none.csv" in capsys.readouterr().err
