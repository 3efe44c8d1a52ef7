"""An opinion to each output."""

import pytest

from hefa import Reviewer
from hefa.opinion import render
from hefa.opinion.formats import FORMATS


@pytest.fixture(scope="module")
def opinions(drafts):
    reviewer = Reviewer()
    return {size: reviewer.review_text(text) for size, text in drafts.items()}


@pytest.mark.parametrize("name", FORMATS)
def bench_render(measure, drafts, opinions, size, name):
    def write(opinion):
        return "".join(render([opinion], name, several=False))

    (output,) = measure(write, [opinions[size]], [drafts[size]])

    assert "青禾县农产品流通管理办法" in output
