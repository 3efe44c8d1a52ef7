"""A table on a sheet of a workbook: header, wrapped cells, filter, and how it prints.

Every cell is a string or a number as written: nothing of a draft becomes a formula or a link.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from rich.cells import cell_len

from hefa.model.xmltext import xml_text
from hefa.opinion.wording import one_line

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

LONGEST = 2000
"""Characters of a cell: more is no longer read in a table (Excel itself ends at 32,767)."""
MOST_ROWS = 1_048_575
"""Rows under the header that a sheet of Excel holds."""
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
"""The day written into the file instead of the clock's, so that the same content gives the same bytes."""
LINE, HIGHEST = 15, 400
"""Points of a line, and of the highest row that Excel takes, nearly."""
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
PLAIN = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#BFBFBF"}
"""The format of a cell."""
Cell = str | int | float


@dataclass(slots=True)
class Notes:
    """Lines on a sheet, from the row ``line`` on."""

    sheet: "Worksheet"
    line: int = 0

    def add(self, said: Iterable[str], column: int = 0) -> None:
        """Write lines below those before."""
        for text in said:
            self.sheet.write_string(self.line, column, fit(text))
            self.line += 1


def describe(book: "Workbook", title: str) -> None:
    """Write what a workbook is; nothing in it depends on the clock."""
    book.set_properties({"title": title, "created": EPOCH})
    book.set_calc_mode("auto")


def write_table(
    book: "Workbook",
    name: str,
    columns: Sequence[tuple[str, int]],
    rows: Iterable[Sequence[Cell]],
    *,
    frozen: int = 1,
    tints: tuple[str, Mapping[str, str]] = ("", {}),
    choices: tuple[str, Sequence[str]] = ("", ()),
) -> Notes:
    """Write header and rows on a new sheet, and return the place below them.

    The header and the first ``frozen`` columns stay in sight. ``tints`` names a column and the colours of its
    values; ``choices`` a column and the values that a user may choose from.
    """
    sheet = book.add_worksheet(name)
    head = book.add_format({"bold": True, "bg_color": "#E7E6E6", "border": 1, "valign": "vcenter"})
    plain = book.add_format(PLAIN)
    tinted = {value: book.add_format({**PLAIN, "bg_color": colour}) for value, colour in tints[1].items()}
    names = [heading for heading, _ in columns]
    for column, (heading, width) in enumerate(columns):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, heading, head)
    count = 0
    for count, cells in enumerate(rows, 1):
        sheet.set_row(count, _height(columns, cells))
        for column, value in enumerate(cells):
            if isinstance(value, int | float):
                sheet.write_number(count, column, value, plain)
            else:
                form = tinted.get(value, plain) if names[column] == tints[0] else plain
                sheet.write_string(count, column, fit(value), form)
    sheet.freeze_panes(1, frozen)
    sheet.autofilter(0, 0, max(count, 1), len(columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(8)  # A3
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    if count and choices[0]:
        at = names.index(choices[0])
        sheet.data_validation(1, at, count, at, {"validate": "list", "source": list(choices[1])})
    return Notes(sheet, count + 2)


def _height(columns: Sequence[tuple[str, int]], cells: Sequence[Cell]) -> int:
    """Return the points a row needs for its wrapped cells; not every program finds them by itself."""
    lines = (
        -(-cell_len(fit(str(value))) // (width - 1)) for value, (_, width) in zip(cells, columns, strict=True)
    )
    return min(LINE * max(1, *lines), HIGHEST)


def fit(value: str) -> str:
    """Return a value as a cell holds it: one line, nothing that XML cannot hold, cut where it is too long."""
    line = xml_text(one_line(value))
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"
