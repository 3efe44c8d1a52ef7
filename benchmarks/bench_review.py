"""The whole: a draft in, the opinion as JSON out; and what a process pays once."""

import time

import pytest
import yaml

from hefa import Reviewer
from hefa.opinion import render_json

GENERATED = 1_000


@pytest.fixture(scope="module")
def review():
    reviewer = Reviewer()
    return lambda text: render_json(reviewer.review_text(text))


def bench_review(measure, review, drafts, size):
    (opinion,) = measure(review, [drafts[size]], [drafts[size]])

    assert "青禾县农产品流通管理办法" in opinion


def bench_review_corpus(measure, review, corpus):
    opinions = measure(review, corpus, corpus)

    assert len(opinions) == len(corpus)


def bench_review_growth(growth, review, drafts):
    growth(review, drafts)


def bench_build_reviewer(benchmark):
    assert benchmark(Reviewer).pack.rules


@pytest.fixture(scope="module")
def rule_counts(tmp_path_factory, pack):
    """Return reviewers with 50, 100, all, and all plus 1,000 rules made of theirs under other ids."""
    folder = tmp_path_factory.mktemp("rules")
    for number in range(GENERATED):
        rule = pack.rules[number % len(pack.rules)]
        fields = rule.model_dump(mode="json", exclude={"examples", "when", "unless", "also", "none"})
        fields |= {"id": f"{rule.category}-{999 - number // len(pack.rules) * 60 - int(rule.id[-3:]):03}"}
        fields |= {key: _plain(getattr(rule, key)) for key in ("when", "unless")}
        related = {key: getattr(rule, key) for key in ("also", "none")}
        fields |= {
            key: [{"within": entry.within, "when": _plain(entry.when)} for entry in entries]
            for key, entries in related.items()
        }
        fields |= {"examples": {"fires": [{"text": "例"}], "silent": [{"text": "例", "because": "例"}]}}
        path = folder / rule.category / f"{fields['id']}.yml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(yaml.safe_dump(fields, allow_unicode=True, sort_keys=False), encoding="utf-8")
    ids = [rule.id for rule in pack.rules]
    step = len(ids) // 100
    return {
        "50": Reviewer(select=ids[: 100 * step : 2 * step]),
        "100": Reviewer(select=ids[: 100 * step : step]),
        "all": Reviewer(),
        f"all + {GENERATED}": Reviewer(rules=folder),
    }


def _plain(conditions):
    return [{condition.slot: list(condition.symbols)} for condition in conditions]


def bench_review_rules(benchmark, rule_counts, drafts):
    """How the time of one draft grows with the number of rules, as ratios to 50 rules."""
    best = {}
    for name, reviewer in rule_counts.items():
        reviewer.review_text(drafts[10])
        times = []
        for _ in range(3):
            start = time.perf_counter()
            reviewer.review_text(drafts[10])
            times.append(time.perf_counter() - start)
        best[name] = min(times)
    for name, reviewer in rule_counts.items():
        rules = len(reviewer.pack.rules)
        benchmark.extra_info[f"ratio {name} ({rules} rules)"] = round(best[name] / best["50"], 2)
    benchmark.pedantic(rule_counts["all"].review_text, [drafts[10]], rounds=1)
