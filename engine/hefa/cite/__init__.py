"""Citations of a draft: found, resolved against tables and library, their faults observed."""

from hefa.cite.conditions import observe_conditions
from hefa.cite.observe import Resolved, observe_citations, resolve, unchecked
from hefa.cite.obsolete import Obsolete
from hefa.cite.standing import Laws, Norms, day_of
from hefa.cite.support import Support, observe_support

__all__ = [
    "Laws",
    "Norms",
    "Obsolete",
    "Resolved",
    "Support",
    "day_of",
    "observe_citations",
    "observe_conditions",
    "observe_support",
    "resolve",
    "unchecked",
]
