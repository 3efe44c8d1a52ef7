"""Citations of a draft: found, resolved against tables and library, their faults observed."""

from hefa.cite.observe import Resolved, observe_citations, resolve, unchecked
from hefa.cite.standing import Laws, Norms

__all__ = ["Laws", "Norms", "Resolved", "observe_citations", "resolve", "unchecked"]
