"""Rules and lexicon as loaded, with the version that names exactly this content."""

from hefa.model.base import Record
from hefa.model.lexicon import Lexicon
from hefa.model.rule import Rule


class RulePack(Record):
    """All packs in use, joined: rules by id, one lexicon, one version.

    ``changes`` say which rules a pack altered or switched off, and why.
    """

    rules: tuple[Rule, ...]
    lexicon: Lexicon
    version: str
    changes: tuple[str, ...] = ()
