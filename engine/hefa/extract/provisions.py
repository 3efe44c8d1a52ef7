"""Segments of one sentence to drafts of provisions: who, under what, shall or may or must not, what.

The slots (see ``hefa_rules/lexicon/slots.yml``): ``given`` is what stands before the modal or in
a condition, ``act`` what is commanded, allowed or stated, ``ban`` what is forbidden or waived,
``undo`` what is abolished. Polarity is a matter of slots: 收取费用 in ``ban`` is no charge.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from hefa.extract.circumstances import sentence_basis, sentence_force
from hefa.extract.drafts import Draft, Inherited, as_given
from hefa.extract.lists import handed_down
from hefa.extract.patterns import has_article, is_superior
from hefa.extract.sentence_parser import Scope, Segment
from hefa.extract.subjects import subject
from hefa.extract.tasks import task_segments
from hefa.extract.tokens import ProvisionToken
from hefa.extract.words import ROLES
from hefa.model.facts import Citation, Word

SLOTS = {"BAN": "ban", "WAIVE": "ban", "UNDO": "undo"}
UNDOING = ("取消", "停止")
"""Modals that may abolish a practice, whatever their terminal is."""
_FRESH_COMMANDS = ("应当", "必须", "方可", "但")  # a modal that does not stay under an earlier ban
_COMMANDING = frozenset(("duty", "ban", "gate", "deny"))
_BENEFITS = frozenset(("benefit", "qualification", "quota-cut"))
_RIGHT = re.compile("取消[^，。；、]{0,16}(?:权|权利|权益|资格|待遇|名额)(?![力限])")
_POWERS = frozenset((  # what an official does to others, and no duty within the office
    "seize", "hold", "hold-document", "freeze", "confiscate", "fine", "deduct", "suspend-business", "revoke",
    "license-loss", "force-demolish", "cut-utility", "detain",
))  # fmt: skip
_PRACTICE = ("做法", "停止执行", "规定", "内容", "文件", "事项", "要求")  # 停止……的做法 abolishes
_MEANS = ("以", "因", "将", "通过", "借", "利用", "采取", "在")  # 不得以……方式，变相……
_ONLY_MEANS = re.compile(  # the ban waits for its verb: 不得以……为由，…… but not 不得以任何理由拒绝，……
    "(?:为由|为名|名义|方式|形式|手段|理由|借口|原因|条件|前提|名目|目的|途径|渠道|便利|机会|办法|措施"
    "|等|中|内|上|下|时|期间|环节|方面|前|后|处|区域|范围)$"
)
_OBJECT_FIRST = ("因", "将")  # 不得因换届，…… may end in anything
_SANCTION = re.compile("[，,\\s]*(?:违者|违反|违规|违章|否则|逾期|一经|情节|造成|拒不[^，。；]*的)")
AND = ("并", "并且", "且", "和")  # 没收工具并责令停业: what stands before the modal is done as well
_ASKED_REACH = 40
_WHETHER = re.compile("(?:是否|有无|有没有)(?:(?!应当|不得|可以|必须|方可)[^，。；])*$")
_JOINING = re.compile("[，,、]?(?:并|并且|且|同时)")
_MANNER = re.compile("(?:依照|按照|依据|根据|按|以|于|自|从|在)[^，。；]*，")  # the modal waits for its verb
_LASTING = frozenset(("duty", "may", "by"))
REACH = 200  # words before a segment that still count as given for it
_PASSIVE_REACH = 16  # code points
_PASSIVE = re.compile(r"(?:被(?![服褥子套单罩盖])|受到过?|受过)[^，。；：的]*$")
_ENCOURAGING = ("鼓励", "支持", "引导", "倡导", "提倡", "推荐", "号召", "建议", "帮助", "指导", "探索")


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
    for index, (segment, is_task, private) in enumerate(zip(segments, tasks, onward, strict=True)):
        state.force |= private
        stop = end if segment.end is None else segment.end
        actor = subject(text, here, segment)
        if actor and not (inherited.slot == "given" and inherited.actor):
            state.actor = actor
        if segment.condition:
            state.conditional = True
            state.given = _recent(state.given, _words(text, segment.tokens, "given"))
        elif segment.scopes or any(token.symbols for token in segment.tokens):
            if drafts and _gate_alone(segment):
                state.given = _recent(state.given, as_given(drafts[-1].words))
                begin = drafts[-1].start
            carried = _goes_on(text, here, drafts, segments[:index])
            draft = _draft(text, segment, state, (begin, stop), carried)
            if is_task:
                draft.force |= {"task"}
            drafts.append(draft)
            begin = stop + 1 if segment.scopes else begin
            if all(scope.modal.type == "LIMIT" for scope in segment.scopes):
                state.given = _recent(state.given, as_given(draft.words))
            state.slot = _open_slot(text, segment, stop) or (
                inherited.slot if not segment.scopes or inherited.slot == "given" else None
            )
        here = stop + 1
    last = next((scope for segment in reversed(segments) for scope in reversed(segment.scopes)), None)
    below = replace(
        state,
        modes=drafts[-1].modes if drafts else frozenset(),
        slot=SLOTS.get(last.modal.type) if last else None,
        consequence=(),
    )
    return drafts, handed_down(text, start, segments, drafts, below)


def _recent(given: tuple[Word, ...], words: Iterable[Word]) -> tuple[Word, ...]:
    """Join what was given and the words behind it, each once, as far back as a reader keeps in mind."""
    joined = {(word.start, word.slot): word for word in (*given, *words)}
    return tuple(joined.values())[-REACH:]


def _gate_alone(segment: Segment) -> bool:
    """Tell whether 方可 opens the segment: its condition is what the segment before it commands."""
    return bool(segment.scopes) and segment.scopes[0].modal.type == "GATE" and not segment.left


def _item_condition(text: str, segment: Segment, state: Inherited, begin: int, stop: int) -> Draft:
    """Read a segment of a list of conditions: it says on what the consequence of the lead-in hangs."""
    return Draft(
        start=_first_word(text, begin, stop),
        end=stop,
        actor=state.actor,
        modes=state.modes | {"state"},
        basis=state.basis,
        force=state.force,
        words=[*state.given, *_words(text, segment.tokens, "given"), *state.consequence],
        conditional=True,
    )


def _goes_on(text: str, here: int, drafts: Sequence[Draft], segments: Sequence[Segment]) -> frozenset[str]:
    """Return the modes that a segment without a modal shares with the one before it: 并…, or 应当按照…，…."""
    if not drafts or not segments or not segments[-1].scopes or segments[-1].condition:
        return frozenset()
    last = segments[-1].scopes[-1]
    if _JOINING.match(text, here) or _MANNER.match(text, last.modal.end_pos):
        return drafts[-1].modes & _LASTING
    return frozenset()


def _draft(
    text: str, segment: Segment, state: Inherited, place: tuple[int, int], carried: frozenset[str]
) -> Draft:
    """Read one segment that is no condition; ``carried`` are the modes that it shares with the one before."""
    begin, stop = place
    if state.slot == "given":
        return _item_condition(text, segment, state, begin, stop)
    words = list(state.given)
    modes: set[str] = set()
    force = set(state.force)
    joined = bool(segment.scopes) and text.endswith(AND, 0, segment.scopes[0].modal.start_pos)
    governing = state.slot
    left = "given" if segment.scopes and not joined and not governing else governing or "act"
    words.extend(_words(text, segment.left, left))
    if all(_asked(text, scope.modal.start_pos) for scope in segment.scopes):
        modes.update(("state", *state.modes, *carried))
    for scope in segment.scopes:
        if _asked(text, scope.modal.start_pos):
            words.extend(_words(text, [scope.modal, *scope.items], "given"))
            continue
        kind = _kind(text, scope, stop, segment.left)
        modes.add(kind.lower())
        slot = SLOTS.get(kind, "act")
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


def _kind(text: str, scope: Scope, stop: int, before: Sequence[ProvisionToken]) -> str:
    """Decide what 取消 and 停止 do here: withdraw a benefit, or abolish a practice.

    Where nothing follows (搬迁奖励一律取消) what stands ``before`` is cancelled.
    """
    modal = scope.modal
    objects = scope.items or [token for token in before if "benefit" in token.symbols]
    if str(modal).startswith("取消"):
        benefit = not _BENEFITS.isdisjoint(symbol for token in objects for symbol in token.symbols)
        return modal.type if benefit or _RIGHT.match(text, modal.start_pos) else "UNDO"
    if str(modal).startswith("停止") and text[modal.start_pos : stop].endswith(_PRACTICE):
        return "UNDO"
    return modal.type


def _open_slot(text: str, segment: Segment, stop: int) -> str | None:
    """Return ban where a prohibition names only its means and goes on after the comma at ``stop``."""
    if not segment.scopes or segment.scopes[-1].modal.type not in SLOTS:
        return None
    modal = segment.scopes[-1].modal
    means = next((word for word in _MEANS if text.startswith(word, modal.end_pos)), None)
    if str(modal).endswith(_MEANS):
        means = str(modal)[-1]
    if means is None or _SANCTION.match(text, stop):
        return None
    goes_on = means in _OBJECT_FIRST or _ONLY_MEANS.search(text, modal.end_pos, stop) is not None
    return SLOTS[modal.type] if goes_on else None


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
    """Return ``given`` for what someone has suffered (被法院查封的财产) or is asked for, no command."""
    if slot != "act":
        return slot
    before = text[max(0, start - _PASSIVE_REACH) : start]
    return "given" if _PASSIVE.search(before) or _asked(text, start) else slot


def _asked(text: str, start: int) -> bool:
    """Tell whether the place stands behind 是否 (核对是否含有罚款、停发分红等内容)."""
    return _WHETHER.search(text, max(0, start - _ASKED_REACH), start) is not None


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
