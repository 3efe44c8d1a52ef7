"""The formats of what is said of an archive's consistency, by name."""

import json
from importlib.util import find_spec
from typing import Literal

from hefa.consistency.records import Consistency
from hefa.errors import OptionError

Format = Literal["text", "json", "xlsx", "html"]
FORMATS: tuple[Format, ...] = ("text", "json", "xlsx", "html")
_NEEDS = {"html": "jinja2", "xlsx": "xlsxwriter"}


def check_format(name: str) -> Format:
    """Return ``name`` as a format that can be written with what is installed."""
    for form in FORMATS:
        if name == form:
            if form in _NEEDS and find_spec(_NEEDS[form]) is None:
                raise OptionError(
                    f"-f {form}", f"没有安装 {_NEEDS[form]}", '请先安装：pip install "hefa[report]"'
                )
            return form
    raise OptionError("-f", f"没有格式 {name}", f"可用：{'、'.join(FORMATS)}")


def render_json(found: Consistency) -> str:
    """Return all of it as one JSON object."""
    return json.dumps(found.model_dump(mode="json"), ensure_ascii=False, indent=2) + "\n"
