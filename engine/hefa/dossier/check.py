"""Plain values to a Dossier, or every fault in them: where it stands, what is wrong, what to do."""

import datetime
import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from hefa.model.dossier import Dossier
from hefa.model.steps import Step

Place = tuple[str | int, ...]
_YEARS = range(1990, 2101)
"""Of dossiers; a bare number is read as a day of 1970 and so refused."""
_SHA256 = re.compile(r"[0-9a-fA-F]{64}")
_LINES = (
    (("consultation", "start"), ("consultation", "end")),
    (("hearing", "notice"), ("hearing", "date")),
    (("hearing", "materials"), ("hearing", "date")),
    (("review", "received"), ("review", "supplement_asked")),
    (("review", "received"), ("review", "complete")),
    (("review", "supplement_asked"), ("review", "complete")),
    (("review", "received"), ("review", "date")),
    (("review", "complete"), ("review", "date")),
    (("publication", "date"), ("filing", "date")),
    (("publication", "date"), ("filing", "congress_date")),
    (("effective",), ("expires",)),
)
"""Pairs of dates of which the first cannot be after the second."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of a dossier; ``place`` is keys and indexes from the top."""

    place: Place
    problem: str
    remedy: str


def check_dossier(value: object) -> Dossier | list[Fault]:
    """Return the dossier that ``value`` holds, or all its faults in the order of the fields."""
    if not isinstance(value, dict):
        return [Fault((), "内容不是“键: 值”的形式", "用 hefa dossier new 写一份模板来填")]
    try:
        dossier = Dossier.model_validate(_pruned(value))
    except ValidationError as error:
        return [_translated(one) for one in error.errors(include_url=False)]
    return list(_contradictions(dossier)) or dossier


def _pruned(value: Any) -> Any:  # noqa: ANN401 - plain values of any depth
    """Leave out what is empty: a template's unfilled keys say nothing."""
    if isinstance(value, dict):
        return {key: _pruned(item) for key, item in value.items() if item is not None}
    return [_pruned(item) for item in value] if isinstance(value, list) else value


def _translated(error: ErrorDetails) -> Fault:
    place, kind, given = error["loc"], error["type"], _shown(error["input"])
    name = ".".join(map(str, place))
    if kind == "missing":
        remedy = "写 normative、rules、decision 或者 contract" if place == ("kind",) else f"补上 {place[-1]}"
        return Fault(place, f"缺少 {name}", remedy)
    if kind == "extra_forbidden":
        near = difflib.get_close_matches(str(place[-1]), _keys(place), 1)
        return Fault(place, f"不认识的键 {name}", f"是不是 {near[0]}" if near else "检查拼写，或者删去")
    if kind == "literal_error":
        known = error["ctx"]["expected"].replace("'", "").replace(" or ", "、").replace(", ", "、")
        return Fault(place, f"{name} 的值“{given}”不可用", f"可用：{known}")
    problem, remedy = _KINDS.get(kind.partition("_")[0], ("不合要求", "对照 hefa dossier schema 改正"))
    return Fault(place, f"{name} 的值“{given}”{problem}", remedy)


_KINDS = {
    "date": ("不是日期", "写成 2026-03-01 的形式"),
    "bool": ("不是 true 或者 false", "写 true、false，或者空着"),
    "int": ("不是整数", "写数字"),
    "greater": ("太小", "写 1 以上的整数"),
    "less": ("太大", "检查单位：天数不超过 366，年数不超过 50"),
    "string": ("不是文字", "写文字"),
    "tuple": ("不是列表", "写成 [一, 二]"),
    "model": ("不是“键: 值”的形式", "在下一行缩进写键和值"),
}


def _keys(place: Place) -> list[str]:
    """Return the keys that may stand at the level of ``place``."""
    model: type[BaseModel] = Dossier
    for step in place[:-1]:
        if isinstance(step, str) and step in model.model_fields:
            inner = model.model_fields[step].annotation
            if isinstance(inner, type) and issubclass(inner, BaseModel):
                model = inner
    return list(model.model_fields)


def _shown(value: object) -> str:
    text = " ".join(str(value).split())
    return text if len(text) <= 40 else text[:39] + "…"


def _contradictions(dossier: Dossier) -> Iterator[Fault]:
    yield from _dates_out_of_line(dossier)
    for name in Dossier.model_fields:
        step = getattr(dossier, name)
        if isinstance(step, Step) and step.done is False and step.told:
            yield Fault(
                (name, "done"), f"{name}.done 是 false，又写了 {step.told[0]}", "改为 true，或者删去细目"
            )
    if dossier.review.sha256 and not _SHA256.fullmatch(dossier.review.sha256):
        yield Fault(
            ("review", "sha256"), "review.sha256 不是 64 位十六进制数", "照抄审查意见中的 SHA-256，或者空着"
        )
    if dossier.kind != "contract" and dossier.contract != type(dossier.contract)():
        yield Fault(
            ("contract",), f"contract 不用于 kind: {dossier.kind}", "删去 contract，或者改为 kind: contract"
        )
    if dossier.kind == "rules" and dossier.major_decision:
        yield Fault(("major_decision",), "规章的制定不适用重大行政决策程序", "删去 major_decision")
    if dossier.limits.comment_unit and not dossier.limits.comment_days:
        yield Fault(("limits", "comment_unit"), "只写了单位，没有写天数", "补上 limits.comment_days")


def _dates_out_of_line(dossier: Dossier) -> Iterator[Fault]:
    for place, day in _dates(dossier, ()):
        if day.year not in _YEARS:
            yield Fault(place, f"{'.'.join(map(str, place))} 的年份 {day.year} 不合常理", "检查日期")
    for earlier, later in _LINES:
        first, second = _at(dossier, earlier), _at(dossier, later)
        if first and second and first > second:
            yield Fault(
                later, f"{'.'.join(later)}（{second}）早于 {'.'.join(earlier)}（{first}）", "检查两个日期"
            )


def _dates(value: object, place: Place) -> Iterator[tuple[Place, datetime.date]]:
    if isinstance(value, datetime.date):
        yield place, value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _dates(getattr(value, name), (*place, name))


def _at(dossier: Dossier, place: tuple[str, ...]) -> datetime.date | None:
    value: object = dossier
    for name in place:
        value = getattr(value, name)
    return value if isinstance(value, datetime.date) else None
