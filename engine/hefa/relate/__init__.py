"""How the parts of a draft fit together, and how the draft fits lists and existing documents beside it."""

from hefa.relate.conditions import observe_conditions
from hefa.relate.contradictions import observe_contradictions
from hefa.relate.existing import Archive, ExistingDocument, existing_document
from hefa.relate.fit import observe_fit
from hefa.relate.items import observe_items
from hefa.relate.lists import list_of
from hefa.relate.sanctions import observe_sanctions

__all__ = [
    "Archive",
    "ExistingDocument",
    "existing_document",
    "list_of",
    "observe_conditions",
    "observe_contradictions",
    "observe_fit",
    "observe_items",
    "observe_sanctions",
]
