"""The formats of a report by name."""

from importlib.util import find_spec
from typing import Literal

from hefa.errors import OptionError

Format = Literal["html", "xlsx", "json", "text"]
WHOLE: tuple[Format, ...] = ("html", "xlsx", "json")
ANNUAL: tuple[Format, ...] = ("text", "xlsx", "json")
"""What a report, and the figures of a year, can be written as; the first where none is asked for."""
_NEEDS = {"html": "jinja2", "xlsx": "xlsxwriter"}


def check_format(name: str | None, *, annual: bool) -> Format:
    """Return ``name`` as a format that can be written with what is installed."""
    possible = ANNUAL if annual else WHOLE
    for form in possible:
        if name in (form, None):
            if form in _NEEDS and find_spec(_NEEDS[form]) is None:
                raise OptionError(
                    f"-f {form}", f"没有安装 {_NEEDS[form]}", '请先安装：pip install "hefa[report]"'
                )
            return form
    raise OptionError("-f", f"没有格式 {name}", f"可用：{'、'.join(possible)}")
