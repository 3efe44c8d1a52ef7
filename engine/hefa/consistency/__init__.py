"""The consistency of an archive: documents on one matter that contradict or repeat each other.

store ─► texts ─► pairs on one matter ─► Consistency ─► text json xlsx html
"""

from hefa.consistency.records import Consistency
from hefa.consistency.run import find_conflicts

__all__ = ["Consistency", "find_conflicts"]
