"""Half a thousand programmes in one table: refused for three bad rows, mended, imported, taken back; one restored."""

import csv
import io
import time

import pytest
from django.utils import translation
from django.utils.translation import gettext, pgettext
from openpyxl import Workbook

from mptf.models import JointProgramme
from tests.journeys.test_review_to_publication import log_in
from tests.mptf.factories import make_area, make_programme
from tests.reviews.factories import make_country, make_curator

pytestmark = pytest.mark.django_db(transaction=True)

HEADER = ["slug", "title_ar", "title_en", "thematic_area", "countries", "budget_usd"]
#: As long as a person waits for half a thousand rows on a busy machine.
SECONDS = 40


@pytest.fixture
def said(language):
    def words(lookup, *arguments):
        with translation.override(language):
            return lookup(*arguments)

    return words


def press(page, name):
    page.locator(".record-page").get_by_role("button", name=name, exact=True).first.click()
    page.wait_for_load_state()


def follow(page, name):
    page.locator(".record-page").get_by_role("link", name=name, exact=True).first.click()
    page.wait_for_load_state()


def rows(count):
    return [
        [f"sample-{number}", f"برنامج مثال {number}", f"Sample programme {number}", 1, "XAA; XBB", 1000 + number]
        for number in range(count)
    ]


def csv_file(table):
    out = io.StringIO()
    csv.writer(out).writerows([HEADER, *table])
    return {"name": "programmes.csv", "mimeType": "text/csv", "buffer": ("\ufeff" + out.getvalue()).encode()}


def xlsx_file(table):
    book = Workbook()
    for cells in [HEADER, *table]:
        book.active.append(cells)
    out = io.BytesIO()
    book.save(out)
    return {"name": "programmes.xlsx", "mimeType": "application/octet-stream", "buffer": out.getvalue()}


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_table_is_tried_mended_imported_and_taken_back(new_page, axe, language, said):
    make_area(1, objectives=[])
    for code in ("XAA", "XBB"):
        make_country(code)
    make_programme("sample-0", area=1, countries=[], organizations=[], title_en="Before", title_ar="قبل")
    page = new_page(locale=language)
    page.set_default_timeout(SECONDS * 1000)
    log_in(page, make_curator(language=language), language)
    page.goto(f"/{language}/admin/mptf/jointprogramme/import/")
    axe(page, context=".record-page")
    with page.expect_download() as template:
        page.locator(".record-page a[href$='template.xlsx']").click()
    assert template.value.suggested_filename.endswith(".xlsx")

    # Three bad rows: the whole table is refused, and each of them is named as the spreadsheet counts it.
    table = rows(500)
    table[12][3], table[250][5], table[499][4] = 9, "much", "XQQ"
    page.locator("input[type=file]").set_input_files(csv_file(table))
    press(page, said(pgettext, "table", "Try"))
    faults = page.locator(".record-faults li").all_inner_texts()
    with translation.override(language):
        row = gettext("Row %(row)s, %(column)s: %(fault)s").split("%")[0]
    assert len(faults) == 3
    for fault, number, value in zip(faults, (14, 252, 501), ("9", "much", "XQQ"), strict=True):
        assert fault.startswith(f"{row}{number}")
        assert value in fault
    axe(page, context=".record-page")
    assert JointProgramme.objects.count() == 1

    # Mended, as an Excel workbook this time: tried, looked at, imported.
    page.locator("input[type=file]").set_input_files(xlsx_file(rows(500)))
    begun = time.monotonic()
    press(page, said(pgettext, "table", "Try"))
    assert page.locator(".record-figures strong").all_inner_texts() == ["499", "1", "0", "0"]
    axe(page, context=".record-page")
    assert JointProgramme.objects.count() == 1
    page.locator("input[name=reason]").fill("من قائمة الصندوق")
    press(page, said(gettext, "Import now"))
    page.wait_for_url(f"**/{language}/admin/foundation/importrun/*/change/")
    assert time.monotonic() - begun < SECONDS
    assert JointProgramme.objects.count() == 500
    axe(page, context=".record-page")

    # The history of a record says where it comes from.
    key = JointProgramme.objects.get(slug="sample-0").pk
    history = new_page(locale=language)
    log_in(history, make_curator(), language)
    history.goto(f"/{language}/admin/mptf/jointprogramme/{key}/history/")
    assert history.locator(".record-page").get_by_text("من قائمة الصندوق").first.is_visible()
    axe(history, context=".record-page")

    follow(page, said(gettext, "Undo this import"))
    axe(page, context=".record-page")
    page.locator("input[name=reason]").fill("قائمة خاطئة")
    press(page, said(gettext, "Undo this import"))
    page.wait_for_url(f"**/{language}/admin/foundation/importrun/*/change/")
    assert JointProgramme.objects.count() == 1
    assert JointProgramme.objects.get().title_ar == "قبل"

    # And forward again: the state that the import had made is restored for this one record.
    history.reload()
    follow(history, said(gettext, "Restore this state"))
    axe(history, context=".record-page")
    history.locator("input[name=reason]").fill("هذا القيد صحيح")
    press(history, said(gettext, "Restore this state"))
    history.wait_for_url(f"**/jointprogramme/{key}/change/")
    back = JointProgramme.objects.get()
    assert back.title_ar == "برنامج مثال 0"
    assert sorted(country.iso3 for country in back.countries.all()) == ["XAA", "XBB"]
