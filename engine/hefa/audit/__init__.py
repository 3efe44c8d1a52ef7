"""Bulk audit: folders and zip files in, an archive's store out, with worker processes that may die."""

from hefa.audit.run import Audit, AuditOptions
from hefa.audit.standing import standing, summary
from hefa.audit.tally import Tally

__all__ = ["Audit", "AuditOptions", "Tally", "standing", "summary"]
