"""A draft beside existing documents: found by matter, held against them clause by clause."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

import hefa
from hefa import existing
from hefa.citations import Checked
from hefa.cli.main import run
from hefa.errors import OptionError, ReadError
from hefa.existing import existing_of, read_existing
from hefa.observe import Beside, Subject
from hefa.parse import parse_document
from hefa.read import read_text
from hefa.relate.existing import title_core
from hefa.relate.fit import observe_fit
from hefa.relate.places import elsewhere, places_of

PAIRS = yaml.safe_load(Path(__file__).with_name("existing_pairs.yml").read_text(encoding="utf-8"))
STANDING = {"quicker", "own", "superior", "inferior", "other", "replaced"}

NOTHING_CITED = Checked((), (), (), ())


def written(document: Mapping[str, Any]) -> str:
    """Return a document of a pair as the file of an office: a notice, and the measures it carries."""
    issuer, title = document["issuer"], document["title"]
    numbers = "一二三四五六七八九十"
    lines = ("为了规范有关活动，制定本办法。", *document["articles"])
    articles = "\n".join(f"第{numbers[index]}条 {line}" for index, line in enumerate(lines))
    return (
        f"{issuer}关于印发《{title}》的通知\n\n各有关单位：\n\n现将《{title}》印发给你们，请遵照执行。\n\n"
        f"{issuer}\n{document['date']}\n\n{title}\n\n{articles}\n"
    )


def seen(draft: str, *texts: str) -> set[str]:
    """Return what is said of a draft beside documents; one that it repeals need not be repealed."""
    archive = existing_of([{"text": text} for text in texts])
    assert archive is not None
    subject = Subject(read_text(draft), parse_document(draft), (), {}, Beside(archive=archive), NOTHING_CITED)
    symbols = {
        symbol.removeprefix("archive.") for one in observe_fit(subject, archive) for symbol in one.symbols
    }
    return symbols - STANDING - ({"not-repealed"} if "replaced" in symbols else set())


@pytest.mark.parametrize("pair", PAIRS, ids=[pair["id"] for pair in PAIRS])
def test_a_pair_is_told_for_what_it_is(pair: Mapping[str, Any]) -> None:
    found = seen(written(pair["draft"]), written(pair["old"]))

    assert (found == set(pair["expect"])) is not pair.get("missed", False)
    assert found <= set(pair["expect"])


def test_the_nearest_documents_come_first_and_the_draft_itself_is_none_of_them(tmp_path: Path) -> None:
    pairs = {pair["id"]: pair for pair in PAIRS}
    draft = written(pairs["subsidy-amount"]["draft"])
    texts = {
        "a.txt": written(pairs["festival-matter"]["old"]),
        "b.txt": written(pairs["subsidy-amount"]["old"]),
        "draft.txt": draft,
        "draft-saved-again.txt": draft.replace("\n\n", "\n"),
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    reviewer = hefa.Reviewer(archive=tmp_path, select="consistency-002")
    (finding,) = reviewer.review_file(tmp_path / "draft.txt").findings

    assert "1 件：《东江省能源局关于印发〈东江省电动汽车充电设施补助办法〉的通知》" in finding.message
    assert finding.quote == "东安县人民政府关于印发《东安县电动汽车充电设施补助办法》的通知"


@pytest.mark.parametrize(
    ("title", "core"),
    [
        ("东安县人民政府关于印发《东安县城区养犬管理办法（试行）》的通知", "城区养犬"),
        ("关于进一步加强电动自行车停放管理的通告", "电动自行车停放"),
        ("东江省人民政府办公厅关于印发东江省2024年养老服务实施方案的通知", "养老服务"),
    ],
)
def test_a_title_is_reduced_to_what_it_is_about(title: str, core: str) -> None:
    assert title_core(title) == core


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        (("平凉市人民政府",), ("北京市民政局",), True),
        (("国家税务总局广东省税务局",), ("深圳市财政局",), False),
        (("呼和浩特市人民政府",), ("内蒙古自治区人民政府",), False),
        (("东安县人民政府",), ("西平县人民政府",), True),
        (("国务院办公厅",), ("西平县人民政府",), False),
        (("", "关于印发《甘孜藏族自治州殡葬管理办法》的通知"), ("云南省民政厅",), True),
        (("市场监督管理局",), ("自治区人民政府",), False),
        (("青禾县市场监督管理局",), ("柏溪市人民政府",), False),
    ],
)
def test_documents_of_other_places_are_told_apart(
    one: tuple[str, ...], other: tuple[str, ...], apart: bool
) -> None:
    assert elsewhere(places_of(*one), places_of(*other)) is apart


def test_one_unreadable_file_among_many_is_counted(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(written(PAIRS[0]["old"]), encoding="utf-8")
    (tmp_path / "empty.txt").write_bytes(b"")

    reviewer = hefa.Reviewer(archive=[tmp_path])

    assert reviewer.review_text(written(PAIRS[0]["draft"])).provenance.options == (
        "对照现行文件 1 件，另有 1 件读不了",
    )


def test_an_archive_that_cannot_be_used_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    for path in (tmp_path, tmp_path / "missing.txt"):
        with pytest.raises(ReadError):
            read_existing([path])

    (tmp_path / "good.txt").write_text("某县城区养犬管理办法", encoding="utf-8")
    monkeypatch.setattr(existing, "LIMIT_CHARACTERS", 5)
    with pytest.raises(OptionError, match="5 字"):
        read_existing([tmp_path])
    monkeypatch.setattr(existing, "LIMIT_DOCUMENTS", 1)
    with pytest.raises(OptionError, match="1 个"):
        read_existing([tmp_path])


def test_the_command_takes_an_archive(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "old.txt").write_text(written(PAIRS[2]["old"]), encoding="utf-8")
    draft = tmp_path / "draft.txt"
    draft.write_text(written(PAIRS[2]["draft"]), encoding="utf-8")

    assert run(["review", str(draft), "--archive", str(tmp_path / "old.txt"), "--fail-on", "never"]) == 0
    assert "consistency-007" in capsys.readouterr().out


def test_a_bare_clause_is_held_against_nothing() -> None:
    assert seen("养犬人应当办理犬只登记。", written(PAIRS[0]["old"])) == set()
