"""A table on a sheet of a workbook: header, wrapped cells, filter, and how it prints.

Every cell is a string or a number as written: nothing of a draft becomes a formula or a link.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

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


def describe(book: "Workbook", title: str) -> None:
    """Write what a workbook is; nothing in it depends on the clock."""
    book.set_properties({"title": title, "created": EPOCH})
    book.set_calc_mode("auto")


def write_table(
    book: "Workbook",
    sheet: "Worksheet",
    columns: Sequence[tuple[str, int]],
    rows: Iterable[list[Cell]],
    form: Callable[[int, int], Any],
    *,
    frozen: int,
) -> int:
    """Write header and rows, and return how many; the header and the first ``frozen`` columns stay in sight.

    ``form`` gives the format of a cell by its row and column, from 0.
    """
    head = book.add_format({"bold": True, "bg_color": "#E7E6E6", "border": 1, "valign": "vcenter"})
    for column, (name, width) in enumerate(columns):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, name, head)
    count = 0
    for row, cells in enumerate(rows):
        count += 1
        sheet.set_row(row + 1, _height(columns, cells))
        for column, value in enumerate(cells):
            if isinstance(value, int | float):
                sheet.write_number(row + 1, column, value, form(row, column))
            else:
                sheet.write_string(row + 1, column, fit(value), form(row, column))
    sheet.freeze_panes(1, frozen)
    sheet.autofilter(0, 0, max(count, 1), len(columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(8)  # A3
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    return count


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
