"""The pipeline: joins the stages, which never import each other.

    file ─read─► SourceText ─parse─► Document ─extract─► provisions ─infer─► matches ─opinion─► Opinion

Rules, scanner and evaluator are built once; from SourceText on nothing reads a file, the clock
or the network, so the same draft and rules give the same opinion to the byte.
"""

import datetime
import gc
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TypeVar

from hefa import __version__
from hefa.citations import check_day, open_statutes
from hefa.errors import HefaError, OptionError
from hefa.infer import Engine, make_evaluator
from hefa.model.category import CATEGORIES
from hefa.model.opinion import Opinion, Provenance
from hefa.model.reviewed import Reviewed
from hefa.model.rule import CONFIDENCE, Confidence, Rule
from hefa.model.source import SourceText
from hefa.observe import Beside, FactFinder, Facts
from hefa.opinion import build_opinion, check_confidence, outside_review, unreadable_opinion
from hefa.opinion.wording import RANKS
from hefa.pack import load_packs
from hefa.parse import parse_document
from hefa.read import find_documents, read_bytes, read_file, read_text

STDIN = "-"
_T = TypeVar("_T", bound=Path | str)


class Reviewer:
    """Reviews drafts with one set of rules; build it once, use it for many.

    ``rules`` are folders of further rules; ``select`` and ``ignore`` name rules by id, prefix of
    ids or category; ``rank`` overrides the detected rank of every draft; findings of less than
    ``min_confidence`` (high, medium, low) are counted, not listed. ``statutes`` is the file of a statute
    library against which citations are checked; ``as_of`` the day (2026-06-01) that counts for drafts which
    name none. Pickles as its settings.
    """

    def __init__(
        self,
        rules: Sequence[Path | str] | Path | str = (),
        select: Sequence[str] | str = (),
        ignore: Sequence[str] | str = (),
        rank: str | None = None,
        engine: str = "auto",
        *,
        min_confidence: str = "low",
        statutes: Path | str | None = None,
        as_of: datetime.date | str | None = None,
    ) -> None:
        rules, select, ignore = _several(rules), _several(select), _several(ignore)
        self._again = partial(
            Reviewer,
            rules,
            select,
            ignore,
            rank,
            engine,
            min_confidence=min_confidence,
            statutes=statutes,
            as_of=as_of,
        )
        self._beside = Beside(statutes=open_statutes(statutes), as_of=check_day(as_of))
        self._rank, self._least = check_rank(rank), check_confidence(min_confidence)
        with _collector_paused():
            pack = load_packs([Path(folder) for folder in rules])
            chosen = choose_rules(pack.rules, select, ignore)
            self.pack = pack.model_copy(update={"rules": chosen})
            self._finder = FactFinder(self.pack)
            self._evaluator = make_evaluator(chosen, _known_engine(engine))
        self._provenance = Provenance(
            hefa=__version__,
            rules=pack.version,
            rule_count=sum(rule.status != "removed" for rule in chosen),
            statutes=self._beside.statutes.version if self._beside.statutes else None,
            options=(*_said(select, ignore, rank, self._least), *pack.changes),
        )

    def __reduce__(self) -> tuple[partial["Reviewer"], tuple[()]]:
        return self._again, ()

    def review_file(self, path: Path | str) -> Opinion:
        """Review one file; ``-`` is standard input. ``ReadError`` when it cannot be read."""
        return self.reviewed_file(path).opinion

    def reviewed_file(self, path: Path | str) -> Reviewed:
        """Review one file as ``review_file`` does, and give the text with the opinion."""
        source = read_draft(path)
        return Reviewed(self._review(source), source)

    def review_text(self, text: str, name: str = "-", rank: str | None = None) -> Opinion:
        """Review a text: a whole draft, or a bare clause of the given rank."""
        return self._review(read_text(text, name), check_rank(rank))

    def review_many(self, paths: Iterable[Path | str]) -> Iterator[Opinion]:
        """Give one opinion a path, in order; an error becomes an ``unreadable`` opinion."""
        for reviewed in self.reviewed_many(paths):
            yield reviewed.opinion

    def reviewed_many(self, paths: Iterable[Path | str]) -> Iterator[Reviewed]:
        """Review as ``review_many`` does, and give each text with its opinion."""
        for path in paths:
            try:
                yield self.reviewed_file(path)
            except HefaError as error:
                yield Reviewed(unreadable_opinion(str(path), error, self._provenance))

    def _review(self, source: SourceText, rank: str | None = None) -> Opinion:
        with _collector_paused():
            return self._opinion(source, rank)

    def _opinion(self, source: SourceText, rank: str | None) -> Opinion:
        document = parse_document(source.text, rank or self._rank)
        outside = outside_review(document.facts, self.pack)
        facts = Facts(()) if outside else self._finder.facts(source, document, self._beside)
        matches = self._evaluator.match(facts.provisions)
        provenance = self._provenance
        if rank is not None and rank != self._rank:
            said = (*provenance.options, *_said((), (), rank, "low"))
            provenance = provenance.model_copy(update={"options": said})
        return build_opinion(
            source,
            document,
            facts.provisions,
            matches,
            observed=facts.observed,
            pack=self.pack,
            provenance=provenance,
            least=self._least,
            notes=facts.notes,
        )


def review_file(path: Path | str, rank: str | None = None) -> Opinion:
    """Review one file with the installed rules."""
    return Reviewer(rank=rank).review_file(path)


def review_text(text: str, name: str = "-", rank: str | None = None) -> Opinion:
    """Review one text with the installed rules."""
    return Reviewer().review_text(text, name, rank)


def list_drafts(paths: Iterable[Path | str]) -> list[Path]:
    """Put in place of each folder the drafts in it; a folder without any stays, to be reported."""
    drafts: list[Path] = []
    for path in map(Path, paths):
        try:
            drafts += find_documents(path) if path.is_dir() else [path]
        except HefaError:
            drafts.append(path)
    return drafts


def choose_rules(rules: Sequence[Rule], select: Sequence[str], ignore: Sequence[str]) -> tuple[Rule, ...]:
    """Return the rules that ``select`` names (all, when it is empty) less those of ``ignore``."""
    wanted = _named(rules, select, "--select") if select else {rule.id for rule in rules}
    unwanted = _named(rules, ignore, "--ignore")
    chosen = tuple(rule for rule in rules if rule.id in wanted and rule.id not in unwanted)
    if not chosen and rules:
        raise OptionError("--select、--ignore", "没有剩下任何规则", "放宽 --select 或者 --ignore")
    return chosen


def _several(value: Sequence[_T] | _T) -> tuple[_T, ...]:
    """Return one value as a tuple of one: a single text is no sequence of letters."""
    return (value,) if isinstance(value, str | Path) else tuple(value)


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Work without cyclic garbage collection: records hold no cycles, and walking them takes time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def read_draft(path: Path | str) -> SourceText:
    """Read one draft; ``-`` is standard input. ``ReadError`` when it cannot be read."""
    if str(path) == STDIN:
        return read_bytes(sys.stdin.buffer.read(), STDIN)
    path = Path(path)
    if path.is_dir():
        find_documents(path)  # says so when there is nothing to review in the folder
    return read_file(path)


def _named(rules: Sequence[Rule], names: Sequence[str], option: str) -> set[str]:
    found = set()
    for name in names:
        ids = {rule.id for rule in rules if name and (rule.category == name or rule.id.startswith(name))}
        if not ids and name not in CATEGORIES:
            raise OptionError(option, f"没有规则或者类别 {name}", "可用的见 hefa rules list")
        found |= ids
    return found


def check_rank(rank: str | None) -> str | None:
    """Return ``rank`` if it is one there is, or none."""
    if rank is not None and rank not in RANKS:
        raise OptionError("--rank", f"没有效力层级 {rank}", f"可用：{'、'.join(RANKS)}")
    return rank


def _said(select: Sequence[str], ignore: Sequence[str], rank: str | None, least: Confidence) -> list[str]:
    """Return what the user narrowed or overruled, as the opinion states it."""
    said = [f"只用规则 {'、'.join(select)}"] if select else []
    said += [f"不用规则 {'、'.join(ignore)}"] if ignore else []
    said += [f"效力层级由使用者指定为{RANKS[rank]}"] if rank else []
    return said + ([f"只列把握不低于“{CONFIDENCE[least]}”的发现"] if least != "low" else [])


def _known_engine(engine: str) -> Engine:
    match engine:
        case "auto" | "durable" | "reference":
            return engine
        case _:
            raise OptionError("--engine", f"没有引擎 {engine}", "可用：auto、durable、reference")
