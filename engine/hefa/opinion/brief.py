"""A finding on one line, as compilers write them: for hooks, logs, editors; nothing where there is none."""

from hefa.model.category import CATEGORIES
from hefa.model.opinion import Finding
from hefa.model.reviewed import Reviewed
from hefa.model.rule import SEVERITY
from hefa.opinion.wording import in_quotes, one_line, place_of, shortened

QUOTED = 30
_LINED = {"txt", "md"}


def render_brief(reviewed: Reviewed) -> str:
    """Return a line for each finding: file and place, severity, rule, what is wrong, the words.

    Line and column, from 1, are given where the draft is text; why one could not be read is said elsewhere.
    """
    return "".join(f"{_line(finding, reviewed)}\n" for finding in reviewed.opinion.findings)


def _line(finding: Finding, reviewed: Reviewed) -> str:
    info, start = reviewed.opinion.document, finding.location.start
    where = one_line(info.name or "-")
    if info.format in _LINED and finding.quote:
        line, column = _position(reviewed.text, start)
        where += f":{line}:{column}"
    words = [word for step in finding.trace for word in step.words]
    quote = shortened(one_line(finding.quote), words, QUOTED)
    category = CATEGORIES.get(finding.category, finding.category)
    head = f"{where}: {place_of(finding.location)} {SEVERITY[finding.severity]} {finding.rule} {category}"
    return f"{head}：{one_line(finding.message)}" + (in_quotes(quote) if quote else "")


def _position(text: str, start: int) -> tuple[int, int]:
    before = text[:start]
    return before.count("\n") + 1, len(before) - before.rfind("\n")
