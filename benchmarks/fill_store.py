"""A store of any size, without an audit: rows of reviewed documents, recombined and written by the store.

python benchmarks/fill_store.py STORE COUNT [SEED]
"""

import hashlib
import random
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from recombine import lines_of

from hefa.archive import open_store
from hefa.archive.rows import CLAUSE, FINDING, Rows, rows_of
from hefa.archive.schema import runs
from hefa.archive.store import put_document, put_history, put_versions
from hefa.archive.words import pairs
from hefa.read import read_text
from hefa.review import Reviewer

MODELS = 400
"""Documents that are reviewed, to be recombined."""
AT_ONCE = 100
CLAUSES = (12, 30)
"""Least and most clauses of a document."""


def models(seed: int) -> list[Rows]:
    """Review documents of 300 to 3,000 characters, and return their rows."""
    reviewer, found = Reviewer(), []
    for number in range(MODELS):
        text = "\n".join(lines_of(number, seed, 300, 3000)) + "\n"
        found.append(rows_of(reviewer.examine(read_text(text, "model.txt")), "basis"))
    return found


def recombined(made: list[Rows], count: int, seed: int) -> Iterator[Rows]:
    """Yield rows of documents: a head with what was found in it, clauses of all."""
    rng = random.Random(seed)
    text = CLAUSE.index("text")
    pool = [row[text] for one in made for row in one.clauses]
    at = FINDING.index("fingerprint")
    for number in range(count):
        one = rng.choice(made)
        year = rng.randint(2010, 2026)
        day = f"{year}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
        name = f"规〔{year}〕{number}号"
        title = f"{(one.version['title'] or '').rstrip('》的通知')}{number}》的通知"
        head = {**one.version, "sha256": hashlib.sha256(name.encode()).hexdigest(), "title": title}
        head |= {
            "key": title,
            "number": name,
            "number_key": name,
            "year": year,
            "date": day,
            "effective": day,
        }
        head["expires"] = f"{year + rng.randint(2, 10)}{day[4:]}"
        clauses = [
            (index, 0, f"第{index}条", f"第{index}条", False, None, rng.choice(pool))
            for index in range(rng.randint(*CLAUSES))
        ]
        findings = [
            (*row[:at], hashlib.sha256(f"{row[at]}{number}".encode()).hexdigest()[:16])
            for row in one.findings
        ]
        repeals = [(0, f"k{number - 1}", f"规〔{year}〕{number - 1}号", f"规〔{year}〕{number - 1}号", day)]
        yield one._replace(
            version=head,
            clauses=clauses,
            pairs=[pairs(row[text]) for row in clauses],
            findings=findings,
            repeals=repeals if number % 20 == 9 else [],
        )


def fill(where: str, count: int, seed: int = 1) -> None:
    """Write a store of ``count`` documents."""
    made = models(seed)
    with open_store(where, create=True) as store:
        with store.write() as connection:
            run = {"id": 1, "started": "2026-03-02T08:00:00", "basis": "basis", "hefa": "1", "rules": "1"}
            connection.execute(runs.insert().values(**run, options="[]", roots="[]"))
        rest, number = recombined(made, count, seed), 0
        while some := list(islice(rest, AT_ONCE)):
            with store.write() as connection:
                for rows, version in zip(some, put_versions(connection, some), strict=True):
                    path = f"/archive/{number // 1000:04}/{number:06}.txt"
                    document = put_document(connection, path, version, size=1, modified=1)
                    put_history(connection, document, rows.version["sha256"], 1)
                    number += 1


if __name__ == "__main__":
    fill(sys.argv[1], *map(int, sys.argv[2:]))
