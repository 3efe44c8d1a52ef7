"""The formats of a report by name."""

from typing import Literal

from hefa.model.formats import chosen_format

Format = Literal["html", "xlsx", "json", "text"]
WHOLE: tuple[Format, ...] = ("html", "xlsx", "json")
ANNUAL: tuple[Format, ...] = ("text", "xlsx", "json")
"""What a report, and the figures of a year, can be written as; the first where none is asked for."""


def check_format(name: str | None, *, annual: bool) -> Format:
    """Return ``name`` as a format that can be written with what is installed."""
    possible = ANNUAL if annual else WHOLE
    return chosen_format(name or possible[0], possible)
