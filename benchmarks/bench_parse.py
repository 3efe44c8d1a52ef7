"""Text to the clause tree."""

from hefa.parse import parse_document


def bench_parse(measure, drafts, size):
    (document,) = measure(parse_document, [drafts[size]], [drafts[size]])

    assert len({clause.location.article for clause in document.clauses}) > 25 * size


def bench_parse_corpus(measure, corpus):
    documents = measure(parse_document, corpus, corpus)

    assert all(document.root.end == len(text) for document, text in zip(documents, corpus, strict=True))


def bench_parse_growth(growth, drafts):
    growth(parse_document, drafts)
