"""The whole: a draft in, the opinion as JSON out; and what a process pays once."""

import pytest

from hefa import Reviewer
from hefa.opinion import render_json


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
