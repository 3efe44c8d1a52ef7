"""Rules and lexicon as loaded, with the version that names exactly this content."""

from collections.abc import Mapping

from hefa.model.base import Record
from hefa.model.evidence import WordEvidence
from hefa.model.lexicon import Lexicon
from hefa.model.rule import Rule


class RulePack(Record):
    """All packs in use, joined: rules by id, one lexicon, one version.

    ``changes`` say which rules a pack altered or switched off, and why. ``evidence`` is what words weigh by
    themselves, where a pack has it. ``tables`` are lists of facts by name: what the law renamed, replaced or
    repealed, each row with its fields.
    """

    rules: tuple[Rule, ...]
    lexicon: Lexicon
    version: str
    changes: tuple[str, ...] = ()
    evidence: WordEvidence | None = None
    tables: Mapping[str, tuple[Mapping[str, str], ...]] = {}
