"""Dossiers on how a draft was made: what is seen in them, and what the rules on procedure say of it."""

import datetime
import sys
from pathlib import Path

import pytest
from dossier_maker import DRAFT, FULL

import hefa_rules
from hefa.dossier import observe_dossier
from hefa.dossier.limits import local_limits
from hefa.dossier.workdays import WorkCalendar
from hefa.dossierbook import dossier_of
from hefa.errors import OptionError, RuleFileError
from hefa.model.opinion import Opinion
from hefa.model.rule import Rule
from hefa.model.steps import Consultation, Step
from hefa.opinion.points import POINTS, answer
from hefa.pack import join_packs, load_packs
from hefa.parse import parse_document
from hefa.read import read_text
from hefa.review import Reviewer

PACK = join_packs([(Path(hefa_rules.__path__[0]), True)])
RULES = [rule for rule in PACK.rules if rule.category == "procedure"]


@pytest.fixture(scope="module")
def reviewer() -> Reviewer:
    return Reviewer(select=["procedure"])


def reviewed(reviewer: Reviewer, dossier: dict[str, object], text: str = DRAFT) -> Opinion:
    return reviewer.review_text(text, dossier=dossier_of(dossier))


def messages(reviewer: Reviewer, dossier: dict[str, object], text: str = DRAFT) -> list[str]:
    return [finding.message for finding in reviewed(reviewer, dossier, text).findings]


# --- working days


def test_days_worked_in_place_of_holidays_count_and_holidays_do_not() -> None:
    calendar = WorkCalendar()
    day = datetime.date

    assert calendar.works(day(2025, 9, 28))  # a Sunday, worked for the National Day week
    assert not calendar.works(day(2025, 10, 6))  # a Monday in that week
    assert calendar.between(day(2025, 9, 26), day(2025, 10, 9)) == 4
    assert calendar.between(day(2025, 9, 26), day(2025, 10, 9), first_counts=True) == 5
    assert calendar.after(day(2025, 9, 26), 4) == day(2025, 10, 9)


def test_outside_the_known_years_weekends_alone_are_left_out_and_it_is_said() -> None:
    calendar = WorkCalendar()
    first, last = calendar.years
    start = datetime.date(last + 5, 10, 1)

    assert first <= 2010
    assert last >= 2025
    assert calendar.between(start, start + datetime.timedelta(days=7)) == 5
    assert f"{first}年至{last}年" in calendar.doubt(start, start)
    assert calendar.doubt(datetime.date(2025, 1, 1), datetime.date(2025, 12, 31)) == ""


def test_count_over_unknown_years_says_so_in_the_finding(reviewer: Reviewer) -> None:
    review = {"received": "2091-03-01", "date": "2091-04-20", "conclusion": "lawful"}

    [message] = [one for one in messages(reviewer, FULL | {"review": review}) if "工作日" in one]

    assert "共 36 个工作日，超过 15 个工作日" in message
    assert "只扣除周末" in message


def test_missing_calendar_is_one_line_that_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, reviewer: Reviewer
) -> None:
    monkeypatch.setitem(sys.modules, "chinese_calendar", None)
    monkeypatch.setattr("hefa.dossier.case._CALENDAR._data", None)

    with pytest.raises(OptionError, match=r'pip install "hefa\[dossier\]"'):
        reviewed(reviewer, FULL)


# --- what is seen


def test_dossier_without_a_gap_gives_no_finding(reviewer: Reviewer) -> None:
    limits = {"filing_days": 15}
    filed = {
        "date": "2026-04-02",
        "congress_date": "2026-04-10",
        "materials": ["report", "text", "explanation", "electronic"],
    }
    later = {"signing": {"date": "2026-03-12"}, "publication": {"date": "2026-03-20"}, "filing": filed}

    assert messages(reviewer, FULL) == []
    assert messages(reviewer, FULL | later | {"limits": limits, "effective": "2026-05-01"}) == []


def test_without_a_dossier_nothing_is_said_of_procedure(reviewer: Reviewer) -> None:
    assert reviewer.review_text(DRAFT).findings == ()


def test_bare_clause_is_left_alone(reviewer: Reviewer) -> None:
    opinion = reviewed(reviewer, {"kind": "normative"}, "乡镇政府负责民宿的指导和服务。")

    assert opinion.findings == ()
    assert opinion.provenance.dossier is None
    assert "没有按程序材料审查制定程序" in opinion.provenance.options[-1]


def test_findings_are_about_no_words_and_name_the_step(reviewer: Reviewer) -> None:
    opinion = reviewed(reviewer, FULL | {"competition": {"done": False}})

    [finding] = opinion.findings
    assert (finding.location.start, finding.location.end, finding.quote) == (0, 0, "")
    assert finding.location.label == "程序材料（公平竞争审查）"
    assert (finding.section, finding.severity) == ("procedure", "improper")
    assert [step.condition for step in finding.trace if step.kind == "when"] == ["程序材料：没有公平竞争审查"]


def test_not_seen_is_not_said_to_be_not_done(reviewer: Reviewer) -> None:
    [unseen] = messages(reviewer, FULL | {"assessment": {}})
    [undone] = messages(reviewer, FULL | {"assessment": {"done": False}})

    assert unseen.startswith("未见评估论证的材料（1 项）")
    assert "没有见到材料不等于没有开展" in unseen
    assert undone.startswith("材料写明没有")


def test_steps_without_papers_are_one_finding(reviewer: Reviewer) -> None:
    less = FULL | {"assessment": {}, "enterprises": {}, "feedback": {}}

    [message] = messages(reviewer, less)

    assert message.startswith("未见评估论证、意见采纳情况、听取企业、行业协会商会意见的材料（3 项）")


def test_dates_and_counts_are_in_the_message(reviewer: Reviewer) -> None:
    [message] = messages(reviewer, FULL | {"consultation": {"start": "2026-01-05", "end": "2026-01-14"}})

    assert "自 2026-01-05 至 2026-01-14，共 10 日，不足 30 日" in message


def test_time_begins_when_the_papers_are_complete(reviewer: Reviewer) -> None:
    review = {"received": "2026-03-02", "date": "2026-03-27", "conclusion": "lawful"}
    mended = review | {"supplement_asked": "2026-03-04", "complete": "2026-03-12"}
    less = {**FULL, "deliberation": {}}

    assert any("共 19 个工作日" in one for one in messages(reviewer, less | {"review": review}))
    assert messages(reviewer, less | {"review": mended}) == []


def test_what_is_due_is_overdue_only_on_a_day_that_is_given(reviewer: Reviewer) -> None:
    less: dict[str, object] = {**FULL, "deliberation": {}, "review": {"received": "2026-03-02"}}

    [due] = reviewed(reviewer, less).findings
    [early] = reviewed(reviewer, less | {"as_of": "2026-03-23"}).findings
    [late] = reviewed(reviewer, less | {"as_of": "2026-03-24"}).findings

    assert (due.severity, early.rule, late.severity) == ("notice", due.rule, "improper")
    assert "第 15 个工作日是 2026-03-23" in due.message


def test_local_limits_are_the_users_before_the_presets() -> None:
    def congress(**fields: object) -> tuple[int, bool] | None:
        found = local_limits(dossier_of({"kind": "normative", **fields}), PACK.tables).get("congress_days")
        return (found.value, found.read) if found else None

    assert congress(province="河南省") == congress(province="河南") == (30, True)
    assert congress(province="上海市") == (30, False)
    assert congress(province="河南", limits={"congress_days": 20}) == (20, False)
    assert congress(province="青海") is None


def test_preset_that_was_read_in_a_text_is_a_basis_and_hearsay_only_advises(reviewer: Reviewer) -> None:
    late = FULL | {"publication": {"date": "2026-03-20"}, "filing": {"congress_date": "2026-06-01"}}

    [read] = [one for one in reviewed(reviewer, late).findings if "逾期" in one.message]
    [told] = [
        one for one in reviewed(reviewer, late | {"province": "上海"}).findings if "逾期" in one.message
    ]

    assert (read.severity, told.severity) == ("improper", "notice")
    assert [basis.article for basis in read.basis][-1] == "第五十一条"
    assert "以正式文本为准" in told.suggestion


@pytest.mark.parametrize(
    ("issuer", "doors"),
    [
        ("government", {"上一级人民政府", "同级人大常委会"}),
        ("department", {"本级人民政府"}),
        ("township", {"上一级人民政府"}),
    ],
)
def test_who_is_told_of_a_document_depends_on_who_made_it(
    reviewer: Reviewer, issuer: str, doors: set[str]
) -> None:
    published = FULL | {"publication": {"date": "2026-03-20"}, "limits": {"filing_days": 15}}
    examined = {"conclusion": "compliant", "heard": True}

    found = messages(reviewer, published | {"issuer": {"kind": issuer}, "competition": examined})

    due = [message for message in found if "届时没有报送" in message]
    assert {message.split(" 前报")[1].split("备案")[0] for message in due} == doors


def test_unknown_local_limits_are_named_not_checked(reviewer: Reviewer) -> None:
    less = FULL | {
        "province": "青海",
        "publication": {"date": "2026-03-20"},
        "filing": {"date": "2026-09-01"},
    }

    [message] = messages(reviewer, less)

    assert "报上级行政机关备案的期限、报同级人大常委会备案的期限" in message


def test_document_of_two_kinds_must_keep_both_times(reviewer: Reviewer) -> None:
    review = {"received": "2026-02-24", "date": "2026-03-03", "conclusion": "lawful", "counsel": True}
    both = FULL | {
        "major_decision": True,
        "risk": {"needed": False},
        "review": review,
        "party_report": {"done": True},
    }

    [message] = messages(reviewer, both)

    assert "少于 7 个工作日" in message


def test_contract_is_reviewed_by_the_rules_on_contracts_alone() -> None:
    text = "停车场合作协议\n甲方保证乙方取得保底收益。乙方不得摆摊，违者罚款五百元。\n"

    opinion = Reviewer().review_text(text, dossier=dossier_of({"kind": "contract"}))

    assert opinion.document.rank == "other"
    assert {finding.category for finding in opinion.findings} == {"procedure"}
    [promise] = [finding for finding in opinion.findings if finding.quote]
    assert (promise.quote, promise.severity) == ("保底收益", "unlawful")
    assert promise.section == "content"


def test_kind_of_dossier_settles_the_rank_unless_the_user_does() -> None:
    dossier = dossier_of({"kind": "rules"})

    assert Reviewer().review_text(DRAFT, dossier=dossier).document.rank == "rules"
    assert Reviewer(rank="normative").review_text(DRAFT, dossier=dossier).document.rank == "normative"


def test_issuer_without_power_stands_under_the_subject(reviewer: Reviewer) -> None:
    opinion = reviewed(reviewer, FULL | {"issuer": {"kind": "temporary"}})

    assert [(finding.section, finding.severity) for finding in opinion.findings] == [("subject", "unlawful")]


def test_both_engines_find_the_same() -> None:
    bare = dossier_of(
        {
            "kind": "normative", "major_decision": True, "business": True, "urgent": False, "bidding": True,
            "issuer": {"kind": "government", "on_list": False}, "explanation": [], "materials": [],
            "consultation": {"start": "2026-03-02", "end": "2026-03-03", "changed_after": True},
            "competition": {"conclusion": "exception", "by": "drafter", "heard": False, "materials": []},
            "experts": {"needed": True, "done": False}, "risk": {"needed": True, "done": False},
            "review": {"received": "2026-03-02", "date": "2026-04-30", "points": [],
                       "conclusion": "unlawful"},
            "deliberation": {"date": "2026-03-10", "meeting": "other", "head_last": False, "dissent": False},
            "signing": {"date": "2026-03-11", "by_head": False}, "archive": {"done": False},
            "publication": {"date": "2026-05-29", "channels": [], "interpreted": False},
            "effective": "2026-05-01", "expires": "2066-05-01", "filing": {"materials": []},
            "limits": {"validity_years": 5, "filing_days": 15}, "lists_checked": [],
        }
    )  # fmt: skip

    one, other = (
        Reviewer(engine=engine).review_text(DRAFT, dossier=bare) for engine in ("durable", "reference")
    )

    assert len(one.findings) >= 30
    assert one == other


def test_every_fact_has_a_name_and_is_asked_for() -> None:
    asked = {
        full
        for rule in RULES
        for condition in (*rule.when, *rule.unless)
        for full in condition.wanted
        if full.startswith("dossier.")
    }
    seen = {
        symbol
        for rule in load_packs([], examples=True).rules
        if rule.category == "procedure" and rule.examples
        for example in (*rule.examples.fires, *rule.examples.silent)
        for one in observe_dossier(
            dossier_of(example.beside["dossier"]),
            parse_document(example.text, example.rank),
            read_text(example.text),
            PACK.tables,
        )
        for symbol in one.symbols
    }
    named = {name for name in PACK.lexicon.names if name.startswith("dossier.")}

    assert asked <= seen
    assert seen <= named
    assert named - asked == {"dossier.contract"}  # all its rules are of a rank that nothing else has


def test_missing_national_limit_is_one_line() -> None:
    source, dossier = read_text(DRAFT), dossier_of(FULL)

    with pytest.raises(RuleFileError, match=r"deadlines\.yml：没有期限 comment"):
        observe_dossier(dossier, parse_document(DRAFT), source, {})


def test_opinion_says_whether_procedure_was_reviewed(reviewer: Reviewer) -> None:
    with_one, without = reviewed(reviewer, FULL), reviewer.review_text(DRAFT)
    [point] = [point for point in POINTS if point.categories == ("procedure",)]

    assert "按程序材料审查制定程序（行政规范性文件）" in with_one.provenance.options
    assert (with_one.provenance.dossier, without.provenance.dossier) == ("normative", None)
    assert answer(point, with_one, (), RULES).startswith("未发现违反制定程序的疑似内容")
    assert answer(point, without, (), RULES).startswith("没有提供程序材料，未作审查")


# --- records


def test_a_step_that_tells_particulars_was_taken() -> None:
    assert Step().state == "unseen"
    assert Step(note="另附").state == "unseen"
    assert Step(done=True).state == "done"
    assert Step(done=False).state == "undone"
    assert Consultation(with_explanation=False).state == "done"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_what_rests_on_local_rules_alone_is_a_notice(rule: Rule) -> None:
    asked = {symbol for condition in rule.when for symbol in condition.symbols}

    if asked & {"limit-local", "validity-long", "comment-short-local", "local-undone", "local-unseen"}:
        assert rule.severity == "notice"
        assert "本地规定" in rule.suggestion + rule.message
