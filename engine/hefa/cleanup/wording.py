"""The Chinese of a clean-up list: its heading, what stands above and below it, reasons in one line."""

from collections.abc import Iterator

from hefa.cleanup.records import KINDS, PROPOSALS, CleanupList, Entry, Reason
from hefa.opinion.wording import one_line

HEADING = "文件清理清单（建议）"
DISCLAIMER = "本清单为工具提示：没有查到理由的列为继续有效；清理结论由清理责任机关决定。"
_PLACES = 6


def summary(listed: CleanupList) -> str:
    """Return how many documents there are, and how many of each proposal."""
    about = f"引用《{listed.statute.strip('《》')}》的" if listed.statute else ""
    counts = "，".join(f"{name} {listed.counts[code]} 件" for code, name in PROPOSALS.items())
    apart = f"；另有 {len(listed.apart)} 件没有列入" if listed.apart else ""
    return f"{about}文件共 {len(listed.entries)} 件：{counts}{apart}"


def notes(listed: CleanupList) -> Iterator[str]:
    """Yield what the list rests on, and what it does not say."""
    yield f"清理基准日 {listed.as_of}；{listed.audit}"
    if listed.statutes:
        yield f"依据的效力和条号按法规库 {listed.statutes} 核对"
    else:
        yield "没有法规库：只按内置的废止、修订对照表核对依据，没有核对条号"
    yield DISCLAIMER


def named(entry: Entry) -> str:
    """Return a document's title and number; its path where it has no title."""
    title = one_line(entry.title or "") or entry.name
    number = one_line(entry.number or "")
    return f"{title}（{number}）" if number and number not in title else title


def told(reason: Reason) -> str:
    """Return a reason in one line, with its places."""
    shown = "、".join(one_line(place).rstrip("、.．") for place in reason.places[:_PLACES])
    more = f"等 {len(reason.places)} 处" if len(reason.places) > _PLACES else ""
    return f"{KINDS[reason.kind]}：{one_line(reason.says)}" + (f"（{shown}{more}）" if shown else "")
