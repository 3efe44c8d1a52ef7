"""Figures of a run as it goes on."""

from dataclasses import dataclass


@dataclass(slots=True)
class Tally:
    """Counts of paths, but ``reviewed`` (contents) and ``findings`` (of the contents reviewed).

    ``linked``: the content was known already, or stands at another path as well. ``unchanged``: nothing to
    do; ``failed`` counts those that could not be reviewed, in this run or, unchanged, in an earlier one.
    """

    found: int = 0
    unchanged: int = 0
    reviewed: int = 0
    linked: int = 0
    failed: int = 0
    left_out: int = 0
    findings: int = 0
    gone: int = 0

    @property
    def done(self) -> int:
        """The paths that are settled."""
        return self.unchanged + self.reviewed + self.linked + self.failed + self.left_out
