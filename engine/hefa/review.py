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
from typing import TYPE_CHECKING, Any, TypeVar

from hefa import __version__
from hefa.baseline import Baseline
from hefa.decisions import Decider
from hefa.errors import HefaError, OptionError
from hefa.infer import Engine, make_evaluator
from hefa.model.category import CATEGORIES
from hefa.model.decision import Decision
from hefa.model.opinion import Opinion, Provenance
from hefa.model.reviewed import Reviewed
from hefa.model.rule import CONFIDENCE, Confidence, Rule
from hefa.model.source import SourceText
from hefa.observe import Beside, FactFinder, Facts
from hefa.opinion import build_opinion, check_confidence, outside_review, unreadable_opinion
from hefa.opinion.wording import RANKS
from hefa.pack import load_packs
from hefa.parse import parse_document
from hefa.read import ReadOptions, check_tracked, find_documents, read_bytes, read_file, read_text

if TYPE_CHECKING:
    from hefa.dossierbook import Dossiers
    from hefa.model.dossier import Dossier

STDIN = "-"
_RANK_OF = {"normative": "normative", "rules": "rules", "decision": "normative", "contract": "other"}
"""As what a draft is reviewed that a dossier is given with; a contract by the rules on contracts alone."""
_MOOT = "没有标题、文号的单条文本，没有按程序材料审查制定程序"
_T = TypeVar("_T", bound=Path | str)


class Reviewer:
    """Reviews drafts with one set of rules; build it once, use it for many.

    ``rules`` are folders of further rules; ``select`` and ``ignore`` name rules by id, prefix of
    ids or category; ``rank`` overrides the detected rank of every draft; findings of less than
    ``min_confidence`` (high, medium, low) are counted, not listed; ``tracked`` says which state of a Word
    file's tracked changes is reviewed: final (accepted) or original. ``dossier`` says how the drafts were
    made: a dossier, its file, or a folder with NAME.dossier.yml for the drafts called NAME. Findings that
    stand in the JSON of an earlier review, ``baseline``, are not listed again. On ``day``, the day of review,
    the decisions in the file ``decisions`` are honoured, or those beside each draft; without a day, none
    are read. Pickles as its settings.
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
        tracked: str = "final",
        dossier: "Path | str | Dossier | None" = None,
        baseline: Path | str | None = None,
        decisions: Path | str | None = None,
        day: datetime.date | None = None,
    ) -> None:
        rules, select, ignore = _several(rules), _several(select), _several(ignore)
        beside: dict[str, Any] = {"min_confidence": min_confidence, "tracked": tracked, "dossier": dossier}
        beside |= {"baseline": baseline, "decisions": decisions, "day": day}
        self._again = partial(Reviewer, rules, select, ignore, rank, engine, **beside)
        self._dossiers = _dossiers_at(dossier)
        self._baseline = Baseline(Path(baseline)) if baseline is not None else None
        self._decider = Decider(decisions, day)
        self._rank, self._least = check_rank(rank), check_confidence(min_confidence)
        self._tracked = check_tracked(tracked)
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
            options=(
                *_said(select, ignore, rank, self._least),
                *([f"不列 {baseline} 中已有的发现"] if baseline is not None else []),
                *pack.changes,
            ),
        )

    def __reduce__(self) -> tuple[partial["Reviewer"], tuple[()]]:
        return self._again, ()

    def review_file(self, path: Path | str, dossier: "Path | str | Dossier | None" = None) -> Opinion:
        """Review one file; ``-`` is standard input. ``ReadError`` when it cannot be read."""
        return self.reviewed_file(path, dossier).opinion

    def reviewed_file(self, path: Path | str, dossier: "Path | str | Dossier | None" = None) -> Reviewed:
        """Review one file as ``review_file`` does, and give the text with the opinion."""
        return self._reviewed(path, dossier, alone=True)

    def review_text(
        self,
        text: str,
        name: str = "-",
        rank: str | None = None,
        dossier: "Path | str | Dossier | None" = None,
    ) -> Opinion:
        """Review a text: a whole draft, or a bare clause of the given rank."""
        made = self._dossier_of(name, dossier)
        return self._review(read_text(text, name), check_rank(rank), made, self._decider.on(None))

    def review_many(self, paths: Iterable[Path | str]) -> Iterator[Opinion]:
        """Give one opinion a path, in order; an error becomes an ``unreadable`` opinion."""
        for reviewed in self.reviewed_many(paths):
            yield reviewed.opinion

    def reviewed_many(self, paths: Iterable[Path | str]) -> Iterator[Reviewed]:
        """Review as ``review_many`` does, and give each text with its opinion."""
        for path in paths:
            try:
                yield self._reviewed(path, alone=False)
            except HefaError as error:
                yield Reviewed(unreadable_opinion(str(path), error, self._provenance))

    def _reviewed(
        self, path: Path | str, dossier: "Path | str | Dossier | None" = None, *, alone: bool
    ) -> Reviewed:
        source = read_draft(path, self._tracked)
        decisions = self._decider.on(None if str(path) == STDIN else path)
        made = self._dossier_of(path, dossier)
        return Reviewed(self._review(source, None, made, decisions, alone=alone), source)

    def _dossier_of(self, path: Path | str, dossier: "Path | str | Dossier | None") -> "Dossier | None":
        dossiers = self._dossiers if dossier is None else _dossiers_at(dossier)
        return dossiers.of(path) if dossiers is not None else None

    def _review(
        self,
        source: SourceText,
        rank: str | None,
        dossier: "Dossier | None",
        decisions: Sequence[Decision],
        *,
        alone: bool = True,
    ) -> Opinion:
        with _collector_paused():
            return self._opinion(source, rank, dossier, decisions, alone=alone)

    def _opinion(
        self,
        source: SourceText,
        rank: str | None,
        dossier: "Dossier | None",
        decisions: Sequence[Decision],
        *,
        alone: bool,
    ) -> Opinion:
        told = _RANK_OF[dossier.kind] if dossier is not None else None
        document = parse_document(source.text, rank or self._rank or told)
        outside = "" if told == "other" else outside_review(document.facts, self.pack)
        facts = Facts(()) if outside else self._finder.facts(source, document, Beside(dossier=dossier))
        matches = self._evaluator.match(facts.provisions)
        said = list(self._provenance.options)
        said += _said((), (), rank, "low") if rank != self._rank else ()
        used = None
        if dossier is not None and not outside:
            used = None if dossier.is_moot(document.facts) else dossier.kind
            said.append(f"按程序材料审查制定程序（{dossier.kind_name}）" if used else _MOOT)
        provenance = self._provenance.model_copy(update={"options": tuple(said), "dossier": used})
        base, title = self._baseline, document.facts.title
        known = base.known(source.name, title, alone=alone) if base else frozenset[str]()
        return build_opinion(
            source,
            document,
            facts.provisions,
            matches,
            observed=facts.observed,
            pack=self.pack,
            outside=outside,
            provenance=provenance,
            least=self._least,
            known=known,
            decisions=decisions,
            day=self._decider.day,
        )


def review_file(
    path: Path | str, rank: str | None = None, dossier: "Path | str | Dossier | None" = None
) -> Opinion:
    """Review one file, beside the dossier on its making where there is one, with the installed rules."""
    return Reviewer(rank=rank, dossier=dossier).review_file(path)


def review_text(text: str, name: str = "-", rank: str | None = None) -> Opinion:
    """Review one text with the installed rules."""
    return Reviewer().review_text(text, name, rank)


def _dossiers_at(dossier: "Path | str | Dossier | None") -> "Dossiers | None":
    if dossier is None:
        return None
    from hefa.dossierbook import Dossiers  # noqa: PLC0415

    return Dossiers.at(dossier)


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


def read_draft(path: Path | str, tracked: str = "final") -> SourceText:
    """Read one draft; ``-`` is standard input. ``ReadError`` when it cannot be read."""
    options = ReadOptions(tracked=check_tracked(tracked))
    if str(path) == STDIN:
        return read_bytes(sys.stdin.buffer.read(), STDIN, options)
    path = Path(path)
    if path.is_dir():
        find_documents(path)  # says so when there is nothing to review in the folder
    return read_file(path, options)


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
