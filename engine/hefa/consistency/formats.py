"""The formats of what is said of an archive's consistency, by name."""

import json
from typing import Literal

from hefa.consistency.records import Consistency
from hefa.model.formats import chosen_format

Format = Literal["text", "json", "xlsx", "html"]
FORMATS: tuple[Format, ...] = ("text", "json", "xlsx", "html")


def check_format(name: str) -> Format:
    """Return ``name`` as a format that can be written with what is installed."""
    return chosen_format(name, FORMATS)


def render_json(found: Consistency) -> str:
    """Return all of it as one JSON object."""
    return json.dumps(found.model_dump(mode="json"), ensure_ascii=False, indent=2) + "\n"
