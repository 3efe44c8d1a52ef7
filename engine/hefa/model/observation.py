"""What was observed of a document beside its provisions: citations, form, procedure, fit with other texts."""

from collections.abc import Mapping
from types import MappingProxyType

from pydantic import Field, SkipValidation

from hefa.model.base import Span
from hefa.model.document import Location
from hefa.model.facts import Word
from hefa.model.rule import LegalBasis


class Observation(Span):
    """One fact, as symbols that rules ask for like those of a provision (``cite.repealed``).

    ``start``/``end`` span the words a finding quotes; both are 0 where it is about no words of the draft.
    ``clause`` is the id of the clause it stands in, where it stands in one; ``location`` says where it is
    otherwise. ``values`` fill ``{name}`` in the rule's message and suggestion; ``basis`` is added to that
    of the rule.
    ``replacement`` is what should stand in place of the quoted words, where that is mechanical.
    ``contrast`` are texts to be read beside them, each with its name: the article that the draft cites.
    """

    symbols: SkipValidation[frozenset[str]]
    words: SkipValidation[tuple[Word, ...]] = ()
    clause: int | None = None
    location: SkipValidation[Location | None] = None
    values: SkipValidation[Mapping[str, str]] = Field(default_factory=dict)
    basis: tuple[LegalBasis, ...] = ()
    replacement: str | None = None
    contrast: tuple[tuple[str, str], ...] = ()


Observed = Mapping[int, Observation]
NOTHING: Observed = MappingProxyType({})
"""Observations by the id of the fact that stands for them beside the provisions."""
