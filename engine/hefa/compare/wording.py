"""The Chinese of a comparison, shared by its renderers."""

from collections.abc import Iterable

from hefa.model.comparison import CHANGE, STATE, ClauseChange, Comparison, FindingChange, Version
from hefa.model.document import Location
from hefa.opinion.wording import CONCLUSION, bare_place, one_line, options_of, place_of, provenance_of, signed
from hefa.versions import Piece, changed_words

TITLE = "两稿比较（辅助）"
DISCLAIMER = "本比较为工具提示，由审核人员决定。仍有、新出现的发现是否成立，以审核人员的判断为准。"
ELSEWHERE = "全文"
KEEP = 24


def particulars(comparison: Comparison) -> list[tuple[str, str]]:
    """Return what was compared and what it comes to, each with its name."""
    counts = comparison.counts
    return [
        ("旧稿", named(comparison.old)),
        ("新稿", named(comparison.new)),
        ("旧稿结论", concluded(comparison.old)),
        ("新稿结论", concluded(comparison.new)),
        ("条款", "，".join(f"{name} {counts[code]}" for code, name in CHANGE.items() if counts[code])),
        ("发现", "，".join(f"{name} {counts[code]} 处" for code, name in STATE.items())),
    ]


def named(version: Version) -> str:
    """Return the title of a version and the file it came from."""
    name, title = one_line(version.document.name or ""), one_line(version.document.title or "")
    return f"{title}（{name}）" if title and name else title or name


def concluded(version: Version) -> str:
    """Return what the review of a version came to."""
    reason = f"（{one_line(version.reason)}）" if version.reason else ""
    return f"{CONCLUSION[version.conclusion]}{reason}"


def heading(clause: ClauseChange) -> str:
    """Return where a clause stands, where it stood, and what became of it."""
    places = [_number(location) for location in (clause.old, clause.new) if location]
    said = CHANGE[clause.change] + ("、移动" if clause.moved and clause.change == "reworded" else "")
    return f"{' → '.join(dict.fromkeys(places))}（{said}）"


def _number(location: Location) -> str:
    return bare_place(place_of(location))


def shown(clause: ClauseChange) -> bool:
    """Whether a clause is worth its own entry: it has findings, or its words or order changed."""
    return bool(clause.findings) or clause.change not in ("unchanged", "renumbered")


def renumbered(comparison: Comparison) -> str:
    """Return the clauses that changed nothing but their number, which have no entry."""
    pairs = [
        f"{_number(clause.old)} → {_number(clause.new)}"
        for clause in comparison.clauses
        if clause.change == "renumbered" and not shown(clause) and clause.old and clause.new
    ]
    return "；".join(dict.fromkeys(pairs))


def pieces(clause: ClauseChange) -> Iterable[Piece]:
    """Return the words of a clause: what went, what came, and what stayed."""
    return changed_words(one_line(clause.old_text), one_line(clause.new_text))


def earlier_place(clause: ClauseChange | None, change: FindingChange) -> str:
    """Return where a finding stood in the old version, where its clause does not say so."""
    if change.before is None:
        return ""
    known = [location for location in (clause.old if clause else None, change.finding.location) if location]
    place = place_of(change.before)
    return "" if place in map(place_of, known) else place


def rejection(change: FindingChange) -> str:
    """Return why an officer rejected a finding, and who; empty where none did."""
    decision = change.rejected
    return f"{one_line(decision.reason)}（{signed(decision)}）" if decision else ""


def cut(piece: Piece, *, first: bool, last: bool) -> str:
    """Return a piece; of a long one that stayed, only what stands beside a change."""
    if piece.kind != "same" or len(piece.text) <= 2 * KEEP:
        return piece.text
    before, after = "" if first else piece.text[:KEEP], "" if last else piece.text[-KEEP:]
    return f"{before}……{after}"


def footnotes(comparison: Comparison) -> list[str]:
    """Return what to know of a comparison: what was not reviewed or narrowed, and which versions made it."""
    digests = [
        f"{name} SHA-256 {version.document.sha256}"
        for name, version in (("旧稿", comparison.old), ("新稿", comparison.new))
    ]
    notes = [
        f"{name}未审查：{one_line(entry.reason)}"
        for name, version in (("旧稿", comparison.old), ("新稿", comparison.new))
        for entry in version.not_reviewed
    ]
    lines = [*notes, DISCLAIMER, options_of(comparison), provenance_of(comparison), *digests]
    return [line for line in lines if line]
