"""The formats of a clean-up list by name."""

import json
from collections.abc import Iterable, Iterator
from typing import Literal

from hefa.cleanup.records import CleanupList
from hefa.model.base import Record
from hefa.model.formats import chosen_format

Format = Literal["text", "xlsx", "json"]
FORMATS: tuple[Format, ...] = ("text", "xlsx", "json")


def check_format(name: str) -> Format:
    """Return ``name`` as a format that can be written with what is installed."""
    return chosen_format(name, FORMATS)


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
