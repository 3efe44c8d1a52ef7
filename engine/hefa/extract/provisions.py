"""Segments of one sentence to drafts of provisions: who, under what, shall or may or must not, what.

The slots (see ``hefa_rules/lexicon/slots.yml``): ``given`` is what stands before the modal or in
a condition, ``act`` what is commanded, allowed or stated, ``ban`` what is forbidden or waived,
``undo`` what is abolished. Polarity is a matter of slots: 收取费用 in ``ban`` is no charge.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from hefa.extract.circumstances import sentence_basis, sentence_force
from hefa.extract.patterns import has_article, is_superior
from hefa.extract.sentence_parser import Scope, Segment
from hefa.extract.symbols import SPOKEN
from hefa.extract.tasks import task_segments
from hefa.extract.tokens import ProvisionToken
from hefa.extract.words import ACTORS, ROLES
from hefa.model.document import Clause
from hefa.model.facts import Citation, Provision, Word

_SLOTS = {"BAN": "ban", "WAIVE": "ban", "UNDO": "undo"}
_FRESH_COMMANDS = ("应当", "必须", "方可", "但")  # a modal that does not stay under an earlier ban
_COMMANDING = frozenset(("duty", "ban", "gate", "deny"))
_BENEFITS = frozenset(("benefit", "qualification", "quota-cut"))
_POWERS = frozenset((  # what an official does to others, and no duty within the office
    "seize", "hold", "hold-document", "freeze", "confiscate", "fine", "deduct", "suspend-business", "revoke",
    "license-loss", "force-demolish", "cut-utility", "detain",
))  # fmt: skip
_PRACTICE = ("做法", "停止执行", "规定", "内容", "文件", "事项", "要求")  # 停止……的做法 abolishes
_MEANS = ("以", "因", "将", "通过", "借", "利用", "采取", "在")  # 不得以……方式，变相……
_REFERRING = frozenset(("agency-consent", "submit"))  # 报、经、征得、提交: the party behind is no subject
_OBJECT_MARKS = ("对", "向", "将", "给", "从", "为", "把", "与", "针对", "因")
_CHOSEN = re.compile("[^，、]{0,8}的|(?:统一)?(?:指定|委托|授权|认可|推荐|公布|选定|组织)的?")
_OF = re.compile("[^，。；]{1,12}的")
_AND = ("并", "并且", "且", "和")  # 没收工具并责令停业: what stands before the modal is done as well
_REACH = 200  # words before a segment that still count as given for it
_PASSIVE_REACH = 16  # code points
_PASSIVE = re.compile(r"(?:被(?![服褥子套单罩盖])|受到过?|受过)[^，。；：的]*$")
_ENCOURAGING = ("鼓励", "支持", "引导", "倡导", "提倡", "推荐", "号召", "建议", "帮助", "指导", "探索")


@dataclass(slots=True)
class Inherited:
    """What a segment takes over from what stands before it."""

    actor: frozenset[str] = frozenset()
    given: tuple[Word, ...] = ()
    basis: frozenset[str] = frozenset()
    force: frozenset[str] = frozenset()
    modes: frozenset[str] = frozenset()  # of a lead-in, for items that have no modal of their own
    conditional: bool = False  # behind a condition: 未经批准的，…
    slot: str | None = None  # ban or undo, where a lead-in or an open ban governs what follows


@dataclass(slots=True)
class Draft:
    """A provision before it knows its place and its context."""

    start: int
    end: int
    actor: frozenset[str]
    modes: frozenset[str]
    basis: frozenset[str]
    force: frozenset[str]
    words: list[Word]
    citations: list[Citation] = field(default_factory=list)
    conditional: bool = False

    def spoken(self) -> set[str]:
        """Return the lexicon classes it speaks of, those it abolishes left out."""
        return {name for word in self.words if word.slot in SPOKEN for name in word.symbols}

    def circumstances(self) -> Iterator[str]:
        """Yield the symbols that no word of its own gives: subject, modes, basis, force, shape."""
        yield from (f"actor.{name}" for name in self.actor or ("none",))
        yield from (f"mode.{name}" for name in self.modes)
        yield from (f"basis.{name}" for name in self.basis or ("none",))
        yield from (f"force.{name}" for name in self.force or ("operative",))
        if self.conditional:
            yield "shape.condition"

    def provision(self, number: int, clause: Clause, sentence: int, symbols: frozenset[str]) -> Provision:
        """Return the finished record with ``number`` as its id."""
        return Provision(
            id=number,
            clause=clause.id,
            unit=clause.unit,
            sentence=sentence,
            start=self.start,
            end=self.end,
            symbols=symbols,
            words=tuple(self.words),
            citations=tuple(self.citations),
        )


def sentence_drafts(
    text: str, segments: list[Segment], inherited: Inherited, start: int, end: int
) -> tuple[list[Draft], Inherited]:
    """Return the drafts of ``text[start:end]``, and what a list below or a next sentence takes over."""
    force, onward = sentence_force(text, segments, start, end)
    state = replace(
        inherited,
        basis=inherited.basis | sentence_basis(segments, start),
        force=inherited.force | force,
    )
    drafts: list[Draft] = []
    begin = here = start
    tasks = task_segments(text, segments, start)
    for segment, is_task, private in zip(segments, tasks, onward, strict=True):
        state.force |= private
        stop = end if segment.end is None else segment.end
        actor = _subject(text, here, segment)
        if actor:
            state.actor = actor
        if segment.condition:
            state.conditional = True
            state.given = _recent(state.given, _words(text, segment.tokens, "given"))
        elif segment.scopes or any(token.symbols for token in segment.tokens):
            if drafts and _gate_alone(segment):
                state.given = _recent(state.given, as_given(drafts[-1].words))
                begin = drafts[-1].start
            draft = _draft(text, segment, state, begin, stop)
            if is_task:
                draft.force |= {"task"}
            drafts.append(draft)
            begin = stop + 1 if segment.scopes else begin
            if all(scope.modal.type == "LIMIT" for scope in segment.scopes):
                state.given = _recent(state.given, as_given(draft.words))
            state.slot = _open_slot(text, segment) or (inherited.slot if not segment.scopes else None)
        here = stop + 1
    last = next((scope for segment in reversed(segments) for scope in reversed(segment.scopes)), None)
    return drafts, replace(
        state,
        modes=drafts[-1].modes if drafts else frozenset(),
        slot=_SLOTS.get(last.modal.type) if last else None,
    )


def as_given(words: Iterable[Word]) -> Iterator[Word]:
    """Yield what was commanded or stated as given for what follows; what was forbidden stays so."""
    for word in words:
        if word.slot == "act":
            yield Word(start=word.start, end=word.end, slot="given", symbols=word.symbols)
        else:
            yield word


def _recent(given: tuple[Word, ...], words: Iterable[Word]) -> tuple[Word, ...]:
    """Join what was given and the words behind it, each once, as far back as a reader keeps in mind."""
    joined = {(word.start, word.slot): word for word in (*given, *words)}
    return tuple(joined.values())[-_REACH:]


def _gate_alone(segment: Segment) -> bool:
    """Tell whether 方可 opens the segment: its condition is what the segment before it commands."""
    return bool(segment.scopes) and segment.scopes[0].modal.type == "GATE" and not segment.left


def _draft(text: str, segment: Segment, state: Inherited, begin: int, stop: int) -> Draft:
    """Read one segment that is no condition."""
    words = list(state.given)
    modes: set[str] = set()
    force = set(state.force)
    joined = bool(segment.scopes) and text[: segment.scopes[0].modal.start_pos].endswith(_AND)
    words.extend(
        _words(text, segment.left, "given" if segment.scopes and not joined else state.slot or "act")
    )
    if not segment.scopes:
        modes.update(("state", *state.modes))
    governing: str | None = None
    for scope in segment.scopes:
        kind = _kind(text, scope, stop, segment.left)
        modes.add(kind.lower())
        slot = _SLOTS.get(kind, "act")
        if governing and not str(scope.modal).startswith(_FRESH_COMMANDS) and kind != "GATE":
            slot = governing
        governing = slot if slot != "act" else None
        words.extend(_words(text, [scope.modal], slot))
        words.extend(_words(text, scope.items, slot))
    if segment.scopes and str(segment.scopes[0].modal) in _ENCOURAGING and modes.isdisjoint(_COMMANDING):
        force.add("encouragement")
    if state.actor == {"official"} and not any(
        word.slot == "act" and not _POWERS.isdisjoint(word.symbols) for word in words
    ):
        force.add("internal")
    return Draft(
        start=_first_word(text, begin, stop),
        end=stop,
        actor=state.actor,
        modes=frozenset(modes),
        basis=state.basis,
        force=frozenset(force),
        words=words,
        citations=[_citation(token) for token in segment.tokens if token.type == "CITATION"],
        conditional=state.conditional,
    )


def _kind(text: str, scope: Scope, stop: int, subject: Sequence[ProvisionToken]) -> str:
    """Decide what 取消 and 停止 do here: withdraw a benefit, or abolish a practice.

    Where nothing follows (搬迁奖励一律取消) the ``subject`` is what is cancelled.
    """
    modal = scope.modal
    objects = scope.items or [token for token in subject if "benefit" in token.symbols]
    if str(modal).startswith("取消") and not _BENEFITS.intersection(
        symbol for token in objects for symbol in token.symbols
    ):
        return "UNDO"
    if str(modal).startswith("停止") and text[modal.start_pos : stop].endswith(_PRACTICE):
        return "UNDO"
    return modal.type


def _subject(text: str, here: int, segment: Segment) -> frozenset[str]:
    """Return the classes of the subject: after 由, else the last actor before the modal."""
    for index, scope in enumerate(segment.scopes):
        doer = _doer(text, scope) if str(scope.modal).endswith("由") or scope.modal.type == "BY" else None
        if doer is not None and not (index and _attribute(text, doer, segment)):
            return ACTORS.intersection(doer.symbols)
    named: list[ProvisionToken] = []
    reached = here
    for token in segment.left:
        between = text[reached : token.start_pos]
        if any(mark in between for mark in _OBJECT_MARKS) or _REFERRING.intersection(token.symbols):
            break
        if token.type == "ACTOR":
            named.append(token)
        reached = token.end_pos
    if not named or (not segment.scopes and not segment.condition and segment.left[0] is not named[0]):
        return frozenset()
    return ACTORS.intersection(named[-1].symbols)


def _doer(text: str, scope: Scope) -> ProvisionToken | None:
    """Return who acts by 由: the head of 镇政府指定的检测机构 is the last."""
    found: ProvisionToken | None = None
    for token in scope.items:
        if token.type == "ACTOR":
            if found is not None and _CHOSEN.fullmatch(text, found.end_pos, token.start_pos) is None:
                break
            found = token
    return found


def _attribute(text: str, doer: ProvisionToken, segment: Segment) -> bool:
    """Tell whether 由 and what follows it only describe a thing (取得由街道核发的准入证)."""
    last = segment.tokens[-1]
    return (
        doer is not last
        and segment.scopes[0].modal.end_pos < doer.start_pos - 1
        and _OF.match(text, doer.end_pos, last.start_pos + 1) is not None
    )


def _open_slot(text: str, segment: Segment) -> str | None:
    """Return ban where a prohibition names only its means and goes on after the comma."""
    if segment.scopes:
        modal = segment.scopes[-1].modal
        opening = text[modal.end_pos :][:2].startswith(_MEANS) or str(modal).endswith(_MEANS)
        if modal.type in _SLOTS and opening:
            return _SLOTS[modal.type]
    return None


def _words(text: str, tokens: Iterable[ProvisionToken], slot: str) -> Iterator[Word]:
    for token in tokens:
        if token.type not in {"QUOTE", "EXCEPT"} and (content := _content(token.symbols)):
            start, end = token.start_pos, token.end_pos
            if token.type == "MEASURE":
                yield Word(start=start, end=end, slot="measure", symbols=content[:1])
                content = content[1:]  # classes of the phrases that end at it
            if content:
                yield Word(start=start, end=end, slot=_suffered(text, start, slot), symbols=content)


def _suffered(text: str, start: int, slot: str) -> str:
    """Return ``given`` for what someone has suffered (被法院查封的财产): it commands nothing here."""
    before = text[max(0, start - _PASSIVE_REACH) : start]
    return "given" if slot == "act" and _PASSIVE.search(before) else slot


@cache
def _content(symbols: tuple[str, ...]) -> tuple[str, ...]:
    """Leave out the classes that only steer the grammar, and the words that only phrases ask for."""
    return tuple(symbol for symbol in symbols if symbol not in ROLES and symbol.isascii())


def _citation(token: ProvisionToken) -> Citation:
    title, _, rest = str(token).partition("》")
    return Citation(
        start=token.start_pos,
        end=token.end_pos,
        title=title.lstrip("《"),
        article=rest.lstrip("的") if has_article(str(token)) else None,
        superior=is_superior(str(token)),
    )


def _first_word(text: str, begin: int, stop: int) -> int:
    while begin < stop and (text[begin].isspace() or text[begin] in "，,、"):
        begin += 1
    return begin
