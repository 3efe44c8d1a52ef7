"""Rows of a spreadsheet in, an official list out: columns and kind are told by the headers."""

from collections.abc import Iterator, Mapping, Sequence

from hefa.errors import ListFileError
from hefa.model.lazy import lazy
from hefa.model.lists import LIST_KINDS, ItemList, ListItem, Sheet
from hefa.model.numerals import to_int

COLUMNS: Mapping[str, tuple[str, ...]] = {
    key: tuple(names.split())
    for key, names in {
        "name": (
            "事项名称 许可事项名称 证明事项名称 证明名称 证明材料名称 收费项目名称 收费项目 "
            "职业资格名称 资格名称 职权名称 权力名称 行政权力名称 权责事项 权力事项 子项名称 "
            "项目名称 禁止或许可事项 事项 项目 名称"
        ),
        "detail": "禁止或许可准入措施描述 许可准入措施描述 措施描述 子项",
        "basis": "设定依据 设定和实施依据 实施依据 法律依据 文件依据 政策依据 设立依据 依据",
        "authority": (
            "实施机关 实施部门 实施主体 主管部门 行使主体 执收单位 征收部门 索要单位 责任单位 审批部门"
        ),
        "conditions": "许可条件 准予许可条件 准予批准的条件 申请条件 办理条件 条件",
        "materials": "申请材料 申请材料名称 申报材料 所需材料 材料清单 材料",
        "days": "法定办结时限 承诺办结时限 法定时限 承诺时限 办结时限 办理时限 审批时限 时限",
        "fee": "收费标准 征收标准 标准 金额",
        "type": "权力类型 职权类型 职权类别 权力类别 事项类型 类型",
        "status": "状态 清理结果 清理意见 处理意见 备注",
    }.items()
}
"""What a column may be called, for each thing read; of several names the one that stands first is the column.
``days`` alone may stand in several columns: the longest counts."""

_SIGNS = (
    ("proofs", ("证明",)),
    ("fees", ("收费", "执收单位", "征收标准")),
    ("qualifications", ("职业资格", "资格名称", "资格类别")),
    ("negative", ("措施描述", "禁止或许可", "负面清单")),
    ("powers", ("职权", "权力类型", "权力名称", "权责", "权力类别")),
    ("permits", ("许可", "审批")),
)
"""What in headers, and failing them in names of file and sheet, tells the kind; the first that applies."""

_HEADER_ROWS = 10
_SPLIT = lazy(r"[；;\n\r]+|(?:^|(?<=[^\d]))\d{1,2}[.．、](?!\d)|[（(][一二三四五六七八九十\d]{1,2}[）)]")
_LIST_COMMA = lazy(r"[、，,]")
_DAYS = lazy(r"(\d{1,3}|[一二三四五六七八九十百]{1,5})个?(工作日|自然日|日|天)")
_CANCELLED = lazy(r"^(?:建议)?(?:予以)?(?:取消|废止|停止|不再索要|不予保留)")


def list_of(sheets: Sequence[Sheet], source: str, kind: str | None = None) -> ItemList:
    """Return the list that the first sheet with a header of names holds; ``kind`` where the user said it."""
    for sheet in sheets:
        for number, row in enumerate(sheet.rows[:_HEADER_ROWS]):
            columns = _columns(row)
            if "name" in columns:
                kind = kind or _kind("".join(row)) or _kind(f"{source}{sheet.name}")
                if kind is None:
                    break
                items = tuple(_items(sheet, number + 1, columns, kind))
                if not items:
                    raise ListFileError(source, "清单里没有事项", "请核对表头以下是否有内容")
                return ItemList(kind, source, items)
    if any(_columns(row) for sheet in sheets for row in sheet.rows[:_HEADER_ROWS]):
        raise ListFileError(
            source,
            "看不出是哪一种清单，或者没有名称一栏",
            f"表头写明“事项名称”等；或者写 --list 种类={source}，种类是{'、'.join(LIST_KINDS)}",
        )
    raise ListFileError(
        source, "没有找到表头", f"前 {_HEADER_ROWS} 行中应有一行是表头，例如：事项名称、实施机关、设定依据"
    )


def _columns(row: Sequence[str]) -> dict[str, list[int]]:
    """Return which columns hold what: those whose header is one of the names."""
    headers = ["".join(cell.split()) for cell in row]
    columns: dict[str, list[int]] = {}
    for key, names in COLUMNS.items():
        found = [headers.index(name) for name in names if name in headers]
        if found:
            columns[key] = found if key == "days" else found[:1]
    return columns


def _kind(words: str) -> str | None:
    return next((kind for kind, signs in _SIGNS if any(sign in words for sign in signs)), None)


def _items(sheet: Sheet, start: int, columns: Mapping[str, list[int]], kind: str) -> Iterator[ListItem]:
    for number, row in enumerate(sheet.rows[start:], start + 1):
        cells = {key: [row[place] for place in places if place < len(row)] for key, places in columns.items()}
        first = {key: values[0] if values else "" for key, values in cells.items()}
        name = " ".join(first["name"].split())
        if not name:
            continue
        if kind == "negative":
            name = f"{name}；{first.get('detail', '')}"
        days, workdays = _longest(cells.get("days", ()))
        yield ListItem(
            name=name,
            row=number,
            basis=first.get("basis", ""),
            authority=first.get("authority", ""),
            conditions=_parts(first.get("conditions", "")),
            materials=_parts(first.get("materials", "")),
            days=days,
            workdays=workdays,
            fee=first.get("fee", ""),
            type=first.get("type", ""),
            cancelled=bool(_CANCELLED.match(first.get("status", ""))),
        )


def _parts(cell: str) -> tuple[str, ...]:
    """Return what a cell lists: by semicolons, lines or numbers, failing them by commas."""
    parts = [part.strip(" 。，、") for part in _SPLIT.split(cell)]
    parts = [part for part in parts if part]
    if len(parts) == 1:
        parts = [part.strip() for part in _LIST_COMMA.split(parts[0]) if part.strip()]
    return tuple(parts)


def _longest(cells: Sequence[str]) -> tuple[int | None, bool]:
    """Return the longest of the time limits, compared as calendar days, and whether it is in working days."""
    limits = [
        (days, found[2] == "工作日")
        for cell in cells
        for found in _DAYS.finditer("".join(cell.split()))
        if (days := to_int(found[1])) is not None
    ]
    if not limits:
        return None, True
    return max(limits, key=lambda limit: calendar_days(*limit))


def calendar_days(days: int, workdays: bool) -> float:
    """Return days as calendar days: five working days to a week, holidays left out of account."""
    return days * 7 / 5 if workdays else float(days)
