"""A clean-up list for a terminal: by proposal, each document with its reasons."""

from collections.abc import Iterator
from itertools import groupby

from rich.text import Text

from hefa.cleanup.records import PROPOSALS, CleanupList, Proposal
from hefa.cleanup.wording import HEADING, named, notes, summary, told
from hefa.opinion.text import WIDTH, print_lines
from hefa.opinion.wording import one_line

STYLES: dict[Proposal, str] = {
    "invalid": "bold red",
    "repeal": "bold red",
    "amend": "bold yellow",
    "retain": "bold green",
}


def render_text(listed: CleanupList, *, color: bool = False, width: int = WIDTH) -> str:
    """Return the list as lines at most ``width`` cells wide."""
    return print_lines(_lines(listed), color=color, width=width)


def _lines(listed: CleanupList) -> Iterator[tuple[Text, int]]:
    yield Text(HEADING, "bold"), 0
    yield Text(summary(listed)), 0
    number = 0
    for proposal, group in groupby(listed.entries, key=lambda entry: entry.proposal):
        yield Text(""), 0
        yield Text(f"{PROPOSALS[proposal]} {listed.counts[proposal]} 件", STYLES[proposal]), 0
        for entry in group:
            number += 1
            yield Text(f"{number:>4}  {named(entry)}"), 6
            for reason in entry.reasons:
                yield Text(f"      {told(reason)}"), 8
    if listed.apart:
        yield Text(""), 0
        yield Text(f"没有列入 {len(listed.apart)} 件", "bold"), 0
        for one in listed.apart:
            yield Text(f"      {one_line(one.title or '') or one.name}：{one_line(one.why)}"), 8
    yield Text(""), 0
    for note in notes(listed):
        yield Text(note), 0
