"""What the provisions of a sentence say: slots, modes, basis, force, inheritance."""

import pytest

from hefa.extract import Extractor
from hefa.extract.sentences import split_sentences
from hefa.model.document import Clause, Document, DocumentFacts, Node, NodeKind, Place
from hefa.model.facts import Provision
from hefa.model.lexicon import Lexicon
from hefa.pack import load_packs

PACK = load_packs()
OWN_CLASSES = {
    "proof": ("证明",),
    "operate": ("营业", "销售", "施工"),
    "file": ("备案",),
    "withdraw": ("取消", "取消其"),
    "collect": ("收取",),
    "purchase": ("购买",),
}
LEXICON = PACK.lexicon.model_copy(update={"words": {**PACK.lexicon.words, **OWN_CLASSES}})
EXTRACTOR = Extractor(LEXICON)


def document(
    *texts: str, leads: dict[int, int] | None = None, rank: str = "normative"
) -> tuple[str, Document]:
    clauses, start = [], 0
    for number, text in enumerate(texts):
        end = start + len(text)
        lead = (leads or {}).get(number)
        clauses.append(Clause(id=number, start=start, end=end, place=Place(), lead=lead))
        start = end
    root = Node(kind=NodeKind.DOCUMENT, start=0, end=start)
    return "".join(texts), Document(root=root, clauses=tuple(clauses), facts=DocumentFacts(rank=rank))


def provisions(*texts: str, leads: dict[int, int] | None = None) -> tuple[Provision, ...]:
    text, doc = document(*texts, leads=leads)
    return EXTRACTOR.provisions(text, doc)


def quotes(text: str) -> list[str]:
    return [text[p.start : p.end] for p in provisions(text)]


CASES = [
    # (sentence, which provision, symbols it has, symbols it lacks)
    ("镇政府可以扣押经营者的工具。", 0, {"mode.may", "act.seize", "actor.township"}, {"mode.ban"}),
    ("镇政府不得扣押经营者的工具。", 0, {"mode.ban", "ban.seize"}, {"act.seize"}),
    ("无需提交证明。", 0, {"ban.proof", "mode.waive"}, {"act.proof"}),
    ("清理违规设立的保证金。", 0, {"undo.deposit", "mode.undo"}, {"act.deposit", "any.deposit"}),
    ("停止收取押金的做法。", 0, set(), {"act.deposit"}),
    ("未取得许可证的，不得营业。", 0, {"given.lack", "given.cert", "ban.operate"}, {"act.operate"}),
    ("经县农业局批准后方可销售。", 0, {"mode.gate", "given.approve", "act.operate"}, {"actor.agency"}),
    ("开工前应当向镇政府备案，方可施工。", 1, {"mode.gate", "given.file", "act.operate"}, set()),
    ("逾期未缴的，取消其补贴。", 0, {"mode.deny", "act.withdraw", "act.benefit"}, {"mode.undo"}),
    ("取消“开业前登记”等审批事项。", 0, {"mode.undo", "undo.license"}, {"act.license"}),
    ("各科室工作人员应当每日签到。", 0, {"force.internal"}, {"force.operative"}),
    ("本办法所称保证金，是指施工单位缴存的资金。", -1, {"force.definition"}, {"force.operative"}),
    ("鼓励企业购买责任保险。", 0, {"force.encouragement", "mode.encourage"}, {"force.operative"}),
    ("居民自愿缴纳绿化费。", 0, {"force.voluntary"}, {"force.operative"}),
    ("承租人按照合同约定缴纳押金。", 0, {"force.contract", "basis.contract"}, {"force.operative"}),
    ("全年共办理行政许可三千余件。", 0, {"force.report"}, {"force.operative"}),
    ("今年全镇罚款任务达到二十万元。", 0, {"force.operative"}, {"force.report"}),
    ("依照《中华人民共和国消防法》第六十条处罚。", 0, {"basis.article"}, {"basis.none"}),
    ("违法行为由公安机关依照《中华人民共和国消防法》处理。", 0, {"basis.applied"}, {"basis.named"}),
    ("根据《中华人民共和国消防法》，商户应当缴纳押金。", -1, {"basis.named"}, {"basis.article"}),
    ("违反《中华人民共和国消防法》的，处五百元罚款。", 0, {"basis.violated"}, {"basis.applied"}),
    ("按照国家有关规定缴纳费用。", 0, {"basis.generic"}, {"basis.none"}),
    ("违反本办法第五条规定的，处五百元罚款。", 0, {"basis.self", "measure.money"}, set()),
    ("对外地企业，由商务局加收管理费。", -1, {"actor.agency", "given.nonlocal"}, {"actor.business"}),
    ("物业公司向业主收取费用。", 0, {"act.collect"}, {"actor.person"}),
    ("商户应当购买“扣押”牌灯具。", 0, {"act.purchase"}, {"act.seize"}),
    ("不得以检测、认证等方式，变相收取押金。", 1, {"ban.deposit"}, {"act.deposit"}),
]


@pytest.mark.parametrize(("text", "which", "present", "absent"), CASES, ids=[case[0] for case in CASES])
def test_symbols(text: str, which: int, present: set[str], absent: set[str]) -> None:
    symbols = provisions(text)[which].symbols

    assert present <= symbols, present - symbols
    assert not absent & symbols


def test_spans_quote_the_condition_with_the_norm() -> None:
    assert quotes("未取得许可证的，不得营业；拒不改正的，处五百元罚款。") == [
        "未取得许可证的，不得营业",
        "拒不改正的，处五百元罚款",
    ]


def test_a_gate_alone_quotes_what_it_depends_on() -> None:
    assert quotes("开工前应当向镇政府备案，方可施工。")[-1] == "开工前应当向镇政府备案，方可施工"


def test_items_inherit_prohibition_and_subject_from_the_lead_in() -> None:
    item = provisions("各部门不得有下列行为：", "（一）收取押金；", leads={1: 0})[-1]

    assert {"ban.deposit", "actor.agency", "mode.ban", "shape.item"} <= item.symbols
    assert "act.deposit" not in item.symbols


def test_items_inherit_the_basis_of_the_lead_in() -> None:
    item = provisions(
        "依照《中华人民共和国消防法》第六十条，有下列情形的，处罚款：", "（一）占用通道的；", leads={1: 0}
    )[-1]

    assert "basis.article" in item.symbols


def test_what_follows_a_semicolon_keeps_the_subject_but_not_the_conditions() -> None:
    second = provisions("商户未备案的，不得营业；应当缴纳押金。")[1]

    assert "actor.business" in second.symbols
    assert "given.lack" not in second.symbols


@pytest.mark.parametrize(
    ("second", "kept"), [("逾期不清除的，强制拆除。", True), ("设障者缴纳押金一千元。", False)]
)
def test_what_follows_on_disobedience_has_the_basis_of_the_command(second: str, kept: bool) -> None:
    command = "依照《中华人民共和国防洪法》第四十二条，责令设障者限期清除；"

    assert ("basis.article" in provisions(command + second)[-1].symbols) is kept


@pytest.mark.parametrize(
    ("text", "slot"),
    [
        ("商户不得以任何理由拒绝检查，违者处五百元罚款。", "act"),
        ("摊主不得在人行道上经营，违反的处五百元罚款。", "act"),
        ("不得将店招设在二楼以上，违者处五百元罚款。", "act"),
        ("不得以罚款方式，向商户处五百元罚款。", "ban"),
        ("不得因一户出现问题，责令各户交五百元罚款。", "ban"),
    ],
)
def test_ban_goes_on_behind_the_comma_only_where_it_names_but_its_means(text: str, slot: str) -> None:
    symbols = provisions(text)[-1].symbols

    assert f"{slot}.fine" in symbols
    assert f"{'act' if slot == 'ban' else 'ban'}.fine" not in symbols


def test_by_whom_it_was_decided_is_left_out_unless_something_hangs_on_it() -> None:
    [decided] = provisions("经镇党委、镇政府研究决定，每户收取二百元。")
    [hanging] = provisions("经镇政府研究决定后方可收取二百元。")

    assert not {"actor.township", "given.township"} & decided.symbols
    assert "given.township" in hanging.symbols


def test_not_to_be_done_is_a_ban() -> None:
    symbols = provisions("学校不要收取押金。")[0].symbols

    assert {"mode.ban", "ban.deposit"} <= symbols
    assert "act.deposit" not in symbols


def test_words_lie_where_they_are_quoted_from() -> None:
    text, doc = document("未取得许可证的，由镇政府扣押其工具，处三百元罚款。")
    for provision in EXTRACTOR.provisions(text, doc):
        for word in provision.words:
            if word.slot != "measure":
                found = text[word.start : word.end]
                assert any(found in LEXICON.words[symbol] for symbol in word.symbols)


def test_a_clause_no_rule_can_fire_on_is_left_out_and_others_stay() -> None:
    text, doc = document("经镇政府批准后方可营业。", "今天天气很好。")
    rules = [rule for rule in PACK.rules if rule.id == "permit-001"]

    gated = Extractor(LEXICON, rules).provisions(text, doc)

    assert [p.clause for p in gated] == [0]
    assert {"mode.gate", "act.operate"} & gated[0].symbols <= EXTRACTOR.provisions(text, doc)[0].symbols
    assert gated[0].words == EXTRACTOR.provisions(text, doc)[0].words


def test_sentences_do_not_end_inside_quotation_marks_and_titles() -> None:
    text = "执行《关于甲。乙的通知》。标语为“整洁；有序。”的，予以保留；丙"

    assert [text[a:b] for a, b, _ in split_sentences(text, 0, len(text))] == [
        "执行《关于甲。乙的通知》。",
        "标语为“整洁；有序。”的，予以保留；",
        "丙",
    ]
    assert [fresh for _, _, fresh in split_sentences(text, 0, len(text))] == [True, True, False]


def test_a_word_cut_off_by_a_measure_gives_way_to_the_word_behind_it() -> None:
    lexicon = LEXICON.model_copy(update={"words": {**LEXICON.words, "span": ("年内不得",)}})
    text, doc = document("失信企业三年内不得申报扶持资金。")

    symbols = Extractor(lexicon).provisions(text, doc)[0].symbols

    assert "mode.deny" in symbols
    assert "act.span" not in symbols


def test_a_compound_is_an_actor_of_the_kind_of_its_head() -> None:
    lexicon = LEXICON.model_copy(update={"words": {"agency": ("局",), "salt": ("盐务局",), "by": ("由",)}})
    text, doc = document("由盐务局。")

    assert {"actor.agency", "act.salt"} <= Extractor(lexicon).provisions(text, doc)[0].symbols


TASKS = [
    ("推进不动产查封、解封“掌上”办理。", {"force.task"}),
    ("县住建局优化扣押物品的返还流程。", {"force.task"}),
    ("在老旧小区改造时，推动经营者清退。", {"force.task"}),
    ("推进放管服改革，未经批准的，一律不得营业。", {"force.operative"}),
    ("支持企业上市，对上市企业给予一百万元奖励。", {"force.operative"}),
    ("经营者优化流程前应当报批。", {"force.operative"}),
    ("建设项目的监测应当报批。", {"force.operative"}),
    ("建设监测项目，优化流程。", {"force.task"}),
]


@pytest.mark.parametrize(("text", "force"), TASKS, ids=[case[0] for case in TASKS])
def test_a_task_of_government_work_is_no_norm_and_ends_where_one_begins(text: str, force: set[str]) -> None:
    assert force <= provisions(text)[-1].symbols


def test_what_someone_has_suffered_is_given_and_not_commanded() -> None:
    symbols = provisions("对被法院查封的财产，管理人应当造册。")[-1].symbols

    assert "given.seize" in symbols
    assert "act.seize" not in symbols


def test_a_heading_glued_to_its_sentence_is_no_norm() -> None:
    first, *_ = provisions("保证金收取。经营者可以用保函代替保证金。")

    assert "force.heading" in first.symbols


def test_a_short_condition_with_what_follows_is_no_heading() -> None:
    first, *_ = provisions("在护栏上晾晒衣物的，每件罚款十元。再犯的，加倍处罚。")

    assert "force.operative" in first.symbols


def test_words_broken_over_lines_are_read() -> None:
    text = "经营者应当取得经营许\n可证。"
    found = provisions(text)[0]

    assert "act.license" in found.symbols
    assert any(text[word.start : word.end] == "经营许\n可证" for word in found.words)


def test_a_bare_negation_denies_and_a_lexical_one_does_not() -> None:
    assert "mode.deny" in provisions("登记窗口遇有此类申请，也不录入系统，营业执照另行办理。")[1].symbols
    assert all("mode.deny" not in p.symbols for p in provisions("不断优化营业执照办理。"))


def test_an_official_who_seizes_acts_on_others() -> None:
    assert "force.operative" in provisions("执法人员可以先行扣押经营工具。")[0].symbols


def lexicon(words: dict[str, tuple[str, ...]], phrases: dict[str, tuple[str, ...]]) -> Lexicon:
    return Lexicon(words=words, phrases=phrases, literals=("为准",))


WORDS = {"via": ("经",), "office": ("镇政府",), "approve": ("同意",), "ban": ("不得",), "open": ("开业",)}
PHRASES = [
    ("经镇政府同意，开业。", "via office approve", True),
    ("经商户同意，镇政府开业。", "via office approve", False),
    ("经镇政府，同意开业。", "via office approve", False),
    ("经镇政府，同意开业。", "via office .. approve", True),
    ("经镇政府领导班子集体讨论研究同意。", "via office approve", False),
    ("经镇政府同意。", "via|open office approve", True),
    ("镇政府开业三年。", "office open years", True),
    ("开业以镇政府同意为准。", "office approve 为准", True),
    ("开业以商户同意为准。", "office approve 为准", False),
]


@pytest.mark.parametrize(("text", "phrase", "found"), PHRASES)
def test_a_phrase_asks_for_order_and_nearness(text: str, phrase: str, found: bool) -> None:
    extractor = Extractor(lexicon(WORDS, {"consent": (phrase,)}))

    symbols = {s for p in extractor.provisions(*document(text)) for s in p.symbols}

    assert any(symbol.endswith(".consent") for symbol in symbols) is found


def test_a_phrase_has_the_polarity_of_its_last_word() -> None:
    extractor = Extractor(lexicon(WORDS, {"consent": ("office open",)}))

    [found] = extractor.provisions(*document("镇政府不得开业。"))

    assert "ban.consent" in found.symbols
    assert "act.consent" not in found.symbols


def test_a_condition_is_told() -> None:
    assert "shape.condition" in provisions("未取得许可证的，不得营业。")[0].symbols
    assert "shape.condition" not in provisions("经营者不得扣押工具。")[0].symbols
