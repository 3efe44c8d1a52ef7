"""The clean-up of an archive (清理): what should become of each document, as of a day.

store ─► Holdings ─► reasons ─► CleanupList ─► text xlsx json
"""

from hefa.cleanup.formats import check_format, render_json
from hefa.cleanup.propose import clean_up, is_known, law_key
from hefa.cleanup.records import CleanupList

__all__ = ["CleanupList", "check_format", "clean_up", "is_known", "law_key", "render_json"]
