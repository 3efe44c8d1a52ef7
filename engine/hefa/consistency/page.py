"""An archive's consistency as one page that needs nothing else: by matter, the clauses side by side."""

from dataclasses import dataclass
from pathlib import Path

from hefa.consistency.records import CONTRADICTIONS, KINDS, Conflict, Consistency, Matter, Place
from hefa.consistency.wording import (
    DISCLAIMER,
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
from hefa.opinion.html import TEMPLATES as LOOKS
from hefa.opinion.webpage import render_page
from hefa.opinion.wording import marked, one_line

TEMPLATES = Path(__file__).parent / "templates"
MOST_MATTERS = 500
"""Matters that the page shows; JSON has all."""


@dataclass(frozen=True, slots=True)
class Side:
    """A clause as the page shows it; ``pieces`` are its words, every second one what it says differently."""

    place: str
    title: str
    pieces: tuple[str, ...]
    yields: bool


@dataclass(frozen=True, slots=True)
class Pair:
    """A conflict as the page shows it."""

    kind: str
    code: str
    contradicts: bool
    sides: tuple[Side, Side]
    way: str
    proposal: str


@dataclass(frozen=True, slots=True)
class Section:
    """A matter as the page shows it: documents with their facts and where they are kept."""

    title: str
    documents: list[tuple[int, str, str, str]]
    pairs: list[Pair]


def render_html(found: Consistency) -> str:
    """Return the page."""
    page = {
        "heading": HEADING,
        "summary": summary(found),
        "disclaimer": DISCLAIMER,
        "notes": list(notes(found)),
        "kinds": [(kind, name, found.counts[kind]) for kind, name in KINDS.items() if found.counts[kind]],
        "contradictions": CONTRADICTIONS,
        "sections": [_section(matter) for matter in found.matters[:MOST_MATTERS]],
        "more": max(len(found.matters) - MOST_MATTERS, 0),
    }
    return render_page(TEMPLATES, "consistency", page, looks=LOOKS / "opinion.css")


def _section(matter: Matter) -> Section:
    documents = [(one.number, named(one), facts(one), one_line(one.name)) for one in matter.members]
    return Section(titled(matter), documents, [_pair(one, matter) for one in matter.conflicts])


def _pair(conflict: Conflict, matter: Matter) -> Pair:
    later = _side(conflict.later, matter, yields=conflict.gives_way == "later")
    earlier = _side(conflict.earlier, matter, yields=conflict.gives_way == "earlier")
    return Pair(
        kind=kind_of(conflict),
        code=conflict.kind,
        contradicts=conflict.kind in CONTRADICTIONS,
        sides=(later, earlier),
        way=way_of(conflict),
        proposal=conflict.proposal,
    )


def _side(place: Place, matter: Matter, *, yields: bool) -> Side:
    line = one_line(place.text)
    pieces, at = [], 0
    for start, end in marked(line, [place.says] if place.says else []):
        pieces += [line[at:start], line[start:end]]
        at = end
    pieces.append(line[at:])
    return Side(place_of(place), named(matter.members[place.document - 1]), tuple(pieces), yields)
