"""An archive in, its clean-up list out: for each document what is proposed, and why.

documents ─► who took whose place ─┐
clauses ───► organs under old names ┼─► reasons ─► the strongest decides
documents ─► laws, validity, content ┘
"""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from hefa.cite import Laws, Norms
from hefa.cleanup.bases import Bases
from hefa.cleanup.later import Successions, successions
from hefa.cleanup.records import PROPOSALS, Apart, CleanupList, Entry, Proposal, Reason
from hefa.cleanup.spill import Spill
from hefa.cleanup.unfit import unfit_reasons
from hefa.cleanup.validity import validity_reasons
from hefa.consistency.records import Consistency
from hefa.form.names import letters_of, old_agencies
from hefa.model.category import CATEGORIES
from hefa.model.citation import Statutes
from hefa.model.held import HeldDocument, Holdings
from hefa.model.statute import statute_key

Tables = Mapping[str, tuple[Mapping[str, str], ...]]
_STRENGTH = list(PROPOSALS)
_SHOWN = 5


def clean_up(
    holdings: Holdings,
    tables: Tables,
    statutes: Statutes | None,
    day: datetime.date,
    statute: str | None = None,
    *,
    consistency: Consistency | None = None,
) -> CleanupList:
    """Return the list as of ``day``; with ``statute``, only of the documents that cite it.

    ``consistency`` adds what contradicts or supersedes what; without it, only like titles are told.
    ``tables`` are those of the rule packs: what ended, was revised, renamed, and how long documents hold.
    """
    norms = Norms(tables)
    wanted = law_key(statute, tables) if statute else None
    proposer = _Proposer(holdings, tables, Bases(Laws(norms, statutes), day), day, consistency)
    apart: list[Apart] = []
    counts = Counter[Proposal]()

    def entries() -> Iterator[tuple[tuple[int, str, str, str], Entry]]:
        for document in holdings.documents():
            if wanted is not None and not any(one.key == wanted for one in document.citations):
                continue
            why = document.reason if document.unread or document.outside else ""
            if document.date is not None and document.date > day:
                why = f"成文日期 {document.date} 在清理基准日之后"
            if why:
                apart.append(Apart(name=document.name, title=document.title, why=why))
            else:
                entry = proposer.entry(document)
                counts[entry.proposal] += 1
                yield _order(entry), entry

    ordered = Spill(Entry, entries())
    return CleanupList(
        as_of=day,
        statute=statute,
        statutes=statutes.version if statutes else None,
        audit=holdings.versions,
        counts={proposal: counts[proposal] for proposal in PROPOSALS},
        entries=ordered,
        apart=apart,
    )


def law_key(name: str, tables: Tables) -> str:
    """Return the key under which a law is cited, by its name, whole or short."""
    key = statute_key(name)
    return Norms(tables).names.get(key, key)


def is_known(name: str, tables: Tables, statutes: Statutes | None) -> bool:
    """Whether the tables or the library know a law of this name, be it that it was repealed."""
    key = law_key(name, tables)
    ended = statutes is not None and statutes.repealed(key) is not None
    return ended or key in Laws(Norms(tables), statutes)


class _Proposer:
    """Proposes for one document after the other; what needs the whole archive was read before."""

    def __init__(
        self,
        holdings: Holdings,
        tables: Tables,
        bases: Bases,
        day: datetime.date,
        consistency: Consistency | None,
    ) -> None:
        self._bases, self._day = bases, day
        self._unfit = unfit_reasons(consistency) if consistency else {}
        self._validity = tables.get("validity", ())
        self._agencies = tuple(row for row in tables.get("agencies", ()) if row["since"] <= str(day))
        self._later: Successions = successions(holdings.heads)
        self._old_names = self._names(holdings)

    def entry(self, document: HeldDocument) -> Entry:
        reasons = sorted(self._reasons(document), key=lambda one: _STRENGTH.index(one.proposal))
        return Entry(
            name=document.name,
            title=document.title,
            number=document.number,
            issuer=document.issuer,
            date=document.date,
            expires=document.expires,
            proposal=reasons[0].proposal if reasons else "retain",
            reasons=tuple(reasons),
        )

    def _reasons(self, document: HeldDocument) -> Iterator[Reason]:
        yield from self._ended(document)
        yield from validity_reasons(document, self._day, self._validity)
        yield from self._bases.reasons(document)
        yield from _content(document)
        yield from self._organs(document)
        ended = document.id in self._later.repealed or document.id in self._later.replaced
        for reason in self._unfit.get(document.name, ()):
            if not (reason.kind == "same-matter" and ended):
                yield reason

    def _ended(self, document: HeldDocument) -> Iterator[Reason]:
        if (found := self._later.repealed.get(document.id)) is not None:
            later, day = found
            if day is None or day <= self._day:
                since = f"，自 {day} 起" if day else ""
                says = f"{later.called}写明废止本文件{since}，列入废止目录"
                yield Reason(kind="replaced", proposal="repeal", says=says)
                return
        newer = self._later.replaced.get(document.id)
        if newer is not None and newer.day is not None and newer.day <= self._day:
            says = f"同一机关后来就同一事项制定了{newer.called}（{newer.day}），没有写明废止本文件"
            yield Reason(kind="same-matter", proposal="repeal", says=says)

    def _organs(self, document: HeldDocument) -> Iterator[Reason]:
        signs = next(old_agencies(document.issuer or "", self._agencies), None)
        if signs is not None:
            row = signs[1]
            says = f"“{signs[0][0]}”（{row['reform']}），由{row['new']}清理、修改"
            yield Reason(kind="issuer-gone", proposal="amend", says=says)
        names = self._old_names.get(document.id, {})
        if names:
            told = "、".join(f"“{old}”（现为{new}）" for old, (new, _) in list(names.items())[:_SHOWN])
            more = f"等 {len(names)} 个" if len(names) > _SHOWN else ""
            places = tuple(dict.fromkeys(place for _, place in names.values()))
            yield Reason(
                kind="agency-gone",
                proposal="amend",
                says=f"{told}{more}，改为现在的名称",
                places=places,
            )

    def _names(self, holdings: Holdings) -> dict[int, dict[str, tuple[str, str]]]:
        """Return the old names in each document, with what stands for them now and their first place."""
        found = defaultdict[int, dict[str, tuple[str, str]]](dict)
        if self._agencies:
            for document, place, text in holdings.clauses(letters_of(self._agencies)):
                for match, row in old_agencies(text, self._agencies):
                    found[document].setdefault(match[0], (row["new"], place or "正文"))
        return found


def _content(document: HeldDocument) -> Iterator[Reason]:
    for severity in ("unlawful", "improper"):
        found = [one for one in document.counted if one.severity == severity]
        if found:
            counts = Counter(CATEGORIES.get(one.category, one.category) for one in found)
            told = "、".join(f"{category} {count} 处" for category, count in counts.most_common(_SHOWN))
            yield Reason.model_validate(
                {
                    "kind": severity,
                    "proposal": "amend",
                    "says": f"{len(found)} 处（{told}），修改或者删去",
                    "places": tuple(dict.fromkeys(one.label or "正文" for one in found)),
                }
            )


def _order(entry: Entry) -> tuple[int, str, str, str]:
    return _STRENGTH.index(entry.proposal), entry.issuer or "", str(entry.date or ""), entry.name
