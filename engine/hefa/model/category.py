"""The categories of findings (contract section 2): permanent code -> Chinese name."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

Section = Literal["subject", "power", "content", "basis", "procedure", "form", "consistency"]

CATEGORIES: Mapping[str, str] = MappingProxyType(
    {
        "permit": "行政许可",
        "penalty": "行政处罚",
        "coercion": "行政强制",
        "fee": "收费、保证金、摊派、基金",
        "proof": "证明事项",
        "market-entry": "市场准入和退出",
        "local-protection": "商品要素自由流动、地方保护、招投标歧视",
        "operating-cost": "影响经营成本",
        "business-conduct": "影响经营行为",
        "rights": "减损权利、增加义务",
        "remedy": "排除救济、限制诉权",
        "levy": "征收征用",
        "tax": "税收",
        "power": "超越职权、增权减责、违法授权委托",
        "retroactivity": "溯及既往",
        "discrimination": "就业、户籍等歧视",
        "privacy": "个人信息",
        "quota": "罚没指标、一刀切停产停业",
        "self-governance": "市场、社会、公民自我管理事项",
        "credit": "无依据失信惩戒、黑名单",
        "citation": "依据引用",
        "form": "公文格式",
        "technique": "立法技术",
        "procedure": "制定程序",
        "consistency": "与现行文件不一致",
    }
)

SECTIONS: Mapping[Section, str] = MappingProxyType(
    {
        "subject": "制定主体",
        "power": "制定权限",
        "content": "文件内容",
        "basis": "制定依据",
        "procedure": "制定程序",
        "form": "文件形式",
        "consistency": "与现行文件的一致性",
    }
)
"""The parts of a review opinion, in their order (国办发〔2018〕115号二（六）)."""

_SECTION_OF: Mapping[str, Section] = {
    "power": "power",
    "citation": "basis",
    "procedure": "procedure",
    "form": "form",
    "technique": "form",
    "consistency": "consistency",
}


def section_of(category: str) -> Section:
    """Return the part of an opinion that findings of ``category`` belong to: content, unless named."""
    return _SECTION_OF.get(category, "content")
