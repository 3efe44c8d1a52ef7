"""What was read from a draft, for people and for programs: the clause tree and its provisions."""

import json
from collections.abc import Iterator, Sequence

from hefa.model.document import Document
from hefa.model.facts import Provision
from hefa.parse import render_tree

EXCERPT = 60


def outline_text(text: str, document: Document, provisions: Sequence[Provision] | None = None) -> str:
    """Return the tree; with ``provisions``, each of them with its symbols below it."""
    tree = render_tree(document, text).rstrip("\n")
    if provisions is None:
        return f"{tree}\n"
    return "\n".join([tree, "", *_facts(text, document, provisions)]) + "\n"


def outline_json(document: Document, provisions: Sequence[Provision] | None = None) -> str:
    """Return the Document as JSON; with ``provisions``, those too, their symbols sorted."""
    data = document.model_dump(mode="json")
    if provisions is not None:
        data["provisions"] = [
            provision.model_dump(mode="json") | {"symbols": sorted(provision.symbols)}
            for provision in provisions
        ]
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _facts(text: str, document: Document, provisions: Sequence[Provision]) -> Iterator[str]:
    for provision in provisions:
        place = document.clauses[provision.clause].location.label or "正文"
        line = " ".join(text[provision.start : provision.end].split())
        line = line if len(line) <= EXCERPT else line[:EXCERPT] + "…"
        yield f"{place} [{provision.start}:{provision.end}] {line}"
        yield f"    {' '.join(sorted(provision.symbols))}"
