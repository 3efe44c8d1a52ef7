"""Official lists (清单) beside a draft: of permits, proofs, fees, qualifications, powers, market entry."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

LIST_KINDS: Mapping[str, str] = MappingProxyType(
    {
        "permits": "行政许可事项清单",
        "proofs": "证明事项清单",
        "fees": "收费目录清单",
        "qualifications": "职业资格目录",
        "powers": "权责清单",
        "negative": "市场准入负面清单",
    }
)
"""The kinds of lists and what they are called."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows of text of one sheet; a CSV file is one sheet."""

    name: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class ListItem:
    """One item; what its row leaves open is empty. ``row`` counts from 1, as a spreadsheet shows it.

    ``days`` is the longest time limit its row gives, in working days where ``workdays``. ``type`` is
    that of a power (行政处罚, 行政检查). ``cancelled`` items are listed as no longer to be asked for.
    """

    name: str
    row: int
    basis: str = ""
    authority: str = ""
    conditions: tuple[str, ...] = ()
    materials: tuple[str, ...] = ()
    days: int | None = None
    workdays: bool = True
    fee: str = ""
    type: str = ""
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class ItemList:
    """One list: its kind, the name of its file, its items in the order of their rows."""

    kind: str
    source: str
    items: tuple[ListItem, ...]
