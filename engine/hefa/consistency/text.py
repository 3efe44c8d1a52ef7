"""An archive's consistency for a terminal: by matter, its documents, then the clauses in pairs."""

from collections.abc import Iterator

from rich.text import Text

from hefa.consistency.records import CONTRADICTIONS, Conflict, Consistency
from hefa.consistency.wording import (
    HEADING,
    facts,
    kind_of,
    named,
    notes,
    place_of,
    summary,
    titled,
    way_of,
)
from hefa.opinion.text import WIDTH, print_lines
from hefa.opinion.wording import one_line, shortened

EXCERPT = 120


def render_text(found: Consistency, *, color: bool = False, width: int = WIDTH) -> str:
    """Return all of it as lines at most ``width`` cells wide."""
    return print_lines(_lines(found), color=color, width=width)


def _lines(found: Consistency) -> Iterator[tuple[Text, int]]:
    yield Text(HEADING, "bold"), 0
    yield Text(summary(found)), 0
    for number, matter in enumerate(found.matters, 1):
        yield Text(""), 0
        yield Text(f"{number}. {titled(matter)}", "bold"), 3
        for member in matter.members:
            yield Text(f"   文件{member.number}　{named(member)}"), 10
            yield Text(f"          {facts(member)}；{one_line(member.name)}", "dim"), 10
        for conflict in matter.conflicts:
            yield from _conflict(conflict)
    yield Text(""), 0
    for note in notes(found):
        yield Text(note), 0


def _conflict(conflict: Conflict) -> Iterator[tuple[Text, int]]:
    style = "bold red" if conflict.kind in CONTRADICTIONS else "bold yellow"
    yield Text.assemble("   - ", (f"疑似{kind_of(conflict)}", style)), 5
    for place in (conflict.later, conflict.earlier):
        text = shortened(one_line(place.text), [place.says] if place.says else [], EXCERPT)
        yield Text(f"     {place_of(place)}" + (f"　“{text}”" if text else "")), 7
    yield Text(f"     建议让步：{way_of(conflict)}。{conflict.proposal}"), 7
