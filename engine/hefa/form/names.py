"""Words that a table of the pack knows: organs that were renamed, wrong characters and words.

Each row is a pattern. Only those are tried of which the text has the letters that every match must have.
"""

import re
from collections.abc import Iterable, Iterator

from hefa.form.draft import Draft
from hefa.form.rows import Row, Rows, Table, old_names, pattern, patterns_in, wrong_words
from hefa.form.scan import Scan, letters_in, scan
from hefa.form.spans import Spans
from hefa.model.document import Node, NodeKind
from hefa.model.lazy import lazy
from hefa.model.observation import Observation

Matches = list[tuple[re.Match[str], Row]]
_HISTORY = lazy(r"(?:原|原来的|时任|撤销|撤并)$")
_NOW = lazy(r"^[（(](?:现|现为|今|原|以下简称)|^(?:改为|更名|并入|划入|改称|转隶)")
_MARKED = lazy(
    r"[《“「（(](?:(?<=《)[^《》\n]{0,80}》|(?<=[“「])[^”」\n]{0,80}[”」]"
    r"|(?<=[（(])[^（）()\n]{0,40}[0-9]{4}[^（）()\n]{0,30}号[^（）()\n]{0,20}[）)])"
)


def observe_names(draft: Draft) -> Iterator[Observation]:
    """Yield organs under their old names and characters that are surely wrong."""
    old, wrong = _matches(draft.text, draft.scan, old_names(draft.tables), wrong_words(draft.tables))
    yield from _agencies(draft, old)
    yield from _confusions(draft, wrong)


def _agencies(draft: Draft, matches: Matches) -> Iterator[Observation]:
    """One observation an old name: where it stands first, and how often it stands."""
    if not matches:
        return
    date = draft.facts.date or draft.facts.effective or _year(draft.facts.number or "")
    found: dict[str, list[re.Match[str]]] = {}
    row_of: dict[str, Row] = {}
    furniture = [(node.start, node.end) for part in draft.parts for node in part.of(NodeKind.FURNITURE)]
    for match, row in _present(draft.text, matches, furniture):
        if not (date and str(date) < row["since"]):
            found.setdefault(match[0], []).append(match)
            row_of[match[0]] = row
    signing = Spans((node.start, node.end) for node in _issuing(draft))
    for name, places in found.items():
        row, first = row_of[name], places[0]
        signs = next((one for one in places if one.start() in signing), None)
        values = {"old": name, "new": row["new"], "reform": row["reform"], "count": str(len(places))}
        symbols = "technique.agency-old" + (" technique.agency-signs" if signs else "")
        start, end = (signs or first).span()
        yield draft.seen(symbols, start, end, values, replacement=None if signs else _now(name, row["new"]))


def old_agencies(text: str, rows: Rows) -> Iterator[tuple[re.Match[str], Row]]:
    """Return each old name of an organ, with its row, that is not said of what was.

    Names inside titles and quotation marks are left out.
    """
    table = Table("agencies", "old", rows)
    (matches,) = _matches(text, scan(text, patterns_in((table,))), table)
    return _present(text, matches, ())


def _present(
    text: str, matches: Matches, apart: Iterable[tuple[int, int]]
) -> Iterator[tuple[re.Match[str], Row]]:
    """Yield the matches that are not said of what was, in no title, quotation or stretch ``apart``."""
    spared = Spans((*(span.span() for span in _MARKED.finditer(text)), *apart)) if matches else Spans(())
    for match, row in matches:
        before, after = text[max(0, match.start() - 4) : match.start()], text[match.end() : match.end() + 8]
        if not (_HISTORY.search(before) or _NOW.search(after) or match.start() in spared):
            yield match, row


def letters_of(rows: Rows) -> tuple[str, ...]:
    """Return letters of which a text has some where it has an old name of an organ."""
    return tuple(sorted({letters for row in rows for letters in letters_in(row["old"])}))


def _issuing(draft: Draft) -> Iterator[Node]:
    """Yield where the issuer is named: title, signature and the head of the paper."""
    yield from draft.outer.of(NodeKind.TITLE, NodeKind.SIGNATURE)
    yield from (node for node in draft.outer.of(NodeKind.NOTE) if draft.words(node).endswith("文件"))


def _now(old: str, new: str) -> str | None:
    """Return the present name in the shape of the old one, where there is one successor."""
    if "、" in new or "等" in new or not new.endswith("部门") or old.startswith("国家"):
        return None
    if old.endswith("部门"):
        return new
    return f"{new.removesuffix('部门')}局" if old.endswith("局") and not old.endswith("总局") else None


def _confusions(draft: Draft, matches: Matches) -> Iterator[Observation]:
    """One observation a wrong word: where it stands first, and how often."""
    found: dict[str, list[re.Match[str]]] = {}
    row_of: dict[str, Row] = {}
    for match, row in matches:
        found.setdefault(match[0], []).append(match)
        row_of[match[0]] = row
    for wrong, places in found.items():
        row = row_of[wrong]
        right = row["right"]
        values = {"wrong": wrong, "right": right, "count": str(len(places)), "why": row.get("why", "")}
        symbol = "form.typo" if row["kind"] == "typo" else "technique.word"
        start, end = places[0].span()
        yield draft.seen(symbol, start, end, values, replacement=right)


def _matches(text: str, found: Scan, *tables: Table) -> list[Matches]:
    """Return for each table the matches of its rows, with the rows, in text order; one scan serves all."""
    matches: list[Matches] = [[] for _ in tables]
    begin = 0
    for table, own in zip(tables, matches, strict=True):
        end = begin + len(table.rows)
        for number in sorted(number for number in found.likely if begin <= number < end):
            row = table.rows[number - begin]
            expression = pattern(row[table.column], table.name)
            for stretch in found.likely[number]:
                own += [(match, row) for match in expression.finditer(text, *stretch)]
        own.sort(key=lambda pair: (pair[0].start(), -pair[0].end()))
        begin = end
    return matches


def _year(number: str) -> str | None:
    found = re.search(r"(?:19|20)[0-9]{2}", number)
    return f"{found[0]}-12-31" if found else None
