"""Output formats by name: one of those on offer, and what writes it is installed."""

from collections.abc import Sequence
from importlib.util import find_spec
from typing import TypeVar

from hefa.errors import OptionError

Form = TypeVar("Form", bound=str)
_NEEDS = {"html": "jinja2", "docx": "docxtpl", "xlsx": "xlsxwriter"}
"""The optional library a format is written with; all of them are in the extra ``report``."""


def chosen_format(name: str, offered: Sequence[Form]) -> Form:
    """Return ``name`` as one of the formats on offer, or raise ``OptionError``."""
    for form in offered:
        if form == name:
            needed = _NEEDS.get(form)
            if needed is not None and find_spec(needed) is None:
                raise OptionError(f"-f {form}", f"没有安装 {needed}", '请先安装：pip install "hefa[report]"')
            return form
    raise OptionError("-f", f"没有格式 {name}", f"可用：{'、'.join(offered)}")
