"""A finding keeps its fingerprint while the draft around it is edited, renumbered, reflowed or recoded."""

import random
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import hefa
from hefa.model.words import same_text, same_words
from hefa.opinion.fingerprints import Mark, fingerprints

FAULTY = (
    "经营茶摊的，应当经镇人民政府批准，未经批准不得营业。",
    "摊主应当向镇市场服务站缴纳卫生保证金二百元。",
    "占道摆摊的，由镇综合执法队处五百元罚款。",
    "外地茶商参加集市的，应当在本镇设立分支机构。",
    "办理摊位登记，应当提交村民委员会出具的品行良好证明。",
    "镇综合执法队可以扣押占道经营者的工具。",
    "对处理决定不服的，不得申请行政复议。",
    "镇综合执法队每月罚款不得少于一万元。",
)
CLEAN = (
    "镇市场服务站负责集市的日常保洁。",
    "集市每旬逢三、逢八开市。",
    "摊主应当爱护公共设施，保持摊位整洁。",
    "镇文化站可以在集市组织茶艺展示。",
    "村民委员会协助做好秩序维护。",
)
NUMERALS = "一二三四五六七八九十"


def number(index: int) -> str:
    return f"第{'十' * (index >= 10)}{NUMERALS[index % 10] if index != 9 else '十'}条"


def draft(clauses: list[str], gap: str = "\n", indent: str = "", space: str = "　") -> str:
    lines = [f"{indent}{number(at)}{space}{clause}" for at, clause in enumerate(clauses)]
    return gap.join(["茶溪镇集市管理办法", "", *lines, ""])


REVIEWER = hefa.Reviewer(rank="normative", engine="reference")


def prints(text: str) -> dict[str, tuple[str, str]]:
    found = REVIEWER.review_text(text).findings
    assert len({finding.fingerprint for finding in found}) == len(found)
    return {finding.fingerprint: (finding.rule, same_words(finding.quote)) for finding in found}


some = st.lists(st.sampled_from(FAULTY + CLEAN), unique=True, min_size=1, max_size=8)


def test_every_faulty_clause_is_found() -> None:
    assert all(prints(draft([clause])) for clause in FAULTY)


@given(some, some, st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_inserting_and_deleting_other_clauses_keeps_fingerprints(
    old: list[str], others: list[str], chance: random.Random
) -> None:
    new = [clause for clause in old if chance.random() < 0.7]
    kept = prints(draft(new))
    for other in others:
        if other not in old:
            new.insert(chance.randrange(len(new) + 1), other)

    before, after = prints(draft(old)), prints(draft(new))

    assert kept.items() <= before.items()
    assert kept.items() <= after.items()


@given(some, st.randoms(use_true_random=False))
@settings(max_examples=30)
def test_moving_and_renumbering_clauses_keeps_fingerprints(old: list[str], chance: random.Random) -> None:
    new = chance.sample(old, len(old))

    assert prints(draft(new)) == prints(draft(old))


@given(
    some,
    st.sampled_from(["\n", "\r\n", "\n\n", "\r\n\r\n"]),
    st.sampled_from(["", "　　", "    ", "\t"]),
    st.sampled_from(["　", " ", "  "]),
)
@settings(max_examples=40)
def test_white_space_and_line_ends_do_not_matter(old: list[str], gap: str, indent: str, space: str) -> None:
    assert prints(draft(old, gap, indent, space)) == prints(draft(old))


@given(some, st.sampled_from([*FAULTY]), st.randoms(use_true_random=False))
@settings(max_examples=40)
def test_a_twin_disturbs_no_fingerprint_of_other_words_and_takes_none_away(
    old: list[str], twin: str, chance: random.Random
) -> None:
    new = list(old)
    new.insert(chance.randrange(len(old) + 1), f"在集市上，{twin}")

    assert prints(draft(old)).items() <= prints(draft(new)).items()


def test_a_renumbered_reference_is_the_same_finding() -> None:
    shifted = FAULTY[2].replace("第三条", "第十二条第一款")

    assert prints(draft([FAULTY[2]])).keys() == prints(draft([shifted])).keys()


@pytest.mark.parametrize("law", ["《集市法》", "集市法", "本省集市条例"])
def test_another_article_of_a_law_is_another_finding(law: str) -> None:
    old, new = f"违反{law}第三条的，处五百元罚款。", f"违反{law}第四条的，处五百元罚款。"

    assert same_words(old) != same_words(new)
    assert fingerprints([Mark("penalty-001", old)]) != fingerprints([Mark("penalty-001", new)])


def test_the_file_does_not_matter(tmp_path: Path) -> None:
    text = draft([*FAULTY])
    files = {
        "utf-8.txt": text.encode(),
        "gb18030.txt": text.replace("\n", "\r\n").encode("gb18030"),
        "utf-16.txt": text.encode("utf-16"),
        "markdown.md": text.replace("第一条", "**第一条**").encode(),
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)

    seen = {
        name: [finding.fingerprint for finding in REVIEWER.review_file(tmp_path / name).findings]
        for name in files
    }

    assert seen == dict.fromkeys(files, seen["utf-8.txt"])


marks = st.lists(
    st.builds(
        Mark,
        st.sampled_from(["fee-001", "tax-001"]),
        st.sampled_from("甲乙"),
        around=st.sampled_from("子丑寅卯"),
    ),
    max_size=8,
)


@given(marks)
def test_fingerprints_are_distinct_and_sixteen_hexadecimal_digits(found: list[Mark]) -> None:
    made = fingerprints(found)

    assert len(set(made)) == len(made) == len(found)
    assert all(len(one) == 16 and int(one, 16) >= 0 for one in made)


@given(marks, marks, st.integers(0, 8))
def test_a_new_finding_takes_no_fingerprint_away(found: list[Mark], more: list[Mark], at: int) -> None:
    assert set(fingerprints(found)) <= set(fingerprints([*found[:at], *more, *found[at:]]))


@given(st.lists(st.sampled_from("子丑寅卯辰巳"), unique=True, min_size=1, max_size=5), st.integers(0, 5))
def test_a_twin_disturbs_at_most_one_finding_wherever_it_stands(contexts: list[str], at: int) -> None:
    twins = [Mark("fee-001", "收费", around=context) for context in contexts]
    before = dict(zip(contexts, fingerprints(twins), strict=True))

    grown = [*twins[:at], Mark("fee-001", "收费", around="新"), *twins[at:]]
    after = dict(zip([mark.around for mark in grown], fingerprints(grown), strict=True))

    changed = Counter(before[context] != after[context] for context in contexts)
    assert changed[True] <= 1


def test_the_order_of_twins_does_not_matter() -> None:
    one, other = Mark("fee-001", "收费", around="子"), Mark("fee-001", "收费", around="丑")

    assert fingerprints([one, other]) == fingerprints([other, one])[::-1]


def test_the_same_text_in_other_widths_is_the_same() -> None:
    assert same_text("第 １２ 条　⽂件\ufeff，\r\n（一）") == same_text("第12条文件,(一)")
