"""Tables as CSV files that a spreadsheet opens without running anything that stands in them."""

import csv
import io
from collections.abc import Iterable

_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_of(rows: Iterable[Iterable[object]]) -> str:
    """Rows as a CSV file. Text that a spreadsheet would take for a formula is marked as text by an apostrophe."""
    written = io.StringIO()
    csv.writer(written).writerows([[_plain(cell) for cell in row] for row in rows])
    return written.getvalue()


def _plain(cell: object) -> object:
    if isinstance(cell, str) and cell.lstrip(" \n").startswith(_BEGINS_A_FORMULA):
        return f"'{cell}"
    return cell
