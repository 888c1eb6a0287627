"""Tables that people upload: CSV and XLSX as rows of cells, each with the number that it has in the spreadsheet."""

import csv
import datetime
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.files import File
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from openpyxl import load_workbook

from foundation import office
from foundation.files import XLSX, FileError, clean_upload
from foundation.tables import FORMULA_SIGNS

#: As many as a request can look through in its time; the largest register has some hundred.
MAX_ROWS = 2_000
MAX_COLUMNS = 300
#: Rows that are looked at before a sheet counts as too long, empty ones included.
_MAX_SCANNED = 200_000
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
#: What openpyxl raises where a workbook is not what it says.
_BROKEN = (KeyError, ValueError, TypeError, AttributeError, IndexError, OSError, SyntaxError, EOFError)


@dataclass(frozen=True)
class Formula:
    """A cell that holds a rule and no value; ``text`` is what stands there."""

    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Sheet:
    """``rows`` are those that hold anything, with their numbers as the spreadsheet shows them: the header is row 1."""

    name: str
    header: list[str]
    rows: list[tuple[int, list[Any]]]


def _not_a_table() -> FileError:
    return FileError(_("Only Excel files (.xlsx) and CSV files in UTF-8 can be imported."), code="type")


def _cell(value: Any) -> Any:
    """A cell without the white space around it and without the apostrophe that keeps a text from being a formula."""
    if not isinstance(value, str):
        return value
    value = value.replace("\r\n", "\n").replace("\r", "\n").strip()
    return value[1:] if value.startswith("'") and value[1:].startswith(FORMULA_SIGNS) else value


def _is_empty(cells: list[Any]) -> bool:
    return all(value is None or value == "" for value in cells)


def _delimiter(text: str) -> str:
    """What parts the columns: Excel writes semicolons where the comma is the decimal sign."""
    line = text.split("\n", 1)[0]
    return max(",;\t", key=line.count)


def _csv_rows(content: bytes) -> Iterator[list[Any]]:
    text = content.decode("utf-8-sig")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        yield from reader
    except csv.Error:
        raise office.damaged() from None


def _xlsx_rows(content: bytes) -> Iterator[list[Any]]:
    office.open_package(content)  # Refuses what unpacks to too much, is broken or refers to the outside.
    try:
        book = load_workbook(io.BytesIO(content), read_only=True)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        for row in sheet.iter_rows(max_col=MAX_COLUMNS):
            yield [Formula(str(one.value)) if one.data_type in {"f", "e"} else one.value for one in row]
    except _BROKEN:
        raise office.damaged() from None


def _kind(file: File) -> tuple[bytes, str]:
    """What is in the file, and whether it is ``"csv"`` or ``"xlsx"``; judged by what is in it."""
    start = file.read(8)
    file.seek(0)
    is_csv = (file.name or "").lower().endswith(".csv")
    if start.startswith(_OLD_EXCEL):
        raise FileError(
            _("This is a file of an old Excel. Open it and save it as an Excel workbook (.xlsx)."), code="type"
        )
    try:
        clean = clean_upload(file)
    except FileError as error:
        if error.code != "type":
            raise
        if is_csv and not start.startswith(b"PK"):
            raise FileError(
                _("This CSV file is not in UTF-8. In Excel, save it as “CSV UTF-8”, or as an Excel workbook (.xlsx)."),
                code="type",
            ) from None
        raise _not_a_table() from None
    if clean.media_type not in {XLSX, "text/csv"}:
        raise _not_a_table()
    return clean.content, "xlsx" if clean.media_type == XLSX else "csv"


def read_sheet(file: File) -> Sheet:
    """The first sheet of a workbook, or a CSV file.

    Raises ``FileError`` with a sentence for the person who sent it: for what is no table, is damaged, empty or too
    long, or has no names of columns in its first row.
    """
    content, kind = _kind(file)
    header: list[str] = []
    rows: list[tuple[int, list[Any]]] = []
    for number, raw in enumerate((_csv_rows if kind == "csv" else _xlsx_rows)(content), start=1):
        cells = [_cell(value) for value in raw[:MAX_COLUMNS]]
        if number == 1:
            header = ["" if value is None else str(value) for value in cells]
            while header and not header[-1]:
                header.pop()
        elif not _is_empty(cells):
            rows.append((number, cells))
        if len(rows) > MAX_ROWS or number > _MAX_SCANNED:
            raise FileError(
                ngettext(
                    "The table has more than %(count)s row. Part it into several files.",
                    "The table has more than %(count)s rows. Part it into several files.",
                    MAX_ROWS,
                )
                % {"count": f"{MAX_ROWS:,}"},
                code="too_long",
            )
    if not header:
        raise FileError(_("The first row must hold the names of the columns."), code="no_header")
    if not rows:
        raise FileError(_("Below the names of the columns there is no row."), code="no_rows")
    return Sheet(file.name or "", header, rows)


def as_text(value: Any) -> str:
    """A cell as a person would write it: no ``.0`` behind a whole number, a date without its midnight."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        value = value.date()
    return str(value)
