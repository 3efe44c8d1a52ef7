"""Bulk audit: folders and zip files in, an archive's store out, with worker processes that may die."""

from hefa.audit.renew import renew, to_renew
from hefa.audit.run import Audit, AuditOptions
from hefa.audit.standing import standing, summary
from hefa.audit.tally import Tally

__all__ = ["Audit", "AuditOptions", "Tally", "renew", "standing", "summary", "to_renew"]
