"""A folder watched: a draft dropped in gets its opinion, and its copy with comments, beside it."""

from hefa.watch.bell import Bell, Stopped
from hefa.watch.folder import Folder
from hefa.watch.ledger import Ledger, open_ledger
from hefa.watch.run import Hook, Watch, WatchOptions
from hefa.watch.work import Wanted

__all__ = ["Bell", "Folder", "Hook", "Ledger", "Stopped", "Wanted", "Watch", "WatchOptions", "open_ledger"]
