"""The first article: what the draft is for and on what it rests."""

from collections.abc import Iterator

from hefa.form.draft import KINDS_OF_NORM, Draft
from hefa.model.document import NodeKind
from hefa.model.lazy import lazy
from hefa.model.observation import Observation

_RESTS = lazy(r"根据|依据|依照|按照|遵照|遵循|落实|贯彻|执行|结合")
_ENACTS = lazy(r"制定本|特制定")
_SPIRIT = lazy(
    r"(?:根据|按照|依据|遵照)(?P<source>[^《》。；]{0,24}?(?:精神|会议纪要|领导(?:批示|指示|要求)|会议(?:要求|决定)|"
    r"上级(?:要求|部署|有关规定)))"
)
_AIM = lazy(r"为了?|进一步|为")


def observe_basis(draft: Draft) -> Iterator[Observation]:
    """Yield a first article without a basis, or with one that is no norm."""
    body = draft.body
    articles = body.of(NodeKind.ARTICLE)
    if not articles or articles[0].ordinal != 1 or body.genre not in KINDS_OF_NORM:
        return
    clause = draft.clause_in(articles[0])
    if clause is None:
        return
    first = draft.clauses[clause]
    words = draft.text[first.start : first.end]
    if "《" in words or not _ENACTS.search(words):
        return
    if spirit := _SPIRIT.search(words):
        start = first.start + spirit.start()
        values = {"source": spirit["source"]}
        yield draft.seen("technique.basis-spirit", start, first.start + spirit.end(), values)
    elif not _RESTS.search(words) and _AIM.search(words):
        yield draft.seen("technique.basis-missing", first.start, first.start + len(words.rstrip()))
