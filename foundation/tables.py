"""Tables to take away: CSV and XLSX that open right in Excel and LibreOffice, Arabic included."""

import csv
import datetime
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import openpyxl
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.encoding import force_str
from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import get_language, gettext
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from foundation.facets import address_with
from foundation.language import direction

TABLE_FORMATS = ("csv", "xlsx")
#: Of the address.
FORMAT = "format"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SEPARATOR = "; "
# A cell that begins with one of these is a formula to a spreadsheet, whoever wrote it.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n")
_WIDEST = 60


@dataclass(frozen=True)
class Table:
    """``headings`` are pairs of a heading and what it means; rows hold text, numbers, dates or lists of text."""

    name: str
    headings: Sequence[tuple[str, str]]
    rows: Sequence[Sequence[Any]]
    about: str = ""
    address: str = ""
    made_at: datetime.datetime = field(default_factory=timezone.now)


def cell(value: Any) -> Any:
    """A value as a cell: numbers and dates stay what they are, a text never becomes a formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if isinstance(value, int | float | Decimal | datetime.date) and not isinstance(value, datetime.datetime):
        return value
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.UTC).strftime("%Y-%m-%d %H:%M UTC")
    if isinstance(value, list | tuple | set | frozenset) and not isinstance(value, Promise):
        value = SEPARATOR.join(str(part) for part in value)
    text = ILLEGAL_CHARACTERS_RE.sub("", force_str(value))
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text


def as_csv(table: Table) -> bytes:
    """UTF-8 with a byte-order mark, without which Excel takes Arabic for something else."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([cell(heading) for heading, _meaning in table.headings])
    for row in table.rows:
        writer.writerow([cell(value) for value in row])
    return ("\ufeff" + out.getvalue()).encode()


def as_xlsx(table: Table) -> bytes:
    """A sheet in the direction of the language, and a second one that says what the columns mean."""
    is_rtl = direction(get_language() or settings.LANGUAGE_CODE) == "rtl"
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = gettext("Table")
    about = book.create_sheet(gettext("About this table"))
    sheet.append([cell(heading) for heading, _meaning in table.headings])
    for row in table.rows:
        sheet.append([cell(value) for value in row])
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    for number, (heading, _meaning) in enumerate(table.headings, start=1):
        longest = max([len(heading), *(len(str(cell(row[number - 1]))) for row in table.rows[:200])])
        sheet.column_dimensions[get_column_letter(number)].width = min(longest + 3, _WIDEST)
    if table.about:
        about.append([cell(table.about)])
    if table.address:
        about.append([gettext("Address"), cell(table.address)])
    about.append([gettext("Made on"), cell(table.made_at)])
    about.append([gettext("Column"), gettext("What it holds")])
    heading_row = about.max_row
    for heading, meaning in table.headings:
        about.append([cell(heading), cell(meaning)])
    about.column_dimensions["A"].width, about.column_dimensions["B"].width = 40, 90
    for one in (*sheet[1], *about[heading_row]):
        one.font = Font(bold=True)
    for one in (sheet, about):
        one.sheet_view.rightToLeft = is_rtl
        for line in one.iter_rows():
            for place in line:
                place.alignment = Alignment(vertical="top", wrap_text=len(str(place.value or "")) > _WIDEST)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def table_links(query: QueryDict) -> list[dict[str, str]]:
    """For the tag ``downloads``: the same list as a table in each format."""
    return [{"kind": kind.upper(), "href": address_with(query, **{FORMAT: kind})} for kind in TABLE_FORMATS]


def wanted_format(request: HttpRequest) -> str:
    """The format that the address asks for, or nothing. Raises ``Http404`` for one that is not offered."""
    wanted = request.GET.get(FORMAT, "")
    if wanted and wanted not in TABLE_FORMATS:
        raise Http404(gettext("This format is not offered."))
    return wanted


def address_of(request: HttpRequest) -> str:
    """Where the list stands that a table was made of, filters included."""
    return request.build_absolute_uri(request.path + address_with(request.GET, **{FORMAT: None}).removesuffix("?"))


def table_response(table: Table, kind: str) -> HttpResponse:
    """The table as a file to save; ``kind`` is one of ``TABLE_FORMATS``."""
    content, media_type = {"csv": (as_csv, "text/csv; charset=utf-8"), "xlsx": (as_xlsx, XLSX_TYPE)}[kind]
    name = f"{slugify(table.name)}-{table.made_at:%Y-%m-%d}.{kind}"
    response = HttpResponse(content(table), content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
