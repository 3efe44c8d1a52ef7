"""Which clause became which: exact texts, twins, rewordings, moves, and growth with length."""

import importlib
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hefa.versions import Pair, Passage, align, changed_words

RENT = "摊主应当按月缴纳摊位费，逾期不缴的，由镇市场服务站书面催告。"
CLEAN = "镇市场服务站负责集市的日常保洁，并公布值班电话。"
HOURS = "集市每旬逢三、逢八开市，上午六时至下午二时。"
DUTY = "村民委员会协助做好集市期间的交通疏导和秩序维护。"
SHOW = "镇文化站可以在集市组织茶艺展示，并免费提供场地。"


def passages(*texts: str, first: int = 1) -> list[Passage]:
    return [Passage(text, (f"第{number}条",)) for number, text in enumerate(texts, first)]


def changes(old: list[Passage], new: list[Passage]) -> list[tuple[int | None, int | None, str]]:
    return [(pair.old, pair.new, pair.change) for pair in align(old, new)]


def test_the_same_clauses_are_unchanged() -> None:
    same = passages(RENT, CLEAN, HOURS)

    assert {pair.change for pair in align(same, same)} == {"unchanged"}


def test_an_inserted_clause_renumbers_the_next() -> None:
    assert changes(passages(RENT, CLEAN), passages(RENT, HOURS, CLEAN)) == [
        (0, 0, "unchanged"),
        (None, 1, "added"),
        (1, 2, "renumbered"),
    ]


def test_a_removed_clause_stands_where_it_stood() -> None:
    assert changes(passages(RENT, CLEAN, HOURS), passages(RENT, HOURS)) == [
        (0, 0, "unchanged"),
        (1, None, "removed"),
        (2, 1, "renumbered"),
    ]


def test_one_clause_carried_forward_is_moved_and_the_others_are_not() -> None:
    assert changes(passages(RENT, CLEAN, HOURS, DUTY), passages(CLEAN, HOURS, DUTY, RENT)) == [
        (1, 0, "renumbered"),
        (2, 1, "renumbered"),
        (3, 2, "renumbered"),
        (0, 3, "moved"),
    ]


def test_a_clause_may_be_reworded_and_moved() -> None:
    reworded = RENT.replace("书面催告", "书面催告两次")

    [*_, last] = align(passages(RENT, CLEAN, HOURS), passages(CLEAN, HOURS, reworded))

    assert last == Pair(0, 2, "reworded", True)


def test_a_reworded_clause_is_found_behind_inserted_ones() -> None:
    reworded = DUTY.replace("交通疏导和秩序维护", "交通疏导、秩序维护和安全提示")

    found = changes(passages(RENT, DUTY), passages(CLEAN, HOURS, SHOW, RENT, reworded))

    assert (1, 4, "reworded") in found
    assert (0, 3, "renumbered") in found


def test_a_clause_replaced_by_another_is_not_reworded() -> None:
    assert changes(passages(RENT, CLEAN), passages(RENT, SHOW)) == [
        (0, 0, "unchanged"),
        (1, None, "removed"),
        (None, 1, "added"),
    ]


def test_twins_are_told_apart_by_their_neighbours() -> None:
    twin = "逾期不改的，由镇人民政府责令改正。"
    old = passages(RENT, twin, HOURS, twin)

    found = changes(old, passages(HOURS, twin))

    assert found == [(0, None, "removed"), (1, None, "removed"), (2, 0, "renumbered"), (3, 1, "renumbered")]


def test_a_removed_twin_does_not_make_the_others_move() -> None:
    twin = "逾期不改的，由镇人民政府责令改正。"
    old = passages(CLEAN, twin, RENT, DUTY, HOURS, twin, SHOW)
    new = passages(CLEAN, RENT.replace("按月", "按季"), DUTY, HOURS.replace("下午", "午后"), twin, SHOW)

    assert changes(old, new) == [
        (0, 0, "unchanged"),
        (1, None, "removed"),
        (2, 1, "reworded"),
        (3, 2, "renumbered"),
        (4, 3, "reworded"),
        (5, 4, "renumbered"),
        (6, 5, "renumbered"),
    ]


words = st.lists(st.sampled_from([RENT, CLEAN, HOURS, DUTY, SHOW, RENT + CLEAN, RENT[:9], "。"]), max_size=12)


@given(words, words)
def test_every_clause_of_both_versions_stands_once(old: list[str], new: list[str]) -> None:
    pairs = align(passages(*old), passages(*new, first=2))

    assert sorted(pair.old for pair in pairs if pair.old is not None) == list(range(len(old)))
    assert [pair.new for pair in pairs if pair.new is not None] == list(range(len(new)))
    for pair in pairs:
        same = pair.old is not None and pair.new is not None and old[pair.old] == new[pair.new]
        assert (pair.change in {"unchanged", "renumbered", "moved"}) == same
        assert (pair.change == "added", pair.change == "removed") == (pair.old is None, pair.new is None)


@given(words, words)
def test_what_did_not_move_keeps_its_order(old: list[str], new: list[str]) -> None:
    staying = [pair.old for pair in align(passages(*old), passages(*new)) if pair.new is not None]
    moved = {pair.old for pair in align(passages(*old), passages(*new)) if pair.moved}

    kept = [index for index in staying if index is not None and index not in moved]
    assert kept == sorted(kept)


def test_comparisons_grow_with_length_and_not_with_its_square(monkeypatch: pytest.MonkeyPatch) -> None:
    module = importlib.import_module("hefa.versions.align")
    counted, likeness = [0], module._likeness

    def counting(one: object, other: object) -> float:
        counted[0] += 1
        return float(likeness(one, other))

    monkeypatch.setattr(module, "_likeness", counting)
    for size in (100, 1000):
        counted[0] = 0
        chance = random.Random(size)  # noqa: S311
        old = ["".join(chance.choices(RENT + CLEAN + HOURS + DUTY, k=60)) for _ in range(size)]
        new = [text[:20] + SHOW[:12] + text[30:] for text in old]
        align(passages(*old), passages(*new))
        assert 0 < counted[0] <= 20 * size


@given(st.text("甲乙丙丁，。", max_size=30), st.text("甲乙丙丁，。", max_size=30))
def test_pieces_give_back_both_texts(old: str, new: str) -> None:
    pieces = changed_words(old, new)

    assert "".join(piece.text for piece in pieces if piece.kind != "new") == old
    assert "".join(piece.text for piece in pieces if piece.kind != "old") == new
    assert all(piece.text for piece in pieces)


def test_pieces_name_the_words_that_changed() -> None:
    old, new = "处二百元以上罚款。", "处五百元以上罚款。"

    assert [tuple(piece) for piece in changed_words(old, new)] == [
        ("same", "处"),
        ("old", "二百元"),
        ("new", "五百元"),
        ("same", "以上罚款。"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "went", "came"),
    [
        ("处5000元以下罚款", "处3000元以下罚款", "5000元", "3000元"),
        ("处五千元以下罚款", "处三千元以下罚款", "五千元", "三千元"),
        ("处1万元以下罚款", "处10000元以下罚款", "1万元", "10000元"),
        ("处５００元罚款", "处２００元罚款", "５００元", "２００元"),
        ("按1.25%计收", "按1.5%计收", "1.25", "1.5"),
        ("缴纳1,200元", "缴纳1,300元", "1,200元", "1,300元"),
        ("自2025年起", "自2026年起", "2025", "2026"),
    ],
)
def test_figures_are_not_cut(old: str, new: str, went: str, came: str) -> None:
    changed = [piece for piece in changed_words(old, new) if piece.kind != "same"]

    assert changed == [("old", went), ("new", came)]


def test_very_long_clauses_are_shown_as_one_change() -> None:
    old, new = "甲乙" * 3000, "丙丁" * 3000

    assert [tuple(piece) for piece in changed_words(old, new)] == [("old", old), ("new", new)]
