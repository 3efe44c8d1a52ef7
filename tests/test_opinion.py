"""Matches to findings to opinions, and what the renderers make of them."""

import json
import re

import pytest
from rich.cells import cell_len

from hefa.errors import OptionError, ReadError
from hefa.model.document import Clause, Document, DocumentFacts, Node, NodeKind, Place
from hefa.model.facts import Provision, Word
from hefa.model.lexicon import Lexicon
from hefa.model.match import Match
from hefa.model.opinion import NotReviewed, Opinion, Provenance
from hefa.model.pack import RulePack
from hefa.model.rule import Condition, LegalBasis, Related, Rule
from hefa.model.source import SourceText
from hefa.opinion import (
    build_opinion,
    check_format,
    check_level,
    reaches,
    render_json,
    render_markdown,
    render_text,
    unreadable_opinion,
)
from hefa.opinion.findings import _telling, findings_of
from hefa.opinion.points import grouped
from hefa.opinion.terms import Terms
from hefa.opinion.wording import citation, conclusion_line, in_parts, in_quotes, marked, one_line, shortened

TEXT = "未经镇政府批准，不得摆摊。\n违者罚款五百元。\n未经镇政府批准，不得摆摊。"
BASIS = LegalBasis(law="中华人民共和国行政许可法", article="17")
PROVENANCE = Provenance(hefa="1", rules="2")


def rule(name: str, **changes: object) -> Rule:
    fields: dict[str, object] = {
        "id": name,
        "name": "名",
        "since": "0.1.0",
        "category": name.rpartition("-")[0],
        "severity": "unlawful",
        "confidence": "high",
        "basis": (BASIS,),
        "when": (Condition(slot="given", symbols=("approve", "consent")),),
        "message": "疑似设定行政许可：{words}",
        "suggestion": "建议删去。",
    }
    return Rule.model_validate(fields | changes)


def provision(number: int, start: int, end: int, *words: Word) -> Provision:
    symbols = frozenset(name for word in words for name in word.full)
    return Provision(
        id=number,
        clause=number,
        unit=number,
        sentence=number,
        start=start,
        end=end,
        symbols=symbols,
        words=words,
    )


def word(start: int, end: int, slot: str, symbol: str) -> Word:
    return Word(start=start, end=end, slot=slot, symbols=(symbol,))


PROVISIONS = (
    provision(0, 0, 12, word(5, 7, "given", "approve"), word(10, 12, "ban", "operate")),
    provision(1, 14, 21, word(16, 18, "act", "fine")),
    provision(2, 23, 35, word(28, 30, "given", "approve")),
)
ARTICLES = ("第一条", "第二条", "第三条")


def document(root: Node | None = None, **facts: object) -> Document:
    clauses = tuple(
        Clause(
            id=entry.id,
            start=entry.start,
            end=entry.end,
            place=Place(article=article, label=article),
        )
        for entry, article in zip(PROVISIONS, ARTICLES, strict=True)
    )
    root = root or Node(kind=NodeKind.DOCUMENT, start=0, end=len(TEXT))
    return Document(root=root, clauses=clauses, facts=DocumentFacts.model_validate(facts))


LEXICON = Lexicon(words={"approve": ("批准",), "fine": ("罚款",)})


def opine(rules: list[Rule], matches: list[tuple[str, int]], **changes: object) -> Opinion:
    related = changes.pop("related", ())
    text = str(changes.pop("text", TEXT))
    form = str(changes.pop("form", "txt"))
    notes = tuple(changes.pop("notes", ()))  # type: ignore[arg-type]
    return build_opinion(
        SourceText(text=text, name="稿.txt", sha256="ab", format=form, notes=notes),
        document(changes.pop("root", None), **changes),  # type: ignore[arg-type]
        PROVISIONS,
        [Match(rule=name, provision=number, related=related) for name, number in matches],  # type: ignore[arg-type]
        pack=RulePack(rules=tuple(rules), lexicon=LEXICON, version="2"),
        provenance=PROVENANCE,
    )


def test_finding_quotes_the_provision_and_names_its_place() -> None:
    [finding] = opine([rule("permit-001")], [("permit-001", 0)]).findings

    assert finding.quote == TEXT[finding.location.start : finding.location.end] == "未经镇政府批准，不得摆摊"
    assert (finding.location.article, finding.location.label) == ("第一条", "第一条")
    assert finding.message == "疑似设定行政许可：“批准”"


def test_trace_gives_conditions_with_their_words_then_what_was_looked_for() -> None:
    exception = Condition(slot="basis", symbols=("article",))
    other = Related(within="document", when=(Condition(slot="act", symbols=("fine",)),))
    absent = Related(within="unit", when=(Condition(slot="mode", symbols=("may",)),))
    changed = rule("permit-001", unless=(exception,), also=(other,), none=(absent,))

    [finding] = opine([changed], [("permit-001", 0)], related=(1,)).findings

    assert [(step.condition, step.words) for step in finding.trace] == [
        ("前提有“批准”“consent”一类的词", ("批准",)),
        ("全文中另有规定：行为有“罚款”一类的词", ("罚款",)),
        ("同一条中另有规定：规范方式是可以", ()),
        ("依据是写到上位法的条文", ()),
    ]


def test_gravest_then_surest_of_one_category_is_kept_on_one_provision() -> None:
    rules = [
        rule("permit-001", severity="improper"),
        rule("permit-002", confidence="low"),
        rule("permit-003"),
        rule("permit-004"),
        rule("fee-001", severity="notice"),
    ]
    matches = [(entry.id, 0) for entry in rules]

    assert [finding.rule for finding in opine(rules, matches).findings] == ["fee-001", "permit-003"]


def test_one_category_on_nested_provisions_is_one_finding() -> None:
    inner, outer = provision(0, 7, 12), provision(1, 0, 12)
    beside = provision(2, 13, 21)
    rules = [rule("permit-001"), rule("permit-002", severity="improper"), rule("fee-001")]
    matches = [("permit-001", 0), ("permit-002", 1), ("fee-001", 1), ("permit-001", 2)]

    found = findings_of(
        TEXT,
        document(),
        (inner, outer, beside),
        [Match(rule=name, provision=number) for name, number in matches],
        RulePack(rules=tuple(rules), lexicon=LEXICON, version="2"),
    )

    assert [(finding.rule, finding.location.start) for finding in found] == [
        ("fee-001", 0),
        ("permit-001", 7),
        ("permit-001", 13),
    ]


def test_findings_come_in_text_order_whatever_the_order_of_matches() -> None:
    rules = [rule("permit-001"), rule("fee-001")]
    matches = [("permit-001", 2), ("permit-001", 0), ("fee-001", 2)]

    found = opine(rules, matches).findings

    assert [(finding.location.start, finding.rule) for finding in found] == [
        (0, "permit-001"),
        (23, "fee-001"),
        (23, "permit-001"),
    ]


def test_findings_of_more_than_content_are_shown_by_part_of_the_opinion_and_stay_in_text_order() -> None:
    rules = [
        rule("technique-001", severity="notice"),
        rule("procedure-001"),
        rule("procedure-002", section="subject"),
        rule("power-001"),
        rule("fee-001"),
    ]
    matches = [
        ("technique-001", 0),
        ("procedure-001", 1),
        ("procedure-002", 2),
        ("power-001", 1),
        ("fee-001", 0),
    ]

    opinion = opine(rules, matches)

    assert [finding.rule for finding in opinion.findings] == [
        "fee-001",
        "technique-001",
        "power-001",
        "procedure-001",
        "procedure-002",
    ]
    headings = ["一、制定主体", "二、制定权限", "三、文件内容", "四、制定程序", "五、文件形式"]
    assert [line for line in render_text(opinion).splitlines() if line[:2] in {h[:2] for h in headings}] == (
        headings
    )
    assert re.findall(r"^### (.*)$", render_markdown(opinion), re.MULTILINE) == headings
    assert render_markdown(opinion).count("#### 第三条") == 1


def test_findings_are_numbered_by_part_of_the_opinion_and_by_text_within_it() -> None:
    rules = [rule("technique-001"), rule("fee-001"), rule("power-001")]
    opinion = opine(rules, [("technique-001", 0), ("fee-001", 1), ("fee-001", 0), ("power-001", 2)])

    numbered = in_parts(opinion.findings)
    assert [(one.rule, one.location.article) for one in numbered] == [
        ("power-001", "第三条"),
        ("fee-001", "第一条"),
        ("fee-001", "第二条"),
        ("technique-001", "第一条"),
    ]
    assert [entry for _, members in grouped(opinion.findings) for entry in members] == list(
        enumerate(numbered, 1)
    )


def test_findings_on_content_alone_have_no_parts() -> None:
    opinion = opine([rule("power-001"), rule("fee-001")], [("power-001", 0), ("fee-001", 1)])

    assert "一、" not in render_text(opinion)
    assert re.findall(r"^### (.*)$", render_markdown(opinion), re.MULTILINE) == ["第一条", "第二条"]


def test_finding_on_no_words_shows_no_quotation() -> None:
    [finding] = opine([rule("procedure-001")], [("procedure-001", 0)]).findings
    silent = finding.model_copy(update={"quote": ""})
    opinion = opine([], []).model_copy(update={"findings": (silent,)})

    assert "原文" not in render_text(opinion)
    assert "\n> " not in render_markdown(opinion)


def test_fingerprint_tells_equal_quotations_apart_and_survives_moves() -> None:
    both = opine([rule("permit-001")], [("permit-001", 0), ("permit-001", 2)]).findings
    first = opine([rule("permit-001")], [("permit-001", 2)]).findings

    assert both[0].fingerprint != both[1].fingerprint
    assert first[0].fingerprint == both[0].fingerprint


@pytest.mark.parametrize(
    ("severities", "conclusion"),
    [
        ((), "lawful"),
        (("notice",), "lawful"),
        (("notice", "improper"), "amend"),
        (("improper", "unlawful"), "unlawful"),
    ],
)
def test_conclusion_follows_the_gravest_finding(severities: tuple[str, ...], conclusion: str) -> None:
    rules = [
        rule(f"{name}-001", severity=name_of)
        for name, name_of in zip(("fee", "tax"), severities, strict=False)
    ]

    opinion = opine(rules, [(entry.id, 0) for entry in rules])

    assert opinion.conclusion == conclusion


def test_a_report_is_outside_review_and_has_no_findings() -> None:
    opinion = opine([rule("permit-001")], [("permit-001", 0)], rank="other", reason="标题是工作报告。")

    assert (opinion.conclusion, opinion.findings) == ("not-reviewable", ())
    assert opinion.reason.startswith("判断为其他文件，不属于合法性审查范围：标题是工作报告；")
    assert "--rank" in opinion.reason


def test_a_rank_that_no_rule_applies_to_is_not_called_lawful() -> None:
    opinion = opine([rule("permit-001")], [], rank="law")

    assert opinion.conclusion == "not-reviewable"
    assert "法律" in opinion.reason


def test_not_reviewed_lists_notes_and_unparsed_stretches_and_sums_up_furniture() -> None:
    kinds = (*((NodeKind.UNPARSED, 0, 13), (NodeKind.FURNITURE, 14, 20), (NodeKind.FURNITURE, 20, 22)),)
    children = tuple(Node(kind=kind, start=start, end=end) for kind, start, end in kinds)
    root = Node(kind=NodeKind.DOCUMENT, start=0, end=len(TEXT), children=children)

    listed = opine([rule("permit-001")], [], root=root, notes=("有 2 处乱码",)).not_reviewed

    assert [(entry.reason, entry.start, entry.end) for entry in listed] == [
        ("有 2 处乱码", None, None),
        ("没有归入标题、正文或者条款的文字，没有审查：“未经镇政府批准，不得摆摊。”", 0, 13),
        ("网页导航等与正文无关的内容 2 处，共 8 字", None, None),
    ]


@pytest.mark.parametrize(("form", "named"), [("ofd", "页眉、页码"), ("html", "网页导航")])
def test_what_was_left_out_is_named_after_the_format(form: str, named: str) -> None:
    root = Node(
        kind=NodeKind.DOCUMENT, start=0, end=9, children=(Node(kind=NodeKind.FURNITURE, start=0, end=9),)
    )

    [listed] = opine([rule("permit-001")], [], root=root, form=form).not_reviewed

    assert listed.reason.startswith(named)


def test_levels_count_what_is_as_grave_or_graver() -> None:
    opinion = opine([rule("fee-001", severity="improper")], [("fee-001", 0)])

    levels = ("unlawful", "improper", "notice", "never")
    assert [reaches(opinion, check_level(level)) for level in levels] == [False, True, True, False]
    with pytest.raises(OptionError, match="没有级别 grave"):
        check_level("grave")


def test_unknown_format_is_refused_with_those_there_are() -> None:
    with pytest.raises(
        OptionError, match="没有格式 pdf。可用：text、brief、json、md、html、sarif、docx、xlsx"
    ):
        check_format("pdf")


def test_json_has_the_keys_of_the_contract() -> None:
    data = json.loads(render_json(opine([rule("permit-001")], [("permit-001", 0)])))

    assert data.keys() == {
        "schema_version", "document", "conclusion", "reason", "findings", "decided", "not_reviewed",
        "provenance",
    }  # fmt: skip
    assert data["document"].keys() >= {
        "title", "number", "issuer", "rank", "kind", "date", "sha256", "format",
    }  # fmt: skip
    assert data["findings"][0].keys() == {
        "rule", "category", "severity", "confidence", "location", "quote", "message", "basis",
        "suggestion", "trace", "fingerprint", "replacement", "section",
    }  # fmt: skip
    assert data["findings"][0]["location"].keys() == {
        "article", "paragraph", "item", "subitem", "heading", "label", "start", "end", "page",
    }  # fmt: skip
    assert data["findings"][0]["basis"][0].keys() == {"law", "article", "paragraph", "item", "version"}
    assert data["provenance"].keys() >= {"hefa", "rules", "statutes", "reviewed_at"}


def test_json_lines_are_single_lines_of_the_same_data() -> None:
    opinion = opine([rule("permit-001")], [("permit-001", 0)])

    line = render_json(opinion, lines=True)

    assert line.count("\n") == 1
    assert json.loads(line) == json.loads(render_json(opinion))
    assert "批准" in line


@pytest.mark.parametrize("width", [40, 57, 100])
def test_text_keeps_to_the_width_and_never_begins_a_line_with_a_closing_mark(width: int) -> None:
    long_rule = rule("permit-001", message="疑似，以“批准”为前提。" * 20)

    lines = render_text(opine([long_rule], [("permit-001", 0)]), width=width).split("\n")

    assert max(map(cell_len, lines)) <= width
    assert not any(re.match(r"\s*[，。、；：）》”]", line) for line in lines)


def test_text_breaks_no_option_and_no_date() -> None:
    said = rule("permit-001", message="请用 --rank 指定层级，自 2026-01-02 起。" * 6)
    for width in range(60, 80):
        words = render_text(opine([said], [("permit-001", 0)]), width=width).split()
        assert sum("--rank" in word for word in words) == sum("2026-01-02" in word for word in words) == 6


def test_text_has_colour_only_where_asked_and_ends_with_the_conclusion() -> None:
    opinion = opine([rule("permit-001")], [("permit-001", 0)])

    plain, coloured = render_text(opinion), render_text(opinion, color=True)

    assert "\x1b" not in plain
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == plain
    assert "\x1b" in coloured
    assert plain.rstrip().split("\n")[-1].startswith("结论：建议不予通过（疑似违法 1 处")
    assert "由审核人员决定" in plain


def test_no_control_character_of_a_draft_reaches_the_terminal() -> None:
    hostile = "未经\x1b]0;\x07批准，不得摆摊。" + TEXT[13:]
    opinion = opine([rule("permit-001")], [("permit-001", 0)], text=hostile)

    assert not re.search(r"[\x00-\x09\x0b-\x1f]", render_text(opinion))
    assert "\N{REPLACEMENT CHARACTER}" in one_line("a\u202eb")


def test_markdown_escapes_the_draft_and_marks_the_words() -> None:
    opinion = opine(
        [rule("permit-001", message="疑似<b>*设定*</b>_许可_")],
        [("permit-001", 0)],
        title="关于[x](javascript:1)的|办法#",
    )

    text = render_markdown(opinion)

    assert "关于\\[x\\](javascript:1)的\\|办法\\#" in text
    assert "疑似\\<b\\>\\*设定\\*\\</b\\>\\_许可\\_" in text
    assert "> 未经镇政府**批准**，不得摆摊" in text
    assert text.index("结论") < text.index("第一条") < text.index("## 说明")


@pytest.mark.parametrize("title", ["1. 总则", "- 列", "+ 列", "2) 列"])
def test_markdown_line_of_the_draft_does_not_open_a_list(title: str) -> None:
    opinion = opine([rule("permit-001", message=title)], [("permit-001", 0)], text=title + TEXT)

    assert not re.search(r"^- 问题：(\d+[.)]|[-+]) ", render_markdown(opinion), re.MULTILINE)
    assert not re.search(r"^> (\d+[.)]|[-+]) ", render_markdown(opinion), re.MULTILINE)


def test_unreadable_draft_is_not_reviewable_and_says_why() -> None:
    opinion = unreadable_opinion("坏.txt", ReadError("坏.txt", "没有内容", "请检查"), PROVENANCE)

    assert opinion.unreadable
    assert opinion.conclusion == "not-reviewable"
    assert "没有内容" in render_text(opinion)
    assert not opine([rule("fee-001")], []).unreadable


@pytest.mark.parametrize(
    ("basis", "printed"),
    [
        (LegalBasis(law="行政处罚法", article="第十六条"), "《行政处罚法》第十六条"),
        (
            LegalBasis(law="某法", article="105", paragraph="2", item="3"),
            "《某法》第一百零五条第二款第（三）项",
        ),
        (LegalBasis(law="某法", article="十", item="（四）"), "《某法》第十条第（四）项"),
        (LegalBasis(law="某法", article="120之1"), "《某法》第一百二十条之一"),
        (LegalBasis(law="某法", article="1010"), "《某法》第一千零一十条"),
        (LegalBasis.model_validate({"law": "某法", "version": "2021-01-22"}), "《某法》（2021-01-22 版本）"),
    ],
)
def test_citation_is_printed_as_officers_write_it(basis: LegalBasis, printed: str) -> None:
    assert citation(basis) == printed


def test_long_quotation_is_cut_around_its_words() -> None:
    line = "甲" * 200 + "批准" + "乙" * 200

    cut = shortened(line, ["批准"], 40)

    assert len(cut) == 42
    assert cut.startswith("…甲")
    assert cut.endswith("乙…")
    assert "批准" in cut
    assert marked("罚款罚款和罚", ["罚款", "罚"]) == [(0, 4), (5, 6)]


def test_what_is_not_sure_enough_is_counted_not_listed() -> None:
    rules = [rule("permit-001", confidence="low"), rule("fee-001", confidence="high")]
    pack = RulePack(rules=tuple(rules), lexicon=LEXICON, version="2")

    opinion = build_opinion(
        SourceText(text=TEXT, name="稿.txt", sha256="ab"),
        document(),
        PROVISIONS,
        [Match(rule="permit-001", provision=0), Match(rule="fee-001", provision=1)],
        pack=pack,
        provenance=PROVENANCE,
        least="medium",
    )

    assert [finding.rule for finding in opinion.findings] == ["fee-001"]
    assert "另有 1 处把握低于“中”" in opinion.reason


def test_severities_of_which_there_are_none_are_not_counted() -> None:
    lawful = opine([rule("permit-001", severity="notice")], [])
    notice = opine([rule("permit-001", severity="notice")], [("permit-001", 0)])
    unlawful = opine([rule("permit-001")], [("permit-001", 0)])

    assert [conclusion_line(one) for one in (lawful, notice, unlawful)] == [
        "未发现疑似违法或者不当（没有发现不等于合法）",
        "未发现疑似违法或者不当（提示 1 处；没有发现不等于合法）",
        "建议不予通过（疑似违法 1 处；修改后再审）",
    ]


def test_a_finding_names_its_category() -> None:
    opinion = opine([rule("permit-001")], [("permit-001", 0)])

    assert "[疑似违法] permit-001 行政许可（把握：高）" in render_text(opinion)
    assert "**疑似违法** 行政许可（permit-001，把握：高）" in render_markdown(opinion)


def test_a_long_opinion_says_first_where_the_grave_findings_are() -> None:
    rules = [
        rule("permit-001"),
        rule("fee-001", severity="improper"),
        *(rule(f"{code}-001", severity="notice") for code in ("tax", "levy", "quota")),
    ]
    everywhere = [(one.id, number) for one in rules for number in (0, 2)]
    short, long = opine(rules, everywhere[:4]), opine(rules, everywhere)

    assert "疑似违法：" not in render_text(short)
    head = render_text(long, width=200).split("\n\n")[0]
    assert "疑似违法：第一条（行政许可）；第三条（行政许可）" in head
    assert "疑似不当：第一条（收费、保证金、摊派、基金）；第三条" in head
    assert "提示：" not in head
    assert "- 疑似违法：第一条（行政许可）；第三条（行政许可）" in render_markdown(long)


def test_what_was_said_before_of_another_quotation_is_referred_to() -> None:
    repeated = rule("permit-001", message="疑似设定行政许可。")
    lines = render_text(opine([repeated], [("permit-001", 0), ("permit-001", 2)])).splitlines()

    assert sum("建议：删去" in line for line in lines) == 1
    assert lines.count("    问题、依据、建议：同上（第一条）") == 1
    others = opine([repeated, rule("permit-002")], [("permit-001", 0), ("permit-002", 2)])
    assert "同上" not in render_text(others)


def test_equal_reasons_of_what_was_not_reviewed_are_one_line() -> None:
    opinion = opine([rule("permit-001")], []).model_copy(
        update={"not_reviewed": tuple(NotReviewed(reason=said) for said in ("甲", "乙", "甲"))}
    )

    for text in (render_text(opinion), render_markdown(opinion)):
        assert [line.strip(" ·-") for line in text.splitlines() if line.strip(" ·-")[:1] in {"甲", "乙"}] == [
            "甲（2 处）",
            "乙",
        ]


@pytest.mark.parametrize(
    ("quote", "shown"),
    [("不得摆摊", "“不得摆摊”"), ("“不得摆摊”", "“不得摆摊”"), ("“甲”与“乙”", "““甲”与“乙””")],
)
def test_a_quotation_has_one_pair_of_marks(quote: str, shown: str) -> None:
    assert in_quotes(quote) == shown


def test_a_class_is_shown_by_the_words_that_its_other_words_hold() -> None:
    lexicon = Lexicon(words={"approve": ("加章", "签字同意", "同意", "同意书", "批准")})

    shown = Terms(lexicon).condition(Condition(slot="act", symbols=("approve",)))

    assert shown == "行为有“同意”“加章”“签字同意”一类的词"


def test_a_class_of_phrases_is_told_by_whole_words_no_two_alike() -> None:
    lexicon = Lexicon(
        words={"report": ("报", "上报", "逐级上报审批机关"), "approve": ("批准", "审批"), "must": ("须",)},
        phrases={
            "ask": ("must .. report .. approve", "report .. approve", "approve report", "report approve 后"),
            "long": ("must .. report .. ask 后 .. 方可 .. 开工", "ask"),
        },
    )

    shown = [Terms(lexicon).condition(Condition(slot="act", symbols=(name,))) for name in ("ask", "long")]

    assert shown == [
        "行为有“须……上报……批准”“上报……批准”“上报……批准……后”一类的词",
        "行为有“须……上报……批准”“须……上报……须……上报……批准……后……方可……开工”一类的词",
    ]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("的，", "日内", "税。"), ("日内",)),
        (("土地使用税", "土地使用税。"), ("土地使用税",)),
        (("罚", "，"), ("罚",)),
        (("后，方可",), ("后，方可",)),
    ],
)
def test_a_message_names_telling_words_without_the_marks_around_them(
    words: tuple[str, ...], told: tuple[str, ...]
) -> None:
    assert _telling(words) == told


def test_explanation_tells_what_held_and_what_was_looked_for() -> None:
    changed = rule("permit-001", unless=(Condition(slot="basis", symbols=("article",)),))
    opinion = opine([changed], [("permit-001", 0)])

    for text in (render_text(opinion, explain=True), render_markdown(opinion, explain=True)):
        assert "前提有“批准”“consent”一类的词：“批准”" in text
        assert "查过、不成立的例外" in text
    assert "理由：" not in render_text(opinion)
