"""An archive in, what does not fit between its documents out.

    texts ─► Blocks ─► pairs on one matter ─► differences (hefa.relate.compare) ─► conflicts ─► matters

The comparison of two documents is that of a draft with an existing document (``hefa.relate.fit``).
"""

import datetime
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from hefa.archive.texts import KnownText
from hefa.consistency.blocks import MOST, MOST_CUT, Blocks, Measured
from hefa.consistency.homes import Homes
from hefa.consistency.judge import Ranked, proposed
from hefa.consistency.matters import Found, matters_of
from hefa.consistency.reading import Held, Shelf, Texts
from hefa.consistency.records import KINDS, Consistency, Coverage, CutBlock, Kind, Member, Place
from hefa.opinion.wording import one_line, shortened
from hefa.relate.compare import Difference, added_conditions, contradictions, copied
from hefa.relate.draft import Passage
from hefa.relate.existing import NEAREST
from hefa.relate.matter import Rarity, body_pairs
from hefa.relate.places import in_line, places_of
from hefa.relate.standing import is_itself, is_replaced, is_series, standing, supersedes

SAMPLE = 5000
"""Documents from which it is learned how rare words are, taken evenly."""
MOST_OF_A_PAIR = 20
"""Differences of two documents that are listed."""
SHOWN, SAID = 400, 160
"""Characters of a clause, and of what it says, that are shown."""
_KIND: dict[str, Kind] = {
    "deadline": "deadline",
    "amount": "amount",
    "agency": "agency",
    "conditions": "condition",
    "copied": "duplicate",
}
_WHOLE = Place(document=0)


def find_conflicts(texts: Texts, day: datetime.date, audit: str, *, all_states: bool = False) -> Consistency:
    """Return what does not fit between the documents; as a rule only of those in force or soon to be."""
    homes = Homes(places_of(one.issuer or "", one.title or "") for one in texts.known())
    shelf = Shelf(texts, homes)
    ids, told = _chosen(texts.known(), all_states=all_states)
    step = -(-len(ids) // SAMPLE) or 1
    rarity = Rarity(body_pairs(one.document.words) for one in shelf.read(ids[::step]))
    found: list[Found] = []
    members: dict[int, Member] = {}
    with Blocks(rarity) as blocks:
        for one in shelf.read(ids):
            document = one.document
            sketch = rarity.sketch(document.topic, body_pairs(document.words))
            blocks.add(one.known.id, document.date or "", sketch, document.places, outside=one.known.outside)
        measured = blocks.measure()
        compared = beyond = left_out = 0
        for later_id, earlier_ids in blocks.pairs():
            beyond += max(len(earlier_ids) - NEAREST, 0)
            near = earlier_ids[:NEAREST]
            held = shelf.get([later_id, *near])
            for earlier_id in near:
                later, earlier = held.get(later_id), held.get(earlier_id)
                if later is None or earlier is None:
                    continue  # gone since the run began
                compared += 1
                seen = list(_between(later, earlier, rarity))
                left_out += max(len(seen) - MOST_OF_A_PAIR, 0)
                found += seen[:MOST_OF_A_PAIR]
                for one in (later, earlier) if seen else ():
                    members[one.known.id] = _member(one)
    counts = Counter(one.kind for one in found)
    return Consistency(
        as_of=day,
        audit=audit,
        counts={kind: counts[kind] for kind in KINDS},
        matters=matters_of(found, members),
        coverage=_covered(told, measured, compared, beyond, left_out),
    )


def _chosen(known: Iterator[KnownText], *, all_states: bool) -> tuple[list[int], Coverage]:
    """Return the ids of the documents that are compared, and how many are not."""
    ids, ended, unnamed = [], 0, 0
    for one in known:
        if one.fragment or not one.title:
            unnamed += 1
        elif not all_states and one.status not in ("in-force", "not-yet"):
            ended += 1
        else:
            ids.append(one.id)
    return ids, Coverage(documents=len(ids), not_in_force=ended, unnamed=unnamed)


def _between(later: Held, earlier: Held, rarity: Rarity) -> Iterator[Found]:
    """Yield what does not fit between two documents on one matter."""
    own, other = later.document, earlier.document
    if is_itself(own, other):
        yield _found("same-document", later, earlier, (_WHOLE, _WHOLE))
        return
    if is_replaced(other, later.repeals):
        return
    stands = standing(own, other)
    if supersedes(own, other, rarity.alike(own.topic, other.topic)):
        yield _found("superseded", later, earlier, (_WHOLE, _WHOLE))
    side_by_side = stands == "own" and is_series(own.title) and is_series(other.title)
    if stands != "inferior" and not side_by_side and in_line(own.places, other.places):
        yield from (_differing(one, later, earlier) for one in copied(later.facts, earlier.facts))
    for one in contradictions(later.facts, earlier.facts):
        if not _allowed(one, stands):
            yield _differing(one, later, earlier)
    if stands == "inferior":
        for one in added_conditions(earlier.facts, later.facts):
            yield _differing(one, later, earlier, turned=True)


def _allowed(one: Difference, stands: str) -> bool:
    """Whether the lower organ gives itself less time, or the higher asks for more, as each may."""
    lower = {"superior": "own", "inferior": "theirs"}.get(stands)
    return (one.quicker != "" and one.quicker == lower) or (one.kind == "conditions" and stands == "inferior")


def _differing(one: Difference, later: Held, earlier: Held, *, turned: bool = False) -> Found:
    """Return a difference as a conflict; ``turned`` where its own text is the earlier one."""
    own, theirs = _place(one.own, one.ours), _place(one.theirs, one.their)
    places = (theirs, own) if turned else (own, theirs)
    return _found(_KIND[one.kind], later, earlier, places, one.count)


def _place(where: Passage, said: str) -> Place:
    text = shortened(one_line(where.words), [said] if said else [], SHOWN)
    return Place(document=0, label=where.clause.place.label, text=text, says=shortened(said, (), SAID))


def _found(kind: Kind, later: Held, earlier: Held, places: tuple[Place, Place], count: int = 1) -> Found:
    ranked = (Ranked(one.document, one.known.rank) for one in (later, earlier))
    side, says = proposed(kind, *ranked)
    return Found(kind, later.known.id, earlier.known.id, places, side, says, count)


def _member(one: Held) -> Member:
    known, document = one.known, one.document
    return Member(
        number=0,
        name=known.path,
        title=document.title,
        document_number=known.number,
        issuer=known.issuer,
        rank=known.rank,
        date=known.date,
        expires=known.expires,
        status=known.status,
    )


def _covered(told: Coverage, measured: Measured, compared: int, beyond: int, left_out: int) -> Coverage:
    cut = measured.cut
    listed = sorted(cut.items(), key=lambda block: (-block[1], block[0]))
    return told.model_copy(
        update={
            "blocks": measured.blocks,
            "measured": measured.measured,
            "same_matter": measured.same_matter,
            "compared": compared,
            "beyond": beyond,
            "left_out": left_out,
            "cut_blocks": len(cut),
            "cut": tuple(
                CutBlock(key=key, documents=size, compared=MOST) for key, size in islice(listed, MOST_CUT)
            ),
        }
    )
