"""What a line of furniture or a note may begin with is told before its expression is asked: all of it is."""

import re
import sys
from re import _parser as parser

import pytest

from hefa.parse import furniture

DIGIT = parser.CATEGORY_DIGIT


def openers(pattern) -> tuple[set[object], bool]:
    """Characters that what a parsed expression matches begins with, and whether it may match nothing."""
    found: set[object] = set()
    for kind, given in pattern:
        name, empty = str(kind), False
        if name == "LITERAL":
            found.add(chr(given))
        elif name == "IN":
            for part, value in given:
                if str(part) == "RANGE":
                    found |= set(map(chr, range(value[0], value[1] + 1)))
                else:
                    found.add(chr(value) if str(part) == "LITERAL" else value)
        elif name == "BRANCH":
            each = [openers(branch) for branch in given[1]]
            found, empty = found.union(*(chars for chars, _ in each)), any(none for _, none in each)
        elif name == "SUBPATTERN":
            chars, empty = openers(given[3])
            found |= chars
        elif name in {"MAX_REPEAT", "MIN_REPEAT"}:
            chars, empty = openers(given[2])
            found, empty = found | chars, empty or given[0] == 0
        else:
            assert name in {"AT", "ASSERT", "ASSERT_NOT"}, name
            empty = True
        if not empty:
            return found, False
    return found, True


@pytest.mark.parametrize("name", ["FURNITURE", "NOTE", "INNOTE"])
def test_every_opener_is_listed(name: str) -> None:
    written = vars(furniture).get(f"_{name}") or vars(furniture)[name]
    found, nothing = openers(parser.parse(written.pattern))
    listed = {char for char in vars(furniture)[f"_OPENS_{name}"] if not char.isdecimal()}
    assert not nothing
    assert {char for char in found - {DIGIT} if not char.isdecimal()} == listed


def test_digits_open_furniture() -> None:
    assert furniture.is_furniture("3 / 12")
    assert not furniture.is_furniture("三 / 12")
    assert all(re.match(r"\d", chr(one)) for one in range(sys.maxunicode + 1) if chr(one).isdecimal())
