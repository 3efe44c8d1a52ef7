"""The clean-up list: what is proposed for each document, and why."""

import datetime
import json
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from holdings_maker import DAY, Holdings, found, make_store

from hefa.archive.repeals import repeals_of
from hefa.citations import statutes_of
from hefa.cite import Laws, Norms, resolve
from hefa.cleanup import CleanupList, clean_up, render_json
from hefa.cleanup.sheet import render_sheet
from hefa.cleanup.text import render_text
from hefa.cli.main import run
from hefa.model.citation import Statutes
from hefa.model.held import HeldCitation, HeldDocument, HeldRepeal
from hefa.pack import load_packs
from hefa.parse import parse_document

TABLES = load_packs().tables
LAWS = [
    {
        "title": "青禾省河道条例",
        "promulgated": "2015-01-01",
        "effective": "2015-03-01",
        "articles": {
            "1": "为了加强河道管理，保障防洪安全，制定本条例。",
            "5": "在河道管理范围内采砂的，应当按照批准的地点、范围和作业方式进行，不得影响河势稳定。",
            "6": "河道管理范围内不得堆放、倾倒矿渣、石渣、煤灰、泥土和垃圾，不得弃置阻碍行洪的物体。",
            "7": "乡镇人民政府应当建立河道日常巡查台账，每季度向县级水行政主管部门报送一次巡查情况。",
        },
    },
    {
        "title": "青禾省河道条例",
        "promulgated": "2022-01-01",
        "effective": "2022-03-01",
        "articles": {
            "1": "为了加强河道管理，保障防洪安全，制定本条例。",
            "5": "本省实行河湖长制，各级河湖长负责组织领导责任区域内的水资源保护和岸线管理工作。",
            "6": "河道管理范围内不得堆放、倾倒矿渣、石渣、煤灰、泥土和垃圾，不得弃置阻碍行洪的物体。",
            "9": "在河道管理范围内采砂的，应当按照批准的地点、范围和作业方式进行，不得影响河势稳定。",
        },
    },
    {
        "title": "青禾省湖泊条例",
        "promulgated": "2024-01-01",
        "effective": "2024-03-01",
        "articles": {"1": "为了保护湖泊，制定本条例。"},
        "repeals": ["青禾省养殖条例"],
    },
    {
        "title": "青禾省养殖条例",
        "promulgated": "2008-01-01",
        "effective": "2008-03-01",
        "articles": {"1": "为了规范水产养殖，制定本条例。"},
    },
]


def library() -> Statutes:
    laws = [{**law, **{name: day(str(law[name])) for name in ("promulgated", "effective")}} for law in LAWS]
    return statutes_of(laws)


def day(printed: str) -> datetime.date:
    return datetime.date.fromisoformat(printed)


def held(at: int = 1, **fields: object) -> HeldDocument:
    told: dict[str, object] = {"name": f"{at}.txt", "issuer": "青禾县人民政府", "date": day("2018-05-01")}
    told |= {"title": f"青禾县人民政府关于加强第{at}号事项管理的意见"}
    return HeldDocument(**{"id": at, **told, **fields})  # type: ignore[arg-type]


def cites(name: str, role: str = "basis", articles: str = "", **fields: object) -> HeldCitation:
    return HeldCitation(name, name, role, label="第一条", articles=articles, **fields)  # type: ignore[arg-type]


def proposed(*documents: HeldDocument, **options: object) -> CleanupList:
    words = options.pop("words", {})
    laws = library() if options.pop("laws", False) else None
    return clean_up(Holdings(documents, words), TABLES, laws, DAY, **options)  # type: ignore[arg-type]


def kinds(listed: CleanupList, number: int = 1) -> dict[str, str]:
    entry = next(one for one in listed.entries if one.name == f"{number}.txt")
    return {"": entry.proposal, **{reason.kind: reason.says for reason in entry.reasons}}


def test_a_document_without_a_reason_stays() -> None:
    assert kinds(proposed(held())) == {"": "retain"}


def test_what_has_expired_is_declared_invalid() -> None:
    told = kinds(proposed(held(expires=day("2026-10-31"))))

    assert told == {"": "invalid", "expired": "有效期至 2026-10-31，没有查到延续"}
    assert kinds(proposed(held(expires=DAY)))[""] == "retain"


def test_what_soon_expires_is_told_and_stays() -> None:
    soon = kinds(proposed(held(expires=day("2027-09-30"))))
    trial = held(expires=day("2027-09-30"), title="青禾县河道采砂管理办法（试行）")

    assert soon[""] == "retain"
    assert "还有 10 个多月" in soon["expiring"]
    assert "不到 1 个月" in kinds(proposed(held(expires=day("2026-11-20"))))["expiring"]
    assert kinds(proposed(trial)) == {"": "retain"}
    assert kinds(proposed(held(expires=day("2027-11-01")))) == {"": "retain"}


def test_without_a_date_the_longest_time_of_the_place_counts() -> None:
    place = "上海市青禾区人民政府"
    late = held(issuer=place, date=day("2021-12-01"))
    trial = held(issuer=place, date=day("2024-03-01"), title="上海市青禾区河道采砂管理办法（试行）")

    assert "推算，至 2023-04-30" in kinds(proposed(held(issuer=place)))["expired"]
    assert kinds(proposed(late)) == {"": "retain"}
    assert kinds(proposed(trial))[""] == "invalid"


def test_a_basis_by_the_table_of_repealed_laws() -> None:
    told = kinds(proposed(held(citations=(cites("合同法"), cites("水法")))))

    assert told[""] == "amend"
    assert "由《民法典》合同编替代" in told["basis-repealed"]
    assert kinds(proposed(held(citations=(cites("合同法", past=True),)))) == {"": "retain"}
    assert kinds(proposed(held(citations=(cites("合同法", role="named"),)))) == {"": "retain"}


def test_all_bases_gone_without_a_successor_is_a_reason_to_repeal() -> None:
    tables = {"statutes": ({"old": "甲法", "status": "repealed", "date": "2020-01-01", "mark": "text"},)}
    gone = held(citations=(cites("甲法"),))
    beside = held(2, citations=(cites("甲法"), cites("乙法")))

    listed = clean_up(Holdings((gone, beside)), tables, None, DAY)

    assert kinds(listed)[""] == "repeal"
    assert kinds(listed, 2)[""] == "amend"


def test_a_law_of_the_library_that_repeals_by_name() -> None:
    told = kinds(proposed(held(citations=(cites("青禾省养殖条例"), cites("水法"))), laws=True))

    assert told[""] == "amend"
    assert "《青禾省湖泊条例》替代" in told["basis-repealed"]


@pytest.mark.parametrize(
    ("articles", "proposal", "kind", "words"),
    [
        ("第五条第一款", "amend", "basis-renumbered", "第五条现为第九条"),
        ("第六条", "retain", "basis-revised", "核对本文件是否仍与其一致"),
        ("第七条", "amend", "basis-renumbered", "没有与第七条内容相近的条文"),
        ("", "retain", "basis-revised", "2022年3月1日"),
    ],
)
def test_articles_of_a_revised_law(articles: str, proposal: str, kind: str, words: str) -> None:
    told = kinds(proposed(held(citations=(cites("青禾省河道条例", articles=articles),)), laws=True))

    assert told[""] == proposal
    assert words in told[kind]


def test_a_document_later_than_the_revision_has_no_reason() -> None:
    cited = (cites("青禾省河道条例", articles="第五条"),)

    assert kinds(proposed(held(date=day("2023-01-01"), citations=cited), laws=True)) == {"": "retain"}


def test_a_revision_by_the_table_where_there_is_no_library() -> None:
    told = kinds(proposed(held(citations=(cites("行政处罚法"),))))

    assert told[""] == "retain"


def test_a_document_repealed_by_a_later_one() -> None:
    old = held(number="青政〔2018〕5号")
    new = held(2, date=day("2024-01-01"), repeals=(HeldRepeal("x", "青政[2018]5号", day("2024-02-01")),))
    told = kinds(proposed(old, new))

    assert told[""] == "repeal"
    assert "自 2024-02-01 起" in told["replaced"]
    assert kinds(proposed(old, new), 2) == {"": "retain"}


def test_a_repeal_that_has_not_begun_or_is_older_does_not_count() -> None:
    old = held(number="青政〔2018〕5号")
    later = held(2, date=day("2026-01-01"), repeals=(HeldRepeal("x", "青政〔2018〕5号", day("2027-01-01")),))
    older = held(2, date=day("2010-01-01"), repeals=(HeldRepeal("x", "青政〔2018〕5号", None),))

    assert kinds(proposed(old, later)) == {"": "retain"}
    assert kinds(proposed(old, older)) == {"": "retain"}


def test_a_repeal_by_title_is_about_what_was_issued() -> None:
    old = held(title="青禾县人民政府关于印发《青禾县河道采砂管理办法》的通知")
    other = held(3, title="白水县河道采砂管理办法", issuer="白水县人民政府")
    new = held(2, date=day("2024-01-01"), repeals=(HeldRepeal("青禾县河道采砂管理办法"),))
    listed = proposed(old, new, other)

    assert kinds(listed)[""] == "repeal"
    assert kinds(listed, 3)[""] == "retain"


def test_the_same_matter_by_the_same_organ_later() -> None:
    old = held(title="青禾县河道采砂管理办法（试行）", issuer="青禾县人民政府办公室")
    new = held(2, title="青禾县河道采砂管理办法", date=day("2024-01-01"), number="青政〔2024〕2号")
    listed = proposed(old, new)

    assert kinds(listed)[""] == "repeal"
    assert "《青禾县河道采砂管理办法》（青政〔2024〕2号）" in kinds(listed)["same-matter"]
    assert kinds(listed, 2) == {"": "retain"}


@pytest.mark.parametrize(
    ("title", "issuer"),
    [
        ("青禾县河道采砂管理办法", "白水县人民政府"),
        ("青禾县河道采砂管理实施细则", "青禾县人民政府"),
        ("青禾县2024年河道采砂管理办法", "青禾县人民政府"),
        ("青禾县烟花爆竹燃放管理办法", "青禾县人民政府"),
    ],
)
def test_another_matter_form_year_or_organ_takes_no_place(title: str, issuer: str) -> None:
    old = held(title="青禾县河道采砂管理办法")
    new = held(2, title=title, issuer=issuer, date=day("2024-01-01"))

    assert kinds(proposed(old, new)) == {"": "retain"}


def test_content_and_what_an_officer_rejected() -> None:
    unlawful = kinds(proposed(held(findings=(found(), found(category="fee"), found("notice")))))
    rejected = held(findings=(found(verdict="reject"), found("notice")))

    assert unlawful == {
        "": "amend",
        "unlawful": "2 处（行政许可 1 处、收费、保证金、摊派、基金 1 处），修改或者删去",
    }
    assert kinds(proposed(rejected)) == {"": "retain"}


def test_organs_that_are_no_more() -> None:
    words = {1: [("第四条", "县工商行政管理局负责登记。"), ("第五条", "原环境保护局颁发的证件继续有效。")]}
    told = kinds(proposed(held(), words=words))
    issuer = kinds(proposed(held(issuer="青禾县国土资源局")))

    assert told[""] == issuer[""] == "amend"
    assert "“工商行政管理局”（现为市场监督管理部门）" in told["agency-gone"]
    assert "环境保护局" not in told["agency-gone"]
    assert "自然资源部门清理" in issuer["issuer-gone"]


def test_the_strongest_reason_decides_and_comes_first() -> None:
    listed = proposed(held(expires=day("2020-01-01"), findings=(found(),), citations=(cites("合同法"),)))

    assert [reason.proposal for reason in listed.entries[0].reasons] == ["invalid", "amend", "amend"]
    assert listed.counts == {"invalid": 1, "repeal": 0, "amend": 0, "retain": 0}


def test_what_is_not_on_the_list() -> None:
    unread = held(1, unread=True, conclusion="not-reviewable", reason="HF001 坏文件：打不开。换一个")
    outside = held(2, conclusion="not-reviewable", reason="判断为其他文件")
    later = held(3, date=day("2026-12-01"))
    listed = proposed(unread, outside, later, held(4))

    assert [entry.name for entry in listed.entries] == ["4.txt"]
    assert [one.name for one in listed.apart] == ["1.txt", "2.txt", "3.txt"]
    assert "在清理基准日之后" in listed.apart[2].why


def test_only_what_cites_a_statute_by_full_or_short_name() -> None:
    one = held(1, citations=(cites("行政处罚法"),))
    other = held(2, citations=(cites("行政许可法"),))

    for name in ("行政处罚法", "《中华人民共和国行政处罚法》", "处罚法"):
        names = [entry.name for entry in proposed(one, other, statute=name).entries]
        assert names == ["1.txt"], name


def test_forms_of_the_list() -> None:
    listed = proposed(held(expires=day("2020-01-01"), title="=1+1\x1b[31m的办法"), held(2))
    text, book = render_text(listed), render_sheet(listed)

    assert "建议宣布失效 1 件" in text
    assert "\x1b" not in text
    assert render_sheet(listed) == book
    with zipfile.ZipFile(BytesIO(book)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "=1+1" in sheet
    assert json.loads("".join(render_json(listed)))["entries"][0]["title"] == "=1+1\x1b[31m的办法"


def test_a_long_list_is_in_order_when_it_is_read_from_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hefa.cleanup.spill._IN_MEMORY", 100)
    listed = proposed(*(held(number, issuer=f"{number % 3}县人民政府") for number in range(1, 40)))

    assert [entry.issuer for entry in listed.entries] == sorted(str(one.issuer) for one in listed.entries)
    assert listed.entries[0] == listed.entries[:1][0]
    assert len(listed.entries) == 39
    whole = json.loads("".join(render_json(listed)))
    assert [one["name"] for one in whole["entries"]] == [one.name for one in listed.entries]
    assert whole["apart"] == []


DRAFTS = {
    "甲.txt": """青禾县人民政府关于印发《青禾县河道采砂管理办法》的通知
青政〔2016〕8号
各乡镇人民政府：
现将《青禾县河道采砂管理办法》印发给你们，请认真贯彻执行。
青禾县人民政府
2016年4月8日
青禾县河道采砂管理办法
第一条　根据《中华人民共和国水法》《中华人民共和国合同法》，制定本办法。
第二条　在本县行政区域内从事河道采砂的，应当向县水务局申请领取采砂经营许可证，未取得许可证的不得采砂。
第三条　县工商行政管理局负责采砂企业的登记。
第三条之一　采砂企业未按规定登记的，由乡镇人民政府没收违法所得，并处五万元罚款。
第四条　本办法自2016年5月1日起施行，有效期5年。
""",
    "乙.txt": """青禾县人民政府关于废止部分文件的决定
青政〔2025〕3号
各乡镇人民政府：
经研究，决定废止《青禾县烟花爆竹燃放管理办法》（青政〔2014〕2号）。
青禾县人民政府
2025年4月8日
""",
    "丙.txt": """青禾县人民政府关于印发《青禾县烟花爆竹燃放管理办法》的通知
青政〔2014〕2号
各乡镇人民政府：
现将《青禾县烟花爆竹燃放管理办法》印发给你们，请认真贯彻执行。
青禾县人民政府
2014年4月8日
""",
}


@pytest.mark.parametrize(
    ("clause", "numbers"),
    [
        ("决定废止《甲办法》（青政〔2014〕2号）。", ["青政〔2014〕2号"]),
        ("废止以下文件：《甲办法》（青政〔2014〕2号）、《乙办法》（青政〔2015〕3号）。", ["2号", "3号"]),
        ("《甲办法》（青政〔2014〕2号）《乙办法》（青政〔2015〕3号）同时废止。", ["2号", "3号"]),
        ("《甲办法》（青政〔2014〕2号）自本办法施行之日起停止执行。", ["2号"]),
        ("《甲办法》（青政〔2014〕2号）第三条、第四条同时废止。", []),
        ("《甲办法》（青政〔2014〕2号）继续有效，不予废止。", []),
        ("废止前的《甲办法》（青政〔2014〕2号）规定的标准继续执行。", []),
        ("根据《甲办法》（青政〔2014〕2号），对过时的文件予以清理。", []),
        (
            "下列文件予以废止：\n（一）《甲办法》（青政〔2014〕2号）；\n（二）《乙办法》（青政〔2015〕3号）。",
            ["2号", "3号"],
        ),
        (
            "下列文件继续有效：\n（一）《甲办法》（青政〔2014〕2号）；\n（二）《乙办法》（青政〔2015〕3号）。",
            [],
        ),
    ],
)
def test_what_a_document_repeals(clause: str, numbers: list[str]) -> None:
    text = f"""青禾县人民政府关于做好文件管理的通知
青政〔2025〕3号
各乡镇人民政府：
一、做好文件管理工作。
二、{clause}
青禾县人民政府
2025年4月8日
"""
    document = parse_document(text)
    laws = Laws(Norms(TABLES), None)
    cited = [one.cited for one in resolve(text, document, laws, DAY)]

    repealed = [str(one.number) for one in repeals_of(cited, document.clauses, text)]

    assert len(repealed) == len(numbers)
    assert all(one.endswith(end) for one, end in zip(repealed, numbers, strict=True))


def test_the_command_on_a_store_of_reviewed_drafts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = make_store(tmp_path / "s.db", DRAFTS, unreadable={"丁.docx": "HF001 丁.docx：打不开。换一个"})

    assert run(["cleanup", str(store), "-f", "json", "--as-of", "2026-11-01", "--statutes", "none"]) == 0
    listed = json.loads(capsys.readouterr().out)

    entries = {entry["name"]: entry for entry in listed["entries"]}
    reasons = {reason["kind"]: reason for reason in entries["甲.txt"]["reasons"]}
    assert entries["甲.txt"]["proposal"] == "invalid"
    assert {"expired", "basis-repealed", "agency-gone", "unlawful"} <= set(reasons)
    assert reasons["agency-gone"]["places"] == ["第三条"]
    assert entries["丙.txt"]["proposal"] == "repeal"
    assert "青政〔2025〕3号" in entries["丙.txt"]["reasons"][0]["says"]
    assert [one["name"] for one in listed["apart"]] == ["丁.docx"]


def test_a_law_that_nothing_cites_is_told_and_one_that_nobody_knows_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store, laws, path = make_store(tmp_path / "s.db", DRAFTS), tmp_path / "laws", tmp_path / "laws.db"
    laws.mkdir()
    (laws / "集市法(2020-01-01).md").write_text(
        "# 集市法\n\n<!-- INFO END -->\n\n第一条 为了管好集市，制定本法。《摊位法》同时废止。\n",
        encoding="utf-8",
    )
    assert run(["statutes", "import", str(laws), "--library", str(path)]) == 0
    capsys.readouterr()

    said = {}
    for name, library in (("集市法", path), ("摊位法", path), ("不存在法", path), ("不存在法", "none")):
        code = run(["cleanup", str(store), "--statute", name, "--statutes", str(library)])
        shown = capsys.readouterr()
        assert shown.err.count("\n") == 1
        assert "存档中没有文件引用它" in shown.err
        said[name, str(library)] = code, bool(shown.out), shown.err

    assert said["集市法", str(path)][:2] == said["摊位法", str(path)][:2] == (0, True)
    assert said["不存在法", str(path)][:2] == (2, False)
    assert "法规库中也没有" in said["不存在法", str(path)][2]
    assert said["不存在法", "none"][:2] == (0, True)
    assert "没有法规库，不能核对名称" in said["不存在法", "none"][2]


def test_what_the_command_refuses(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = make_store(tmp_path / "s.db", {})
    for arguments, words in (
        ([str(store), "-f", "pdf"], "没有格式 pdf"),
        ([str(store), "-f", "xlsx"], "用 -o 写入文件"),
        ([str(store), "--as-of", "昨天"], "不是日期"),
        ([str(store), "-o", str(store)], "会盖掉存档"),
        ([str(tmp_path / "none.db")], "没有这个存档"),
    ):
        assert run(["cleanup", *arguments]) == 2
        assert words in capsys.readouterr().err
