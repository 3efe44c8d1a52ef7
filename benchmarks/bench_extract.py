"""Clauses to provisions: with the words of the built-in pack, and with its rules as a filter."""

import pytest

from hefa.extract import Extractor
from hefa.parse import parse_document


def worker(pack, filtered):
    extractor = Extractor(pack.lexicon, pack.rules if filtered else ())
    return lambda pair: extractor.provisions(*pair)


@pytest.mark.parametrize("filtered", [False, True], ids=["all", "filtered"])
def bench_extract(measure, pack, drafts, size, filtered):
    text = drafts[size]

    (provisions,) = measure(worker(pack, filtered), [(text, parse_document(text))], [text])

    assert filtered or len(provisions) > 25 * size


def bench_extract_corpus(measure, pack, corpus):
    pairs = [(text, parse_document(text)) for text in corpus]

    found = measure(worker(pack, filtered=True), pairs, corpus)

    assert len(found) == len(corpus)


def bench_extract_growth(growth, pack, drafts):
    pairs = {size: (text, parse_document(text)) for size, text in drafts.items()}

    growth(worker(pack, filtered=True), pairs)
