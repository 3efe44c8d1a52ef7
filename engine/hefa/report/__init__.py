"""What an audit found, told of the whole archive: figures, charts, a ledger, and the figures of a year.

store ─► Holdings ─► counts, one document at a time ─► Figures ─► html xlsx json
"""

from hefa.report.formats import check_format
from hefa.report.tally import count

__all__ = ["check_format", "count"]
