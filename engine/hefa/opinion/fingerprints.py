"""What stays the same of a finding while the draft around it is edited.

A finding is known by its rule and its words alone. Only where several findings of one draft share both, the
words of the clause around tell them apart: one of them (always the same, whatever their order) keeps the
plain fingerprint, so that a twin inserted or struck elsewhere disturbs at most one other.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from hefa.model.words import same_words


class Mark(NamedTuple):
    """What a finding is known by: rule, quotation, values of an observation; and the text ``around`` it."""

    rule: str
    quote: str
    values: tuple[str, ...] = ()
    around: str = ""


def fingerprints(marks: Sequence[Mark]) -> list[str]:
    """Return the fingerprint of each: 16 hexadecimal digits, no two alike in one draft."""
    groups: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for index, mark in enumerate(marks):
        groups[mark.rule, same_words(mark.quote), *map(same_words, mark.values)].append(index)
    prints = [""] * len(marks)
    for key, members in groups.items():
        prints[members[0]] = _digest(key)
        if len(members) > 1:
            contexts = [same_words(marks[index].around) for index in members]
            order = sorted(range(len(members)), key=lambda at: (_digest((contexts[at],)), at))
            seen: Counter[str] = Counter()
            for rank, at in enumerate(order):
                nth = str(seen[contexts[at]])
                prints[members[at]] = _digest((*key, contexts[at], nth)) if rank else _digest(key)
                seen[contexts[at]] += 1
    return prints


def _digest(parts: Sequence[str]) -> str:
    return hashlib.sha256("\0".join(parts).encode(errors="surrogatepass")).hexdigest()[:16]
