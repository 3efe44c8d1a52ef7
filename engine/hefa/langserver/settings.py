"""What a user may set in the editor: checked, as the review needs it."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, Field, ValidationError

from hefa.errors import OptionError
from hefa.model.base import Record

SECTION = "hefa"
"""Under which editors keep the settings."""
_KINDS = {
    "string_type": "要写文字",
    "tuple_type": "要写列表",
    "int_type": "要写数",
    "int_parsing": "要写数",
    "greater_than_equal": "太小",
    "less_than_equal": "太大",
}


def _listed(value: object) -> object:
    """Let one text stand for a list, its entries apart by commas."""
    if not isinstance(value, str):
        return value
    return [name.strip() for name in re.split("[,，]", value) if name.strip()]


Names = Annotated[tuple[str, ...], BeforeValidator(_listed)]


class Settings(Record):
    """The settings; keys in the editor are as in ``_NAMES`` where they are not those of the fields.

    ``delay`` is how many milliseconds after the last key a review begins. ``by`` and ``reason`` stand in
    decisions made in the editor.
    """

    rank: str | None = None
    select: Names = ()
    ignore: Names = ()
    rules: Names = ()
    statutes: str | None = None
    min_confidence: str = "low"
    delay: int = Field(400, ge=0, le=60_000)
    by: str | None = None
    reason: str = Field("在编辑器中忽略，理由待补写", min_length=1)


_NAMES = {"minConfidence": "min_confidence"}


def own(given: object) -> dict[str, object]:
    """Return what an editor gives under the name of the server, or at the top; nulls are as not given.

    Where nothing is under that name, and nothing at the top is ours, it is for other servers.
    """
    named = isinstance(given, Mapping) and SECTION in given
    if isinstance(given, Mapping) and named:
        given = given[SECTION]
    if given is None:
        return {}
    if not isinstance(given, Mapping):
        raise OptionError("设置", "不是一组键和值", "写法见 docs/editors.md")
    if not named and given.keys().isdisjoint({*Settings.model_fields, *_NAMES}):
        return {}
    return {_NAMES.get(str(key), str(key)): value for key, value in given.items() if value is not None}


def read_settings(named: Mapping[str, object], home: Path) -> tuple[Settings, tuple[str, ...]]:
    """Return the settings, and the names of those there are not.

    A relative folder of rules counts from ``home``, the folder open in the editor.
    """
    unknown = tuple(sorted(named.keys() - Settings.model_fields.keys()))
    try:
        settings = Settings.model_validate({k: v for k, v in named.items() if k not in unknown})
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        key = next((long for long, short in _NAMES.items() if short == first["loc"][0]), first["loc"][0])
        kind = _KINDS.get(first["type"], "值不可用")
        raise OptionError(f"设置 {SECTION}.{key}", kind, "写法见 docs/editors.md") from error
    return settings.model_copy(update={"rules": tuple(str(home / one) for one in settings.rules)}), unknown
