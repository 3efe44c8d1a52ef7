"""Rules that check rules, with a toy extractor in place of the real one."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from hefa.errors import OptionError, RuleFileError
from hefa.model.facts import Provision
from hefa.model.lexicon import Lexicon
from hefa.model.pack import RulePack
from hefa.model.rule import Condition, Example, Examples, LegalBasis, Related, Rule
from hefa.pack import join_packs
from hefa.rulecheck import Hit, check_rules, example_review, new_rule

SYMBOLS = {
    "不得": "mode.ban",
    "应当": "mode.duty",
    "收费": "act.fee",
    "罚款": "act.fine",
    "依据": "basis.article",
}


def extract(example: Example) -> list[Provision]:
    """Read each sentence as one provision that says the words it contains."""
    provisions, start = [], 0
    for number, sentence in enumerate(example.text.split("。")[:-1]):
        said = frozenset(symbol for word, symbol in SYMBOLS.items() if word in sentence)
        provisions.append(
            Provision(
                start=start,
                end=start + len(sentence),
                id=number,
                clause=0,
                unit=0,
                sentence=number,
                symbols=said | {f"rank.{example.rank}"},
            )
        )
        start += len(sentence) + 1
    return provisions


def has(slot: str, *symbols: str) -> Condition:
    return Condition(slot=slot, symbols=symbols)


RULE = Rule(
    id="fee-001",
    name="违法收费",
    since="0.1.0",
    category="fee",
    severity="unlawful",
    confidence="high",
    basis=(LegalBasis(law="法"),),
    when=(has("act", "fee"), has("mode", "duty")),
    also=(Related(within="unit", when=(has("act", "fine"),)),),
    none=(Related(within="document", when=(has("basis", "article"),)),),
    unless=(has("basis", "article"),),
    message="疑似违法收费",
    suggestion="删去",
    examples=Examples(
        fires=(Example(text="应当收费。罚款。", quote="应当收费"),),
        silent=(
            Example(text="应当登记。罚款。", because="不收费"),
            Example(text="收费公示。罚款。", because="没有设定义务"),
            Example(text="应当收费。", because="没有罚则"),
            Example(text="应当收费。罚款。依据法律。", because="有依据"),
            Example(text="依据法律应当收费。罚款。", because="有依据"),
        ),
        known_misses=(Example(text="缴纳费用。罚款。"),),
    ),
)


def problems(rule: Rule) -> list[tuple[str, str]]:
    pack = RulePack(rules=(rule,), lexicon=Lexicon(words={}), version="0")
    return [(problem.place, problem.problem) for problem in check_rules(pack, example_review(extract))]


def with_examples(**examples: tuple[Example, ...]) -> Rule:
    assert RULE.examples is not None
    return RULE.model_copy(update={"examples": RULE.examples.model_copy(update=examples)})


def without_silent(because: str, text: str = "") -> Rule:
    assert RULE.examples is not None
    kept = tuple(e for e in RULE.examples.silent if e.because != because and e.text != text)
    return with_examples(silent=kept)


def test_a_rule_whose_examples_hold_and_show_each_condition_has_no_problem() -> None:
    assert problems(RULE) == []


@pytest.mark.parametrize(
    ("because", "text", "place"),
    [
        ("不收费", "", "when[0]"),
        ("没有设定义务", "", "when[1]"),
        ("没有罚则", "", "also[0]"),
        ("", "应当收费。罚款。依据法律。", "none[0]"),
        ("", "依据法律应当收费。罚款。", "unless[0]"),
    ],
)
def test_a_condition_that_no_example_needs(because: str, text: str, place: str) -> None:
    [(found, problem)] = problems(without_silent(because, text))

    assert found == place
    assert "没有例子需要这个条件" in problem


def test_an_example_that_should_fire_and_does_not() -> None:
    [(place, problem)] = problems(with_examples(fires=(Example(text="应当登记。罚款。"),)))

    assert (place, problem) == ("examples.fires[0]", "应当触发而没有触发：“应当登记。罚款。”")


def test_an_example_that_quotes_other_words() -> None:
    [(place, problem)] = problems(with_examples(fires=(Example(text="应当收费。罚款。", quote="收费"),)))

    assert (place, problem) == ("examples.fires[0]", "引文应为“收费”，实际为“应当收费”")


def test_an_example_that_should_be_silent_and_fires() -> None:
    assert RULE.examples is not None
    bad = Example(text="乡镇应当收费。罚款。", because="错的")

    assert problems(with_examples(silent=(*RULE.examples.silent, bad))) == [
        ("examples.silent[5]", "不应触发而触发了：“乡镇应当收费。罚款。”")
    ]


def test_a_known_miss_that_is_found_now() -> None:
    [(place, problem)] = problems(with_examples(known_misses=(Example(text="应当收费。罚款。"),)))

    assert place == "examples.known_misses[0]"
    assert "移到 fires" in problem


def test_the_rank_of_an_example_counts() -> None:
    [(place, _)] = problems(with_examples(fires=(Example(text="应当收费。罚款。", rank="law"),)))

    assert place == "examples.fires[0]"


def test_findings_of_other_rules_do_not_count() -> None:
    def review(rules: Sequence[Rule], example: Example) -> list[Hit]:
        return [Hit(rule="fee-002", quote=example.text)]

    pack = RulePack(rules=(RULE,), lexicon=Lexicon(words={}), version="0")
    places = [problem.place for problem in check_rules(pack, review)]

    assert places == ["examples.fires[0]", "when[0]", "when[1]", "also[0]", "none[0]", "unless[0]"]


def test_each_example_is_extracted_once() -> None:
    seen: list[str] = []

    def counting(example: Example) -> list[Provision]:
        seen.append(example.text)
        return extract(example)

    check_rules(RulePack(rules=(RULE,), lexicon=Lexicon(words={}), version="0"), example_review(counting))

    assert len(seen) == len(set(seen)) == 7


def test_rules_read_without_examples_cannot_be_checked_and_removed_ones_need_not_be() -> None:
    assert problems(RULE.model_copy(update={"examples": None})) == [("examples", "没有读入例子，无法检查")]
    assert problems(RULE.model_copy(update={"examples": None, "status": "removed"})) == []


def test_a_new_rule_is_refused_until_it_is_filled_in(tmp_path: Path) -> None:
    (tmp_path / "lexicon").mkdir()
    (tmp_path / "fee").mkdir()
    (tmp_path / "lexicon" / "slots.yml").write_text("mode: [ban]\nban: [fee]\nrank: [normative]\n")
    path = tmp_path / "fee" / "fee-001.yml"
    text = new_rule("fee", "fee-001")

    for _ in range(text.count("待填")):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(RuleFileError, match="还没有填写"):
            join_packs([(tmp_path, True)])
        text = text.replace("待填", "已填", 1)
    path.write_text(text.replace("[已填]", "[fee]"), encoding="utf-8")

    assert [rule.id for rule in join_packs([(tmp_path, True)]).rules] == ["fee-001"]


def test_a_new_rule_of_no_known_category_is_refused() -> None:
    with pytest.raises(OptionError, match="没有这个类别"):
        new_rule("licence", "licence-001")
