"""The Chinese of a report: short names, notes, and what is said of the standing of a statute."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from hefa.cite.standing import printed
from hefa.model.category import CATEGORIES
from hefa.report.figures import Figures, StatuteCount

HEADING = "存档审查报告"
DISCLAIMER = "报告中的发现为工具提示（疑似、建议），由审核人员决定；没有发现不等于合法。"
SHORT: Mapping[str, str] = MappingProxyType(
    {
        "fee": "收费保证金",
        "market-entry": "市场准入",
        "local-protection": "地方保护",
        "operating-cost": "经营成本",
        "business-conduct": "经营行为",
        "rights": "权利义务",
        "remedy": "排除救济",
        "power": "超越职权",
        "discrimination": "歧视",
        "quota": "指标一刀切",
        "self-governance": "自我管理",
        "credit": "失信惩戒",
        "consistency": "文件不一致",
    }
)
"""Names of categories for the narrow columns of the heat map, where the full ones are too long."""
STATES = {
    "in-force": "有效",
    "repealed": "已废止",
    "replaced": "可能已被替代",
    "not-yet": "尚未施行",
    "earlier": "没有当日文本",
    "unknown": "没有核对",
}
UNKNOWN = "（未识别）"


def short_name(category: str) -> str:
    """Return a category's name in at most six characters."""
    return SHORT.get(category) or CATEGORIES.get(category, category)


def standing_of(statute: StatuteCount) -> str:
    """Return what a cited law is, since when, and what stands in its place."""
    since = f"（{printed(statute.since)}起）" if statute.since else ""
    instead = f"，由{statute.successor}替代" if statute.successor else ""
    return f"{STATES[statute.state]}{since}{instead}"


def notes(figures: Figures) -> Iterator[str]:
    """Yield what the report rests on and how it counts."""
    yield f"基准日 {figures.as_of}；{figures.audit}"
    yield (
        f"引用的效力按法规库 {figures.statutes} 和内置对照表核对"
        if figures.statutes
        else "没有法规库：引用的效力只按内置的废止、替代对照表核对"
    )
    yield "内容相同的文件只计一件；政府办公厅、办公室的文件归入同级政府；审核人员不采纳的发现不计入"
    if figures.rejected:
        yield f"审核人员不采纳的发现 {figures.rejected} 处"
    yield DISCLAIMER


def percent(part: int, whole: int) -> str:
    """Return a share with one digit; a dash where there is nothing to share."""
    return f"{100 * part / whole:.1f}%" if whole else "—"
