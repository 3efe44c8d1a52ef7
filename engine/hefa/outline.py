"""What was read from a draft, for people and for programs: the clause tree and its provisions."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal

from hefa.choices import check_rank
from hefa.drafts import read_draft
from hefa.extract import Extractor
from hefa.model.document import Document
from hefa.model.facts import Provision
from hefa.opinion.terms import SLOTS, VALUES
from hefa.pack import load_packs
from hefa.parse import parse_document, render_tree

Form = Literal["tree", "json", "akn"]
EXCERPT = 60
_CIRCUMSTANCES = ("actor", "mode", "basis", "force", "shape")


def outline(
    path: Path | str,
    *,
    facts: bool = False,
    form: Form = "tree",
    folders: Sequence[Path] = (),
    rank: str | None = None,
    tracked: str = "final",
) -> str:
    """Return the tree of one draft; with ``facts``, every provision too, asked for by a rule or not.

    ``facts`` are not for ``akn``, Akoma Ntoso.
    """
    source = read_draft(path, tracked)
    document = parse_document(source.text, check_rank(rank))
    if form == "akn":
        from hefa.parse.akn import render_akn  # noqa: PLC0415

        return render_akn(document, source.text, source.sha256)
    if not facts:
        return _json(document) if form == "json" else render_tree(document, source.text)
    provisions = Extractor(load_packs(folders).lexicon).provisions(source.text, document)
    if form == "json":
        return _json(document, provisions)
    tree = render_tree(document, source.text).rstrip("\n")
    lines = _facts(source.text, document, provisions)
    return "\n".join([tree, "", *lines]) + "\n"


def _json(document: Document, provisions: Sequence[Provision] | None = None) -> str:
    data = document.model_dump(mode="json")
    if provisions is not None:
        data["provisions"] = [
            provision.model_dump(mode="json") | {"symbols": sorted(provision.symbols)}
            for provision in provisions
        ]
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _facts(text: str, document: Document, provisions: Sequence[Provision]) -> Iterator[str]:
    """Yield each provision: its words, then by slot the facts and the words that give them."""
    for provision in provisions:
        place = document.clauses[provision.clause].place.label or "正文"
        line = " ".join(text[provision.start : provision.end].split())
        line = line if len(line) <= EXCERPT else line[:EXCERPT] + "…"
        yield f"{place} [{provision.start}:{provision.end}] {line}"
        for slot, names in VALUES.items():
            held = [value for value in names if f"{slot}.{value}" in provision.symbols]
            if slot in _CIRCUMSTANCES and held:
                said = "、".join(names[value] for value in held)
                yield f"    {SLOTS[slot]}：{said}（{' '.join(f'{slot}.{value}' for value in held)}）"
        for word in provision.words:
            quote = " ".join(text[word.start : word.end].split())
            yield f"    {SLOTS.get(word.slot, word.slot)}：“{quote}”（{' '.join(word.full)}）"
