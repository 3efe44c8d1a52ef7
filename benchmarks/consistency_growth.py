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
from hefa.consistency.records import Conflict, Member
from hefa.parse import parse_document
from hefa.read import read_text
from hefa.relate.existing import title_core

DAY = datetime.date(2026, 11, 1)
SHORTEST, LONGEST = 15, 300
SHOWN = 3
DOCUMENTS_A_MATTER = 8
"""In the whole archive, over its province, cities and counties."""


def say(*words: object) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")


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
        store = Path(sys.argv[3]) if len(sys.argv) > 3 else Path(folder) / "archive.db"
        matters, clauses = material(corpus)
        planted = make_planted(store, size, matters=crossed(matters, size), clauses=clauses)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        start = time.process_time()
        with open_store(store) as opened:
            texts = StoreTexts(opened, DAY)
            found = find_conflicts(texts, DAY, "")
            spent = time.process_time() - start
            ended = {one.path for one in texts.known() if one.status not in ("in-force", "not-yet")}
        after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    say(f"{size} documents, {len(matters)} matters, {len(clauses)} clauses; {store}")
    say(f"processor {spent:.1f} s; memory {before // 1024} MB before, {after // 1024} MB at most")
    say(found.coverage, found.counts)
    compare(found, [one for one in planted if not {one.later.path, one.earlier.path} & ended])


def compare(found: Consistency, planted: list[Planted]) -> None:
    """Print recall on the plants that are in force, and whether what was reported beside them is right.

    It is right by chance where two documents of one organ have one matter and form, where the clauses differ
    in nothing but what they say, and where a copied clause stands in documents on one matter.
    """
    known = {(one.later.path, one.earlier.path): one.kind for one in planted}
    reported = defaultdict[tuple[str, str], list[str]](list)
    planned, chance, wrong = Counter[str](), Counter[str](), Counter[str]()
    for matter in found.matters:
        for one in matter.conflicts:
            later, earlier = (matter.members[place.document - 1] for place in (one.later, one.earlier))
            reported[later.name, earlier.name].append(one.kind)
            if known.get((later.name, earlier.name)) == one.kind:
                planned[one.kind] += 1
            elif by_chance(one, later, earlier):
                chance[one.kind] += 1
            else:
                wrong[one.kind] += 1
                say("wrong:", one.kind, known.get((later.name, earlier.name)), later.title, earlier.title)
                say("   ", *(f"{place.says} | {place.text[:80]}" for place in (one.later, one.earlier)))
    for kind in PLANTS:
        of_kind = [one for one in planted if one.kind == kind]
        missed = [one for one in of_kind if kind not in reported.get((one.later.path, one.earlier.path), ())]
        say(f"{kind}: {len(of_kind) - len(missed)} of {len(of_kind)} planted")
        for one in missed[:SHOWN]:
            say(
                "   missed:",
                one.later.name,
                one.later.lines[:1],
                "|",
                one.earlier.name,
                one.earlier.lines[:1],
            )
    say("planted", dict(planned), "right by chance", dict(chance), "wrong", dict(wrong))


def by_chance(conflict: Conflict, later: Member, earlier: Member) -> bool:
    """Return whether a conflict that was not planted is one all the same."""
    same = title_core(later.title) == title_core(earlier.title)
    if conflict.kind == "superseded":
        return same and later.issuer == earlier.issuer
    if conflict.kind == "duplicate":
        return same
    one, other = (place.text.replace(place.says, "") for place in (conflict.later, conflict.earlier))
    return same and (one == other or conflict.kind == "condition")


if __name__ == "__main__":
    main()
