"""Two versions of a draft compared: which clauses changed, which findings went, came or stayed.

    two files ─► texts, clauses, findings ─► clauses paired ─► findings paired ─► Comparison ─► text html json

Each version is reviewed by itself, with the same rules.
"""

from hefa.compare.build import compare, new_findings
from hefa.compare.formats import check_format, render

__all__ = ["check_format", "compare", "new_findings", "render"]
