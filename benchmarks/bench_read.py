"""Bytes to text: decoding and the digest."""

import pytest

from hefa.read import read_bytes


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def bench_read(measure, drafts, size, encoding):
    text = drafts[size]

    (source,) = measure(lambda data: read_bytes(data, "draft.txt"), [text.encode(encoding)], [text])

    assert source.text == text


def bench_read_growth(growth, drafts):
    growth(lambda data: read_bytes(data, "draft.txt"), {size: text.encode() for size, text in drafts.items()})
