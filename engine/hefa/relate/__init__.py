"""How the parts of a draft fit together, and how the draft fits lists and existing documents beside it.

What needs lists (``hefa.relate.items``) or existing documents (``hefa.relate.fit``) is imported where there
are any.
"""

from hefa.relate.conditions import observe_conditions
from hefa.relate.contradictions import observe_contradictions
from hefa.relate.sanctions import observe_sanctions

__all__ = ["observe_conditions", "observe_contradictions", "observe_sanctions"]
