"""Words that an officer chose in a draft, found again in its text."""

import re

from hefa.service.errors import Invalid

LONGEST = 2_000
"""Characters of a quotation."""


def found_in(text: str, quote: str, near: int | None) -> tuple[int, int]:
    """Return where ``quote`` stands, in code points; of several places the one nearest to ``near``.

    White space counts as little as it does to who reads: a browser may give it otherwise than the draft.
    """
    words = quote.split()
    if not words or len(quote) > LONGEST:
        raise Invalid("原文", f"没有写，或者超过 {LONGEST} 字", "在草案中选中有问题的字句")
    letters = (re.escape(letter) for letter in "".join(words))
    found = [one.span() for one in re.finditer(r"\s*".join(letters), text)]
    if not found:
        raise Invalid("原文", "草案中没有这些字句", "在草案中选中，或者原样粘贴")
    if near is None and len(found) > 1:
        raise Invalid(
            "原文", f"草案中有 {len(found)} 处这样的字句", "在草案中选中要指出的一处，或者多写几个字"
        )
    return min(found, key=lambda span: abs(span[0] - (near or 0)))
