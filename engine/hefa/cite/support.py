"""Does what is cited give the power that the clause uses? The text of the article against the clause.

Only where each law cited for it in the sentence is in the library as of the day; unsure means yes.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from hefa.cite.observe import Resolved
from hefa.cite.powers import PENAL, gives, highest_fine, powers_in
from hefa.model.citation import CitedDocument, Statutes
from hefa.model.document import Document
from hefa.model.facts import Provision
from hefa.model.observation import Observation

EXCUSES = frozenset(("basis.article", "basis.applied"))
UNSUPPORTED = "basis.unsupported"
_FORBIDDING = frozenset(("mode.ban", "mode.waive", "mode.undo"))
_LAW = ("法典", "法", "条例")


class Ground(NamedTuple):
    """What is cited for a sentence: the citation, what of it is meant (第…条), and the text."""

    cited: CitedDocument
    label: str
    text: str


class Shortfall(NamedTuple):
    """What a sentence does beyond what it cites: ``kind`` names the symbol, ``what`` is for the reader.

    ``whole`` says that nothing of what the sentence does is given, so that the citation excuses nothing.
    """

    kind: str
    what: str
    grounds: tuple[Ground, ...]
    whole: bool


class Support:
    """Compares the provisions of one draft with the articles that they cite."""

    def __init__(
        self, text: str, document: Document, resolved: Sequence[Resolved], statutes: Statutes
    ) -> None:
        self._text, self._document, self._statutes = text, document, statutes
        self._by_clause: dict[int, list[Resolved]] = {}
        for one in resolved:
            if not one.cited.history and one.cited.role in {"basis", "applied"}:
                self._by_clause.setdefault(one.cited.clause, []).append(one)

    def shortfalls(self, provisions: Iterable[Provision]) -> dict[int, Shortfall]:
        """Return by id the provisions that do more than what they cite gives."""
        if not self._by_clause:
            return {}
        found = {}
        for provision in provisions:
            if provision.clause < 0 or EXCUSES.isdisjoint(provision.symbols):
                continue
            if not _FORBIDDING.isdisjoint(provision.symbols):
                continue
            shortfall = self._shortfall(provision)
            if shortfall is not None:
                found[provision.id] = shortfall
        return found

    def without_excuse(
        self, provisions: Sequence[Provision], shortfalls: Mapping[int, Shortfall]
    ) -> tuple[Provision, ...]:
        """Return the provisions; those of a sentence whose citation gives it nothing rest on it no longer."""
        bare = {one.sentence for one in provisions if one.id in shortfalls and shortfalls[one.id].whole}
        return tuple(
            one.model_copy(update={"symbols": (one.symbols - EXCUSES) | {UNSUPPORTED}})
            if one.sentence in bare
            and not EXCUSES.isdisjoint(one.symbols)
            and (one.id in shortfalls or not powers_in(self._text[one.start : one.end]))
            else one
            for one in provisions
        )

    def _shortfall(self, provision: Provision) -> Shortfall | None:
        clause = self._document.clauses[provision.clause]
        start = max(self._text.rfind("。", clause.start, provision.start) + 1, clause.start)
        stop = self._text.find("。", provision.start, clause.end)
        stop = stop if stop >= 0 else clause.end
        cited = [one for one in self._by_clause.get(clause.id, ()) if start <= one.cited.start < stop]
        words = self._words(provision.start, provision.end, cited)
        powers = powers_in(words)
        grounds = self._grounds(cited) if powers else None
        if not grounds:
            return None
        lacking = [power.name for power in powers if not any(gives(one.text, power) for one in grounds)]
        if lacking:
            return Shortfall("unsupported", "、".join(lacking), tuple(grounds), len(lacking) == len(powers))
        return self._beyond(words, grounds) if powers[0].name in PENAL else None

    def _words(self, start: int, end: int, cited: Sequence[Resolved]) -> str:
        """Return the words of a stretch, without those of the citations in it."""
        out, at = "", start
        for one in cited:
            last = one.cited.articles[-1].end if one.cited.articles else one.cited.end
            if start <= one.cited.start < end:
                out += self._text[at : one.cited.start]
                at = min(last, end)
        return out + self._text[at:end]

    def _grounds(self, cited: Sequence[Resolved]) -> list[Ground] | None:
        """Return the texts that are cited; none where one of them is not there for certain."""
        grounds = []
        for document, standing in cited:
            version = standing.version
            if standing.state != "in-force" or version is None or not standing.checked:
                return None
            articles = self._statutes.articles(version)
            if not document.articles:
                if document.role == "basis" or not document.key.endswith(_LAW):
                    return None
                grounds.append(Ground(document, "", "\n".join(one.text for one in articles.values())))
            for reference in document.articles:
                found = articles.get(reference.reference[:2])
                if found is None:
                    return None
                grounds.append(Ground(document, found.label, found.text))
        return grounds

    def _beyond(self, words: str, grounds: Sequence[Ground]) -> Shortfall | None:
        """Return a fine above the highest that the cited articles name."""
        amount, times = highest_fine(words)
        caps = [highest_fine(one.text) for one in grounds]
        highest = max((cap for cap, _ in caps if cap), default=None)
        most = max((cap for _, cap in caps if cap), default=None)
        if times and most and times > most:
            return Shortfall("beyond", f"最高{most:g}倍", tuple(grounds), whole=True)
        if amount and highest and not most and amount > highest:
            return Shortfall("beyond", f"最高{_money(highest)}", tuple(grounds), whole=True)
        return None


def observe_support(
    provisions: Sequence[Provision], shortfalls: Mapping[int, Shortfall]
) -> Iterator[Observation]:
    """Yield each sentence that does more than it cites, once a power, with the text of the articles."""
    done = set[tuple[int, int, str, str]]()
    for provision in provisions:
        shortfall = shortfalls.get(provision.id)
        if shortfall is None:
            continue
        at = (provision.clause, provision.sentence, shortfall.kind, shortfall.what)
        if at in done:
            continue
        done.add(at)
        names = "、".join(dict.fromkeys(f"《{one.cited.name}》{one.label}" for one in shortfall.grounds))
        yield Observation(
            start=provision.start,
            end=provision.end,
            symbols=frozenset((f"cite.{shortfall.kind}",)),
            clause=provision.clause,
            values={"law": names, "what": shortfall.what},
            contrast=tuple(
                (f"《{one.cited.name}》{one.label}", one.text) for one in shortfall.grounds if one.label
            ),
        )


def _money(yuan: float) -> str:
    return f"{yuan / 10_000:g}万元" if yuan >= 10_000 else f"{yuan:g}元"
