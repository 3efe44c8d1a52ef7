"""What inference says: which rule holds on which provision."""

from hefa.model.base import Record


class Match(Record):
    """``rule`` holds on the provision with id ``provision``.

    ``related`` names, for each entry of the rule's ``also`` in order, the provision
    with the smallest id that satisfies it. ``doubted``: the words of its clause, weighed, speak against it.
    """

    rule: str
    provision: int
    related: tuple[int, ...] = ()
    doubted: bool = False
