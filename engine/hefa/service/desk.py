"""Everything that API and pages do to the store, in plain methods; there is no HTTP in it.

The account that acts comes first, and what its role may not do is refused here. Usable by many threads.
"""

from collections.abc import Callable

from hefa.service.database import Database
from hefa.service.files import make_folder
from hefa.service.issuing import Issuing
from hefa.service.settings import Settings
from hefa.service.work import Bench, Outcome, Task


class Desk(Issuing):
    """The desk; see its parts: ``People``, ``Intake``, ``Deciding``, ``Issuing``."""


def open_desk(
    settings: Settings,
    *,
    database: Database | None = None,
    ask: Callable[[Task], Outcome] | None = None,
    ring: Callable[[], None] = lambda: None,
) -> Desk:
    """Return the desk over the store of the settings, made where it is missing.

    ``ask`` has worker processes do what reads drafts; without it this process does it. ``ring`` tells them
    that a draft came.
    """
    make_folder(settings.data)
    return Desk(database or Database(settings.where), settings, ask or Bench(settings).do, ring)
