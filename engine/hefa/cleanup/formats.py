"""The formats of a clean-up list by name."""

import json
from importlib.util import find_spec
from typing import Literal

from hefa.cleanup.records import CleanupList
from hefa.errors import OptionError

Format = Literal["text", "xlsx", "json"]
FORMATS = ("text", "xlsx", "json")


def check_format(name: str) -> Format:
    """Return ``name`` as a format that can be written with what is installed."""
    match name:
        case "text" | "json":
            return name
        case "xlsx":
            if find_spec("xlsxwriter") is None:
                raise OptionError("-f xlsx", "没有安装 xlsxwriter", '请先安装：pip install "hefa[report]"')
            return name
        case _:
            raise OptionError("-f", f"没有格式 {name}", f"可用：{'、'.join(FORMATS)}")


def render_json(listed: CleanupList) -> str:
    """Return the list as one JSON object."""
    return json.dumps(listed.model_dump(mode="json"), ensure_ascii=False, indent=2) + "\n"
