"""Every public list can be taken away as a table of just what it shows."""

import csv
import io

import openpyxl
import pytest

from foundation import reference

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _data():
    reference.load_all()


def rows(client, address: str) -> list[dict[str, str]]:
    response = client.get(address)
    assert response.status_code == 200, address
    return list(csv.DictReader(io.StringIO(response.content.decode().removeprefix("\ufeff"))))


LISTS = ["countries/", "objectives/", "principles/", "about/sources/", "reviews/", "mptf/programmes/"]


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("language", ["ar", "en"])
def test_each_list_leads_to_its_tables(client, path, language):
    html = client.get(f"/{language}/{path}").content.decode()
    assert 'href="?format=csv"' in html
    sheet = client.get(f"/{language}/{path}?format=xlsx")
    table = openpyxl.load_workbook(io.BytesIO(sheet.content)).worksheets[0]
    assert bool(table.sheet_view.rightToLeft) is (language == "ar")
    assert table.max_row > 1
    headings = [place.value for place in table[1]]
    assert all(headings) and len(headings) == len(set(headings))
    assert client.get(f"/{language}/{path}?format=pdf").status_code == 404


def test_countries_as_narrowed(client):
    found = rows(client, "/en/countries/?region=ESCWA&q=mor&format=csv")
    assert [row["ISO 3166 code"] for row in found] == ["MAR"]
    assert found[0]["Name (Arabic)"] == "المغرب"


def test_objectives_as_narrowed(client):
    everything = rows(client, "/en/objectives/?format=csv")
    assert [row["Number"] for row in everything] == [str(number) for number in range(1, 24)]
    some = rows(client, "/en/objectives/?table=1&format=csv")
    assert 0 < len(some) < 23
    assert {row["Round table of the Forum"] for row in some} == {"1"}


def test_reviews_are_narrowed_by_round_region_and_country(client):
    everything = rows(client, "/en/reviews/?format=csv")
    one = everything[0]
    same_country = rows(client, f"/en/reviews/?country={one['ISO 3166 code']}&format=csv")
    assert same_country and {row["ISO 3166 code"] for row in same_country} == {one["ISO 3166 code"]}
    assert rows(client, "/en/reviews/?where=here&format=csv") == []
    names = [row["Country"] for row in rows(client, "/en/reviews/?sort=country&format=csv")]
    assert names != [row["Country"] for row in everything]
    html = client.get("/en/reviews/?round=nowhere").content.decode()
    assert "No review matches" in html
    assert client.get("/en/reviews/?country=%00&objective=x").status_code == 200
