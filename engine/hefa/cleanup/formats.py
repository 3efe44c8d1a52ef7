"""The formats of a clean-up list by name."""

import json
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from typing import Literal

from hefa.cleanup.records import CleanupList
from hefa.errors import OptionError
from hefa.model.base import Record

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


def render_json(listed: CleanupList) -> Iterator[str]:
    """Yield the list as one JSON object, an entry at a time."""
    head = listed.model_dump(mode="json", exclude={"entries", "apart"})
    yield json.dumps(head, ensure_ascii=False, indent=2).removesuffix("\n}")
    yield from _listed("entries", listed.entries)
    yield from _listed("apart", listed.apart)
    yield "\n}\n"


def _listed(name: str, records: Iterable[Record]) -> Iterator[str]:
    yield f',\n  "{name}": ['
    between = "\n    "
    for record in records:
        words = json.dumps(record.model_dump(mode="json"), ensure_ascii=False, indent=2)
        yield between + words.replace("\n", "\n    ")
        between = ",\n    "
    yield "]" if between == "\n    " else "\n  ]"
