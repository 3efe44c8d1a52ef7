"""How the parts of a draft fit together, and how the draft fits lists and existing documents beside it.

What needs lists (``hefa.relate.items``) or existing documents (``hefa.relate.fit``) is imported where there
are any.
"""

from collections.abc import Iterator

from hefa.model.observation import Observation
from hefa.relate.conditions import observe_conditions
from hefa.relate.contradictions import observe_contradictions
from hefa.relate.draft import Draft, Reading
from hefa.relate.sanctions import observe_sanctions


def observe_relations(draft: Draft) -> Iterator[Observation]:
    """Yield how the parts of a draft fit together; nothing of a bare clause."""
    if draft.document.facts.fragment:
        return
    reading = Reading(draft)
    for observer in (observe_sanctions, observe_conditions, observe_contradictions):
        yield from observer(reading)


__all__ = ["observe_relations"]
