"""Empty tables to fill in: the columns of a register, and what each of them takes."""

import csv
import io
from collections.abc import Sequence

import openpyxl
from django.conf import settings
from django.db import models
from django.http import HttpResponse
from django.utils.text import capfirst, slugify
from django.utils.translation import get_language, gettext
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from foundation.import_columns import Column
from foundation.language import direction
from foundation.sheets import MAX_ROWS
from foundation.tables import XLSX_TYPE, cell

_HEADER = PatternFill("solid", fgColor="DCEBEC")
#: The longest list of values that Excel takes in a rule of a cell.
_LONGEST_LIST = 255


def _columns(columns: Sequence[Column]) -> list[Column]:
    """Those that an import can fill."""
    return [column for column in columns if not column.is_locked]


def _meaning(column: Column) -> list[str]:
    if column.is_key:
        needed = gettext("Required: names the record")
    elif column.is_required:
        needed = gettext("Required in a new record")
    else:
        needed = gettext("May be left empty")
    return [column.name, capfirst(column.label), needed, column.explanation, str(column.field.help_text)]


def _headings() -> list[str]:
    return [
        gettext("Column"),
        gettext("What it holds"),
        gettext("Required?"),
        gettext("What it takes"),
        gettext("Note"),
    ]


def _rules() -> list[str]:
    return [
        gettext("Write one record per row in the first sheet. Do not change the names of the columns."),
        gettext("A row whose key is in the register changes that record; every other row makes a new one."),
        gettext("A column that you delete stays as it is in the register; an empty cell empties the field."),
        gettext("Nothing is written before you have seen what the table would do."),
    ]


def as_csv(columns: Sequence[Column]) -> bytes:
    """The header alone: a CSV file has no second sheet, and the page of the import explains its columns."""
    out = io.StringIO()
    csv.writer(out).writerow([column.name for column in _columns(columns)])
    return ("\ufeff" + out.getvalue()).encode()


def as_xlsx(columns: Sequence[Column]) -> bytes:
    """A sheet to fill in, with the choices of each column to pick from, and one that explains."""
    language = get_language() or settings.LANGUAGE_CODE
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = gettext("Table")
    about = book.create_sheet(gettext("Explanation"))
    filled = _columns(columns)
    sheet.append([column.name for column in filled])
    sheet.freeze_panes = "A2"
    for number, column in enumerate(filled, start=1):
        letter = get_column_letter(number)
        place = sheet.cell(1, number)
        place.font, place.fill = Font(bold=column.is_key or column.is_required), _HEADER
        sheet.column_dimensions[letter].width = max(len(column.name) + 3, 40 if column.language else 14)
        if column.language:
            side = "right" if direction(column.language) == "rtl" else "left"
            sheet.column_dimensions[letter].alignment = Alignment(horizontal=side, wrap_text=True)
        # Texts, not numbers or dates of the spreadsheet's own making: 012 stays 012.
        if not isinstance(column.field, models.IntegerField | models.DecimalField | models.FloatField):
            sheet.column_dimensions[letter].number_format = "@"
        values = ",".join(str(value) for value, _label in column.field.flatchoices or [] if value not in {"", None})
        if values and len(values) <= _LONGEST_LIST:
            rule = DataValidation(type="list", formula1=f'"{values}"', allow_blank=True)
            rule.add(f"{letter}2:{letter}{MAX_ROWS + 1}")
            sheet.add_data_validation(rule)
    for line in _rules():
        about.append([line])
    about.append([])
    about.append(_headings())
    for one in about[about.max_row]:
        one.font, one.fill = Font(bold=True), _HEADER
    for column in filled:
        about.append([cell(value) for value in _meaning(column)])
        for one in about[about.max_row]:
            one.alignment = Alignment(vertical="top", wrap_text=True)
    for letter, width in zip("ABCDE", (30, 36, 28, 60, 60), strict=True):
        about.column_dimensions[letter].width = width
    about.sheet_view.rightToLeft = direction(language) == "rtl"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def template_response(model: type[models.Model], columns: Sequence[Column], kind: str) -> HttpResponse:
    """The template as a file to save; ``kind`` is one of ``TABLE_FORMATS``."""
    content, media_type = {"csv": (as_csv, "text/csv; charset=utf-8"), "xlsx": (as_xlsx, XLSX_TYPE)}[kind]
    response = HttpResponse(content(columns), content_type=media_type)
    name = f"{slugify(model._meta.model_name)}-template.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
