"""Citations of a draft: found, resolved against tables and library, their faults observed."""

from hefa.cite.conditions import observe_conditions
from hefa.cite.observe import Resolved, observe_citations, resolve, unchecked
from hefa.cite.standing import Laws, Norms
from hefa.cite.support import Shortfall, Support, observe_support

__all__ = [
    "Laws",
    "Norms",
    "Resolved",
    "Shortfall",
    "Support",
    "observe_citations",
    "observe_conditions",
    "observe_support",
    "resolve",
    "unchecked",
]
