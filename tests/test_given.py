"""What a program may give by mistake: one line of the house, never another exception."""

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest

import hefa
from hefa.errors import OptionError


def given(value: object) -> Any:
    return cast("Any", value)


@pytest.fixture(scope="module")
def reviewer() -> hefa.Reviewer:
    return hefa.Reviewer(select="permit")


CALLS: dict[str, Callable[[], object]] = {
    "text：不是文字，而是 NoneType": lambda: hefa.review_text(given(None)),
    "text：不是文字，而是 bytes": lambda: hefa.review_text(given("第一条".encode())),
    "name：不是文字，而是 int": lambda: hefa.review_text("第一条", name=given(1)),
    "path：不是路径，而是 int": lambda: hefa.review_file(given(123)),
    "path：不是路径，而是 bytes": lambda: hefa.review_file(given(b"a.txt")),
    "day：不是日期，而是 str": lambda: hefa.Reviewer(day=given("2026-01-01")),
    "day：不是日期，而是 datetime": lambda: hefa.Reviewer(day=datetime.datetime(2026, 1, 1)),
    "as_of：不是日期，而是 int": lambda: hefa.Reviewer(as_of=given(2026)),
    "statutes：不是路径，而是 int": lambda: hefa.Reviewer(statutes=given(5)),
    "decisions：不是路径，而是 bool": lambda: hefa.Reviewer(decisions=given(True)),
    "rules、select、ignore、lists、archive：int 不是文字": lambda: hefa.Reviewer(rules=given(5)),
    "rules、select、ignore、lists、archive：NoneType 不是文字": lambda: hefa.Reviewer(select=given(None)),
}


@pytest.mark.parametrize("said", CALLS)
def test_a_value_of_the_wrong_kind_is_an_error_of_the_house(said: str) -> None:
    with pytest.raises(OptionError, match=f"^HF002 {said}"):
        CALLS[said]()


@pytest.mark.parametrize("paths", [None, 5, b"a.txt"])
@pytest.mark.parametrize("jobs", [1, 2])
def test_what_is_no_list_of_paths_is_said(reviewer: hefa.Reviewer, paths: object, jobs: int) -> None:
    with pytest.raises(OptionError, match="paths：不是路径或者路径的列表"):
        list(reviewer.review_many(given(paths), jobs=jobs))


def test_a_single_path_is_one_draft(reviewer: hefa.Reviewer, tmp_path: Path) -> None:
    draft = tmp_path / "草案.txt"
    draft.write_text("关于公园的通知\n\n第一条 公园开放。\n", encoding="utf-8")

    for one in (draft, str(draft)):
        assert [opinion.document.title for opinion in reviewer.review_many(one)] == ["关于公园的通知"]
