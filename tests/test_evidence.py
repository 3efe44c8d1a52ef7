"""Words and facts are weighed as the table says, and speak only where the grammar lets a rule speak."""

import base64
import math
from collections.abc import Collection

import pytest

from hefa.extract.evidence import Evidence
from hefa.model.evidence import WordEvidence
from hefa.model.opinion import Finding
from hefa.model.rule import Rule
from hefa.pack import join_packs, load_packs
from hefa.pack.loader import installed_packs
from hefa.review import Reviewer

REVIEWER = Reviewer()
CATEGORIES = ("permit", "fee")
WEIGHTS = {"押": (0, 100), "押金": (-5, 127), "先": (60, 3), "的": (-128, -128)}
SYMBOLS = {"actor.business": (30, 20), "mode.duty": (90, 40), "basis.article": (-100, -128)}
WEIGHING = [rule for rule in join_packs([(root, True) for root in installed_packs()]).rules if rule.weighs]
EXAMPLES = [rule.examples.fires[0].text for rule in WEIGHING if rule.examples]
ALONE = Reviewer(select=[rule.id for rule in WEIGHING], engine="reference")

MORE_IN_DRAFT = 1.0


def table(least: float, scale: float = 0.1) -> WordEvidence:
    grams = tuple(sorted(WEIGHTS))
    rows = [*map(WEIGHTS.__getitem__, grams), *SYMBOLS.values()]
    levels = bytes(weight + 128 for row in rows for weight in row)
    return WordEvidence(
        categories=CATEGORIES,
        grams=grams,
        symbols=tuple(SYMBOLS),
        weights=base64.b64encode(levels).decode(),
        scale=scale,
        intercepts=(-1.0, -2.0),
        least=least,
        least_in_draft=least + MORE_IN_DRAFT,
    )


def log_odds(sentence: str, symbols: Collection[str]) -> dict[str, float]:
    """What the record says, worked out the plain way."""
    present = [weights for gram, weights in WEIGHTS.items() if gram in sentence]
    known = [weights for symbol, weights in SYMBOLS.items() if symbol in symbols]
    return {
        category: intercept
        + 0.1 * sum(weights[k] for weights in present) / math.sqrt(len(sentence))
        + 0.1 * sum(weights[k] for weights in known) / math.sqrt(len(known) or 1)
        for k, (category, intercept) in enumerate(zip(CATEGORIES, (-1.0, -2.0), strict=True))
    }


@pytest.mark.parametrize("sentence", ["先交押金", "的的的的的", "押" * 900, "先的押", "无关"])
@pytest.mark.parametrize("symbols", [(), ("mode.duty", "act.unknown"), tuple(SYMBOLS)])
@pytest.mark.parametrize("least", [-20.0, -1.0, 0.0, 2.0])
def test_lanes_add_up_to_what_the_table_says(sentence: str, symbols: Collection[str], least: float) -> None:
    expected = log_odds(sentence, symbols)
    evidence = Evidence(table(least))

    assert evidence.odds(sentence, symbols) == pytest.approx(expected)
    for in_draft in (False, True):
        assert {told.category for told in evidence.told(sentence, symbols, in_draft=in_draft)} == {
            category for category, odds in expected.items() if odds >= least + in_draft * MORE_IN_DRAFT
        }


def test_heaviest_stretches_are_named_and_joined() -> None:
    told = Evidence(table(0.0)).told("先交押金", (), in_draft=False)
    [fee] = [one for one in told if one.category == "fee"]

    assert fee.stretches == ((2, 4),)


def weighing(text: str) -> list[Finding]:
    """The findings that rest on the weight of words."""
    weighs = {rule.id for rule in REVIEWER.pack.rules if rule.weighs}
    return [finding for finding in REVIEWER.review_text(text).findings if finding.rule in weighs]


@pytest.mark.parametrize("text", EXAMPLES)
def test_finding_stands_in_the_text_and_names_its_words(text: str) -> None:
    for finding in weighing(text):
        assert text[finding.location.start : finding.location.end] == finding.quote
        assert finding.trace[0].words
        assert all(word in text for word in finding.trace[0].words)


def test_weight_of_words_is_silent_beside_a_rule_that_reasons() -> None:
    reasoned = "在本县从事户外拓展培训的，经县文化广电旅游局核准后方可营业。"

    assert REVIEWER.review_text(reasoned).findings
    assert not weighing(reasoned)


def test_whole_drafts_get_notices_only() -> None:
    severities = {
        rule.severity
        for rule in load_packs().rules
        if rule.weighs and not any(condition.slot == "shape" for condition in rule.when)
    }

    assert severities == {"notice"}


def test_doubted_finding_does_not_silence_the_weight_of_words() -> None:
    text = "劝导三次仍在水源地洗衣、钓鱼的村民，扣减其年终集体分红二百元，由村委直接抵扣。"

    severities = {finding.rule: finding.severity for finding in REVIEWER.review_text(text).findings}

    assert severities.pop("penalty-900") == "improper"
    assert set(severities.values()) == {"notice"}


def test_label_is_not_weighed_whatever_its_words_say(monkeypatch: pytest.MonkeyPatch) -> None:
    label = "应在殡仪馆服务部选购。"

    assert not weighing(label)
    monkeypatch.setattr("hefa.extract.extractor._LEAST_WEIGHED", 0)
    assert weighing(label)


@pytest.mark.parametrize("rule", WEIGHING, ids=lambda rule: rule.id)
def test_examples_are_found_with_no_other_rule_chosen(rule: Rule) -> None:
    assert rule.examples is not None
    for example in rule.examples.fires:
        assert rule.id in {finding.rule for finding in ALONE.review_text(example.text).findings}
