"""Time limits: those of national law by name, and local ones from the dossier or its province's preset.

    table ``deadlines``: name, days, source
    table ``provinces``: province, limit, value, unit, mark, source; law, article, version of what was read

A local limit that neither has is unknown, and nothing is checked by it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hefa.errors import OptionError
from hefa.model.dossier import Dossier
from hefa.model.rule import LegalBasis

Tables = Mapping[str, Sequence[Mapping[str, str]]]
OWN = "程序材料写明的本地规定"
LIMITS = {
    "comment_days": "公开征求意见的天数",
    "filing_days": "报上级行政机关备案的期限",
    "congress_days": "报同级人大常委会备案的期限",
    "validity_years": "有效期最长年数",
    "trial_years": "暂行、试行文件有效期最长年数",
}

UNITS = {"day": "日", "workday": "个工作日", "year": "年"}
_UNIT_OF = {"filing_days": "day", "congress_days": "day", "validity_years": "year", "trial_years": "year"}


@dataclass(frozen=True, slots=True)
class Limit:
    """One local limit; ``read`` says that its number was read in the text of ``basis``."""

    value: int
    source: str
    unit: str = "日"
    read: bool = False
    basis: tuple[LegalBasis, ...] = ()


def deadlines(tables: Tables) -> dict[str, int]:
    """Return the national limits in days, by name."""
    return {row["name"]: int(row["days"]) for row in tables.get("deadlines", ())}


def local_limits(dossier: Dossier, tables: Tables) -> dict[str, Limit]:
    """Return the local limits that are known, the dossier's own before those of its province."""
    found = {row["limit"]: _of_row(row) for row in _rows(dossier.province, tables)}
    own = dossier.limits
    for name in LIMITS:
        value = getattr(own, name)
        if value is not None:
            unit = own.comment_unit or "day" if name == "comment_days" else _UNIT_OF[name]
            found[name] = Limit(value=value, source=OWN, unit=UNITS[unit])
    return found


def provinces(tables: Tables) -> list[str]:
    """Return whose limits are known, in the order of the table."""
    return list(dict.fromkeys(row["province"] for row in tables.get("provinces", ())))


def preset(province: str, tables: Tables) -> list[tuple[str, Limit]]:
    """Return the limits known of ``province``, each with its name in Chinese."""
    rows = _rows(province, tables)
    if not rows:
        known = "、".join(provinces(tables))
        raise OptionError(
            "--preset", f"没有{province}的预设", f"可用：{known}；其他省份在 limits 中写本省规定"
        )
    return [(LIMITS[row["limit"]], _of_row(row)) for row in rows]


def _rows(province: str | None, tables: Tables) -> list[Mapping[str, str]]:
    return [row for row in tables.get("provinces", ()) if row["province"] == _short(province)]


def _short(province: str | None) -> str | None:
    """Return 河南 for 河南省: presets go by the short name."""
    for ending in ("壮族自治区", "回族自治区", "维吾尔自治区", "自治区", "省", "市"):
        if province and province.endswith(ending) and province != ending:
            return province.removesuffix(ending)
    return province


def _of_row(row: Mapping[str, str]) -> Limit:
    basis: tuple[LegalBasis, ...] = ()
    if "law" in row:
        basis = (LegalBasis.model_validate({key: row[key] for key in ("law", "article", "version")}),)
    return Limit(
        value=int(row["value"]),
        source=row["source"],
        unit=UNITS[row["unit"]],
        read=row["mark"] == "text",
        basis=basis,
    )
