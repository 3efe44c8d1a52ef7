"""Pairs of documents on one matter, found without holding every document against every other.

    texts ─► Rarity (of a sample) ─► sketch, keys ─► working file ─► blocks of one key ─► pairs on one matter

Two titles that are alike to ``LIKE_TITLE`` share one of the rarest pairs of either, up to where the rest
could no longer make them so alike (prefix filtering); the same holds for bodies and ``LIKE_BODY``. These
pairs are the keys. Nothing more alike than that is lost but by ``MOST`` documents a block, which is told.
Documents of different places are not held against each other. Memory holds one block at a time.
"""

import json
import math
import sqlite3
import tempfile
from array import array
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations, groupby, product
from pathlib import Path

from hefa.relate.matter import SAME_MATTER, Rarity, Sketch
from hefa.relate.places import elsewhere, in_line

LIKE_TITLE, LIKE_BODY = 0.25, 0.9
MOST = 1000
"""Documents of a block that are compared, the newest first."""
MOST_CUT = 20
"""Cut blocks that are listed one by one."""
_TABLES = """
create table sketches (id integer primary key, day text, outside integer, first text, topic text,
  pairs text, weights blob, places text, keys text);
create table keys (key text, id integer);
create table pairs (later integer, earlier integer, apart integer, degree real, primary key (later, earlier))
  without rowid;
"""


@dataclass(frozen=True, slots=True)
class Sketched:
    """A document in a block; ``norm`` is the length of its topic. ``outside`` is none that is reviewed.

    ``keys`` are those of its blocks that are whole.
    """

    id: int
    day: str
    outside: bool
    sketch: Sketch
    norm: float
    keys: frozenset[str]


@dataclass(slots=True)
class Measured:
    """What the blocks came to."""

    blocks: int = 0
    measured: int = 0
    same_matter: int = 0
    cut: dict[str, int] = field(default_factory=dict)


class Blocks:
    """A working file of sketches and keys; it is gone when it is closed."""

    def __init__(self, rarity: Rarity) -> None:
        self._rarity = rarity
        self._folder = tempfile.TemporaryDirectory(prefix="hefa-")
        self._database = sqlite3.connect(Path(self._folder.name) / "blocks.db", isolation_level=None)
        self._database.executescript("pragma journal_mode = off; pragma synchronous = off;" + _TABLES)

    def __enter__(self) -> "Blocks":
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()
        self._folder.cleanup()

    def add(
        self, document: int, day: str, sketch: Sketch, places: Mapping[str, str], *, outside: bool
    ) -> None:
        """Take up a document; ``day`` is its date, empty where it has none."""
        titled = self._keys({pair: self._rarity.weight(pair) for pair in sketch.topic}, LIKE_TITLE)
        bodied = self._keys({pair: weight**2 for pair, weight in sketch.terms.items()}, LIKE_BODY)
        keys = dict.fromkeys([*titled, *(f"文 {pair}" for pair in bodied)])
        row = (
            *(document, day, outside, next(iter(keys), ""), "".join(sorted(sketch.topic))),
            *("".join(sketch.terms), array("d", sketch.terms.values()).tobytes()),
            *(json.dumps(places, ensure_ascii=False, sort_keys=True), "\n".join(keys)),
        )
        self._database.execute("insert into sketches values (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        self._database.executemany("insert into keys values (?, ?)", [(key, document) for key in keys])

    def _keys(self, masses: Mapping[str, float], likeness: float) -> list[str]:
        """Return the rarest pairs until the rest of the vector is shorter than ``likeness``."""
        ordered = sorted(masses, key=lambda pair: (-self._rarity.weight(pair), pair))
        rest, least = sum(masses.values()), likeness**2 * sum(masses.values())
        keys = []
        for pair in ordered:
            if rest < least or math.isclose(rest, 0.0, abs_tol=1e-12):
                break
            keys.append(pair)
            rest -= masses[pair]
        return keys

    def measure(self) -> Measured:
        """Measure the likeness of the pairs in each block, and keep those on one matter."""
        said = Measured()
        self._database.execute("create index by_key on keys (key, id)")
        listed = self._database.execute(
            "select key, count(*) from keys group by key having count(*) > 1 order by key"
        ).fetchall()
        said.blocks, said.cut = len(listed), {key: size for key, size in listed if size > MOST}
        self._database.execute("begin")
        for key, _ in listed:
            rows = self._database.execute(
                "select s.* from keys k join sketches s on s.id = k.id where k.key = ?"
                " order by s.day desc, s.id desc limit ?",
                (key, MOST),
            )
            found = list(self._alike(key, rows.fetchall(), said))
            self._database.executemany("insert or ignore into pairs values (?, ?, ?, ?)", found)
        self._database.execute("commit")
        (said.same_matter,) = self._database.execute("select count(*) from pairs").fetchone()
        return said

    def pairs(self) -> Iterator[tuple[int, list[int]]]:
        """Yield each document with the earlier ones on its matter, like documents in a row.

        Those come first of which the places are in one line, then the nearest.
        """
        rows = self._database.execute(
            "select p.later, p.earlier from pairs p join sketches s on s.id = p.later"
            " order by s.first, p.later, p.apart, round(p.degree, 6) desc, p.earlier"
        )
        for later, group in groupby(rows, key=lambda row: int(row[0])):
            yield later, [earlier for _, earlier in group]

    def _alike(
        self, key: str, rows: Iterable[tuple[object, ...]], said: Measured
    ) -> Iterator[tuple[int, int, bool, float]]:
        """Yield the pairs on one matter: later, earlier, whether their places are in no line, degree."""
        by_place: dict[str, list[Sketched]] = defaultdict(list)
        for row in rows:
            by_place[str(row[7])].append(self._sketched(row, said.cut))
        groups = [(json.loads(places), group) for places, group in by_place.items()]
        for at, (places, group) in enumerate(groups):
            for later, earlier, degree in self._same(key, combinations(group, 2), said):
                yield later, earlier, False, degree
            for other_places, others in groups[at + 1 :]:
                if elsewhere(places, other_places):
                    continue
                apart = not in_line(places, other_places)
                for later, earlier, degree in self._same(key, product(group, others), said):
                    yield later, earlier, apart, degree

    def _same(
        self, key: str, pairs: Iterable[tuple[Sketched, Sketched]], said: Measured
    ) -> Iterator[tuple[int, int, float]]:
        """Yield the pairs on one matter; a pair with several whole blocks is measured in the first."""
        weight = self._rarity.weight
        for one, other in pairs:
            if (one.outside and other.outside) or min(one.keys & other.keys, default=key) != key:
                continue
            said.measured += 1
            topics = one.sketch.topic & other.sketch.topic
            title = sum(map(weight, topics)) / (one.norm * other.norm) if topics else 0.0
            mine, theirs = one.sketch.terms, other.sketch.terms
            body = sum(mine[pair] * theirs[pair] for pair in mine.keys() & theirs.keys())
            degree = (title + body) / 2
            if degree >= SAME_MATTER:
                later, earlier = (one, other) if _order(one) > _order(other) else (other, one)
                yield later.id, earlier.id, degree

    def _sketched(self, row: tuple[object, ...], cut: Collection[str]) -> Sketched:
        document, day, outside, _, topic, pairs, weights, _, keys = row
        numbers = array("d")
        numbers.frombytes(weights)  # type: ignore[arg-type]
        sketch = Sketch(
            frozenset(_in_twos(str(topic))), dict(zip(_in_twos(str(pairs)), numbers, strict=True))
        )
        return Sketched(
            id=int(str(document)),
            day=str(day),
            outside=bool(outside),
            sketch=sketch,
            norm=self._rarity.norm(sketch.topic),
            keys=frozenset(str(keys).split("\n")).difference(cut),
        )


def _in_twos(words: str) -> Iterator[str]:
    return (words[at : at + 2] for at in range(0, len(words), 2))


def _order(one: Sketched) -> tuple[str, int]:
    """Later documents come behind; those without a date first."""
    return one.day, one.id
