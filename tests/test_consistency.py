"""The consistency of an archive: what is planted in a store is found, what only looks so is not."""

import datetime
import json
import re
import sqlite3
import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from planted_maker import PLANTS, TRAPS, examined, make_planted

from hefa.archive import open_store
from hefa.archive.rows import rows_of
from hefa.archive.schema import runs
from hefa.archive.store import put_document, put_version
from hefa.archive.texts import StoreTexts
from hefa.cli.main import run
from hefa.consistency import Consistency, blocks, find_conflicts
from hefa.consistency import run as running
from hefa.consistency.page import render_html
from hefa.consistency.records import Conflict

DAY = datetime.date(2026, 11, 1)
PAIRS = yaml.safe_load(Path(__file__).with_name("existing_pairs.yml").read_text(encoding="utf-8"))
LATER = [pair for pair in PAIRS if pair["draft"]["date"][:4] > pair["old"]["date"][:4]]
KINDS = {
    "deadline-differs": "deadline",
    "amount-differs": "amount",
    "agency-differs": "agency",
    "conditions-differ": "condition",
    "copied": "duplicate",
    "not-repealed": "superseded",
}
MATTERS = (
    "城区养犬", "餐厨垃圾收运", "民宿经营", "校外托管", "公园广场舞", "集贸市场摊位",
    "河道采砂", "户外广告设置", "电动自行车充电", "殡葬服务", "农村自建房", "公共停车泊位",
    "旧衣回收箱", "古树名木保护", "燃气瓶配送", "婚庆车队", "老年人助餐", "网络直播培训",
    "渔船停泊", "温泉取水", "菜鸟驿站", "二次供水", "沿街门头招牌", "建筑渣土消纳",
    "山洪预警", "冷链食品仓储", "足浴保健", "庙会摊点", "无人机飞行表演", "病死畜禽处理",
)  # fmt: skip
OLD = "青禾县犬只登记办法"


def written(
    title: str, articles: list[str], *, issuer: str = "青禾县人民政府", date: str = "2020年3月1日"
) -> str:
    numbers = "一二三四五六七八九十"
    lines = "\n".join(
        f"第{numbers[at]}条 {line}" for at, line in enumerate(["为了规范有关活动，制定本办法。", *articles])
    )
    return (
        f"{issuer}关于印发《{title}》的通知\n\n各有关单位：\n\n现将《{title}》印发给你们，请遵照执行。\n\n"
        f"{issuer}\n{date}\n\n{title}\n\n{lines}\n"
    )


def stored(path: Path, texts: Mapping[str, str]) -> Path:
    with open_store(path, create=True) as store, store.write() as connection:
        run_ = {"id": 1, "started": "2026-03-02T08:00:00", "basis": "b", "hefa": "1", "rules": "1"}
        connection.execute(runs.insert().values(**run_, options="[]", roots="[]"))
        for name, text in texts.items():
            version = put_version(connection, rows_of(examined(text), "b"))
            put_document(connection, name, version, size=1, modified=1)
    return path


def found_in(path: Path, **options: bool) -> Consistency:
    with open_store(path) as store:
        return find_conflicts(StoreTexts(store, DAY), DAY, "hefa 1", **options)


def only_conflict(path: Path) -> Conflict:
    (matter,) = found_in(path).matters
    (conflict,) = matter.conflicts
    return conflict


LICENCE = "公安机关应当自受理养犬登记申请之日起{}个工作日内作出是否准予登记的决定。"


@pytest.fixture
def two(tmp_path: Path) -> Path:
    return stored(
        tmp_path / "two.db",
        {
            "/old.txt": written(OLD, [LICENCE.format("十五")]),
            "/new.txt": written("青禾县犬只登记实施细则", [LICENCE.format("三十")], date="2024年3月1日"),
        },
    )


def test_every_plant_is_found_and_no_trap_is_fallen_into(tmp_path: Path) -> None:
    planted = make_planted(tmp_path / "store.db", 160, matters=MATTERS, share=0.25)
    found = found_in(tmp_path / "store.db")
    reported = {}
    for matter in found.matters:
        names = {member.number: member.name for member in matter.members}
        for one in matter.conflicts:
            pair = names[one.later.document], names[one.earlier.document]
            reported.setdefault(pair, set()).add(one.kind)

    assert {one.kind for one in planted} == {*PLANTS, *TRAPS}
    for one in planted:
        kinds = reported.get((one.later.path, one.earlier.path), set())
        expected = {one.kind} if one.kind in PLANTS else set()
        assert expected <= kinds <= expected | {"duplicate"}, one  # clauses are drawn twice by chance
    said = {made.path: made for one in planted for made in (one.later, one.earlier) if made.lines}
    for (later, earlier), kinds in reported.items():
        if kinds - {"superseded", "duplicate"}:  # of two plants on one matter, at the least
            assert said[later].matter == said[earlier].matter
    assert found.coverage.measured < found.coverage.documents**2 / 10


@pytest.mark.parametrize("pair", LATER, ids=[pair["id"] for pair in LATER])
def test_a_store_says_of_a_pair_what_a_draft_is_told(pair: Mapping[str, Any], tmp_path: Path) -> None:
    texts = {
        f"/{name}.txt": written(
            pair[name]["title"], pair[name]["articles"], issuer=pair[name]["issuer"], date=pair[name]["date"]
        )
        for name in ("draft", "old")
    }
    found = found_in(stored(tmp_path / "store.db", texts))
    kinds = {one.kind for matter in found.matters for one in matter.conflicts}

    expected = {KINDS[symbol] for symbol in pair["expect"] if symbol != "same-matter"}
    assert kinds <= expected
    if not pair.get("missed"):
        assert kinds == expected


@pytest.mark.parametrize(
    ("later", "earlier", "side", "why"),
    [
        ("青禾县人民政府", "青禾县人民政府办公室", "earlier", "新的规定优于旧的规定"),
        ("青禾县人民政府", "东江省人民政府", "later", "在前的是层级较高"),
        ("东江省公安厅", "青禾县人民政府", "earlier", "在后的是层级较高"),
        ("青禾县公安局", "青禾县农业农村局", None, "共同的上一级机关"),
    ],
)
def test_the_lower_and_the_older_should_give_way(
    later: str, earlier: str, side: str | None, why: str, tmp_path: Path
) -> None:
    amount = "养犬登记的证书工本费按照每只犬{}元收取，由登记机关开具票据。"
    texts = {
        "/1.txt": written("犬只登记实施细则", [amount.format(20)], issuer=later, date="2024年3月1日"),
        "/2.txt": written("犬只登记办法", [amount.format(10)], issuer=earlier),
    }
    conflict = only_conflict(stored(tmp_path / "store.db", texts))

    assert (conflict.kind, conflict.gives_way) == ("amount", side)
    assert (conflict.later.says, conflict.earlier.says) == ("20元", "10元")
    assert why in conflict.proposal


@pytest.mark.parametrize(
    ("others", "side"),
    [
        ([], "later"),
        (["柏溪市青禾县教育局"], "later"),
        (["临湖市教育局"], None),
        (["临湖市青禾县教育局"], "none"),
    ],
)
def test_a_county_is_held_against_its_own_city(others: list[str], side: str | None, tmp_path: Path) -> None:
    amount = "养犬登记的证书工本费按照每只犬{}元收取，由登记机关开具票据。"
    texts = {
        "/1.txt": written("犬只登记实施细则", [amount.format(20)], date="2024年3月1日"),
        "/2.txt": written("犬只登记办法", [amount.format(10)], issuer="柏溪市人民政府"),
    }
    texts |= {f"/{name}.txt": written("校车安全办法", ["校车应当每年检验。"], issuer=name) for name in others}
    path = stored(tmp_path / "store.db", texts)

    if side == "none":
        assert found_in(path).matters == ()
    else:
        assert only_conflict(path).gives_way == side


def test_words_shared_with_another_city_are_no_fault(tmp_path: Path) -> None:
    shared = [
        f"养犬人应当{what}，保持公共场所清洁，不得放任犬只追逐、恐吓他人或者干扰他人正常生活，并接受居民监督。"
        for what in ("及时清除犬只粪便", "为犬只佩戴嘴套和标识牌", "按时为犬只注射疫苗")
    ]
    texts = {
        "/county.txt": written("犬只登记实施细则", shared, date="2024年3月1日"),
        "/city.txt": written("犬只登记办法", shared, issuer="柏溪市人民政府"),
        "/other.txt": written("校车安全办法", ["校车应当每年检验。"], issuer="临湖市教育局"),
    }
    own = {name: text for name, text in texts.items() if name != "/other.txt"}

    assert only_conflict(stored(tmp_path / "own.db", own)).kind == "duplicate"
    assert found_in(stored(tmp_path / "both.db", texts)).matters == ()


def test_a_lower_office_may_give_itself_less_time_than_the_upper_allows(tmp_path: Path) -> None:
    texts = {
        "/1.txt": written("犬只登记实施细则", [LICENCE.format("七")], date="2024年3月1日"),
        "/2.txt": written("犬只登记办法", [LICENCE.format("十五")], issuer="东江省公安厅"),
    }

    assert found_in(stored(tmp_path / "store.db", texts)).matters == ()


def test_conditions_that_the_older_lower_document_adds_are_told_of_it(tmp_path: Path) -> None:
    asked = "申请犬只经营许可的，应当具备下列条件：\n（一）有固定的场所；\n（二）有专职的兽医人员；{}"
    texts = {
        "/1.txt": written("犬只经营办法", [asked.format("")], issuer="东江省公安厅", date="2024年3月1日"),
        "/2.txt": written("犬只经营细则", [asked.format("\n（三）缴纳过本地社会保险；")]),
    }
    conflict = only_conflict(stored(tmp_path / "store.db", texts))

    assert (conflict.kind, conflict.gives_way) == ("condition", "earlier")
    assert conflict.earlier.says == "缴纳过本地社会保险"
    assert conflict.later.says == "有固定的场所；有专职的兽医人员"


def test_the_clauses_stand_side_by_side(two: Path) -> None:
    (matter,) = found_in(two).matters
    (conflict,) = matter.conflicts

    assert [(one.number, one.name, one.status) for one in matter.members] == [
        (1, "/old.txt", "in-force"),
        (2, "/new.txt", "in-force"),
    ]
    assert matter.name == "犬只登记"
    assert (conflict.later.document, conflict.later.label) == (2, "第二条")
    assert conflict.later.text == LICENCE.format("三十")
    assert conflict.earlier.text == LICENCE.format("十五")


def test_what_is_no_longer_in_force_is_compared_only_on_request(tmp_path: Path) -> None:
    texts = {
        "/old.txt": written(OLD, [LICENCE.format("十五"), "本办法有效期至2023年12月31日。"]),
        "/new.txt": written("青禾县犬只登记实施细则", [LICENCE.format("三十")], date="2024年3月1日"),
    }
    path = stored(tmp_path / "store.db", texts)
    found, everything = found_in(path), found_in(path, all_states=True)

    assert (found.matters, found.coverage.not_in_force) == ((), 1)
    assert {one.status for one in everything.matters[0].members} == {"in-force", "expired"}


def test_one_document_kept_twice_is_told_once(tmp_path: Path) -> None:
    text = written(OLD, [LICENCE.format("十五")])
    path = stored(tmp_path / "store.db", {"/a.txt": text, "/b.txt": text.replace("\n\n", "\n")})

    assert only_conflict(path).kind == "same-document"


def test_a_block_that_is_too_large_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = stored(
        tmp_path / "store.db",
        {
            f"/{year}.txt": written("青禾县犬只登记办法", [LICENCE.format(days)], date=f"{year}年3月1日")
            for year, days in ((2016, "三十"), (2018, "二十"), (2020, "十五"), (2022, "十"))
        },
    )
    whole = found_in(path)
    monkeypatch.setattr(blocks, "MOST", 2)
    monkeypatch.setattr(running, "MOST", 2)
    cut = found_in(path)

    assert (whole.coverage.cut_blocks, whole.counts["deadline"], whole.coverage.compared) == (0, 6, 6)
    assert 0 < cut.coverage.cut_blocks == len(cut.coverage.cut)
    assert (cut.coverage.cut[0].documents, cut.coverage.cut[0].compared) == (4, 2)
    assert cut.coverage.measured < whole.coverage.measured
    assert {"/2020.txt", "/2022.txt"} <= {one.name for one in cut.matters[0].members}


def test_only_the_nearest_are_compared_and_the_rest_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "NEAREST", 1)
    monkeypatch.setattr(running, "MOST_OF_A_PAIR", 1)
    path = stored(
        tmp_path / "store.db",
        {
            f"/{year}.txt": written("青禾县犬只登记办法", [LICENCE.format(days)], date=f"{year}年3月1日")
            for year, days in ((2018, "二十"), (2020, "十五"), (2022, "十"))
        },
    )
    told = found_in(path).coverage

    assert (told.same_matter, told.compared, told.beyond, told.left_out) == (3, 2, 1, 2)


def test_nothing_depends_on_how_many_documents_are_kept_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_planted(tmp_path / "store.db", 30, matters=MATTERS[:4])
    roomy = found_in(tmp_path / "store.db")
    monkeypatch.setattr("hefa.consistency.reading.KEPT", 1)
    monkeypatch.setattr("hefa.consistency.reading.AT_ONCE", 7)

    assert found_in(tmp_path / "store.db") == roomy
    assert roomy.matters


def test_the_command_writes_all_formats(
    two: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["consistency", str(two), "--as-of", "2026-11-01"]) == 0
    said = capsys.readouterr().out
    assert "1. 犬只登记：文件 2 件，疑似问题 1 处" in said
    assert "疑似期限不同" in said
    assert "同一机关的两件文件，新的规定优于旧的规定" in said.replace("\n       ", "")

    assert run(["consistency", str(two), "-f", "json", "--as-of", "2026-11-01"]) == 0
    assert json.loads(capsys.readouterr().out)["counts"]["deadline"] == 1

    sheet, page = tmp_path / "out.xlsx", tmp_path / "out.html"
    for form, out in (("xlsx", sheet), ("html", page)):
        for _ in range(2):
            assert run(["consistency", str(two), "-f", form, "-o", str(out), "--as-of", "2026-11-01"]) == 0
            before, first = out.read_bytes(), locals().get("first")
        assert out.read_bytes() == before
        del first
    with zipfile.ZipFile(BytesIO(sheet.read_bytes())) as parts:
        words = parts.read("xl/sharedStrings.xml").decode()
    assert "【三十个工作日】" in words
    assert "修改在前的" in sheet_xml(sheet)
    assert re.search(r"<mark>三十个工作日</mark>", page.read_text("utf-8"))


def sheet_xml(path: Path) -> str:
    with zipfile.ZipFile(path) as parts:
        return parts.read("xl/worksheets/sheet1.xml").decode()


def test_nothing_of_a_document_becomes_markup_or_formula(tmp_path: Path) -> None:
    clause = "养犬登记证工本费按照每只<b>犬</b>{}元收取，由登记机关开具票据。"
    texts = {
        "/1<i>.txt": written("犬只登记实施细则", [clause.format(20)], date="2024年3月1日"),
        "/2.txt": written("犬只登记办法", [clause.format(10)]),
    }
    page = render_html(found_in(stored(tmp_path / "store.db", texts)))

    assert "&lt;b&gt;犬&lt;/b&gt;" in page
    assert "<b>犬" not in page
    assert "/1&lt;i&gt;.txt" in page


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["-f", "pdf"], "没有格式 pdf"),
        (["-f", "xlsx"], "用 -o 写入文件"),
        (["--as-of", "昨天"], "--as-of"),
    ],
)
def test_a_wrong_option_is_one_line(
    arguments: list[str], words: str, two: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["consistency", str(two), *arguments]) == 2
    said = capsys.readouterr().err
    assert words in said
    assert said.count("\n") == 1


def test_a_store_of_the_second_schema_is_taken_up(two: Path) -> None:
    database = sqlite3.connect(two)
    database.executescript("alter table clauses drop column lead; update meta set value = '2'")
    database.close()

    assert only_conflict(two).kind == "deadline"


def test_the_clean_up_list_takes_up_what_should_give_way(
    two: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for options, proposal in (([], "retain"), (["--consistency"], "amend")):
        arguments = ["cleanup", str(two), "-f", "json", "--statutes", "none", "--as-of", "2026-11-01"]
        assert run([*arguments, *options]) == 0
        entries = {one["name"]: one for one in json.loads(capsys.readouterr().out)["entries"]}
        assert entries["/old.txt"]["proposal"] == proposal
        assert entries["/new.txt"]["proposal"] == "retain"
    (reason,) = entries["/old.txt"]["reasons"]
    assert (reason["kind"], reason["places"]) == ("contradicts", ["第二条"])
    assert "期限不同" in reason["says"]
    assert "第二条（三十个工作日）" in reason["says"]
