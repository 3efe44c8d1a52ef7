"""A reviewed draft with all that an archive keeps of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from hefa.model.citation import CitedDocument
from hefa.model.document import Document
from hefa.model.opinion import Opinion


@dataclass(frozen=True, slots=True)
class CitationState:
    """A citation and what the cited text is on the day that counts for the draft.

    ``state``: in-force, repealed, replaced, not-yet, earlier, unknown; ``day`` is that of repeal or of
    effect, ``successor`` the title in its place; empty where there is none.
    """

    cited: CitedDocument
    state: str
    day: str = ""
    successor: str = ""


@dataclass(frozen=True, slots=True)
class Examined:
    """The opinion on a draft with the text, the clause tree and the citations it was drawn from.

    ``asked`` has what the statute library was asked about: keys, each with a digest of all that it has there.
    """

    opinion: Opinion
    text: str
    document: Document
    citations: tuple[CitationState, ...] = ()
    asked: Mapping[str, str] = field(default_factory=dict)
