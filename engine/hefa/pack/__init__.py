"""Rules as data: rule and lexicon files in, one checked RulePack out."""

from hefa.model.lexicon import Lexicon
from hefa.model.pack import RulePack
from hefa.pack.loader import join_packs, load_packs
from hefa.pack.schema import rule_schema

__all__ = ["Lexicon", "RulePack", "join_packs", "load_packs", "rule_schema"]
