"""The page of the file on which a finding stands, where the file has pages."""

from bisect import bisect_right
from collections.abc import Sequence

from hefa.model.opinion import Finding
from hefa.model.source import Origin


def with_pages(findings: Sequence[Finding], origins: Sequence[Origin]) -> tuple[Finding, ...]:
    """Return ``findings`` with the page on which each begins; ``origins`` are in text order."""
    paged = [origin for origin in origins if origin.page is not None]
    if not paged:
        return tuple(findings)
    starts = [origin.start for origin in paged]
    return tuple(
        finding.model_copy(
            update={
                "location": finding.location.model_copy(
                    update={"page": paged[max(bisect_right(starts, finding.location.start) - 1, 0)].page}
                )
            }
        )
        for finding in findings
    )
