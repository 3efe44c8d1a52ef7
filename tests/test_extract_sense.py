"""That facts say what the sentence says: what is asked, done, reported, quoted, and who does it."""

import pytest

from hefa.extract import Extractor
from hefa.extract.radicals import plain
from hefa.model.facts import Provision
from hefa.pack import load_packs
from hefa.parse import parse_document

OWN = {
    "proof": ("证明",),
    "operate": ("营业", "开业"),
    "rectify": ("整改", "清退"),
    "collect": ("收取",),
    "shame": ("红黑榜", "失信家庭"),
    "toll": ("停车费",),
    "fee-word": ("费",),
}
PACK = load_packs()
EXTRACTOR = Extractor(PACK.lexicon.model_copy(update={"words": {**PACK.lexicon.words, **OWN}}))


def provisions(text: str) -> tuple[Provision, ...]:
    return EXTRACTOR.provisions(text, parse_document(text, "normative"))


CASES = [
    # (sentence, which provision, symbols it has, symbols it lacks)
    ("经整改合格后方可开业。", 0, {"given.rectify", "mode.gate"}, {"undo.rectify", "mode.undo"}),
    ("未清退的商户不得营业。", 0, {"given.rectify", "actor.business", "mode.ban"}, {"mode.undo"}),
    ("清退未取得证明的商户。", 0, {"undo.rectify", "mode.undo"}, {"act.rectify"}),
    ("各中队全年立案不得少于八百件。", 0, {"force.operative"}, {"force.report"}),
    ("全年罚没任务三百万元。", 0, {"force.operative"}, {"force.report"}),
    ("全年罚没收入完成任务的120%，同比增长5%。", -1, {"force.report"}, {"force.operative"}),
    ("全年立案超过三百件。", 0, {"force.report"}, {"force.operative"}),
    ("没收工具并责令停业。", 0, {"act.confiscate", "act.suspend-business"}, {"given.confiscate"}),
    ("收取费用的，应当退还。", 0, {"given.collect"}, {"act.collect"}),
    ("商户应当取得由街道核发的准入证。", 0, {"actor.business"}, {"actor.township"}),
    ("由镇政府指定的检测机构收取费用。", 0, {"actor.business"}, {"actor.township"}),
    ("押金应由镇政府收取。", 0, {"actor.township"}, {"actor.none"}),
    ("推行“收取”模式。", 0, set(), {"act.collect"}),
    ("建立“红黑榜制度”。", 0, {"act.shame"}, set()),
    ("违反的住户列为“失信家庭”。", 0, {"act.shame"}, set()),
    ("清理“失信家庭”一类的叫法。", 0, set(), {"act.shame"}),
    ("协议应当写明“收取押金，不得营业”。", 0, {"act.collect", "act.deposit"}, {"mode.ban", "act.operate"}),
    ("学校索要证明。", 0, {"mode.state"}, {"mode.duty"}),
    ("继续收取的追究校长责任。", 0, {"given.collect"}, {"act.collect"}),
    ("经营者申请开业应当备案。", 0, {"actor.business", "given.operate"}, {"given.agency-consent"}),
    ("土地使用税由企业缴纳。", 0, {"given.tax"}, set()),
    ("按照每立方米三元的标准缴纳押金。", 0, {"basis.none"}, {"basis.generic"}),
    ("按照省定标准缴纳押金。", 0, {"basis.generic"}, {"basis.none"}),
    ("在《道路运输条例》第八条规定的材料之外，应当提交证明。", -1, {"basis.none"}, {"basis.article"}),
    ("商户按指导价收取押金。", 0, {"mode.state"}, {"mode.encourage"}),
    ("服务费率一律不得超过百分之八。", 0, {"mode.limit"}, {"mode.ban"}),
    ("协议载明“自愿收取押金”。", 0, {"force.operative", "act.deposit"}, {"force.voluntary"}),
    ("财政部门收取押金。", 0, {"actor.agency"}, {"actor.business"}),
    ("商户应当备案，并缴纳押金。", 1, {"mode.duty", "act.deposit"}, set()),
    ("商户应当按照省定标准，向镇政府缴纳押金。", 1, {"mode.duty", "act.deposit"}, set()),
    ("商户应当备案，县商务局公布名单。", 1, {"mode.state"}, {"mode.duty"}),
    ("镇政府核对是否含有收取押金、停发补贴等内容。", 0, {"given.deposit"}, {"act.deposit", "mode.deny"}),
    ("上半年立案三百件；责令停业两家。", -1, {"force.report"}, {"force.operative"}),
    ("全年查处占道四百件，罚款三万元，责令停业三户。", -1, {"force.report"}, {"force.operative"}),
    ("上半年立案三百件；各中队应当每月罚款二万元。", -1, {"force.operative"}, {"force.report"}),
    ("重点检查有无收取押金的情形。", 0, {"given.deposit"}, {"act.deposit"}),
    ("主管部门未备案的，本单位不得收取押金。", 0, {"actor.agency"}, {"actor.business"}),
    ("清理清单之外设立的押金。", 0, {"undo.deposit"}, {"act.deposit"}),
    ("商户缴纳停车费。", 0, {"act.toll", "act.fee-word"}, set()),
]


@pytest.mark.parametrize(("text", "which", "present", "absent"), CASES, ids=[case[0] for case in CASES])
def test_symbols(text: str, which: int, present: set[str], absent: set[str]) -> None:
    symbols = provisions(text)[which].symbols

    assert present <= symbols, present - symbols
    assert not absent & symbols


LISTS = [
    # (lead-in, item, symbols of the item, symbols it lacks)
    (
        "经营者申请开业应当符合下列条件：",
        "取得街道核发的准入证。",
        {"actor.business", "given.operate", "act.cert", "mode.duty"},
        {"act.operate"},
    ),
    (
        "具备下列条件的，方可开业：",
        "缴纳押金。",
        {"mode.gate", "given.deposit", "act.operate"},
        {"act.deposit"},
    ),
    (
        "商户符合以下条件方可开业：",
        "取得证明。",
        {"mode.gate", "given.proof", "given.business"},
        {"act.proof"},
    ),
    ("有下列情形之一的，不予登记：", "未取得证明的。", {"mode.deny", "given.proof"}, {"act.proof"}),
    (
        "有下列情形之一的，由镇政府处罚款：",
        "商户收取押金的。",
        {"actor.township"},
        {"act.deposit", "act.fine"},
    ),
    ("经营者不得有下列行为：", "收取押金。", {"mode.ban", "ban.deposit"}, {"act.deposit"}),
]


@pytest.mark.parametrize(("lead", "item", "present", "absent"), LISTS, ids=[case[0] for case in LISTS])
def test_an_item_says_what_one_sentence_would_say(
    lead: str, item: str, present: set[str], absent: set[str]
) -> None:
    symbols = provisions(f"{lead}\n（一）{item}\n")[-1].symbols

    assert present <= symbols, present - symbols
    assert not absent & symbols


def test_radicals_are_read_as_the_characters_they_stand_for() -> None:
    assert plain("村委会出具证明⽂件、⾝份证明，⻋辆") == "村委会出具证明文件、身份证明，车辆"
    assert plain("⺀") == "⺀"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("拒不配合的，取消被选举权。", "mode.deny"),
        ("拒不配合的，取消其本年度分红权利。", "mode.deny"),
        ("取消设立分支机构的行政许可。", "mode.undo"),
        ("取消重复的审批权限。", "mode.undo"),
    ],
)
def test_what_is_cancelled_decides_whether_it_is_withdrawn_or_abolished(text: str, kind: str) -> None:
    assert kind in {symbol for provision in provisions(text) for symbol in provision.symbols}
