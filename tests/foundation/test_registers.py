"""Lists that the address narrows, orders and takes away, shown on the register of joint programmes."""

import csv
import io

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from foundation.tables import Table, as_csv, as_xlsx, cell
from mptf.enums import Stage
from tests.countries.factories import make_real_country
from tests.mptf.factories import make_programme

pytestmark = pytest.mark.django_db


def rows_of(response) -> list[list[str]]:
    text = b"".join(response).decode() if response.streaming else response.content.decode()
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:])))


def test_csv_holds_exactly_what_the_filters_leave_in_the_order_of_the_page(client):
    make_programme("one", area=1, title_en="Gamma", start="2020")
    make_programme("two", area=2, title_en="Alpha", start="2021")
    make_programme("three", area=2, title_en="Beta", start="2022")
    response = client.get("/en/mptf/programmes/?area=2&sort=title&format=csv")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert 'filename="joint-programmes-' in response["Content-Disposition"]
    heading, *rows = rows_of(response)
    assert heading[:3] == ["Code", "Title (Arabic)", "Title (English)"]
    assert [row[0] for row in rows] == ["two", "three"]


def test_xlsx_is_right_to_left_in_arabic_and_says_what_its_columns_mean(client):
    make_programme("one", area=1, title_ar="برنامج الهجرة")
    response = client.get("/ar/mptf/programmes/?format=xlsx")
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    table, about = book.worksheets
    assert table.sheet_view.rightToLeft
    assert "برنامج الهجرة" in [place.value for place in table[2]]
    headings = [place.value for place in table[1]]
    assert set(headings) <= {place.value for place in about["A"]}


@pytest.mark.parametrize("wanted", ["pdf", "csv%00", "..", "html"])
def test_a_format_that_is_not_offered_is_not_there(client, wanted):
    assert client.get(f"/en/mptf/programmes/?format={wanted}").status_code == 404


def test_search_finds_whatever_the_spelling(client):
    make_programme("one", title_ar="حماية الأسر المهاجرة", title_en="Families")
    make_programme("two", title_ar="بيانات", title_en="Data")
    for term in ("الاسر", "المهاجره", "famil", "المُهاجرة الأسر"):
        rows = rows_of(client.get("/en/mptf/programmes/", {"q": term, "format": "csv"}))
        assert [row[0] for row in rows[1:]] == ["one"], term
    assert len(rows_of(client.get("/en/mptf/programmes/", {"q": "nowhere", "format": "csv"}))) == 1


def test_a_record_that_is_found_twice_is_counted_once(client):
    make_real_country("MAR", regions=["ECA"])
    make_real_country("KEN", regions=["ECA"])
    make_programme("both", countries=["MAR", "KEN"])
    page = client.get("/en/mptf/programmes/").content.decode()
    assert page.count('<article class="card') == 1
    rows = rows_of(client.get("/en/mptf/programmes/?region=ECA&format=csv"))
    assert [row[0] for row in rows[1:]] == ["both"]


def test_queries_do_not_grow_with_the_records(client):
    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get("/en/mptf/programmes/").status_code == 200
        return len(queries)

    make_programme("first", countries=["MAR"], organizations=["IOM"], objectives=[5])
    count()  # what a process asks once
    few = count()
    for number in range(12):
        make_programme(f"more-{number}", countries=["MAR", "KEN"], organizations=["ILO"], objectives=[number + 1])
    assert count() == few <= 15


def test_year_and_unknown_values_are_filters_like_others(client):
    make_programme("old", start="2020-05", stage=Stage.CLOSED)
    make_programme("undated", start="", stage=Stage.UNKNOWN)
    assert [row[0] for row in rows_of(client.get("/en/mptf/programmes/?year=2020&format=csv"))[1:]] == ["old"]
    assert [row[0] for row in rows_of(client.get("/en/mptf/programmes/?stage=unknown&format=csv"))[1:]] == ["undated"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_text_never_becomes_a_formula(text):
    assert cell(text).startswith("'")
    table = Table(name="t", headings=[("=Heading", "")], rows=[[text]])
    assert as_csv(table).decode().count("'") == 2
    sheet = openpyxl.load_workbook(io.BytesIO(as_xlsx(table))).worksheets[0]
    assert sheet["A2"].data_type == "s"
    assert sheet["A2"].value.startswith("'")


def test_numbers_stay_numbers():
    assert cell(-5) == -5
    assert cell(None) == ""
    assert cell(["a", "b"]) == "a; b"
    assert cell(True) == "Yes"
