"""What is said of an archive's consistency: matters, their documents, the clauses that do not fit."""

import datetime
from typing import Literal

from hefa.model.base import Record
from hefa.model.held import Status

Kind = Literal["agency", "deadline", "amount", "condition", "superseded", "duplicate", "same-document"]
KINDS: dict[Kind, str] = {
    "agency": "负责机关不同",
    "deadline": "期限不同",
    "amount": "数额不同",
    "condition": "条件、材料不同",
    "superseded": "被代替而没有写明废止",
    "duplicate": "条款重复",
    "same-document": "同一文件重复收存",
}
"""What may be wrong with two documents on one matter; the first ones contradict each other."""
CONTRADICTIONS: tuple[Kind, ...] = ("agency", "deadline", "amount", "condition")
Side = Literal["later", "earlier"]


class Member(Record):
    """A document of a matter; ``number`` counts from 1 within it. ``status`` as ``hefa search`` has it."""

    number: int
    name: str
    title: str
    document_number: str | None = None
    issuer: str | None = None
    rank: str
    date: str | None = None
    expires: str | None = None
    status: Status


class Place(Record):
    """One of the two clauses: the document by its number in the matter, the place, the words, what they say.

    Without ``text`` the document as a whole is meant.
    """

    document: int
    label: str = ""
    text: str = ""
    says: str = ""


class Conflict(Record):
    """Two documents that do not fit: ``later`` is the one with the later date (of equals, that came second).

    ``gives_way`` is the side that should give way, where a rule says so; ``proposal`` says what and why.
    ``count`` is the number of clauses that are the same, of a duplicate.
    """

    kind: Kind
    later: Place
    earlier: Place
    gives_way: Side | None = None
    proposal: str
    count: int = 1


class Matter(Record):
    """A matter: the documents that are joined by what does not fit between them."""

    name: str
    members: tuple[Member, ...]
    conflicts: tuple[Conflict, ...]


class CutBlock(Record):
    """A block that was too large: only the ``compared`` newest of its documents were compared."""

    key: str
    documents: int
    compared: int


class Coverage(Record):
    """How much was compared.

    ``measured`` pairs of documents shared a key and had their likeness measured; ``same_matter`` were on one
    matter; ``compared`` were read clause by clause, ``beyond`` were not, because the later document had
    enough nearer ones. ``left_out`` differences of a pair were beyond the most that is shown. ``blocks`` had
    two documents or more; ``cut`` lists some of the ``cut_blocks``.
    """

    documents: int = 0
    not_in_force: int = 0
    unnamed: int = 0
    blocks: int = 0
    measured: int = 0
    same_matter: int = 0
    compared: int = 0
    beyond: int = 0
    left_out: int = 0
    cut_blocks: int = 0
    cut: tuple[CutBlock, ...] = ()


class Consistency(Record):
    """The whole of it as of a day; ``audit`` names the versions of the audit behind the store."""

    as_of: datetime.date
    audit: str
    counts: dict[Kind, int]
    matters: tuple[Matter, ...]
    coverage: Coverage
