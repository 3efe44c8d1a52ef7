"""Faults in the plain forms that offices use: any act, any sanction, whatever stands around it."""

import pytest
from rule_examples import PACK

from hefa import Reviewer

REVIEWER = Reviewer(engine="reference")
WEIGHING = {rule.id for rule in PACK.rules if rule.weighs}
CLAUSES = [  # the first that each rule finds
    (rule.category, rule.examples.fires[0].text)
    for rule in PACK.rules
    if rule.examples and not rule.observes and rule.id not in WEIGHING
]
DRAFT = (
    "某县人民政府关于加强管理工作的通知\n各乡镇：\n第一条　为了规范管理，制定本通知。\n"
    "第二条　{}\n第三条　本通知自2026年1月1日起施行。\n"
)
ACTS = (
    *("开办民宿", "举办促销活动", "从事家政服务", "设立培训班", "新建大棚"),
    *("承接农村自建房施工", "在街边摆摊", "收购粮食", "养殖生猪", "开展直播带货"),
)
GATES = (
    "{}，应当经镇政府批准。",
    "{}的，须报街道办事处同意。",
    "未经村委会同意，不得{}。",
    "{}前应当向镇政府备案，备案后方可进行。",
    "{}，须先到镇综治办登记，领取登记卡后方可开始。",
    "凡{}者，必须取得镇政府核发的准入证。",
    "拟{}的，填写申请表，经镇政府审查同意后实施。",
    "没有镇政府盖章的申请表，一律不准{}。",
    "{}的，由镇政府组织现场核查，核查通过才可以进行。",
    "镇政府对{}实行准入管理，未进入名单的不得从事。",
    "{}需镇政府出具书面意见，否则责令停止。",
)
SANCTIONS = (
    *("处二百元罚款", "扣押其经营工具", "停止供水供电", "没收其物品"),
    *("吊销其营业执照", "责令停业三天", "强制拆除其棚架", "取消其摊位经营资格"),
)
OFFENCES = (
    "禁止在人行道上摆摊，违者{}。",
    "严禁占道经营，否则{}。",
    "商户未按要求打扫门前卫生的，{}。",
    "凡占道经营者，一律{}。",
    "商户应当在三日内清理门前杂物；逾期未清理的，{}。",
    "商户占道经营，一经发现，{}。",
    "如有占道经营，{}。",
    "商户不得以任何理由拒绝检查，违者{}。",
    "商户不得在店外摆放货架，违反的{}。",
    "商户占道经营的，经镇政府研究，{}。",
    "占道经营者按下列规定处理：{}。",
)
FRAMES = ("经镇党委、镇政府研究决定，{}", "根据工作需要，{}", "（三）{}", "第五条　{}")


def faults(text: str) -> set[str]:
    """The categories in which rules are sure of something."""
    return {
        finding.category
        for finding in REVIEWER.review_text(text, rank="normative").findings
        if finding.severity != "notice" and finding.rule not in WEIGHING
    }


@pytest.mark.parametrize("gate", GATES)
def test_consent_to_any_act_is_a_permit(gate: str) -> None:
    for act in ACTS:
        assert "permit" in faults(DRAFT.format(gate.format(act))), act


@pytest.mark.parametrize("offence", OFFENCES)
def test_sanction_is_told_however_the_offence_is_put(offence: str) -> None:
    for sanction in SANCTIONS:
        found = faults(DRAFT.format(offence.format(sanction)))
        assert found & {"penalty", "coercion"}, sanction


@pytest.mark.parametrize("frame", FRAMES)
def test_what_a_clause_stands_in_hides_no_fault(frame: str) -> None:
    told = [(category, text) for category, text in CLAUSES if "\n" not in text and category in faults(text)]

    assert len(told) > len(CLAUSES) / 2
    assert [text for category, text in told if category not in faults(frame.format(text))] == []
