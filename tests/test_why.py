"""Why a clause was not flagged: the nearest rules, and what each lacked."""

from pathlib import Path

import pytest

from hefa.cli.main import run

DRAFT = """\
某镇摊点管理办法
第一条　为了加强摊点管理，制定本办法。
第二条　食品经营者依照《中华人民共和国食品安全法》第三十五条取得许可后方可从事食品销售。
第三条　摊主未向街道报备的，不得出摊。
"""


@pytest.fixture
def draft(tmp_path: Path) -> str:
    path = tmp_path / "稿.txt"
    path.write_text(DRAFT, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("article", ["2", "二", "第二条"])
def test_an_exception_that_held_a_rule_back_is_named(
    article: str, draft: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["why", draft, article]) == 0

    out = capsys.readouterr().out
    assert out.startswith("第二条：“食品经营者")
    assert "因例外不报：依据是写到上位法的条文" in out
    assert out.index("因例外不报") < out.index("不成立")


def test_what_was_flagged_is_told_and_the_rest_lacks_something(
    draft: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["why", draft, "第三条"]) == 0

    out = capsys.readouterr().out
    assert "已报：permit-005" in out
    assert "最接近的写法" in out


def test_an_article_that_is_not_there_is_one_line(draft: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["why", draft, "第九条"]) == 2

    assert capsys.readouterr().err == "HF002 条款：没有 第九条。可用：第一条、第二条、第三条\n"


def test_a_bare_clause_needs_no_article(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "条.txt"
    path.write_text("镇综合服务中心负责公园座椅的日常维护。\n", encoding="utf-8")

    assert run(["why", str(path)]) == 0
    assert capsys.readouterr().out.startswith("正文：")
