"""Numbers that should count up by one; where they do not."""

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

Kind = Literal["gap", "double", "disorder"]
TOLERATED = 3
"""More faults than this in one series: the text is an extract, or its numbers were not read aright."""


class Fault(NamedTuple):
    """One number out of line: its place in the series, what is wrong, and the number that was due."""

    place: int
    kind: Kind
    due: int


def faults(ordinals: Sequence[int]) -> list[Fault]:
    """Return the faults of a series, or none where there are too many to be true."""
    found = list(_faults(ordinals))
    return found if len(found) <= TOLERATED else []


def _faults(ordinals: Sequence[int]) -> Iterator[Fault]:
    due = ordinals[0] + 1 if ordinals else 0
    for index, number in enumerate(ordinals[1:], 1):
        if number == due:
            due += 1
            continue
        goes_on = index + 1 < len(ordinals) and ordinals[index + 1] == due + 1
        if number == 1:
            due = 2
            continue
        if number == due - 1:
            yield Fault(index, "double", due)
            due += goes_on
        elif number > due and not goes_on:
            yield Fault(index, "gap", due)
            due = number + 1
        else:
            yield Fault(index, "disorder", due)
            due = due + 1 if goes_on else number + 1
