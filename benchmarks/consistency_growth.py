"""Growth of ``hefa consistency``: archives of generated documents with planted contradictions.

    python benchmarks/consistency_growth.py CORPUS SIZE [STORE]

CORPUS is a folder of texts whose clauses and titles are put together anew. Prints recall by kind, what was
reported beside the plants, pairs, processor time and memory.
"""

import datetime
import random
import resource
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from planted_maker import PLANTS, Planted, make_planted

from hefa.archive import open_store
from hefa.archive.texts import StoreTexts
from hefa.consistency import Consistency, find_conflicts
from hefa.parse import parse_document
from hefa.read import read_text
from hefa.relate.existing import title_core

DAY = datetime.date(2026, 11, 1)
SHORTEST, LONGEST = 15, 300
SHOWN = 3
DOCUMENTS_A_MATTER = 8
"""In the whole archive, over its province, cities and counties."""


def material(corpus: Path) -> tuple[list[str], list[str]]:
    """Return the matters that the titles of the corpus name, and its clauses."""
    matters: dict[str, None] = {}
    clauses: dict[str, None] = {}
    for path in sorted(corpus.glob("*.txt")):
        text = read_text(path.read_text("utf-8")).text
        document = parse_document(text)
        core = title_core(document.facts.title or "")
        if 4 <= len(core) <= 20 and all("\u4e00" <= char <= "\u9fff" for char in core):
            matters[core] = None
        for clause in document.clauses:
            words = " ".join(text[clause.start : clause.end].split())
            if SHORTEST <= len(words) <= LONGEST:
                clauses[words] = None
    return list(matters), list(clauses)


def crossed(matters: list[str], size: int) -> list[str]:
    """Return one matter for ``DOCUMENTS_A_MATTER`` documents: beginnings and ends of the titles' matters."""
    rng = random.Random(size)
    made = {f"{a[: len(a) // 2]}{b[len(b) // 2 :]}": None for a, b in zip(
        rng.choices(matters, k=4 * size), rng.choices(matters, k=4 * size), strict=True
    )}  # fmt: skip
    return list(made)[: size // DOCUMENTS_A_MATTER]


def main() -> None:
    corpus, size = Path(sys.argv[1]), int(sys.argv[2])
    with TemporaryDirectory() as folder:
        store = Path(sys.argv[3]) if len(sys.argv) > 3 else Path(folder) / "archive.db"  # noqa: PLR2004
        matters, clauses = material(corpus)
        planted = make_planted(store, size, matters=crossed(matters, size), clauses=clauses)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        start = time.process_time()
        with open_store(store) as opened:
            found = find_conflicts(StoreTexts(opened, DAY), DAY, "")
        spent = time.process_time() - start
        after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"{size} documents, {len(matters)} matters, {len(clauses)} clauses; {store}")
    print(f"processor {spent:.1f} s; memory {before // 1024} MB before, {after // 1024} MB at most")
    print(found.coverage, found.counts)
    compare(found, planted)


def compare(found: Consistency, planted: list[Planted]) -> None:
    """Print recall on the plants, and what was reported beside them.

    Documents of one organ with one matter and form supersede each other by chance as well as by plant, and
    clauses drawn twice are copies: both are counted as such.
    """
    known = {(one.later.path, one.earlier.path): one.kind for one in planted}
    reported = defaultdict[tuple[str, str], list[str]](list)
    right, beside = Counter[str](), Counter[str]()
    for matter in found.matters:
        paths = {one.number: one.name for one in matter.members}
        for one in matter.conflicts:
            pair = paths[one.later.document], paths[one.earlier.document]
            reported[pair].append(one.kind)
            if known.get(pair) == one.kind:
                right[one.kind] += 1
                continue
            beside[f"{one.kind} ({known.get(pair, 'background')})"] += 1
            if beside[f"{one.kind} ({known.get(pair, 'background')})"] <= SHOWN:
                names = [matter.members[place.document - 1].title for place in (one.later, one.earlier)]
                print("beside:", one.kind, known.get(pair), names)
                print("   ", *(f"{place.says} | {place.text[:80]}" for place in (one.later, one.earlier)))
    for kind in PLANTS:
        of_kind = [one for one in planted if one.kind == kind]
        missed = [one for one in of_kind if kind not in reported.get((one.later.path, one.earlier.path), ())]
        print(f"{kind}: {len(of_kind) - len(missed)} of {len(of_kind)} planted")
        for one in missed[:SHOWN]:
            print("   missed:", one.later.name, one.later.lines[:1], "|", one.earlier.name, one.earlier.lines[:1])
    print("planted", dict(right), "beside", dict(beside))


if __name__ == "__main__":
    main()
