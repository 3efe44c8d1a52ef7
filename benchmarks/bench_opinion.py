"""An opinion to each output."""

import pytest

from hefa import Reviewer
from hefa.model.reviewed import Reviewed
from hefa.opinion import render
from hefa.opinion.formats import TEXTS
from hefa.read import read_text


@pytest.fixture(scope="module")
def opinions(drafts):
    reviewer = Reviewer()
    return {size: Reviewed(reviewer.review_text(text), read_text(text)) for size, text in drafts.items()}


@pytest.mark.parametrize("name", TEXTS)
def bench_render(measure, drafts, opinions, size, name):
    def write(reviewed):
        return "".join(render([reviewed], name, several=False))

    (output,) = measure(write, [opinions[size]], [drafts[size]])

    assert "违反前款规定的，由县农业农村局处五百元以上二千元以下罚款" in output
