"""The joined pipeline: the same draft gives the same bytes, and settings choose the rules."""

import pickle
from pathlib import Path

import pytest

import hefa
from hefa.drafts import list_drafts
from hefa.errors import OptionError, ReadError
from hefa.opinion import check_confidence, check_level, render_json
from hefa.statutebook import import_folders

CLAUSE = "设立婚庆礼仪公司的，经街道办事处核准后方可营业。"
REPORT = "青禾县人民政府工作报告\n\n过去一年，全县经济平稳运行。\n"


@pytest.fixture(scope="module")
def reviewer() -> hefa.Reviewer:
    return hefa.Reviewer()


def rules_of(opinion: hefa.Opinion) -> set[str]:
    return {finding.rule for finding in opinion.findings}


def test_a_bare_clause_is_reviewed_as_a_fragment(reviewer: hefa.Reviewer) -> None:
    opinion = reviewer.review_text(CLAUSE, rank="normative")

    assert "permit" in {finding.category for finding in opinion.findings}
    assert opinion.conclusion == "unlawful"
    for finding in opinion.findings:
        assert CLAUSE[finding.location.start : finding.location.end] == finding.quote


def test_two_reviewers_give_identical_bytes() -> None:
    first, second = (render_json(hefa.Reviewer().review_text(CLAUSE)) for _ in range(2))

    assert first == second


def test_both_engines_give_identical_bytes() -> None:
    first, second = (
        render_json(hefa.Reviewer(engine=engine).review_text(CLAUSE)) for engine in ("reference", "auto")
    )

    assert first == second


def test_a_reviewer_travels_as_its_settings(reviewer: hefa.Reviewer) -> None:
    chosen = hefa.Reviewer(select=["permit"], rank="normative")

    copy = pickle.loads(pickle.dumps(chosen))  # noqa: S301 - our own bytes

    assert copy.pack == chosen.pack != reviewer.pack
    assert render_json(copy.review_text(CLAUSE)) == render_json(chosen.review_text(CLAUSE))


def test_rules_are_chosen_by_category_prefix_and_id(reviewer: hefa.Reviewer) -> None:
    found = rules_of(reviewer.review_text(CLAUSE))
    [permit] = [name for name in found if name.startswith("permit-")]

    assert rules_of(hefa.Reviewer(select=[permit]).review_text(CLAUSE)) == {permit}
    assert permit in rules_of(hefa.Reviewer(select=["perm"]).review_text(CLAUSE))
    assert not any(
        name.startswith("permit-") for name in rules_of(hefa.Reviewer(ignore=["permit"]).review_text(CLAUSE))
    )


@pytest.mark.parametrize(
    "settings", [{"select": ["nonsense"]}, {"ignore": [""]}, {"rank": "decree"}, {"engine": "steam"}]
)
def test_unknown_settings_are_refused(settings: dict[str, object]) -> None:
    with pytest.raises(OptionError):
        hefa.Reviewer(**settings)  # type: ignore[arg-type]


def test_the_rank_given_overrides_the_rank_detected(reviewer: hefa.Reviewer) -> None:
    assert reviewer.review_text(REPORT).conclusion == "not-reviewable"
    assert reviewer.review_text(REPORT, rank="normative").conclusion == "lawful"
    assert hefa.Reviewer(rank="other").review_text(CLAUSE).conclusion == "not-reviewable"


@pytest.mark.parametrize(
    ("said", "code"), [("规章", "rules"), ("规范性文件", "normative"), ("行政规范性文件", "normative")]
)
def test_a_rank_may_be_given_by_its_chinese_name(said: str, code: str) -> None:
    opinion = hefa.review_text(CLAUSE, rank=said)

    assert opinion.document.rank == code
    assert opinion == hefa.review_text(CLAUSE, rank=code)


def test_a_reviewer_for_another_day_shares_the_rules_and_travels(tmp_path: Path) -> None:
    law = tmp_path / "集市法.md"
    law.write_text("# 集市法\n\n2020年1月1日通过\n\n第一条 本法自2020年6月1日起施行。\n", encoding="utf-8")
    library = tmp_path / "库.db"
    import_folders([law], library)
    text = "摊位依照《集市法》第一条划定。"
    reviewer = hefa.Reviewer(select=["citation"], statutes=library, as_of="2024-01-01")

    early = reviewer.on_day("2020-02-01")

    assert early.pack is reviewer.pack
    assert reviewer.review_text(text).findings == ()
    for one in (early, pickle.loads(pickle.dumps(early))):  # noqa: S301
        assert [found.rule for found in one.review_text(text).findings] == ["citation-004"]
    with pytest.raises(OptionError, match="不是日期"):
        reviewer.on_day("昨天")


def test_a_file_may_be_reviewed_as_of_a_rank(reviewer: hefa.Reviewer, tmp_path: Path) -> None:
    path = tmp_path / "稿.txt"
    path.write_text("设立婚庆礼仪公司的，经街道办事处核准后方可营业。\n", encoding="utf-8")

    assert reviewer.review_file(path, rank="法律").document.rank == "law"
    assert reviewer.review_file(path).document.rank == "normative"


def test_rules_may_be_chosen_by_the_chinese_name_of_a_category() -> None:
    for said in ("行政许可", "收费", "收费、保证金、摊派、基金"):
        chosen = hefa.Reviewer(select=[said]).pack.rules
        assert {rule.category for rule in chosen} == {"permit" if said == "行政许可" else "fee"}


def test_levels_and_degrees_may_be_given_in_chinese() -> None:
    assert [check_level(said) for said in ("违法", "疑似不当", "提示", "never")] == [
        "unlawful",
        "improper",
        "notice",
        "never",
    ]
    assert check_confidence("高") == "high"
    with pytest.raises(OptionError, match="可用：high（高）、medium（中）、low（低）"):
        check_confidence("很高")


def test_many_keep_their_order_and_errors_become_opinions(reviewer: hefa.Reviewer, tmp_path: Path) -> None:
    good, empty = tmp_path / "b.txt", tmp_path / "a.txt"
    good.write_text(CLAUSE, encoding="utf-8")
    empty.write_text("", encoding="utf-8")
    paths = [good, tmp_path / "none.txt", empty, good]

    opinions = list(reviewer.review_many(paths))

    assert [opinion.document.name for opinion in opinions] == [str(path) for path in paths]
    assert [opinion.unreadable for opinion in opinions] == [False, True, True, False]
    assert opinions[0] == opinions[3]


def test_folders_are_replaced_by_their_drafts_and_empty_ones_stay(tmp_path: Path) -> None:
    full, empty = tmp_path / "full", tmp_path / "empty"
    full.mkdir()
    empty.mkdir()
    for name in ("b.txt", "a.md", "c.jpg"):
        (full / name).write_text(CLAUSE, encoding="utf-8")

    assert list_drafts([empty, full]) == [empty, full / "a.md", full / "b.txt"]


def test_a_file_that_cannot_be_read_raises(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="不存在"):
        hefa.review_file(tmp_path / "none.txt")
    with pytest.raises(ReadError):
        hefa.review_file(tmp_path)


def test_the_public_names_are_few_and_all_there() -> None:
    assert len(hefa.__all__) < 15
    assert all(hasattr(hefa, name) for name in hefa.__all__)
    assert not hasattr(hefa, "nonsense")


def test_documents_of_the_state_council_are_not_reviewed_and_the_opinion_says_why() -> None:
    opinion = hefa.review_text(
        "国务院关于渡口的通知\n各省人民政府：\n未经批准，不得经营渡口。\n国务院\n2020年1月1日\n"
    )

    assert opinion.conclusion == "not-reviewable"
    assert "国务院" in opinion.reason
    assert opinion.findings == ()


def test_the_first_draft_and_one_after_many_sentences_give_the_same_bytes() -> None:
    fresh = hefa.Reviewer()
    draft = (Path(hefa.__file__).parents[2] / "samples" / "faulty.txt").read_text(encoding="utf-8")
    first = render_json(fresh.review_text(draft))
    fresh.review_text("\n".join(f"第{number}条　{CLAUSE}" for number in range(1, 301)))

    assert render_json(fresh.review_text(draft)) == first
